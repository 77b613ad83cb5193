"""The words of a store: how many passages hold one, and which one a mistyped word may stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from string import ascii_lowercase

from qa_app.retrieval.forms import spellings
from qa_app.retrieval.words import folded, porter

_LONG, _SHORTEST = 8, 4
# The index stems after Porter's own later corrections ("technolog", not "technologi").
_CORRECTED = (("logi", "log"), ("bli", "bl"))


class Vocabulary:
    """The terms of one generation.

    Args:
        terms: index terms (without accents and endings) and how many passages hold each.
        passages: how many passages there are.
        is_word: whether a lower-case word is one that people know, so that it is not mistyped.
    """

    def __init__(
        self, terms: Mapping[str, int], passages: int, is_word: Callable[[str], bool]
    ) -> None:
        self._terms = terms
        self.passages = passages
        self._is_word = is_word

    def holding(self, word: str) -> int:
        """In about how many passages a lower-case word stands, in any form."""
        terms = {term for form in spellings(word) for term in self._terms_of(form)}
        return min(sum(self._terms[term] for term in terms), self.passages)

    def meant(self, word: str) -> str:
        """The index term that a lower-case word which no passage holds may stand for, or ""."""
        if self.holding(word) or not any(letter.isalpha() for letter in word):
            return ""
        plain = porter(folded(word))
        if accented := self._folded.get(plain):
            return accented
        if len(word) < _SHORTEST or self._is_word(word) or any(c.isdigit() for c in word):
            return ""
        one_error = self._one_error_from(word)
        if one_error or len(word) == _SHORTEST:
            return one_error
        return self._nearest(plain, 2 if len(word) >= _LONG else 1)

    def _terms_of(self, form: str) -> Iterable[str]:
        plain = porter(folded(form))
        ends = (plain[: -len(a)] + b for a, b in _CORRECTED if plain.endswith(a))
        return [term for term in {plain, porter(form), *ends} if term in self._terms]

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """Terms with letters that the index takes for no accented ones, by their plain form."""
        return {folded(term): term for term in self._terms if not term.isascii()}

    def _one_error_from(self, word: str) -> str:
        """The term of a word that one typing error makes this one. Errors in an ending are among
        them, which the distance of the stems does not see ("governmnt", "minster").
        """
        written = folded(word)
        terms = {
            term
            for right in _corrections(written)
            if len(word) > _SHORTEST or _only_out_of_place(written, right)
            for term in self._terms_of(right)
        }
        held = [term for term in terms if len(term) >= _SHORTEST - 1]
        return min(
            held, key=lambda term: (term[0] != word[0], -self._terms[term], term), default=""
        )

    def _nearest(self, plain: str, most: int) -> str:
        """The term at the least edit distance; of several the one with the same first letter, then
        the one that most passages hold.
        """
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found = extract(
            plain,
            self._candidates,
            scorer=OSA.distance,
            score_cutoff=most,
            limit=50,
            processor=None,
        )
        if not found:
            return ""
        best = min(found, key=lambda one: (one[1], one[0][0] != plain[0], -self._terms[one[0]]))
        return str(best[0])

    @cached_property
    def _candidates(self) -> list[str]:
        return [term for term in self._terms if len(term) >= _SHORTEST - 1 and term.isalpha()]


def _corrections(word: str) -> Iterable[str]:
    """What was meant if one letter is missing, too many or wrong, or two are swapped."""
    for at in range(len(word) + 1):
        front, behind = word[:at], word[at:]
        if behind:
            yield front + behind[1:]
        if len(behind) > 1:
            yield front + behind[1] + behind[0] + behind[2:]
        for letter in ascii_lowercase:
            yield front + letter + behind
            yield front + letter + behind[1:]


def _only_out_of_place(word: str, right: str) -> bool:
    """Whether a letter is missing or two are swapped: a short word with another letter is rather
    another word ("meth", "math").
    """
    return len(right) > len(word) or sorted(right) == sorted(word)


def surface(term: str, texts: Iterable[str]) -> str:
    """How the texts write an index term: the commonest word that has it as its stem, or ""."""
    from collections import Counter

    from qa_app.retrieval.words import tokens

    counted = Counter(
        word
        for text in texts
        for word in tokens(text)
        if term in (porter(folded(word)), porter(word))
    )
    return counted.most_common(1)[0][0] if counted else ""
