"""Questions about a time, over articles of several dates, answered with the shipped reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.run import ingest
from qa_app import weights
from qa_app.assistant import Assistant
from qa_app.contract import Answer
from qa_app.settings import Settings
from tests.answering.build import write_articles
from vectorstore import embedding
from vectorstore.store import Store

_LEARNED = weights.load


def _article(title: str, day: str, text: str) -> str:
    dated = f"date: {day}\n" if day else ""
    return f"---\ntitle: {title}\n{dated}---\n{text}\n"


ARTICLES = {
    "2012.md": _article(
        "Work on the tunnel begins", "2012-05-14",
        "Work on the Halden harbour tunnel began last month. The tunnel will cost 210 million "
        "euros, the port authority said.\n\nPort director Ingrid Holt said 140 people work on the "
        "site. Ferries carried 310,000 passengers last year.",
    ),
    "2014.md": _article(
        "Halden tunnel delayed", "2014-03-20",
        "The Halden harbour tunnel will cost 260 million euros, the port authority said.\n\n"
        "220 people work on the site.",
    ),
    "2016.md": _article(
        "New director for the port", "2016-09-05",
        "Jonas Berg became director of the port of Halden last week.\n\nThe Halden harbour tunnel "
        "will now cost 295 million euros, Berg said. 180 people work on the site.",
    ),
    "2018.md": _article(
        "Halden tunnel opens", "2018-06-11",
        "The Halden harbour tunnel was opened on Saturday. It cost 312 million euros in the end."
        "\n\nFerries carried 420,000 passengers in 2017. The toll is 4 euros.",
    ),
    "2023.md": _article(
        "Halden raises the toll", "2023-11-28",
        "The toll for the Halden harbour tunnel rose to 6 euros this week.\n\n"
        "Ferries carried 95,000 passengers last year.",
    ),
    "undated.md": _article(
        "About the tunnel", "", "The Halden harbour tunnel costs 275 million euros."
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def halden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    tmp = tmp_path_factory.mktemp("halden")
    folder = write_articles(tmp / "corpus", ARTICLES)
    store = Store.open(tmp / "store", embedding.load(), create=True)
    ingest(store, [folder])
    with Assistant(store, Settings(store=tmp / "store")) as assistant:
        yield assistant


@pytest.fixture(autouse=True)
def _weights_as_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "load", _LEARNED)


def asked(halden: Assistant, question: str, on: str = "2023-12-01") -> Answer:
    return halden.ask(question, asked_on=on)


def sources(answer: Answer) -> list[str]:
    return [cited.source for cited in answer.citations]


@pytest.mark.parametrize(
    ("question", "quoted", "only"),
    [
        # in force at a date
        ("What did the tunnel cost as of March 2014?", "260 million", {"2014.md"}),
        ("How many people work on the site, as of 2015?", "220 people", {"2014.md"}),
        # later ones are left out, and earlier ones
        ("How many people worked on the site before 2014?", "140 people", {"2012.md"}),
        ("How many people worked on the site after 2015?", "180 people", {"2016.md"}),
        # newest first, undated ones not taken for new
        # (the newest may be about something else: then the next one is shown beside it)
        ("What is the latest cost of the Halden tunnel?", "312 million", {"2018.md", "2023.md"}),
        ("What is the current toll?", "6 euros", {"2018.md", "2023.md"}),
        # "last year" in an article is the year before it
        ("How many passengers did the ferries carry in 2011?", "310,000", {"2012.md"}),
    ],
)
def test_what_was_said_at_that_time(
    halden: Assistant, question: str, quoted: str, only: set[str]
) -> None:
    answer = asked(halden, question)
    assert answer.outcome == "answered"
    assert quoted in answer.answer
    assert set(sources(answer)) <= only


def test_what_is_shown_as_searched_keeps_its_words_of_time(halden: Assistant) -> None:
    question = "How many people worked on the site before 2014?"
    assert asked(halden, question).searched == question


def test_the_day_of_asking_tells_what_last_month_is(halden: Assistant) -> None:
    assert sources(asked(halden, "What happened last month?", "2018-07-05")) == ["2018.md"]
    assert sources(asked(halden, "What happened last week?", "2016-09-12")) == ["2016.md"]


def test_what_last_month_means_in_an_article_is_said(halden: Assistant) -> None:
    note = asked(halden, "When did work on the tunnel begin?").note
    assert "2012-04-01 to 2012-04-30" in note


def test_of_what_no_article_tells_no_time_makes_an_answer(halden: Assistant) -> None:
    assert asked(halden, "Who won the football World Cup in 2018?").abstained


def test_where_no_article_is_of_the_time_what_comes_closest_is_shown(halden: Assistant) -> None:
    answer = asked(halden, "How many people worked on the site before 1990?")
    assert answer.outcome != "answered"
    assert answer.closest
    assert "shares a word" not in answer.reason


MORE = {
    "2018.md": _article(
        "The Varde bridge", "2018-03-01", "The toll of the Varde bridge is 4 euros."
    ),
    "tickets.md": _article(
        "Tickets", "", "Before 2014 a ticket cost 4 euros; since 2014 it has cost 7 euros."
    ),
    "moon.md": _article("The moon", "", "In 1969 Apollo 11 landed on the moon."),
    "doors.md": _article("Doors", "2023-05-01", "The museum of Halden is closed on Monday."),
}


@pytest.fixture(scope="module")
def varde(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    tmp = tmp_path_factory.mktemp("varde")
    folder = write_articles(tmp / "corpus", MORE)
    store = Store.open(tmp / "store", embedding.load(), create=True)
    ingest(store, [folder])
    with Assistant(store, Settings(store=tmp / "store")) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What is the toll in 2018?", "4 euros"),  # no article says "2018"
        ("What did a ticket cost before 2014?", "4 euros"),
        ("What happened in 1969?", "Apollo 11"),
        ("Is the museum of Halden open on Monday?", "closed on Monday"),
    ],
)
def test_a_time_takes_no_answer_away(varde: Assistant, question: str, quoted: str) -> None:
    answer = asked(varde, question)
    assert answer.outcome == "answered"
    assert quoted in answer.answer
