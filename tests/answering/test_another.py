"""Whether a sentence is about another one of the kind that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.another import another, of_another_time, tells_of_the_time
from qa_app.answering.sentences import sentences_of
from tests.answering.build import assistant_over
from tests.retrieval.build import candidate, retrieval


def found(question: str, text: str) -> tuple[str, str] | None:
    *_, last = sentences_of(retrieval(question, candidate(text)))
    return another(question, last)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How many Danish nurses work there?", "Swedish nurses, 40 of them, work there.",
         ("danish", "swedish")),
        ("What do public schools charge?", "Private schools charge 900 crowns.",
         ("public", "private")),
        ("What grows in non-tropical forests?", "In tropical forests ebony grows.",
         ("non-tropical", "tropical")),
        ("Who built the second bridge?", "The first bridge was built by Ann Lee.",
         ("second", "first")),
        ("Who won the 3rd race?", "Ann Lee won the 2nd race.", ("3rd", "2nd")),
        ("Who runs the K.12 network?", "The K.13 network is run by Sund.", ("k.12", "k.13")),
        ("WHO PAYS THE LARGER SHARE?", "The state pays the smaller share.", ("larger", "smaller")),
    ],
)  # fmt: skip
def test_another_one_is_told(question: str, sentence: str, words: tuple[str, str]) -> None:
    assert found(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many Danish nurses work there?", "Danish and Swedish nurses, 40 each, work there."),
        ("How many Danish nurses work there?", "Nurses from Denmark work with Swedish doctors."),
        ("Are public schools free?", "Private schools charge 900 crowns."),
        ("What do public schools charge?", "Nothing; public schools ask for no fee."),
        ("What do large schools charge?", "Big schools charge 900 crowns."),
        ("When is the museum open?", "It is closed on Mondays."),
        ("Whom does the Danish coach train?", "The Swedish team has a coach of Denmark's."),
        ("Who built the second bridge?", "Ann Lee built the bridge at Sund."),
    ],
)  # fmt: skip
def test_the_same_one_or_none_is_told(question: str, sentence: str) -> None:
    assert found(question, sentence) is None


def test_what_the_sentence_before_names_is_known() -> None:
    text = "The Danish nurses came in May. Swedish nurses, 40 of them, came later."
    assert found("How many Danish nurses came?", text) is None


def test_another_one_is_no_answer(tmp_path: Path) -> None:
    told = "The clinic opened in May.\n\nSome 40 Swedish nurses work at the clinic of Sund."
    asked = "How many {} nurses work at the clinic of Sund?"
    with assistant_over(tmp_path, {"a.txt": told}, threshold=0.0) as assistant:
        assert assistant.ask(asked.format("Swedish")).outcome == "answered"
        assert assistant.ask(asked.format("Danish")).outcome != "answered"


SOLD = "How many tickets were sold in {}?"


@pytest.mark.parametrize(
    ("question", "text", "of_another"),
    [
        (SOLD.format("November"), "In December 4,000 tickets were sold.", True),
        (SOLD.format("November"), "In November 4,000 tickets were sold.", False),
        (SOLD.format("2019"), "In 2020 some 4,000 tickets were sold.", True),
        (SOLD.format("2019"), "In 2019 some 4,000 tickets were sold.", False),
        (SOLD.format("2019"), "Some 4,000 tickets were sold.", False),
        (SOLD.format("the hall"), "In 2020 some 4,000 tickets were sold.", False),
        (SOLD.format("November 2019"), "In November 2020 some 4,000 were sold.", True),
        (SOLD.format("November 2019"), "In December 2019 some 4,000 were sold.", True),
        (SOLD.format("November 2019"), "In November some 4,000 were sold.", False),
        (SOLD.format("November 2019"), "In 2019 some 4,000 were sold.", False),
        # of a month a year by itself tells nothing
        (SOLD.format("November"), "In December 4,000 were sold, 90,000 in 2020.", True),
        # a span of years has the year
        (SOLD.format("2019"), "From 2018 to 2020 some 4,000 tickets were sold.", False),
        # what reaches to other times
        (SOLD.format("2019"), "Since 2018 some 4,000 tickets were sold.", False),
        # the time stands before it
        (SOLD.format("2019"), "The fair of 2019 was small. In 2020 some 4,000 were sold.", False),
        (
            SOLD.format("2019"),
            "2019\n\nRain fell. It was wet. In 2020 4,000 were sold.",
            False,
        ),
        (SOLD.format("2019"), "The fair was small. In 2020 some 4,000 were sold.", True),
        # a time, or a yes or a no, is asked for
        ("When after 2018 was it built?", "It was built in 2020.", False),
        ("Were tickets sold in 2019?", "In 2020 some 4,000 tickets were sold.", False),
    ],
)
def test_what_is_told_of_another_time(question: str, text: str, of_another: bool) -> None:
    *_, last = sentences_of(retrieval(question, candidate(text)))
    assert of_another_time(question, last) is of_another


@pytest.mark.parametrize(
    ("time", "text", "tells"),
    [
        ("2019", "In May 2019 it opened.", True),
        ("2019", "In May it opened.", False),
        ("May 2019", "In May it opened.", True),
        ("May 2019", "In 2019 it opened.", False),
        ("May 2019", "In June 2019 it opened.", False),
        ("the hall", "In June 2019 it opened.", False),
    ],
)
def test_a_sentence_tells_of_the_time_that_is_named(time: str, text: str, tells: bool) -> None:
    question = SOLD.format(time)
    (one,) = sentences_of(retrieval(question, candidate(text)))
    assert tells_of_the_time(question, one) is tells
