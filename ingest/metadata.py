"""Lines of cleaned text -> what is known of the article, and the text without those lines.

Everything is either found, with a note of where, or left empty; nothing is guessed. The headline
is kept out of the text, for the title stands beside it everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import headline
from ingest.labels import labelled
from ingest.residue import residue
from vectorstore.model import Field, Metadata

_TOP = 10
_REPRINTED = re.compile(
    r"(?:re-?printed|re-?published) (?:here )?(?:with|by) (?:the )?(?:kind )?permission"
    r" (?:of|from) (?:the author,? )"
    r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})"
)


@dataclass(frozen=True, slots=True)
class Described:
    """An article's metadata and its lines; an empty line stands between paragraphs."""

    metadata: Metadata
    lines: tuple[str, ...]


def describe(lines: Sequence[str], given: Metadata) -> Described:
    """Find what the lines say about their article. What is `given` already wins.

    Residue, the headline and lines that hold nothing but metadata are left out of the lines that
    come back, unless nothing would be left.
    """
    header = labelled(lines)
    left: list[str] = ["" if index in header.taken else line for index, line in enumerate(lines)]
    known = _with_fields(given, header.fields)
    kinds = residue(left)
    known = _reprinted(left, kinds, known)
    left = ["" if kind else line for line, kind in zip(left, kinds, strict=True)]
    known, left = _top_matter(left, known)
    left = _without_repeats(left, known.title.value)
    if not any(left):
        left = list(lines)
        known = _with_fields(given, header.fields)
    return Described(known, tuple(left))


def _with_fields(known: Metadata, fields: dict[str, Field]) -> Metadata:
    names = ("title", "byline", "published", "publisher", "language", "url")
    new = {name: fields[name] for name in names if name in fields}
    if "updated" in fields:
        new.setdefault("published", fields["updated"])
    return replace(known, **{n: f for n, f in new.items() if not getattr(known, n).value})


def _reprinted(lines: Sequence[str], kinds: Sequence[str], known: Metadata) -> Metadata:
    """The author that a line about permission names; the weakest source of a byline."""
    for line, kind in zip(lines, kinds, strict=True):
        match = _REPRINTED.search(line) if kind == "rights" else None
        if match and not known.byline.value:
            return replace(known, byline=Field(match["name"].rstrip(","), "credit line"))
    return known


def _top_matter(lines: list[str], known: Metadata) -> tuple[Metadata, list[str]]:
    filled = [index for index, line in enumerate(lines) if line]
    taken: set[int] = set()
    if not known.title.value:
        title = headline.find_title(lines, filled)
        if title:
            known = replace(known, title=title.field)
            taken.add(title.index)
            filled = [index for index in filled if index > title.index]
    else:
        filled = [i for i in filled if not _same(lines[i], known.title.value)]
    byline = headline.find_byline(lines, filled)
    if byline:
        taken |= {byline.index} if byline.whole else set()
        if known.byline.origin in ("", "credit line"):
            known = replace(known, byline=byline.field)
    published = headline.find_published(lines, filled)
    taken |= {found.index for found in published}
    if published and not known.published.value:
        known = replace(known, published=published[0].field)
    elif filled and not known.published.value:
        iso = next(filter(None, (headline.find_dateline(lines[i]) for i in filled[:3])), "")
        known = replace(known, published=Field(iso, "dateline")) if iso else known
    return known, ["" if index in taken else line for index, line in enumerate(lines)]


def _without_repeats(lines: list[str], title: str) -> list[str]:
    """The lines without copies of the title near the top, alone or glued to a first paragraph."""
    if not title:
        return lines
    filled = [index for index, line in enumerate(lines) if line][:_TOP]
    for place, index in enumerate(filled):
        if _same(lines[index], title):
            lines[index] = ""
        elif place < 3:
            lines[index] = _unglued(lines[index], title)
    return lines


def _same(line: str, title: str) -> bool:
    return len(line) < 2 * len(title) + 20 and _letters(line) == _letters(title)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _unglued(line: str, title: str) -> str:
    """The line without the headline that scraping has run into it."""
    wanted = _letters(title)
    if len(title.split()) < 5 or not _letters(line[: 2 * len(title) + 20]).startswith(wanted):
        return line
    seen, end = 0, 0
    while seen < len(wanted):
        seen += len(_letters(line[end]))
        end += 1
    rest = line[end:]
    goes_on = rest[:1] == " " and rest[1:2].isupper() and len(rest.split()) >= 6
    return rest.strip() if goes_on else line
