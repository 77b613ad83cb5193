"""The assistant as a model of an OpenAI-style server, for Open WebUI and its kind."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from qa_app.contract import Event, Request
from qa_app.inputs import QuestionIn
from qa_app.spoken import Mark, Spoken
from qa_app.web.asking import bounded
from qa_app.web.errors import MissingError, RequestError
from qa_app.web.passage import link
from qa_app.web.replies import answered, attended, sse, streamed
from qa_app.web.service import Service
from qa_app.web.users import asker_of, user_of

MODEL = "qa-app"


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """A message of the conversation; those of the system and of tools are passed over."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Completion(BaseModel):
    """What a chat client sends. What steers a language model (temperature and the like) is ignored:
    the answer is quoted from the articles.
    """

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {"model": MODEL, "messages": [{"role": "user", "content": "What is new?"}]}
        },
    )

    model: str = MODEL
    messages: list[Message] = Field(min_length=1)
    stream: bool = False

    def request(self, longest: int, user: str) -> Request:
        """The last message of the user as the question, what was said before it as the history.

        Raises:
            RequestError: there is no message of a user, or it is no question.
        """
        asked = [n for n, message in enumerate(self.messages) if message.role == "user"]
        if not asked:
            raise RequestError('"messages" has none of the role "user".')
        before = [
            {"role": one.role, "text": one.text}
            for one in self.messages[: asked[-1]]
            if one.role in ("user", "assistant")
        ]
        given = {"question": self.messages[asked[-1]].text, "history": before}
        return bounded(QuestionIn.model_validate(given), longest, user)


def router(service: Service) -> APIRouter:
    """The routes below /v1."""
    routes = APIRouter(prefix="/v1", tags=["OpenAI"], strict_content_type=False)
    began = int(time.time())
    model = {"id": MODEL, "object": "model", "created": began, "owned_by": MODEL}

    @routes.get("/models", summary="The one model there is")
    async def models() -> Response:
        """In the form of OpenAI's list of models."""
        return await answered(lambda: {"object": "list", "data": [model]})

    @routes.get("/models/{name}", summary="That model")
    async def one(name: str) -> Response:
        """In the form of OpenAI's model."""
        return await answered(lambda: _known(name) and model)

    @routes.post("/chat/completions", summary="Answer the last message")
    async def complete(body: Completion, http: HttpRequest) -> Response:
        """In the form of OpenAI's chat completions, streamed or not; what a sentence cites is an
        annotation `url_citation` whose address opens the passage.
        """
        options = service.options
        _known(body.model)
        asked = body.request(options.max_question, user_of(http))
        events = _events(service, asked)
        here = f"{str(http.base_url).rstrip('/')}{options.base_path}"
        writer = _Writer(options.public_url or here)
        turn = attended(http, service.turn(asker_of(http)), asked.stop)
        if body.stream:
            return await streamed(events, writer.told, turn)
        return await answered(lambda: writer.whole(events), turn)

    return routes


def _known(name: str) -> bool:
    if name != MODEL:
        raise MissingError(f"The model {name[:80]!r} does not exist; this server has {MODEL!r}.")
    return True


def _events(service: Service, asked: Request) -> Generator[Event]:
    yield from service.events(asked)


class _Writer:
    """Writes one completion."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._spoken = Spoken()
        self._cited: set[int] = set()
        self._begun = False
        self._head = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time()), "model": MODEL}

    def whole(self, events: Iterator[Event]) -> dict[str, Any]:
        """The completion as one object."""
        notes = [note for event in events for note in self._take(event)[1]]
        message = {"role": "assistant", "content": self._spoken.text, "refusal": None}
        choice = {
            "index": 0,
            "message": message | {"annotations": notes},
            "logprobs": None,
            "finish_reason": "stop",
        }
        answer = self._spoken.answer
        assert answer is not None  # a stream ends with Done
        head = self._head | {"object": "chat.completion"}
        return head | {"choices": [choice], "answer": answer.to_json()}

    def told(self, event: Event) -> Iterator[str]:
        """What an event adds, as chunks."""
        if not self._begun:
            self._begun = True
            yield self._chunk({"role": "assistant", "content": ""})
        text, notes = self._take(event)
        if text:
            yield self._chunk({"content": text} | ({"annotations": notes} if notes else {}))
        if self._spoken.answer is not None:
            yield self._chunk({}, finish_reason="stop", answer=self._spoken.answer.to_json())
            yield sse("[DONE]")

    def _take(self, event: Event) -> tuple[str, list[dict[str, Any]]]:
        piece = self._spoken.take(event)
        if piece is None:
            return "", []
        marks = self._spoken.marks[len(self._spoken.marks) - len(piece.marks) :]
        return piece.text, [self._note(mark) for mark in marks if self._first(mark)]

    def _first(self, mark: Mark) -> bool:
        """Clients number sources as they come, so that [2] is the second: each is named once."""
        new = mark.citation.n not in self._cited
        self._cited.add(mark.citation.n)
        return new

    def _note(self, mark: Mark) -> dict[str, Any]:
        cited = mark.citation
        return {
            "type": "url_citation",
            "url_citation": {
                "start_index": mark.marker,
                "end_index": mark.after,
                "title": cited.title or cited.source,
                "url": link(self._base, cited.source, cited.start, cited.end),
                "content": cited.quote,
            },
        }

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        head = self._head | {"object": "chat.completion.chunk"}
        return sse(head | {"choices": [choice]} | more)
