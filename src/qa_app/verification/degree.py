"""Ranks and comparisons: "the largest" for "the third-largest", "more than" for "fewer than"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_app.values import Amount
from qa_app.values.lexicon import ORDINALS as ORDINAL_WORDS
from qa_app.values.lexicon import word_set
from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.lexicon import LESS, MORE, POLAR
from qa_app.verification.reading import Word, name_words
from qa_app.verification.words import alike, antonyms

_NEAR = 4
ORDINALS = frozenset(ORDINAL_WORDS) | {"1st", "2nd", "3rd", "4th", "5th"}
_NO_SUPERLATIVES = word_set(
    "forest arrest protest request interest invest harvest contest suggest conquest honest modest "
    "digest tempest guest quest crest chest"
)


def degrees(alignment: Alignment, row: int) -> Iterator[Finding]:
    """Objections to ranks, comparisons and small words such as "against" in sentence `row`."""
    ours, theirs = alignment.claim.words, alignment.sentences[row].words
    yield from _ranks(ours, theirs)
    yield from _comparisons(alignment, row)
    yield from _small_words(ours, theirs)


def _ranks(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Finding]:
    for i, word in enumerate(ours):
        if not is_superlative(word):
            continue
        places = [j for j, other in enumerate(theirs) if other.stem == word.stem]
        ranked = [j for j in places if _rank_before(theirs, j)]
        if places and len(ranked) == len(places) and not _rank_before(ours, i):
            reason = f"'{word.text}' is not the rank that the cited words give"
            yield Finding("rank", "hard", reason)


def is_superlative(word: Word) -> bool:
    """Whether a word is "largest", "most", "best", …; not "interest" and its like."""
    if word.low in ("most", "least", "best", "worst", "only", "sole"):
        return True
    return word.low.endswith("est") and 5 <= len(word.low) < 10 and word.low not in _NO_SUPERLATIVES


def _rank_before(words: Sequence[Word], i: int) -> bool:
    """Whether an ordinal or "one of the" stands before word `i`."""
    before = words[max(0, i - 3) : i]
    lows = [word.low for word in before]
    if lows == ["one", "of", "the"] or lows[-2:] == ["among", "the"]:
        return True
    value = before[-1].value if before else None
    return value is not None and isinstance(value.detail, Amount) and value.detail.ordinal


def _comparisons(alignment: Alignment, row: int) -> Iterator[Finding]:
    """Names exchanged around "than", unless the comparison is turned round as well."""
    claim, evidence = alignment.claim, alignment.sentences[row]
    ours, theirs = _than(claim.words), _than(evidence.words)
    if ours is None or theirs is None:
        return
    first = name_words(claim, 0, ours), name_words(claim, ours, len(claim.words))
    second = (
        name_words(evidence, max(0, theirs - 2 * _NEAR), theirs),
        name_words(evidence, theirs, theirs + 2 * _NEAR),
    )
    if not all(first) or not all(second):
        return
    exchanged = bool(first[0] & second[1] and first[1] & second[0])
    straight = bool(first[0] & second[0] and first[1] & second[1])
    turned = _turned(claim.words, ours, evidence.words, theirs)
    if turned is not None and exchanged != straight and exchanged != turned:
        yield Finding("comparison", "hard", "the cited words compare the other way round")


def _than(words: Sequence[Word]) -> int | None:
    return next((i for i, word in enumerate(words) if word.low == "than"), None)


def _turned(ours: Sequence[Word], i: int, theirs: Sequence[Word], j: int) -> bool | None:
    """Whether the words of degree before "than" are contraries; nothing when that is unknown."""
    first, second = _direction(ours, i), _direction(theirs, j)
    if first and second:
        return first != second
    before, after = ours[max(0, i - _NEAR) : i], theirs[max(0, j - _NEAR) : j]
    if any(b.stem in antonyms(a.stem) for a in before for b in after):
        return True
    return False if any(a.stem == b.stem for a in before for b in after) else None


def _direction(words: Sequence[Word], than: int) -> int:
    """+1 for "larger than", -1 for "fewer than", 0 for other words."""
    for word in reversed(words[max(0, than - _NEAR) : than]):
        if word.low in MORE or word.low in LESS:
            return 1 if word.low in MORE else -1
    return 0


def compared(word: Word, words: Sequence[Word]) -> bool:
    """Whether "than" follows the word shortly: its contrary may be right, sides exchanged."""
    return any(other.low == "than" and 0 < other.at - word.at <= _NEAR for other in words)


def _small_words(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Finding]:
    """Contraries among words that say little alone: "for" and "against", "more" and "fewer"."""
    for i, word in enumerate(ours):
        contrary = POLAR.get(word.low)
        if contrary is None or compared(word, ours):
            continue
        anchors = _around(ours, i)
        same = any(_meets(anchors, _around(theirs, j)) for j in _places(theirs, {word.low}))
        turned = [j for j in _places(theirs, contrary) if _meets(anchors, _around(theirs, j))]
        if turned and not same and word.negated == theirs[turned[0]].negated:
            reason = (
                f"the sentence says '{word.text}', the cited words say '{theirs[turned[0]].text}'"
            )
            yield Finding("contrary", "hard", reason)


def _places(words: Sequence[Word], wanted: frozenset[str] | set[str]) -> list[int]:
    return [j for j, word in enumerate(words) if word.low in wanted]


def _around(words: Sequence[Word], i: int) -> list[str]:
    """The stems of the nearest content words before and after word `i`, and of those next to it."""
    before = [word.stem for word in words[max(0, i - _NEAR) : i] if word.content]
    after = [word.stem for word in words[i + 1 : i + 1 + _NEAR] if word.content]
    return [*before[-1:], *after[:1]]


def _meets(first: Sequence[str], second: Sequence[str]) -> bool:
    return any(alike(a, b) for a in first for b in second)
