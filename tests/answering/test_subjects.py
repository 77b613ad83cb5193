"""Who and what a conversation names, and which of them a pronoun stands for."""

from __future__ import annotations

import pytest

from qa_app.answering.subjects import Talk, named, topic_of
from qa_app.answering.unnamed import unnamed


def talk(*turns: tuple[str, str]) -> Talk:
    """A conversation of questions that stand alone and their answers."""
    found = Talk()
    for question, answer in turns:
        found = found.asked(question, alone=True, taken={}).answered(answer)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Laos grew.", [("Laos", "place")]),
        ("James Watt built it.", [("James Watt", "person")]),
        ("What did Trelawny paint?", [("Trelawny", "any")]),
        ("Boats came.", []),  # a word of the language, at the beginning
        ("It was the Harbour of old.", [("Harbour", "any")]),
        ("Rain fell. Boats came.", []),
        ("So James Watt and Bob Jones left.", [
            ("James Watt", "person"), ("James Watt and Bob Jones", "several"), ("Bob Jones", "any"),
        ]),
        ("So James Watt left with Bob Jones.", [("James Watt", "person"), ("Bob Jones", "any")]),
    ],
)  # fmt: skip
def test_names_and_what_they_are_of(text: str, found: list[tuple[str, str]]) -> None:
    assert list(named(text)) == found


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What is the toll?", "toll"),
        ("Who was Ann Lee?", "Ann Lee"),
        ("What are the rules of the port?", "rules of the port"),
        ("Tell me more about the fair", "fair"),
        ("I want to know about tea, please", "tea"),
        ("What is one two three four five?", "one two three four five"),
        ("What is one two three four five six?", ""),
        ("When did it rain?", ""),
    ],
)
def test_what_a_question_is_about(question: str, topic: str) -> None:
    assert topic_of(question).removeprefix("the ") == topic


@pytest.mark.parametrize(
    ("questions", "pronoun", "meant"),
    [
        (("Where was Walter Scott born?",), "he", "Walter Scott"),
        (("Where was Walter Scott born?",), "there", ""),
        (("When was James Watt born?",), "it", ""),
        (("How big is Laos?",), "it", "Laos"),
        (("How big is Laos?",), "there", "Laos"),
        (("How big is Laos?",), "she", ""),
        # the one that was named last
        (("Where was Walter Scott born?", "Where was James Watt born?"), "he", "James Watt"),
        # the one that was named most
        (
            (
                "Where was Walter Scott born?", "When did Walter Scott die?",
                "Did Walter Scott meet James Watt?", "Was Walter Scott rich?",
            ),
            "he", "Walter Scott",
        ),
    ],
)  # fmt: skip
def test_what_a_pronoun_stands_for(questions: tuple[str, ...], pronoun: str, meant: str) -> None:
    assert talk(*((question, "") for question in questions)).meant_by(pronoun) == meant


def test_who_was_a_she_is_no_he() -> None:
    first = Talk().asked("Where was Kim Lee born?", alone=True, taken={})
    assert first.meant_by("he") == "Kim Lee"
    then = first.asked("When did Kim Lee marry?", alone=False, taken={"she": "Kim Lee"})
    assert then.meant_by("he") == ""
    assert then.meant_by("her") == "Kim Lee"


def test_who_was_called_so_before_is_meant_again() -> None:
    then = talk(("Did Walter Scott meet James Watt?", "")).asked(
        "When did Walter Scott die?", alone=False, taken={"he": "Walter Scott"}
    )
    last = then.asked("Was James Watt rich?", alone=True, taken={})
    assert last.meant_by("his") == "Walter Scott"


def test_who_is_asked_for_is_the_name_that_answers_first() -> None:
    found = talk(("Who runs the port?", "Ann Lee does, as Bob Jones said."))
    assert found.meant_by("she") == "Ann Lee"
    found = talk(("Which lawyer runs it?", "Sund bosses and U.S. ships came, said Dr. Bo Ek."))
    assert found.meant_by("he") == "Bo Ek"
    found = talk(("What did VW pay?", "VW paid, Bo Ek said."), ("Who said so?", "Dr. Bo Ek did."))
    assert found.meant_by("he") == "Bo Ek"
    assert talk(("What did VW pay?", "VW paid.")).meant_by("he") == ""
    assert talk(("harbour tax rate?", "")).meant_by("it") == "harbour tax rate"
    assert talk(("What made the crews stop using regular boats?", "")).meant_by("it") == ""
    two = talk(("Who runs the port?", "Ann Lee and Bob Jones do, said Eva Lindh."))
    assert two.meant_by("they") == "Ann Lee and Bob Jones"


@pytest.mark.parametrize(
    ("question", "name", "whole"),
    [
        ("Where was Walter Scott born?", "Scott", "Walter Scott"),
        ("Where was Walter Scott born?", "Walter", "Walter Scott"),
        ("Where was Walter Scott born?", "Watt", "Watt"),
        ("Where was Walter Scott born?", "Walter Scott", "Walter Scott"),
        ("Who is the president of Vietnam?", "Vietnam", "Vietnam"),
    ],
)
def test_a_name_in_full(question: str, name: str, whole: str) -> None:
    assert talk((question, "")).fuller(name) == whole


@pytest.mark.parametrize(
    ("name", "whole"),
    [("Watt", "James Watt"), ("James", "James"), ("Scott", "Scott"), ("Sea", "Sea")],
)
def test_of_who_is_only_named_in_an_answer_the_last_name_is_enough(name: str, whole: str) -> None:
    found = talk(("What is it?", "It was built by James Watt at the North Sea."))
    assert found.fuller(name) == whole
    more = talk(("What is it?", "It was built by James Eckford Watt."))
    assert more.fuller("Watt") == "James Eckford Watt"


