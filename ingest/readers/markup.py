"""A tree of elements (HTML, XHTML) -> lines of text: what a reader of the rendered page would see.

A blank line stands between blocks; an item of a list and a row of a table are a line each. What is
struck out and the marks of notes are left out. Pure: the tree is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from ingest.raised import raised
from ingest.readers.numbering import Numbering
from ingest.readers.web.hidden import hides
from ingest.readers.web.tables import is_data_table, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot"
    " th thead title tr ul".split()
)
"""Elements that begin on a line of their own; all others stand within a line."""

_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_LINES = frozenset(("li", "dd", "dt", "tr"))  # of a list or table: a line, not a paragraph
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_OF_SENTENCES = frozenset(("p", "li", "td", "dd", "div", "span", "em", "i", "b", "strong"))
_REFERENCE = re.compile(r"(?:^|[\s_-])(?:note-?ref|footnote|endnote|reference)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)\b", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?")
_BACK = re.compile(r"[\s\ufe0e\ufe0f]*[↩↑⤴⏎^][\s\ufe0e\ufe0f]*")  # a link from a note to its mark
_ROLES = ("type", "role")
_NOTE_ROLES = frozenset(("noteref", "doc-noteref"))
_PAGE_ROLES = frozenset(("pagebreak", "doc-pagebreak"))
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b", re.I
)
_LIST_KINDS = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_MATH = {"mfrac": "/", "msup": "^", "msub": "_"}

Source = tuple["_Element", bool]
"""Where words come from: the text of an element, or (true) its tail."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, whether a block begins with it, and where its words stand in the tree."""

    text: str
    begins: bool
    sources: tuple[Source, ...]

    def place(self) -> _Element:
        """The innermost element that holds all of the line."""
        holders = [_holder(source) for source in self.sources]
        place = holders[0]
        while any(place is not one and place not in one.iterancestors() for one in holders[1:]):
            parent = place.getparent()
            if parent is None:
                break
            place = parent
        return place


def _holder(source: Source) -> _Element:
    element, is_tail = source
    parent = element.getparent()
    return parent if is_tail and parent is not None else element


def to_text(root: _Element) -> str:
    """The text of the element and all that is in it, hidden elements and comments left out."""
    return joined(to_lines(root))


def joined(lines: list[Line]) -> str:
    """The lines as text, a blank line between blocks."""
    parts = [("\n\n" if line.begins else "\n") + line.text for line in lines]
    return "".join(parts).strip("\n")


def to_lines(root: _Element) -> list[Line]:
    """The lines of the text; none is empty."""
    return list(_lines(root))


def says_more(root: _Element, characters: int) -> bool:
    """Whether the text has more characters than so many; no more of it is read than needed."""
    length = -2
    for line in _lines(root):
        length += len(line.text) + (2 if line.begins else 1)
        if length > characters:
            return True
    return False


def _lines(root: _Element) -> Iterator[Line]:
    writer = _Writer()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if not writer.start(element):
                walker.skip_subtree()
        elif event == "end":
            writer.end(element)
        if event != "start" and element is not root:
            writer.words(element.tail, (element, True))
        if writer.lines:
            yield from writer.lines
            writer.lines.clear()
    writer.flush()
    yield from writer.lines


