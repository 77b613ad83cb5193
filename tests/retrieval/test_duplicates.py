from qa_app.retrieval.duplicates import distinct, resemblance, shingles
from tests.retrieval.build import candidate

TEXT = "The two ministers met in Hanoi in March and agreed to build six patrol boats by 2025."


def test_the_same_passage_in_two_articles_is_listed_once() -> None:
    first, copy = candidate(TEXT, id=1, source="a.txt"), candidate(TEXT, id=2, source="b.txt")
    other = candidate("Trade grew by a tenth.", id=3, source="c.txt")
    assert distinct([first, copy, other], 10) == [first, other]


def test_another_figure_is_another_passage() -> None:
    edited = candidate(TEXT.replace("six patrol", "nine small patrol"), id=2, source="b.txt")
    first = candidate(TEXT, id=1)
    assert distinct([first, edited], 10) == [first, edited]


def test_the_limit_holds() -> None:
    some = [candidate(f"Sentence number {n} stands alone here.", id=n) for n in range(5)]
    assert distinct(some, 2) == some[:2]


def test_resemblance_is_one_for_the_same_and_zero_for_nothing_shared() -> None:
    assert resemblance(shingles(["a", "b"]), shingles(["a", "b"])) == 1.0
    assert resemblance(shingles(["a", "b"]), shingles(["c"])) == 0.0
