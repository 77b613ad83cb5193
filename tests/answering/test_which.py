"""Which of two is meant is asked back, where both fit alike and the articles answer for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.quotes import Thresholds
from qa_app.answering.which import meanings
from qa_app.contract import Turn
from qa_app.spoken import Spoken
from qa_app.web.render.answer import answer as rendered
from tests.answering.build import assistant_over

MET = [
    Turn("user", "What happened at the harbour conference?"),
    Turn("assistant", "President Ellen Marsh met Prime Minister Clara Voss there [1]."),
]
ELLEN = "Ellen Marsh was born in Bergen in 1961."
CLARA = "Clara Voss was born in Lisbon in 1975."
BOTH = "Where was Ellen Marsh born?", "Where was Clara Voss born?"


def test_two_that_are_named_alike_are_two_meanings() -> None:
    assert meanings("Where was she born?", MET) == (
        ("Ellen Marsh", BOTH[0]),
        ("Clara Voss", BOTH[1]),
    )


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Where was Clara Voss born?", MET),  # nothing is left open
        ("How many boats are there?", MET),
        ("Where was she born?", []),
        ("Where was she born?", [Turn("user", "Who is Clara Voss?"), MET[1]]),  # she is the subject
        ("Where was she born?", [*MET, Turn("user", "What did Clara Voss say?")]),
        (
            "Where was she born?",
            [MET[0], Turn("assistant", "President Ellen Marsh argued about it [1].")],
        ),
        (
            "Where was she born?",
            [
                MET[0],
                Turn(
                    "assistant", "President Ellen Marsh met Mayor Clara Voss and Mayor Ada Brill."
                ),
            ],
        ),
    ],
)
def test_what_is_clear_is_not_asked_back(question: str, history: list[Turn]) -> None:
    assert meanings(question, history) == ()


@pytest.fixture
def articles() -> dict[str, str]:
    return {"ellen.md": f"# Ellen Marsh\n\n{ELLEN}\n", "clara.md": f"# Clara Voss\n\n{CLARA}\n"}


def test_it_is_asked_back_where_both_have_an_answer(
    tmp_path: Path, articles: dict[str, str]
) -> None:
    with assistant_over(tmp_path, articles) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        asked = assistant.ask("Where was she born?", history=MET)
        assert asked.outcome == "unsure"
        assert asked.answer == "Do you mean Ellen Marsh or Clara Voss?"
        assert asked.choices == BOTH
        assert [c.quote for c in asked.closest] == [ELLEN, CLARA]
        assert [c.n for c in asked.closest] == [1, 2]
        assert asked.to_json()["choices"] == list(BOTH)
        for choice, quote in zip(asked.choices, (ELLEN, CLARA), strict=True):
            then = assistant.ask(choice, history=[*MET, Turn("assistant", asked.answer)])
            assert then.outcome == "answered"
            assert not then.choices
            assert [c.quote for c in then.citations] == [quote]
            assert "choices" not in then.to_json()
    page = rendered("q1", asked)
    assert all(f'data-ask="{choice}"' in page for choice in BOTH)
    assert all(choice in Spoken.of(asked).text for choice in BOTH)


def test_what_one_passage_answers_for_both_is_not_asked_back(tmp_path: Path) -> None:
    text = "Ellen Marsh and Clara Voss were both born in Bergen."
    with assistant_over(tmp_path, {"a.md": f"# The sisters\n\n{text}\n"}) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        asked = assistant.ask("Where was she born?", history=MET)
        assert asked.outcome == "answered"
        assert [c.quote for c in asked.citations] == [text]
