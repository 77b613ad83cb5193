"""The numbers of numbered paragraphs in Word documents, which no paragraph holds itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.numbering import marker, number_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_NOT_SHOWN = ("bullet", "none")
_OFF = ("0", "false", "off", "none")
_DEEPEST = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """The levels of a list and how far each has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """The number of the next paragraph of a level; empty where none is shown."""
        known = self.levels.get(level, _Level())
        self.counts[level] = self.counts.get(level, known.start - 1) + 1
        for deeper in [one for one in self.counts if one > level]:
            del self.counts[deeper]
        if known.format in _NOT_SHOWN:
            return ""
        return _PLACE.sub(self._written, known.text).strip()

    def _written(self, match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        known = self.levels.get(level, _Level())
        number = self.counts.get(level, known.start)
        return marker(number, _KINDS.get(known.format, "1")).rstrip(".")


class Numbers:
    """Counts the numbered paragraphs of a document.

    Args:
        numbering, styles: the roots of these parts, or None.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        abstract = {
            one.get(f"{W}abstractNumId"): _levels(one) for one in _all(numbering, "abstractNum")
        }
        self._lists: dict[str, _List] = {}
        shared: dict[str, _List] = {}
        for one in _all(numbering, "num"):
            key = value(one.find(f"{W}abstractNumId"))
            own = _overridden(one, abstract.get(key, {}))
            if own is None:
                counted = shared.setdefault(key, _List(abstract.get(key, {})))
            else:
                counted = _List(own)
            self._lists[one.get(f"{W}numId", "")] = counted
        self._styles = {one.get(f"{W}styleId", ""): one for one in _all(styles, "style")}

    def marker(self, paragraph: Any) -> str:
        """What stands before a paragraph, such as `2.` or `(b)`; empty for most."""
        level, number = self._numbered(paragraph.find(f"{W}pPr"))
        found = self._lists.get(number) if number not in ("", "0") else None
        return found.next(level) if found is not None else ""

    def _numbered(self, properties: Any) -> tuple[int, str]:
        """The level and the list of a paragraph, its own or those of its style."""
        level, number = "", ""
        for _ in range(_DEEPEST):
            if properties is None:
                break
            level = level or value(properties.find(f"{W}numPr/{W}ilvl"))
            number = number or value(properties.find(f"{W}numPr/{W}numId"))
            style = value(properties.find(f"{W}pStyle"))
            holder = properties.getparent()
            style = style or value(holder.find(f"{W}basedOn"))
            following = self._styles.get(style)
            properties = following.find(f"{W}pPr") if following is not None else None
        return number_in(level, 0, digits=2), number


def _all(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{W}{name}")) if root is not None else []


def _levels(holder: Any) -> dict[int, _Level]:
    levels = {}
    for one in holder.iter(f"{W}lvl"):
        levels[int(one.get(f"{W}ilvl", "0"))] = _Level(
            number_in(value(one.find(f"{W}start")), 1),
            value(one.find(f"{W}numFmt")) or "decimal",
            value(one.find(f"{W}lvlText")),
        )
    return levels


def _overridden(number: Any, levels: dict[int, _Level]) -> dict[int, _Level] | None:
    """The levels with what this list has of its own; None when it goes on with the others."""
    own = dict(levels)
    changed = False
    for one in number.iter(f"{W}lvlOverride"):
        level = int(one.get(f"{W}ilvl", "0"))
        own |= _levels(one)
        known = own.get(level, _Level())
        start = number_in(value(one.find(f"{W}startOverride")), known.start)
        own[level] = _Level(start, known.format, known.text)
        changed = True
    return own if changed else None


def value(element: Any) -> str:
    """The value of a property; empty where it is not given."""
    return element.get(f"{W}val", "") if element is not None else ""


def is_on(element: Any) -> bool:
    """Whether a property that is on or off is given and on."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF
