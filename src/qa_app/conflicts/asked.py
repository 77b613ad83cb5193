"""What a question asks about: its words, names and years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qa_app.conflicts.model import Claim
from qa_app.conflicts.same import in_place
from qa_app.conflicts.words import shared
from qa_app.values import When
from qa_app.verification.reading import read
from qa_app.verification.words import find, is_common_verb, same_people

_CAPITALS: Final = dict(
    row.split()
    for row in """
    tokyo japan
    hanoi vietnam
    beijing china
    seoul korea
    delhi india
    moscow russia
    kyiv ukraine
    washington america
    london britain
    paris france
    berlin germany
    rome italy
    madrid spain
    brussels europe
    ottawa canada
    canberra australia
    jakarta indonesia
    manila philippines
    bangkok thailand
    taipei taiwan
    ankara turkey
    tehran iran
    cairo egypt
    jerusalem israel
    """.strip().splitlines()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The content words of a question (stems), its names in lower case, and its years."""

    stems: frozenset[str]
    names: frozenset[str]
    years: frozenset[int]

    @classmethod
    def of(cls, question: str) -> Asked:
        """Reads a question."""
        words = [word for sentence in read(question) for word in sentence.words]
        dates = [word.value.detail for word in words if word.value is not None]
        return cls(
            frozenset(word.stem for word in words if word.content and not word.named),
            frozenset(word.low.removesuffix("'s") for word in words if word.named),
            frozenset(when.year for when in dates if isinstance(when, When) and when.year),
        )

    def is_about(self, first: Claim, second: Claim) -> bool:
        """Whether the two claims are about what is asked: a word, every name, the year.

        Of two values in one place of one sentence only the year is asked: what the sentence leans on
        is named before it, and the caller shows it as an answer.
        """
        years = {claim.date.year for claim in (first, second) if claim.date and claim.date.year}
        if self.years and years and not self.years & years:
            return False
        if in_place(first, second):
            return True
        if not all(_named(name, first) or _named(name, second) for name in self.names):
            return False
        said = [stem for stem in self.stems if not is_common_verb(stem)]
        common = [word.stem for word in shared(first, second) if not word.named]
        return not said or any(find(stem, common) for stem in said)


def _named(name: str, claim: Claim) -> bool:
    """Whether the statement, or its article's title, holds the name, its people or its country."""
    texts = (claim.statement.text, claim.statement.title)
    lows = {word.low.removesuffix("'s") for text in texts for s in read(text) for word in s.words}
    meant = (name, _CAPITALS.get(name, name))
    return any(same_people(wanted, low) for wanted in meant for low in lows)
