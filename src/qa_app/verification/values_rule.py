"""Every number, date and age must be in the evidence, and belong to the same thing there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from qa_app.values import Amount, Value, When, compare, entails
from qa_app.values.compare import same_unit
from qa_app.values.units import CURRENCIES
from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.reading import MEASURES, Sentence, Word, context, word_before
from qa_app.verification.words import alike

_SMALL = 3
_CARRIED = 0.6
_YEARS = (1000, 2200)
_MOST_COUNTED = 20
_BEFORE, _AFTER = frozenset(("before", "by", "until")), frozenset(("after", "since"))
_LIST = re.compile(r"[^,;:.()]+(?:[,;] [^,;:.()]+)*(?:[,;])? and [^,;:.()]+")
"""A list: "Ann, Bo and Cy", the words before and after it included."""
_TO_FROM = frozenset(("to", "from"))


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the evidence and the sentence it stands in."""

    value: Value
    row: int


def check_measures(alignment: Alignment) -> Iterator[Finding]:
    """Objections to the numbers, dates, durations and ages of the claim."""
    places = [
        Place(value, row)
        for row, sentence in enumerate(alignment.sentences)
        for value in sentence.values
        if value.kind in MEASURES
    ]
    claimed = [value for value in alignment.claim.values if value.kind in MEASURES]
    for value in claimed:
        matches = [place for place in places if _says(place.value, value)]
        if not matches:
            yield from _absent(alignment, value, places)
        else:
            yield from _elsewhere(alignment, value, matches)
            yield from _replaced(alignment, value, matches, claimed)
            yield from _of_another(alignment, value, matches, places)


def _says(evidence: Value, claim: Value) -> bool:
    if entails(evidence, claim):
        return True
    if evidence.kind == claim.kind or {evidence.kind, claim.kind} != {"number", "date"}:
        return False
    if (years := _years(evidence)) and isinstance(claim.detail, When) and claim.detail.span:
        return entails(replace(evidence, kind="date", detail=years), claim)
    return _year(evidence) is not None and _year(evidence) == _year(claim)


def _year(value: Value) -> Decimal | None:
    """The year of a date that is nothing else, or a number that could be one."""
    detail = value.detail
    if isinstance(detail, When):
        return Decimal(detail.year) if detail.year and detail == When(year=detail.year) else None
    bare = isinstance(detail, Amount) and not detail.unit and detail.low == detail.high
    return detail.low if bare and isinstance(detail, Amount) else None


def _years(value: Value) -> When | None:
    """The run of years that "between 1855 and 1857" may be."""
    detail = value.detail
    if not isinstance(detail, Amount) or detail.unit or detail.nouns:
        return None
    low, high = detail.low, detail.high
    plain = low == int(low) and high == int(high) and _YEARS[0] <= low <= high < _YEARS[1]
    return When(year=int(low), end_year=int(high)) if plain else None


def _absent(alignment: Alignment, value: Value, places: Sequence[Place]) -> Iterator[Finding]:
    """The claim's value is nowhere: close to something, in pieces, trifling, or made up."""
    if _as_written(alignment, value) or _pronoun(alignment.claim, value):
        return
    near = [place.value for place in places if compare(place.value, value) == "compatible"]
    if _in_pieces(value, places):
        reason = f"the parts of '{value.text}' are in the cited words, but not together"
        yield Finding("pieces", "soft", reason)
    elif near:
        reason = f"'{value.text}' is not what the cited words say; they say '{near[0].text}'"
        yield Finding("inexact", "soft", reason)
    elif _loose(value, places) or _within_bound(alignment, value, places):
        yield Finding("loose", "soft", f"'{value.text}' is not in the cited words")
    elif _counted(alignment, value, places):
        reason = f"'{value.text}' is not in the cited words, only what may be counted together"
        yield Finding("counted", "soft", reason)
    else:
        yield Finding("value", "hard", _missing_reason(alignment, value, places))


