import re

import pytest

from qa_app.answering.follow_up import (
    MOST_TURNS,
    in_context,
    may_refer_back,
    names_its_subject,
    refers_back,
    stand_alone,
    written_out,
)
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


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        ("When was it opened in Sund?", "By whom?", "By whom was it opened in Sund?"),
        ("When was the pier opened?", "and where?", "Where was the pier opened?"),
        ("When was the pier opened?", "who by?", "By whom was the pier opened?"),
        ("Where did the boats go?", "Why?", "Why did the boats go?"),
        ("Was the pier shut in May?", "in which year?", "In which year was the pier shut in May?"),
        ("In what year was the pier opened?", "By whom?", "By whom was the pier opened?"),
    ],
)  # fmt: skip
def test_another_word_to_ask_by(before: str, follow_up: str, expected: str) -> None:
    assert stand_alone(follow_up, after(before)) == expected
    assert in_context(follow_up, after(before)) == expected


@pytest.mark.parametrize("before", ["Who opened the pier?", "How many boats were there?"])
def test_another_word_to_ask_by_fits_no_question_for_a_subject(before: str) -> None:
    assert stand_alone("Where?", after(before)).startswith("Where?")


def test_a_pronoun_gets_the_words_of_the_earlier_question() -> None:
    searched = stand_alone("Who signed it?", after("How much were deals for six vessels worth?"))
    assert searched.startswith("Who signed it?")
    assert {"deals", "six", "vessels"} <= set(searched.strip("?()").replace("(", "").split())


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
        ("When does the pool open?", "But why?", "Why does the pool open?"),
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
        ("Who paid for these wooden boats?", True), ("Who paid for that wooden boat?", False),
        ("Who paid for the same wooden boat?", True),
        ("How many vessels did Japan give?", False), ("Why did the port close in 2019?", False),
        ("Did rain fall?", False),
        ("Did Ann Smith sell her boat?", False), ("In what year did the port of Oslo open?", False),
    ],
)  # fmt: skip
def test_what_leans_on_what_was_said(follow_up: str, refers: bool) -> None:
    assert refers_back(follow_up) == refers


def test_the_words_of_the_question_itself_and_what_it_asked_for_are_not_repeated() -> None:
    searched = stand_alone("Who paid for its bridge?", after("How long are bridge and road?"))
    assert searched == "Who paid for its bridge? (long road)"
    searched = stand_alone("Who signed it?", after("Which minister sold old old ports?"))
    assert searched == "Who signed it? (sold old ports)"


def test_only_the_last_turns_count() -> None:
    first = "How many people from Vietnam work in Japan?"
    kept = after(first, *["And from China?"] * (MOST_TURNS - 1))
    assert stand_alone("And from Laos?", kept) == "How many people from Laos work in Japan?"
    lost = after(first, *["And from China?"] * MOST_TURNS)
    assert "Japan" not in stand_alone("And from Laos?", lost)


def said(*texts: str) -> list[Turn]:
    """A conversation: question, answer, question, …"""
    return [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(texts)]


CURIES = said(
    "When was Marie Curie born?", "On 7 November 1867 [1].",
    "Where did she study?", "At the Sorbonne in Paris [1].",
    "Who did she marry?", "Pierre Curie, a physicist [1].",
)  # fmt: skip
LAOS = said("How many people live in Laos?", "Laos has 7.5 million people [1].")
ACME = said("Who founded the company?", "Ann Lee and Bob Jones founded Acme Motors in 1998 [1].")
CHEESE = said("What is made in the valley?", "It makes three cheeses: Tomme, Brie and Comté [1].")


@pytest.mark.parametrize(
    ("history", "question", "searched"),
    [
        # who is meant is told by the whole conversation, its answers included
        (CURIES, "When did he die?", "When did Pierre Curie die?"),
        (CURIES, "What was her thesis about?", "What was Marie Curie’s thesis about?"),
        (CURIES, "And she?", "And Marie Curie?"),
        (LAOS, "its population", "Laos’ population"),
        (LAOS, "Does it border China?", "Does Laos border China?"),
        (LAOS, "Which rivers run there?", "Which rivers run in Laos?"),
        (ACME, "When did they meet?", "When did Ann Lee and Bob Jones meet?"),
        (ACME, "And who runs it now?", "And who runs Acme Motors now?"),
        # the name in full
        (CURIES, "Was Marie rich?", "Was Marie rich?"),
        (CURIES, "And what did Pierre find?", "And what did Pierre Curie find?"),
        # what is told of it stands in the question
        (LAOS, "Which company announced it is leaving?", "Which company announced it is leaving?"),
        # one of those that an answer lists
        (ACME, "Where was the second one born?", "Where was Bob Jones born?"),
        (CHEESE, "What about the second one?", "What about Brie?"),
        (CHEESE, "How old is the last?", "How old is Comté?"),
        (CHEESE, "Tell me more about the former", "Tell me more about Tomme"),
        (CHEESE, "How old is the fourth?", "How old is the fourth? (made valley)"),
        # what was answered
        (LAOS, "How so?", "How so? (Laos people 7.5 million)"),
        (LAOS, "Who said that?", "Who said that Laos has 7.5 million people?"),
        (LAOS, "And whose words are these?", "Who said that Laos has 7.5 million people?"),
        (LAOS, "says who", "Who said that Laos has 7.5 million people?"),
        (LAOS, "Tell me more", "Tell me more (Laos people)"),
        # a pronoun that nothing said so far fits
        (LAOS, "How old is she?", "How old is she? (Laos people)"),
        # a new topic behind "And"
        (LAOS, "And how high is Mount Fuji?", "And how high is Mount Fuji? (Laos people)"),
    ],
)  # fmt: skip
def test_what_the_conversation_tells(history: list[Turn], question: str, searched: str) -> None:
    assert stand_alone(question, history) == searched


