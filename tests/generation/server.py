"""A chat server on loopback that speaks as OpenAI's does, and fails as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | int | bytes
"""A text to write; a status to refuse with; raw bytes of a stream, after which it is cut; or one
of the words "hang", "endless", "empty".
"""


class ChatServer(ThreadingHTTPServer):
    """Gives the queued replies in turn, the last one again and again."""

    daemon_threads = True

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.queue: deque[Reply] = deque(replies)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.over = threading.Event()
        self.left = threading.Event()

    @property
    def url(self) -> str:
        """Its address, as `model_url` wants it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.left.set()  # whoever asked has gone


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        try:
            self.server.asked.append(json.loads(body))
        except ValueError:
            self.server.asked.append({})
        queue = self.server.queue
        reply = queue.popleft() if len(queue) > 1 else queue[0]
        if isinstance(reply, int):
            self._refuse(reply)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if isinstance(reply, bytes):
            self.wfile.write(reply)
        elif reply == "hang":
            self.wfile.flush()
            self.server.over.wait(30)
        elif reply == "endless":
            self._endless()
        else:
            self._say(
                [] if reply == "empty" else [reply[i : i + 7] for i in range(0, len(reply), 7)]
            )

    def _refuse(self, status: int) -> None:
        told = {"error": {"message": "no: sk-secret-key-1234 is wrong", "type": "x", "code": "y"}}
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _endless(self) -> None:
        while not self.server.over.is_set():
            self.wfile.write(piece("Japan gave nine boats and more and more "))
            self.wfile.flush()
            time.sleep(0.002)

    def _say(self, pieces: list[str]) -> None:
        for text in pieces:
            self.wfile.write(piece(text))
        self.wfile.write(piece("", finish="stop") + b"data: [DONE]\n\n")


def piece(text: str, finish: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    data = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps({**data, "choices": [choice]}).encode() + b"\n\n"


@contextmanager
def serving(*replies: Reply) -> Iterator[ChatServer]:
    """A server while the block runs."""
    server = ChatServer(*replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
