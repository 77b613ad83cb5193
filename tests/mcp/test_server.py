"""The tools of the Model Context Protocol, used by the official client."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from typer.testing import CliRunner

from qa_app import mcp_server, weights
from qa_app.assistant import Assistant
from qa_app.cli.app import app as cli
from qa_app.web.server import listen, server
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.answering.weighing import by_hand
from vectorstore.errors import QaAppError

T = TypeVar("T")
PROJECT = Path(__file__).parents[2]
ASKED = "How much was the grant for the six patrol boats?"
SECRET = "s3cret-s3cret-s3cret"


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.setattr(weights, "load", by_hand)
    articles = {"boats.md": BOATS, "news/loans.md": LOANS, "a#1-2.md": "Nothing happened."}
    with assistant_over(tmp_path, articles) as assistant:
        yield assistant


def used(target: Any, use: Callable[[Client], Awaitable[T]]) -> T:
    """What comes of a session of the official client."""

    async def session() -> T:
        async with Client(target) as client:
            return await use(client)

    return asyncio.run(session())


def called(assistant: Assistant, name: str, **arguments: Any) -> dict[str, Any]:
    async def call(client: Client) -> dict[str, Any]:
        result = await client.call_tool(name, arguments)
        assert not result.is_error, result.content
        found: dict[str, Any] = result.structured_content  # type: ignore[assignment]
        assert json.loads(result.content[0].text) == found  # type: ignore[union-attr]
        return found

    return used(mcp_server.server(assistant), call)


def refused(assistant: Assistant, name: str, **arguments: Any) -> str:
    async def call(client: Client) -> str:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        return str(result.content[0].text)  # type: ignore[union-attr]

    return used(mcp_server.server(assistant), call)


def test_every_tool_is_described_and_read_only(assistant: Assistant) -> None:
    async def listed(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = used(mcp_server.server(assistant), listed)
    assert {t.name for t in tools} == {"search", "fetch", "ask", "read_article", "list_articles"}
    for tool in tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
        assert tool.description
        assert "self" not in tool.input_schema["properties"]


def test_an_answer_cites_exact_words(assistant: Assistant) -> None:
    answer = called(assistant, "ask", question=ASKED, filters={"sources": ["boats.md"]})
    assert answer["outcome"] == "answered"
    assert "500 million yen. [1]" in answer["text"]
    for citation in answer["citations"]:
        text = assistant.text(citation["source"])
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    unknown = called(assistant, "ask", question="Who painted the Sistine Chapel?")
    assert unknown["outcome"] != "answered"
    assert unknown["text"].startswith("The articles")


def test_a_follow_up_is_asked_with_its_history(assistant: Assistant) -> None:
    history = [{"role": "user", "text": ASKED}, {"role": "assistant", "text": "500 million."}]
    answer = called(assistant, "ask", question="And when?", history=history)
    assert answer["searched"] == assistant.ask("And when?", history=history).searched


def test_what_is_found_can_be_fetched(assistant: Assistant) -> None:
    results = called(assistant, "search", query="patrol boats")["results"]
    assert results[0]["source"] == "boats.md"
    assert len(called(assistant, "search", query="patrol boats", limit=1)["results"]) == 1
    for result in results:
        fetched = called(assistant, "fetch", id=result["id"])
        place = fetched["metadata"]
        assert fetched["text"] == result["text"]
        text = assistant.text(place["source"])
        assert text[place["start"] : place["end"]] == fetched["text"]
    whole = called(assistant, "fetch", id="boats.md")
    assert whole["text"] == assistant.text("boats.md")
    assert whole["metadata"]["published"] == "2023-11-28"


def test_an_article_is_read_page_by_page(assistant: Assistant) -> None:
    text, start = "", 0
    while start is not None:
        page = called(assistant, "read_article", source="boats.md", start=start, length=100)
        text, start = text + page["text"], page["next_start"]
    assert text == assistant.text("boats.md")
    assert page["title"] == "Six boats for the coast guard"


def test_articles_are_listed_by_folder_and_time(assistant: Assistant) -> None:
    def listed(**chosen: str) -> list[str]:
        found = called(assistant, "list_articles", **chosen)["articles"]
        return [one["source"] for one in found]

    assert listed() == ["a#1-2.md", "boats.md", "news/loans.md"]
    assert listed(folder="news/") == ["news/loans.md"]
    assert listed(published_to="2023-12-31") == ["boats.md"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("ask", {"question": "x", "filters": {"colour": "red"}}, "colour"),
        ("ask", {"question": "x", "asked_on": "soon"}, "soon"),
        ("ask", {"question": "x", "history": [{"role": "system", "text": "x"}]}, "role"),
        ("ask", {}, "question"),
        ("list_articles", {"published_from": "soon"}, "soon"),
        ("read_article", {"source": "none.md"}, "none.md"),
        ("fetch", {"id": "none.md#1-2"}, "none.md"),
        ("fetch", {"id": "boats.md#5-100000"}, "5 to 100000"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(
    assistant: Assistant, name: str, arguments: dict[str, Any], told: str
) -> None:
    assert told in refused(assistant, name, **arguments)


@contextmanager
def serving(assistant: Assistant, token: str = "") -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    ready = threading.Event()
    made = server(mcp_server.http_app(assistant, "127.0.0.1", token, ()), ready.set)
    thread = threading.Thread(target=made.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
    finally:
        made.should_exit = True
        thread.join(15)
        listener.close()


async def ask(client: Client) -> str:
    result = await client.call_tool("ask", {"question": ASKED})
    assert result.structured_content is not None
    return str(result.structured_content["text"])


def test_the_same_over_http(assistant: Assistant) -> None:
    expected = called(assistant, "ask", question=ASKED)["text"]
    with serving(assistant) as address:
        assert used(address, ask) == expected
        foreign = httpx.post(address, json={}, headers={"host": "evil.example"})
        assert foreign.status_code == 403
        foreign = httpx.post(address, json={}, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 403


def test_over_http_the_token_is_shown(assistant: Assistant) -> None:
    async def with_token(address: str) -> str:
        shown = {"authorization": f"Bearer {SECRET}"}
        async with (
            httpx2.AsyncClient(headers=shown) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await ask(client)

    with serving(assistant, SECRET) as address:
        assert "500 million yen" in asyncio.run(with_token(address))
        assert httpx.post(address, json={}).status_code == 401


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--http", "--host", "0.0.0.0"], "--token-file"),
        (["--host", "127.0.0.1"], "--http"),
        (["--store", "nowhere"], "qa-app ingest"),
    ],
)
def test_wrong_use_is_one_line(words: list[str], told: str) -> None:
    done = CliRunner().invoke(cli, ["mcp", *words])
    assert done.exit_code != 0
    assert told in f"{done.output}{done.exception}"


def test_a_missing_package_is_named(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(QaAppError, match=r"qa-app\[mcp\]"):
        mcp_server.server(assistant)


@pytest.mark.slow
def test_a_session_over_standard_input_and_output(tmp_path: Path) -> None:
    """As a client starts it: `qa-app mcp --store DIR`."""
    run = [sys.executable, "-m", "qa_app"]
    store = ["--store", str(tmp_path / "store")]
    ingest = [*run, "ingest", str(PROJECT / "articles"), *store]
    subprocess.run(ingest, check=True, capture_output=True)

    async def session(client: Client) -> dict[str, Any]:
        listed = await client.call_tool("list_articles", {})
        assert len(listed.structured_content["articles"]) == 16  # type: ignore[index]
        question = "How much was the loan for six patrol vessels?"
        result = await client.call_tool("ask", {"question": question})
        return result.structured_content or {}

    from os import environ

    params = StdioServerParameters(
        command=run[0], args=[*run[1:], "mcp", *store], env=dict(environ)
    )
    answer = used(params, session)
    assert answer["outcome"] == "answered"
    assert answer["citations"]
