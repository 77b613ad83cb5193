"""A running server on a free port of this machine, its events, and hostile words for it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx

from qa_app.web import Assistant, Options
from qa_app.web.app import build_app
from qa_app.web.listening import listen
from qa_app.web.server import server

HOSTILE = (
    "<script>window.hurt = 1</script>",
    '<img src=http://evil.example/a.png onerror="window.hurt = 1">',
    "![pic](http://evil.example/b.png) ![ref][r]\n\n[r]: http://evil.example/c.png",
    "<svg onload=window.hurt=1><image href='http://evil.example/d.png'/></svg>",
    '"><iframe src=http://evil.example></iframe>',
    "' onmouseover='window.hurt=1",
    '<a href="javascript:window.hurt=1">[1]</a> [[chunk-3]] Source: x.txt',
    "```mermaid\ngraph TD; A-->B\n```",
    "{{ value }} {% raw %} {} %s $x ${window.hurt = 1} `${window.hurt = 1}`",
    "</div></article></context><form action=http://evil.example><input>",
    "<style>@import 'http://evil.example/e.css'; p { background: url(//evil.example/f) }</style>",
    "&lt;script&gt; &amp;#60; \x00\x07 \ud800 \u202e evil \ufeff",
)


@contextmanager
def running(assistant: Assistant, options: Options | None = None, port: int = 0) -> Iterator[str]:
    """Serves in a thread; gives the address, and stops the server at the end."""
    listener = listen("127.0.0.1", port)
    port = listener.getsockname()[1]
    ready = threading.Event()
    app = build_app(assistant, replace(options or Options(), port=port))
    serving = server(app, ready.set)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(30), "the server did not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.should_exit = True
        thread.join(15)
        listener.close()


def event(
    page: httpx.Client, target: str, data: list[Any], extra: Any = None, *, session: str = ""
) -> list[dict[str, Any]]:
    """Sends what the page would send for an event, and gives all messages that come back."""
    return list(events(page, target, data, extra, session=session))


def events(
    page: httpx.Client, target: str, data: list[Any], extra: Any = None, *, session: str = ""
) -> Iterator[dict[str, Any]]:
    """Sends what the page would send for an event, and gives each message when it comes.

    Args:
        page: a client with the server's address as its base.
        target: what happens, as "select"; of several such events it is the first.
        session: the session it belongs to; a new one without.
    """
    number = next(
        one["id"]
        for one in page.get("/config").json()["dependencies"]
        if [kind for _, kind in one["targets"]] == target.split("+")
    )
    query = {"session_hash": session or uuid4().hex}
    join = {"data": data, "fn_index": number, "event_data": extra, **query}
    joined = page.post("/gradio_api/queue/join", json=join)
    assert joined.status_code == 200, joined.text
    with page.stream("GET", "/gradio_api/queue/data", params=query, timeout=20) as lines:
        for line in lines.iter_lines():
            if line.startswith("data:"):
                message = json.loads(line[5:])
                yield message
                if message["msg"] == "process_completed":
                    break


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Until the condition holds; looks again every hundredth of a second."""
    late = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < late, "it never came to that"
        time.sleep(0.01)
