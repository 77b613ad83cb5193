"""Negation, contraries and hedges: "rejected" for "approved", "was not", "may"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_app.verification.align import Alignment
from qa_app.verification.degree import compared
from qa_app.verification.finding import Finding, Weight
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, antonyms, other_sex

_FLIPPED_SHARE = 0.3
_HEDGED_SHARE = 0.5


def polarity(alignment: Alignment, row: int) -> Iterator[Finding]:
    """Objections to the claim from sentence `row` of the evidence saying the contrary."""
    claim, evidence = alignment.claim, alignment.sentences[row]
    pairs = [(word, list(_signs(word, evidence))) for word in claim.content]
    pairs = [(word, signs) for word, signs in pairs if signs]
    flipped = [(w, signs[0][1]) for w, signs in pairs if all(sign == -1 for sign, _ in signs)]
    contrary = [
        (word, other)
        for word, other in flipped
        if _contraries(word, other, claim) and not compared(word, claim.words)
    ]
    if contrary:
        yield _contrary(*contrary[0])
    elif not _same_cue(claim, evidence) and not _undone(pairs):
        heads = [word for word, other in flipped if word.head or other.head]
        flipped = [(word, other) for word, other in flipped if word.value is None]
        if heads or (flipped and len(flipped) >= _FLIPPED_SHARE * len(pairs)):
            yield _negated((heads or [flipped[0][0]])[0])


def _contraries(word: Word, other: Word, claim: Sentence) -> bool:
    """Whether two words are contraries, and the claim does not hold both ("men and women")."""
    both = any(alike(other.stem, own.stem) for own in claim.content)
    return not alike(word.stem, other.stem) and not both


def _undone(pairs: Sequence[tuple[Word, list[tuple[int, Word]]]]) -> bool:
    """Whether a negation is there because a contrary stands in for the word: "not approve"."""
    return any(
        sign == 1 and other.stem in antonyms(word.stem)
        for word, signs in pairs
        for sign, other in signs
    )


def _same_cue(claim: Sentence, evidence: Sentence) -> bool:
    """Whether both say no with the same word ("cancelled", "to cancel")."""
    ours = {word.stem for word in claim.words if word.cue}
    return any(word.stem in ours for word in evidence.words if word.cue)


def _signs(word: Word, evidence: Sentence) -> Iterator[tuple[int, Word]]:
    """+1 for each place where the evidence says the same, -1 where it says the contrary."""
    opposite = antonyms(word.stem)
    for other in evidence.words:
        if not other.content:
            continue
        if alike(word.stem, other.stem):
            yield (1 if word.negated == other.negated else -1), other
        elif other.stem in opposite:
            yield (-1 if word.negated == other.negated else 1), other


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
