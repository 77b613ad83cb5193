"""Questions about a time, over articles of several dates, answered with the shipped reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ingest.run import ingest
from qa_app import weights
from qa_app.answering.quotes import Said, abstained
from qa_app.answering.reading import Reading
from qa_app.answering.sentences import sentences_of
from qa_app.answering.timed import Read, at_its_time, in_words, narrowed, preferred, with_dates
from qa_app.assistant import Assistant
from qa_app.contract import Answer, Citation
from qa_app.reader.base import ExcerptReading, SentenceReading
from qa_app.retrieval.query import Query
from qa_app.settings import Settings
from qa_app.timing import Timing
from qa_app.values.spans import Days
from tests.answering.build import write_articles
from tests.retrieval.build import candidate, retrieval
from vectorstore import embedding
from vectorstore.model import Filter
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


def found(
    *told: tuple[str, str],
    likely: Sequence[float] = (),
    relevant: Sequence[float] = (),
    sure: float = 0.9,
) -> Read:
    """What was found and read: sentences with the day that each one's article was published."""
    passages = [
        candidate(text, id=n, source=f"{n}.txt", published=day)
        for n, (text, day) in enumerate(told)
    ]
    readings = [ExcerptReading(1.0, (SentenceReading(x, 1.0, (0, 1)),)) for x in relevant]
    one = retrieval("What is the toll?", *passages)
    sentences = tuple(sentences_of(one, readings or None))
    shares = np.array(likely or [1 / len(told)] * len(told))
    return one, Reading(sentences, np.zeros((len(sentences), 1)), shares, sure)


def texts(read: Read | Reading) -> list[str]:
    return [s.text for s in (read if isinstance(read, Reading) else read[1]).sentences]


OLD, NEW = ("It is 4 euros.", "2014-05-01"), ("It is 6 euros.", "2018-05-01")
UNDATED = ("It is 7 euros.", "")


@pytest.mark.parametrize(("prefers", "kept"), [("newest", NEW), ("oldest", OLD)])
def test_of_what_answers_the_newest_or_the_oldest_counts(prefers: str, kept: Sequence[str]) -> None:
    read = found(OLD, UNDATED, NEW)[1]
    assert texts(preferred(read, prefers)) == [kept[0]]  # type: ignore[arg-type]
    assert preferred(read, "") is read
    undated = found(UNDATED)[1]
    assert preferred(undated, prefers) is undated  # type: ignore[arg-type]


def test_what_does_not_answer_is_not_the_newest() -> None:
    read = found(OLD, NEW, likely=[0.95, 0.05])[1]
    assert texts(preferred(read, "newest")) == [OLD[0]]


def test_where_the_newest_is_doubtful_the_next_one_stands_behind_it() -> None:
    read = found(OLD, ("It rose.", "2016-05-01"), NEW, relevant=[5.0, 5.0, 2.0])[1]
    both = preferred(read, "newest")
    assert texts(both) == ["It rose.", NEW[0]]
    assert both.likely == pytest.approx([1 / 3, 2 / 3]), "twice as likely as the other"
    ahead = found(OLD, NEW, likely=[0.2, 0.8], relevant=[5.0, 2.0])[1]
    assert preferred(ahead, "newest").likely == pytest.approx([0.2, 0.8]), "that it is already"
    near = found(OLD, NEW, relevant=[5.0, 4.0])[1]
    assert texts(preferred(near, "newest")) == [NEW[0]]


YEAR = Days(date(2014, 1, 1), date(2014, 12, 31))
BEFORE = Days(None, date(2013, 12, 31))


@pytest.mark.parametrize(
    ("where", "days", "narrower"),
    [
        (Filter(), YEAR, Filter(published_from="2014-01-01", published_to="2014-12-31")),
        (Filter(), BEFORE, Filter(published_to="2013-12-31")),
        (
            Filter(published_from="2014-05-01", published_to="2014-06-01"), YEAR,
            Filter(published_from="2014-05-01", published_to="2014-06-01"),
        ),
        (
            Filter(("a.txt",), published_from="2010-01-01", published_to="2020-01-01"), YEAR,
            Filter(("a.txt",), published_from="2014-01-01", published_to="2014-12-31"),
        ),
    ],
)  # fmt: skip
def test_a_filter_is_narrowed_to_the_days(where: Filter, days: Days, narrower: Filter) -> None:
    assert narrowed(where, days) == narrower


def test_days_in_words() -> None:
    assert in_words(YEAR) == "from 2014-01-01 to 2014-12-31"
    assert in_words(BEFORE) == "up to 2013-12-31"
    assert in_words(Days(date(2014, 1, 1), None)) == "from 2014-01-01 on"


