"""What Markdown files hold for the program that makes a site of them, and what readers never see.

Jekyll and Hugo files hold `{% … %}`, `{{< … >}}`, `{{ … }}` in addresses, `{: .class}` and marks of
notes. Code between fences stays as it is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from ingest.shortcodes import without_shortcodes

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_COMMENTS = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_ADDRESS = re.compile(
    r"(\]\(\s*<?|^\s{0,3}\[[^\]\n]+\]:\s*)((?:[^()\s{}]*(?:\{\{.{0,200}?\}\}|\{%.{0,200}?%\}))+[^()\s{}]*)",
    re.MULTILINE,
)
_TAGS = re.compile(r"\{%(?!\})[^{}]{0,400}?%\}|\{\{[<%]/?[^{}]{0,2000}?[%>]\}\}", re.DOTALL)
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


def for_readers(markdown: str, raise_: Callable[[str], str]) -> str:
    """The Markdown that a site's program would have made of this.

    Args:
        raise_: how to write a raised mark, `^2^`.
    """
    parts = []
    for is_code, lines in groupby(_by_fence(markdown.splitlines(keepends=True)), lambda x: x[0]):
        text = "".join(line for _, line in lines)
        parts.append(text if is_code else _prose(text, raise_))
    return "".join(parts)


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


def _prose(text: str, raise_: Callable[[str], str]) -> str:
    if "{" in text:
        text = _ADDRESS.sub(lambda match: match[1] + re.sub(r"[\s{}%|]", "", match[2]), text)
        text = _RAW.sub("", _COMMENTS.sub("", text))
        text = _TAGS.sub("", text)
        text = _ATTRIBUTES.sub("", _CONTENTS.sub("", text))
    if "[" in text:
        text = "\n".join(without_shortcodes(text.split("\n"))[0])
    text = _DIRECTIVE.sub("", text) if ":::" in text else text
    text = _MARKED.sub(r"\1", text) if "==" in text else text
    if "[" in text:
        text = _TOC.sub("", _ALERT.sub(r"\1", text))
        text = _WIKI.sub(r"\1", _EMBEDDED.sub("", text))
    if "[^" in text:
        text = _NOTE.sub(lambda match: f"{match[1]}. " if match[1].isdecimal() else "", text)
        text = _REFERENCE.sub("", text)
    text = _POWER.sub(lambda match: raise_(match[1]), text) if "^" in text else text
    return _BELOW.sub(r"\1", text) if "~" in text else text
