"""What a sentence changes of the sentence that it nearly copies: word for word beside each other.

Most of a wrong sentence is often right: one word of a true one was exchanged, put in or left out.
Where sentence and evidence run side by side, every difference is looked at; where they do not, this
module has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa_app.values.lexicon import PRONOUNS
from qa_app.verification.align import Alignment
from qa_app.verification.degree import ORDINALS, is_superlative
from qa_app.verification.finding import Finding
from qa_app.verification.lexicon import CAUSES, DOUBTS, QUANTIFIERS, RESTRICTIONS, SYMMETRIC
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, find, same_people

_COPIED = 0.6
_LEAST = 4
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Neighbouring words of the claim, and those of the evidence in their place; one may be none."""

    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A claim beside the sentence of the evidence that it follows most closely.

    Attributes:
        share: how much of the claim stands there in the same order, 0 to 1.
    """

    claim: Sentence
    evidence: Sentence
    changes: tuple[Change, ...]
    share: float


def changed(alignment: Alignment) -> Iterator[Finding]:
    """Objections to what the claim changes of the sentence that it nearly copies."""
    copy = nearest(alignment)
    if copy is None:
        return
    yield from _exchanged(copy)
    known = [word for sentence in alignment.sentences for word in sentence.words]
    for change in copy.changes:
        yield from _of_class(change, copy)
        yield from _other_words(change, copy, known)


def nearest(alignment: Alignment) -> Copy | None:
    """The closest copy among the sentences that hold most of the claim; none where it is free."""
    copies = [_beside(alignment.claim, alignment.sentences[row]) for row in alignment.candidates]
    best = max(copies, key=lambda copy: copy.share, default=None)
    long = len(alignment.claim.words) >= _LEAST
    return best if best and long and best.share >= _COPIED else None


def _beside(claim: Sentence, evidence: Sentence) -> Copy:
    theirs = [word.stem for word in evidence.words]
    ours = [_as_there(word, evidence, theirs) for word in claim.words]
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    same = sum(i2 - i1 for tag, i1, i2, _, _ in steps if tag == "equal")
    changes = tuple(
        Change(claim.words[i1:i2], evidence.words[j1:j2])
        for tag, i1, i2, j1, j2 in steps
        if tag != "equal"
    )
    return Copy(claim, evidence, changes, same / max(1, len(ours)))


def _as_there(word: Word, evidence: Sentence, stems: Sequence[str]) -> str:
    """The word's stem, or the stem of a word of the evidence that means the same."""
    if word.stem in stems or not word.content:
        return word.stem
    if word.value is None and (other := find(word.stem, stems)):
        return other
    if word.named:
        people = (w.stem for w in evidence.words if w.named and same_people(_base(word), _base(w)))
        return next(people, word.stem)
    return word.stem


def _base(word: Word) -> str:
    return word.low.removesuffix("'s")


def _exchanged(copy: Copy) -> Iterator[Finding]:
    """Two stretches of the evidence have changed places, and what stands between them has not."""
    pairs = [(_content(c.ours), _content(c.theirs)) for c in copy.changes]
    for n, (ours, theirs) in enumerate(pairs):
        for m in range(n + 1, len(pairs)):
            if ours and theirs and ours == pairs[m][1] and theirs == pairs[m][0]:
                first, last = copy.changes[n].ours[-1].at, copy.changes[m].ours[0].at
                between = [w for w in copy.claim.words if first < w.at < last]
                if any(w.low == "and" or w.low in SYMMETRIC for w in between):
                    continue
                a, b = copy.changes[n].ours[-1].text, copy.changes[m].ours[-1].text
                reason = f"'{a}' and '{b}' have changed places in the cited words"
                yield Finding("exchanged", "hard", reason)


def _content(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(_base(word) for word in words if word.content)


def _of_class(change: Change, copy: Copy) -> Iterator[Finding]:
    """Words that change how much, how sure, which rank or why: they say little by themselves."""
    ours, theirs = _lows(change.ours), _lows(change.theirs)
    more, less = ours - _lows(copy.evidence.words), theirs - _lows(copy.claim.words)
    if (new := more & QUANTIFIERS) and less & QUANTIFIERS:
        yield _for("quantity", "hard", new, less & QUANTIFIERS)
    elif new:
        yield _said("quantity", new)
    if (new := more & CAUSES) and not _lows(copy.evidence.words) & CAUSES:
        yield _said("cause", new)
    if less & DOUBTS and not _lows(copy.claim.words) & DOUBTS:
        yield _left_out("hedge", less & DOUBTS)
    if less & RESTRICTIONS:
        yield _left_out("restriction", less & RESTRICTIONS)
    if (new := more & ORDINALS) and _ranked(change.ours, copy.claim):
        yield Finding("rank", "hard", f"'{_one(new)}' is not the rank that the cited words give")


def _lows(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(part for word in words for part in (word.low, *word.low.split("-")))


def _one(words: frozenset[str]) -> str:
    return min(words)


def _for(rule: str, weight: str, ours: frozenset[str], theirs: frozenset[str]) -> Finding:
    reason = f"the sentence says '{_one(ours)}', the cited words say '{_one(theirs)}'"
    return Finding(rule, "hard" if weight == "hard" else "soft", reason)


def _said(rule: str, words: frozenset[str]) -> Finding:
    return Finding(rule, "soft", f"the cited words do not say '{_one(words)}'")


def _left_out(rule: str, words: frozenset[str]) -> Finding:
    return Finding(rule, "soft", f"the cited words say '{_one(words)}', which the sentence leaves out")


def _ranked(words: Sequence[Word], claim: Sentence) -> bool:
    """Whether a rank follows the ordinal, or it ranks what the evidence calls the first."""
    last = words[-1].at
    after = [word for word in claim.words if words[0].at <= word.at <= last + _NEAR]
    return any(is_superlative(word) for word in after) or any(w.low in ORDINALS for w in words)


def _other_words(change: Change, copy: Copy, known: Sequence[Word]) -> Iterator[Finding]:
    """Content words in the place of others, or put in, that nothing in the evidence says."""
    theirs = [word for word in change.theirs if word.content]
    own = [w for w in change.ours if w.content and w.value is None and not _moved(w, copy)]
    strange = [word for word in own if not any(_alike(word, other) for other in theirs)]
    if not strange:
        return
    if theirs and any(w.named for w in strange) and _named(theirs):
        names = [w for w in theirs if w.named and not any(_alike(w, o) for o in copy.claim.words)]
        if names:
            reason = f"the cited words say this of '{names[0].text}', not of '{strange[0].text}'"
            yield Finding("name_changed", "soft", reason)
            return
    new = [word for word in strange if not any(_alike(word, other) for other in known)]
    stands_for = not theirs or all(w.low in PRONOUNS for w in change.theirs)
    if new or not (stands_for or any(w.named for w in strange)):
        text = (new or strange)[0].text
        yield Finding("word", "soft", f"the cited words do not say '{text}'")


def _moved(word: Word, copy: Copy) -> bool:
    """Whether the word stands elsewhere in the sentence that is copied."""
    return any(_alike(word, other) for other in copy.evidence.words)


def _named(words: Sequence[Word]) -> bool:
    return any(word.named for word in words)


def _alike(a: Word, b: Word) -> bool:
    return alike(a.stem, b.stem) or (a.named and b.named and same_people(_base(a), _base(b)))
