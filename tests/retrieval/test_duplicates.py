"""What repeats is listed once, and one article does not fill the list."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.diversify import diversify
from qa_app.retrieval.duplicates import SAME, resemblance, shingles
from tests.retrieval.build import candidate

TEXT = "The two ministers met in Hanoi in March and agreed to build six patrol boats by 2025."


def listed(
    candidates: Sequence[Candidate],
    limit: int = 10,
    penalty: float = 0.0,
    scores: Sequence[float] | None = None,
) -> list[Candidate]:
    scores = scores or [1.0 - n / 10 for n in range(len(candidates))]
    return [candidates[place] for place, _ in diversify(candidates, scores, limit, penalty)]


def test_the_same_passage_in_two_articles_is_listed_once() -> None:
    first, copy = candidate(TEXT, id=1, source="a.txt"), candidate(TEXT, id=2, source="b.txt")
    other = candidate("Trade grew by a tenth.", id=3, source="c.txt")
    assert listed([first, copy, other]) == [first, other]
    assert listed([copy, other, first], scores=[0.1, 0.5, 0.2]) == [other, first]


def test_another_figure_is_another_passage() -> None:
    edited = candidate(TEXT.replace("six patrol", "nine small patrol"), id=2, source="b.txt")
    first = candidate(TEXT, id=1)
    assert listed([first, edited]) == [first, edited]


def test_a_copy_takes_no_place_of_the_limit() -> None:
    copies = [candidate(TEXT, id=n) for n in range(3)]
    other = candidate("Trade grew by a tenth.", id=9)
    assert listed([*copies, other], 2) == [copies[0], other]


def test_the_limit_holds() -> None:
    some = [candidate(f"Sentence number {n} stands alone here.", id=n) for n in range(5)]
    assert listed(some, 2) == some[:2]
    assert listed(some, 0) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a b", "a b", 1.0),
        ("a b", "c", 0.0),
        ("", "", 1.0),
        ("a b c d e f", "a b c d e f", 1.0),
        ("a b c d e f", "b c d e f g", 1 / 3),
        ("a b c d e", "a b c d e f", 1 / 2),
        ("a b c d", "a b c d e", 0.0),
        ("a b", "b a", 0.0),
    ],
)
def test_resemblance_is_the_share_of_runs_of_five(one: str, other: str, expected: float) -> None:
    found = resemblance(shingles(one.split()), shingles(other.split()))
    assert found == pytest.approx(expected)
    assert resemblance(shingles(other.split()), shingles(one.split())) == found


def test_nothing_resembles_nothing_only() -> None:
    assert resemblance(frozenset(), frozenset()) == 1.0
    assert resemblance(frozenset(), shingles(["a"])) == 0.0


def test_four_fifths_are_the_same() -> None:
    words = [f"w{n}" for n in range(40)]
    six, three = words[:], words[:]
    six[-6:] = [f"x{n}" for n in range(6)]
    three[-3:] = [f"x{n}" for n in range(3)]
    assert resemblance(shingles(words), shingles(six)) < SAME
    assert resemblance(shingles(words), shingles(three)) >= SAME
    pair = [candidate(" ".join(words), id=1), candidate(" ".join(three), id=2)]
    assert listed(pair) == pair[:1]


def test_a_word_more_in_nine_is_the_same() -> None:
    words = "six patrol boats came to the port of Da Nang".split()
    pair = [candidate(" ".join(words[:8]), id=1), candidate(" ".join(words[:9]), id=2)]
    assert resemblance(*(shingles(one.stems) for one in pair)) == pytest.approx(SAME)
    assert listed(pair) == pair[:1], "four of five runs"


def test_another_article_comes_before_a_third_passage_that_is_hardly_better() -> None:
    some = [candidate(f"Sentence {n} of one.", id=n, source="one.txt") for n in range(3)]
    other = candidate("Words of another article.", id=9, source="two.txt")
    scores = [3.0, 2.9, 2.8, 2.5]
    assert listed([*some, other], 4, 0.0, scores) == [*some, other]
    assert listed([*some, other], 4, 0.5, scores) == [some[0], other, some[1], some[2]]
    assert listed([*some, other], 4, 0.1, scores) == [*some, other]


def test_worth_is_the_score_less_what_was_listed_of_the_article() -> None:
    some = [candidate(f"Words {n}.", id=n, source=f"{n % 2}.txt") for n in range(4)]
    assert diversify(some, [5.0, 4.9, 4.8, 1.0], 9, 0.7) == [
        (0, 5.0), (1, 4.9), (2, pytest.approx(4.1)), (3, pytest.approx(0.3)),
    ]  # fmt: skip


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=12), st.floats(0, 3), st.integers(1, 12))
def test_what_is_listed_is_worth_less_and_less(
    scores: list[float], penalty: float, most: int
) -> None:
    some = [candidate(f"Words {n}.", id=n, source=f"{n % 3}.txt") for n in range(len(scores))]
    found = diversify(some, scores, most, penalty)
    worth = [value for _, value in found]
    assert worth == sorted(worth, reverse=True)
    assert len({place for place, _ in found}) == len(found) == min(most, len(scores))
