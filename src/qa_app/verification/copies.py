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
from qa_app.verification.lexicon import CAUSAL, CAUSES, DOUBTS, QUANTIFIERS, RESTRICTIONS, SYMMETRIC
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, antonyms, find, same_people

_COPIED, _TURNED, _HELD = 0.6, 0.4, 0.85
_LEAST = 4
_NEAR = 3
_SHORT = 4
_BETWEEN = 8
_NOT = frozenset(("not", "no", "never", "cannot", "nobody", "none", "nothing", "neither", "nor"))


@dataclass(frozen=True, slots=True)
class Change:
    """Neighbouring words of the claim, and those of the evidence in their place, or none."""

    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A claim beside the sentence of the evidence that it follows most closely.

    Attributes:
        share: how much of the claim stands there in the same order, 0 to 1.
        held: how much of it stands there in any order.
    """

    claim: Sentence
    evidence: Sentence
    changes: tuple[Change, ...]
    share: float
    held: float


def changed(alignment: Alignment) -> Iterator[Finding]:
    """Objections to what the claim changes of the sentence that it nearly copies."""
    copy = nearest(alignment)
    if copy is None:
        yield from _free_cause(alignment)
        return
    yield from _exchanged(copy)
    known = [word for sentence in alignment.sentences for word in sentence.words]
    for change in copy.changes:
        yield from _of_class(change, copy)
        yield from _negation(change)
        yield from _other_words(change, copy, known)


def nearest(alignment: Alignment) -> Copy | None:
    """The closest copy among the sentences that hold most of the claim; none where it is free."""
    copies = [beside(alignment.claim, alignment.sentences[row]) for row in alignment.candidates]
    best = max(copies, key=lambda copy: copy.share, default=None)
    if best is None or len(alignment.claim.words) < _LEAST:
        return None
    turned = best.share >= _TURNED and best.held >= _HELD
    return best if best.share >= _COPIED or turned else None


def beside(claim: Sentence, evidence: Sentence) -> Copy:
    """Two sentences word for word beside each other, synonyms and peoples taken for the same."""
    theirs = [word.stem for word in evidence.words]
    ours = [_as_there(word, evidence, theirs) for word in claim.words]
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    same = sum(i2 - i1 for tag, i1, i2, _, _ in steps if tag == "equal")
    changes = tuple(
        Change(claim.words[i1:i2], evidence.words[j1:j2])
        for tag, i1, i2, j1, j2 in steps
        if tag != "equal"
    )
    count = max(1, len(ours))
    return Copy(claim, evidence, changes, same / count, sum(o in theirs for o in ours) / count)


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
    """Two names have changed places round the same words, and nothing turns the sentence round."""
    ours, theirs = _runs(copy.claim), _runs(copy.evidence)
    for n, first in enumerate(ours):
        for second in ours[n + 1 :]:
            a, b = _places(first, theirs), _places(second, theirs)
            if len(a) != 1 or len(b) != 1 or a[0][0].at <= b[0][0].at:
                continue
            here = _between(copy.claim, first, second)
            there = _between(copy.evidence, b[0], a[0])
            if _holds(here, there):
                reason = f"'{first[-1].text}' and '{second[-1].text}' have changed places"
                yield Finding("exchanged", "hard", reason)
                return


Run = tuple[Word, ...]


def _runs(sentence: Sentence) -> list[Run]:
    """Names: neighbouring words that belong to one."""
    runs: list[list[Word]] = []
    for word in sentence.words:
        if word.named and runs and runs[-1][-1].at + 1 == word.at:
            runs[-1].append(word)
        elif word.named:
            runs.append([word])
    return [tuple(run) for run in runs]


def _places(run: Run, among: Sequence[Run]) -> list[Run]:
    own = [word for word in run if word.content]
    return [
        other
        for other in among
        if own and 2 * sum(any(_alike(w, o) for o in other if o.content) for w in own) > len(own)
    ]


def _between(sentence: Sentence, first: Run, second: Run) -> list[Word]:
    return [word for word in sentence.words if first[-1].at < word.at < second[0].at]


def _holds(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether the words between two names are the same ones, and tell one from the other."""
    if not here or len(here) > _BETWEEN or any(w.low in SYMMETRIC or w.low == "and" for w in here):
        return False
    lows = {word.low for word in there}
    turned = any((word in lows) != any(w.low == word for w in here) for word in ("by", "than"))
    same = sum(any(_alike(word, other) for other in there) for word in here)
    return not turned and 2 * same > len(here)


def _of_class(change: Change, copy: Copy) -> Iterator[Finding]:
    """Words that change how much, how sure, which rank or why: they say little by themselves."""
    more, less = _added(change, copy), _gone(change, copy)
    short = len(change.theirs) <= _SHORT
    if (new := more & QUANTIFIERS) and less & QUANTIFIERS:
        yield _instead("quantity", new, less & QUANTIFIERS)
    elif new:
        yield _unsaid("quantity", new)
    others = _lows(copy.evidence.words) - _lows(copy.claim.words)
    if (new := more & CAUSAL) and not (less | others) & CAUSES:
        yield _unsaid("cause", new)
    if short and less & DOUBTS and not more & DOUBTS:
        yield _left_out("hedge", less & DOUBTS)
    if short and less & RESTRICTIONS:
        yield _left_out("restriction", less & RESTRICTIONS)
    ranked = (new := more & ORDINALS) and _ranked(change.ours, copy.claim)
    if ranked or _one_of_them(change, copy):
        text = _one(new) if ranked else "the"
        yield Finding("rank", "hard", f"'{text}' is not the rank that the cited words give")


