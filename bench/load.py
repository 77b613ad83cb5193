"""Many users at once, on the page and over HTTP: `python -m bench.load [--users 20] [--minutes 5]`.

One user asks for a while in each way, then all do, each staying in one tab. Counted are answers,
refusals for want of room ("busy"), errors, answers to somebody else's question, and the memory of
the chat process once every question was asked twice and from then on. Latencies are ratios to
those of one user in the same run.
"""

from __future__ import annotations

import argparse
import html
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bench import sets
from bench.sets import PROJECT
from qa_app.web.gate import BUSY

_ALONE = 30.0
_TIMEOUT = 120.0
_LEAST = 6.0
_PARTS = 5
"""The memory is looked at after each of so many parts of the time."""


@dataclass
class Counted:
    """What came back, and the seconds that each answer took."""

    seconds: list[float] = field(default_factory=list)
    busy: int = 0
    errors: list[str] = field(default_factory=list)
    crossed: int = 0


Ask = Callable[[httpx.Client, str, str, Counted], bool]


def main() -> None:
    """Start a chat over the sample, load it and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5.0)
    given = parser.parse_args()
    asked = [q.question for q in sets.questions("sample").questions if not q.history]
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "qa_app"]
        store = ["--store", str(Path(folder) / "store")]
        subprocess.run([*program, "ingest", str(PROJECT / "articles"), *store], check=True)
        chat = [*program, "chat", *store, "--port", "0"]
        with subprocess.Popen(chat, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                said = next(line for line in process.stdout if "http://" in line)
                threading.Thread(target=process.stdout.read, daemon=True).start()
                found = re.search(r"http://[^\s/]+", said)
                assert found is not None, said
                _measure(found.group(), asked, given.users, 60 * given.minutes, process.pid)
            finally:
                process.terminate()


def _measure(address: str, asked: list[str], users: int, seconds: float, pid: int) -> None:
    alone = Counted()
    for ask in _KINDS:
        _run(address, asked, [ask], _ALONE, alone)
    kinds = [_KINDS[n % 2] for n in range(users)]
    _run(address, asked, kinds, _ALONE, Counted(), 2 * len(asked))  # warm-up
    memory, all_at_once = [_memory(pid)], Counted()
    for _ in range(_PARTS):
        _run(address, asked, kinds, seconds / _PARTS, all_at_once)
        memory.append(_memory(pid))
    print(f"{platform.machine()}, Python {platform.python_version()}, gradio {version('gradio')}")
    for name, counted in (("one user", alone), (f"{users} users", all_at_once)):
        ordered = sorted(counted.seconds)
        p95 = ordered[int(0.95 * len(ordered))]
        base = sorted(alone.seconds)
        print(
            f"{name}: {len(ordered)} answers, {counted.busy} times busy, {len(counted.errors)}"
            f" errors, {counted.crossed} answers to another question; median"
            f" {statistics.median(ordered) / statistics.median(base):.1f} and p95"
            f" {p95 / base[int(0.95 * len(base))]:.1f} times one user's"
            f" ({statistics.median(ordered) * 1000:.0f} and {p95 * 1000:.0f} ms)"
        )
        for error in counted.errors[:5]:
            print(f"  {error}")
    print(f"memory after warm-up and after each part, in MB: {', '.join(map(str, memory))}")


def _run(
    address: str,
    asked: list[str],
    users: list[Ask],
    seconds: float,
    counted: Counted,
    least: int = 0,
) -> None:
    """Ask without a pause, each user in their own way, so long and at least so many questions."""
    number, until = count(), time.monotonic() + seconds

    def use(ask: Ask) -> None:
        tab = uuid4().hex
        with httpx.Client(base_url=address, timeout=_TIMEOUT) as client:
            while time.monotonic() < until or len(counted.seconds) < least:
                question = asked[next(number) % len(asked)]
                began = time.monotonic()
                try:
                    if ask(client, tab, question, counted):
                        counted.seconds.append(time.monotonic() - began)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    counted.errors.append(f"{question}: {type(error).__name__}: {error}")

    threads = [threading.Thread(target=use, args=(ask,)) for ask in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _over_http(client: httpx.Client, _: str, question: str, counted: Counted) -> bool:
    reply = client.post("/api/ask", json={"question": question})
    if reply.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        counted.busy += 1
        time.sleep(min(float(reply.headers["Retry-After"]), _LEAST))
        return False
    reply.raise_for_status()
    counted.crossed += reply.json()["question"] != question
    return True


def _on_the_page(client: httpx.Client, tab: str, question: str, counted: Counted) -> bool:
    """As the page does it: an event into the queue, and what it sends until it is done.

    A user stays in one tab and in one conversation.
    """
    events = client.get("/config").json()["dependencies"]
    wanted = ["submit", "click"]
    number = next(one["id"] for one in events if [kind for _, kind in one["targets"]] == wanted)
    session = {"session_hash": tab}
    join = {"data": [question, {}, {}], "fn_index": number, "event_data": None, **session}
    client.post("/gradio_api/queue/join", json=join).raise_for_status()
    shown: list[str] = []
    with client.stream("GET", "/gradio_api/queue/data", params=session) as lines:
        for line in lines.iter_lines():
            message = json.loads(line[5:]) if line.startswith("data:") else {"msg": ""}
            if message["msg"] in ("process_generating", "process_completed"):
                shown += _strings(message.get("output"))
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise ValueError("the event failed")
                break
    text = html.unescape("\n".join(shown))  # an exchange comes inside an attribute
    if BUSY in text:
        counted.busy += 1
        return False
    if 'data-state="done"' not in text:
        raise ValueError("the answer did not come to its end")
    counted.crossed += question not in html.unescape(text)
    return True


_KINDS: tuple[Ask, ...] = (_over_http, _on_the_page)


def _strings(value: Any) -> list[str]:
    """All strings in plain data."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]


def _memory(pid: int) -> int:
    """Resident megabytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) // 1024


if __name__ == "__main__":
    main()
