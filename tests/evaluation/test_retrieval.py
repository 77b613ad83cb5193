"""Retrieval measures against a table computed by hand (FAULTS 69)."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.contract import Retrieved
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.measures import retrieval
from qa_app.evaluation.measures.retrieval import NAMES, Ranking, by_article, by_evidence
from qa_app.evaluation.places import Case
from tests.evaluation.fakes import passage, question, steady

A = "One two three four. Five six seven eight.\n\nNine ten eleven twelve."
CORPUS = Corpus({"a": A, "b": "Alpha beta gamma delta.", "c": "Nothing here."})

FIRST, LAST = passage(CORPUS, "a", "One two three four."), passage(CORPUS, "a", "Nine ten")
BETA, NOTHING = passage(CORPUS, "b", "Alpha beta gamma"), passage(CORPUS, "c", "Nothing here.")

#                      needs, met at each rank           hit@1 @5 @10 recall@5 @10 rr
TABLE = {
    "first": (Ranking(1, (0, None, None)), (1, 1, 1, 1, 1, 1), 1.0),
    "third": (Ranking(1, (None, None, 0)), (0, 1, 1, 1, 1, 1 / 3), 1 / log2(4)),
    "seventh": (Ranking(1, (None,) * 6 + (0,)), (0, 0, 1, 0, 1, 1 / 7), 1 / log2(8)),
    "twelfth": (Ranking(1, (None,) * 11 + (0,)), (0, 0, 0, 0, 0, 1 / 12), 0.0),
    "never": (Ranking(1, (None, None)), (0, 0, 0, 0, 0, 0), 0.0),
    "nothing": (Ranking(1, ()), (0, 0, 0, 0, 0, 0), 0.0),
    "two": (
        Ranking(2, (None, 1, None, 0)),
        (0, 1, 1, 1, 1, 1 / 2),
        (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)),
    ),
    "half": (Ranking(2, (0,)), (1, 1, 1, 0.5, 0.5, 1), 1 / (1 + 1 / log2(3))),
}


def test_faults_69_hand_computed_hit_recall_reciprocal_rank_and_ndcg():
    scores = retrieval.measure({name: row[0] for name, row in TABLE.items()})
    for name, (_, expected, ndcg) in TABLE.items():
        got = tuple(scores[name][each] for each in NAMES)
        assert got == pytest.approx((*expected, ndcg)), name


def test_no_rankings_and_no_needs_are_not_scored():
    assert retrieval.measure({}) == {}
    assert retrieval.measure({"unanswerable": Ranking(0, (None,))}) == {}


rankings = st.lists(st.booleans(), max_size=14).map(
    lambda hits: Ranking(max(1, sum(hits)), tuple(n if hit else None for n, hit in enumerate(hits)))
)


@steady
@given(rankings)
def test_measures_agree_with_their_definitions(ranking):
    scores = retrieval.measure({"q": ranking})["q"]
    hits = [need is not None for need in ranking.met]
    first = ranking.first
    assert scores["mrr"] == pytest.approx(1 / first if first else 0)
    for k in (1, 5, 10):
        assert scores[f"hit@{k}"] == float(any(hits[:k]))
    for k in (5, 10):
        assert scores[f"recall@{k}"] == pytest.approx(sum(hits[:k]) / ranking.needs)
    gain = sum(1 / log2(rank + 2) for rank, hit in enumerate(hits[:10]) if hit)
    ideal = sum(1 / log2(rank + 2) for rank in range(min(10, ranking.needs)))
    assert scores["ndcg@10"] == pytest.approx(gain / ideal)


def case(*evidence, kind="fact", **more):
    return Case.of(question(("three",), evidence, kind, **more), CORPUS)


def test_alternatives_are_one_need_and_a_passage_that_meets_none_takes_a_rank():
    alternatives = case(("a", "One two three four."), ("b", "beta gamma"))
    found = (NOTHING, BETA, FIRST)
    assert by_evidence(alternatives, found) == Ranking(1, (None, 0 + 1, None))
    assert by_article(alternatives, found) == Ranking(1, (None, 0, None))


def test_evidence_of_two_articles_is_two_needs():
    both = case(("a", "One two three four."), ("b", "beta gamma"), kind="two-articles")
    found = (FIRST, LAST, BETA)
    assert by_article(both, found) == Ranking(2, (0, None, 1))
    assert by_evidence(both, found) == Ranking(2, (0, None, 1))


def test_pieces_that_one_passage_holds_are_one_need():
    both = case(("a", "One two"), ("a", "Five six"), kind="two-articles")
    whole = passage(CORPUS, "a", "One two three four. Five six seven eight.")
    assert by_evidence(both, (whole,)) == Ranking(1, (0,))
    assert by_evidence(both, (FIRST,)) == Ranking(2, (0,))
    assert by_evidence(both, ()) == Ranking(2, ())


def test_an_article_that_supports_too_stands_in_once():
    one = case(("a", "One two"), also_supported_by=("b",))
    assert by_article(one, (BETA, BETA, FIRST)) == Ranking(1, (0, None, None))
    two = case(("a", "One two"), ("c", "Nothing"), kind="two-articles", also_supported_by=("b",))
    assert by_article(two, (BETA, BETA, FIRST, NOTHING)) == Ranking(2, (0, None, None, 1))


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (0, 19, True),  # the whole sentence
        (0, 8, True),  # half of its words
        (0, 3, False),  # a quarter of them
        (8, 13, True),  # a quarter, but the answer itself
        (20, 41, False),  # the next sentence
        (15, 60, False),  # its last word, without the answer
    ],
)
def test_a_passage_holds_evidence_by_half_of_its_words_or_by_the_answer_in_it(start, end, holds):
    one = case(("a", "One two three four."))
    assert bool(one.pieces_in(Retrieved("a", start, end, 1.0))) is holds
    assert not one.pieces_in(Retrieved("b", start, end, 1.0))


def test_words_that_are_not_known_are_held_by_nothing():
    unknown = case(("a", ""))
    assert not unknown.words_known
    assert unknown.pieces_in(FIRST) == ()
    assert unknown.articles_in(FIRST) == (0,)
    assert by_article(unknown, (NOTHING, FIRST)) == Ranking(1, (None, 0))
