"""Whether a sentence is about another one of the kind that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.another import (
    another,
    of_another_country,
    of_another_time,
    tells_of_the_time,
)
from qa_app.answering.sentences import Sentence, sentences_of
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
        ("When did the Arlen-Velm line open?", "The Norvik–Velm line opened in 1871.",
         ("arlen", "norvik")),
        ("when did the arlen-velm line open", "The Arlen–Holm line opened in 1871.",
         ("velm", "holm")),
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
        ("When did the Arlen-Velm line open?", "The Arlen–Velm line opened after Norvik–Velm."),
        ("When did the Arlen-Velm line open?", "The line between Arlen and Velm met Norvik–Velm."),
        ("Who built the two-lane road?", "Ann Lee built the four-lane road."),
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


def last_of(question: str, text: str) -> Sentence:
    *_, last = sentences_of(retrieval(question, candidate(text)))
    return last


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many tickets were sold in November 2025?", "In December 400 of 9,000 of 2025 were."),
        ("How much did the mill earn in 2022?", "In 2023 the mill earned 40 million crowns."),
        ("What were the sales in Q2 2022?", "Sales Q2 2024: 412 | Sales Q2 2023: 382"),
        ("Who won the race in 2019?", "Ann Lee won the race of 2018."),
        ("how many guests came in november 2020", "In May 2020 the hotel had 40 guests."),
    ],
)
def test_what_is_told_of_another_year_or_month_is_of_another_time(
    question: str, sentence: str
) -> None:
    assert of_another_time(question, last_of(question, sentence))
    assert not tells_of_the_time(question, last_of(question, sentence))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much did the mill earn in 2022?", "In 2022 the mill earned 40 million crowns."),
        ("How much did the mill earn in 2022?", "The mill earned 40 million crowns."),
        ("How much did the mill earn in 2014?", "From 2010 to 2016 it earned 40 million a year."),
        ("How much did the mill earn in 2014?", "Since 2011 it has earned 40 million a year."),
        ("How much did it earn in 2022?", "2022 was good. It had earned 3 crowns in 2021."),
        ("When was the mill of 2022 sold?", "It was sold in May 2023."),
        ("Why did the mill of 2022 close?", "In 2023 wheat became dear."),
        ("Did the mill earn money in 2022?", "In 2023 it earned 40 crowns."),
        ("How many guests came in March?", "In 2020 there were 40 guests in March."),
        ("How many guests came?", "In 2020 there were 40 guests."),
    ],
)
def test_the_same_time_or_one_that_may_be_is_no_other(question: str, text: str) -> None:
    assert not of_another_time(question, last_of(question, text))


SOLD = "How many tickets were sold in {}?"


@pytest.mark.parametrize(
    ("question", "text", "of_another"),
    [
        (SOLD.format("November"), "In December 4,000 tickets were sold.", True),
        (SOLD.format("November"), "In November 4,000 tickets were sold.", False),
        (SOLD.format("November 2019"), "In November 2020 some 4,000 were sold.", True),
        (SOLD.format("November 2019"), "In December 2019 some 4,000 were sold.", True),
        (SOLD.format("November 2019"), "In November some 4,000 were sold.", False),
        (SOLD.format("November 2019"), "In 2019 some 4,000 were sold.", False),
        # of a month a year by itself tells nothing
        (SOLD.format("November"), "In December 4,000 were sold, 90,000 in 2020.", True),
        # the time stands in its heading
        (
            SOLD.format("2019"),
            "2019\n\nRain fell. It was wet. Of them 4,000 were sold in 2020.",
            False,
        ),
        # but a sentence that begins with a year is of that one
        (SOLD.format("2019"), "2019 was wet. In 2020 4,000 were sold.", True),
        (SOLD.format("2019"), "2019\n\nRain fell. In May 2020 4,000 were sold.", True),
        (SOLD.format("2019"), "The fair was small. In 2020 some 4,000 were sold.", True),
    ],
)
def test_a_month_of_another_year_and_what_its_heading_dates(
    question: str, text: str, of_another: bool
) -> None:
    assert of_another_time(question, last_of(question, text)) is of_another


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
    assert tells_of_the_time(question, last_of(question, text)) is tells


@pytest.mark.parametrize(
    ("question", "text", "of_another"),
    [
        ("How much did Norway lend Laos for the bridge?", "Tokyo lent Laos 9 million.", True),
        ("how much did norway lend laos", "Japan lent Laos 9 million.", True),
        ("When did the US visit Peru?", "Chinese envoys came to Peru in May.", True),
        ("How many boats did Japan give Peru?", "Tokyo gave Chile six boats.", True),
        ("How much did Japan lend Laos?", "Tokyo lent Laos 9 million.", False),
        ("How much did America lend Laos?", "Laos got US$9 million from Washington.", False),
        ("How much did Norway lend Laos?", "Laos got 9 million.", False),
        ("How much did Norway lend?", "Japan lent Laos 9 million.", False),
        ("Who beat Norway in Laos?", "Norway lost to Peru.", False),
        ("Why did Norway help Laos?", "Laos had been at odds with China.", False),
        ("What does China call the Laotian hills?", "In Laos, or as Beijing says, hills.", False),
    ],
)
def test_what_is_told_of_a_third_country(question: str, text: str, of_another: bool) -> None:
    assert of_another_country(question, last_of(question, text)) == of_another


def test_a_country_named_right_before_is_not_exchanged() -> None:
    text = "Norway was generous. It gave Laos nine million, which China noticed."
    assert not of_another_country("How much did Norway give Laos?", last_of("x", text))


def test_a_third_country_s_loan_is_shown_as_what_comes_closest(tmp_path: Path) -> None:
    page = (
        "# Loans\n\nJapan lent Laos 9 million crowns for the bridge over the river in 2020.\n\n"
        "Nurses came from Norway.\n"
    )
    with assistant_over(tmp_path, {"loans.md": page}, threshold=0.0) as one:
        assert one.ask("How much did Japan lend Laos for the bridge?").outcome == "answered"
        assert one.ask("How much did Norway lend Laos for the bridge?").outcome == "unsure"


def test_what_an_article_tells_that_never_names_the_country_is_no_answer(tmp_path: Path) -> None:
    told = {
        "sund.txt": "The storm in Sund\n\nThe storm of May sank 40 boats in the harbour of Sund.",
        "laos.txt": "Laotian news\n\nThe storm of May flooded the market and the bridge.",
    }
    asked = "How many boats did the storm of May sink{}?"
    with assistant_over(tmp_path, told, threshold=0.0) as assistant:
        assert assistant.ask(asked.format("")).outcome == "answered"
        assert assistant.ask(asked.format(" in Laos")).outcome != "answered"
        assert assistant.ask("Did the storm of May flood the bridge in Laos?").outcome == "answered"
