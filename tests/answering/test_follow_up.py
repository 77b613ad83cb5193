import pytest

from qa_app.answering.follow_up import in_context, refers_back, stand_alone, with_answer
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


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        ("How much do adults pay?", "And children?", "How much do children pay?"),
        ("How much do adults pay?", "What about the children?", "How much do the children pay?"),
        ("When does the pool open?", "And the sauna?", "When does the sauna open?"),
        ("When does the pool open?", "But why?", "But why? (pool open)"),
        ("How high is the fee?", "And children?", "And children? (high fee)"),
    ],
)
def test_another_subject_takes_the_place_of_the_first(
    before: str, follow_up: str, expected: str
) -> None:
    assert stand_alone(follow_up, after(before)) == expected


@pytest.mark.parametrize(
    ("follow_up", "refers"),
    [
        ("And in 2019?", True), ("In 2019?", True), ("What about Laos?", True), ("How many?", True),
        ("Who signed it?", True), ("When did they leave?", True), ("Why that?", True),
        ("How many vessels did Japan give?", False), ("Why did the port close in 2019?", False),
        ("Did rain fall?", False),
        ("Did Ann Smith sell her boat?", False), ("In what year did the port of Oslo open?", False),
    ],
)  # fmt: skip
def test_what_leans_on_what_was_said(follow_up: str, refers: bool) -> None:
    assert refers_back(follow_up) == refers


def test_the_words_of_the_question_itself_and_what_it_asked_for_are_not_repeated() -> None:
    searched = stand_alone("Who paid for its bridge?", after("How long is the new bridge?"))
    assert searched == "Who paid for its bridge? (long new)"
    searched = stand_alone("Who signed it?", after("Which minister sold the old old port?"))
    assert searched == "Who signed it? (sold old port)"


def test_only_the_last_six_turns_count() -> None:
    first = "How many people from Vietnam work in Japan?"
    kept = after(first, *["And from China?"] * 5)
    assert stand_alone("And from Laos?", kept) == "How many people from Laos work in Japan?"
    lost = after(first, *["And from China?"] * 6)
    assert "Japan" not in stand_alone("And from Laos?", lost)


def test_a_question_that_seems_to_stand_alone_can_be_put_into_context() -> None:
    history = after("What causes an eclipse of the moon?", "And in 2019?")
    assert in_context("What makes one happen?", history) == (
        "What makes one happen? (causes eclipse moon)"
    )
    history += after("Where did the comet land?", "And in 2019?")
    assert in_context("What makes one happen?", history).endswith("(comet land)")
    assert in_context("What makes one happen?", []) == "What makes one happen?"
    assert in_context("Why?", after("It?")) == "Why?"


@pytest.mark.parametrize(
    ("question", "answer", "searched"),
    [
        # who "he" is stands only in the answer
        (
            "Is he locked up now?",
            "Ann Lee became president after lawmakers removed Bob Jones.",
            "Is he locked up now? (Peru president take Ann Lee Bob Jones)",
        ),
        (
            "Is Ann Lee president now?",
            "Ann Lee became president after lawmakers removed Bob Jones.",
            "Is Ann Lee president now? (Peru take Bob Jones)",
        ),
        ("Is he locked up now?", "", "Is he locked up now? (Peru president take)"),
        ("Is he locked up now?", "Nobody knows.", "Is he locked up now? (Peru president take)"),
    ],
)
def test_names_of_the_answer_go_with_a_follow_up(question: str, answer: str, searched: str) -> None:
    asked = Turn("user", "Who did Peru's president take over from?")
    assert with_answer(question, [asked, Turn("assistant", answer)]) == searched


def test_without_a_conversation_there_are_no_names_to_add() -> None:
    assert with_answer("Is he locked up now?", []) == "Is he locked up now?"
