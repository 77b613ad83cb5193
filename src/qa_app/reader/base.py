"""What a reader is given and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vectorstore.errors import QaAppError


class ReaderError(QaAppError):
    """The reader's model is missing, damaged, or not one that can be used."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an article to be read: its sentences, as (start, end) in `text`, in order."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a reader says of one sentence.

    Attributes:
        relevance: log-odds that the sentence answers the question.
        margin: how far its best span is ahead of "there is no answer here", in logits.
        span: the likeliest answering words, as (start, end) in the excerpt's text.
    """

    relevance: float
    margin: float
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ExcerptReading:
    """What a reader says of one excerpt: log-odds that it answers, and of each sentence."""

    answers: float
    sentences: tuple[SentenceReading, ...]


class Reader(Protocol):
    """Reads a question and excerpts together."""

    @property
    def name(self) -> str:
        """What it is called in settings and messages."""

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[ExcerptReading]:
        """One reading an excerpt.

        Raises:
            ReaderError: the model cannot be used.
        """
