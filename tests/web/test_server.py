"""The running server: address, taken ports, idle connections, and what Gradio itself takes."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from qa_app.contract import Answer
from qa_app.web import Options
from qa_app.web.server import display_name, listen
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, nothing
from tests.web.live import event, running, wait_for
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


def test_idle_connections_do_not_keep_others_out(address: str) -> None:
    """FAULTS 64, with as many as the usual limit of open files allows."""
    port = int(address.rsplit(":", 1)[1])
    idle = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(300)]
    try:
        assert httpx.get(f"{address}/api/status", timeout=10).status_code == 200
    finally:
        for connection in idle:
            connection.close()


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
    assert codes == [200] * 6 + [503] * 44
    assert most[0] == 2


def _ask(address: str, question: str) -> int:
    response = httpx.post(f"{address}/api/ask", json={"question": question}, timeout=60)
    if response.status_code == 503:
        assert response.json()["error"]["type"] == "busy"
    return response.status_code
