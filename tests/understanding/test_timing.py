from datetime import date

import pytest

from qa_app.timing import timing

ASKED_ON = date(2023, 12, 1)  # a Friday


@pytest.mark.parametrize(
    ("question", "bare", "first", "last", "strict"),
    [
        ("What did it cost before 2014?", "What did it cost?", "", "2013-12-31", True),
        ("What did it cost after March 2014?", "What did it cost?", "2014-04-01", "", True),
        ("What did it cost since 2014?", "What did it cost?", "2014-01-01", "", True),
        ("What did it cost as of March 2014?", "What did it cost?", "", "2014-03-31", True),
        ("Who led it between 2013 and 2015?", "Who led it?", "2013-01-01", "2015-12-31", True),
        ("Who led the port in 2013?", "Who led the port?", "2013-01-01", "2013-12-31", False),
        ("Who came last month?", "Who came?", "2023-11-01", "2023-11-30", False),
        ("Who came this week?", "Who came?", "2023-11-24", "2023-12-03", False),
        ("What did she say yesterday?", "What did she say?", "2023-11-30", "2023-11-30", False),
        ("Who came in the last three weeks?", "Who came?", "2023-11-10", "2023-12-01", False),
        ("What opened after March?", "What opened?", "2023-04-01", "", True),
    ],
)  # fmt: skip
def test_the_days_that_a_question_is_about(
    question: str, bare: str, first: str, last: str, strict: bool
) -> None:
    found = timing(question, ASKED_ON)
    assert (found.question, found.strict) == (bare, strict)
    assert tuple(day.isoformat() if day else "" for day in found.days) == (first, last)


@pytest.mark.parametrize(
    ("question", "bare", "prefers"),
    [
        ("What is the latest cost?", "What is the cost?", "newest"),
        ("Who is the current director?", "Who is the director?", "newest"),
        ("What is the toll now?", "What is the toll?", "newest"),
        ("What is the earliest cost?", "What is the cost?", "oldest"),
        ("How many people live in Japan today?", "How many people live in Japan?", "newest"),
    ],
)
def test_which_of_several_answers_is_asked_for(question: str, bare: str, prefers: str) -> None:
    found = timing(question, ASKED_ON)
    assert (found.question, found.prefers) == (bare, prefers)


@pytest.mark.parametrize(
    "question",
    [
        "Who led it before Jonas Berg?",
        "When did it open?",
        "What does the 2018 report say?",
        "Who was held during the current protests?",
        "Who led Varde before the 2014 election?",
        "How many people died in the 1906 earthquake?",
        "Who came in the last year of the war?",
        "What is the population of 2020 Olympics?",
        "Is the museum open on Monday?",
        "What opens in May?",
        "What is the earliest train to Brunn?",
        "What is the latest train to Brunn?",
    ],
)
def test_what_says_nothing_of_time_is_left_alone(question: str) -> None:
    assert not timing(question, ASKED_ON)
    assert timing(question, ASKED_ON).question == question


def test_a_question_about_nothing_but_a_time() -> None:
    assert timing("What happened last month?", ASKED_ON).is_all
    assert not timing("In 2017?", ASKED_ON).is_all
    assert not timing("Before 2014?", ASKED_ON).is_all
    assert not timing("What did the port say last month?", ASKED_ON).is_all


def test_a_day_of_no_year_is_of_the_year_that_an_article_speaks_of() -> None:
    for question in ("How much is the rent from 1 July?", "What opens on 3 May?"):
        assert not timing(question, date(2026, 11, 27))
