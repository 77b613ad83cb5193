"""Citation, abstention and disagreement measures, each with cases computed by hand (FAULTS 69)."""

from dataclasses import replace

import pytest

from qa_app.contract import AnswerSentence, Conflict, ConflictValue
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.measures import abstention, citations, disagreements
from qa_app.evaluation.measures.part import Part, ratio
from qa_app.evaluation.places import Case
from tests.evaluation.fakes import answer, cite, question

TEXT = "The bridge is 120 metres long. It opened in 1904. Nobody paid for it.\n\nIt is 120 metres."
CORPUS = Corpus({"a": TEXT, "b": "Another bridge is 90 metres long."})
LONG, OPENED = (
    cite(CORPUS, "a", "The bridge is 120 metres long."),
    cite(CORPUS, "a", "It opened in 1904.", 2),
)
CASE = Case.of(question(("120 metres",), (("a", "The bridge is 120 metres long."),)), CORPUS)


@pytest.mark.parametrize(
    ("wrong", "exact"),
    [
        ({}, True),
        ({"quote": "The bridge is 12 metres long."}, False),
        ({"start": 1}, False),
        ({"end": 5}, False),
        ({"start": -5}, False),
        ({"end": 10_000}, False),
        ({"source": "b"}, False),
        ({"source": "gone"}, False),
        ({"emphasis": ((14, 24),)}, True),
        ({"emphasis": ((14, 99),)}, False),
        ({"emphasis": ((5, 5),)}, False),
    ],
)
def test_a_citation_is_exact_or_it_is_not(wrong, exact):
    assert citations.is_exact(replace(LONG, **wrong), CORPUS) is exact


def test_exactness_counts_every_citation_shown():
    assert citations.exactness(answer(citations=(LONG, OPENED)), CORPUS) == Part(2, 2)
    refusal = answer(refused=True, closest=(LONG, replace(LONG, end=3)))
    assert citations.exactness(refusal, CORPUS) == Part(1, 2)
    assert citations.exactness(answer(refused=True), CORPUS) is None


def test_a_marker_without_its_citation_is_not_exact():
    dangling = answer(sentences=(AnswerSentence("x", (1, 7), "supported"),), citations=(LONG,))
    assert citations.exactness(dangling, CORPUS) == Part(1, 2)
    twice = answer(citations=(LONG, replace(OPENED, n=1)))
    assert citations.exactness(twice, CORPUS) == Part(2, 3)


def test_precision_counts_what_holds_evidence_or_answer():
    elsewhere = cite(CORPUS, "a", "It is 120 metres.", 3)
    shown = (LONG, OPENED, elsewhere, cite(CORPUS, "b", "Another bridge", 4))
    assert citations.precision(CASE, answer(citations=shown)) == Part(2, 4)
    assert citations.precision(CASE, answer()) is None


def test_a_sentence_that_cites_nothing_that_is_there_is_counted_whatever_its_support():
    sentences = (
        AnswerSentence("a", (1,), "partly"),
        AnswerSentence("b", (), "supported"),
        AnswerSentence("c", (9, 2), "supported"),
        AnswerSentence("d", (9,), "supported"),
    )
    shown = answer(sentences=sentences, citations=(LONG, OPENED))
    assert citations.uncited(shown) == Part(2, 4)
    assert citations.uncited(answer(refused=True)) is None


def test_evidence_cited_of_alternatives_and_of_both():
    evidence = (("a", "The bridge is 120 metres long."), ("b", "Another bridge is 90 metres long."))
    either = Case.of(question(("120 metres",), evidence), CORPUS)
    both = Case.of(question(("120 metres",), evidence, "two-articles"), CORPUS)
    one = answer(citations=(LONG, OPENED))
    assert citations.evidence_cited(either, one) == Part(1, 1)
    assert citations.evidence_cited(both, one) == Part(1, 2)
    assert citations.evidence_cited(either, answer(citations=(OPENED,))) == Part(0, 1)
    unknown = Case.of(question(("120 metres",), (("a", ""),)), CORPUS)
    assert citations.evidence_cited(unknown, one) is None


