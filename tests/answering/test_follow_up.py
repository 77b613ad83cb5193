import pytest

from qa_app.answering.follow_up import refers_back, stand_alone
from qa_app.contract import Turn


def after(*questions: str) -> list[Turn]:
    turns = []
    for question in questions:
        turns += [Turn("user", question), Turn("assistant", "Something was said [1].")]
    return turns


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        ("How much was trade in 2022?", "And in 2019?", "How much was trade in 2019?"),
        (
            "When did Russia reach the top tier of Vietnam's partnerships?",
            "And India?",
            "When did India reach the top tier of Vietnam's partnerships?",
        ),
        (
            "How many people from Vietnam work in Japan?",
            "And from Laos?",
            "How many people from Laos work in Japan?",
        ),
    ],
)
def test_a_value_of_the_same_kind_is_replaced(before: str, follow_up: str, expected: str) -> None:
    assert stand_alone(follow_up, after(before)) == expected


def test_a_pronoun_gets_the_words_of_the_earlier_question() -> None:
    searched = stand_alone("Who signed it?", after("How much was the deal for six vessels worth?"))
    assert searched.startswith("Who signed it?")
    assert {"deal", "six", "vessels"} <= set(searched.strip("?()").replace("(", "").split())


def test_a_chain_of_follow_ups_is_followed() -> None:
    history = after("How many people from Vietnam work in Japan?", "How many from China?")
    assert stand_alone("And from Laos?", history) == "How many people from Laos work in Japan?"


@pytest.mark.parametrize(
    "question",
    [
        "How many vessels did Japan provide to Vietnam?",
        "What did Japan say of its loans?",
        "On what date did the president die?",
        "Why did the party chief compare his policy to a plant?",
    ],
)
def test_a_question_of_its_own_is_left_alone(question: str) -> None:
    assert not refers_back(question)
    assert stand_alone(question, after("Who is the prime minister of Laos?")) == question


def test_without_a_history_nothing_is_changed() -> None:
    assert stand_alone("And in 2019?", []) == "And in 2019?"
    assert stand_alone("And in 2019?", [Turn("assistant", "Hello")]) == "And in 2019?"
