"""The numbers of numbered paragraphs in Word documents, which no paragraph holds itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.numbering import marker

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_NOT_SHOWN = ("bullet", "none")
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
            one.get(f"{_W}abstractNumId"): _levels(one) for one in _all(numbering, "abstractNum")
        }
        self._lists: dict[str, _List] = {}
        shared: dict[str, _List] = {}
        for one in _all(numbering, "num"):
            key = _value(one.find(f"{_W}abstractNumId"))
            own = _overridden(one, abstract.get(key, {}))
            if own is None:
                counted = shared.setdefault(key, _List(abstract.get(key, {})))
            else:
                counted = _List(own)
            self._lists[one.get(f"{_W}numId", "")] = counted
        self._styles = {one.get(f"{_W}styleId", ""): one for one in _all(styles, "style")}

    def marker(self, paragraph: Any) -> str:
        """What stands before a paragraph, such as `2.` or `(b)`; empty for most."""
        level, number = self._numbered(paragraph.find(f"{_W}pPr"))
        found = self._lists.get(number) if number not in ("", "0") else None
        return found.next(level) if found is not None else ""

    def _numbered(self, properties: Any) -> tuple[int, str]:
        """The level and the list of a paragraph, its own or those of its style."""
        level, number = "", ""
        for _ in range(_DEEPEST):
            if properties is None:
                break
            level = level or _value(properties.find(f"{_W}numPr/{_W}ilvl"))
            number = number or _value(properties.find(f"{_W}numPr/{_W}numId"))
            style = _value(properties.find(f"{_W}pStyle"))
            holder = properties.getparent()
            style = style or _value(holder.find(f"{_W}basedOn"))
            following = self._styles.get(style)
            properties = following.find(f"{_W}pPr") if following is not None else None
        return (int(level) if level.isdecimal() and len(level) < 3 else 0), number


def _all(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{_W}{name}")) if root is not None else []


def _levels(holder: Any) -> dict[int, _Level]:
    levels = {}
    for one in holder.iter(f"{_W}lvl"):
        start = _value(one.find(f"{_W}start"))
        levels[int(one.get(f"{_W}ilvl", "0"))] = _Level(
            int(start) if start.isdecimal() and len(start) < 7 else 1,
            _value(one.find(f"{_W}numFmt")) or "decimal",
            _value(one.find(f"{_W}lvlText")),
        )
    return levels


def _overridden(number: Any, levels: dict[int, _Level]) -> dict[int, _Level] | None:
    """The levels with what this list has of its own; None when it goes on with the others."""
    own = dict(levels)
    changed = False
    for one in number.iter(f"{_W}lvlOverride"):
        level = int(one.get(f"{_W}ilvl", "0"))
        start = _value(one.find(f"{_W}startOverride"))
        own |= _levels(one)
        if start.isdecimal() and len(start) < 7:
            known = own.get(level, _Level())
            own[level] = _Level(int(start), known.format, known.text)
        changed = True
    return own if changed else None


def _value(element: Any) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""
