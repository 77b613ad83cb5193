"""What an answer must come to, end to end: FAULTS 45, 46, 56, 58."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.run import ingest
from qa_app.answering.quotes import Thresholds
from qa_app.assistant import Assistant
from qa_app.contract import Answer, Turn
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import FakeEmbedder
from tests.whole.test_quotes_exact import check
from vectorstore.errors import QaAppError
from vectorstore.model import Filter
from vectorstore.store import Store

SAMPLE = Path(__file__).parents[2] / "evals" / "sample.jsonl"
TRADE = """---
title: Trade of Lorien
date: 2023-03-01
---
Trade between Lorien and Castova was worth 31 million crowns in 2019.

Trade between Lorien and Castova was worth 47 million crowns in 2022.
"""


def dated(title: str, day: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n{text}\n"


def test_row_45_what_only_a_deleted_article_said_is_not_answered(tmp_path: Path) -> None:
    question = "How much was the grant for the six patrol boats?"
    with assistant_over(tmp_path, {"boats.md": BOATS, "loans.md": LOANS}) as assistant:
        before = assistant.ask(question)
        assert before.outcome == "answered"
        assert {c.source for c in before.citations} == {"boats.md"}
        (tmp_path / "corpus" / "boats.md").unlink()
        ingest(assistant.store, [tmp_path / "corpus"])
        after = assistant.ask(question)
        check(assistant, [after])
    assert after.abstained
    assert after.citations == after.sentences == ()
    shown = [c.source for c in after.closest] + [found.source for found in after.retrieved]
    assert set(shown) <= {"loans.md"}
    assert "500 million yen" not in str(after.to_json())


def values(answer: Answer) -> list[list[tuple[str, str, str]]]:
    """Each disagreement: value, article and date of every side."""
    known = {c.n: c for c in answer.citations}
    return [
        [(v.value, known[v.citation].source, known[v.citation].published) for v in one.values]
        for one in answer.conflicts
    ]


def test_row_46_two_articles_that_disagree_are_both_cited_with_their_dates(tmp_path: Path) -> None:
    articles = {
        "a.md": dated("Boats", "2021-02-01", "Japan gave six patrol boats to Hanoi."),
        "b.md": dated("More boats", "2022-02-01", "Japan gave nine patrol boats to Hanoi."),
    }
    with assistant_over(tmp_path, articles, threshold=0.0) as assistant:
        answer = assistant.ask("How many patrol boats did Japan give to Hanoi?")
        check(assistant, [answer])
    assert {c.source for c in answer.citations} == {"a.md", "b.md"}
    assert values(answer) == [[("nine", "b.md", "2022-02-01"), ("six", "a.md", "2021-02-01")]]
    assert "nine patrol boats" in answer.answer
    assert "six patrol boats" in answer.answer


def test_row_46_a_newer_version_of_an_article_stands_beside_the_older(tmp_path: Path) -> None:
    text = "# Port\n\nThe port of Verran was rebuilt.\n\nThe storm killed {} people in Verran.\n"
    articles = {
        "2021/storm.md": dated("The storm", "2021-05-03", text.format(23)),
        "2022/storm.md": dated("The storm", "2022-05-03", text.format(31)),
    }
    with assistant_over(tmp_path, articles, threshold=0.0) as assistant:
        answer = assistant.ask("How many people did the storm kill in Verran?")
        check(assistant, [answer])
    assert values(answer) == [
        [("31", "2022/storm.md", "2022-05-03"), ("23", "2021/storm.md", "2021-05-03")]
    ]


def test_row_46_without_dates_the_articles_are_named(tmp_path: Path) -> None:
    articles = {
        "a.txt": "Boats\n\nJapan gave six patrol boats to Hanoi.",
        "b.txt": "More boats\n\nJapan gave nine patrol boats to Hanoi.",
    }
    with assistant_over(tmp_path, articles, threshold=0.0) as assistant:
        answer = assistant.ask("How many patrol boats did Japan give to Hanoi?")
    (sides,) = values(answer)
    assert sorted(sides) == [("nine", "b.txt", ""), ("six", "a.txt", "")]
    assert {c.title for c in answer.citations} == {"Boats", "More boats"}


def test_row_56_and_in_another_year_is_answered_from_that_year(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"trade.md": TRADE}) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        first = assistant.ask("How much was trade between Lorien and Castova worth in 2022?")
        history = (Turn("user", first.question), Turn("assistant", first.answer))
        then = assistant.ask("And in 2019?", history=history)
        alone = assistant.ask("And in 2019?")
    assert "47 million crowns" in first.citations[0].quote
    assert then.searched == "How much was trade between Lorien and Castova worth in 2019?"
    assert "31 million crowns" in then.citations[0].quote
    assert alone.searched == "And in 2019?", "nothing is made up without a conversation"


def test_row_56_the_sample_gold_set_asks_follow_ups() -> None:
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    asked = [row for row in rows if row["kind"] == "follow-up"]
    assert len(asked) >= 9
    assert all(row["history"] and row["evidence"] for row in asked)
    assert "And in 2023?" in [row["question"] for row in asked]
    unanswerable = [row for row in rows if row.get("history") and not row["answerable"]]
    assert unanswerable, "and ones that nothing answers"


class Broken(FakeEmbedder):
    """Gives vectors of that value for what is asked, once it is told to."""

    value: float | None = None

    def encode(self, texts):  # type: ignore[no-untyped-def]
        vectors = super().encode(texts)
        return vectors if self.value is None else np.full_like(vectors, self.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.0])
@pytest.mark.parametrize("where", [Filter(), Filter(sources=("boats.md",))])
def test_row_58_a_question_without_a_vector_is_an_error_and_no_answer(
    tmp_path: Path, value: float, where: Filter
) -> None:
    embedder = Broken()
    with assistant_over(tmp_path, {"boats.md": BOATS, "loans.md": LOANS}) as made:
        settings = made.settings
    with Assistant(Store.open(tmp_path / "store", embedder), settings) as assistant:
        assert assistant.ask("How many patrol boats?", filters=where).retrieved
        embedder.value = value
        with pytest.raises(QaAppError, match="vector"):
            assistant.ask("How much was the grant?", filters=where)
        embedder.value = None
        assert assistant.ask("How much was the grant?", filters=where).retrieved
