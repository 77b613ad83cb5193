"""Whether two statements give different values for one and the same thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from qa_app.conflicts.claims import compared
from qa_app.conflicts.dates import written_on
from qa_app.conflicts.model import Claim
from qa_app.values import Amount, Value, When, compare
from qa_app.values.compare import contradicts, entails, same_unit
from qa_app.values.lexicon import word_set
from qa_app.verification.copies import Change, Copy, beside
from qa_app.verification.degree import is_superlative
from qa_app.verification.lexicon import DOUBTS
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, antonyms, find, same_people, stem

_OF_FEWER: Final = 0.5
_OF_MORE: Final = 0.4
_SHARED: Final = 2
_NEARLY: Final = ("nearly", "almost", "close", "just", "some", "about", "around", "roughly")
_CLOSE: Final = Decimal("0.03")
_REPEATED: Final = 0.7
_LONG: Final = 5
_SHORT: Final = 4
_MANY: Final = 5
_TIMES: Final = ("date", "duration")
_ONCE: Final = frozenset(
    stem(verb)
    for verb in word_set(
        "become found founded establish established born die died open launch sign join "
        "elevate upgrade create begin start end invent discover marry release publish "
        "premiere build complete inaugurate assassinate normalise normalize form introduce "
        "adopt ratify abolish retire resign set name raise announce close ban kill marked"
    )
)


def disagree(first: Claim, second: Claim) -> bool:
    """Whether both cannot be right: other values, for the same thing at the same time.

    Of two sentences of which one nearly repeats the other, the values that stand in each other's
    place are for the same thing; of others, those of which all else that is told agrees.
    """
    if first.statement.source == second.statement.source:
        return False
    first, second = sorted((first, second), key=lambda claim: len(claim.sentence.words))
    if repeated(first, second):
        copy = beside(first.sentence, second.sentence)
        if in_place(first, second, copy):
            return _differ_in_place(first, second)
        if _said_too(first, second) or _said_too(second, first) or _of_another(copy):
            return False
    return first.asked and second.asked and all(test(first, second) for test in _TESTS)


def _said_too(claim: Claim, other: Claim) -> bool:
    return any(compare(claim.value, value) == "same" for value in other.sentence.values)


def repeated(first: Claim, second: Claim) -> bool:
    """Whether one of the sentences nearly repeats the other, as far as the shorter one goes."""
    short, long = sorted((first.sentence, second.sentence), key=lambda s: len(s.words))
    return len(short.words) >= _LONG and beside(short, long).share >= _REPEATED


def in_place(first: Claim, second: Claim, copy: Copy) -> bool:
    """Whether the second value stands in the place of the first, and all else is the same there."""
    ours, theirs = (_word_at(claim) for claim in (first, second))
    if ours is None or theirs is None or first.value.kind != second.value.kind:
        return False
    own = next((change for change in copy.changes if ours in change.ours), None)
    moved = own is not None and not own.theirs and first.value.kind == "date"
    if own is None or not (theirs in own.theirs or moved):
        return False
    values = (ours, theirs)
    return not any(_tells_apart(change, copy, values) for change in copy.changes)


def _word_at(claim: Claim) -> Word | None:
    return next((w for w in claim.sentence.words if w.start == claim.value.start), None)


def _of_another(copy: Copy) -> bool:
    """Whether other words, not values, stand in each other's place: "oats" and "barley"."""
    return any(
        _alone(change.ours, copy.evidence) and _alone(change.theirs, copy.claim)
        for change in copy.changes
    )


def _alone(words: Sequence[Word], other: Sentence) -> bool:
    return any(w.content and w.value is None and not _held(w, other.words) for w in words)


