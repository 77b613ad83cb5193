"""Negation, contraries and hedges: "rejected" for "approved", "was not", "may"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_app.verification.align import Alignment
from qa_app.verification.degree import compared
from qa_app.verification.finding import Finding, Weight
from qa_app.verification.reading import PLAIN, Sentence, Word
from qa_app.verification.words import alike, antonyms, other_sex

_FLIPPED_SHARE = 0.3
_HEDGED_SHARE = 0.5


def polarity(alignment: Alignment, row: int) -> Iterator[Finding]:
    """Objections to the claim from sentence `row` of the evidence saying the contrary."""
    claim, evidence = alignment.claim, alignment.sentences[row]
    pairs = [(word, _signs(word, evidence)) for word in claim.content]
    pairs = [(word, signs) for word, signs in pairs if signs]
    flipped = [(w, signs[0][1]) for w, signs in pairs if all(sign == -1 for sign, _ in signs)]
    contrary = [pair for pair in flipped if _contraries(*pair, claim)]
    if contrary:
        yield _contrary(*contrary[0])
    elif not _undone(pairs):
        yield from _negations(claim, evidence, flipped, len(pairs))
        yield from _unsaid(alignment)


def _unsaid(alignment: Alignment) -> Iterator[Finding]:
    """An objection when the claim says "not" and nothing near it in the evidence does."""
    cue = next((w for w in alignment.claim.words if _denies(w)), None)
    window = alignment.window
    near = alignment.sentences[max(0, window.first - 1) : window.last + 1]
    if cue and not any(w.cue or _denies(w) for sentence in near for w in sentence.words):
        yield Finding("negation", "soft", f"'{cue.text}' is not in the cited words")


def _denies(word: Word) -> bool:
    return word.low in PLAIN or word.low.endswith("n't")


def _negations(
    claim: Sentence, evidence: Sentence, flipped: Sequence[tuple[Word, Word]], matched: int
) -> Iterator[Finding]:
    """An objection when a word is negated on one side only, and it is the head, or one of many."""
    alone = [
        (word, other)
        for word, other in flipped
        if alike(word.stem, other.stem) and not _same_negation((claim, word), (evidence, other))
    ]
    heads = [word for word, other in alone if word.head or other.head]
    said = [word for word, _ in alone if word.value is None]
    if heads or (said and len(alone) >= _FLIPPED_SHARE * matched):
        yield _negated((heads or said)[0])


def _contraries(word: Word, other: Word, claim: Sentence) -> bool:
    """Whether two words are contraries; not if the claim has both, or compares by the word."""
    if alike(word.stem, other.stem) or compared(word, claim.words):
        return False
    return not any(alike(other.stem, own.stem) for own in claim.content)


def _undone(pairs: Sequence[tuple[Word, list[tuple[int, Word]]]]) -> bool:
    """Whether a negation is there because a contrary stands in for the word: "not approve"."""
    return any(
        sign == 1 and other.stem in antonyms(word.stem)
        for word, signs in pairs
        for sign, other in signs
    )


def _same_negation(ours: tuple[Sentence, Word], theirs: tuple[Sentence, Word]) -> bool:
    """Whether the other side has the same negation of nearly the same words ("to cancel")."""
    (sentence, word), (other, _) = ours, theirs
    if not word.negated:
        (sentence, word), (other, _) = theirs, ours
    cue = _cue(sentence, word.negated_by)
    reach = _reach(sentence, word.negated_by)
    return any(
        _class(candidate) == _class(cue) and _meet(reach, _reach(other, candidate.at), cue)
        for candidate in other.words
        if candidate.cue
    )


def _meet(first: frozenset[str], second: frozenset[str], cue: Word | None) -> bool:
    """Whether two negations reach a word in common; "was cancelled" reaches none after it."""
    return bool(first & second) or (_class(cue) != "not" and not (first and second))


def _cue(sentence: Sentence, at: int) -> Word | None:
    return next((word for word in sentence.words if word.at == at), None)


def _class(cue: Word | None) -> str:
    """One for all plain negations, the stem of the others ("fail", "cancel")."""
    return "not" if cue is None or _denies(cue) else cue.stem


def _reach(sentence: Sentence, at: int) -> frozenset[str]:
    """The stems of the content words that the negation at `at` reaches."""
    return frozenset(w.stem for w in sentence.words if w.negated_by == at and w.content)


def _signs(word: Word, evidence: Sentence) -> list[tuple[int, Word]]:
    """+1 for each place where the evidence says the same, -1 where it says the contrary.

    Contraries count only where the word itself is not in the evidence.
    """
    words = [other for other in evidence.words if other.content]
    same = [other for other in words if alike(word.stem, other.stem)]
    opposite = antonyms(word.stem) if not same else frozenset()
    return [(1 if word.negated == other.negated else -1, other) for other in same] + [
        (-1 if word.negated == other.negated else 1, other)
        for other in words
        if other.stem in opposite
    ]


def _contrary(word: Word, other: Word) -> Finding:
    reason = f"the sentence says '{word.text}', the cited words say '{other.text}'"
    weight: Weight = "soft" if other.stem in other_sex(word.stem) else "hard"
    return Finding("contrary", weight, reason)


def _negated(word: Word) -> Finding:
    sides = ("the sentence", "the cited words do")
    first, second = sides if word.negated else ("the cited text", "the sentence does")
    return Finding("negation", "hard", f"{first} negates '{word.text}' and {second} not")


def hedge(alignment: Alignment, row: int) -> Iterator[Finding]:
    """An objection when the evidence only expects or supposes what the claim states as a fact."""
    words = alignment.sentences[row].content
    matched, hedged = 0, []
    for word in alignment.claim.content:
        places = [other for other in words if alike(word.stem, other.stem)]
        matched += bool(places)
        if places and not word.hedged and all(other.hedged for other in places):
            hedged.append(word)
    if hedged and len(hedged) >= _HEDGED_SHARE * matched:
        text = hedged[0].text
        yield Finding("hedge", "soft", f"the cited words do not state '{text}' as a fact")
