"""What is sent back: JSON, events as they come, and failures that a program can tell apart."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    nullcontext,
)
from typing import Any, TypeVar

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from qa_app.inputs import InputError, in_words
from qa_app.web.errors import BusyError, QuestionError, RequestError
from qa_app.web.guard import refusal
from vectorstore.errors import QaAppError

T = TypeVar("T")
_LOOK = 0.2
"""Seconds between two looks whether somebody still waits for an answer."""
log = logging.getLogger(__name__)
NO_JSON = "The body has to be JSON, sent as application/json."
NO_OBJECT = "The body has to be an object."
BROKEN = "Something went wrong here; the log has the details."


class Json(JSONResponse):
    """JSON that any text fits into, lone surrogates included."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return json.dumps(content, ensure_ascii=True, allow_nan=False).encode("ascii")


def failure(error: BaseException) -> tuple[int, str, str]:
    """Status, kind and sentence for what went wrong; what is a bug here is logged, not told."""
    match error:
        case RequestError():
            return error.status, error.kind, str(error)
        case InputError():
            return RequestError.status, RequestError.kind, str(error)
        case QaAppError():
            return 500, "unavailable", str(error)
    log.error("a request to the API failed", exc_info=error)
    return 500, "internal", BROKEN


def refused(error: BaseException) -> Response:
    """A failure as a typed error; one that passes says when to come again."""
    response = refusal(*failure(error))
    if isinstance(error, BusyError):
        response.headers["retry-after"] = str(error.retry_after)
    return response


@asynccontextmanager
async def attended(
    http: Request, turn: AbstractAsyncContextManager[None], stop: threading.Event | None
) -> AsyncIterator[None]:
    """A turn in which `stop` is set soon after whoever asked has gone.

    What works for them is in a thread, where nothing else reaches it.
    """

    async def look() -> None:
        while not await http.is_disconnected():
            await asyncio.sleep(_LOOK)
        if stop is not None:
            stop.set()

    looking = asyncio.create_task(look())
    try:
        async with turn:
            yield
    finally:
        looking.cancel()


async def answered(
    work: Callable[[], Any], turn: AbstractAsyncContextManager[None] | None = None
) -> Response:
    """What `work` gives, in a thread, as JSON, or its failure as a typed error.

    It waits for its `turn` first, where it needs one, and no thread waits with it.
    """
    try:
        async with turn or nullcontext():
            return Json(await run_in_threadpool(work))
    except Exception as error:
        return refused(error)


def sse(data: Any, event: str = "") -> str:
    """One server-sent event."""
    words = data if isinstance(data, str) else json.dumps(data, ensure_ascii=True, allow_nan=False)
    return f"event: {event}\ndata: {words}\n\n" if event else f"data: {words}\n\n"


async def streamed(
    events: Generator[T],
    told: Callable[[T], Iterable[str]],
    turn: AbstractAsyncContextManager[None],
) -> Response:
    """The events as they come, each as what `told` makes of it, when their turn has come.

    What fails before the first one has a status of its own; what fails later ends the stream with
    an event `error`. The events are closed, and the turn ends, when the reader goes away.
    """
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(turn)
            stack.callback(events.close)
            first = await run_in_threadpool(next, events)
        except Exception as error:
            return refused(error)
        return _Stream(_lines(first, events, told), stack.pop_all())


class _Stream(StreamingResponse):
    """Server-sent events; what they hold is let go when they end, begun or not."""

    def __init__(self, lines: AsyncIterator[str], held: AsyncExitStack) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(lines, media_type="text/event-stream", headers=headers)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        async with self._held:
            await super().__call__(scope, receive, send)


async def _lines(
    first: T, events: Generator[T], told: Callable[[T], Iterable[str]]
) -> AsyncIterator[str]:
    event: T | None = first
    try:
        while event is not None:
            for line in told(event):
                yield line
            event = await run_in_threadpool(next, events, None)
    except Exception as error:
        _, kind, message = failure(error)
        yield sse({"error": {"type": kind, "message": message}}, "error")


def explain_refusals(app: FastAPI) -> None:
    """Let what the application itself refuses have the form of all other errors."""

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Any, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        about = RequestError
        match first["type"]:
            case "json_invalid":
                said = NO_JSON
            case "model_attributes_type":
                said = NO_JSON if isinstance(first["input"], bytes) else NO_OBJECT
            case "missing" if tuple(first["loc"]) == ("body",):
                said = NO_JSON
            case _:
                said = in_words([first])
                if tuple(first["loc"])[-1:] == ("question",):
                    about = QuestionError
        return refusal(about.status, about.kind, said)

    @app.exception_handler(QaAppError)
    async def _failed(_request: Any, error: QaAppError) -> Response:
        return refused(error)

    @app.exception_handler(HTTPException)
    async def _refused(_request: Any, error: HTTPException) -> Response:
        if error.status_code == 400:  # a body that is JSON and too deep to be read
            return refusal(RequestError.status, RequestError.kind, NO_JSON)
        kind = "not_found" if error.status_code == 404 else "refused"
        return refusal(error.status_code, kind, str(error.detail))
