"""Judgements of answers: from the page to a file that gold candidates are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa_app.contract import Done
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.evaluation.making.candidates import candidates, read_feedback
from qa_app.feedback import Feedback, FeedbackError, keep
from qa_app.web import Options, build_app
from qa_app.web.render.answer import answer
from tests.web.fake_assistant import FakeAssistant, nothing, said
from tests.web.markup import inert

QUOTE = "Six boats were given in 2014."
SAID = {
    "question": "How many boats?",
    "answer": "Six boats [1]",
    "verdict": "down",
    "correction": "Six boats",
    "citations": [{"source": "notes/old.txt", "quote": QUOTE}],
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "feedback.jsonl"


@pytest.fixture(scope="module")
def judging(shared: FakeAssistant, file: Path) -> Iterator[TestClient]:
    app = build_app(shared, Options(max_question=200, feedback=file))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


def test_a_judgement_becomes_a_gold_candidate(judging: TestClient, file: Path) -> None:
    assert judging.post("/api/feedback", json=SAID).json() == {"kept": True}
    (row,) = candidates(read_feedback(file))
    assert row["question"] == "How many boats?"
    assert row["answers"] == ["Six boats"]
    assert row["evidence"] == [{"source": "notes/old.txt", "quote": QUOTE}]
    assert row["review"]


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "sideways"},
        {"question": 5},
        {"question": ""},
        {"answer": []},
        {"correction": "x" * 1000},
        {"citations": 3},
        {"citations": [{"source": 1, "quote": "x"}]},
        {"citations": [{}] * 1000},
        {"more": 1},
    ],
)
def test_anything_else_is_refused_and_not_kept(
    judging: TestClient, file: Path, change: dict[str, object]
) -> None:
    before = file.read_bytes() if file.exists() else b""
    response = judging.post("/api/feedback", json=SAID | change)
    assert 400 <= response.status_code < 500
    assert (file.read_bytes() if file.exists() else b"") == before


def test_without_a_file_nothing_is_kept(client: TestClient) -> None:
    assert client.post("/api/feedback", json=SAID).status_code == 422


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match="no-such-folder"):
        keep(tmp_path / "no-such-folder" / "f.jsonl", Feedback("q", "a", "up"))


def test_lines_are_whole_and_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    for words in ("one\ntwo", '"} {"x"', "\u2028 ünï"):
        keep(path, Feedback(words, "a", "up"))
    lines = path.read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line)["question"] for line in lines] == ["one\ntwo", '"} {"x"', "\u2028 ünï"]


def test_the_buttons_carry_their_answer_as_text(shared: FakeAssistant) -> None:
    given = said(shared.cite(1, "notes/old.txt", QUOTE, ["2014"]))
    seen = inert(answer("e1", given, verdict="wrong", correction="<b>Ten</b>"))
    buttons = {
        b["data-verdict"]: b["aria-pressed"] for b in seen.named("button") if "data-verdict" in b
    }
    assert buttons == {"right": "false", "wrong": "true", "wrong_citation": "false"}
    assert "<b>Ten</b>" in seen.text
    abstained = inert(answer("e1", nothing("How many?")))
    assert "should_have_answered" in [b.get("data-verdict") for b in abstained.named("button")]


def test_a_judgement_is_kept_with_its_whole_answer_and_can_be_changed(
    shared: FakeAssistant, tmp_path: Path
) -> None:
    saved, path = SavedConversations(tmp_path / "c.sqlite"), tmp_path / "feedback.jsonl"
    given = said(shared.cite(1, "notes/old.txt", QUOTE), question="How many boats?")
    saved.keep(Conversation("a" * 16).begin("How many boats?", 9).heard(Done(given)))
    body = {**SAID, "conversation": "a" * 16, "exchange": "q1", "correction": ""}
    options = Options(saved=saved.path, feedback=path)
    with TestClient(build_app(shared, options), base_url="http://127.0.0.1") as page:
        for verdict in ("wrong_citation", "wrong", "right"):
            assert page.post("/api/feedback", json=body | {"verdict": verdict}).is_success
            found = saved.load("a" * 16, 9)
            assert found is not None
            assert found.last.verdict == verdict
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert [line["kind"] for line in lines] == ["wrong_citation", "wrong", "right"]
        assert lines[0]["whole"]["citations"][0]["quote"] == QUOTE
        got = page.get("/api/feedback/candidates.jsonl").text.splitlines()
        assert [json.loads(line)["answerable"] for line in got] == [True], "the last one counts"
        other = {**body, "conversation": "b" * 16, "verdict": "wrong"}
        assert page.post("/api/feedback", json=other).is_success
    again = saved.load("a" * 16, 9)
    assert again is not None
    assert again.last.verdict == "right"


def test_what_should_have_been_answered_is_a_candidate_without_an_answer() -> None:
    row = {"question": "Who?", "verdict": "down", "kind": "should_have_answered"}
    (candidate,) = candidates([row])
    assert candidate["answerable"] is True
    assert "the articles hold" in candidate["review"]
    cited = [{"source": "a", "quote": "b"}]
    (candidate,) = candidates([row | {"kind": "wrong_citation", "citations": cited}])
    assert candidate["answerable"] is True
    assert candidate["evidence"] == []
