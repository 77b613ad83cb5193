"""The fixed wording: one Markdown file a text, shipped in the wheel, overridable by a folder.

The files are `string.Template` texts, so that braces in an article or a question can never break
one; what is put in stays text. A first line `<!-- version: 2 -->` names the version of a text.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from vectorstore.errors import QaAppError

_SHIPPED = Path(__file__).parent / "prompts"
_CHECKOUT = Path(__file__).parents[2] / "prompts"
_VERSION = re.compile(r"\A<!-- version: (\S{1,40}) -->\n")
_HASHED = 12


class PromptError(QaAppError):
    """A prompt file is missing or asks for a value that it is not given."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text of a prompt file.

    Attributes:
        version: what the file says of itself, or "".
        hash: the first 12 hexadecimal digits of the SHA-256 of its text.
    """

    path: Path
    version: str
    hash: str
    template: Template

    @property
    def id(self) -> str:
        """Name, version and hash, as an answer records them: `answer/1 (3f2a9c1b7d04)`."""
        version = f"/{self.version}" if self.version else ""
        return f"{self.path.stem}{version} ({self.hash})"

    def filled(self, **values: str) -> str:
        """The text with `values` put in.

        Raises:
            PromptError: one of its variables has no value.
        """
        try:
            return self.template.substitute(values)
        except KeyError as error:
            raise PromptError(
                f"prompt {self.path}: no value for ${error.args[0]}; correct it"
            ) from None
        except ValueError as error:
            raise PromptError(
                f"prompt {self.path}: {error}; write a plain dollar sign as $$"
            ) from None


def folder() -> Path:
    """The folder of the texts that came with the program (in a checkout: `prompts/`)."""
    return _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT


def prompt(name: str, override: Path | None = None) -> Prompt:
    """The prompt `name`, from the folder `override` where that has it.

    Raises:
        PromptError: there is no such prompt.
    """
    chosen = override / f"{name}.md" if override else None
    return _read(chosen if chosen and chosen.is_file() else folder() / f"{name}.md")


@lru_cache(maxsize=256)
def _read(path: Path) -> Prompt:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"prompt {path}: cannot be read ({error}); restore the file") from None
    version = _VERSION.match(content)
    text = content[version.end() :] if version else content
    digest = hashlib.sha256(content.encode()).hexdigest()[:_HASHED]
    return Prompt(path, version.group(1) if version else "", digest, Template(text.strip()))


def text(name: str, override: Path | None = None, **values: str) -> str:
    """The prompt `name` with `values` put in.

    Raises:
        PromptError: if there is no such prompt, or one of its variables has no value.
    """
    return prompt(name, override).filled(**values)


def lines(name: str, override: Path | None = None) -> tuple[str, ...]:
    """The list items (`- …`) of the prompt `name`."""
    return tuple(
        line[2:].strip() for line in text(name, override).splitlines() if line.startswith("- ")
    )
