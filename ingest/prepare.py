"""The bytes of one file -> an article ready for the store. Pure.

`document` does what a hostile or broken file can make slow or dangerous, so it runs in a process of
its own (`ingest.reading`); `article` needs the embedding model's tokens and runs beside the store.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.clean import clean, clean_line, join_blocks, split_blocks
from ingest.dates import first_date
from ingest.errors import UnreadableError
from ingest.fitting import Tokens
from ingest.glued import without_brackets, without_marks
from ingest.limits import Limits
from ingest.metadata import Described, describe
from ingest.pages import page_starts, take_marks
from ingest.passages import PassageOptions, passages
from ingest.raised import without_note_marks
from ingest.readers import read
from ingest.readers.base import PAGE
from ingest.sentences import sentences
from ingest.shortcodes import without_shortcodes
from vectorstore.model import NO_EDGES, Article, Dropped, Edges, Field, Metadata

_NO_LIMITS = Limits()
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_ .]")


class EmptyError(UnreadableError):
    """The file holds no text."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file and what is known of it.

    Attributes:
        notes: for the person who reads the report.
        pages, edges, dropped: see `vectorstore.model.Article`.
    """

    text: str
    metadata: Metadata
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    edges: Edges = NO_EDGES
    dropped: tuple[Dropped, ...] = ()


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def document(
    source: str, data: bytes, drop: Collection[str] = frozenset(), limits: Limits = _NO_LIMITS
) -> Document:
    """Read, clean and describe one file.

    Args:
        source: its name; only the suffix matters, and only where the bytes leave a doubt.
        data: its bytes.
        drop: hashes of the edge lines that the whole folder has, which are not this article's.
        limits: what reading it may cost.

    Raises:
        EmptyError: there is no text in it.
        UnreadableError: with the reason.
    """
    reading = read(source, data, limits)
    cleaned = clean(reading.text, keep=PAGE if reading.pages else "")
    if not cleaned.replace(PAGE, ""):
        raise EmptyError("empty")
    lines = [without_note_marks(line) for line in cleaned.split("\n")]
    shortcodes: list[Dropped] = []
    if reading.scraped:
        lines, shortcodes = without_shortcodes(lines)
    unmarked = without_marks(lines) if reading.scraped else without_brackets(lines, written=True)
    marked = take_marks(unmarked)
    described = describe(
        marked.lines, reading.metadata, drop, scraped=reading.scraped, captions=reading.captions
    )
    if not any(described.lines) and not reading.scraped:  # a document of a title or a name
        described = Described(reading.metadata, marked.lines)
    text = join_blocks(split_blocks(list(described.lines)))
    if not text:
        raise EmptyError("no text besides what surrounds an article on a page")
    pages = page_starts(marked, described.lines, reading.pages)
    metadata = _dated(described.metadata, source)
    text, before = _titled(text, clean_line(metadata.title.value))
    pages = tuple(start + before if start else 0 for start in pages)
    dropped = tuple(_noted((*reading.dropped, *shortcodes, *described.dropped)))
    return Document(text, metadata, reading.notes, pages, described.edges, dropped)


def _noted(dropped: Iterable[Dropped]) -> Iterator[Dropped]:
    """What was left out, cleaned; what was left out several times for one reason once."""
    seen: set[Dropped] = set()
    for one in dropped:
        cleaned = Dropped(clean(one.text), one.reason)
        if cleaned.text and cleaned not in seen:
            seen.add(cleaned)
            yield cleaned


def _titled(text: str, title: str) -> tuple[str, int]:
    """The text with its title as the first paragraph, and how far that has moved the rest.

    What only a title says can be found and cited then, like every other sentence.
    """
    if not title or text.partition("\n")[0] == title:
        return text, 0
    return f"{title}\n\n{text}", len(title) + 2


def _dated(known: Metadata, source: str) -> Metadata:
    """The date that a file's name begins with, `2016-07-07-a.md`, where nothing else says one."""
    match = _DATED.match(PurePosixPath(source).name)
    day = first_date(match[1]) if match else ""
    if not day or known.published.value:
        return known
    return replace(known, published=Field(day, "file name"))


def article(
    source: str, sha256: str, read_file: Document, options: PassageOptions, tokens: Tokens
) -> Article:
    """Divide a document into sentences and passages."""
    found = passages(
        read_file.text,
        sentences(read_file.text),
        read_file.metadata.title.value,
        tokens,
        options,
    )
    return Article(
        source,
        sha256,
        read_file.text,
        read_file.metadata,
        found,
        read_file.pages,
        read_file.edges,
        read_file.dropped,
    )
