"""Where a question failed, one case a stage."""

import pytest

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.diagnose import Stage, diagnose, would_be_right
from qa_app.evaluation.places import Case
from tests.evaluation.fakes import answer, cite, passage, question

A = "The bridge is 120 metres long. It opened in 1904.\n\nNobody paid for it."
CORPUS = Corpus({"a": A, "b": "Some say that it is 120 metres.", "c": "Nothing."})
CASE = Case.of(question(("120 metres",), (("a", "The bridge is 120 metres long."),)), CORPUS)
UNKNOWN = Case.of(question(("120 metres",), (("a", ""),)), CORPUS)
UNANSWERABLE = Case.of(question(()), CORPUS)

RIGHT = cite(CORPUS, "a", "The bridge is 120 metres long.")
BESIDE = cite(CORPUS, "a", "It opened in 1904.")
PART = cite(CORPUS, "a", "The bridge")
GOOD, BAD = passage(CORPUS, "a", "The bridge is 120 metres long."), passage(CORPUS, "c", "Nothing.")


@pytest.mark.parametrize(
    ("case", "given", "stage"),
    [
        (CASE, answer("q", "It is 120 metres long [1].", (RIGHT,), (GOOD,)), Stage.RIGHT),
        (CASE, answer("q", "It opened in 1904 [1].", (BESIDE,), (BAD,)), Stage.NOT_RETRIEVED),
        (CASE, answer("q", "", (), (BAD,), refused=True), Stage.NOT_RETRIEVED),
        (CASE, answer("q", "", (), (BAD, GOOD), refused=True), Stage.REFUSED),
        (CASE, answer("q", "In 1904 [1].", (BESIDE,), (GOOD,)), Stage.NOT_CHOSEN),
        (CASE, answer("q", "The bridge [1].", (PART,), (GOOD,)), Stage.WRONG_WORDS),
        (CASE, answer("q", "It is 12 metres [1].", (RIGHT,), (GOOD,)), Stage.WRONG_WORDS),
        (UNKNOWN, answer("q", "In 1904 [1].", (BESIDE,), (GOOD,)), Stage.WRONG_WORDS),
        (UNKNOWN, answer("q", "Nothing [1].", (), (GOOD,)), Stage.NOT_CHOSEN),
        (UNKNOWN, answer("q", "Nothing [1].", (), (BAD,)), Stage.NOT_RETRIEVED),
        (UNANSWERABLE, answer("q", "", refused=True), Stage.RIGHT),
        (UNANSWERABLE, answer("q", "120 metres [1]", (RIGHT,)), Stage.SHOULD_HAVE_REFUSED),
    ],
)
def test_each_stage(case, given, stage):
    assert diagnose(case, given) is stage


def test_a_refusal_that_names_the_answer_is_still_a_refusal():
    refusal = answer("q", "Not 120 metres?", (), (GOOD,), refused=True)
    assert diagnose(CASE, refusal) is Stage.REFUSED


def test_an_article_that_supports_too_counts_as_retrieved_where_it_has_the_answer():
    gold = question(("120 metres",), (("a", "The bridge is"),), also_supported_by=("b", "c"))
    case = Case.of(gold, CORPUS)
    with_it = answer("q", "x", (), (passage(CORPUS, "b", "it is 120 metres."),))
    assert diagnose(case, with_it) is Stage.NOT_CHOSEN
    assert diagnose(case, answer("q", "x", (), (BAD,))) is Stage.NOT_RETRIEVED


def test_a_disagreement_is_right_only_with_all_values():
    gold = question(("120 metres", "90 metres"), (("a", "The bridge is"),), "disagreement")
    case = Case.of(gold, CORPUS)
    one = answer("q", "120 metres [1]", (RIGHT,), (GOOD,))
    both = answer("q", "120 metres [1], or 90 metres [1]", (RIGHT,), (GOOD,))
    assert diagnose(case, one) is Stage.WRONG_WORDS
    assert diagnose(case, both) is Stage.RIGHT


@pytest.mark.parametrize(
    ("case", "given", "right"),
    [
        (CASE, answer("q", "120 metres [1]", (RIGHT,), (GOOD,)), True),
        (CASE, answer("q", "1904 [1]", (BESIDE,), (GOOD,)), False),
        (CASE, answer("q", refused=True, closest=(BESIDE, RIGHT)), True),
        (CASE, answer("q", refused=True, closest=(BESIDE,)), False),
        (CASE, answer("q", refused=True), False),
        (UNANSWERABLE, answer("q", refused=True, closest=(BESIDE, RIGHT)), False),
        (UNANSWERABLE, answer("q", "x"), False),
    ],
)
def test_what_confidence_must_predict(case, given, right):
    assert would_be_right(case, given) is right
