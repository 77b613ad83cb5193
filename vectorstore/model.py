"""Plain data that the store takes in and gives back.

Every offset is in code points of an article's text, half open: `text[start:end]`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch of an article's text, `text[start:end]`, in code points.

    Raises:
        ValueError: if the span is empty, reversed or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of the span in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of metadata and where it was found; both are empty when it is unknown."""

    value: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text. `published` is an ISO date (YYYY-MM-DD)."""

    title: Field = Field()
    byline: Field = Field()
    published: Field = Field()
    publisher: Field = Field()
    language: Field = Field()
    url: Field = Field()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences. `embedded` is what the embedding model reads for it."""

    span: Span
    sentences: tuple[Span, ...]
    embedded: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the beginning or the end of an article, by the hash of its words.

    What many articles of one folder have there is not theirs but their site's. `dropped` says
    whether the line was left out of the text for that reason.
    """

    line: str
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Edges:
    """An article's edge lines, and the hash of the longest line, which copies have in common."""

    core: str = ""
    lines: tuple[Edge, ...] = ()


NO_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of a file that the text of its article leaves out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article made ready for the store.

    Attributes:
        source: its id, the POSIX path relative to the corpus root (with the root's label in front
            of it when the store holds several roots).
        sha256: hexadecimal digest of the file's bytes.
        text: cleaned, NFC-normalised text; the base of every offset.
        pages: where each page begins in the text, the first at 0; empty for what has no pages.
            A page without text begins where the next one does.
        edges: for finding what the articles of a folder repeat.
        dropped: what the text leaves out of the file; None when that was not noted.
    """

    source: str
    sha256: str
    text: str
    metadata: Metadata
    passages: tuple[Passage, ...]
    pages: tuple[int, ...] = ()
    edges: Edges = NO_EDGES
    dropped: tuple[Dropped, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """The same bytes under another path: passages and vectors are kept."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit makes current, all of it or none of it."""

    put: tuple[Article, ...] = ()
    remove: tuple[str, ...] = ()
    rename: tuple[Rename, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that was ingested. `label` is empty for the store's first root."""

    id: int
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A current article without its text.

    `state` is `current`, or `stale` when its file has since failed to be read and an older version
    still answers.
    """

    source: str
    sha256: str
    metadata: Metadata
    passages: int
    characters: int
    state: str
    ingested_at: str
    generation: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What a citation of an article should also say.

    Attributes:
        pages: see `Article.pages`.
        copies: other articles that have the same words, by id.
    """

    pages: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()

    def page(self, offset: int) -> int:
        """The page that the character at `offset` stands on, from 1; 0 when there are no pages."""
        return bisect_right(self.pages, offset)


@dataclass(frozen=True, slots=True)
class Ingest:
    """One ingest of the history: when it was, the generation after it, and its report."""

    at: str
    generation: int
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A current passage with its words and the spans of its sentences."""

    id: int
    source: str
    ordinal: int
    span: Span
    text: str
    sentences: tuple[Span, ...]
    title: str
    published: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, best first. Cosine similarity, or BM25 turned so that more is better."""

    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may be used. Empty means all; the conditions are combined with *and*.

    Attributes:
        sources: exact article ids.
        folders: article ids below any of these folders.
        published_from, published_to: ISO dates, inclusive; an article without a date never
            passes a date filter.
    """

    sources: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    published_from: str = ""
    published_to: str = ""

    def __bool__(self) -> bool:
        return bool(self.sources or self.folders or self.published_from or self.published_to)


EVERYTHING = Filter()
"""The filter that every article passes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a health check. `severity` is `error` or `warning`."""

    name: str
    severity: str
    message: str
    remedy: str
    sources: tuple[str, ...] = field(default=())