def _added(change: Change, copy: Copy) -> frozenset[str]:
    """The words of the change that stand more often in the claim than in the evidence."""
    return _more(change.ours, copy.claim.words, copy.evidence.words)


def _gone(change: Change, copy: Copy) -> frozenset[str]:
    """The words in whose place it stands, unless the claim has them somewhere else."""
    return _more(change.theirs, copy.evidence.words, copy.claim.words)


def _more(words: Sequence[Word], here: Sequence[Word], there: Sequence[Word]) -> frozenset[str]:
    return frozenset(
        low
        for low in _lows(words)
        if sum(low in _lows((w,)) for w in here) > sum(low in _lows((w,)) for w in there)
    )


def _one_of_them(change: Change, copy: Copy) -> bool:
    """Whether "the largest" is made of "one of the largest"."""
    if not {"one", "of"} <= _gone(change, copy) | {"of"} or not change.theirs:
        return False
    after = [w for w in copy.evidence.words if 0 < w.at - change.theirs[-1].at <= _NEAR]
    return "of" in _lows(change.theirs) and any(is_superlative(word) for word in after)


def _free_cause(alignment: Alignment) -> Iterator[Finding]:
    """A claim in free words that gives a cause where the evidence gives none at all."""
    new = _lows(alignment.claim.words) & CAUSAL
    if new and not any(_lows(s.words) & CAUSES for s in alignment.sentences):
        yield _unsaid("cause", new)


def _negation(change: Change) -> Iterator[Finding]:
    """A "not" put in or left out, with nothing else that could make up for it."""
    if any(word.content for word in (*change.ours, *change.theirs)):
        return
    ours, theirs = (any(_denies(w) for w in side) for side in (change.ours, change.theirs))
    if ours != theirs:
        said = "the sentence says 'not', the cited words do not"
        yield Finding("negation", "hard", said if ours else "the sentence leaves out a 'not'")


def _denies(word: Word) -> bool:
    return word.low in _NOT or word.low.endswith("n't")


def _lows(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(part for word in words for part in (word.low, *word.low.split("-")))


def _one(words: frozenset[str]) -> str:
    return min(words)


def _instead(rule: str, ours: frozenset[str], theirs: frozenset[str]) -> Finding:
    reason = f"the sentence says '{_one(ours)}', the cited words say '{_one(theirs)}'"
    return Finding(rule, "hard", reason)


def _unsaid(rule: str, words: frozenset[str]) -> Finding:
    return Finding(rule, "soft", f"the cited words do not say '{_one(words)}'")


def _left_out(rule: str, words: frozenset[str]) -> Finding:
    return Finding(
        rule, "soft", f"the cited words say '{_one(words)}', which the sentence leaves out"
    )


def _ranked(words: Sequence[Word], claim: Sentence) -> bool:
    """Whether a rank follows the ordinal, or it ranks what the evidence calls the first."""
    last = words[-1].at
    after = [word for word in claim.words if words[0].at <= word.at <= last + _NEAR]
    return any(is_superlative(word) for word in after) or any(w.low in ORDINALS for w in words)


def _other_words(change: Change, copy: Copy, known: Sequence[Word]) -> Iterator[Finding]:
    """Content words in the place of others, or put in, that nothing in the evidence says."""
    theirs = [word for word in change.theirs if word.content]
    own = [w for w in change.ours if w.content and w.value is None]
    strange = [word for word in own if not any(_meets(word, other) for other in theirs)]
    if not theirs:
        strange = [word for word in strange if not _of_known_name(word, copy)]
    gone = _gone(change, copy)
    names = [word for word in theirs if word.named and word.low in gone]
    named = [word for word in strange if word.named]
    in_place = len(change.theirs) <= len(change.ours) + _SHORT
    if names and named and in_place:
        reason = f"the cited words say this of '{names[0].text}', not of '{named[0].text}'"
        yield Finding("name_changed", "soft", reason)
        return
    strange = [word for word in strange if not _moved(word, copy)]
    new = [word for word in strange if not any(_alike(word, other) for other in known)]
    stands_for = not theirs or all(w.low in PRONOUNS for w in change.theirs)
    if new or (strange and not (stands_for or named)):
        text = (new or strange)[0].text
        yield Finding("word", "soft", f"the cited words do not say '{text}'")


def _meets(word: Word, other: Word) -> bool:
    """Whether two words are alike or contraries, which the rules of negation look at."""
    return _alike(word, other) or other.stem in antonyms(word.stem)


def _of_known_name(word: Word, copy: Copy) -> bool:
    """Whether the word only makes a name of the evidence fuller: "Ann Berg" for "Berg"."""
    if not word.named:
        return False
    run = next(run for run in _runs(copy.claim) if word in run)
    return any(_alike(one, other) for one in run if one != word for other in copy.evidence.words)


def _moved(word: Word, copy: Copy) -> bool:
    """Whether the word stands elsewhere in the copied sentence, as often as in the claim."""
    count = sum(_alike(word, other) for other in copy.claim.words if other.content)
    return 0 < count <= sum(_alike(word, other) for other in copy.evidence.words)


def _alike(a: Word, b: Word) -> bool:
    return alike(a.stem, b.stem) or (a.named and b.named and same_people(_base(a), _base(b)))