def test_the_answer_in_the_quotes():
    assert citations.in_quotes(CASE, answer(citations=(OPENED, LONG))) == Part(1, 1)
    assert citations.in_quotes(CASE, answer(citations=(OPENED,))) == Part(0, 1)
    assert citations.in_quotes(CASE, answer()) is None


@pytest.mark.parametrize(
    ("quotes", "dice"),
    [
        (["The bridge is 120 metres long."], 1.0),
        (["120 metres"], 2 * 2 / (2 + 6)),
        (["The bridge is 120 metres long. It opened in 1904."], 2 * 6 / (10 + 6)),
        (["The bridge", "is 120 metres long"], 1.0),
        (["It opened in 1904."], 0.0),
    ],
)
def test_localisation_by_hand(quotes, dice):
    shown = tuple(cite(CORPUS, "a", quote, n) for n, quote in enumerate(quotes, 1))
    assert citations.localisation(CASE, answer(citations=shown)) == (pytest.approx(dice), 1)


def test_localisation_takes_the_best_alternative():
    evidence = (("a", "The bridge is 120 metres long."), ("b", "Another bridge is 90 metres long."))
    either = Case.of(question(("120 metres",), evidence), CORPUS)
    both = Case.of(question(("120 metres",), evidence, "two-articles"), CORPUS)
    shown = answer(citations=(LONG,))
    assert citations.localisation(either, shown) == Part(1, 1)
    assert citations.localisation(both, shown) == (pytest.approx(2 * 6 / (6 + 12)), 1)
    assert citations.localisation(CASE, answer()) is None


def test_faults_69_refusal_precision_and_recall_by_hand():
    #        answerable, refused
    table = [(True, False)] * 5 + [(True, True)] * 2 + [(False, True)] * 6 + [(False, False)] * 3

    def over(measure):
        return ratio(part for each in table if (part := measure(*each)) is not None)

    assert over(abstention.precision) == pytest.approx(6 / 8)
    assert over(abstention.recall) == pytest.approx(6 / 9)
    assert over(abstention.false_refusals) == pytest.approx(2 / 7)


def test_nothing_to_count_is_no_score():
    assert ratio([]) is None
    assert ratio([Part(0, 0)]) is None
    assert abstention.precision(answerable=True, refused=False) is None
    assert abstention.recall(answerable=True, refused=True) is None
    assert abstention.false_refusals(answerable=False, refused=True) is None


def values(*pairs):
    return (Conflict("length", tuple(ConflictValue(*pair) for pair in pairs)),)


SHOWN = (LONG, cite(CORPUS, "b", "Another bridge is 90 metres long.", 2))
EVIDENCE = (("a", "The bridge is 120 metres long."), ("b", "Another bridge is 90 metres long."))
DISAGREEING = Case.of(question(("120 metres", "90 metres"), EVIDENCE, "disagreement"), CORPUS)


@pytest.mark.parametrize(
    ("conflicts", "found"),
    [
        (values(("120 metres", 1), ("90 metres", 2)), 1),
        (values(("so long", 1), ("so short", 2)), 1),  # by the evidence that is cited
        (values(("120 metres", 9), ("90 metres", 9)), 1),  # by the values alone
        (values(("120 metres", 1), ("120 metres", 1)), 0),
        (values(("1904", 9), ("1905", 9)), 0),
        ((), 0),
    ],
)
def test_a_disagreement_is_found_when_two_of_its_values_are_shown(conflicts, found):
    shown = answer(citations=SHOWN, conflicts=conflicts)
    assert disagreements.found_part(DISAGREEING, shown) == Part(found, 1)
    assert disagreements.false_part(DISAGREEING, shown) is None


def test_a_disagreement_where_there_is_none_is_false():
    assert disagreements.false_part(CASE, answer()) == Part(0, 1)
    shown = answer(conflicts=values(("1", 1), ("2", 1)))
    assert disagreements.false_part(CASE, shown) == Part(1, 1)
    assert disagreements.found_part(CASE, shown) is None
