"""Markdown of other dialects -> the Markdown that the parser knows.

Headings without a space behind their `#`, the boxes of Govspeak (`^note^`, `$CTA`), attribute lists
of Pandoc, kramdown and PHP Extra (`[word]{.class}`, `## Way{#way}`), explanations of abbreviations.
What stands between back ticks stays. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SPACED = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_TIGHT = re.compile(r"^((?: {0,3}>)*+ {0,3})(#{2,6})(?=[^#\s])(?=.*[^\W_])([^\n]*)$", re.MULTILINE)
_ONE = re.compile(r"(?:\A|(?<=\n))(?:(?<=\n\n)|(?<!\n))#(?=[^\W\d_])([^#\n]{2,120})$", re.MULTILINE)
_HASHTAG = re.compile(r"\S*[a-z][A-Z]")
_NO_END = (".", ",", ";", ":", "!", "…")

_BOX = re.compile(
    r"^ {0,3}\$(CTA|AI|[ACDEIP]|!)[ \t]*\n(.*?)^ {0,3}\$\1[ \t]*$", re.MULTILINE | re.DOTALL
)
_ADDRESS = "A"  # whose lines stay lines
_CLOSED = re.compile(
    r"^ {0,3}(?:(\^)(?!\w{1,4}\^)(?=[\w\"'“‘(*\[])|([%@])(?=[A-ZÀ-Þ\"“‘*\[]))"
    r"((?:[^\n]|\n(?![ \t]*\n)){1,400}?)(?:\1|\2)[ \t]*$",
    re.MULTILINE,
)
_OPENED = re.compile(
    r"(?:\A|(?<=\n\n)) {0,3}\^(?=[A-ZÀ-Þ\"“‘*(]|\[[^\]\n]*\]\()(?=\S+[ \t]+\S+[ \t]+\S)"
    r"([^\n^$\\]+)$",
    re.MULTILINE,
)
_STEP = re.compile(r"^( {0,3})s(\d{1,2})\.(?=[ \t]+\S)", re.MULTILINE)
_BUTTON = re.compile(r"\{/?button(?: [\w -]{0,40})?\}")

_NAME = r"[#.][A-Za-z_][\w:.-]*+"
_VALUE = r"[A-Za-z][\w:-]*=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s{}\"']{1,200})"
_SPAN = r"(?P<span>(?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]\n]*\](?:\([^()\n]*\))?)++)"
_LIST = rf"\{{:?[ \t]*(?:{_NAME}|{_VALUE}|=\w+)(?:[ \t]+(?:{_NAME}|{_VALUE}))*[ \t]*\}}"
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)"
_ATTRIBUTES = re.compile(
    rf"{_CODE}"
    rf"|(?<![\]!\\])\[{_SPAN}\]{_LIST}"
    rf"|(?<=[\])`]){_LIST}|(?<=[*_])(?=\{{:?[#.]){_LIST}"
    rf"|(?<=\w)\{{{_NAME}(?:[ \t]+{_NAME})*\}}"
    rf"|(?P<heading>^ {{0,3}}#{{1,6}}[ \t][^\n{{}}]*+)(?:{_LIST}|\{{-\}})[ \t]*#*[ \t]*$",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r"^\*\[[^\]\n]{1,60}\]:[ \t]*(?=\S)[^\n]*$", re.MULTILINE)

_GRID = re.compile(
    r"^(?P<rule>\+(?:[-=:]+\+)+)[ \t]*\n(?:[|+][^\n]*[|+][ \t]*(?:\n|\Z)){2,}", re.MULTILINE
)

Note = Callable[[str, str], None]
"""Takes what is left out, and why."""


def to_known(text: str, whole: str, note: Note) -> str:
    """Prose of a Markdown file as the parser knows it.

    Args:
        text: a part of the file without fenced code.
        whole: all such parts; they show which marks it uses.
        note: takes what is left out, and why.
    """
    if "#" in text:
        text = _TIGHT.sub(_heading, text)
        text = _ONE.sub(r"# \1", text) if _heads_with_one(whole) else text
    if "{" in text:
        text = _BUTTON.sub("", text)
        text = _ATTRIBUTES.sub(lambda match: _without_list(match, note), text)
    if "--+" in text:
        text = _GRID.sub(_piped, text)
    if "$" in text:
        text = _BOX.sub(_box, text)
    if any(mark in text for mark in "^%@"):
        text = _OPENED.sub(r"\1", _CLOSED.sub(r"\3", text))
    if "s1." in whole and "s2." in whole:
        text = _STEP.sub(r"\1\2.", text)
    return _ABBREVIATION.sub(lambda match: _gone(match, note), text) if "*[" in text else text


def _piped(match: re.Match[str]) -> str:
    """A table that is drawn with rules between its rows, as one that the parser knows."""
    rows: list[list[list[str]]] = [[]]
    for line in match[0].splitlines()[1:]:
        if line.startswith("+"):
            rows.append([])
        else:
            rows[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
    lines = [
        " | ".join(" ".join(cell).strip() for cell in zip(*row, strict=False))
        for row in rows
        if row
    ]
    lines.insert(1, "|".join(["---"] * (match["rule"].count("+") - 1)))
    return "\n" + "\n".join(f"| {line} |" for line in lines) + "\n\n"


def _heading(match: re.Match[str]) -> str:
    """The heading with a space, and without the marks that may close it."""
    words = match[3].rstrip()
    return f"{match[1]}{match[2]} {words.removesuffix(match[2]).rstrip()}"


def _heads_with_one(whole: str) -> bool:
    """Whether `#Title` is a heading: no heading has a space, and others are written so as well; a
    hashtag stands alone.
    """
    if _SPACED.search(whole):
        return False
    lines = _ONE.findall(whole)
    likely = [line for line in lines if _is_like_heading(line)]
    return len(likely) == len(lines) and (len(likely) > 1 or bool(_TIGHT.search(whole)))


def _is_like_heading(line: str) -> bool:
    words = line.split()
    many = len(words) > 1 and not _HASHTAG.match(words[0])
    return many and words[0][:1].isupper() and not line.rstrip().endswith(_NO_END)


def _box(match: re.Match[str]) -> str:
    body = match[2].replace("\n", "  \n") if match[1] == _ADDRESS else match[2]
    return f"\n{body}\n"


def _without_list(match: re.Match[str], note: Note) -> str:
    if match["ticks"]:
        return match[0]
    kept = match["span"] or (match["heading"] or "").rstrip()
    begins = match[0].rfind("{")
    if any(map(str.isalnum, match[0][begins:])):
        note(match[0][begins:], "attributes")
    return kept


def _gone(match: re.Match[str], note: Note) -> str:
    note(match[0], "unfolds only over another word")
    return ""
