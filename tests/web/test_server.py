"""The running server: address, taken ports, idle connections, and what Gradio itself takes."""

from __future__ import annotations

import html
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from qa_app.contract import Answer
from qa_app.web import Options, server
from qa_app.web.page import SHOWN_WAITING
from qa_app.web.server import _allow_many_connections, display_name, listen
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, nothing
from tests.web.live import event, events, running, wait_for
from vectorstore.errors import QaAppError


@pytest.fixture(scope="module")
def asked() -> FakeAssistant:
    return stocked()


@pytest.fixture(scope="module")
def address(asked: FakeAssistant) -> Iterator[str]:
    with running(asked, Options(body_seconds=1.0)) as address:
        yield address


@pytest.fixture
def page(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as page:
        yield page


def test_a_taken_port_is_one_line_with_a_remedy() -> None:
    """FAULTS 63."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(QaAppError) as told:
            listen("127.0.0.1", port)
    assert str(port) in str(told.value)
    assert "--port" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "port"), [("203.0.113.7", 0), ("127.0.0.1", 70_000), ("no host", 0)]
)
def test_an_address_that_is_not_ours_is_one_line(host: str, port: int) -> None:
    """FAULTS 63."""
    with pytest.raises(QaAppError) as told:
        listen(host, port)
    assert "\n" not in str(told.value)


def test_the_address_can_be_opened_as_printed() -> None:
    assert display_name("127.0.0.1") == "127.0.0.1"
    assert display_name("0.0.0.0") == "127.0.0.1"
    assert display_name("::1") == "[::1]"


def test_importing_the_package_is_cheap() -> None:
    code = (
        "import sys, qa_app.web\n"
        "found = {'gradio', 'fastapi', 'uvicorn', 'torch', 'chromadb'} & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_slow_body_is_given_up(address: str) -> None:
    """FAULTS 64."""
    port = int(address.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), 10) as slow:
        head = "POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"
        slow.sendall(head.encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 408")


@pytest.fixture
def _many_files() -> Iterator[None]:
    """The limit of open files as `serve` raises it; both ends of a connection are in here."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    _allow_many_connections()
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 2_500:
        pytest.skip("this machine allows too few open files")
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


HEAD = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SLOW = {
    "silent": b"",
    "half a word": b"GE",
    "a head without an end": HEAD + b"X-More: 1\r\n",
    "a body without an end": HEAD + b"Content-Length: 90\r\n\r\n{",
    "a body in no pieces": HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
}


@pytest.mark.usefixtures("_many_files")
def test_row_64_a_thousand_idle_and_slow_connections_keep_nobody_out(
    address: str, asked: FakeAssistant
) -> None:
    """Slow-loris: each begins a request in another way, and never ends it."""
    port = int(address.rsplit(":", 1)[1])
    kinds = list(SLOW.values())
    threads = threading.active_count()
    with ExitStack() as held:
        slow = []
        for n in range(1_000):
            one = held.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            one.sendall(kinds[n % len(kinds)])
            slow.append(one)
        for n in range(20):  # they go on, a letter at a time, and others are served meanwhile
            for number, one in enumerate(slow):
                if number % len(kinds) == 2:
                    one.sendall(b"x")
            if n % 5 == 0:
                assert httpx.get(f"{address}/api/status", timeout=20).status_code == 200
                assert _ask(address, f"Is it {n}?") == 200
        assert httpx.get(address, timeout=20).status_code == 200
        assert threading.active_count() - threads <= 40 + 8, "no thread waits for them"
    assert _ask(address, "And afterwards?") == 200


OUTSIDE = (
    "/gradio_api/file={file}",
    "/gradio_api/file=../../../../../../../../{file}",
    "/gradio_api/file=..%2f..%2f..%2f..%2f..%2f..%2f..{file}",
    "/gradio_api/file=%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{file}",
    "/gradio_api/file=%252e%252e%252f%252e%252e{file}",
    "/gradio_api/file=..%c0%af..%c0%af{file}",
    "/gradio_api/file=file://{file}",
    "/gradio_api/FILE={file}",
    "/Gradio_API/file={file}",
    "/GRADIO_API/FILE%3D{file}",
    "/gradio_api/file%3d{file}",
    "/gradio_api//file={file}",
    "//gradio_api/file={file}",
    "/./gradio_api/./file={file}",
    "/web/../gradio_api/file={file}",
    "/web/%2e%2e/gradio_api/file={file}",
    "/gradio_api/file=//127.0.0.1/share{file}",
    "/gradio_api/file=\\\\127.0.0.1\\share\\secret.txt",
    "/gradio_api/file=%5c%5c127.0.0.1%5cshare%5csecret.txt",
    "/gradio_api/file/{file}",
    "/file={file}",
    "/web/../../../../../../../../..{file}",
    "/web/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{file}",
    "/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{file}",
    "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{file}",
    "/web/{file}",
    "/read/{file}",
    "/read/../../../../../../../..{file}",
    "/api/sources/{file}",
    "/api/sources/..%2f..%2f..%2f..%2f..{file}",
    "/gradio_api/proxy={file}",
    "/proxy=http://127.0.0.1{file}",
)


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_row_59_no_way_leads_to_a_file(
    address: str, tmp_path: Path, method: str, target: str
) -> None:
    """Sent as it stands: a client would tidy up the path before it goes out."""
    file = tmp_path / "secret.txt"
    file.write_text("the secret of the file")
    port = int(address.rsplit(":", 1)[1])
    asked_for = target.replace("{file}", str(file))
    request = f"{method} {asked_for} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 20) as sent:
        sent.sendall(request.encode())
        seen = b"".join(iter(lambda: sent.recv(65_536), b""))
    status = int(seen.split(b" ", 2)[1])
    assert status in (403, 404), seen[:200]
    assert status == 403 or not target.lower().startswith("/gradio_api/file")
    assert b"secret of the file" not in seen


@pytest.mark.parametrize("question", [123, {}, [], None, True, {"a": ["b"]}])
def test_gradios_own_address_takes_text_only(
    page: httpx.Client, asked: FakeAssistant, question: object
) -> None:
    """FAULTS 42, TRAPS 20."""
    before = len(asked.history)
    messages = event(page, "submit+click", [question, [], None])
    assert "Please type a question" in str(messages) or "has to be text" in str(messages)
    assert len(asked.history) == before


@pytest.mark.parametrize("extra", [None, 5, [], "x", {"exchange": {}, "cite": []}])
def test_invented_event_data_breaks_nothing(page: httpx.Client, extra: object) -> None:
    messages = event(page, "click", [None], extra)
    assert messages[-1]["success"] is True
    assert "no longer on the page" in str(messages[-1])


def test_fifty_questions_at_once_are_bounded() -> None:
    """FAULTS 54: two are answered at a time, some wait, the rest are told, threads do not grow."""
    leave, most = threading.Event(), [0]
    running_now: list[str] = []

    def slow(question: str) -> Answer:
        running_now.append(question)
        most[0] = max(most[0], len(running_now))
        assert leave.wait(30)
        running_now.remove(question)
        return nothing(question)

    assistant = stocked()
    assistant.otherwise = slow
    with running(assistant, Options(running=2, waiting=4)) as address:
        before = threading.active_count()
        with ThreadPoolExecutor(50) as pool:
            sent = [pool.submit(_ask, address, f"question {n}") for n in range(50)]
            wait_for(lambda: sum(s.done() for s in sent) == 44)
            assert threading.active_count() - before <= 50 + 40 + 8  # ours, theirs, a margin
            leave.set()
            codes = sorted(s.result(30) for s in sent)
        assert _ask(address, "and afterwards?") == 200, "all places are free again"
        wait_for(lambda: threading.active_count() - before <= 40 + 8)
    assert codes == [200] * 6 + [503] * 44
    assert most[0] == 2


def test_row_54_whoever_waits_is_answered_before_long() -> None:
    """With the limits as they are, fifty at once wait for fifty answers at most, and in turn."""
    assistant = stocked()
    with (
        running(assistant) as address,
        ThreadPoolExecutor(50) as pool,
        httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=50)) as page,
    ):

        def ask(n: int) -> str:
            return str(
                page.post("/api/ask", json={"question": f"question {n}?"}).json()["question"]
            )

        answered = list(pool.map(ask, range(50)))
    assert answered == [f"question {n}?" for n in range(50)], "none is lost, none is crossed"
    assert len(assistant.history) == 50


