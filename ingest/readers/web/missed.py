"""Lines of an article that extraction passed over, though nothing sets them apart. Pure.

Extraction knows paragraphs; lists, headings, definitions and bare text between them are kept here
when they stand in the same container as the paragraphs that were found, in elements whose names do
not say that they are something else. Of containers named alike side by side, as the posts of a
discussion are, what stands in one where text was found in another is kept as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.readers.markup import Line, label_of
from ingest.unwrap import ENDED

if TYPE_CHECKING:
    from lxml.etree import _Element

_APART = frozenset(
    "address aside audio button canvas details fieldset figcaption figure footer form h1 iframe"
    " menu nav select small time video".split()
)
_NAMES_APART = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|dfp|box|ct|dek|pub|tag|tags|top|bar|btn|cta|toc)(?:$|[\s_-]|\d)"
    r"|advert|author|banner|breadcrumb|button|by-?line|calend|callout|caption|card|categor|comment"
    r"|control|cookie|copyright|count|credit|date|disclaim|download|embed|enhance|expand|figure"
    r"|follow|foot|gallery|header|hidden|image|inline-?link|label|like|linkback|login|menu|meta"
    r"|media|module|more|nav|newsletter|off-?screen|outbrain|overlay|pager|paginat|photo|player"
    r"|popular|popup|print|promo|pull-?quote|rail|rating|read-?next|recirc|recommend|related|robots"
    r"|share|sharing|side|slide|social|source|sponsor|stamp|subscri|taboola|teaser|thumb|toolbar"
    r"|tools|trend|video|widget|wpcnt",
    re.IGNORECASE,
)
_LINKS = 0.5  # of the characters of a line that are links, beyond which it is one
_ALIKE = frozenset(("article", "div", "li", "section"))
_NUMBER = re.compile(r"\d+|\b(?:odd|even|first|last)\b")
_LEVELS = 6  # named elements from a line up to the post that it is in; more are a page's frame
_FEW = 6  # links of a list inside an article; longer ones are menus
_WORDS = 8
_STANDFIRST_TAGS = frozenset(("p", "h2", "div"))


def with_missed(lines: Sequence[Line], kept: Sequence[bool]) -> list[bool]:
    """Which lines are kept, those that were passed over included."""
    places = [line.place() for line in lines]
    kept = _with_alike(lines, places, kept)
    homes = _homes(places, kept)
    numbers = [number for number, is_kept in enumerate(kept) if is_kept]
    if not numbers:
        return list(kept)
    found = list(kept)
    led: _Element | None = None  # the list that a kept line leads in
    for number, line in enumerate(lines):
        listed = next((e for e in places[number].iterancestors() if e.tag in ("ul", "ol")), None)
        before = lines[number - 1].text.rstrip() if number and found[number - 1] else ""
        led = listed if before.endswith(":") or listed is led else None
        if not kept[number]:
            own, home = _own(places[number], homes)
            if led is not None and not any(map(_is_apart, own)) and _linked(line) < _LINKS:
                found[number] = True
                continue
            inside = numbers[0] < number < numbers[-1]
            found[number] = _is_missed(line, own, home, inside=inside) or (
                number < numbers[0] and _is_standfirst(line, own)
            )
    return found


def _homes(places: Sequence[_Element], kept: Sequence[bool]) -> set[_Element]:
    """The elements that hold kept lines."""
    return {
        element
        for place, is_kept in zip(places, kept, strict=True)
        if is_kept
        for element in place.iterancestors()
    }


def _with_alike(
    lines: Sequence[Line], places: Sequence[_Element], kept: Sequence[bool]
) -> list[bool]:
    """Also the lines that stand in a container, which holds no kept ones, as kept ones do in
    another one that is named like it and stands beside it.
    """
    known = {
        way
        for place, is_kept in zip(places, kept, strict=True)
        if is_kept
        for _, way in _ways(place)
    }
    homes = _homes(places, kept)
    return [
        is_kept
        or (
            _linked(line) < _LINKS
            and any(way in known and home not in homes for home, way in _ways(place))
        )
        for line, place, is_kept in zip(lines, places, kept, strict=True)
    ]


def _ways(place: _Element) -> Iterator[tuple[_Element, tuple[object, ...]]]:
    """Each container around a line that has a name, with where it stands, its name without numbers
    and those of the elements between it and the line.
    """
    way: list[object] = []
    for element in (place, *place.iterancestors()):
        if len(way) == _LEVELS:
            return
        if name := _NUMBER.sub("", element.get("class") or ""):
            way.append((element.tag, name))
            if element.tag in _ALIKE:
                yield element, (element.getparent(), *way)


def _own(place: _Element, homes: set[_Element]) -> tuple[list[_Element], _Element | None]:
    """The elements around a line that hold no kept line, and the one around them that does."""
    own: list[_Element] = []
    element: _Element | None = place
    while element is not None and element not in homes:
        own.append(element)
        element = element.getparent()
    return own, element


def _is_missed(line: Line, own: list[_Element], home: _Element | None, *, inside: bool) -> bool:
    if home is None or (not inside and home.tag in ("body", "html")):
        return False
    if any(_is_apart(element) for element in own):
        return False
    if not inside and (any(map(label_of, own)) or not any(child.tag == "p" for child in home)):
        return False
    if _linked(line) < _LINKS:
        return True
    return inside and (_is_sentence(line) or _in_short_list(own, home))


def _is_apart(element: _Element) -> bool:
    return element.tag in _APART or _NAMES_APART.search(label_of(element)) is not None


def _is_sentence(line: Line) -> bool:
    return ENDED.search(line.text) is not None and len(line.text.split()) >= _WORDS


def _in_short_list(own: list[_Element], home: _Element) -> bool:
    """Whether a link is one of a few in a list that stands among paragraphs."""
    tags = [element.tag for element in own if element.tag not in ("a", "span", "b", "strong")]
    if tags not in (["li", "ul"], ["li", "ol"]) or any(e.get("class") for e in own):
        return False
    return len(own[-1]) <= _FEW and any(child.tag == "p" for child in home)


def _linked(line: Line) -> float:
    """The share of a line's characters that are links."""
    links = total = 0
    for element, is_tail in line.sources:
        length = len(((element.tail if is_tail else element.text) or "").strip())
        holder = element.getparent() if is_tail else element
        total += length
        around = [holder, *holder.iterancestors()] if holder is not None else []
        link = next((one for one in around if one.tag == "a"), None)
        if link is not None and not (link.get("href") or "#").startswith("#"):
            links += length
    return links / total if total else 0.0


def _is_standfirst(line: Line, own: list[_Element]) -> bool:
    """Whether a sentence stands under the headline, in the header of the article."""
    if not own or not _is_sentence(line) or _linked(line) >= _LINKS:
        return False
    header = next((element for element in own if element.tag == "header"), None)
    if header is None or own[0].tag not in _STANDFIRST_TAGS:
        return False
    return header.find(".//h1") is not None and not any(element.tag in _APART for element in own)
