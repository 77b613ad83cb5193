"""Where the evidence of a gold question stands in the corpus, and what holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.evidence import places_of
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.locate import WORD, words_between
from qa_app.evaluation.measures.answer_text import found
from vectorstore.model import Span

HALF = 0.5


class Stretch(Protocol):
    """Anything that points at words of an article: a citation, a passage found."""

    @property
    def source(self) -> str:
        """The article's id."""

    @property
    def start(self) -> int:
        """Where it starts in the article's text."""

    @property
    def end(self) -> int:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class At:
    """A stretch of an article."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of evidence in its article: every span of its words, none if they stand nowhere."""

    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Case:
    """A gold question together with the places of its evidence in a corpus."""

    question: GoldQuestion
    corpus: Corpus
    places: tuple[Place, ...]

    @classmethod
    def of(cls, question: GoldQuestion, corpus: Corpus) -> Case:
        """The case of `question`; a piece of evidence that is not in `corpus` has no spans."""
        return cls(
            question,
            corpus,
            tuple(
                Place(piece.source, places_of(piece.quote, corpus.texts.get(piece.source, "")))
                for piece in question.evidence
            ),
        )

    @property
    def words_known(self) -> bool:
        """Whether the words of every piece of evidence are known, wherever they stand."""
        return bool(self.places) and all(piece.quote for piece in self.question.evidence)

    def pieces_in(self, stretch: Stretch) -> tuple[int, ...]:
        """The pieces of evidence that `stretch` holds.

        It holds a piece when it covers at least half of its words, or covers some of them with a
        gold answer among them (so either half of a split paragraph that has the answer counts).
        """
        return tuple(
            number
            for number, place in enumerate(self.places)
            if place.source == stretch.source
            and any(self._holds(stretch, span) for span in place.spans)
        )

    def pieces_touched(self, stretch: Stretch) -> tuple[int, ...]:
        """The pieces of evidence that `stretch` shares at least one whole word with."""
        text = self.corpus.texts.get(stretch.source, "")
        return tuple(
            number
            for number, place in enumerate(self.places)
            if place.source == stretch.source
            and any(
                words_between(text, max(stretch.start, span.start), min(stretch.end, span.end))
                for span in place.spans
            )
        )

    def articles_in(self, stretch: Stretch) -> tuple[int, ...]:
        """The pieces of evidence whose article `stretch` is from."""
        return tuple(
            number for number, place in enumerate(self.places) if place.source == stretch.source
        )

    def _holds(self, stretch: Stretch, span: Span) -> bool:
        start, end = max(stretch.start, span.start), min(stretch.end, span.end)
        if start >= end:
            return False
        text = self.corpus.texts[stretch.source]
        wanted = len(WORD.findall(text, span.start, span.end))
        covered = len(WORD.findall(text, start, end))
        return covered >= HALF * wanted or found(text[start:end], self.question.answers)


def says(question: GoldQuestion, text: str) -> bool:
    """Whether `text` holds a gold answer; on a disagreement, all of them."""
    if question.disagreement and question.answers:
        return all(found(text, [answer]) for answer in question.answers)
    return found(text, question.answers)


def word_starts(corpus: Corpus, source: str, spans: Iterable[Span]) -> set[tuple[str, int]]:
    """The words under `spans`, each known by its article and where it starts."""
    text = corpus.texts.get(source, "")
    return {
        (source, word.start())
        for span in spans
        for word in WORD.finditer(text, span.start, span.end)
    }
