"""Worth by its table, and what it is to cite the evidence, by hand."""

from dataclasses import replace

import pytest

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.gold import GoldSet
from qa_app.evaluation.measures.part import Part
from qa_app.evaluation.measures.worth import cited_together, cites_evidence, worth
from qa_app.evaluation.places import Case
from qa_app.evaluation.score import score_all
from qa_app.evaluation.summary import summarise
from tests.evaluation.fakes import answer, cite, question

TEXT = "The bridge is 120 metres long. It opened in 1904. Nobody paid for it."
CORPUS = Corpus({"a": TEXT, "b": "It opened in 1904. So they say.", "c": "It is 120 metres long."})
CASE = Case.of(question(("1904",), (("a", "It opened in 1904."),)), CORPUS)
UNANSWERABLE = Case.of(question(()), CORPUS)
RIGHT, BESIDE = cite(CORPUS, "a", "It opened in 1904."), cite(CORPUS, "a", "Nobody paid for it.")


@pytest.mark.parametrize(
    ("case", "outcome", "shown", "value"),
    [
        (CASE, "answered", (BESIDE, RIGHT), 1),
        (CASE, "answered", (BESIDE,), 0),
        (CASE, "answered", (), 0),
        (CASE, "unsure", (BESIDE, RIGHT), 0.5),
        (CASE, "unsure", (BESIDE,), 0),
        (CASE, "not_found", (RIGHT,), 0),
        (CASE, "no_question", (RIGHT,), 0),
        (UNANSWERABLE, "answered", (RIGHT,), 0),
        (UNANSWERABLE, "unsure", (RIGHT,), 0.5),
        (UNANSWERABLE, "unsure", (), 0.5),
        (UNANSWERABLE, "not_found", (), 1),
        (UNANSWERABLE, "no_question", (), 1),
    ],
)
def test_worth_by_its_table(case, outcome, shown, value):
    where = "citations" if outcome == "answered" else "closest"
    assert worth(case, answer(outcome=outcome, **{where: shown})) == value


def test_only_what_is_shown_in_its_place_counts():
    assert worth(CASE, answer(outcome="answered", closest=(RIGHT,))) == 0
    assert worth(CASE, answer(outcome="unsure", citations=(RIGHT,))) == 0


@pytest.mark.parametrize(
    ("start", "end", "cites"),
    [
        (31, 49, True),  # the sentence itself
        (0, len(TEXT), True),  # around it
        (34, 40, True),  # one word of it
        (0, 31, False),  # ends where it begins
        (49, 69, False),  # begins where it ends, its full stop left out
        (48, 69, False),  # shares its full stop, which is no word
        (0, 35, True),  # its first word
        (0, 36, True),
        (0, 32, False),  # half of its first word
        (46, 69, False),  # half of its last word
    ],
)
def test_a_citation_shares_whole_words_with_the_evidence(start, end, cites):
    touching = replace(RIGHT, start=start, end=end, quote=TEXT[start:end])
    assert cites_evidence(CASE, (touching,)) is cites


def test_the_same_words_of_another_article_are_cited_only_as_its_copy():
    elsewhere = cite(CORPUS, "b", "It opened in 1904.")
    assert not cites_evidence(CASE, (elsewhere,))
    assert cites_evidence(CASE, (replace(elsewhere, copies=("a",)),))
    assert not cites_evidence(CASE, (replace(elsewhere, copies=("c",)),))
    assert not cites_evidence(CASE, (replace(elsewhere, copies=("gone",)),))


def test_without_known_words_the_quotes_must_hold_the_answer():
    unknown = Case.of(question(("1904 nobody",), (("a", ""),)), CORPUS)
    assert cites_evidence(unknown, (RIGHT, BESIDE))
    assert not cites_evidence(unknown, (RIGHT,))
    assert not cites_evidence(unknown, (cite(CORPUS, "b", "It opened in 1904."), BESIDE))


