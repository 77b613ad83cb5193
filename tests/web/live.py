"""A running server on a free port of this machine, and a page's worth of hostile words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

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
def running(assistant: Assistant, options: Options | None = None) -> Iterator[str]:
    """Serves in a thread; gives the address, and stops the server at the end."""
    listener = listen("127.0.0.1", 0)
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
