"""What was asked and not found, the same things together."""

from __future__ import annotations

from dataclasses import replace

from qa_app.conversation import Exchange
from qa_app.gaps import Gap, gaps
from tests.web.fake_assistant import nothing, said, unsure


def test_questions_about_the_same_are_one_gap() -> None:
    asked = [
        Exchange(
            "q1", "Who built the ferry to Haiphong?", nothing("Who built the ferry to Haiphong?")
        ),
        Exchange("q2", "What is the budget?", nothing("What is the budget?")),
        Exchange("q3", "who built the Haiphong ferry", nothing("who built the Haiphong ferry")),
        Exchange("q4", "Ferry to Haiphong: who built it?", unsure()),
        Exchange("q5", "When?", said(question="When?")),
        Exchange("q6", "Where is it?", trouble="broke"),
        Exchange("q7", "What is the budget?", nothing("What is the budget?"), limits="one article"),
        Exchange("q8", "And the mayor?", nothing("And the mayor?"), verdict="right"),
    ]
    asked[3] = Exchange("q4", asked[3].question, unsure_of(asked[3].question))
    assert gaps(asked) == [
        Gap(
            (
                "Ferry to Haiphong: who built it?",
                "who built the Haiphong ferry",
                "Who built the ferry to Haiphong?",
            ),
            3,
            1,
        ),
        Gap(("What is the budget?",), 1, 0),
    ]
    assert gaps([]) == []


def unsure_of(question: str):
    return replace(unsure(), question=question, searched=question)
