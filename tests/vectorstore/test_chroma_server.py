"""FAULTS row 40: vectors on a Chroma server that works, fails, hangs or is not there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, contents, nearest, put
from vectorstore import chroma_http, doctor
from vectorstore.chroma import ChromaIndex
from vectorstore.chroma_server import ChromaServer
from vectorstore.errors import StoreError
from vectorstore.store import Store

ARTICLES = [article(f"a{n}", f"words {n} of the article", f"more {n}") for n in range(4)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """The address of a real server."""
    binary = Path(sys.executable).with_name("chroma")
    if not (command := shutil.which(binary) or shutil.which("chroma")):
        pytest.skip("the chroma command is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def _open(path: Path, url: str, **how: bool) -> Store:
    return Store.open(path, FakeEmbedder(), indexes=ChromaServer(url, path), **how)


def test_row_40_a_store_on_a_server(server, tmp_path):
    with _open(tmp_path / "s", server, create=True) as store:
        with store.write() as writer:
            put(writer, *ARTICLES)
        assert nearest(store, "words 2 of the article", 1) == [("a2", "words 2 of the article")]
        assert doctor.check(store) == ()
    with _open(tmp_path / "s", server) as store:
        assert len(contents(store)) == 4
        doctor.repair(store)
        assert doctor.check(store) == ()


def test_row_40_another_document_for_the_same_vector(server, tmp_path, monkeypatch):
    within = article("a", "Boats\n\nSix boats came.")
    under = article("a", "Six boats came.")
    under = replace(under, passages=(replace(under.passages[0], embedded=within.text),))
    with _open(tmp_path / "s", server, create=True) as store:
        with store.write() as writer:
            put(writer, under)
        monkeypatch.setattr(ChromaIndex, "delete", lambda *_: pytest.fail("taken out"))
        with store.write() as writer:
            put(writer, within)
        monkeypatch.undo()
        assert nearest(store, within.text, 1) == [("a", within.text)]
        assert doctor.check(store) == ()


def test_row_40_two_stores_on_a_server_do_not_meet(server, tmp_path):
    for name in ("one", "two"):
        with _open(tmp_path / name, server, create=True) as store, store.write() as writer:
            put(writer, article(name, f"words of {name}"))
    with _open(tmp_path / "one", server) as store:
        assert nearest(store, "words of two", 5) == [("one", "words of one")]
        assert doctor.check(store) == ()


def test_row_40_an_embedded_store_moves_to_a_server(server, tmp_path):
    with Store.open(tmp_path / "s", FakeEmbedder(), create=True) as store, store.write() as writer:
        put(writer, *ARTICLES)
    with _open(tmp_path / "s", server) as store:
        assert nearest(store, "words 2 of the article", 1)[0][0] == "a2"  # from the ledger
        with store.write() as writer:
            put(writer, article("new", "something new"))
        assert doctor.check(store) == ()


class Failing(BaseHTTPRequestHandler):
    """Answers as badly as its server is told to."""

    def do_GET(self) -> None:
        how = self.server.how  # type: ignore[attr-defined]
        self.server.asked += 1  # type: ignore[attr-defined]
        if how == "stalls later" and "identity" in self.path:
            said = b'{"user_id": "", "tenant": "default_tenant", "databases": ["default_database"]}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
        elif how.startswith("stalls"):
            self.server.ended.wait(40)  # type: ignore[attr-defined]
            self.server.waited_for += 1  # type: ignore[attr-defined]
        elif how == "fails":
            self.send_error(500)
        elif how == "cuts":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        elif how == "other":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>")

    do_POST = do_GET  # noqa: N815 (the name is the library's)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def failing():
    """Makes a server that fails in the way that is asked for."""
    running = []

    def start(how: str) -> ThreadingHTTPServer:
        one = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
        one.how, one.asked, one.daemon_threads = how, 0, True
        one.ended, one.waited_for = threading.Event(), 0
        threading.Thread(target=one.serve_forever, daemon=True).start()
        running.append(one)
        return one

    yield start
    for one in running:
        one.ended.set()
        one.shutdown()
        one.server_close()


@pytest.fixture
def embedded(tmp_path):
    path = tmp_path / "s"
    with Store.open(path, FakeEmbedder(), create=True) as store, store.write() as writer:
        put(writer, *ARTICLES)
    return path


@pytest.mark.parametrize("how", ["stalls", "stalls later", "fails", "cuts", "other", "refuses"])
def test_row_40_questions_are_answered_and_writers_stopped(
    failing, embedded, monkeypatch, how, caplog
):
    monkeypatch.setattr(chroma_http, "TIMEOUT", 0.5)
    one = failing(how)
    port = one.server_address[1]
    if how == "refuses":
        one.server_close()
    with _open(embedded, f"http://127.0.0.1:{port}") as store:
        assert nearest(store, "words 2 of the article", 1)[0][0] == "a2"
        assert "the Chroma server cannot be used" in caplog.text
        before = contents(store)
        with pytest.raises(StoreError, match="is it running"), store.write() as writer:
            put(writer, article("new", "something new"))
        assert contents(store) == before
    assert one.asked < 20
    assert one.waited_for == 0  # nobody waited until a stalled server had its say


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://localhost", "http://"])
def test_row_40_an_address_that_is_none(tmp_path, url):
    with pytest.raises(StoreError, match="chroma_url"):
        ChromaServer(url, tmp_path)
