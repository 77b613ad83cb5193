"""A sentence as it is looked at for contradictions."""

from __future__ import annotations

from dataclasses import dataclass

from qa_app.values import Value, When
from qa_app.verification.reading import Sentence, Word


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article. `n`: the number of its citation. `published`: ISO date or empty."""

    source: str
    published: str
    title: str
    text: str
    n: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a statement gives, and what it gives it for.

    Attributes:
        sentence: the one of the statement that the value stands in.
        date: the time that the value is given for, relative ones resolved; `None` if none is said.
        periods: lengths of time beside it ("the first 10 months").
        context: the content words of the value's part of the sentence.
        before: the word right before the value.
        firm: whether it is neither negated nor only expected.
        asked: whether the value has the form of an answer.
    """

    statement: Statement
    sentence: Sentence
    value: Value
    date: When | None
    periods: frozenset[str]
    context: tuple[Word, ...]
    before: str
    firm: bool
    asked: bool
