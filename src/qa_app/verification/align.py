"""Which words of a sentence stand in which sentences of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa_app.values import Value, compare, entails
from qa_app.verification.lexicon import LIGHT
from qa_app.verification.reading import Sentence, Word, read
from qa_app.verification.words import alike, same_people

_ALIKE = 0.85
_WINDOW = 3
_CLOSE = 0.05
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one span: evidence sentences `first` to `last`, `last` left out."""

    first: int
    last: int
    coverage: float


@dataclass(frozen=True)
class Alignment:
    """A claim beside the evidence.

    Attributes:
        keys: the claim's content words, each stem once.
        spans: for every sentence of the evidence the number of the span it is of.
        strength: for every sentence of the evidence how well it holds each key: 0, 0.85 or 1.
    """

    claim: Sentence
    sentences: tuple[Sentence, ...]
    spans: tuple[int, ...]
    keys: tuple[Word, ...]
    weights: tuple[float, ...]
    strength: tuple[tuple[float, ...], ...]

    def coverage(self, rows: Sequence[int]) -> float:
        """The weighted share of the claim's words that the sentences `rows` hold together."""
        total = sum(self.weights)
        return sum(self.held(rows)) / total if total else 0.0

    def held(self, rows: Sequence[int]) -> list[float]:
        """For each key, its weight times its greatest strength in the sentences `rows`."""
        return [
            weight * max((self.strength[row][k] for row in rows), default=0.0)
            for k, weight in enumerate(self.weights)
        ]

    @cached_property
    def window(self) -> Window:
        """The one to three neighbouring sentences that hold most; more only if they add to it."""
        best, most = Window(0, 0, 0.0), -1.0
        for first in range(len(self.sentences)):
            for last in range(first + 1, min(first + _WINDOW, len(self.sentences)) + 1):
                if self.spans[last - 1] != self.spans[first]:
                    break
                covered = self.coverage(range(first, last))
                worth = covered - _CLOSE * (last - first - 1)
                if worth > most:
                    best, most = Window(first, last, covered), worth
        return best

    @cached_property
    def singles(self) -> tuple[float, ...]:
        """The coverage of every sentence by itself."""
        return tuple(self.coverage((row,)) for row in range(len(self.sentences)))

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """The sentences that by themselves hold most, best first."""
        order = sorted(range(len(self.singles)), key=lambda row: (-self.singles[row], row))
        best = self.singles[order[0]] if order else 0.0
        close = [row for row in order if self.singles[row] >= best - _CLOSE]
        return tuple(close[:_CANDIDATES])

    @cached_property
    def missing(self) -> tuple[Word, ...]:
        """The claim's content words that no sentence of the evidence holds."""
        held = self.held(range(len(self.sentences)))
        return tuple(key for key, weight in zip(self.keys, held, strict=True) if not weight)


def align(claim: Sentence, spans: Sequence[str]) -> Alignment:
    """Puts `claim` beside the sentences of `spans`."""
    sentences: list[Sentence] = []
    owners: list[int] = []
    for number, span in enumerate(spans):
        found = read(span)
        sentences.extend(found)
        owners.extend([number] * len(found))
    keys = tuple({word.stem: word for word in reversed(claim.content)}.values())[::-1]
    return Alignment(
        claim,
        tuple(sentences),
        tuple(owners),
        keys,
        tuple(_weight(key, claim) for key in keys),
        tuple(tuple(_strength(key, sentence) for key in keys) for sentence in sentences),
    )


def _weight(word: Word, claim: Sentence) -> float:
    """Numbers count double, names half as much again, verbs that say little less than half."""
    if word.value is not None:
        return 2.0
    if word.stem in LIGHT:
        return 0.4
    return 1.5 if word.text[0].isupper() and word.at > claim.words[0].at else 1.0


def _value_strength(value: Value, sentence: Sentence) -> float:
    if any(entails(other, value) for other in sentence.values):
        return 1.0
    near = any(compare(other, value) == "compatible" for other in sentence.values)
    return _ALIKE if near else 0.0


def _strength(key: Word, sentence: Sentence) -> float:
    stems = sentence.stems
    if key.stem in stems:
        return 1.0
    if key.value is not None:
        return _value_strength(key.value, sentence)
    if any(alike(key.stem, other) for other in stems):
        return _ALIKE
    named = key.text[0].isupper() and any(
        same_people(key.low, word.low) for word in sentence.words if word.text[0].isupper()
    )
    return 1.0 if named else 0.0
