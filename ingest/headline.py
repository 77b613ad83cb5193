"""The lines above an article's first paragraph: its headline, who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.dates import dates_in, first_date, only_date
from ingest.people import name_before_comma, names_of_byline, only_names, several_names
from ingest.residue_patterns import WEAK
from vectorstore.model import Field

_LONGEST_TITLE, _MOST_WORDS = 200, 32
_MATTER = 9  # lines after the title in which a byline or a date is looked for
_BARE_DATE = 4
_NOT_TITLE_END = re.compile(r"[.,;:…]['\"”’)]*$")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]\d]*$")
_DATE_LABEL = re.compile(
    r"(?P<label>(?:first |originally |date )?"
    r"(?:published|posted|publication date|issued|released|date)"
    r"|(?:last |date )?(?:updated|modified))(?: on| at)?\s?:?\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_DECORATION = " -–—*#=_~|•·"
_DATELINE = re.compile(r"[A-Z][\w.,'’ -]{1,60}?\s?\(?(?P<date>[^()]{6,30})\)?\s?[—–-]+\s+\S")


@dataclass(frozen=True, slots=True)
class Found:
    """A field and the place of the line that gave it; `whole` when the line gave nothing else."""

    field: Field
    index: int
    whole: bool = True


def find_title(lines: Sequence[str], filled: Sequence[int]) -> Found | None:
    """The headline: the first line, when it is short, ends no sentence and a text follows."""
    for place, index in enumerate(filled[:2]):
        if not headline_like(lines[index]):
            return None
        rest = filled[place + 1 :]
        if not _body_follows(lines, rest, len(lines[index])):
            return None
        kicker = WEAK.fullmatch(lines[index]) and rest and headline_like(lines[rest[0]])
        if not kicker:
            value = lines[index].strip(_DECORATION) or lines[index]
            return Found(Field(value, "first line"), index)
    return None


def headline_like(line: str) -> bool:
    """Whether a line could be a headline by its own looks."""
    words = line.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(line) > _LONGEST_TITLE:
        return False
    first = next((character for character in line if character.isalpha()), "")
    if not first or first.islower() or _NOT_TITLE_END.search(line) or "://" in line:
        return False
    return not (only_date(line) or names_of_byline(line) or several_names(line))


def _body_follows(lines: Sequence[str], rest: Sequence[int], length: int) -> bool:
    return any(
        len(lines[index]) > max(60, length)
        or (_SENTENCE_END.search(lines[index]) and len(lines[index].split()) > 2)
        for index in rest[:40]
    )


def find_byline(lines: Sequence[str], matter: Sequence[int]) -> Found | None:
    """The author, from a line that begins with "By" or that holds names and stands right."""
    for place, index in enumerate(matter[:_MATTER]):
        line = lines[index]
        plain = _without_date(line)
        names = names_of_byline(plain)
        if names:
            return Found(Field(names, "byline line"), index, whole=True)
        if place > 1:
            continue
        if only_names(line) and place + 1 < len(matter) and _is_origin(lines[matter[place + 1]]):
            return Found(Field(only_names(line), "byline line"), index)
        if place == 0 and name_before_comma(line) and not _SENTENCE_END.search(line):
            return Found(Field(name_before_comma(line), "byline line"), index, whole=False)
    return None


def _without_date(line: str) -> str:
    """A byline without the date and counters that stand after it on the same line."""
    cut = re.search(r"\s(?:\||·|•|–|—|updated|published|posted|last)\b", line, re.IGNORECASE)
    found = dates_in(line)
    ends = [cut.start()] if cut else []
    ends += [found[0][1]] if found else []
    return line[: min(ends)].rstrip(" ,|·•–—") if ends else line


def _is_origin(line: str) -> bool:
    """A line that only follows an author's name: a date, a news outlet."""
    outlet = re.fullmatch(
        r"(?:(?:The )?Associated Press|Reuters|AFP|AP|[A-Z]{2,}(?: [A-Z]{2,})?)", line
    )
    return bool(only_date(line) or outlet or _DATE_LABEL.fullmatch(line))


def find_published(lines: Sequence[str], matter: Sequence[int]) -> list[Found]:
    """Lines near the top that say when the article appeared, the most trustworthy first."""
    published: list[Found] = []
    updated: list[Found] = []
    bare: list[Found] = []
    for place, index in enumerate(matter[: _MATTER + 3]):
        line = lines[index]
        label = _DATE_LABEL.match(line)
        if label and len(line) < 120 and (iso := _dated(label["rest"])):
            kind = (
                updated
                if label["label"].lower().split()[-1] in ("updated", "modified")
                else published
            )
            kind.append(Found(Field(iso, "date line"), index))
        elif names_of_byline(_without_date(line)) and (iso := first_date(line)):
            bare.append(Found(Field(iso, "byline line"), index))
        elif place < _BARE_DATE and (iso := only_date(line)):
            bare.append(Found(Field(iso, "date line"), index))
    others = sum(1 for line in lines if len(line) < 60 and only_date(line))
    return published + (bare if others < 3 else []) + updated


def _dated(rest: str) -> str:
    """The date that the words after a label begin with."""
    found = dates_in(rest)
    return found[0][0] if found and len(rest[: found[0][1]].split()) <= 4 else ""


def find_dateline(line: str) -> str:
    """The date in `TOKYO, Oct. 25, 2023 — …`, or an empty string."""
    match = _DATELINE.match(line[:120])
    return first_date(match.group()) if match else ""
