"""`qa-app ask` for people: what happened on the way, the answer, and what kind of answer it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qa_app.cli import output
from qa_app.cli.app import app
from qa_app.cli.ask import print_event
from qa_app.contract import Answer, AnswerSentence, Conflict, ConflictValue, Done, Request
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, no_question, nothing, said, unsure
from vectorstore.model import Filter

QUOTE = "Delivery was planned for 2025."
PLACE = "Six new vessels · vessels.md · 2024-01-15 · characters 109 to 139"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """The assistant that every command opens."""
    assistant = stocked()

    @contextmanager
    def opened(settings: Any) -> Iterator[FakeAssistant]:
        yield assistant

    def answer(request: Request) -> Answer:
        *_, last = assistant.stream(request)
        assert isinstance(last, Done)
        return last.answer

    assistant.answer = answer  # type: ignore[attr-defined]
    assistant.ask = lambda question, **given: answer(  # type: ignore[attr-defined]
        Request(question, **given)
    )
    monkeypatch.setattr("qa_app.assistant.Assistant.open", opened)
    return assistant


def printed(answer: Answer, capsys: pytest.CaptureFixture[str], fake: FakeAssistant) -> list[str]:
    """What is printed of the events of that answer."""
    output.console.cache_clear()
    fake.queue.append(answer)
    for event in fake.stream(Request("Who?")):
        print_event(event)
    return capsys.readouterr().out.splitlines()


def test_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    fake = stocked()
    fake.also = ("delivered",)
    new, old = fake.cite(1, "vessels.md", QUOTE), fake.cite(2, "notes/old.txt", "Six boats")
    answer = said(
        new,
        replace(old, page=3),
        searched="Who delivers?",
        sentences=(
            AnswerSentence(QUOTE, (1,), "supported"),
            AnswerSentence("Six of them.", (2, 1), "partly"),
        ),
        conflicts=(Conflict("the year", (ConflictValue("2025", 1), ConflictValue("2014", 2))),),
        confidence=0.85,
    )
    assert printed(answer, capsys, fake) == [
        "Searched also for “delivered”",
        f"{QUOTE} [1]",
        "Six of them. [2][1] (partly supported)",
        "Searched for: Who delivers?",
        f"[1] {PLACE}",
        "[2] notes/old.txt · no date given · page 3, characters 0 to 9",
        "The articles disagree on the year: 2025 [1]; 2014 [2]",
        "medium confidence (0.85)",
    ]


def test_unsure(capsys: pytest.CaptureFixture[str]) -> None:
    fake = stocked()
    closest = (fake.cite(1, "vessels.md", QUOTE), fake.cite(2, "vessels.md", "$348 million"))
    lines = printed(unsure(*closest, reason="None names a yard."), capsys, fake)
    assert lines[:3] == [
        "The articles may not say this. The closest passages:",
        f"[1] “{QUOTE}”",
        f"    {PLACE}",
    ]
    assert lines[3] == "[2] “$348 million”"
    assert lines[5:] == ["None names a yard."]


def test_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    fake = stocked()
    answer = nothing("", fake.cite(1, "vessels.md", QUOTE), "None names a yard.")
    assert printed(answer, capsys, fake) == [
        "The articles do not say.",
        "None names a yard.",
        "What comes nearest:",
        f"[1] “{QUOTE}”",
        f"    {PLACE}",
    ]


def test_no_question(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(no_question(), capsys, stocked())
    assert lines == ["Ask me something.", "I look things up in the articles."]


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_filters_and_day_reach_the_assistant(fake: FakeAssistant, flags: list[str]) -> None:
    words = ["ask", "When?", "--source", "a.md", "--from", "2024-01-01", "--asked-on", "2024-06-30"]
    done = CliRunner().invoke(app, [*words, *flags])
    assert done.exit_code == 0, done.output
    (asked,) = fake.history
    assert asked.question == "When?"
    assert asked.filters == Filter(("a.md",), (), "2024-01-01")
    assert asked.asked_on == date(2024, 6, 30)


def test_json_is_one_object_in_the_shape_of_the_contract(fake: FakeAssistant) -> None:
    fake.queue.append(unsure(fake.cite(1, "vessels.md", QUOTE)))
    done = CliRunner().invoke(app, ["ask", "--json", "Who?"])
    answer = json.loads(done.stdout)
    assert list(answer) == list(said().to_json())
    assert (answer["outcome"], answer["abstained"]) == ("unsure", True)
    assert answer["closest"][0]["quote"] == answer["nearest"]["quote"] == QUOTE


@pytest.mark.parametrize(
    "words", [[], ["When?", "--batch", "q", "--out", "a"], ["--batch", "q"], ["x", "--out", "a"]]
)
def test_wrong_use_is_exit_code_2(fake: FakeAssistant, words: list[str]) -> None:
    assert CliRunner().invoke(app, ["ask", *words]).exit_code == 2


@pytest.mark.parametrize("day", ["today", "30.6.2024", "2024-06-31"])
def test_a_day_is_written_as_the_others_are(fake: FakeAssistant, day: str) -> None:
    assert CliRunner().invoke(app, ["ask", "When?", "--asked-on", day]).exit_code == 2
    assert fake.history == []


def test_a_day_for_a_whole_batch_gives_way_to_that_of_a_line(
    fake: FakeAssistant, tmp_path: Path
) -> None:
    lines = ['{"question": "When?"}', '{"question": "And then?", "asked_on": "2023-01-01"}']
    (tmp_path / "q.jsonl").write_text("\n".join(lines))
    files = ["--batch", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "a.jsonl")]
    done = CliRunner().invoke(app, ["ask", *files, "--asked-on", "2024-06-30"])
    assert done.exit_code == 0, done.output
    assert [one.asked_on for one in fake.history] == [date(2024, 6, 30), date(2023, 1, 1)]
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 2