def tag_of(element: _Element) -> str:
    """The name of an element without its namespace, in lower case; empty for what is none."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def label_of(element: _Element) -> str:
    """The class and the id of an element, which often say what it is for."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def words_of(element: _Element) -> str:
    """All words in an element on one line, those that are hidden included."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def outermost(elements: Sequence[Any]) -> list[Any]:
    """Those of the elements that lie in no other of them."""
    among = set(elements)
    return [one for one in elements if not any(up in among for up in one.iterancestors())]


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def hidden(element: _Element) -> bool:
    """Whether the element and all that is in it stays unseen."""
    tag = tag_of(element)
    if tag == "button" and _stands_in_a_sentence(element):
        return False
    if not tag or _roles(element) & _PAGE_ROLES:
        return True
    return hides(tag, element.attrib)


def _stands_in_a_sentence(element: _Element) -> bool:
    """Whether words go on around it, as around a word that unfolds its explanation."""
    parent = element.getparent()
    if parent is None or tag_of(parent) not in _OF_SENTENCES:
        return False
    before = element.getprevious()
    words = parent.text if before is None else before.tail
    tail = (element.tail or "").strip()
    return (words or "").strip()[-1:].isalnum() and bool(tail)


class _Writer:
    """Collects lines while a tree is walked."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []  # of the line that is being written
        self._sources: list[Source] = []
        self._together = 0  # lists that are open: their lines make one block
        self._new = True  # whether the next line begins a block
        self._preformatted = 0
        self._silent: list[_Element] = []  # the element that was skipped, until its end is seen
        self._numbers: list[Numbering | None] = []  # of the lists that are open
        self._marker = ""

    def start(self, element: _Element) -> bool:
        """Begin an element; false when nothing that is in it counts."""
        tag = tag_of(element)
        if hidden(element) or self._takes(element, tag):
            self._silent.append(element)
            return False
        if tag == "br":
            self._line_break()
        elif tag in BLOCKS:
            self._begin(tag, element)
        self._preformatted += tag == "pre"
        self.words(element.text, (element, False))
        return True

    def end(self, element: _Element) -> None:
        """End an element that `start` has begun."""
        if self._silent and self._silent[-1] is element:
            self._silent.pop()
            return
        tag = tag_of(element)
        self._preformatted -= tag == "pre"
        if tag in BLOCKS:
            self.flush()
            if tag in _LISTS:
                self._together -= 1
                self._numbers.pop()
            if tag == "li":
                self._marker = ""
            if not (self._together and tag in _LINES):
                self._new = self._new or not self._together

    def words(self, text: str | None, source: Source) -> None:
        """Add text to the line."""
        if not text:
            return
        if self._preformatted:
            first, *others = text.split("\n")
            self._add(first, source)
            for line in others:
                self._line_break()
                self._add(line, source)
        else:
            self._add(text, source)

    def flush(self) -> None:
        """End the line."""
        if not self._parts:
            return
        line = _SPACES.sub(" ", "".join(self._parts)).strip()
        sources = tuple(self._sources)
        self._parts.clear()
        self._sources.clear()
        if not line:
            return
        if self._marker:
            line = line if line.startswith(self._marker) else f"{self._marker} {line}"
            self._marker = ""
        self.lines.append(Line(line, self._new, sources))
        self._new = False

    def _add(self, text: str, source: Source) -> None:
        self._parts.append(text)
        if text.strip():
            self._sources.append(source)

    def _takes(self, element: _Element, tag: str) -> bool:
        """Write an element that is read as a whole, if it is one."""
        if tag == "table" and is_data_table(element):
            self._table(element)
        elif tag == "sup" or _roles(element) & _NOTE_ROLES or self._is_mark(element, tag):
            self._raised(element)
        elif tag in _MATH and len(element) == 2:
            parts = [cell_text(one).strip() for one in element]
            self._add(_MATH[tag].join(parts), (element, False))
        elif tag != "a" or not _BACK.fullmatch("".join(map(str, element.itertext()))):
            return False
        return True

    def _is_mark(self, element: _Element, tag: str) -> bool:
        """Whether an element is the mark of a note, or raised, without being called so."""
        if tag not in ("a", "span") or not self._parts or self._parts[-1][-1:].isspace():
            return False
        if _SUPER.search(element.get("style") or ""):
            return True
        href = element.get("href") or ""
        named = _REFERENCE.search(element.get("class") or "") is not None
        mark = "".join(map(str, element.itertext())).strip()
        return (named or href.startswith("#")) and _MARK.fullmatch(mark) is not None

    def _raised(self, element: _Element) -> None:
        mark, after = "".join(map(str, element.itertext())), element.tail or ""
        label = element.get("class") or ""
        links = "a" in (tag_of(element), *map(tag_of, element.iterdescendants()))
        linked = links or _REFERENCE.search(label) is not None
        text = raised("".join(self._parts), mark, after, linked=linked)
        if text:
            self._add(text, (element, False))

    def _begin(self, tag: str, element: _Element) -> None:
        self.flush()
        if tag in _LISTS:
            self._new = self._new or not self._together
            self._together += 1
            self._numbers.append(_numbering(element) if tag == "ol" else None)
        elif not self._together:
            self._new = True
        if tag == "li" and self._numbers and (numbers := self._numbers[-1]):
            value = element.get("value") or ""
            self._marker = numbers.next(int(value) if value.strip().isdecimal() else None)

    def _line_break(self) -> None:
        """End the line; a second break without words in between ends the block."""
        empty = not "".join(self._parts).strip()
        self.flush()
        self._new = self._new or (empty and not self._together)

    def _table(self, table: _Element) -> None:
        self.flush()
        sources = tuple((e, tail) for e in table.iter("*") for tail in (False, True))
        for place, line in enumerate(table_lines(table, cell_text)):
            self.lines.append(Line(line, not place, sources))
        self._new = True


def cell_text(cell: _Element) -> str:
    """All that a cell of a table holds, on one line."""
    return " ".join(line.text for line in to_lines(cell))


def _roles(element: _Element) -> set[str]:
    """What an element is said to be in a book or to people who listen to a page."""
    named = [name for name in element.attrib if name.endswith(_ROLES)]
    values = (element.get(name, "") for name in named if re.split("[}:]", name)[-1] in _ROLES)
    return set(" ".join(values).lower().split()) if named else set()


def _numbering(element: _Element) -> Numbering | None:
    """How the items of a list are numbered; None when no number is shown."""
    style = _LIST_STYLE.search(element.get("style") or "")
    if style and style[1].lower() == "none":
        return None
    start = (element.get("start") or "").strip()
    first = int(start) if re.fullmatch(r"-?\d{1,6}", start) else None
    items = sum(1 for child in element if tag_of(child) == "li")
    step = -1 if "reversed" in element.attrib else 1
    if first is None:
        first = items if step < 0 else 1
    kind = _LIST_KINDS.get(style[1].lower(), "1") if style else element.get("type") or "1"
    return Numbering(first, step, kind)