def _tells_apart(change: Change, copy: Copy, values: Sequence[Word]) -> bool:
    """Whether other words stand in each other's place, or one side gives a time or only expects."""
    left = [word for word in change.ours if word not in values and word.content]
    right = [word for word in change.theirs if word not in values and word.content]
    left = [word for word in left if not _held(word, copy.evidence.words)]
    right = [word for word in right if not _held(word, copy.claim.words)]
    if (left and right) or any(word.value is not None for word in left):
        return True
    timed = any(w.value is not None and w.value.kind in _TIMES for w in right)
    timed = timed or any(w.low == "now" for w in (*change.ours, *change.theirs))
    doubted = {w.low for w in change.ours} & DOUBTS != {w.low for w in change.theirs} & DOUBTS
    return len(change.theirs) <= _SHORT and (timed or doubted)


def _held(word: Word, words: Sequence[Word]) -> bool:
    """Whether a value as exact, or the name, stands among the words."""
    if word.value is None:
        return any(alike(word.stem, w.stem) or _same_name(word, w) for w in words)
    return any(w.value is not None and compare(word.value, w.value) == "same" for w in words)


def _differ_in_place(first: Claim, second: Claim) -> bool:
    """Whether two values in one place exclude each other, rounding and limits aside."""
    if first.firm != second.firm or first.before != second.before or _only_then(first, second):
        return False
    if first.value.kind != "date" and not _same_time(first, second):
        return False
    a, b = first.value, second.value
    if isinstance(a.detail, When) and isinstance(b.detail, When):
        return contradicts(a.detail, b.detail)
    if a.kind == "age":
        return _values_differ(first, second)
    if not isinstance(a.detail, Amount) or not isinstance(b.detail, Amount):
        return False
    if not same_unit(a.detail, b.detail) or a.detail.ordinal or b.detail.ordinal:
        return first.asked and second.asked and all(test(first, second) for test in _TESTS)
    if a.detail.bound and a.detail.bound == b.detail.bound:
        # "At least 12" of Monday is no longer so on Wednesday.
        return first.statement.published == second.statement.published and not _close(a, b)
    return compare(a, b) != "same" and not _consistent(a, b)


def _only_then(first: Claim, second: Claim) -> bool:
    """Whether the date may be of another event of the kind: one that recurs, told in few words."""
    held = {find(stem, second.sentence.stems) for stem in first.sentence.stems} - {None}
    return len(held) < _MANY and not _happens_once(first, second)


def _firm(first: Claim, second: Claim) -> bool:
    """Both stated as facts, none only the start of a change or the size of one."""
    if not (first.firm and second.firm) or compared(first) or compared(second):
        return False
    return (first.before == "by") == (second.before == "by")


def _values_differ(first: Claim, second: Claim) -> bool:
    a, b = first.value, second.value
    if isinstance(a.detail, When) and isinstance(b.detail, When):
        return contradicts(a.detail, b.detail) and a.detail.year != b.detail.year
    if not isinstance(a.detail, Amount) or not isinstance(b.detail, Amount):
        return False
    if not same_unit(a.detail, b.detail) or compare(a, b) == "same" or a.kind != b.kind:
        return False
    if a.kind == "age":
        return abs(a.detail.low - b.detail.low) > 1 + _years_between(first, second)
    return not _consistent(a, b)


def _years_between(first: Claim, second: Claim) -> int:
    a, b = written_on(first.statement.published), written_on(second.statement.published)
    return abs(a.year - b.year) if a and b else 100


def _consistent(a: Value, b: Value) -> bool:
    """Whether rounding or a limit explains the difference; "nearly" only a small one."""
    if _limited(a, b) or _limited(b, a) or ((_loosely(a) or _loosely(b)) and _close(a, b)):
        return True
    if compare(a, b) == "different":
        return entails(a, b) or entails(b, a)
    return _close(a, b) or not (_loosely(a) or _loosely(b))


def _close(a: Value, b: Value) -> bool:
    """Whether two amounts are nearly the same."""
    if not isinstance(a.detail, Amount) or not isinstance(b.detail, Amount):
        return False
    largest = max(abs(a.detail.high), abs(b.detail.high))
    return abs(a.detail.high - b.detail.high) <= largest * _CLOSE


