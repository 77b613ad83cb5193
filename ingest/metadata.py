"""Lines of cleaned text -> what is known of the article, and the text without those lines.

Everything is either found, with a note of where, or left empty; nothing is guessed. The headline
is kept out of the text, for the title stands beside it everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest import headline, repeats
from ingest.clean import letters
from ingest.dates import first_date
from ingest.labels import labelled
from ingest.residue import residue
from vectorstore.model import NO_EDGES, Dropped, Edges, Field, Metadata

_TOP = 10
# Residue that tells a line of names from others, and a byline that a whole folder has.
_BESIDE_NAMES = ("credit", repeats.KIND)
_REASONS = {
    "": "metadata",
    repeats.KIND: "repeated all over its folder",
    "repeated": "the line before once more",
}
_REPRINTED = re.compile(
    r"(?i:(?:re-?printed|re-?published) (?:here )?(?:with|by) (?:the )?(?:kind )?permission"
    r" (?:of|from) the author,? )"
    r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})"
)


@dataclass(frozen=True, slots=True)
class Described:
    """An article's metadata and its lines; an empty line stands between paragraphs."""

    metadata: Metadata
    lines: tuple[str, ...]
    edges: Edges = NO_EDGES
    dropped: tuple[Dropped, ...] = ()


def describe(
    lines: Sequence[str],
    given: Metadata,
    drop: Collection[str] = frozenset(),
    *,
    scraped: bool = True,
    captions: Sequence[str] = (),
) -> Described:
    """Find what the lines say about their article. What is `given` already wins.

    Residue, the headline, lines that hold nothing but metadata, and edge lines whose hash is in
    `drop` are empty in the lines that come back, of which there are as many; another line may have
    lost its beginning. Residue is looked for only in what may have been `scraped` from a page, and
    what the article is called, by whom and of when, not in `captions` of pictures.
    """
    header = labelled(lines)
    left = ["" if index in header.taken else line for index, line in enumerate(lines)]
    known = _with_fields(given, header.fields)
    plain = residue(left) if scraped else [""] * len(left)
    edges = repeats.edge_lines(left, plain) if scraped else {}
    found = repeats.describe_edges(left, plain, edges, drop)
    kinds = repeats.marked(plain, edges, drop)
    known = _reprinted(left, kinds, known)
    known, left = _top_matter(left, kinds, known, _places(left, captions))
    left = _without_repeats(left, known.title.value)
    dropped = _left_out(lines, left, kinds, known.title.value)
    return Described(known, tuple(left), found, tuple(dropped))


def _left_out(
    lines: Sequence[str], left: Sequence[str], kinds: Sequence[str], title: str
) -> Iterator[Dropped]:
    """What the lines have lost and why, but for the title, which becomes the first paragraph."""
    titled = False
    for line, then, kind in zip(lines, left, kinds, strict=True):
        gone = line.removesuffix(then).strip() if then else line
        if line == then or not gone:
            continue
        if _same(gone.partition(": ")[2], title):
            titled = True
        elif _same(gone, title):
            if titled:
                yield Dropped(gone, "the title again")
            titled = True
        else:
            yield Dropped(gone, _REASONS.get(kind, f"residue: {kind}"))


def _with_fields(known: Metadata, fields: dict[str, Field]) -> Metadata:
    names = ("title", "byline", "published", "publisher", "language", "url")
    new = {name: fields[name] for name in names if name in fields}
    if "updated" in fields:
        new.setdefault("published", fields["updated"])
    return replace(known, **{n: f for n, f in new.items() if not getattr(known, n).value})


_LINE = 160  # characters of a line in which it has to begin to say by whose permission


def _reprinted(lines: Sequence[str], kinds: Sequence[str], known: Metadata) -> Metadata:
    """The author that a line about permission names; the weakest source of a byline."""
    for line, kind in zip(lines, kinds, strict=True):
        match = _REPRINTED.search(line[:_LINE]) if kind in ("rights", "") else None
        if match and not known.byline.value:
            return replace(known, byline=Field(match["name"].rstrip(","), "credit line"))
    return known


