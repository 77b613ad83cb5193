"""FAULTS 45 with what is shipped: the real models and weights over the sample articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.opening import open_store
from qa_app.settings import Settings
from tests.whole.test_quotes_exact import check

pytestmark = pytest.mark.slow
ARTICLES = Path(__file__).parents[2] / "articles"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(store=tmp_path_factory.mktemp("shipped") / "store")
    store = open_store(settings, create=True)
    ingest(store, [ARTICLES])
    with Assistant(store, settings) as one:
        yield one


def test_row_45_what_the_articles_hold_is_answered(assistant: Assistant) -> None:
    """Without this the next one would also pass for an assistant that never answers."""
    answer = assistant.ask("How much was the loan for six patrol vessels?")
    check(assistant, [answer])
    assert answer.outcome == "answered"


@pytest.mark.parametrize(
    "question",
    [
        # nothing of the sort is in the articles
        "Who painted the ceiling of the Sistine Chapel?",
        "What is the boiling point of tungsten?",
        "How many goals did Pele score for Santos?",
        # what is asked of is in the articles, what is asked is not
        "Which university did Vo Van Thuong attend?",
        pytest.param(
            "How many submarines did Japan give to Vietnam?",
            marks=pytest.mark.xfail(strict=True, reason="read as its vessels: docs/reader.md"),
        ),
        # what it takes for granted is wrong
        "When did Vietnam join the European Union?",
    ],
)
def test_row_45_what_they_do_not_hold_is_not(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    check(assistant, [answer])
    assert answer.abstained, answer.answer
    assert answer.citations == ()
    assert answer.reason
