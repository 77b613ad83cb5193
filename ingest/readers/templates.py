"""What Markdown files hold for the program that makes a site of them, and what readers never see.

Jekyll and Hugo files hold `{% … %}`, `{{< … >}}`, `{{ … }}` in addresses, `{: .class}` and marks of
notes. Code between fences stays as it is. What is left out is told, but for marks of notes. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from ingest.readers.dialects import to_known
from ingest.shortcodes import REASON as SHORTCODE
from ingest.shortcodes import without_shortcodes
from vectorstore.model import Dropped

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_COMMENTS = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}"
    r"|\{::comment\}.*?\{:/(?:comment)?\}",
    re.DOTALL,
)
_INCLUDE = re.compile(
    r"^[ \t]*(?:\{%-?\s*(?:include(?:_\w+)?|render|partial)\s+(?P<name>[\"']?[\w./-]+)"
    r"(?P<given>[^{}]{1,2000}?)-?%\}"
    r"|\{\{[<%]\s*(?P<called>[\w./-]+)(?P<said>\s[^{}]{1,2000}?)[%>]\}\})[ \t]*$",
    re.MULTILINE,
)
_ARGUMENT = re.compile(
    r"(?<![\w-])(?P<key>[\w-]+)\s*[:=]\s*"
    r"(?:\"(?P<double>(?:\\.|[^\"\\]){1,400})\"|'(?P<single>(?:\\.|[^'\\]){1,400})')\s*,?"
)
_TITLES = ("title", "heading", "headline")
_AUTHORS = ("author", "authors", "byline")
_OF_PAGE = re.compile(r"header|heading|title|hero|masthead", re.IGNORECASE)
_UNSEEN = re.compile(
    r"fig|im(?:age|g)|photo|pic|gallery|video|tube|vimeo|embed|audio|frame|\bmap|button|btn|link"
    r"|share|seo|meta|nav|menu|script|icon|\bad",
    re.IGNORECASE,
)  # whose title shows only when one points at it, if at all
_ADDRESS = re.compile(
    r"(\]\(\s*<?|^\s{0,3}\[[^\]\n]+\]:\s*)((?:[^()\s{}]*(?:\{\{.{0,200}?\}\}|\{%.{0,200}?%\}))+[^()\s{}]*)",
    re.MULTILINE,
)
_SPACED = re.compile(r"(?<=\]\()[a-z]+://[^()\s\"'<>]*(?: [^()\s\"'<>]+)+(?=\))")
_SCRIPT = re.compile(
    r"^(?:import\s[\w{}*, ]{1,200}\sfrom\s+|import\s+|export\s+\w+\s+\w+\s*=\s*)[\"'{\[].*$",
    re.MULTILINE,
)  # of a program that a page of MDX is
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


@dataclass(frozen=True, slots=True)
class Readable:
    """Markdown as the parser knows it, and what is left out of it.

    Attributes:
        authors: who has written what stands under a heading, where the file says so beside it.
    """

    text: str
    dropped: tuple[Dropped, ...]
    authors: dict[str, str]


def for_readers(markdown: str, raise_: Callable[[str], str]) -> Readable:
    """The Markdown that a site's program would have made of this.

    Args:
        raise_: how to write a raised mark, `^2^`.
    """
    dropped: list[Dropped] = []
    authors: dict[str, str] = {}
    found = groupby(_by_fence(markdown.splitlines(keepends=True)), lambda x: x[0])
    parts = [(is_code, "".join(line for _, line in lines)) for is_code, lines in found]
    whole = "\n".join(text for is_code, text in parts if not is_code)
    texts = []
    for is_code, text in parts:
        if not is_code and "{" in text:
            text = without_tags(text, dropped, "\n\n{0} {1}\n\n".format, authors)
        texts.append(text if is_code else _prose(text, whole, raise_, dropped))
    return Readable("".join(texts), tuple(dropped), authors)


def without_tags(
    text: str, dropped: list[Dropped], heading: Callable[[str, str], str], authors: dict[str, str]
) -> str:
    """A text without what is written for the program that makes a site of it; what goes is added
    to `dropped`, authors by the heading that they stand with to `authors`.

    Args:
        heading: how to write a heading of a level, `#` or `##`, which a tag gives as argument.
    """
    if "](" in text or "]:" in text:
        text = _ADDRESS.sub(lambda match: match[1] + re.sub(r"[\s{}%|]", "", match[2]), text)
    text = _without(text, _COMMENTS, "comment of a template", dropped)
    text = _INCLUDE.sub(lambda match: _headed(match, dropped, heading, authors), text)
    text = _without(text, _SHORTCODE, SHORTCODE, dropped)
    return _without(text, _TAG, "tag of a template", dropped)


def _headed(
    match: re.Match[str],
    dropped: list[Dropped],
    heading: Callable[[str, str], str],
    authors: dict[str, str],
) -> str:
    """A tag, or the heading that it writes: the title that stands among its arguments."""
    name = match["name"] or match["called"]
    found = list(_ARGUMENT.finditer(match["given"] or match["said"]))
    given = {one["key"].lower(): one for one in found}
    title = next((given[key] for key in _TITLES if key in given), None)
    if title is None or (_UNSEEN.search(name) and not _OF_PAGE.search(name)):
        return match[0]
    said = _value(title)
    author = next((_value(given[key]) for key in _AUTHORS if key in given), "")
    if author:
        authors[said] = author
    rest = " ".join(match[0].replace(title[0], "").split())
    dropped.append(Dropped(rest, "tag of a template" if match["name"] else SHORTCODE))
    return heading("#" if author or _OF_PAGE.search(name) else "##", said)


def _value(argument: re.Match[str]) -> str:
    value = argument["double"] or argument["single"] or ""
    return " ".join(re.sub(r"\\(.)", r"\1", value).split())


def _without(text: str, pattern: re.Pattern[str], reason: str, dropped: list[Dropped]) -> str:
    def note(match: re.Match[str]) -> str:
        if any(map(str.isalnum, match[0])):
            dropped.append(Dropped(match[0], reason))
        return match[1] if pattern.groups else ""

    return pattern.sub(note, text)


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


def _prose(text: str, whole: str, raise_: Callable[[str], str], dropped: list[Dropped]) -> str:
    def note(words: str, reason: str) -> None:
        dropped.append(Dropped(words, reason))

    def without(text: str, pattern: re.Pattern[str], reason: str) -> str:
        return _without(text, pattern, reason, dropped)

    if "{" in text:
        text = without(text, _CONTENTS, "table of contents")
        text = without(text, _ATTRIBUTES, "attributes")
    text = without(text, _SCRIPT, "tag of a template")
    if "](" in text:  # no parser takes an address with spaces, all browsers do
        text = _SPACED.sub(lambda match: match[0].replace(" ", "%20"), text)
    text = to_known(text, whole, note)
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