class Look:
    """Finds one thing, whatever it is asked; which filters it was asked with is in `history`."""

    def __init__(self, finds: Read) -> None:
        self.finds = finds
        self.history: list[Filter] = []

    def __call__(self, query: Query) -> Read:
        assert query.text == "What is the toll?"
        self.history.append(query.where)
        return self.finds


def strictly(first: Read, inside: Read) -> tuple[Read, str]:
    timing = Timing("What is the toll?", BEFORE, strict=True)
    return at_its_time(timing, first, Look(inside), 0.6)


def test_what_is_hardly_an_answer_is_not_asked_without_its_time() -> None:
    look, first = Look(found(NEW)), found(OLD, sure=0.4)
    assert at_its_time(Timing("What is the toll?", YEAR), first, look, 0.6) == (first, "")
    assert look.history == []


def test_what_names_the_time_and_another_one_answers_though_it_was_written_later() -> None:
    both = ("It was 4 euros in 2012 and 6 euros in 2016.", "2018-05-01")
    (_, read), note = strictly(found(both, NEW, likely=[0.7, 0.3]), found(OLD, sure=0.5))
    assert (texts(read), read.confidence, note) == ([both[0]], 0.9, "")


def test_what_is_of_another_time_is_no_answer() -> None:
    (_, read), note = strictly(found(NEW), found(NEW, sure=0.0))
    assert read.confidence == 0.0
    assert (texts(read), note) == ([NEW[0]], "")


def test_what_was_written_at_the_time_answers_alone() -> None:
    first = found(OLD, NEW, likely=[0.6, 0.4])
    timing = Timing("What is the toll?", YEAR)
    (_, read), note = at_its_time(timing, first, Look(found(NEW)), 0.6)
    assert (texts(read), note) == ([OLD[0]], "")


def test_else_it_is_asked_of_the_articles_of_that_time() -> None:
    look = Look(found(OLD))
    timing = Timing("What is the toll?", YEAR)
    (_, read), note = at_its_time(timing, found(NEW), look, 0.6)
    assert texts(read) == [OLD[0]]
    assert note == "From articles published from 2014-01-01 to 2014-12-31."
    assert look.history == [Filter(published_from="2014-01-01", published_to="2014-12-31")]


ANSWERED = Said("It is 4.", (), (), (), "answered")


def cited(quote: str, published: str, *emphasis: tuple[int, int]) -> Citation:
    return Citation(1, "a.txt", "The toll", published, 0, len(quote), quote, emphasis=emphasis)


def test_notes_on_the_time_of_an_answer() -> None:
    none = abstained("Nothing.", (), "unsure", 0.4)
    assert with_dates(none, "What is the toll?", Timing(""), "From articles of 2014.").note == ""
    answered = replace(ANSWERED, note="Mind the gap.")
    assert with_dates(answered, "What is it?", Timing(""), "").note == "Mind the gap."
    told = with_dates(answered, "What is it?", Timing(""), "From articles of 2014.")
    assert told.note == "From articles of 2014. Mind the gap."


def test_a_sentence_that_names_its_year_needs_no_date() -> None:
    said = replace(ANSWERED, citations=(cited("In 2020 it was 4.", ""),))
    assert with_dates(said, "What was it?", Timing("", YEAR), "").note == ""


def test_an_article_without_a_date_is_named_where_a_time_is_asked_for() -> None:
    said = replace(ANSWERED, citations=(cited("It is 4.", ""),))
    named = "Not dated, so it may be of any time: “The toll”."
    assert with_dates(said, "What was it in 2014?", Timing("", YEAR), "").note == named
    assert with_dates(said, "What is it?", Timing(""), "").note == ""
    dated = replace(said, citations=(cited("It is 4.", "2014-05-01"),))
    assert with_dates(dated, "What was it in 2014?", Timing("", YEAR), "").note == ""


@pytest.mark.parametrize(
    ("published", "emphasis", "note"),
    [
        (
            "2014-05-14", (12, 22),
            "“last month”, written on 2014-05-14, means from 2014-04-01 to 2014-04-30.",
        ),
        ("", (12, 22), "Which day “last month” was cannot be told: the article has no date."),
        ("2014-05-14", (0, 3), ""),
    ],
)  # fmt: skip
def test_what_a_marked_last_month_means(
    published: str, emphasis: tuple[int, int], note: str
) -> None:
    quote = cited("It was open last month.", published, emphasis)
    said = replace(ANSWERED, citations=(quote,))
    assert with_dates(said, "When was it open?", Timing(""), "").note == note
    assert with_dates(said, "Who opened it?", Timing(""), "").note == ""
