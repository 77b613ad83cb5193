"""The assistant as a LangChain runnable, and as a tool for agents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from langchain_core.callbacks import adispatch_custom_event, dispatch_custom_event
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from qa_app.assistant import Assistant
from qa_app.contract import Answer, Citation, Event, Found, Request, Searched
from qa_app.langchain import messages
from qa_app.spoken import Spoken
from qa_app.tracing import stepwise, stepwise_async, untraced, without_tracers

TOOL = (
    "Answers a question from a folder of articles. Every sentence of the answer is checked and"
    " carries the number of a quotation, listed below it with the article and the place; says so"
    " when the articles do not hold the answer. Ask one thing at a time, in a whole sentence."
)


class AskArticles(BaseModel):
    """What an agent may ask."""

    question: str = Field(description="a question in a whole sentence, in words of the articles")
    sources: list[str] = Field([], description="use only these articles, by id")
    folders: list[str] = Field([], description="use only articles below these folders")
    published_from: date | None = Field(None, description="use only articles since this day")
    published_to: date | None = Field(None, description="use only articles until this day")


class ArticleAnswers(Runnable[Any, AIMessage]):
    """Questions in, answers out, each sentence a text block with citation annotations.

    Takes a question, a list of messages (the last one of a person is the question, those before it
    the conversation), a prompt value, or {"question", "history", "filters", "asked_on"}. `invoke`,
    `batch`, `stream` and their asynchronous kin work, as do `filters` and `asked_on` as keyword
    arguments or bound by `bind`. In `astream_events`, `searched` and `found` come as custom events.
    """

    def __init__(
        self,
        assistant: Assistant,
        *,
        link: Callable[[Citation], str] = lambda _: "",
        langsmith: bool | None = None,
    ) -> None:
        """Wrap an assistant, which stays the caller's to close.

        Args:
            assistant: what answers.
            link: the address that opens a citation, put in its annotation; "" for none.
            langsmith: whether calls may be traced where the environment or a chain around this one
                asks for it; None is what the settings say.
        """
        self.name = "articles"
        self.assistant = assistant
        self._link = link
        self._traced = assistant.settings.langsmith if langsmith is None else langsmith

    @classmethod
    def open(cls, folder: Path | str, **options: Any) -> ArticleAnswers:
        """The runnable over the store in `folder`, as the settings want it.

        Raises:
            StoreMissingError: there is no store.
        """
        return cls(Assistant.open(folder), **options)

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage:
        """The answer as one message.

        Raises:
            InputError: there is no question in `input`.
            StoreError: the store cannot be read.
        """
        with untraced(self._traced):
            config = without_tracers(config, self._traced)
            return self._call_with_config(self._answer, input, config, run_type="chain", **kwargs)

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[AIMessage]:
        """The answer as it comes, a sentence a chunk; the sum of all is what `invoke` gives."""
        yield from self.transform(iter([input]), config, **kwargs)

    def transform(
        self, input: Iterator[Any], config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[AIMessage]:
        """The same in the middle of a chain."""
        config = without_tracers(config, self._traced)
        yield from stepwise(
            lambda: self._transform_stream_with_config(
                input,
                self._chunks,  # type: ignore[arg-type]
                config,
                **kwargs,
            ),
            self._traced,
        )

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[AIMessage]:
        """The answer as it comes, without waiting in the event loop."""

        async def once() -> AsyncIterator[Any]:
            yield input

        async for chunk in self.atransform(once(), config, **kwargs):
            yield chunk

    async def atransform(
        self, input: AsyncIterator[Any], config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[AIMessage]:
        """The same in the middle of a chain."""
        config = without_tracers(config, self._traced)
        steps = stepwise_async(
            lambda: self._atransform_stream_with_config(
                input,
                self._achunks,  # type: ignore[arg-type]
                config,
                **kwargs,
            ),
            self._traced,
        )
        async for chunk in steps:
            yield chunk

    def as_tool(  # type: ignore[override]
        self, *, name: str = "ask_articles", description: str = TOOL
    ) -> BaseTool:
        """A tool for `create_agent`: text with numbered quotations, the answer as its artifact."""

        def ask(question: str, **chosen: Any) -> tuple[str, dict[str, Any]]:
            filters = {
                key: value.isoformat() if isinstance(value, date) else value
                for key, value in chosen.items()
                if value
            }
            answer = self.assistant.ask(question, filters=filters or None)
            return told(answer), answer.to_json()

        return StructuredTool.from_function(
            ask,
            name=name,
            description=description,
            args_schema=AskArticles,
            response_format="content_and_artifact",
        )

    def _answer(self, asked: Any, **more: Any) -> AIMessage:
        spoken = Spoken()
        events = self.assistant.stream(messages.request(asked, **more))
        pieces = [piece for event in events if (piece := spoken.take(event)) is not None]
        return messages.message(spoken, pieces, self._link)

    def _chunks(
        self, inputs: Iterator[Any], config: RunnableConfig, **more: Any
    ) -> Iterator[AIMessage]:
        for asked in _whole(inputs):
            saying = _Chunks(self._link)
            for event in self.assistant.stream(messages.request(asked, **more)):
                if told := _passing(event):
                    dispatch_custom_event(*told, config=config)
                yield from saying.take(event)

    async def _achunks(
        self, inputs: AsyncIterator[Any], config: RunnableConfig, **more: Any
    ) -> AsyncIterator[AIMessage]:
        for asked in _whole([one async for one in inputs]):
            saying = _Chunks(self._link)
            request = messages.request(asked, **more)
            async for event in _aside(self.assistant, request, config):
                if told := _passing(event):
                    await adispatch_custom_event(*told, config=config)
                for chunk in saying.take(event):
                    yield chunk


class _Chunks:
    """The chunks of one message, each block with its own place in it."""

    def __init__(self, link: Callable[[Citation], str]) -> None:
        self._spoken = Spoken()
        self._link = link
        self._blocks = 0

    def take(self, event: Event) -> Iterator[AIMessageChunk]:
        piece = self._spoken.take(event)
        answer = self._spoken.answer
        blocks = messages.refusal(answer) if answer else []
        blocks += [messages.block(piece, self._link)] if piece else []
        for block in blocks:
            yield AIMessageChunk(content=[{**block, "index": self._blocks}])
            self._blocks += 1
        if answer:
            end = messages.metadata(answer)
            yield AIMessageChunk(content=[], response_metadata=end, chunk_position="last")


def told(answer: Answer) -> str:
    """An answer for a model to read: the text, and under it what each number stands for."""
    lines = [Spoken.of(answer).text, ""]
    for citation in answer.citations or answer.closest:
        place = f"{citation.source}, characters {citation.start} to {citation.end}"
        dated = f", {citation.published}" if citation.published else ""
        lines.append(f"[{citation.n}] {citation.title or citation.source}{dated} ({place}):")
        lines.append(f"“{citation.quote}”")
    return "\n".join(lines).strip()


def _whole(inputs: Any) -> Iterator[Any]:
    """The input of a stream, its chunks put together; nothing for none."""
    whole = None
    for one in inputs:
        whole = one if whole is None else whole + one
    if whole is not None:
        yield whole


def _passing(event: Event) -> tuple[str, Any] | None:
    """What is told on the way to an answer: the name of a custom event and what goes with it."""
    match event:
        case Searched(text=text, also=also):
            return "searched", {"text": text, "also": list(also)}
        case Found(passages=passages):
            places = [{"source": p.source, "start": p.start, "end": p.end} for p in passages]
            return "found", {"passages": places}
    return None


async def _aside(
    assistant: Assistant, request: Request, config: RunnableConfig
) -> AsyncIterator[Event]:
    """The events of an answer, each made in a thread."""
    events = assistant.stream(request)
    nothing = object()
    try:
        while True:
            event: Any = await run_in_executor(config, next, events, nothing)
            if event is nothing:
                return
            yield event
    finally:
        events.close()  # type: ignore[attr-defined]
