"""Providers that fail, in every way they do: a clear message, and an answer all the same."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from qa_app.answering.quotes import Thresholds
from qa_app.contract import Answer, Done, Request, Sentence
from qa_app.generation import ModelError
from qa_app.generation.base import Allowance, Finish, estimate
from qa_app.generation.loading import load
from qa_app.generation.providers import LangChainModel
from qa_app.settings import Settings
from tests.answering.build import assistant_over
from tests.generation.build import ARTICLES, GAVE, QUESTION
from tests.generation.server import piece, serving

pytest.importorskip("langchain_openai", reason="the extra openai is not installed")

SECRET = "sk-secret-key-1234"
FAST = {"model_retries": 0, "model_silence": 0.6, "model_seconds": 8.0}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


def asked(tmp_path: Path, url: str, **settings: object) -> Answer:
    given = {"model": "openai:small", "model_url": url, **FAST, **settings}
    with assistant_over(tmp_path, ARTICLES, **given) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        answer = assistant.ask(QUESTION)
    assert SECRET not in str(answer.to_json())
    assert answer.outcome == "answered"
    assert "nine" not in answer.answer
    return answer


def test_a_server_of_ones_own(tmp_path: Path) -> None:
    with serving(f"{GAVE} [1]") as server:
        answer = asked(tmp_path, server.url)
        (body,) = server.asked
    assert (answer.mode, answer.model, answer.answer) == ("model", "openai:small", f"{GAVE} [1]")
    assert body["model"] == "small"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert 512 in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert body["stream"] is True
    assert server.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "refuses the key (401); correct the one in OPENAI_API_KEY"),
        (404, "knows no such model (404)"),
        (429, "takes no more questions for now (429)"),
        (500, "its server failed (500)"),
        (503, "its server failed (503)"),
        (400, "refuses the question (400)"),
    ],
)
def test_a_server_that_refuses(tmp_path: Path, status: int, says: str) -> None:
    with serving(status) as server:
        answer = asked(tmp_path, server.url)
    assert says in answer.note
    assert answer.mode == "quotes"
    assert GAVE in answer.answer


def test_no_server(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    answer = asked(tmp_path, url)
    assert f"no server answers at {url.removesuffix('/v1')};" in answer.note
    assert answer.mode == "quotes"


@pytest.mark.parametrize(
    "address", ["http://bob:s3cret@{}/v1/s3cret", "http://{}/v1?api_key=s3cret"]
)
def test_no_credentials_of_an_address_are_shown(tmp_path: Path, address: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = f"127.0.0.1:{free.getsockname()[1]}"
    answer = asked(tmp_path, address.format(server))
    assert f"no server answers at http://{server};" in answer.note
    assert "s3cret" not in str(answer.to_json())
    assert "bob" not in str(answer.to_json())


def test_a_server_that_hangs(tmp_path: Path) -> None:
    with serving("hang") as server:
        answer = asked(tmp_path, server.url)
    assert "said nothing" in answer.note or "did not answer in time" in answer.note
    assert answer.mode == "quotes"


@pytest.mark.parametrize(
    "stream",
    [
        piece(f"{GAVE} [1] The gra"),
        piece(f"{GAVE} [1] The gra") + b"data: {not json\n\n",
        piece(f"{GAVE} [1] The gra")
        + b'data: {"choices": [{"delta": {"content": "\xff\xfe\x80"}}]}\n\n',
        b"\xff\xfe\x00 no stream at all",
        b"",
    ],
)
def test_a_stream_that_is_cut_or_broken(tmp_path: Path, stream: bytes) -> None:
    with serving(stream) as server:
        answer = asked(tmp_path, server.url)
    assert answer.note
    assert GAVE in answer.answer
    assert "The gra" not in [sentence.text for sentence in answer.sentences]


def test_endless_text_ends_at_the_budget(tmp_path: Path) -> None:
    with serving("endless") as server:
        answer = asked(tmp_path, server.url, model_tokens=64)
        assert server.left.wait(10)
    assert answer.mode == "quotes"


def test_an_empty_answer(tmp_path: Path) -> None:
    with serving("empty") as server:
        answer = asked(tmp_path, server.url)
    assert "Nothing that the model wrote" in answer.note


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_fails_is_asked_again(tmp_path: Path, status: int) -> None:
    with serving(status, f"{GAVE} [1]") as server:
        answer = asked(tmp_path, server.url, model_retries=2)
        assert len(server.asked) == 2
    assert (answer.mode, answer.note) == ("model", "")


def test_a_repair_may_write_only_what_is_left(tmp_path: Path) -> None:
    wrong = "Japan gave nine patrol boats to Vietnam in 2014. [1]"
    with serving(wrong, f"{GAVE} [1]") as server:
        answer = asked(tmp_path, server.url, model_tokens=100)
        allowed = [body.get("max_completion_tokens") or body["max_tokens"] for body in server.asked]
    assert answer.mode == "model"
    assert allowed == [100, 100 - estimate(wrong)]


def test_the_wait_that_a_server_asks_for_is_found_in_any_cause() -> None:
    class RefusedError(Exception):
        def __init__(self, **headers: str) -> None:
            self.status_code = 429
            self.response = SimpleNamespace(
                headers={name.replace("_", "-"): value for name, value in headers.items()}
            )

    outer, middle = (
        RefusedError(date="now"),
        RefusedError(retry_after="Fri, 31 Dec 1999 23:59:59 GMT"),
    )
    outer.__cause__, middle.__cause__ = middle, RefusedError(retry_after="3")
    model = LangChainModel(lambda: raising(outer), "openai:x", retries=0)
    with pytest.raises(ModelError) as caught:
        list(model.stream([], Allowance.of(10, 5, 5, None), Finish()))
    assert (caught.value.again, caught.value.wait) == (True, 3.0)


def raising(error: Exception) -> Any:
    class Chat(BaseModel):
        def stream(self, told: object) -> object:
            raise error

    return Chat()


def test_nothing_heavy_is_imported_before_the_first_question() -> None:
    code = (
        "import sys; from qa_app.settings import Settings\n"
        "from qa_app.generation.loading import load\n"
        "model = load(Settings(model='openai:x', model_url='http://127.0.0.1:9/v1'))\n"
        "heavy = {'langchain', 'langchain_core', 'openai', 'langsmith'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "model.warm_up(); print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    before, after = done.stdout.splitlines()
    assert before == "[]"
    assert after == "['langchain', 'langchain_core', 'langsmith', 'openai']"


def test_a_refused_key_is_not_tried_again(tmp_path: Path) -> None:
    with serving(401) as server:
        asked(tmp_path, server.url, model_retries=3)
        assert len(server.asked) == 1


def test_a_stop_is_heard_within_a_second(tmp_path: Path) -> None:
    stop = threading.Event()
    with serving("hang") as server:
        given = {"model": "openai:small", "model_url": server.url, "model_silence": 60.0}
        with assistant_over(tmp_path, ARTICLES, **given) as assistant:
            assistant._thresholds = Thresholds(0, 0)
            threading.Timer(0.5, stop.set).start()
            began = time.monotonic()
            events = list(assistant.stream(Request(QUESTION, stop=stop)))
            assert time.monotonic() - began < 20  # of sixty
    assert isinstance(events[-1], Done)


def test_whoever_leaves_ends_the_stream(tmp_path: Path) -> None:
    with serving("endless") as server:
        given = {"model": "openai:small", "model_url": server.url, "model_tokens": 100_000}
        given["model_context"] = 1_000_000
        with assistant_over(tmp_path, ARTICLES, **given) as assistant:
            assistant._thresholds = Thresholds(0, 0)
            stop = threading.Event()
            threading.Timer(0.5, stop.set).start()
            for event in assistant.stream(Request(QUESTION, stop=stop)):
                assert not isinstance(event, Sentence) or "nine" not in event.sentence.text
        assert server.left.wait(10)


def test_nothing_is_sent_to_a_tracing_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("empty") as spy, serving(f"{GAVE} [1]") as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "x")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", spy.url)
        assert asked(tmp_path, server.url).mode == "model"
        time.sleep(0.5)
        assert spy.paths == []


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("gpt", "write provider:name"),
        (":x", "write provider:name"),
        ("nosuch:model", "there is no such provider; known are openai, anthropic"),
        ("gemini:pro", "the provider is called google_genai"),
        ("gguf:/no/such.gguf", "/no/such.gguf: No such file"),
    ],
)
def test_what_is_missing_is_named(model: str, says: str) -> None:
    with pytest.raises(ModelError, match="model ") as caught:
        load(Settings(model=model))
    assert says in str(caught.value)


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ModelError, match="export OPENAI_API_KEY="):
        load(Settings(model="openai:gpt-5-mini"))


@pytest.mark.parametrize(
    ("model", "package", "command"),
    [
        ("anthropic:claude", "langchain-anthropic", "pip install 'qa-app[anthropic]'"),
        ("ollama:qwen3:4b", "langchain-ollama", "pip install 'qa-app[ollama]'"),
        ("openai:gpt", "langchain-openai", "pip install 'qa-app[openai]'"),
        ("gguf:FILE", "xllamacpp", "pip install 'qa-app[local]'"),
    ],
)
def test_a_missing_package_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: str, package: str, command: str
) -> None:
    found = importlib.util.find_spec
    name = package.replace("-", "_")
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda wanted, *a: None if wanted == name else found(wanted, *a),
    )
    with pytest.raises(ModelError) as caught:
        load(Settings(model=model))
    assert package in str(caught.value)
    assert command in str(caught.value)


def test_what_is_no_gguf_file_is_named(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra local is not installed")
    (tmp_path / "x.gguf").write_bytes(b"<html>not found")
    with pytest.raises(ModelError, match="no GGUF file"):
        load(Settings(model=f"gguf:{tmp_path / 'x.gguf'}"))
