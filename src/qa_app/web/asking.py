"""The API for programs: ask, search, and read what is there."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Request as HttpRequest
from pydantic import ConfigDict, Field
from starlette.responses import Response

from qa_app import inputs
from qa_app.contract import Event, Request, Turn, event_json
from qa_app.inputs import QuestionIn
from qa_app.sources import summary
from qa_app.web import validate
from qa_app.web.errors import MissingError
from qa_app.web.replies import answered, attended, sse, streamed
from qa_app.web.service import Service
from qa_app.web.users import asker_of, user_of

MOST = 100


class AskIn(QuestionIn):
    """A question to the articles."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"question": "What happened in 2014?"}}
    )

    stream: bool = Field(
        False, description="answer as server-sent events: searched, found, sentence …, done"
    )


def router(service: Service) -> APIRouter:
    """The routes below /api that answer from the articles."""
    routes = APIRouter(prefix="/api", tags=["articles"], strict_content_type=False)
    longest = service.options.max_question

    @routes.post("/ask", summary="Answer a question, every sentence cited")
    async def ask(body: AskIn, http: HttpRequest) -> Response:
        """The answer as one JSON object, or as events where `stream` is true or the request accepts
        `text/event-stream`. The data of the last event, `done`, is that same object.
        """
        asked = bounded(body, longest, user_of(http))
        turn = attended(http, service.turn(asker_of(http)), asked.stop)
        if body.stream or "text/event-stream" in http.headers.get("accept", ""):
            return await streamed(_events(service, asked), _told, turn)
        return await answered(lambda: service.answer(asked).to_json(), turn)

    @routes.get("/search", summary="The passages nearest to a question, best first")
    async def search(
        http: HttpRequest,
        q: Annotated[str, Query(description="a question or some words")],
        k: Annotated[int, Query(ge=1, le=MOST, description="how many passages at most")] = 10,
        source: Annotated[list[str] | None, Query(description="only these articles")] = None,
        folder: Annotated[list[str] | None, Query(description="only below these folders")] = None,
        published_from: Annotated[date | None, Query()] = None,
        published_to: Annotated[date | None, Query()] = None,
    ) -> Response:
        """Each passage has its words, and its place: `text[start:end]` of the article."""
        chosen = {"sources": source, "folders": folder}
        dates = {"published_from": published_from, "published_to": published_to}
        wanted = inputs.filters(chosen | dates)
        request = Request(validate.question(q, longest), filters=wanted, user=user_of(http))

        def work() -> dict[str, Any]:
            found = service.search(request, k)
            return {"question": request.question, "passages": [one.to_json() for one in found]}

        return await answered(work, service.turn(asker_of(http)))

    @routes.get("/sources", summary="The articles")
    async def sources() -> Response:
        """All articles, as `qa-app sources --json` lists them."""
        return await answered(lambda: [summary(a) for a in service.catalogue.current().articles])

    @routes.get("/sources/{source:path}", summary="One article with its text")
    async def one(source: str) -> Response:
        """The article, as `qa-app sources show --json` shows it; 404 where there is none."""
        return await answered(lambda: article(service, source))

    return routes


def article(service: Service, source: str) -> dict[str, Any]:
    """One article as plain data.

    Raises:
        MissingError: there is none of that id.
    """
    if service.catalogue.current().article(source) is None:
        raise MissingError(f"There is no article {validate.clean(source)[:200]!r}.")
    return service.assistant.article(source)


def bounded(given: QuestionIn, longest: int, user: str) -> Request:
    """The request, its question no longer than is let in, its history cut to what is looked at; it
    can be stopped.

    Raises:
        QuestionError: the question is empty, too long or has no word.
    """
    request = given.request()
    history = tuple(
        Turn(turn.role, turn.text[: longest if turn.role == "user" else 4 * longest])
        for turn in request.history
    )
    question = validate.question(request.question, longest)
    return replace(request, question=question, history=history, user=user, stop=threading.Event())


def _events(service: Service, asked: Request) -> Generator[Event]:
    yield from service.events(asked)


def _told(event: Event) -> Iterator[str]:
    name, data = event_json(event)
    yield sse(data, name)