def _places(lines: Sequence[str], captions: Sequence[str]) -> set[int]:
    """Where these captions stand; a line that also says something else than a caption is none."""
    said = Counter(map(letters, captions))
    keys = [letters(line) if said else "" for line in lines]
    found = Counter(keys)
    return {place for place, key in enumerate(keys) if key and 0 < found[key] <= said[key]}


def _top_matter(
    lines: list[str], kinds: Sequence[str], known: Metadata, captions: Collection[int]
) -> tuple[Metadata, list[str]]:
    """The fields that stand above the text, and the lines without them and without residue."""
    text = ["" if kind else line for line, kind in zip(lines, kinds, strict=True)]
    filled = [index for index, line in enumerate(text) if line and index not in captions]
    taken: set[int] = set()
    after = -1
    credited = [
        i
        for i, line in enumerate(lines)
        if line and kinds[i] in ("", *_BESIDE_NAMES) and i not in captions
    ]
    if not known.title.value and not _begins_with_byline(lines, credited, filled):
        title = headline.find_title(text, filled)
        if title:
            known = replace(known, title=title.field)
            after = title.taken[-1]
            taken.update(title.taken)
    fresh = [i for i in credited if i > after and not _same(lines[i], known.title.value)]
    matter = headline.above_text(lines, fresh)
    byline = headline.find_byline(lines, matter)
    if byline:
        taken.update(byline.taken)
        if known.byline.origin in ("", "credit line"):
            known = replace(known, byline=byline.field)
    again = {
        i
        for i in matter
        if known.byline.value and headline.without_date(lines[i]) == known.byline.value
    }
    if again and not known.published.value:
        iso = next(filter(None, (first_date(lines[i]) for i in sorted(again))), "")
        known = replace(known, published=Field(iso, "byline line")) if iso else known
    taken |= again
    known, dates = _published(text, [i for i in matter if text[i]], known)
    taken |= dates
    known, credited_alone = _credited(text, [i for i in matter if i not in taken], known)
    taken |= credited_alone
    return known, ["" if index in taken else line for index, line in enumerate(text)]


def _credited(
    lines: Sequence[str], matter: Sequence[int], known: Metadata
) -> tuple[Metadata, set[int]]:
    """The author and the date from lines of several sentences, and the lines of nothing else."""
    taken: set[int] = set()
    for index in matter:
        found = headline.credits_in(lines[index])
        if found.names and known.byline.origin in ("", "credit line"):
            known = replace(known, byline=Field(found.names, "byline line"))
        if found.published and not known.published.value:
            known = replace(known, published=Field(found.published, "date line"))
        if found.alone and found.published in ("", known.published.value):
            taken.add(index)
    return known, taken


def _begins_with_byline(lines: Sequence[str], credited: list[int], filled: list[int]) -> bool:
    """Whether the first line names the author, so that no headline stands above it."""
    byline = headline.find_byline(lines, headline.above_text(lines, credited[:2]), said=True)
    return byline is not None and byline.taken[:1] == tuple(filled[:1])


def _published(lines: list[str], matter: list[int], known: Metadata) -> tuple[Metadata, set[int]]:
    """The date of publication, and the places of the lines that hold only dates."""
    dates = headline.find_published(lines, matter)
    if known.published.value:  # another date is not of publication, and stays
        dates = [one for one in dates if one.field.value == known.published.value]
    taken = {index for found in dates for index in found.taken}
    if known.published.value:
        return known, taken
    if dates:
        return replace(known, published=dates[0].field), taken
    iso = next(filter(None, (headline.find_dateline(lines[i]) for i in matter[:3])), "")
    return (replace(known, published=Field(iso, "dateline")) if iso else known), taken


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
    return bool(title) and len(line) < 2 * len(title) + 20 and letters(line) == letters(title)


def _unglued(line: str, title: str) -> str:
    """The line without the headline that scraping has run into it."""
    wanted = letters(title)
    if len(title.split()) < 5 or not letters(line[: 2 * len(title) + 20]).startswith(wanted):
        return line
    seen, end = 0, 0
    while seen < len(wanted):
        seen += len(letters(line[end]))
        end += 1
    rest = line[end:]
    goes_on = rest[:1] == " " and rest[1:2].isupper() and len(rest.split()) >= 6
    return rest.strip() if goes_on else line
