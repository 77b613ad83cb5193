"""What Markdown files hold for the program that makes a site of them, and what readers never see.

Jekyll and Hugo files hold `{% … %}`, `{{< … >}}`, `{{ … }}` in addresses, `{: .class}` and marks of
notes. Code between fences stays as it is. What is left out is told, but for marks of notes. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from ingest.shortcodes import REASON as SHORTCODE
from ingest.shortcodes import without_shortcodes
from vectorstore.model import Dropped

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_COMMENTS = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_ADDRESS = re.compile(
    r"(\]\(\s*<?|^\s{0,3}\[[^\]\n]+\]:\s*)((?:[^()\s{}]*(?:\{\{.{0,200}?\}\}|\{%.{0,200}?%\}))+[^()\s{}]*)",
    re.MULTILINE,
)
_SHORTCODE = re.compile(r"\{\{[<%]/?[^{}]{0,2000}?[%>]\}\}")
_TAG = re.compile(r"\{%(?!\})[^{}]{0,400}?%\}")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}|[ \t]+\{[#.][\w. #-]{1,80}\}[ \t]*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^ {0,3}:{3,}+[ \t]*+(?:\{?[\w. -]*+\}?)?[ \t]*$", re.MULTILINE)
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!\w{2,20}\][+-]?[ \t]*", re.MULTILINE)
_TOC = re.compile(r"^ {0,3}(?:\[TOC\]|\[\[_?TOC_?\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE)
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,200}\]\]")
_WIKI = re.compile(r"(?<![!\w\]])\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\](?!\()")
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,400}?)(?<=\S)==(?![=\w])")
_CONTENTS = re.compile(r"^[*-] (?:TOC|toc)[ \t]*\n(?=\{:)", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!^)\[\^[^\]\s]{1,40}\](?!:)")
_POWER = re.compile(r"(?<=\w)\^([\w+−-]{1,4})\^")
_BELOW = re.compile(r"(?<=\w)~(\w{1,4})~(?!~)")


def for_readers(markdown: str, raise_: Callable[[str], str]) -> tuple[str, list[Dropped]]:
    """The Markdown that a site's program would have made of this; and what is left out of it.

    Args:
        raise_: how to write a raised mark, `^2^`.
    """
    parts = []
    dropped: list[Dropped] = []
    for is_code, lines in groupby(_by_fence(markdown.splitlines(keepends=True)), lambda x: x[0]):
        text = "".join(line for _, line in lines)
        parts.append(text if is_code else _prose(text, raise_, dropped))
    return "".join(parts), dropped


def _by_fence(lines: list[str]) -> list[tuple[bool, str]]:
    """Each line, and whether it stands between fences."""
    found: list[tuple[bool, str]] = []
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        is_code = bool(fence or match)
        if match and not fence:
            fence = match[1][:3]
        elif match and match[1].startswith(fence):
            fence = ""
        found.append((is_code, line))
    return found


def _prose(text: str, raise_: Callable[[str], str], dropped: list[Dropped]) -> str:
    def without(text: str, pattern: re.Pattern[str], reason: str) -> str:
        def note(match: re.Match[str]) -> str:
            if any(map(str.isalnum, match[0])):
                dropped.append(Dropped(match[0], reason))
            return match[1] if pattern.groups else ""

        return pattern.sub(note, text)

    if "{" in text:
        text = _ADDRESS.sub(lambda match: match[1] + re.sub(r"[\s{}%|]", "", match[2]), text)
        text = without(text, _COMMENTS, "comment of a template")
        text = without(text, _SHORTCODE, SHORTCODE)
        text = without(text, _TAG, "tag of a template")
        text = without(text, _CONTENTS, "table of contents")
        text = without(text, _ATTRIBUTES, "attributes")
    if "[" in text:
        lines, shortcodes = without_shortcodes(text.split("\n"))
        text = "\n".join(lines)
        dropped += shortcodes
    text = without(text, _DIRECTIVE, "mark of a box") if ":::" in text else text
    text = _MARKED.sub(r"\1", text) if "==" in text else text
    if "[" in text:
        text = without(text, _TOC, "table of contents")
        text = without(text, _ALERT, "mark of a box")
        text = without(text, _EMBEDDED, "embedded file")
        text = _WIKI.sub(r"\1", text)
    if "[^" in text:
        text = _NOTE.sub(lambda match: f"{match[1]}. " if match[1].isdecimal() else "", text)
        text = _REFERENCE.sub("", text)
    text = _POWER.sub(lambda match: raise_(match[1]), text) if "^" in text else text
    return _BELOW.sub(r"\1", text) if "~" in text else text
