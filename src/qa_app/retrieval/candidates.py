"""Passages that either search found, with what each search said of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa_app.retrieval.words import stems
from vectorstore.model import StoredPassage


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text, remembered: the same passages are found again and again."""
    return tuple(stems(text))


@dataclass(frozen=True)
class Candidate:
    """A passage that might answer.

    Attributes:
        cosine: similarity of the question's and the passage's vectors, -1 to 1.
        bm25: of the full-text search; 0 when the words search did not return the passage.
        vector_rank, word_rank: place in either search from 0, None when not returned by it.
        fused: weighted reciprocal rank score.
    """

    passage: StoredPassage
    cosine: float
    bm25: float
    vector_rank: int | None
    word_rank: int | None
    fused: float

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of the passage's words, in order."""
        return stems_of(self.passage.text)

    @cached_property
    def stem_set(self) -> frozenset[str]:
        """The different stems of the passage."""
        return frozenset(self.stems)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The different stems of the article's title."""
        return frozenset(stems_of(self.passage.title))

    @cached_property
    def sentence_texts(self) -> list[str]:
        """The words of each sentence."""
        base, text = self.passage.span.start, self.passage.text
        return [text[s.start - base : s.end - base] for s in self.passage.sentences]

    @cached_property
    def sentence_stems(self) -> list[tuple[str, ...]]:
        """The stems of each sentence, in order."""
        return [stems_of(text) for text in self.sentence_texts]
