"""The whole program in a process of its own: killed, ended in mid-ingest, asked meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from ingest.run import ingest
from tests.answering.build import BOATS, LOANS, write_articles
from tests.browser.conftest import Watched, ask, lost
from tests.browser.tabs import leave, opened
from tests.fakes import FakeEmbedder
from tests.web.live import wait_for
from vectorstore import doctor
from vectorstore.store import Store

pytestmark = pytest.mark.browser
MANY = 150
CHAT = """
import sys, time
from qa_app import opening
from tests.fakes import FakeEmbedder

PAUSE = float(sys.argv[1])

class Slow(FakeEmbedder):
    def encode(self, texts):
        time.sleep(PAUSE if len(texts) > 1 else 0)
        return super().encode(texts)

opening.embedder = lambda settings: Slow()
from qa_app.cli import main
sys.argv = ["qa-app", "chat", *sys.argv[2:]]
main()
"""
Chat = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = write_articles(tmp_path / "corpus", {"boats.md": BOATS, "loans.md": LOANS})
    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as made:
        ingest(made, [folder])
    return tmp_path / "store"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def chat(store: Path, port: int) -> Iterator[Chat]:
    """Starts `qa-app chat` over the store; it takes its time over whatever it ingests."""
    begun: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        settings = {"QA_APP_READER": "none", "QA_APP_THRESHOLD": "0.0"}
        child = subprocess.Popen(
            [sys.executable, "-c", CHAT, "0.3", "--store", str(store), "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | settings,
        )
        begun.append(child)
        assert child.stdout is not None
        said = child.stdout.readline()
        assert said.startswith("Open http"), said
        return child

    yield start
    for child in begun:
        if child.poll() is None:
            child.kill()
        child.wait(30)
        if child.stdout is not None:
            child.stdout.close()


def test_a_killed_server_loses_nothing_and_the_page_says_so(
    context: BrowserContext, chat: Chat, port: int, watched: Watched
) -> None:
    first = chat()
    page = opened(context, f"http://127.0.0.1:{port}")
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    address = page.url
    page.get_by_label("Your question").fill("Typed, not sent")
    first.send_signal(signal.SIGKILL)
    first.wait(30)
    away = page.locator("#qa-away")
    expect(away).to_contain_text("The connection is lost")
    expect(page.get_by_label("Your question")).to_have_value("Typed, not sent")
    chat()
    expect(away).to_contain_text("Connected again")
    expect(page.get_by_label("Your question")).to_have_value("Typed, not sent")
    expect(page.locator(".question")).to_have_count(1)
    page.locator(".said .marker").first.click()
    expect(page.locator("mark#quote")).to_contain_text("six patrol boats")
    page.reload()  # what is asked while Gradio is still finding its server again may be lost
    expect(page.locator(".question")).to_have_count(1)
    ask(page, "What was the grant worth?")
    expect(page.locator(".question")).to_have_count(2)
    assert page.url == address, "it is the same conversation"
    leave(context)
    ours = [words for words in watched.complaints if not lost(words)]
    assert ours == []
    watched.complaints.clear()


def added(port: int, folder: Path) -> None:
    """Have the running chat ingest many articles."""
    ids = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        for number in range(MANY):
            body = " ".join(f"Port {number} has {n} piers in sentence {n}." for n in range(30))
            sent = client.post(f"/api/library/files?name=port-{number:03}.txt", content=body)
            ids.append(sent.json()["id"])
        work = client.post("/api/library", json={"do": "add", "files": ids}).json()
        assert work["state"] == "running", work


def articles(store: Path) -> int:
    with Store.open(store) as one, one.read() as snapshot:
        return len(snapshot.articles())


def test_questions_are_answered_while_articles_are_added(
    context: BrowserContext, chat: Chat, port: int, tmp_path: Path, watched: Watched
) -> None:
    chat()
    watched.complaints.clear()  # of the server that the test before this one has killed
    page = opened(context, f"http://127.0.0.1:{port}")
    added(port, tmp_path)
    page.get_by_role("navigation", name="Pages").get_by_role("button", name="Articles").click()
    expect(page.locator(".doing progress")).to_be_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("button", name="Ask").click()
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    expect(page.locator("mark#quote")).to_contain_text("six patrol boats")
    state = httpx.get(f"http://127.0.0.1:{port}/api/library").json()["state"]
    assert state == "running", "the answer came before the end of the ingest"
    leave(context)


def test_an_end_in_mid_ingest_is_clean(chat: Chat, port: int, store: Path, tmp_path: Path) -> None:
    server = chat()
    added(port, tmp_path)
    wait_for(lambda: articles(store) > 2, 60)
    begun = time.monotonic()
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0, server.stdout.read() if server.stdout else ""
    assert time.monotonic() - begun < 30
    said = server.stdout.read() if server.stdout else ""
    assert "Traceback" not in said
    kept = articles(store)
    assert 2 < kept <= MANY + 2
    with Store.open(store, FakeEmbedder()) as one:
        assert [found for found in doctor.check(one) if found.severity == "error"] == []
        with one.write():
            pass
    files = {path.name for path in (store / "uploads").iterdir() if path.is_file()}
    with Store.open(store) as one, one.read() as snapshot:
        sources = {article.source.rpartition("/")[2] for article in snapshot.articles()}
    assert files <= sources | {"boats.md", "loans.md"}, "no file without its article"
    chat()
    work = httpx.get(f"http://127.0.0.1:{port}/api/library").json()
    assert work["state"] == "idle"
