"""TRAPS 30: with LANGSMITH_TRACING set, nothing is sent anywhere unless a setting asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import LangChainTracer, wait_for_all_tracers
from langsmith import utils
from langsmith.utils import tracing_is_enabled

from qa_app.assistant import Assistant
from qa_app.langchain import ArticleAnswers, ArticleRetriever

ASKED = "How much was the grant for the six patrol boats?"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the runs that LangChain's tracer is told of."""
    seen: list[str] = []

    def note(_tracer: Any, run: Any) -> None:
        seen.append(run.name)

    monkeypatch.setattr(LangChainTracer, "_persist_run_single", note, raising=False)
    monkeypatch.setattr(LangChainTracer, "_update_run_single", lambda *_: None, raising=False)
    for name, value in {"TRACING": "true", "API_KEY": "none"}.items():
        monkeypatch.setenv(f"LANGSMITH_{name}", value)
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    utils.get_env_var.cache_clear()
    assert tracing_is_enabled()
    yield seen
    monkeypatch.undo()
    utils.get_env_var.cache_clear()


def every_way(answers: ArticleAnswers, retriever: ArticleRetriever) -> None:
    answers.invoke(ASKED)
    list(answers.stream(ASKED))
    answers.batch([ASKED])
    retriever.invoke(ASKED)

    async def asynchronously() -> None:
        await answers.ainvoke(ASKED)
        _ = [chunk async for chunk in answers.astream(ASKED)]
        _ = [event async for event in answers.astream_events(ASKED)]
        await retriever.ainvoke(ASKED)

    asyncio.run(asynchronously())


def test_nothing_is_traced_because_of_the_environment(
    assistant: Assistant, runs: list[str]
) -> None:
    every_way(ArticleAnswers(assistant), ArticleRetriever(store=assistant.store))
    assert runs == []


def test_a_traced_chain_around_it_does_not_see_inside(
    assistant: Assistant, runs: list[str]
) -> None:
    answers, retriever = ArticleAnswers(assistant), ArticleRetriever(store=assistant.store)

    def chain(asked: str) -> str:
        retriever.invoke(asked)
        list(answers.stream(asked))
        answers.invoke(asked)
        return "done"

    RunnableLambda(chain, name="mine").invoke(ASKED)
    assert set(runs) == {"mine"}


def test_a_setting_lets_it_be_traced(assistant: Assistant, runs: list[str]) -> None:
    answers = ArticleAnswers(assistant, langsmith=True)
    every_way(answers, ArticleRetriever(store=assistant.store, langsmith=True))
    assert {"articles", "ArticleRetriever"} <= set(runs)


def test_the_caller_is_traced_between_two_chunks(assistant: Assistant, runs: list[str]) -> None:
    stream = ArticleAnswers(assistant).stream(ASKED)
    next(stream)
    assert tracing_is_enabled()
    RunnableLambda(lambda x: x, name="mine").invoke(1)
    stream.close()
    assert set(runs) == {"mine"}


class Counting(BaseHTTPRequestHandler):
    """Answers everything, and counts what was sent."""

    received: list[bytes]

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["content-length"] or 0)))
        self.send_response(202)
        self.end_headers()

    do_PATCH = do_GET = do_POST  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


def test_no_byte_reaches_the_server_of_the_tracer(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: a server in the place of LangSmith's is sent nothing."""
    received: list[bytes] = []
    handler = type("Handler", (Counting,), {"received": received})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "none")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    utils.get_env_var.cache_clear()
    try:
        every_way(ArticleAnswers(assistant), ArticleRetriever(store=assistant.store))
        wait_for_all_tracers()
        assert received == []
    finally:
        server.shutdown()
        server.server_close()
        monkeypatch.undo()
        utils.get_env_var.cache_clear()