def _as_written(alignment: Alignment, value: Value) -> bool:
    """Whether the same digits stand in the evidence as part of a name or a score."""
    written = value.text
    if not written.replace(".", "").replace(",", "").isdigit():
        return False
    return any(
        word.text == written and not _measured(sentence, word)
        for sentence in alignment.sentences
        for word in sentence.words
    )


def _pronoun(claim: Sentence, value: Value) -> bool:
    """Whether a small number stands for things named before: "the two"."""
    detail = value.detail
    small = isinstance(detail, Amount) and not detail.unit and 1 < detail.low <= _SMALL
    return small and value.text.isalpha() and word_before(claim, value) in ("the", "these")


def _measured(sentence: Sentence, word: Word) -> bool:
    return any(
        value.start <= word.start < value.end and value.kind in MEASURES
        for value in sentence.values
    )


def _in_pieces(value: Value, places: Sequence[Place]) -> bool:
    """Whether year and day of a date are both given, in different places."""
    when = value.detail
    if not isinstance(when, When) or when.year is None or when.month is None:
        return False
    parts = (When(year=when.year), replace(when, year=None))
    return all(
        any(entails(place.value, replace(value, detail=part)) for place in places) for part in parts
    )


def _loose(value: Value, places: Sequence[Place]) -> bool:
    """A small count that may be a sum, a relative date, or a currency that the claim left out."""
    detail = value.detail
    if isinstance(detail, When):
        return bool(detail.relative) and detail.year is None
    if not isinstance(detail, Amount):
        return False
    if not detail.unit and detail.low == detail.high and 0 < detail.low <= _SMALL:
        return not value.text[0].isdigit()
    return not detail.unit and any(
        isinstance(other := place.value.detail, Amount)
        and other.unit in CURRENCIES
        and (other.low, other.high) == (detail.low, detail.high)
        for place in places
    )


def _within_bound(alignment: Alignment, value: Value, places: Sequence[Place]) -> bool:
    """Whether a value of the evidence is on the side of the claim's that it says: far "more than"
    it, or of a year "before" it. Whether it is of the same thing is not known.
    """
    detail = value.detail
    if isinstance(detail, Amount):
        return any(
            isinstance(other := place.value.detail, Amount)
            and detail.bound == "above"
            and not other.bound
            and same_unit(other, detail)
            and (bool(detail.unit) or bool(set(other.nouns) & set(detail.nouns)))
            and other.low >= detail.low
            for place in places
        )
    before = word_before(alignment.claim, value)
    if not isinstance(detail, When) or detail.year is None or detail.span:
        return False
    years = [w.year for p in places if isinstance(w := p.value.detail, When) and w.year]
    earlier, later = before in _BEFORE, before in _AFTER
    return any((earlier and y < detail.year) or (later and y > detail.year) for y in years)


def _counted(alignment: Alignment, value: Value, places: Sequence[Place]) -> bool:
    """Whether a small count is that of a list in the evidence, or the sum of two counts of a
    sentence of it.
    """
    detail = value.detail
    if not isinstance(detail, Amount) or detail.unit or detail.ordinal or detail.bound:
        return False
    if detail.low != detail.high or not 1 < detail.low <= _MOST_COUNTED:
        return False
    counts = [
        (place.row, other.low)
        for place in places
        if isinstance(other := place.value.detail, Amount)
        and not (other.unit or other.ordinal)
        and other.low == other.high
    ]
    summed = any(
        row == other and first + second == detail.low
        for n, (row, first) in enumerate(counts)
        for other, second in counts[n + 1 :]
    )
    return summed or any(
        len(re.split(r"(?:,|;)? and |, |; ", listed.group())) == detail.low
        for sentence in alignment.sentences
        for listed in _LIST.finditer(sentence.text)
    )


def _missing_reason(alignment: Alignment, value: Value, places: Sequence[Place]) -> str:
    window = alignment.window
    alike_kind = [place for place in places if place.value.kind == value.kind]
    inside = [p for p in alike_kind if window.first <= p.row < window.last] or alike_kind
    if not inside:
        return f"'{value.text}' is not in the cited words"
    nearest = max(inside, key=lambda place: _closeness(place.value, value))
    return f"'{value.text}' is not in the cited words; they say '{nearest.value.text}'"


