"""FAULTS 26: an ingest that is asked to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from vectorstore import doctor
from vectorstore.store import Store

ARTICLES = 400
# The same program, with a model that takes its time without computing anything.
IDLE = """
import time
from qa_app import opening
from tests.fakes import FakeEmbedder

class Idle(FakeEmbedder):
    def encode(self, texts):
        time.sleep(0.3)
        return super().encode(texts)

opening.embedder = lambda settings: Idle()
from qa_app.cli import main
main()
"""


def _write(folder: Path) -> None:
    folder.mkdir()
    for number in range(ARTICLES):
        body = " ".join(f"Article {number} says {n} things in sentence {n}." for n in range(60))
        (folder / f"{number:03}.txt").write_text(f"Headline {number}\n\n{body}")


def _articles(store: Path) -> int:
    try:
        with Store.open(store) as one, one.read() as snapshot:
            return len(snapshot.articles())
    except Exception:  # not made yet
        return 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sign", "program", "embedder"),
    [(signal.SIGINT, ("-m", "qa_app"), None), (signal.SIGTERM, ("-c", IDLE), FakeEmbedder())],
    ids=["ctrl-c", "term"],
)
def test_row_26_what_was_committed_is_kept_and_the_lock_is_free(
    tmp_path: Path, sign: int, program: tuple[str, str], embedder: FakeEmbedder | None
) -> None:
    folder, store = tmp_path / "articles", tmp_path / "store"
    _write(folder)
    command = [sys.executable, *program, "ingest", str(folder), "--store", str(store)]
    child = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    end = time.monotonic() + 180
    while not _articles(store) and child.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    child.send_signal(sign)
    _, said = child.communicate(timeout=100)
    assert child.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    assert 0 < _articles(store) < ARTICLES
    with Store.open(store, embedder) as one:
        assert [f for f in doctor.check(one) if f.severity == "error"] == []
        with one.write():
            pass
