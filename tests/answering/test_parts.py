"""A question that asks two things: both are answered, or which one is not is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.parts import parts
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.whole.test_quotes_exact import check


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "When was the port built and who paid for it?",
            ("When was the port built?", "who paid for it?"),
        ),
        (
            "When was the port built, and how much did it cost?",
            ("When was the port built?", "how much did it cost?"),
        ),
        ("Who is Ann Lee? What did she say?", ("Who is Ann Lee?", "What did she say?")),
        (
            "Is the port open and when was it built?",
            ("Is the port open?", "when was it built?"),
        ),
        (
            "Does the port open early and who runs it?",
            ("Does the port open early?", "who runs it?"),
        ),
    ],
)
def test_what_asks_two_things(question: str, asked: tuple[str, ...]) -> None:
    assert parts(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "How many boats were there and what were they?",
        "Who wrote and who sang it?",
        "What do we know about where and when it was built?",
        "What did she say about how and why it is done?",
        "Bread and butter, what is it?",
        "When was it built and by whom?",
        "What is it? Is it? Was it? Who was it? Where is it?",
        "When?",
        "",
    ],
)
def test_what_asks_one_thing(question: str) -> None:
    assert parts(question) == (question,)


def test_both_are_answered_with_citations_of_their_own(tmp_path: Path) -> None:
    asked = (
        "How many patrol boats did Japan give to Vietnam in 2014?",
        "How much did Tokyo lend for six maritime patrol vessels?",
    )
    articles = {"boats.md": BOATS, "loans.md": LOANS}
    with assistant_over(tmp_path, articles, threshold=0.0) as one:
        alone = [one.ask(part) for part in asked]
        answer = one.ask(f"{asked[0][:-1]} and {asked[1][0].lower()}{asked[1][1:]}")
        check(one, [answer])
    assert answer.outcome == "answered"
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    quotes = [c.quote for c in answer.citations]
    assert quotes[0] == alone[0].citations[0].quote
    assert alone[1].citations[0].quote in quotes
    assert len(set(quotes)) == len(quotes)
    assert all(s.text in answer.answer for s in answer.sentences)
    assert answer.confidence == min(a.confidence for a in alone)


def test_what_is_not_answered_is_said(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"boats.md": BOATS}, threshold=0.5) as one:
        known = "How many patrol boats did Japan give to Vietnam in 2014"
        answer = one.ask(f"{known} and where did Zork the Unready live?")
        assert answer.outcome == one.ask(f"{known}?").outcome == "answered"
        assert answer.note == "No clear answer was found to “where did Zork the Unready live?”"
        neither = one.ask("Where did Zork live and when did Zork the Unready sleep?")
        assert neither.outcome != "answered"
        assert neither.citations == ()


def test_what_is_no_look_up_is_no_part(tmp_path: Path) -> None:
    asked = "Who gave the boats and what are the articles about?"
    assert len(parts(asked)) == 2
    with assistant_over(tmp_path, {"boats.md": BOATS}, threshold=0.0) as one:
        assert one.ask(asked).searched == asked


def test_what_is_asked_beside_an_overview_is_named(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"boats.md": BOATS}, threshold=0.0) as one:
        alone = one.ask("When was the article about the boats published?")
        asked = "When was the article about the boats published and how many did Japan give?"
        answer = one.ask(asked)
        assert alone.outcome == "answered"
        assert (answer.answer, alone.note) == (alone.answer, "")
        assert answer.note == "Ask by itself: “how many did Japan give?”"