def test_what_explains_a_pronoun_in_the_question_itself_is_kept() -> None:
    for question in ("Did Ann Lee sell her boat?", "Why did the mayor sell his boat?"):
        assert stand_alone(question, CURIES) == question
    # what it belongs to explains it not
    searched = stand_alone("What was the name of her first lab?", CURIES)
    assert searched == "What was the name of Marie Curie’s first lab?"
    searched = stand_alone("What is the first film that he made?", CURIES)
    assert searched == "What is the first film that Pierre Curie made?"


def test_a_name_in_full_is_no_more_than_the_name() -> None:
    history = said("Where was Walter Scott born?", "In a house in College Wynd [1].")
    for name in ("Scott", "Walter Scott"):
        asked = f"And when did {name} die?"
        assert stand_alone(asked, history).startswith("And when did Walter Scott die?")


def test_who_was_asked_about_comes_before_who_was_named_by_the_way() -> None:
    history = said("Where was Walter Scott born?", "In a house that James Watt had built [1].")
    assert stand_alone("When did he die?", history) == "When did Walter Scott die?"


@pytest.mark.parametrize(
    ("question", "maybe"),
    [("How old is the building?", True), ("When did the tour end?", True),
     ("How old is Walter Scott?", False), ("What is the capital of France?", False)],
)  # fmt: skip
def test_what_names_nothing_may_refer_back(question: str, maybe: bool) -> None:
    assert may_refer_back(question) == maybe


def test_a_question_is_lent_what_the_conversation_is_about() -> None:
    assert in_context("How old is the lab?", CURIES) == (
        "How old is the lab? (Marie Curie marry Pierre)"
    )
    asked = said("Who did Peru's president take over from?", "Ann Lee replaced Bob Jones.")
    searched = in_context("Is the place big?", asked)
    assert {"Peru", "president", "Lee", "Jones"} <= set(re.findall(r"\w+", searched))
    assert in_context("What makes one happen?", []) == "What makes one happen?"
    assert in_context("Why?", after("It?")) == "Why? (Something)"


def test_what_is_replaced_is_not_lent_as_well() -> None:
    history = (
        Turn("user", "On what date did Vietnam declare a partnership with Japan?"),
        Turn("assistant", "Kishida announced it in Tokyo on 27 November 2023. [1]"),
    )
    asked = in_context("And the United States?", history)
    assert asked == "On what date did Vietnam declare a partnership with United States?"


def test_a_time_of_before_is_not_lent() -> None:
    history = (Turn("user", "What did the mayor do yesterday?"),)
    assert "yesterday" not in in_context("Who is the director?", history)


def test_a_date_is_no_subject() -> None:
    history = (Turn("user", "How much did adults pay in 2018?"),)
    assert "before 2014 pay" not in stand_alone("And before 2014?", history)


def test_a_country_is_no_part_of_who_holds_its_office() -> None:
    history = (
        Turn("user", "Who is the president of Laos?"),
        Turn("assistant", "Laos's President Ann Lee came to Oslo in May. [1]"),
    )
    asked = "timeline of Norway-Laos relations"
    assert written_out(asked, history) == asked


