"""The process that reads files: `python -m ingest.reading.child LIMITS`.

It is given a file at a time on its standard input and answers on its standard output; both are
kept from libraries, whose words go nowhere. It ends when its input does, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from ingest.limits import Limits
from ingest.prepare import Document, document
from ingest.reading import wire
from ingest.reading.confine import confine

Make = Callable[[str, bytes, frozenset[str], Limits], Document]

_GRACE = 5.0  # seconds after which it ends by itself if nobody has ended it
_LONGEST_MESSAGE = 300


def main() -> None:
    """Read files with the readers of this package."""
    serve(document)


def serve(make: Make) -> None:
    """Answer requests with what `make` makes of them, until the input ends."""
    limits = wire.restored(Limits, json.loads(sys.argv[1]))
    requests, answers = _private_streams()
    confine(limits.memory_bytes)
    waiting: queue.Queue[tuple[dict[str, Any], bytes]] = queue.Queue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    wire.send(answers, {"ready": True})
    while True:
        request, data = waiting.get()
        _set_alarm(limits.seconds + _GRACE)
        answer = _answer(make, request, data, limits)
        _set_alarm(0)
        wire.send(answers, answer)
        if answer.get("error") == "MemoryError":
            os._exit(0)  # what is left of the memory is in pieces


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of whatever prints or reads by habit."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return requests, answers


def _listen(requests: BinaryIO, waiting: queue.Queue[tuple[dict[str, Any], bytes]]) -> None:
    """Take requests in; the end of the input is the end of the process, however busy it is."""
    try:
        while True:
            waiting.put(wire.receive(requests))
    finally:
        os._exit(0)


def _set_alarm(seconds: float) -> None:
    """The system ends the process then, even when it is deep inside a compiled library."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(make: Make, request: dict[str, Any], data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        made = make(request["source"], data, frozenset(request["drop"]), limits)
        return {"document": wire.plain(made)}
    except MemoryError:
        return {"error": "MemoryError", "message": ""}
    except Exception as error:
        names = [one.__name__ for one in type(error).__mro__]
        return {"error": names[0], "kinds": names, "message": str(error)[:_LONGEST_MESSAGE]}


if __name__ == "__main__":
    main()
