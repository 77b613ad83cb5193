"""The assistant as a model: the `openai` package, and clients that read the raw stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from qa_app.contract import Conflict, ConflictValue, Turn
from qa_app.web import Options
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, nothing, said, unsure
from tests.web.live import running

QUOTE = "Delivery was planned for 2025."
LOAN = "Japan and Vietnam signed a loan."


@pytest.fixture(scope="module")
def asked() -> FakeAssistant:
    return stocked()


@pytest.fixture(scope="module")
def address(asked: FakeAssistant) -> Iterator[str]:
    with running(asked, Options(max_question=200)) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def question(words: str) -> list[Any]:
    return [{"role": "user", "content": words}]


def test_the_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["qa-app"]
    assert client.models.retrieve("qa-app").owned_by == "qa-app"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-none")


def test_an_answer_has_annotations_that_open_the_passage(
    client: OpenAI, asked: FakeAssistant
) -> None:
    asked.queue.append(said(asked.cite(1, "vessels.md", LOAN), asked.cite(2, "vessels.md", QUOTE)))
    done = client.chat.completions.create(model="qa-app", messages=question("What of the loan?"))
    (choice,) = done.choices
    assert choice.finish_reason == "stop"
    assert choice.message.content == f"{LOAN} [1] {QUOTE} [2]"
    assert choice.message.annotations is not None
    for n, note in enumerate(choice.message.annotations, start=1):
        cited = note.url_citation
        assert choice.message.content[cited.start_index : cited.end_index] == f"[{n}]"
        assert cited.title == "Six new vessels"
        opened = httpx.get(cited.url)
        assert opened.status_code == 200
        assert f'<mark id="quote">{(LOAN, QUOTE)[n - 1]}</mark>' in opened.text
    assert len(choice.message.annotations) == 2
    assert done.model_extra is not None
    assert done.model_extra["answer"]["outcome"] == "answered"


def test_a_stream_says_the_same(client: OpenAI, asked: FakeAssistant) -> None:
    answer = said(asked.cite(1, "vessels.md", LOAN), asked.cite(2, "vessels.md", QUOTE))
    asked.queue.extend([answer, answer])
    whole = client.chat.completions.create(model="qa-app", messages=question("What?"))
    chunks = list(
        client.chat.completions.create(model="qa-app", messages=question("What?"), stream=True)
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks][-1] == "stop"
    assert len({chunk.id for chunk in chunks}) == 1
    notes = [
        note
        for chunk in chunks
        for note in (chunk.choices[0].delta.model_extra or {}).get("annotations", [])
    ]
    expected = whole.choices[0].message.annotations
    assert expected is not None
    assert [note["url_citation"]["url"] for note in notes] == [e.url_citation.url for e in expected]
    assert [note["url_citation"]["start_index"] for note in notes] == [
        e.url_citation.start_index for e in expected
    ]


def test_a_client_like_open_webui_numbers_the_sources_as_they_come(
    address: str, asked: FakeAssistant
) -> None:
    """It reads `delta.content` and `delta.annotations` of raw lines: [n] is the nth new source."""
    first, second = asked.cite(1, "vessels.md", LOAN), asked.cite(2, "vessels.md", QUOTE)
    conflict = Conflict("delivery", (ConflictValue("2025", 2), ConflictValue("a loan", 1)))
    asked.queue.append(said(first, second, conflicts=(conflict,)))
    body = {"model": "qa-app", "stream": True, "messages": question("What?"), "temperature": 0.7}
    content, sources = "", []
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=body) as response:
        lines = [line for line in response.iter_lines() if line]
    assert all(line.startswith("data: ") for line in lines)
    assert lines[-1] == "data: [DONE]"
    for line in lines[:-1]:
        delta = json.loads(line.removeprefix("data: "))["choices"][0]["delta"]
        content += delta.get("content", "")
        sources += [note["url_citation"] for note in delta.get("annotations", [])]
    assert [source["content"] for source in sources] == [LOAN, QUOTE]
    assert content.endswith("The articles disagree on delivery: 2025 [2]; a loan [1]")


def test_what_was_said_before_is_the_history(client: OpenAI, asked: FakeAssistant) -> None:
    messages: list[Any] = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": [{"type": "text", "text": "What of the loan?"}]},
        {"role": "assistant", "content": "It was signed."},
        {"role": "user", "content": [{"type": "text", "text": "And when?"}, {"type": "image_url"}]},
    ]
    client.chat.completions.create(model="qa-app", messages=messages)
    request = asked.history[-1]
    assert request.question == "And when?"
    assert request.history == (
        Turn("user", "What of the loan?"),
        Turn("assistant", "It was signed."),
    )


def test_an_abstention_says_why_and_cites_what_comes_closest(
    client: OpenAI, asked: FakeAssistant
) -> None:
    near = asked.cite(1, "vessels.md", QUOTE)
    asked.queue.extend([unsure(near, reason="No yard is named."), nothing("", near, "No yard.")])
    first = client.chat.completions.create(model="qa-app", messages=question("Who?")).choices[0]
    assert first.message.content == (
        "The articles may not say this. The closest passages:"
        f"\n\n“{QUOTE}” [1]\n\nNo yard is named."
    )
    assert first.message.annotations is not None
    assert len(first.message.annotations) == 1
    second = client.chat.completions.create(model="qa-app", messages=question("Who?")).choices[0]
    assert second.message.content == (
        f"The articles do not say. No yard.\n\nWhat comes nearest:\n\n“{QUOTE}” [1]"
    )


@pytest.mark.parametrize("stream", [True, False])
def test_what_is_wrong_is_an_error_of_that_kind(
    client: OpenAI, asked: FakeAssistant, stream: bool
) -> None:
    before = len(asked.history)
    with pytest.raises(openai.NotFoundError, match="gpt-none"):
        client.chat.completions.create(model="gpt-none", messages=question("x"), stream=stream)
    wrong: list[list[Any]] = [
        [],
        [{"role": "system", "content": "x"}],
        question("x" * 201),
        question("?!"),
        [{"role": "user", "content": 5}],
    ]
    for messages in wrong:
        with pytest.raises(openai.UnprocessableEntityError):
            client.chat.completions.create(model="qa-app", messages=messages, stream=stream)
    assert len(asked.history) == before


def test_links_begin_with_the_public_address() -> None:
    assistant = stocked()
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    with running(assistant, Options(public_url="https://ask.example/x/")) as address:
        body = {"messages": question("When?")}
        done = httpx.post(f"{address}/v1/chat/completions", json=body).json()
    (note,) = done["choices"][0]["message"]["annotations"]
    assert note["url_citation"]["url"].startswith("https://ask.example/x/read/vessels.md?start=")