def _closeness(other: Value, value: Value) -> tuple[bool, bool]:
    """Prefers the same number with another unit, then the same unit."""
    a, b = other.detail, value.detail
    if isinstance(a, Amount) and isinstance(b, Amount):
        return a.low == b.low, same_unit(a, b)
    return False, False


def _elsewhere(alignment: Alignment, value: Value, matches: Sequence[Place]) -> Iterator[Finding]:
    """The value is in the evidence, but not where the rest of the claim is."""
    window = alignment.window
    near = range(window.first - 1, window.last + 1)
    owner = alignment.spans[window.first]
    if any(place.row in near or alignment.spans[place.row] != owner for place in matches):
        return
    yield Finding("elsewhere", "soft", f"'{value.text}' is cited from words about something else")


def _replaced(
    alignment: Alignment, value: Value, matches: Sequence[Place], claimed: Sequence[Value]
) -> Iterator[Finding]:
    """The sentence that carries the rest of the claim gives another value of the same kind."""
    rows = [row for row in alignment.candidates if alignment.singles[row] >= _CARRIED]
    if not rows or any(place.row in rows for place in matches):
        return
    others = [
        other
        for other in alignment.sentences[rows[0]].values
        if other.kind in MEASURES
        and _rival(other, value)
        and not any(_says(other, own) or _says(own, other) for own in claimed)
    ]
    if others:
        reason = f"the cited words say this of '{others[0].text}', not of '{value.text}'"
        yield Finding("replaced", "soft", reason)


def _of_another(
    alignment: Alignment, value: Value, matches: Sequence[Place], places: Sequence[Place]
) -> Iterator[Finding]:
    """The value belongs to something else: another value of its kind fits the claim better."""
    claimed = [other for other in alignment.claim.values if other.kind in MEASURES]
    wanted = context(alignment.claim, value, [other for other in claimed if _rival(other, value)])
    for match in matches:
        rivals = [
            place
            for place in places
            if place.row == match.row
            and place.value != match.value
            and _rival(place.value, match.value)
            and not any(_says(place.value, other) for other in claimed)
        ]
        if not _wrong_end(alignment, value, match) and _fits_best(alignment, match, rivals, wanted):
            return
    reason = f"'{value.text}' stands for something else in the cited words"
    yield Finding("attached", "soft", reason)


def _fits_best(
    alignment: Alignment, match: Place, rivals: Sequence[Place], wanted: Sequence[Word]
) -> bool:
    """Whether the words around `match` fit no worse than those around any rival, names included."""
    own = _around(alignment, match, rivals)
    others = [_around(alignment, rival, [match, *rivals]) for rival in rivals]
    named = [word for word in wanted if word.named]
    strange = any(word.named and not _fit(alignment.claim.words, [word]) for word in own)
    if named and strange and not _fit(own, named) and any(_fit(o, named) for o in others):
        return False
    return all(_fit(other, wanted) <= _fit(own, wanted) for other in others)


def _rival(other: Value, value: Value) -> bool:
    a, b = other.detail, value.detail
    if isinstance(a, Amount) and isinstance(b, Amount):
        nouns = not a.nouns or not b.nouns or bool(set(a.nouns) & set(b.nouns))
        return same_unit(a, b) and (nouns or bool(a.unit))
    return isinstance(a, When) and isinstance(b, When)


def _around(alignment: Alignment, place: Place, others: Sequence[Place]) -> tuple[Word, ...]:
    rivals = [other.value for other in others if other.value != place.value]
    return context(alignment.sentences[place.row], place.value, rivals)


def _fit(around: Sequence[Word], wanted: Sequence[Word]) -> int:
    """How many of the wanted words stand around a value."""
    return sum(any(alike(word.stem, other.stem) for other in around) for word in wanted)


def _wrong_end(alignment: Alignment, value: Value, match: Place) -> bool:
    """Whether the claim says "to" where the evidence says "from", or the other way round."""
    ours = word_before(alignment.claim, value)
    theirs = word_before(alignment.sentences[match.row], match.value)
    return {ours, theirs} == _TO_FROM
