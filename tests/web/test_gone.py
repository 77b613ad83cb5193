"""FAULTS 53: who goes away while an answer is made ends the making of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import BaseModel

from qa_app import weights
from qa_app.generation.providers import LangChainModel
from qa_app.web import Options
from tests.answering.weighing import by_hand
from tests.generation.build import GAVE, QUESTION, written_by
from tests.web.conftest import stocked
from tests.web.live import running, wait_for

MESSAGES = [{"role": "user", "content": QUESTION}]


class Endless(LangChainModel):
    """Says one sentence, then writes on without ever ending another, until it is let go."""

    def __init__(self) -> None:
        self.begun, self.left = threading.Event(), threading.Event()
        outer = self

        class Chat(BaseModel):
            def stream(self, told: object) -> Iterator[Any]:
                try:
                    yield SimpleNamespace(text=f"{GAVE} [1] And", response_metadata={})
                    outer.begun.set()
                    while True:
                        threading.Event().wait(0.01)
                        yield SimpleNamespace(text=" on and", response_metadata={})
                finally:
                    outer.left.set()

        super().__init__(Chat, "fake:endless", context=1_000_000)  # type: ignore[arg-type]


@pytest.fixture
def model() -> Endless:
    one = Endless()
    one.warm_up()
    return one


@pytest.fixture
def address(model: Endless, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with one place; nothing but a reader who goes away ends its answers in time."""
    monkeypatch.setattr(weights, "load", by_hand)
    limits = {"model_tokens": 100_000, "model_seconds": 3_600, "model_silence": 3_600}
    with (
        written_by(tmp_path, model, **limits) as assistant,  # type: ignore[arg-type]
        running(assistant, Options(running=1, waiting=0, saved=tmp_path / "c.sqlite")) as address,
    ):
        yield address


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": QUESTION, "stream": True}),
        ("/v1/chat/completions", {"messages": MESSAGES, "stream": True}),
        ("/api/ask", {"question": QUESTION}),
        ("/v1/chat/completions", {"messages": MESSAGES}),
    ],
)
def test_row_53_a_client_that_leaves_ends_what_is_written_for_it(
    address: str, model: Endless, path: str, body: dict[str, Any]
) -> None:
    with httpx.Client(base_url=address, timeout=20) as client:
        if body.get("stream"):
            with client.stream("POST", path, json=body) as response:
                assert response.status_code == 200
                lines = response.iter_lines()  # a connection is closed with the last name for it
                while GAVE not in next(lines):
                    pass
        else:
            with pytest.raises(httpx.ReadTimeout):
                client.post(path, json=body, timeout=1.5)
            assert model.begun.wait(20)
    assert model.left.wait(20), "the model still writes"
    search = {"q": QUESTION}
    wait_for(lambda: httpx.get(f"{address}/api/search", params=search).status_code == 200)


def test_row_53_a_tab_that_is_closed_ends_what_is_written_for_it(
    address: str, model: Endless
) -> None:
    session = {"session_hash": uuid4().hex}
    with httpx.Client(base_url=address, timeout=20) as client:
        number = next(
            one["id"]
            for one in client.get("/config").json()["dependencies"]
            if [kind for _, kind in one["targets"]] == ["submit", "click"]
        )
        asked = {"data": [QUESTION, {}, {}], "fn_index": number, **session}
        beating = client.stream("GET", f"/gradio_api/heartbeat/{session['session_hash']}")
        with beating as heart:
            beats = heart.iter_lines()
            next(beats)
            assert client.post("/gradio_api/queue/join", json=asked).status_code == 200
            with client.stream("GET", "/gradio_api/queue/data", params=session) as lines:
                for line in lines.iter_lines():
                    if GAVE in line:
                        break
                assert model.begun.wait(20)
    assert model.left.wait(20), "the model still writes"
    search = {"q": QUESTION}
    wait_for(lambda: httpx.get(f"{address}/api/search", params=search).status_code == 200)


def test_row_53_who_only_looks_away_is_still_answered() -> None:
    """A heartbeat that ends is no reason to stop another tab's answer."""
    step, assistant = threading.Semaphore(0), stocked()
    assistant.before_each = lambda: step.acquire(timeout=20)
    answer: list[int] = []
    with running(assistant, Options(running=2)) as address:

        def ask() -> None:
            body = {"question": "When?"}
            answer.append(httpx.post(f"{address}/api/ask", json=body, timeout=20).status_code)

        asking = threading.Thread(target=ask)
        with httpx.stream("GET", f"{address}/gradio_api/heartbeat/{uuid4().hex}") as heart:
            beats = heart.iter_lines()
            next(beats)
            asking.start()
            wait_for(lambda: len(assistant.history) == 1)
        step.release(9)
        asking.join(20)
    assert answer == [200]