def test_an_article_that_supports_too_counts_where_its_quote_has_the_answer():
    gold = question(("120 metres",), (("a", "The bridge is 120"),), also_supported_by=("c",))
    case = Case.of(gold, CORPUS)
    assert cites_evidence(case, (cite(CORPUS, "c", "It is 120 metres long."),))
    assert not cites_evidence(case, (cite(CORPUS, "c", "It is"),))
    assert not cites_evidence(case, (cite(CORPUS, "b", "So they say."),))


PIECES = (("a", "The bridge is 120 metres long."), ("a", "It opened in 1904."), ("b", "So they"))


@pytest.mark.parametrize("kind", ["list", "compare", "overview", "two-articles", "disagreement"])
def test_evidence_that_answers_together_is_measured_by_its_share(kind):
    case = Case.of(question(("x",), PIECES, kind), CORPUS)
    two = answer(citations=(RIGHT, cite(CORPUS, "b", "So they say."), BESIDE))
    assert cited_together(case, two) == Part(pytest.approx(2 / 3), 1)
    assert cited_together(case, answer(citations=(BESIDE,))) == Part(0, 1)
    assert cited_together(case, answer(outcome="unsure", closest=(RIGHT,))) == Part(0, 1)
    assert worth(case, two) == 1


def test_alternatives_and_unknown_words_have_no_share():
    assert cited_together(Case.of(question(("x",), PIECES), CORPUS), answer()) is None
    unknown = Case.of(question(("x",), (("a", ""),), "list"), CORPUS)
    assert cited_together(unknown, answer()) is None


def scored(*pairs):
    gold = [replace(case.question, id=f"q{n}") for n, (case, _) in enumerate(pairs)]
    answers = {f"q{n}": replace(told, id=f"q{n}") for n, (_, told) in enumerate(pairs)}
    return summarise(score_all(GoldSet(tuple(gold)), answers, CORPUS))


def test_worth_and_outcomes_over_all_and_over_each_side():
    summary = scored(
        (CASE, answer(citations=(RIGHT,))),
        (CASE, answer(outcome="unsure", closest=(RIGHT,))),
        (CASE, answer(outcome="not_found")),
        (CASE, answer(outcome="no_question")),
        (UNANSWERABLE, answer(outcome="not_found")),
        (UNANSWERABLE, answer(outcome="unsure")),
    )
    value = {name: each.value for name, each in summary.measures.items()}
    assert value["worth"] == pytest.approx((1 + 0.5 + 1 + 0.5) / 6)
    assert value["worth.answerable"] == pytest.approx(1.5 / 4)
    assert value["worth.unanswerable"] == pytest.approx(1.5 / 2)
    assert value["worth[fact]"] == value["worth"]
    assert summary.outcomes == {
        "answerable": {"answered": 1, "unsure": 1, "not found": 2},
        "unanswerable": {"answered": 0, "unsure": 1, "not found": 1},
    }


def test_calibration_is_of_whether_the_articles_hold_the_answer():
    wrong, right = answer(citations=(BESIDE,), confidence=1.0), answer(refused=True, confidence=0.0)
    summary = scored((CASE, wrong), (UNANSWERABLE, right))
    assert summary.measures["confidence.ece"].value == 0
    assert [(each.confidence, each.right) for each in summary.reliability] == [(0, 0), (1, 1)]


def test_where_gold_names_no_answers_the_evidence_decides_and_no_text_is_scored():
    case = Case.of(question((), PIECES[1:2], "why"), CORPUS)
    why = replace(case, question=replace(case.question, answerable=True))
    summary = scored(
        (why, answer("q", "1904 [1]", (RIGHT,))), (why, answer("q", "1904", (BESIDE,)))
    )
    assert summary.measures["right"].value == 0.5
    assert summary.measures["citation.precision"].value == 0.5
    for name in ("answer.contains", "answer.f1", "answer.exact", "citation.in_quotes"):
        assert (summary.measures[name].value, summary.measures[name].n) == (None, 0)
