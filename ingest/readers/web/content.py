"""The main content of a page as text: which lines are the article's, trafilatura says.

Its choice is taken, not its words: it reads a copy in which the lines are marked, and what it finds
names the lines that are kept. So a sentence is kept or left out as a whole, word for word as the
page shows it. The measurements are in docs/extraction.md.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

import trafilatura

from ingest.clean import letters
from ingest.readers.markup import Line, joined, to_lines
from ingest.readers.web.elements import is_apart
from ingest.readers.web.missed import with_missed
from ingest.readers.web.shape import shape
from vectorstore.model import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

AROUND = "around the article on its page"
UNFOLDS = "unfolds only over another word"

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what is found is judged here

_TOO_LITTLE = 0.5  # of what the less strict extraction finds: then the strict one lost the article
_SHORT = 80  # characters; a longer line is a paragraph
_NEAR = 10  # lines below a headline
_FIRST, _BASE = 0x2801, 255  # Braille patterns: visible, no letters, and on hardly any page
_MARK = re.compile("[\u2801-\u28ff]{2}")
_INLINE = frozenset(
    "abbr acronym bdi bdo big button cite data dfn ins kbd label mark math mn mi mo mrow mtext"
    " meter nobr output progress q rb ruby rt samp small time tt var wbr".split()
)  # elements within lines that trafilatura drops with their words, or ends a paragraph at


def main_text(
    tree: HtmlElement, titles: Collection[str] = ()
) -> tuple[str, tuple[Dropped, ...], tuple[str, ...]]:
    """The text of the article on a page, empty when none is found; what is left out of it; and the
    lines between its headline and its first paragraph.

    The tree is changed. It holds nothing that is hidden: trafilatura does not look for that.

    Args:
        titles: the letters of every form that its headline may have.
    """
    unfolding = tuple(Dropped(words, UNFOLDS) for words in shape(tree))
    lines = to_lines(tree)
    if len(lines) > _BASE * _BASE:
        return joined(lines), unfolding, ()
    _mark(lines)
    _unwrap(tree)
    kept = with_missed(lines, _chosen(tree, lines))
    pairs = list(zip(lines, kept, strict=True))
    text = joined([line for line, is_kept in pairs if is_kept])
    around = (Dropped(line.text, AROUND) for line, yes in pairs if not yes)
    return text, (*unfolding, *around), _below_headline(lines, kept, titles)


def _below_headline(
    lines: Sequence[Line], kept: Sequence[bool], titles: Collection[str]
) -> tuple[str, ...]:
    """The short lines between headline and first paragraph, of the article itself."""
    body = next((i for i, line in enumerate(lines) if kept[i] and len(line.text) > _SHORT), 0)
    heads = [i for i in range(body) if letters(lines[i].text) in titles]
    between = lines[heads[-1] + 1 : body] if heads else ()
    near = [line for line in between if not is_apart(line.place())]
    return tuple(line.text for line in near[:_NEAR] if len(line.text) <= 2 * _SHORT)


def _chosen(tree: HtmlElement, lines: Sequence[Line]) -> list[bool]:
    """For each line whether it is the article's; a table is kept or left out as a whole."""
    chosen = _found(tree, favor_precision=True, fast=True)
    if _length(lines, chosen) < _TOO_LITTLE * sum(len(line.text) for line in lines):
        loose = _found(tree, fast=True) or _found(tree)
        if _length(lines, chosen) < _TOO_LITTLE * _length(lines, loose):
            chosen = loose
    sources = {lines[number].sources for number in chosen}
    return [line.sources in sources for line in lines]


def _length(lines: Sequence[Line], numbers: set[int]) -> int:
    return sum(len(lines[number].text) for number in numbers)


def _mark(lines: Sequence[Line]) -> None:
    """Write the number of its line before each text in the tree."""
    for number, line in enumerate(lines):
        mark = chr(_FIRST + number // _BASE) + chr(_FIRST + number % _BASE)
        for element, is_tail in line.sources:
            text = (element.tail if is_tail else element.text) or ""
            words = text.lstrip()
            if not words or _MARK.match(words):
                continue
            marked = text[: len(text) - len(words)] + mark + words
            if is_tail:
                element.tail = marked
            else:
                element.text = marked


def _unwrap(tree: HtmlElement) -> None:
    """Take away elements that say nothing of where the article is."""
    for element in list(tree.iter("*")):
        if element.tag in _INLINE:
            element.drop_tag()


def _found(tree: HtmlElement, **options: bool) -> set[int]:
    """The numbers of the lines that are found."""
    found = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_formatting=True, **options
    )
    if found is None:
        return set()
    marks = _MARK.findall("".join(found.body.itertext()))
    return {(ord(one[0]) - _FIRST) * _BASE + ord(one[1]) - _FIRST for one in marks}
