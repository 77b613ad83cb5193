"""Windows are drawn by seed, hold the evidence, and are asked about as they were changed."""

from __future__ import annotations

import pytest

from bench.judged import draws
from bench.judged.draws import Question, draw
from bench.reader_data import Example
from tests.reader.judged import made

SETS = made.sets()
WHOLE = {(e.question, e.passage): e for some in SETS.values() for e in some}

ASKED = {question for question, _ in WHOLE}


def whole(question: str, passage: str) -> Example:
    """The example that a window was cut of."""
    of = [e for (q, p), e in WHOLE.items() if q == question and passage in p]
    assert len(of) == 1, passage
    return of[0]


@pytest.fixture(scope="module")
def drawn() -> list[Question]:
    return [question for number in range(6) for question in draw(SETS, number)]


def test_the_same_number_draws_the_same() -> None:
    assert list(draw(SETS, 3)) == list(draw(SETS, 3))
    assert list(draw(SETS, 3)) != list(draw(SETS, 4))


def test_a_set_is_drawn_by_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "SHARES", {"qamr": 0.5})
    assert len(list(draw(SETS, 1))) == 12 + 6 + 12
    assert sum(question.own for question in draw(SETS, 1)) == 12
    assert 8 <= len(list(draw(SETS, 1, limit=10))) <= 10


def test_windows_are_whole_sentences_with_the_evidence(drawn: list[Question]) -> None:
    cut = 0
    for window in (window for question in drawn for window in question.windows):
        one = window.example
        assert one.spans
        sentences = [one.passage[s:e] for s, e in one.spans]
        assert all(text.endswith(".") and text[0].isupper() for text in sentences)
        assert one.passage == " ".join(sentences)
        if window.plain not in ASKED:
            continue
        before = whole(window.plain, one.passage)
        cut += len(before.passage) > len(one.passage)
        for labels, found in ((before.relevant, one.relevant), (before.tempting, one.tempting)):
            marked = {
                before.passage[s:e] for (s, e), y in zip(before.spans, labels, strict=False) if y
            }
            held = {text for text, y in zip(sentences, found, strict=False) if y}
            assert held == marked
        assert all(any(s <= a and b <= e for s, e in one.spans) for a, b in one.answers)
    assert cut > 10


def test_the_judge_is_asked_plainly_and_about_a_near_miss_as_it_is(drawn: list[Question]) -> None:
    dressed = missed = 0
    for window in (window for question in drawn for window in question.windows):
        if window.plain in ASKED:
            dressed += window.plain != window.example.question
        else:
            assert window.plain == window.example.question
            assert not window.example.answerable
            missed += 1
    assert dressed > 20
    assert missed > 5
