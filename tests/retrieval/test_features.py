from datetime import date

import numpy as np
import pytest

from qa_app.retrieval.features import FEATURES, passage_features, recency
from qa_app.retrieval.query import Query, TermWeights
from tests.retrieval.build import candidate


def test_rare_words_weigh_more_and_coverage_is_a_share() -> None:
    weights = TermWeights.of({"japan": 90, "kunisaki": 1}, passages=100)
    assert weights.weights["kunisaki"] > weights.weights["japan"] > 0
    assert weights.coverage({"japan", "kunisaki"}) == pytest.approx(1.0)
    assert weights.coverage(set()) == 0.0
    assert weights.missing({"japan"}) == ["kunisaki"]


def test_one_row_a_candidate_in_the_order_of_the_names() -> None:
    query = Query("Which ship visited Da Nang?", asked_on=date(2024, 1, 8))
    weights = TermWeights.of({"ship": 2, "visited": 3, "da": 1, "nang": 1}, passages=10)
    lead = candidate("The ship visited Da Nang.", title="A ship", published="2024-01-08")
    late = candidate("Nothing of note.", id=2, ordinal=5, cosine=0.1, bm25=0.0)
    rows = passage_features(query, weights, [lead, late])
    assert rows.shape == (2, len(FEATURES))
    first = dict(zip(FEATURES, rows[0], strict=True))
    second = dict(zip(FEATURES, rows[1], strict=True))
    assert first["coverage"] == first["sentence_coverage"] == pytest.approx(1.0)
    assert (first["lead"], second["lead"]) == (1.0, 0.0)
    assert (first["same_week"], second["same_week"]) == (1.0, 0.0)
    # Both stand in the same article, so the better one speaks for it.
    assert second["article_cosine"] == first["cosine"] == 0.5
    assert second["coverage"] == 0.0
    assert np.isfinite(rows).all()


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
    ],
)
def test_recency(asked_on: date | None, published: str, expected: float) -> None:
    assert recency(asked_on, published, 7.0) == expected