@pytest.mark.parametrize(
    ("question", "is_body"),
    [
        ("How many work for Trelawny?", True),
        ("Who runs Trelawny?", True),
        ("Who now leads Trelawny?", True),
        ("Who played in goal for Trelawny?", True),
        ("What did she sign for Trelawny?", True),
        ("What were Trelawny’s sales?", True),
        ("How many are Trelawny's customers?", True),
        ("What are Trelawny's net profits?", True),
        ("Who is the owner of Trelawny?", True),
        ("Who is the sister of Trelawny?", False),
        ("What did Trelawny paint?", False),
        ("Who painted Trelawny?", False),
        ("What are Trelawny's pictures?", False),
    ],
)
def test_what_has_staff_or_is_worked_for_is_no_person(question: str, is_body: bool) -> None:
    found = talk((question, ""))
    assert found.subjects["trelawny"].sort == ("thing" if is_body else "any")


def test_the_chief_subject_is_the_one_asked_about_most() -> None:
    found = talk(("Where was Walter Scott born?", "James Watt, James Watt and James Watt."))
    assert found.chief() == "Walter Scott"
    assert Talk().chief() == ""


def test_they_are_what_was_counted_in_the_question() -> None:
    found = talk(("How many patrol boats does Japan build for Vietnam?", "Japan builds six."))
    assert found.meant_by("they") == "the patrol boats"
    assert talk(("How much water does Japan drink?", "")).meant_by("they") == "Japan"


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How long is the bridge?", "the bridge"),
        ("When was the bridge in Velm opened?", "the bridge in Velm"),
        ("how much did the new pier in Velm cost?", "the new pier in Velm"),
        ("Did the ferry stop at Storholm?", "the ferry"),
        ("did the ferry stop running?", "the ferry"),
        ("when did the committee get set up?", "the committee"),
        ("Why is the tunnel important?", "the tunnel"),
        ("What is the tallest building in Velm?", "the tallest building in Velm"),
        ("who set up the club for black firemen in the sixties?", "the club"),
        ("Which firm built the tunnel under the Velm River?", "the tunnel under the Velm River"),
        ("Who wrote the report on the harbour?", "the report on the harbour"),
        ("Where did Laos build a refinery?", "the refinery"),
        ("Who is the author of the book?", "the book"),
        ("What did Ann Lee say about the upgrade?", "the upgrade"),
        ("who paid for the metro in velm?", "the metro"),
        ("WHO PAID FOR THE METRO?", "the metro"),
        ("Why did the council reject the plan?", "the council"),
        ("Who is the mayor of Velm?", ""),  # no "it"
        ("Who is the president?", ""),
        ("What is the population of Laos?", ""),  # what Laos has
        ("Who founded the Velm Mills?", ""),  # a name
        ("Is Laos a member?", ""),
        ("Who sold the boats?", ""),
        ("Who won in the year?", ""),
        ("What?", ""),
    ],
)
def test_what_has_no_name_and_is_asked_of(question: str, thing: str) -> None:
    assert unnamed(question) == thing


def test_it_is_what_was_asked_of_and_not_the_town_it_stands_in() -> None:
    found = talk(("When was the bridge in Velm opened?", "It was opened in May by Ann Lee."))
    assert found.meant_by("its") == found.meant_by("it") == "the bridge in Velm"
    assert found.meant_by("there") == "Velm"
    assert found.meant_by("they") != "the bridge in Velm"
    assert found.chief() == "Velm"


def test_a_company_is_called_by_the_name_that_it_is_told_with() -> None:
    found = talk(("Who founded the company?", "Ann Lee founded the University of Velm."))
    assert found.meant_by("it") == "University of Velm"


def test_a_question_that_leans_on_nothing_speaks_of_another_it() -> None:
    found = talk(("Why is the bridge shut?", "Ice."), ("Who left Laos?", "Nobody."))
    assert found.meant_by("it") == "Laos"


def test_a_town_is_no_they_and_a_government_is() -> None:
    assert talk(("What did Laos say?", "It said no.")).meant_by("they") == "Laos"
    assert talk(("What did Ann drive in Laos?", "")).meant_by("they") != "Laos"
    assert talk(("Who came from Laos?", "Ann Lee.")).meant_by("there") == "Laos"


def test_who_does_what_is_asked_of_is_they() -> None:
    assert talk(("How are nurses paid in Holm?", "By the town.")).meant_by("they") == "nurses"
    assert talk(("Why did six boats sink?", "It was late.")).meant_by("they") == "six boats"
    assert talk(("Where does Ann sell less?", "In Holm.")).meant_by("they") != "less"


def test_money_is_not_what_is_talked_about() -> None:
    assert talk(("How far did it fall?", "It fell to 500 US Dollars (USD).")).meant_by("it") == ""


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Which patrol ships were there?", "the patrol ships"),
        ("Which ships came to Holm?", "the ships"),
        ("Which glass was found in Holm?", ""),
        ("Which days are the shops open?", "the shops"),
        ("What problems do farmers have?", "farmers"),
        ("What causes increased risk?", ""),
    ],
)
def test_they_are_the_things_that_were_asked_for(question: str, meant: str) -> None:
    assert Talk().asked(question, alone=True, taken={}).meant_by("they") == meant


def test_what_an_answer_names_often_is_named_once() -> None:
    talk = Talk().asked("What is going on with the metro in Velm?", alone=True, taken={})
    answer = "Velm has one line. Trains in Velm are new. Velm paid for it. It runs below Velm."
    assert talk.answered(answer).meant_by("it") == "the metro in Velm"
