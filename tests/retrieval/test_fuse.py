import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.retrieval.fuse import fuse

rankings = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=10), max_size=4)


def test_worked_case() -> None:
    # 7 is first and second, 3 is second and missing.
    scores = fuse([[7, 3], [9, 7]], [1.0, 2.0])
    assert scores == {
        7: pytest.approx(1 / 61 + 2 / 62),
        9: pytest.approx(2 / 61),
        3: pytest.approx(1 / 62),
    }
    assert list(scores) == [7, 9, 3]


@given(rankings)
def test_everything_found_is_kept_once_and_best_first(lists: list[list[int]]) -> None:
    scores = fuse(lists, [1.0] * len(lists))
    assert set(scores) == {item for ranking in lists for item in ranking}
    values = list(scores.values())
    assert values == sorted(values, reverse=True)


@given(rankings, st.integers(0, 30))
def test_a_vote_more_never_lowers_a_score(lists: list[list[int]], item: int) -> None:
    before = fuse(lists, [1.0] * len(lists)).get(item, 0.0)
    after = fuse([*lists, [item]], [1.0] * (len(lists) + 1))[item]
    assert after > before


@given(rankings)
def test_a_weight_of_nothing_changes_no_order(lists: list[list[int]]) -> None:
    alone = fuse(lists, [1.0] * len(lists))
    beside = fuse([*lists, [99]], [*[1.0] * len(lists), 0.0])
    assert [item for item in beside if item != 99] == list(alone)


def test_equal_scores_keep_the_order_of_the_ids() -> None:
    assert list(fuse([[5], [3], [4]], [1.0, 1.0, 1.0])) == [3, 4, 5]


def test_a_ranking_without_a_weight_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse([[1], [2]], [1.0])
