"""The figures of the bench, computed by hand over a few outcomes."""

import pytest

from bench import sets
from bench.figures import FIGURES, Asked, row, table
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.places import Case
from tests.evaluation.fakes import answer, cite, passage, question

TEXT = "The bridge is 120 metres long. It opened in 1904. Nobody paid for it."
CORPUS = Corpus({"a": TEXT, "b": "It fell in 1999."})
YES = Case.of(question(("1904",), (("a", "It opened in 1904."),)), CORPUS)
NO = Case.of(question(()), CORPUS)
UNQUOTED = Case.of(question(("1904",), (("a", ""),)), CORPUS)
RIGHT, BESIDE = cite(CORPUS, "a", "It opened in 1904."), cite(CORPUS, "b", "It fell in 1999.")
GOOD, BAD = passage(CORPUS, "a", "It opened in 1904."), passage(CORPUS, "b", "It fell")

ROWS = [
    Asked(YES, answer(citations=(RIGHT,), confidence=0.9, retrieved=(GOOD,)), 10),
    Asked(YES, answer(citations=(BESIDE,), confidence=0.8, retrieved=(BAD, BAD, GOOD)), 20),
    Asked(YES, answer(outcome="unsure", closest=(RIGHT,), confidence=0.5), 30),
    Asked(YES, answer(outcome="unsure", closest=(BESIDE,), confidence=0.3), 40),
    Asked(YES, answer(outcome="not_found", confidence=0.1, retrieved=(BAD,) * 4 + (GOOD,)), 50),
    Asked(NO, answer(citations=(RIGHT,), confidence=0.7), 60),
    Asked(NO, answer(outcome="unsure", closest=(RIGHT,), confidence=0.4), 70),
    Asked(NO, answer(outcome="not_found", confidence=0.2), 80),
    Asked(NO, answer(outcome="no_question", confidence=0.0), 90),
]


def test_every_figure_by_hand():
    got = {name: figure(ROWS) for name, figure in FIGURES.items()}
    assert got == {
        "n": "9",
        "answered": pytest.approx(2 / 5),
        "refused rightly": pytest.approx(3 / 4),
        "right among answered": pytest.approx(1 / 3),
        "in quotes": pytest.approx(1 / 2),
        "answerable a/u/n": "2/2/1",
        "unanswerable a/u/n": "1/1/2",
        "worth answerable": pytest.approx(1.5 / 5),
        "worth unanswerable": pytest.approx(2.5 / 4),
        "wrong outcomes": f"{0 + 0 + 0.5 + 1 + 1 + 1 + 0.5:g}",
        "wrong answers": "2",
        "AUROC": pytest.approx((4 + 4 + 3 + 2 + 1) / 20),
        "ECE": pytest.approx(
            (abs(0.9 - 1) + abs(0.8 - 1) + 0.7 + 0.5 + 0.4 + 0.7 + 0.2 + 0.9 + 0.0) / 9
        ),
        "@1": pytest.approx(1 / 5),
        "@3": pytest.approx(2 / 5),
        "@5": pytest.approx(3 / 5),
        "ms p50": "50",
        "p95": "86",
    }


def test_the_answer_in_the_quotes_is_right_wherever_it_stands():
    elsewhere = Corpus({"a": TEXT, "b": "So 1904 it was."})
    case = Case.of(YES.question, elsewhere)
    told = Asked(case, answer(citations=(cite(elsewhere, "b", "So 1904 it was."),)), 1)
    assert (told.right, told.worth) == (True, 0)


def test_without_known_words_a_passage_counts_by_the_answer_in_it():
    assert Asked(UNQUOTED, answer(retrieved=(BAD, GOOD)), 1).rank == 2
    assert Asked(UNQUOTED, answer(retrieved=(BAD,)), 1).rank is None


def test_figures_of_nothing_have_nothing_to_say():
    assert FIGURES["worth answerable"](ROWS[5:]) is None
    assert row(ROWS[5:])[1] == "-"
    assert table(("a", "bc"), [["1", "2"]]).splitlines()[-1] == "| 1 | 2  |"


def test_halves_of_plain_questions_go_by_their_number_and_others_by_their_article():
    from dataclasses import replace

    odd, even = replace(YES.question, id="tblog4-001"), replace(YES.question, id="nq10")
    assert (sets.half(odd, "blog4"), sets.half(even, "news")) == ("A", "B")
    assert sets.half(odd) == sets.half(even)
    assert set(sets.ALL) >= {"squad2-dev", "sample", "blog", "wiki", "news", "blog4", "gov4"}
