"""The API for programs: events, articles, search, and a description of all of it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from qa_app.web import Options, build_app
from qa_app.web.errors import BusyError
from qa_app.web.gate import Gate
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, said, unsure
from tests.web.live import running
from vectorstore.errors import StoreError
from vectorstore.model import Filter

QUOTE = "Delivery was planned for 2025."


def heard(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: name and data."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        data = fields["data"]
        found.append((fields.get("event", ""), data if data == "[DONE]" else json.loads(data)))
    return found


@pytest.mark.parametrize("way", ["stream", "accept"])
def test_events_come_one_by_one_and_end_with_the_answer(
    client: TestClient, shared: FakeAssistant, way: str
) -> None:
    shared.queue.append(said(shared.cite(1, "vessels.md", QUOTE)))
    body = {"question": "When?"} | ({"stream": True} if way == "stream" else {})
    headers = {"accept": "text/event-stream"} if way == "accept" else {}
    response = client.post("/api/ask", json=body, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = heard(response.text)
    assert [name for name, _ in events] == ["searched", "found", "sentence", "done"]
    assert events[2][1]["text"] == QUOTE
    assert events[2][1]["cited"][0]["source"] == "vessels.md"
    assert list(events[3][1]) == list(said().to_json())


def test_a_question_that_fails_at_once_has_a_status_and_one_that_fails_later_an_event(
    client: TestClient, shared: FakeAssistant
) -> None:
    body = {"question": "When?", "stream": True}
    shared.queue.append(StoreError("The store is locked."))
    assert client.post("/api/ask", json=body).status_code == 500
    assert client.post("/api/ask", json=body | {"question": ""}).status_code == 422

    def broken() -> None:
        raise StoreError("The disk is gone.")

    shared.before_each = broken
    try:
        events = heard(client.post("/api/ask", json=body).text)
    finally:
        shared.before_each = lambda: None
    error = {"type": "unavailable", "message": "The disk is gone."}
    assert events[-1] == ("error", {"error": error})


def test_a_reader_who_goes_away_frees_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    gates: list[Gate] = []
    whole = Gate.__init__

    def noted(self: Gate, *args: Any) -> None:
        whole(self, *args)
        gates.append(self)

    monkeypatch.setattr(Gate, "__init__", noted)
    with running(stocked(), Options(running=1, waiting=0)) as address:
        body = {"question": "When?", "stream": True}
        for _ in range(3):  # one place: the second would be refused if the first kept it
            with httpx.stream("POST", f"{address}/api/ask", json=body, timeout=20) as response:
                assert response.status_code == 200
                next(response.iter_lines())
            for _ in range(200):
                if gates[0]._free == 1:
                    break
                httpx.get(f"{address}/api/status")
            else:
                pytest.fail("the place was kept")


def test_articles_are_listed_and_read(client: TestClient, shared: FakeAssistant) -> None:
    listed = client.get("/api/sources").json()
    assert [one["source"] for one in listed] == ["vessels.md", "notes/old.txt"]
    assert listed[0]["byline"] == "Dara Whitlock"
    assert client.get("/api/sources/notes/old.txt").json()["text"] == shared.text("notes/old.txt")
    missing = client.get("/api/sources/none.md")
    assert (missing.status_code, missing.json()["error"]["type"]) == (404, "not_found")


def test_passages_are_searched_for(client: TestClient, shared: FakeAssistant) -> None:
    query = {"q": "boats", "k": 1, "folder": ["notes"], "published_from": "2024-01-01"}
    found = client.get("/api/search", params=query).json()
    assert [one["source"] for one in found["passages"]] == ["vessels.md"]
    assert set(found["passages"][0]) == {
        "source", "title", "published", "start", "end", "text", "score",
    }  # fmt: skip
    assert shared.history[-1].filters == Filter(folders=("notes",), published_from="2024-01-01")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({}, "q"),
        ({"q": ""}, "question"),
        ({"q": "x", "k": 0}, "k"),
        ({"q": "x", "k": "many"}, "k"),
        ({"q": "x", "published_to": "soon"}, "published_to"),
        ({"q": "x", "published_from": "2024-02-01", "published_to": "2024-01-01"}, "wrong way"),
    ],
)
def test_a_wrong_search_is_a_typed_error(
    client: TestClient, query: dict[str, Any], named: str
) -> None:
    response = client.get("/api/search", params=query)
    assert response.status_code == 422
    assert named in response.json()["error"]["message"]


def test_another_name_of_the_body_is_told(client: TestClient) -> None:
    response = client.post("/api/ask", data={"question": "When?"})
    assert response.status_code == 422
    assert "application/json" in response.json()["error"]["message"]


def test_everything_is_described(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/ask", "/api/search", "/api/sources", "/api/sources/{source}",
        "/v1/models", "/v1/models/{name}", "/v1/chat/completions", "/read/{source}",
    }  # fmt: skip
    asked = described["components"]["schemas"]["AskIn"]
    assert set(asked["properties"]) == {
        "question", "history", "filters", "asked_on", "strictness", "id", "stream",
    }  # fmt: skip
    assert asked["required"] == ["question"]
    assert set(described["components"]["schemas"]["FilterIn"]["properties"]) == {
        "sources", "folders", "published_from", "published_to",
    }  # fmt: skip


def test_a_passage_opens_marked(client: TestClient, shared: FakeAssistant) -> None:
    text = shared.text("vessels.md")
    start = text.index("signed a loan.")
    end = text.index("is to receive")
    shared.stored["odd name?.md"] = shared.stored["vessels.md"]
    shared.number += 1
    try:
        for source in ("vessels.md", "odd%20name%3F.md"):
            page = client.get(f"/read/{source}?start={start}&end={end}")
            assert page.status_code == 200
            assert '<mark id="quote">signed a loan.</mark>' in page.text
            assert page.text.count("<mark") == 2  # over two paragraphs, one anchor
            assert page.text.count('id="quote"') == 1
    finally:
        del shared.stored["odd name?.md"]
        shared.number += 1
    assert client.get("/read/vessels.md").status_code == 200
    assert client.get("/read/vessels.md?start=5&end=100000").status_code == 422
    assert client.get("/read/none.md").status_code == 404


def test_an_article_on_a_page_is_text(shared: FakeAssistant) -> None:
    assistant = stocked()
    assistant.stored["vessels.md"] = type(assistant.stored["vessels.md"])(
        "<script>alert(1)</script> & more", "<b>Title</b>"
    )
    app = build_app(assistant, Options())
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        page = client.get("/read/vessels.md?start=0&end=8").text
    assert "<script" not in page
    assert '<mark id="quote">&lt;script&gt;</mark>' in page
    assert "<b>Title" not in page


def test_an_abstention_is_streamed_like_an_answer(
    client: TestClient, shared: FakeAssistant
) -> None:
    shared.queue.append(unsure(shared.cite(1, "vessels.md", QUOTE)))
    events = heard(client.post("/api/ask", json={"question": "Who?", "stream": True}).text)
    assert [name for name, _ in events] == ["searched", "found", "done"]
    assert events[-1][1]["outcome"] == "unsure"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": "When?"}),
        ("/api/ask", {"question": "When?", "stream": True}),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "When?"}]}),
        (
            "/v1/chat/completions",
            {"messages": [{"role": "user", "content": "When?"}], "stream": True},
        ),
        ("/api/search?q=boats", None),
    ],
)
def test_too_many_at_once_are_told_when_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, body: dict[str, Any] | None
) -> None:
    def full(self: Gate, who: str) -> None:
        raise BusyError("Many ask.", retry_after=7)

    monkeypatch.setattr(Gate, "_queue", full)
    refused = client.get(path) if body is None else client.post(path, json=body)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "7")
    assert refused.json()["error"]["type"] == "busy"


def test_whoever_asks_waits_in_a_queue_of_their_own(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    queue = Gate._queue

    def noted(self: Gate, who: str) -> Any:
        asked.append(who)
        return queue(self, who)

    monkeypatch.setattr(Gate, "_queue", noted)
    question = {"role": "user", "content": "When?"}
    for stream in (False, True):
        client.post("/api/ask", json={"question": "When?", "stream": stream})
        client.post("/v1/chat/completions", json={"messages": [question], "stream": stream})
    client.get("/api/search?q=boats")
    assert asked == ["testclient"] * 5


@pytest.mark.parametrize(
    ("given", "wanted"), [({}, "balanced"), ({"strictness": "strict"}, "strict")]
)
def test_how_sure_an_answer_has_to_be_reaches_the_assistant(
    client: TestClient, shared: FakeAssistant, given: dict[str, Any], wanted: str
) -> None:
    client.post("/api/ask", json={"question": "When?"} | given)
    assert shared.history[-1].strictness == wanted
    for wrong in ("lax", 5, ["open"]):
        refused = client.post("/api/ask", json={"question": "When?", "strictness": wrong})
        assert refused.status_code == 422
        assert "strictness" in refused.json()["error"]["message"]
