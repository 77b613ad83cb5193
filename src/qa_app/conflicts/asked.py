"""What a question asks about: its words, names and years."""

from __future__ import annotations

from dataclasses import dataclass

from qa_app.conflicts.model import Claim
from qa_app.conflicts.same import repeated
from qa_app.conflicts.words import shared
from qa_app.values import When
from qa_app.verification.reading import read
from qa_app.verification.words import find, is_common_verb, same_people

_LEANING = 2


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
            frozenset(w.low.removesuffix("'s") for w in words if w.named and w.content),
            frozenset(when.year for when in dates if isinstance(when, When) and when.year),
        )

    def is_about(self, first: Claim, second: Claim) -> bool:
        """Whether the two claims are about what is asked: the year, a word, every name.

        None of the names need be there where the sentences lean on what is named before them, or
        name it otherwise ("Tokyo" for Japan); then two of the words must be. Where one article
        names some of it and the other none, in its words or its title, that one is of something
        else. Of sentences of which one nearly repeats the other most of the names are enough.
        """
        years = {claim.date.year for claim in (first, second) if claim.date and claim.date.year}
        if self.years and years and not self.years & years:
            return False
        ours, theirs = ({n for n in self.names if _named(n, one)} for one in (first, second))
        missing = self.names - ours - theirs
        again = repeated(first, second)
        if bool(ours) != bool(theirs) and not again:
            return False
        leaning = len(missing) == len(self.names)
        if missing and not leaning and not (again and 2 * len(missing) < len(self.names)):
            return False
        if again:
            return True
        common = [word.stem for word in shared(first, second) if not word.named]
        said = [stem for stem in self.stems if not is_common_verb(stem)]
        wanted = _LEANING if missing else 1
        return not said or sum(bool(find(stem, common)) for stem in said) >= wanted


def _named(name: str, claim: Claim) -> bool:
    """Whether the statement, or its article's title, holds the name, its people or its country."""
    texts = (claim.statement.text, claim.statement.title)
    lows = {word.low.removesuffix("'s") for text in texts for s in read(text) for word in s.words}
    return any(same_people(name, low) for low in lows)
