"""`kill -9` in the middle of an ingest, with a reader alongside."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.settings import Settings
from tests.answering.build import write_articles
from tests.fakes import FakeEmbedder
from vectorstore import doctor
from vectorstore.store import Store

PROJECT = Path(__file__).parents[2]
MOMENTS = 16
ARTICLES = 8
QUESTIONS = ("How many boats came to port 3?", "What was said of version 2?", "Which port has 7?")

# Everything is imported before the first ingest, and files are read in this process: what is killed
# is at work and not starting (tests/ingest/test_killed.py kills the program as people start it).
INGESTS = """
import os
import sys
from pathlib import Path

import chromadb

from ingest.options import IngestOptions
from ingest.run import ingest
from tests.fakes import FakeEmbedder
from tests.ingest.direct import reading_directly
from vectorstore.store import Store

print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        store = Store.open(Path(sys.argv[1]), FakeEmbedder(), create=True)
        with reading_directly(), store:
            ingest(store, [Path(sys.argv[2])], IngestOptions(batch_passages=3))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Ingests:
    """Ingests of one folder into one store, each in a process of its own that can be killed."""

    def __init__(self, store: Path, folder: Path) -> None:
        command = [sys.executable, "-c", INGESTS, str(store), str(folder)]
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        assert self._read() == "ready"

    def start(self) -> int:
        """Begin one; its process."""
        assert self._server.stdin is not None
        self._server.stdin.write("\n")
        self._server.stdin.flush()
        return int(self._read())

    def wait(self) -> None:
        """Until the one that was begun last is gone."""
        assert self._read() == "ended"

    def close(self) -> None:
        self._server.communicate(timeout=60)

    def _read(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def article(number: int, version: int) -> str:
    """Every sentence names its version, so that a mixture of two would show."""
    lines = [f"Boat {i} came to port {number}, version {version} says." for i in range(6)]
    return "\n\n".join(" ".join([line] * 3) for line in lines)


def corpus(folder: Path, version: int) -> Path:
    return write_articles(
        folder, {f"port-{n}.txt": article(n, version + n % 2) for n in range(ARTICLES)}
    )


def state(path: Path) -> dict[str, object]:
    """What a store holds and answers, without anything that depends on how it got there."""
    with Assistant(Store.open(path, FakeEmbedder()), Settings(store=path, threshold=0.0)) as one:
        with one.store.read() as snapshot:
            held = {
                a.source: (
                    a.sha256,
                    snapshot.text(a.source),
                    [(p.span, p.sentences, p.text) for p in snapshot.passages_of(a.source)],
                )
                for a in snapshot.articles()
            }
        answers = [one.ask(question).to_json() for question in QUESTIONS]
        findings = doctor.check(one.store)
    for answer in answers:
        del answer["timings_ms"], answer["generation"]
    return {"held": held, "answers": answers, "findings": findings}


def look(assistant: Assistant) -> None:
    """A reader sees whole articles only, old or new."""
    with assistant.store.read() as snapshot:
        for held in snapshot.articles():
            text = snapshot.text(held.source)
            versions = set(re.findall(r"version (\d+)", text))
            assert len(versions) == 1, held.source
    for question in QUESTIONS:
        for found in assistant.ask(question).retrieved:
            assert assistant.text(found.source)[found.start : found.end]


@pytest.mark.timeout(600)
def test_kills_at_any_moment(tmp_path: Path) -> None:
    """FAULTS 25: the store equals one built fresh, and no reader saw a half-replaced article."""
    chance = random.Random(7)
    store = tmp_path / "store"
    with Store.open(store, FakeEmbedder(), create=True) as first:
        ingest(first, [corpus(tmp_path / "corpus", 0)])
    ingests = Ingests(store, corpus(tmp_path / "corpus", 1))
    began = time.monotonic()
    ingests.start()
    ingests.wait()
    whole = time.monotonic() - began
    reader = Assistant(Store.open(store, FakeEmbedder()), Settings(store=store, threshold=0.0))
    killed = 0
    with closing(ingests), reader:
        for moment in range(MOMENTS):
            corpus(tmp_path / "corpus", moment + 2)
            process = ingests.start()
            deadline = time.monotonic() + chance.uniform(0.0, whole)
            while time.monotonic() < deadline and is_there(process):
                look(reader)
            if is_there(process):
                os.kill(process, signal.SIGKILL)
                killed += 1
            ingests.wait()
            look(reader)
    assert killed > MOMENTS / 3, "the ingest was too quick to be killed"

    with Store.open(store, FakeEmbedder()) as again:
        ingest(again, [tmp_path / "corpus"])
    fresh = tmp_path / "fresh"
    with Store.open(fresh, FakeEmbedder(), create=True) as built:
        ingest(built, [tmp_path / "corpus"])
    assert state(store) == state(fresh)
    assert state(fresh)["findings"] == ()
