"""The row of numbers that a passage is ordered by."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.features import FEATURES, passage_features, recency
from qa_app.retrieval.query import Query, TermWeights
from tests.retrieval.build import candidate

QUERY = Query("Which ship visited Da Nang?", asked_on=date(2024, 1, 8))
WEIGHTS = TermWeights({"ship": 2.0, "visit": 1.0, "da": 1.0, "nang": 4.0})


def rows(*found: Candidate, query: Query = QUERY) -> list[dict[str, float]]:
    table = passage_features(query, WEIGHTS, found)
    assert table.shape == (len(found), len(FEATURES))
    assert np.isfinite(table).all()
    return [dict(zip(FEATURES, map(float, row), strict=True)) for row in table]


def test_every_number_of_a_passage() -> None:
    lead = candidate(
        "The ship visited Da Lat.", cosine=0.5, bm25=8.8, title="Nang ships", published="2024-01-01"
    )
    (row,) = rows(replace(lead, vector_rank=2, word_rank=None))
    assert row == {
        "cosine": 0.5,
        "bm25": pytest.approx(8.8 / (2.2 * 8)),
        "coverage": pytest.approx(4 / 8),
        "title_coverage": pytest.approx(6 / 8),
        "article_coverage": pytest.approx(1.0),
        "vector_rank": pytest.approx(1 / 12),
        "word_rank": pytest.approx(1 / 310),
        "article_cosine": 0.5,
        "article_bm25": pytest.approx(8.8 / (2.2 * 8)),
        "bigrams": pytest.approx(2 / 4),
        "lead": 1.0,
        "short": 1.0,
        "same_week": pytest.approx(math.exp(-1)),
        "same_season": pytest.approx(math.exp(-7 / 60)),
    }


def test_the_best_passage_speaks_for_its_article() -> None:
    one = candidate("Da Nang.", id=1, cosine=0.7, bm25=3.0)
    two = candidate("A ship visited.", id=2, cosine=0.1, bm25=1.0, ordinal=3)
    other = candidate("A ship.", id=3, source="b.txt", cosine=0.3, bm25=0.0)
    first, second, third = rows(one, two, other)
    assert first["article_cosine"] == second["article_cosine"] == 0.7
    assert first["article_bm25"] == second["article_bm25"] == pytest.approx(3 / 17.6)
    assert first["article_coverage"] == second["article_coverage"] == pytest.approx(1.0)
    assert (third["article_cosine"], third["article_bm25"]) == (0.3, 0.0)
    assert third["article_coverage"] == pytest.approx(0.25)
    assert (first["lead"], second["lead"]) == (1.0, 0.0)


def test_forty_words_are_not_short() -> None:
    short, long = rows(candidate("word " * 39), candidate("word " * 40, id=2))
    assert (short["short"], long["short"]) == (1.0, 0.0)


def test_the_other_name_of_a_thing_covers_it() -> None:
    from qa_app.retrieval.query import Alias

    known = replace(QUERY, aliases=(Alias("nang", "Big Sea"),))
    (plain,) = rows(candidate("The big sea."))
    (named,) = rows(candidate("The big sea."), query=known)
    assert plain["coverage"] == 0.0
    assert named["coverage"] == named["article_coverage"] == pytest.approx(0.5)


def test_no_candidates_no_rows() -> None:
    assert passage_features(Query("x"), TermWeights({}), []).shape == (0, len(FEATURES))


@pytest.mark.parametrize(
    ("asked_on", "published", "expected"),
    [
        (None, "2024-01-01", 0.0),
        (date(2024, 1, 1), "", 0.0),
        (date(2024, 1, 1), "2024-01-01", 1.0),
        (date(2024, 1, 8), "2024-01-01", pytest.approx(np.exp(-1))),
        (date(2023, 12, 25), "2024-01-01", pytest.approx(np.exp(-1))),
        (date(2024, 1, 15), "2024-01-01", pytest.approx(np.exp(-2))),
    ],
)
def test_recency(asked_on: date | None, published: str, expected: float) -> None:
    assert recency(asked_on, published, 7.0) == expected
