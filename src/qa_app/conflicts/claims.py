"""Statement -> the values in it that could answer the question."""

from __future__ import annotations

from collections.abc import Iterator

from qa_app.conflicts.dates import resolve
from qa_app.conflicts.model import Claim, Statement
from qa_app.values import Amount, ExpectedAnswer, Value, When
from qa_app.values.compare import same_unit
from qa_app.verification.reading import MEASURES, Sentence, Word, context, read, word_before

_NO_VALUE_ASKED = frozenset(("text", "definition", "manner", "yes-no"))
_ONLY_NAMES = frozenset(("person", "place", "organisation", "name", "title", "reason"))
_COMPARED = frozenset(("from", "than", "with", "against"))


def claims(statement: Statement, expected: ExpectedAnswer) -> Iterator[Claim]:
    """The values of `statement` that have the form of an answer, with what they are given for.

    Where none of a sentence has it, or the question tells nothing of the form of its answer, all of
    them, marked as not asked for.
    """
    for sentence in read(statement.text):
        measures = [value for value in sentence.values if value.kind in MEASURES]
        fitting = [value for value in measures if _asked(value, expected)]
        open_ = expected.kind in _NO_VALUE_ASKED or not fitting
        if expected.kind in _ONLY_NAMES - {"name"} or not (open_ or expected.kind == "name"):
            measures = fitting
        for value in measures:
            yield _claim(statement, sentence, value, asked=value in fitting)


def _asked(value: Value, expected: ExpectedAnswer) -> bool:
    """Ranks are always looked at: "the third-largest investor" answers many questions."""
    detail = value.detail
    if expected.kind in _ONLY_NAMES:
        return isinstance(detail, Amount) and detail.ordinal
    if isinstance(detail, Amount) and detail.ordinal:
        return expected.kind in (*_NO_VALUE_ASKED, "ordinal", "number")
    if isinstance(detail, Amount) and not detail.unit and detail.low == detail.high == 1:
        return False
    if expected.kind in _NO_VALUE_ASKED or (expected.kind == "number" and not expected.units):
        return isinstance(detail, Amount) and value.kind == "number"
    return expected.accepts(value)


def _claim(statement: Statement, sentence: Sentence, value: Value, *, asked: bool) -> Claim:
    own = context(sentence, value, _siblings(sentence, value))
    dates = [word.value for word in own if word.value and word.value.kind == "date"]
    if not dates and value.kind != "date":
        dates = _only_date(sentence)
    word = next((w for w in sentence.words if w.start == value.start), None)
    return Claim(
        statement,
        sentence,
        value,
        None if value.kind == "date" else _date(dates, statement, sentence),
        frozenset(
            w.value.normal for w in own if w.value is not None and w.value.kind == "duration"
        ),
        tuple(_near(sentence, value, own)),
        word_before(sentence, value),
        firm=word is not None and not word.negated and not word.hedged,
        asked=asked,
    )


def _siblings(sentence: Sentence, value: Value) -> list[Value]:
    """The other values of the sentence that could stand in the place of this one."""
    return [
        other
        for other in sentence.values
        if other != value and other.kind in MEASURES and _alike_in_form(other, value)
    ]


def _alike_in_form(other: Value, value: Value) -> bool:
    a, b = other.detail, value.detail
    if isinstance(a, Amount) and isinstance(b, Amount):
        return same_unit(a, b)
    return isinstance(a, When) and isinstance(b, When)


def _only_date(sentence: Sentence) -> list[Value]:
    dates = [value for value in sentence.values if value.kind == "date"]
    return dates if len(dates) == 1 else []


def _date(dates: list[Value], statement: Statement, sentence: Sentence) -> When | None:
    years = [
        value.detail.year
        for value in sentence.values
        if isinstance(value.detail, When) and value.detail.year
    ]
    latest = max(years, default=None)
    for value in dates:
        if isinstance(value.detail, When):
            found = resolve(value.detail, statement.published, latest)
            if found is not None:
                return found
    return None


def _near(sentence: Sentence, value: Value, own: tuple[Word, ...]) -> Iterator[Word]:
    """The words of the value's clause, and the subject of the sentence when it has none there.

    Before the first number of a sentence everything belongs to it.
    """
    clause = next((w.clause for w in sentence.words if w.start >= value.start), 0)
    inside = [w for w in own if w.clause == clause and w.value is None]
    subject = _subject(sentence, value)
    first = not any(w.value and w.value.kind != "date" for w in _before(sentence, value))
    if first or not any(word.start < value.start for word in inside) or len(inside) < 2:
        inside = subject + inside
    seen: set[str] = set()
    for word in inside:
        if word.stem not in seen:
            seen.add(word.stem)
            yield word


def _before(sentence: Sentence, value: Value) -> list[Word]:
    return [word for word in sentence.words if word.start < value.start]


def _subject(sentence: Sentence, value: Value) -> list[Word]:
    """The content words from the start of the sentence to its first number."""
    counts = [v.start for v in sentence.values if v.kind in MEASURES and v.kind != "date"]
    first = min([value.start, *counts])
    return [w for w in sentence.words if w.content and w.start < first and w.value is None]


def compared(claim: Claim) -> bool:
    """Whether the value is only what another one is compared with ("from $40 billion")."""
    return claim.before in _COMPARED