UNKNOWN = "No clear answer was found in the articles."


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        # who holds an office is unknown: the company is no "she"
        ("Who is the CEO of Trelawny?", "How old is she?", "How old is CEO of Trelawny?"),
        ("Who is Trelawny’s owner?", "How old is she?", "How old is Trelawny’s owner?"),
        ("Who runs Trelawny?", "How old is she?", "How old is she? (Trelawny runs)"),
        ("How many work for Trelawny?", "Is he rich?", "Is he rich? (Trelawny)"),
        ("Who scored a goal for Trelawny?", "Is he old?", "Is he old? (Trelawny scored goal)"),
        ("What were Trelawny’s sales?", "Is he rich?", "Is he rich? (Trelawny sales)"),
        # but it is an "it"
        ("How many work for Trelawny?", "Is it rich?", "Is Trelawny rich?"),
        # somebody’s wife is asked about, or what somebody did
        ("Who was the wife of Trelawny?", "When did he die?", "When did Trelawny die?"),
        ("What did Trelawny paint?", "When did she die?", "When did Trelawny die?"),
    ],
)
def test_a_company_is_neither_he_nor_she(before: str, question: str, searched: str) -> None:
    assert stand_alone(question, said(before, UNKNOWN)) == searched


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        (
            "How many boats were built in 2019?", "What about the year before?",
            "How many boats were built in 2018, a year earlier?",
        ),
        (
            "How many boats were built in May 2019?", "And two years later?",
            "How many boats were built in May 2021, two years later?",
        ),
        (
            "What was earned in the third quarter of 2019?", "A year earlier?",
            "What was earned in the third quarter of 2018, a year earlier?",
        ),
        (
            "What was earned in the third quarter of 2019?", "And in 2020?",
            "What was earned in the third quarter of 2020?",
        ),
        ("How many came in spring 2019?", "And in 2020?", "How many came in spring 2020?"),
        ("How many came in May 2019?", "And in June 2020?", "How many came in June 2020?"),
        ("How many came in late 2019?", "And in 2020?", "How many came in 2020?"),
        # two years, or none: which one is meant is not known
        (
            "Did more come in 2019 than in 2018?", "And the year before?",
            "And the year before? (more come 2019 2018)",
        ),
    ],
)  # fmt: skip
def test_another_year_of_the_same(before: str, question: str, searched: str) -> None:
    assert stand_alone(question, said(before, "Some [1].")) == searched
    lent = in_context(question, said(before, "Some [1]."))
    assert lent.startswith(searched.removesuffix(")"))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When did Marie Curie marry?", True), ("And when did Marie Curie marry?", True),
        ("When did she marry?", False), ("When did she marry? (Marie Curie)", False),
        ("How old is the lab?", False), ("And Marie Curie?", False),
    ],
)  # fmt: skip
def test_what_names_its_subject_needs_no_conversation(question: str, names: bool) -> None:
    assert names_its_subject(question) == names


def test_they_are_the_things_asked_about_and_not_who_was_called_he() -> None:
    history = (
        Turn("user", "Who is Ann Lee?"),
        Turn("assistant", "Ann Lee is a poet. [1]"),
        Turn("user", "What does she say about the six boats?"),
        Turn("assistant", "They are small. [1]"),
    )
    assert stand_alone("Who gets to use them?", history) == "Who gets to use the six boats?"
    assert stand_alone("What did she write?", history) == "What did Ann Lee write?"


def test_the_one_of_another_year_is_of_what_was_asked() -> None:
    asked = after("How many died in the Sund storm?")
    expected = "How many died in the Sund storm in 1999?"
    assert stand_alone("What about the one in 1999?", asked) == expected


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("Who gets the money from it?", True),
        ("How many children were hurt in it?", True),
        ("How many children said they were hurt?", False),
        ("Who says the pier will sink when it rains?", False),
    ],
)
def test_what_something_is_from_is_not_named_by_it(question: str, leans: bool) -> None:
    assert refers_back(question) is leans


def test_the_second_one_is_of_several_that_were_named() -> None:
    assert refers_back("Did the union go through with the second one?")
    assert not refers_back("Did the union call the second strike off?")


def test_who_said_what_was_quoted_is_asked_of_the_first_words() -> None:
    asked = Turn("user", "What is thought of the ferry?")
    quoted = [asked, Turn("assistant", "“It is late, and dear.” [1] The ferry runs daily. [2]")]
    whole = "Who said that It is late, and dear?"
    for question in ("Who said that?", "who wrote this", "Who is quoted here?"):
        assert stand_alone(question, quoted) == in_context(question, quoted) == whole
    for question in ("Who said that the ferry is late?", "Who built that?", "Who wrote it?"):
        assert not stand_alone(question, quoted).startswith("Who said that It")
    # what is told is written by nobody, and an abstention quotes nothing
    told = [asked, Turn("assistant", "The ferry runs daily. [1]")]
    assert not stand_alone("Who wrote this?", told).startswith("Who said")
    assert stand_alone("Who said this?", told) == "Who said that The ferry runs daily?"
    unsure = [asked, Turn("assistant", "The articles may not say this. The closest passages:")]
    assert stand_alone("Who said that?", unsure).startswith("Who said that? (ferry")
