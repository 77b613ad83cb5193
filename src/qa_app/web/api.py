"""What the page itself asks for as JSON: judgements are kept, articles listed, changes noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from qa_app.conversations import IDENTIFIER
from qa_app.evaluation.making.candidates import candidates, read_feedback
from qa_app.feedback import keep
from qa_app.sources import summary
from qa_app.web import validate
from qa_app.web.errors import RequestError
from qa_app.web.guard import refusal
from qa_app.web.render import export
from qa_app.web.replies import Json, answered, refused
from qa_app.web.service import Service
from qa_app.web.suggested import Offered, Suggested, quietly
from qa_app.web.users import user_of
from vectorstore.errors import QaAppError

LONGEST_SEARCH = 200
MOST_CONVERSATIONS = 500
MOST_EXCHANGES = 10_000
FEEDBACK_KEYS = frozenset({"question", "answer", "verdict", "correction", "citations"}) | {
    "conversation",
    "exchange",
}
SUGGESTION_KEYS = frozenset({"question", "sources"})


def router(service: Service) -> APIRouter:
    """The routes below /api."""
    routes = APIRouter(prefix="/api", tags=["page"], include_in_schema=False)
    suggested = Suggested(service)

    @routes.post("/feedback")
    async def feedback(request: HttpRequest) -> Response:
        body = await request.body()
        return await answered(lambda: _keep(service, body, user_of(request)))

    @routes.get("/feedback/candidates.jsonl")
    async def gold(request: HttpRequest) -> Response:
        try:
            lines = await run_in_threadpool(_candidates, service, user_of(request))
        except QaAppError as error:
            return refused(error)
        name = {"content-disposition": 'attachment; filename="candidates.jsonl"'}
        return Response(lines, headers=name, media_type="application/jsonl")

    @routes.get("/gaps")
    async def missing(request: HttpRequest) -> Response:
        user = user_of(request)
        return await answered(lambda: [asdict(gap) for gap in service.missing.of(user)])

    @routes.post("/suggestions")
    async def suggestions(request: HttpRequest) -> Response:
        body = await request.body()
        return await _offered(lambda: _suggestions(service, suggested, body))

    @routes.get("/examples")
    async def first() -> Response:
        return await _offered(lambda: quietly(suggested.first))

    @routes.get("/articles")
    async def articles() -> Response:
        return await answered(lambda: [summary(a) for a in service.catalogue.current().articles])

    @routes.get("/status")
    async def status() -> Response:
        return await answered(lambda: {"generation": service.assistant.generation()})

    @routes.get("/conversations")
    async def conversations(request: HttpRequest) -> Response:
        search = request.query_params.get("search", "")[:LONGEST_SEARCH]
        return await answered(lambda: _conversations(service, user_of(request), search))

    @routes.get("/conversations/{id}.{form}")
    async def conversation(request: HttpRequest, id: str, form: str) -> Response:
        return await run_in_threadpool(_export, service, id, form, user_of(request))

    return routes


def _conversations(service: Service, user: str, search: str) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in service.saved.entries(MOST_CONVERSATIONS, user, search)]


def _export(service: Service, id: str, form: str, user: str) -> Response:
    """A conversation as a file of that form."""
    try:
        found = service.saved.load(id, MOST_EXCHANGES, user) if IDENTIFIER.fullmatch(id) else None
        if found is None or form not in ("md", "html", "json"):
            return refusal(404, "not_found", "There is no such conversation.")
        title = service.saved.title(id, user)
    except QaAppError as error:
        return refused(error)
    if form == "html":
        return HTMLResponse(export.to_html(title, found.exchanges).encode("utf-8", "replace"))
    name = {"content-disposition": f'attachment; filename="conversation-{id}.{form}"'}
    if form == "json":
        return Json(export.to_json(id, title, found.exchanges), headers=name)
    markdown = export.to_markdown(title, found.exchanges).encode("utf-8", "replace")
    return Response(markdown, headers=name, media_type="text/markdown; charset=utf-8")


async def _offered(find: Callable[[], Offered]) -> Response:
    """Questions as JSON; where there may be more soon, a header says when to ask again."""
    try:
        found = await run_in_threadpool(find)
    except QaAppError as error:
        return refused(error)
    later = {"retry-after": "1"} if found.later else None
    return Json(list(found.questions), headers=later)


def _suggestions(service: Service, suggested: Suggested, body: bytes) -> Offered:
    given = object_of(body, SUGGESTION_KEYS)
    asked = validate.question(given.get("question"), 2 * service.options.max_question)
    about = validate.sources(given.get("sources"))
    return quietly(lambda: suggested.next(asked, about))


def _keep(service: Service, body: bytes, user: str) -> dict[str, Any]:
    longest = service.options.max_question
    said = validate.feedback(object_of(body, FEEDBACK_KEYS), longest)
    if service.options.feedback is None:
        raise RequestError("Judgements are not kept here.")
    known = IDENTIFIER.fullmatch(said.conversation)
    found = service.saved.load(said.conversation, MOST_EXCHANGES, user) if known else None
    exchange = found.exchange(said.exchange) if found is not None else None
    whole = exchange.answer.to_json() if exchange is not None and exchange.answer else None
    keep(service.options.feedback, replace(said, whole=whole, user=user))
    if exchange is not None and found is not None:
        changed = replace(exchange, verdict=said.kind, correction=said.correction)
        service.saved.change(found.id, changed, user)
    return {"kept": True}


def _candidates(service: Service, user: str) -> bytes:
    """The gold candidates that this user's judgements make, as JSON Lines."""
    path = service.options.feedback
    if path is None or not path.exists():
        return b""
    mine = [row for row in read_feedback(path) if row.get("user", "") == user]
    return "".join(f"{json.dumps(row)}\n" for row in candidates(mine)).encode()


def object_of(body: bytes, keys: frozenset[str]) -> dict[str, Any]:
    """The object that a body holds.

    Raises:
        RequestError: it is no JSON object, or has another key than `keys`.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise RequestError("The body has to be JSON.") from None
    if not isinstance(given, dict):
        raise RequestError("The body has to be an object.")
    unknown = sorted(set(given) - keys)
    if unknown:
        raise RequestError(f"Unknown key {validate.clean(unknown[0])[:40]!r}.")
    return given