def test_a_question_that_waits_is_on_the_page_at_once() -> None:
    """Whoever asks on the page sees the question while others are answered, and then its answer.

    However many wait, whoever reads is not kept waiting.
    """
    leave = threading.Event()
    assistant = stocked()
    assistant.before_each = lambda: leave.wait(30)
    asked = [f"question {number:02}?" for number in range(SHOWN_WAITING + 8)]
    seen: list[str] = []

    def watch(question: str) -> str:
        told = ""
        with httpx.Client(base_url=address, timeout=60) as page:
            for message in events(page, "submit+click", [question, {}, {}]):
                told += html.unescape(str(message.get("output")))
                if 'data-state="pending"' in told and question not in seen:
                    seen.append(question)
        return told

    with running(assistant, Options(running=1)) as address, ThreadPoolExecutor(50) as pool:
        answers = [pool.submit(watch, question) for question in asked]
        try:
            wait_for(lambda: len(seen) == SHOWN_WAITING)
            assert len(assistant.history) == 1, "one is answered, the others wait"
            with httpx.Client(base_url=address, timeout=20) as reader:
                opened = event(reader, "select", [None], {"source": "vessels.md"})
            assert "Six new vessels" in str(opened[-1])
        finally:
            leave.set()
        for question, answer in zip(asked, answers, strict=True):
            assert 'data-state="done"' in answer.result(30)
            assert question in answer.result()


def _ask(address: str, question: str) -> int:
    response = httpx.post(f"{address}/api/ask", json={"question": question}, timeout=60)
    if response.status_code == 503:
        error = response.json()["error"]
        assert error["type"] == "busy"
        assert "ask again" in error["message"]
        assert int(response.headers["retry-after"]) >= 1
    return response.status_code


def test_a_stop_waits_for_what_is_being_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()

    class Loading(FakeAssistant):
        def warm_up(self) -> None:
            time.sleep(0.3)
            loaded.set()

    def stopped_at_once(build: object, *, ready: Callable[[str], None], **_: object) -> None:
        ready("http://127.0.0.1:1")

    monkeypatch.setattr(server, "run", stopped_at_once)
    server.serve(Loading(), announce=lambda line: None)
    assert loaded.is_set()
