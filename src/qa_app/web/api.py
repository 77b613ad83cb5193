"""What the page itself asks for as JSON: judgements are kept, articles listed, changes noticed."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.responses import Response

from qa_app.feedback import keep
from qa_app.sources import summary
from qa_app.web import validate
from qa_app.web.errors import RequestError
from qa_app.web.replies import answered
from qa_app.web.service import Service

FEEDBACK_KEYS = frozenset({"question", "answer", "verdict", "correction", "citations"})


def router(service: Service) -> APIRouter:
    """The routes below /api."""
    routes = APIRouter(prefix="/api", tags=["page"], include_in_schema=False)

    @routes.post("/feedback")
    async def feedback(request: HttpRequest) -> Response:
        body = await request.body()
        return await answered(lambda: _keep(service, body))

    @routes.get("/articles")
    async def articles() -> Response:
        return await answered(lambda: [summary(a) for a in service.catalogue.current().articles])

    @routes.get("/status")
    async def status() -> Response:
        return await answered(lambda: {"generation": service.assistant.generation()})

    return routes


def _keep(service: Service, body: bytes) -> dict[str, Any]:
    longest = service.options.max_question
    said = validate.feedback(_object(body, FEEDBACK_KEYS), longest)
    if service.options.feedback is None:
        raise RequestError("Judgements are not kept here.")
    keep(service.options.feedback, said)
    return {"kept": True}


def _object(body: bytes, keys: frozenset[str]) -> dict[str, Any]:
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
