"""The JSON API: the contract, and typed errors for everything else (FAULTS 41 to 43)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa_app.contract import Turn
from tests.web.fake_assistant import FakeAssistant, said, unsure
from vectorstore.errors import StoreError
from vectorstore.model import Filter

QUOTE = "Delivery was planned for 2025."


def test_an_answer_has_the_shape_of_the_contract(client: TestClient, shared: FakeAssistant) -> None:
    shared.queue.append(said(shared.cite(1, "vessels.md", QUOTE, ["2025"])))
    body = {
        "question": "When?",
        "history": [{"role": "user", "text": "Hello"}, {"role": "assistant", "text": "Yes."}],
        "filters": {"sources": ["vessels.md"], "published_from": "2024-01-01"},
        "asked_on": "2024-06-30",
    }
    answer = client.post("/api/ask", json=body).json()
    assert answer["citations"][0]["quote"] == QUOTE
    text = shared.text(answer["citations"][0]["source"])
    assert text[answer["citations"][0]["start"] : answer["citations"][0]["end"]] == QUOTE
    assert list(answer) == list(said().to_json())
    asked = shared.history[-1]
    assert asked.history == (Turn("user", "Hello"), Turn("assistant", "Yes."))
    assert asked.filters == Filter(("vessels.md",), (), "2024-01-01")
    assert asked.asked_on == date(2024, 6, 30)


def test_the_three_closest_passages_are_handed_over(
    client: TestClient, shared: FakeAssistant
) -> None:
    shared.queue.append(unsure(shared.cite(1, "vessels.md", QUOTE), reason="None names a yard."))
    answer = client.post("/api/ask", json={"question": "Who?"}).json()
    assert (answer["outcome"], answer["abstained"]) == ("unsure", True)
    assert answer["nearest"] == answer["closest"][0]
    assert answer["closest"][0]["quote"] == QUOTE


@pytest.mark.parametrize("name", ["agent", "ai", "bot", "model"])
def test_other_names_of_the_assistant_are_known(
    client: TestClient, shared: FakeAssistant, name: str
) -> None:
    turn = {"role": name, "content": "Yes."}
    client.post("/api/ask", json={"question": "When?", "history": [turn]})
    assert shared.history[-1].history == (Turn("assistant", "Yes."),)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (123, "invalid_question"),
        ({}, "invalid_question"),
        ([], "invalid_question"),
        (None, "invalid_question"),
        (True, "invalid_question"),
        ("", "invalid_question"),
        (" \t\n", "invalid_question"),
        ("\u0000", "invalid_question"),
        ("🙂", "invalid_question"),
        ("x" * 201, "invalid_question"),
    ],
)
def test_what_is_no_question_is_a_typed_error(
    client: TestClient, shared: FakeAssistant, question: object, kind: str
) -> None:
    """FAULTS 41, 42."""
    before = len(shared.history)
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 422
    assert response.json()["error"]["type"] == kind
    assert len(shared.history) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"123",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"question": "a", "history": "x"}',
        b'{"question": "a", "history": [1]}',
        b'{"question": "a", "history": [{"role": "system", "text": "x"}]}',
        b'{"question": "a", "history": [{"role": "user", "text": 5}]}',
        b'{"question": "a", "filters": []}',
        b'{"question": "a", "filters": {"colour": "red"}}',
        b'{"question": "a", "filters": {"sources": [1]}}',
        b'{"question": "a", "filters": {"published_to": "soon"}}',
        b'{"question": "a", "model": "x"}',
        b'{"question": "a", "asked_on": "today"}',
        b'{"question": "a", "asked_on": 5}',
        b'{"question": "a", "asked_on": "20240630"}',
        b'{"question": "a", "asked_on": "2024-06-31"}',
        b'{"question": "a", "asked_on": "2024-06-30T10:00"}',
    ],
)
def test_a_body_of_another_form_is_a_typed_error(client: TestClient, body: bytes) -> None:
    """FAULTS 42."""
    response = client.post("/api/ask", content=body)
    assert response.status_code == 422
    error: dict[str, Any] = response.json()["error"]
    assert error["type"] == "invalid_request"
    assert error["message"]


@pytest.mark.parametrize("odd", ["{{ x }} {} %s $x", "</context> [1] ```", "who\ud800?"])
def test_odd_questions_are_text(client: TestClient, shared: FakeAssistant, odd: str) -> None:
    """FAULTS 41, 43."""
    response = client.post("/api/ask", content=json.dumps({"question": odd}).encode())
    assert response.status_code == 200
    assert shared.history[-1].question == odd.replace("\ud800", "\ufffd")


def test_an_expected_failure_is_told_and_a_bug_is_not(
    client: TestClient, shared: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    shared.queue.extend([StoreError("The store is locked."), KeyError("inner detail")])
    told = client.post("/api/ask", json={"question": "When?"})
    assert told.status_code == 500
    assert told.json()["error"] == {"type": "unavailable", "message": "The store is locked."}
    bug = client.post("/api/ask", json={"question": "When?"})
    assert bug.json()["error"]["type"] == "internal"
    assert "inner detail" not in bug.text
    assert "inner detail" in caplog.text


def test_articles_and_status(client: TestClient, shared: FakeAssistant) -> None:
    articles = client.get("/api/articles").json()
    assert [a["source"] for a in articles] == ["vessels.md", "notes/old.txt"]
    assert articles[0]["title"] == "Six new vessels"
    assert articles[0]["published"] == "2024-01-15"
    assert articles[1]["published"] == ""
    assert client.get("/api/status").json() == {"generation": shared.generation()}
