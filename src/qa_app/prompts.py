"""The fixed wording: one Markdown file a text, shipped in the wheel, overridable by a folder.

The files are `string.Template` texts, so that braces in an article or a question can never break
one; what is put in stays text.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Template

from vectorstore.errors import QaAppError

_SHIPPED = Path(__file__).parent / "prompts"
_CHECKOUT = Path(__file__).parents[2] / "prompts"


class PromptError(QaAppError):
    """A prompt file is missing or asks for a value that it is not given."""


def folder() -> Path:
    """The folder of the texts that came with the program (in a checkout: `prompts/`)."""
    return _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT


@lru_cache(maxsize=256)
def _template(path: Path) -> Template:
    try:
        return Template(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"prompt {path}: cannot be read ({error}); restore the file") from None


def text(name: str, override: Path | None = None, **values: str) -> str:
    """The prompt `name` with `values` put in.

    Raises:
        PromptError: if there is no such prompt, or one of its variables has no value.
    """
    chosen = override / f"{name}.md" if override else None
    path = chosen if chosen and chosen.is_file() else folder() / f"{name}.md"
    try:
        return _template(path).substitute(values)
    except KeyError as error:
        raise PromptError(f"prompt {path}: no value for ${error.args[0]}; correct it") from None
    except ValueError as error:
        raise PromptError(f"prompt {path}: {error}; write a plain dollar sign as $$") from None


def lines(name: str, override: Path | None = None) -> tuple[str, ...]:
    """The list items (`- …`) of the prompt `name`."""
    return tuple(
        line[2:].strip() for line in text(name, override).splitlines() if line.startswith("- ")
    )
