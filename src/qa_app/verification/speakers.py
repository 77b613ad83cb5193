"""Who said it: what one is said to have said, another one or nobody must not have said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.lexicon import SAYING
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import same_people, stem

_REACH = 3
_UNNAMED = frozenset(("he", "she", "they", "who", "it", "i", "we"))


def speakers(alignment: Alignment) -> Iterator[Finding]:
    """Objections to the speakers that the claim names."""
    theirs = [word for sentence in alignment.sentences for word in speaking(sentence)]
    unnamed = any(
        word.low in _UNNAMED and _says_next(sentence.words, i)
        for sentence in alignment.sentences
        for i, word in enumerate(sentence.words)
    )
    for word in speaking(alignment.claim):
        if any(_same(word, other) for other in theirs):
            continue
        if theirs:
            reason = f"in the cited words '{theirs[0].text}' says this, not '{word.text}'"
            yield Finding("speaker", "soft" if unnamed else "hard", reason)
        elif not unnamed:
            yield Finding("speaker", "soft", f"the cited words do not say that '{word.text}' said it")


def speaking(sentence: Sentence) -> list[Word]:
    """The last word of every name that a verb of saying stands beside."""
    words, found = sentence.words, []
    for i, word in enumerate(words):
        if word.low == "according" and i + 1 < len(words) and words[i + 1].low == "to":
            found += _name_from(words, i + 2)
        elif word.stem in _saying() and not word.named:
            before = [w for w in words[max(0, i - _REACH) : i] if w.named and w.clause == word.clause]
            found += before[-1:] or _name_from(words, i + 1)
    return found


def _name_from(words: Sequence[Word], start: int) -> list[Word]:
    """The last word of the name that begins within a few words from `start`, if one does."""
    first = next((i for i in range(start, min(start + _REACH, len(words))) if words[i].named), None)
    if first is None:
        return []
    last = first
    while last + 1 < len(words) and words[last + 1].named:
        last += 1
    return [words[last]]


def _says_next(words: Sequence[Word], i: int) -> bool:
    return any(word.stem in _saying() for word in words[max(0, i - 1) : i + 2])


def _same(a: Word, b: Word) -> bool:
    return same_people(a.low.removesuffix("'s"), b.low.removesuffix("'s"))


@cache
def _saying() -> frozenset[str]:
    return frozenset(stem(verb) for verb in SAYING)
