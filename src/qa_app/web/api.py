"""The JSON API: the same answers as the page, in the shape of the contract."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from qa_app.contract import Request
from qa_app.feedback import keep
from qa_app.web import validate
from qa_app.web.errors import RequestError
from qa_app.web.guard import refusal
from qa_app.web.service import Service
from vectorstore.errors import QaAppError
from vectorstore.model import Filter, StoredArticle

log = logging.getLogger(__name__)
KEYS = frozenset({"question", "history", "filters", "asked_on"})
FEEDBACK_KEYS = frozenset({"question", "answer", "verdict", "correction", "citations"})


class Json(JSONResponse):
    """JSON that any text fits into, lone surrogates included."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return json.dumps(content, ensure_ascii=True, allow_nan=False).encode("ascii")


def router(service: Service) -> APIRouter:
    """The routes below /api."""
    routes = APIRouter(prefix="/api")

    @routes.post("/ask")
    async def ask(request: HttpRequest) -> Response:
        body = await request.body()
        return await _answer(lambda: _ask(service, body))

    @routes.post("/feedback")
    async def feedback(request: HttpRequest) -> Response:
        body = await request.body()
        return await _answer(lambda: _keep(service, body))

    @routes.get("/articles")
    async def articles() -> Response:
        return await _answer(lambda: [_article(a) for a in service.catalogue.current().articles])

    @routes.get("/status")
    async def status() -> Response:
        return await _answer(lambda: {"generation": service.assistant.generation()})

    return routes


async def _answer(work: Callable[[], Any]) -> Response:
    """What `work` gives as JSON, or its failure as a typed error."""
    try:
        return Json(await run_in_threadpool(work))
    except RequestError as error:
        return refusal(error.status, error.kind, str(error))
    except QaAppError as error:
        return refusal(500, "unavailable", str(error))
    except Exception:
        log.exception("a request to the JSON API failed")
        return refusal(500, "internal", "Something went wrong here; the log has the details.")


def _ask(service: Service, body: bytes) -> dict[str, Any]:
    given = _object(body)
    longest = service.options.max_question
    request = Request(
        question=validate.question(given.get("question"), longest),
        history=validate.history(given.get("history"), longest),
        filters=validate.filters(given.get("filters")) or Filter(),
        asked_on=validate.day(given.get("asked_on"), "asked_on"),
    )
    return service.answer(request).to_json()


def _keep(service: Service, body: bytes) -> dict[str, Any]:
    longest = service.options.max_question
    said = validate.feedback(_object(body, FEEDBACK_KEYS), longest)
    if service.options.feedback is None:
        raise RequestError("Judgements are not kept here.")
    keep(service.options.feedback, said)
    return {"kept": True}


def _object(body: bytes, keys: frozenset[str] = KEYS) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise RequestError("The body has to be JSON.") from None
    if not isinstance(given, dict):
        raise RequestError('The body has to be an object with a "question".')
    unknown = sorted(set(given) - keys)
    if unknown:
        raise RequestError(f"Unknown key {validate.clean(unknown[0])[:40]!r}.")
    return given


def _article(article: StoredArticle) -> dict[str, Any]:
    metadata = article.metadata
    return {
        "source": article.source,
        "title": metadata.title.value,
        "byline": metadata.byline.value,
        "published": metadata.published.value,
        "passages": article.passages,
        "state": article.state,
        "sha256": article.sha256,
    }
