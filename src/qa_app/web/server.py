"""Serving the chat: listens first, so that a taken port is one clear line, then announces."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from qa_app.web.app import build_app
from qa_app.web.listening import display_name, listen, refuse_open
from qa_app.web.options import Options
from qa_app.web.protocol import Assistant

log = logging.getLogger(__name__)
OPEN_FILES = 8_192
_PATIENCE = 60.0
"""Seconds that a stop waits for what is being loaded."""


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    announce: Callable[[str], Any] = print,
    options: Options | None = None,
    listener: socket.socket | None = None,
) -> None:
    """Serve the chat until interrupted.

    Args:
        port: 0 takes any free one.
        open_browser: whether to open the page when it is ready, if a person is at the terminal.
        announce: told the one line with the address once the page can be opened.
        options: further settings; its host and port are replaced.
        listener: a socket that listens there already.

    Raises:
        QaAppError: if nothing can listen at that address, or anybody could reach it and nobody
            would have to log in or show a token.
    """
    chosen = options or Options()
    refuse_open(host, chosen)

    warming: list[threading.Thread] = []

    def ready(address: str) -> None:
        address += chosen.base_path
        announce(f"Open {address}")
        warming.extend(_warm_up(assistant))
        if open_browser and sys.stdout.isatty():
            webbrowser.open(address)

    def build(port: int) -> ASGIApp:
        return build_app(assistant, dataclasses.replace(chosen, host=host, port=port))

    run(build, host=host, port=port, ready=ready, listener=listener)
    for thread in warming:  # a library whose loading the end of the process cuts off aborts it
        thread.join(_PATIENCE)


def run(
    build: Callable[[int], ASGIApp],
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    listener: socket.socket | None = None,
) -> None:
    """Serve an application until interrupted.

    Args:
        build: makes it, told the port.
        host: the address to listen on.
        port: 0 takes any free one.
        ready: told the address once it accepts connections.
        listener: a socket that listens there already.

    Raises:
        QaAppError: if nothing can listen at that address.
    """
    listener = listener or listen(host, port)
    port = listener.getsockname()[1]
    address = f"http://{display_name(host)}:{port}"
    _allow_many_connections()
    with listener, contextlib.suppress(KeyboardInterrupt):
        server(build(port), lambda: ready(address)).run(sockets=[listener])


def _warm_up(assistant: Assistant) -> list[threading.Thread]:
    """Load what the first question needs, in the background, if the assistant can do so."""
    work = getattr(assistant, "warm_up", None)
    if work is None:
        return []

    def quietly() -> None:
        try:
            work()
        except Exception:  # the first question meets the same trouble and says so
            log.debug("warming up failed", exc_info=True)

    thread = threading.Thread(target=quietly, name="warm-up", daemon=True)
    thread.start()
    return [thread]


def _allow_many_connections() -> None:
    """Raise the limit of open files, so that idle connections do not lock others out."""
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def server(app: Any, ready: Callable[[], None]) -> uvicorn.Server:
    """A server that calls `ready` once it accepts connections."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        ws="none",
        lifespan="on",
    )
    return _Announcing(config, ready)


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