def _limited(limit: Value, other: Value) -> bool:
    """Whether `limit` is "up to" or "more than" and `other` lies on its right side."""
    a, b = limit.detail, other.detail
    if not isinstance(a, Amount) or not isinstance(b, Amount):
        return False
    above = a.bound == "above" and b.high >= a.low
    return above or (a.bound == "below" and not _loosely(limit) and b.low <= a.high)


def _loosely(value: Value) -> bool:
    """Whether the value claims to be close ("nearly"), not only to keep a limit ("up to")."""
    detail = value.detail
    bounded = isinstance(detail, Amount) and detail.bound in ("about", "below")
    return bounded and value.text.lower().startswith(_NEARLY)


def _same_time(first: Claim, second: Claim) -> bool:
    """The same year (and month, if either gives one), the same length of time."""
    if first.periods != second.periods:
        return False
    a, b = first.date, second.date
    if a is not None and b is not None:
        same_form = (a.month is None) == (b.month is None) and a.part == b.part
        return same_form and a.span == b.span and not contradicts(a, b)
    if a is None and b is None:
        return True
    dated, undated = (a, second) if a is not None else (b, first)
    day = written_on(undated.statement.published)
    return day is not None and dated is not None and dated.year in (day.year, day.year - 1)


def _same_counted(first: Claim, second: Claim) -> bool:
    """The same things counted or ranked: "six vessels" and "seven boats", never "six crew"."""
    a, b = first.value.detail, second.value.detail
    if not isinstance(a, Amount) or not isinstance(b, Amount):
        return True
    if a.ordinal:
        ranks = any(is_superlative(w) for w in _nouns(first)) or "place" in a.nouns
        return ranks and bool(a.nouns and b.nouns) and alike(stem(a.nouns[-1]), stem(b.nouns[-1]))
    if a.unit or not (a.nouns or b.nouns):
        return True
    theirs = [stem(noun) for noun in b.nouns]
    return any(find(stem(noun), theirs) for noun in a.nouns)


def _nouns(claim: Claim) -> list[Word]:
    detail = claim.value.detail
    nouns = detail.nouns if isinstance(detail, Amount) else ()
    return [word for word in claim.context if word.low in nouns]


def _same_names(first: Claim, second: Claim) -> bool:
    """No name on either side that the other side lacks, unless one side has none to add."""
    ours = [word for word in first.context if word.named]
    theirs = [word for word in second.context if word.named]
    alone = [a for a in ours if not any(_same_name(a, b) for b in theirs)]
    left = [b for b in theirs if not any(_same_name(a, b) for a in ours)]
    return not (alone and left)


def _same_name(a: Word, b: Word) -> bool:
    return same_people(a.low.removesuffix("'s"), b.low.removesuffix("'s"))


def _same_subject(first: Claim, second: Claim) -> bool:
    """Enough words in common, not only names, no contraries, no two different measures."""
    ours, theirs = _subject(first), _subject(second)
    held = {word for word in ours if find(word, theirs)}
    few, many = sorted((len(ours), len(theirs)))
    enough = max(_SHARED, _OF_FEWER * few, _OF_MORE * many)
    plain = {word.stem for word in first.context if not word.named}
    if len(held) < enough or not plain & held:
        return False
    return not any(other in antonyms(word) for word in ours for other in theirs)


def _subject(claim: Claim) -> list[str]:
    return [word.stem for word in claim.context]


def _happens_once(first: Claim, second: Claim) -> bool:
    """For dates: the event is of a kind that has one date (founding, signing), not a visit."""
    if first.value.kind != "date":
        return True
    theirs = set(_subject(second))
    return any(word in _ONCE and word in theirs for word in _subject(first))


_TESTS: Final[Sequence[Callable[[Claim, Claim], bool]]] = (
    _firm,
    _values_differ,
    _same_time,
    _same_counted,
    _same_names,
    _same_subject,
    _happens_once,
)
