"""A reading process whose reader does what the source is called. Run by the tests."""

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Collection

from ingest.errors import NotTextError, UnreadableError
from ingest.limits import Limits
from ingest.prepare import Document, EmptyError
from ingest.reading.child import serve
from vectorstore.model import Field, Metadata


def _hang() -> None:
    while True:
        pass


def _hang_in_a_library() -> None:
    ctypes.PyDLL(None).sleep(1000)  # keeps the interpreter's lock


def _fail(error: Exception) -> None:
    raise error


def _print() -> None:
    print("garbage" * 1000, flush=True)
    os.write(1, b"\0" * 5000)
    os.write(2, b"more")
    sys.stdin.read()


def _hog() -> None:
    held = [bytearray(1 << 24) for _ in range(1000)]
    held.clear()


def _write() -> None:
    with open("must-not-be-written", "w") as file:
        file.write("x")


WAYS: dict[str, Callable[[], object]] = {
    "hang": _hang,
    "hang in a library": _hang_in_a_library,
    "exit": lambda: os._exit(3),
    "segfault": lambda: ctypes.string_at(0),
    "abort": lambda: ctypes.CDLL(None).abort(),
    "hog": _hog,
    "print": _print,
    "empty": lambda: _fail(EmptyError("empty")),
    "not text": lambda: _fail(NotTextError("not text: a PNG image")),
    "unreadable": lambda: _fail(UnreadableError("a reason")),
    "bug": lambda: _fail(ValueError("line one\nline two")),
    "system exit": lambda: sys.exit(4),
    "socket": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "program": lambda: subprocess.run(["true"], check=False),
    "shell": lambda: os.system("true"),
    "write": _write,
    "remove": lambda: os.remove("must-not-be-written"),
    "environment": lambda: None,
}


def document(source: str, data: bytes, drop: Collection[str], limits: Limits) -> Document:
    WAYS.get(source, lambda: None)()
    if source == "environment":
        data = "\n".join(sorted(os.environ)).encode()
    if source == "surrogate":
        data = b""
        return Document("\ud800 and \U0001f600", Metadata())
    fields = Metadata(title=Field(source, "spy"))
    return Document(data.decode(), fields, ("a note", *sorted(drop)), (0, 5))


if __name__ == "__main__":
    if sys.argv[1:] == ["broken"]:
        sys.exit("no such thing")
    serve(document)
