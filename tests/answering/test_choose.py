"""The shortest set of sentences that suffices, with what belongs to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.answering.choose import (
    Limits,
    below_headings,
    below_questions,
    choose,
    likelihoods,
    reading_order,
    whole_list,
    with_context,
)
from qa_app.answering.sentences import Sentence, sentences_of
from qa_app.retrieval.words import stems
from tests.retrieval.build import candidate, retrieval


def sentences(*texts: str, gap: str = " ", source: str = "a.txt", id: int = 1) -> list[Sentence]:
    """The sentences of one passage."""
    return sentences_of(retrieval("What?", candidate(gap.join(texts), source=source, id=id)))


ALL = frozenset(
    "trade boat june rain ship crew coast harbour ann lee mayor council she it they".split()
)
"""The stems of a question that asks about everything in the sentences here."""
THREE = ("Trade grew.", "Six boats came in June.", "Rain fell.")


def chosen(found: list[Sentence], likely: list[float], **limits: float) -> list[str]:
    options = Limits(**{"mass": 0.6, "ratio": 0.2, "most": 4, **limits})  # type: ignore[arg-type]
    return [found[i].text for i in choose(found, np.array(likely), options)]


@pytest.mark.parametrize(
    ("likely", "limits", "expected"),
    [
        ([0.1, 0.8, 0.1], {}, [1]),
        ([0.3, 0.4, 0.3], {}, [1, 0]),
        ([0.3, 0.4, 0.3], {"mass": 0.99}, [1, 0, 2]),
        ([0.2, 0.6, 0.2], {}, [1]),  # what is reached is enough
        ([0.05, 0.5, 0.05], {"mass": 0.99}, [1]),  # far behind
        ([0.1, 0.5, 0.09], {"mass": 0.99}, [1, 0]),  # not quite so far
        ([0.1, 0.5, 0.05], {"mass": 0.99, "ratio": 0.05}, [1, 0, 2]),
        ([0.3, 0.4, 0.3], {"mass": 0.99, "most": 2}, [1, 0]),
        ([0.3, 0.4, 0.3], {"mass": 0.99, "most": 1}, [1]),
        ([0.2, 0.2, 0.2], {"mass": 0.3}, [0, 1]),  # equal ones in the order of the text
    ],
)
def test_the_likeliest_until_they_suffice(
    likely: list[float], limits: dict[str, float], expected: list[int]
) -> None:
    assert chosen(sentences(*THREE), likely, **limits) == [THREE[i] for i in expected]


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose([], np.zeros(0), Limits()) == []


def test_the_same_words_in_another_article_are_not_said_twice() -> None:
    same = "Six boats came to the port in June of that year."
    found = sentences(same) + sentences(same, source="b.txt", id=2) + sentences("Rain fell.", id=3)
    assert chosen(found, [0.3, 0.25, 0.2], mass=0.9) == [same, "Rain fell."]
    # What is said twice counts twice.
    assert chosen(found, [0.3, 0.3, 0.2], mass=0.6) == [same]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_likelihoods_are_a_softmax(scores: list[float]) -> None:
    likely = likelihoods(np.array(scores))
    assert np.isclose(likely.sum(), 1.0)
    ratio = likely / likely.max()
    assert ratio == pytest.approx(np.exp(np.array(scores) - max(scores)))
    assert len(likelihoods(np.zeros(0))) == 0


def test_a_heading_gives_its_likelihood_to_what_stands_below() -> None:
    found = sentences("Hours", "It opens at six.", "Rain fell.", gap="\n\n")
    likely = np.array([0.5, 0.2, 0.3])
    moved = below_headings(found, likely, np.zeros(3, bool))
    assert moved == pytest.approx([0.0, 0.7, 0.3])
    assert likely[0] == 0.5
    assert below_headings(found, likely, np.array([True, False, False])) == pytest.approx(likely)


def test_two_headings_give_to_what_stands_below_both() -> None:
    found = sentences("Hours", "In summer", "It opens at six.", gap="\n\n")
    moved = below_headings(found, np.array([0.4, 0.4, 0.2]), np.zeros(3, bool))
    assert moved == pytest.approx([0, 0, 1.0])


def test_a_heading_with_nothing_below_in_its_passage_keeps_it() -> None:
    found = sentences("Rain fell.", "Hours", gap="\n\n") + sentences("It opens.", id=2)
    likely = np.array([0.2, 0.5, 0.3])
    assert below_headings(found, likely, np.zeros(3, bool)) == pytest.approx(likely)


def test_a_sentence_that_leans_back_brings_the_one_before() -> None:
    found = sentences("Tokyo sent a ship.", "It reached Da Nang.", "It rained.", "Rain fell.")
    assert with_context(found, [1], 4, ALL) == [1, 0]
    assert with_context(found, [2], 4, ALL) == [2], "what leans back itself explains nothing"
    assert with_context(found, [1, 0], 4, ALL) == [1, 0]
    assert with_context(found, [3], 4, ALL) == [3]
    assert with_context(found, [1], 1, ALL) == [1]
    assert with_context(found, [1, 2], 3, ALL) == [1, 2, 0]


def test_who_the_two_are_needs_no_telling_where_they_are_asked_about() -> None:
    found = sentences("Laos met Nepal.", "Both sides agreed in June.")
    assert with_context(found, [1], 4, frozenset({"june"})) == [1, 0]
    assert with_context(found, [1], 4, frozenset({"june", "two"})) == [1]


@pytest.mark.parametrize(
    ("text", "brought"),
    [
        (
            "It covers:\n\nthe pool\ntowels\na locker\n\nDogs are free.",
            ["the pool", "towels", "a locker"],
        ),
        ("It covers:\n\n- the pool\n- towels\n\nDogs are free.", ["- the pool", "- towels"]),
        (
            "They need:\n\n1) A passport.\n2) A photo. Bring both.",
            ["1) A passport.", "2) A photo."],
        ),
        ("He said this:\n\n“No.”\n\nDogs are free.", ["“No.”"]),
        ("He said this: \nNo.\n\nDogs are free.", ["No."]),
        ("It covers dogs.\n\nthe pool\ntowels", []),
        ("It covers:", []),
    ],
)
def test_a_lead_in_brings_its_items(text: str, brought: list[str]) -> None:
    found = sentences(text)
    assert [found[i].text for i in with_context(found, [0], 9, ALL)] == [found[0].text, *brought]
    some = with_context(found, [0], 2, ALL)
    assert [found[i].text for i in some] == [found[0].text, *brought[:1]]


def test_items_are_those_below_wherever_their_lead_in_stands() -> None:
    found = sentences("Rain fell. Snow fell. It covers:\n\nthe pool\ntowels")
    assert with_context(found, [2], 9, ALL) == [2, 3, 4]


def test_items_are_not_taken_from_another_passage() -> None:
    found = sentences("It covers:") + sentences("Dogs are free.", id=2)
    assert with_context(found, [0], 9, ALL) == [0]


def test_the_likeliest_first_each_with_what_belongs_to_it() -> None:
    found = sentences("Aa.", "Bb.", "Cc.") + sentences("Dd.", "Ee.", source="b.txt", id=2)
    assert reading_order(found, [4, 2, 0, 3]) == [4, 2, 0, 3]
    assert reading_order(found, [2, 4, 2]) == [2, 4]
    assert reading_order(found, [1, 0, 2], own=1) == [0, 1, 2]
    assert reading_order(found, [4, 1, 0, 3], own=2) == [3, 4, 0, 1]
    leaning = sentences("Aa.", "It grew.", "Cc.")
    assert reading_order(leaning, [1, 2, 0]) == [0, 1, 2]
    assert reading_order(leaning, [2, 1, 0]) == [2, 0, 1]


def test_parts_of_an_answer_in_the_order_of_their_article() -> None:
    found = sentences("Aa.", "Bb.", "Cc.") + sentences("Dd.", "Ee.", source="b.txt", id=2)
    assert reading_order(found, [4, 2, 0, 3], in_text_order=True) == [3, 4, 0, 2]


@given(st.permutations(range(6)), st.integers(1, 6), st.booleans())
def test_reading_order_keeps_every_choice_once(order: list[int], count: int, parts: bool) -> None:
    found = sentences("Aa.", "Bb.", "Cc.") + sentences("Dd.", "Ee.", "Ff.", source="b.txt", id=2)
    picked = order[:count]
    result = reading_order(found, picked, in_text_order=parts)
    assert sorted(result) == sorted(picked)
    assert found[result[0]].passage.source == found[picked[0]].passage.source
    assert parts or result == picked
    for source in ("a.txt", "b.txt") if parts else ():
        starts = [found[i].span.start for i in result if found[i].passage.source == source]
        assert starts == sorted(starts)


def test_the_answer_is_what_stands_below_a_question() -> None:
    found = sentences("Q: Favourite books?", "A: A Fistful of Rice.", "Rain fell.", gap="\n\n")
    assert [s.answers_question for s in found] == [False, True, False]
    moved = below_questions(found, np.array([0.7, 0.2, 0.1]))
    assert moved == pytest.approx([0.0, 0.9, 0.1])
    assert with_context(found, [1], 9, ALL) == [1, 0]


def test_what_is_said_in_a_whole_sentence_needs_no_question_above_it() -> None:
    said = "The prosecutor said that the evidence had become weaker in all those years."
    found = sentences("What did the prosecutor say?", said, gap="\n\n")
    assert found[1].answers_question
    assert with_context(found, [1], 9, ALL) == [1]


@pytest.mark.parametrize(
    ("texts", "gap", "answers"),
    [
        (("Why did it fail?", "Because it rained."), " ", True),
        (("Why did it fail?", "The boats came in June."), " ", False),
        (("Who may apply?", "Everybody over 18."), "\n\n", True),
        (("Who may apply?", "And who not?"), "\n\n", False),
        (("It failed.", "Because it rained."), "\n\n", False),
    ],
)
def test_which_sentence_answers_the_one_before(
    texts: tuple[str, str], gap: str, answers: bool
) -> None:
    assert sentences(*texts, gap=gap)[1].answers_question is answers


@pytest.mark.parametrize(
    ("behind", "gap", "taken"),
    [
        ("For this jam, though, a pot will do.", " ", True),
        ("But a pot will do.", " ", True),
        ("However, a pot will do.", " ", True),
        ("By contrast, jam needs a pot.", " ", True),
        ("On the other hand, a pot will do.", " ", True),
        ("Unless it is jam, that is.", " ", True),
        ("The cook, however, uses a pot.", " ", True),
        ("A pot will do.", " ", False),
        ("But a pot will do.", "\n\n", False),
        ("Butter is added.", " ", False),
    ],
)
def test_what_takes_the_words_back_is_quoted_too(behind: str, gap: str, taken: bool) -> None:
    found = sentences("Some fruit needs a canner.", behind, gap=gap)
    assert with_context(found, [0], 9, ALL) == ([0, 1] if taken else [0])
    assert with_context(found, [0], 1, ALL) == [0]
    with_other_first = sentences("Rain fell.", "Some fruit needs a canner.", behind, gap=gap)
    assert with_context(with_other_first, [0, 1], 9, ALL) == [0, 1], "only behind the likeliest"


def test_a_sentence_before_that_tells_neither_who_nor_what_is_left_out() -> None:
    found = sentences("The lease is for ten years.", "They asked the state for four million.")
    asked = frozenset(stems("How much did they ask for?"))
    assert with_context(found, [1], 4, asked) == [1]
    assert with_context(found, [1], 4, frozenset(stems("How long is the lease?"))) == [1, 0]


STEPS = ("Apply so:", "Fill in the form.", "Pay the fee.", "Send both.", "A clerk calls you.")


def test_of_a_list_all_items_are_taken_the_likeliest_first() -> None:
    found = sentences(*STEPS, gap="\n")
    assert whole_list(found, [2], 12) == [2, 0, 1, 3, 4]
    assert whole_list(found, [2, 0], 12) == [2, 0, 1, 3, 4]


def test_of_a_long_list_no_more_than_wanted() -> None:
    found = sentences(*STEPS, gap="\n")
    assert whole_list(found, [1], 3) == [1, 0, 2]
    assert whole_list(found, [4], 3) == [4, 2, 3]


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_sentences_of_a_paragraph_are_no_list(gap: str) -> None:
    assert whole_list(sentences(*STEPS, gap=gap), [2, 0], 12) == [2, 0]


def test_rows_of_a_table_and_two_lines_are_no_list() -> None:
    rows = ("Boat: Zorn | Built: 1948", "Boat: Brunel | Built: 1951", "Boat: Tarka | Built: 1960")
    assert whole_list(sentences(*rows, gap="\n"), [1], 12) == [1]
    assert whole_list(sentences("Pay the fee.", "Send both.", gap="\n"), [1], 12) == [1]
