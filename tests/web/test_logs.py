"""What is logged: a JSON object a line, and no word of a question, an answer or an article."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa_app.web import Options, build_app, logs
from tests.web.fake_assistant import FakeAssistant, said
from vectorstore.errors import QaAppError, StoreError

QUOTE = "Delivery was planned for 2025."


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_requests_and_answers_are_told_without_their_words(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    path = tmp_path / "log.jsonl"
    app = build_app(assistant, Options())
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    with (
        logs.kept(path),
        TestClient(app, base_url="http://127.0.0.1:7860") as client,
    ):
        client.post("/api/ask", json={"question": "When is the secret delivery?"})
        client.get("/api/search", params={"q": "secret"})
        client.get("/read/vessels.md")
        client.get("/web/chat.js")
        client.get("/secret/place")
        assistant.queue.append(ValueError("secret words of an article"))
        client.post("/api/ask", json={"question": "secret?"})
        assistant.broken = StoreError("broken")
    client.get("/healthz")
    told = lines(path)
    answered, asked, searched, read, unknown = told[:5]
    assert answered["message"] == "answered"
    assert (answered["outcome"], answered["citations"]) == ("answered", 1)
    assert (asked["method"], asked["route"], asked["status"]) == ("POST", "/api/ask", 200)
    assert asked["bytes"] > 100
    assert asked["ms"] >= 0
    assert (searched["route"], read["route"]) == ("/api/search", "/read/*")
    assert (unknown["route"], unknown["status"]) == ("unknown", 403)
    failed = next(one for one in told if one["level"] == "error")
    assert failed["error"] == "ValueError"
    assert "fake_assistant.py" in failed["places"][-1]
    statuses = [one["status"] for one in told if one["message"] == "request"]
    assert statuses == [200, 200, 200, 403, 500]
    whole = path.read_text("utf-8")
    for words in ("secret", "vessels", QUOTE, "broken"):
        assert words not in whole


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/c/0123456789abcdef", "/c/*"),
        ("/api/conversations/0123456789abcdef.md", "/api/conversations/*"),
        ("/api/library", "/api/library"),
        ("/gradio_api/heartbeat/abc", "/gradio_api/heartbeat/*"),
        ("/gradio_api/queue/join", "/gradio_api/queue/join"),
        ("/original/file", "/original/*"),
        ("/api/What did she say?", "/api/*"),
        ("/etc/passwd", "unknown"),
    ],
)
def test_a_route_ends_before_what_somebody_named(path: str, route: str) -> None:
    assert logs.route(path) == route


def test_without_a_file_nothing_is_written_and_afterwards_all_is_as_before(tmp_path: Path) -> None:
    handlers = logging.getLogger().handlers[:]
    with logs.kept(None):
        assert logging.getLogger().handlers == handlers
    with logs.kept(tmp_path / "a.jsonl"):
        logging.getLogger("qa_app.x").info("one")
    logging.getLogger("qa_app.x").info("two")
    assert logging.getLogger().handlers == handlers
    assert [one["message"] for one in lines(tmp_path / "a.jsonl")] == ["one"]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(QaAppError, match="nowhere"), logs.kept(tmp_path / "nowhere" / "a"):
        pass
