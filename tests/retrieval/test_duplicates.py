from qa_app.retrieval.duplicates import resemblance, shingles
from qa_app.retrieval.spread import spread
from tests.retrieval.build import candidate


def listed(candidates, limit=10, penalty=0.0, scores=None):
    scores = scores or [1.0 - n / 10 for n in range(len(candidates))]
    return [candidates[place] for place, _ in spread(candidates, scores, limit, penalty)]


TEXT = "The two ministers met in Hanoi in March and agreed to build six patrol boats by 2025."


def test_the_same_passage_in_two_articles_is_listed_once() -> None:
    first, copy = candidate(TEXT, id=1, source="a.txt"), candidate(TEXT, id=2, source="b.txt")
    other = candidate("Trade grew by a tenth.", id=3, source="c.txt")
    assert listed([first, copy, other]) == [first, other]


def test_another_figure_is_another_passage() -> None:
    edited = candidate(TEXT.replace("six patrol", "nine small patrol"), id=2, source="b.txt")
    first = candidate(TEXT, id=1)
    assert listed([first, edited]) == [first, edited]


def test_the_limit_holds() -> None:
    some = [candidate(f"Sentence number {n} stands alone here.", id=n) for n in range(5)]
    assert listed(some, 2) == some[:2]


def test_resemblance_is_one_for_the_same_and_zero_for_nothing_shared() -> None:
    assert resemblance(shingles(["a", "b"]), shingles(["a", "b"])) == 1.0
    assert resemblance(shingles(["a", "b"]), shingles(["c"])) == 0.0


def test_another_article_comes_before_a_third_passage_that_is_hardly_better() -> None:
    some = [candidate(f"Sentence {n} of one.", id=n, source="one.txt") for n in range(3)]
    other = candidate("Words of another article.", id=9, source="two.txt")
    scores = [3.0, 2.9, 2.8, 2.5]
    assert listed([*some, other], 4, 0.0, scores) == [*some, other]
    assert listed([*some, other], 4, 0.5, scores) == [some[0], other, some[1], some[2]]
    assert listed([*some, other], 4, 0.1, scores) == [*some, other]


def test_what_is_listed_is_worth_less_and_less() -> None:
    some = [candidate(f"Words {n}.", id=n, source=f"{n % 2}.txt") for n in range(8)]
    worth = [w for _, w in spread(some, [5.0, 4.9, 4.8, 1.0, 4.7, 0.5, 4.6, 0.1], 8, 0.7)]
    assert worth == sorted(worth, reverse=True)
