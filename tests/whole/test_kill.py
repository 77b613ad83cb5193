"""`kill -9` in the middle of an ingest, with a reader alongside."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
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
MOMENTS = 30
ARTICLES = 12
QUESTIONS = ("How many boats came to port 3?", "What was said of version 2?", "Which port has 7?")

CHILD = """
import sys
from pathlib import Path
from ingest.options import IngestOptions
from ingest.run import ingest
from tests.fakes import FakeEmbedder
from vectorstore.store import Store
print("ready", flush=True)
sys.stdin.readline()
with Store.open(Path(sys.argv[1]), FakeEmbedder(), create=True) as store:
    ingest(store, [Path(sys.argv[2])], IngestOptions(batch_passages=3))
"""


def article(number: int, version: int) -> str:
    """Every sentence names its version, so that a mixture of two would show."""
    lines = [f"Boat {i} came to port {number}, version {version} says." for i in range(6)]
    return "\n\n".join(" ".join([line] * 3) for line in lines)


def corpus(folder: Path, version: int) -> Path:
    return write_articles(
        folder, {f"port-{n}.txt": article(n, version + n % 2) for n in range(ARTICLES)}
    )


def start(store: Path, folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(store), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROJECT,
    )
    assert child.stdout is not None
    child.stdout.readline()
    return child


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


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
def test_thirty_kills(tmp_path: Path) -> None:
    """FAULTS 25: the store equals one built fresh, and no reader saw a half-replaced article."""
    chance = random.Random(7)
    store = tmp_path / "store"
    with Store.open(store, FakeEmbedder(), create=True) as first:
        ingest(first, [corpus(tmp_path / "corpus", 0)])
    reader = Assistant(Store.open(store, FakeEmbedder()), Settings(store=store, threshold=0.0))
    killed = 0
    with reader:
        for moment in range(MOMENTS):
            folder = corpus(tmp_path / "corpus", moment + 1)
            child = start(store, folder)
            go(child)
            deadline = time.monotonic() + chance.uniform(0.0, 1.0)
            while time.monotonic() < deadline and child.poll() is None:
                look(reader)
            if child.poll() is None:
                os.kill(child.pid, signal.SIGKILL)
                killed += 1
            child.communicate()
            look(reader)
    assert killed > MOMENTS / 3, "the ingest was too quick to be killed"

    with Store.open(store, FakeEmbedder()) as again:
        ingest(again, [tmp_path / "corpus"])
    fresh = tmp_path / "fresh"
    with Store.open(fresh, FakeEmbedder(), create=True) as built:
        ingest(built, [tmp_path / "corpus"])
    assert state(store) == state(fresh)
    assert state(fresh)["findings"] == ()
