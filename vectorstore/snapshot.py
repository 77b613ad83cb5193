"""What a reader sees: one generation of the store, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from vectorstore.ledger import cache, indexed, read, words
from vectorstore.ledger.filters import passing
from vectorstore.ledger.words import Weights
from vectorstore.model import (
    EVERYTHING,
    Beside,
    Dropped,
    Filter,
    Hit,
    Ingest,
    Root,
    StoredArticle,
    StoredPassage,
)
from vectorstore.vectors import Vector

EQUAL_WEIGHTS = Weights()


class Snapshot:
    """One generation, for the length of a `Store.read()` block and one thread.

    Attributes:
        generation: its number.
        nearest: the passages nearest to the vector that the block was opened with.
    """

    def __init__(
        self, connection: Connection, model: str, where: Filter, nearest: list[Hit]
    ) -> None:
        self._connection = connection
        self._model = model
        self._passing = passing(where)
        self.generation = read.generation(connection)
        self.nearest = nearest

    def by_words(self, terms: Sequence[str], k: int, weights: Weights = EQUAL_WEIGHTS) -> list[Hit]:
        """The `k` best passages by BM25 that hold any of the terms, inflected or not.

        A term is a word or a phrase, taken literally whatever it holds.
        """
        return words.search(self._connection, terms, k, self._passing, weights)

    def document_frequency(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages of the store each term occurs."""
        return words.frequencies(self._connection, terms)

    def vocabulary(self) -> dict[str, int]:
        """Every term of the full-text index and how many passages hold it."""
        return words.vocabulary(self._connection)

    def passages(
        self, ids: Iterable[int], *, with_sentences: bool = True
    ) -> dict[int, StoredPassage]:
        """The passages among `ids` that this generation has.

        Args:
            with_sentences: whether their sentences are wanted, which takes as long again.
        """
        return read.passages_by_id(self._connection, ids, with_sentences=with_sentences)

    def divided(self, passages: Iterable[StoredPassage]) -> dict[int, StoredPassage]:
        """Passages that were read without their sentences, with them, by id."""
        return read.divided(self._connection, passages)

    def passages_of(self, source: str) -> list[StoredPassage]:
        """An article's passages in the order of its text; none if there is no such article."""
        return read.passages_of(self._connection, source)

    def passage_count(self) -> int:
        """How many passages this generation has."""
        return read.count_passages(self._connection)

    def articles(self, where: Filter = EVERYTHING) -> list[StoredArticle]:
        """The articles that pass, by id; all of them without a filter."""
        return read.all_articles(self._connection, where)

    def article(self, source: str) -> StoredArticle | None:
        """One article, or None when this generation does not have it."""
        found = read.all_articles(self._connection, Filter(sources=(source,)))
        return found[0] if found else None

    def text(self, source: str) -> str:
        """An article's text.

        Raises:
            StoreError: there is no such article.
        """
        return read.text_of(self._connection, source)

    def dropped(self, source: str) -> tuple[Dropped, ...] | None:
        """What an article's text leaves out of its file, and why, in the order of the file.

        None for an article that was ingested by a version that did not note it.
        """
        return read.dropped(self._connection, source)

    def beside(self, sources: Collection[str]) -> dict[str, Beside]:
        """The pages and the copies of those of these articles that are there."""
        return read.beside(self._connection, sources)

    def ingests(self, most: int = 50) -> list[Ingest]:
        """The last ingests that changed something, the newest first."""
        return read.ingests(self._connection, most)

    def overrides(self) -> dict[str, dict[str, str]]:
        """The metadata that people have set, by article id."""
        return read.all_overrides(self._connection)

    def roots(self) -> list[Root]:
        """The folders that were ingested, the first one first."""
        return read.all_roots(self._connection)

    def root_of(self, source: str) -> Root | None:
        """The folder that an article is from; None if there is no such article."""
        return read.root_of(self._connection, source)

    def sources_of(self, root: Root) -> dict[str, str]:
        """The articles of a root, by id, and the SHA-256 of the bytes they were read from."""
        return read.sources_of(self._connection, root)

    def vectors(self, ids: Iterable[int]) -> dict[int, Vector]:
        """The vectors of these passages."""
        hashes = indexed.hashes(self._connection, ids)
        vectors = cache.get(self._connection, self._model, set(hashes.values()))
        return {id_: vectors[hash_] for id_, hash_ in hashes.items() if hash_ in vectors}
