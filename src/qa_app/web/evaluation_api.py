"""The routes of the Evaluate page: gold files, a run that goes on, the runs that are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response

from qa_app.evaluating import LARGEST, EvaluatingError, Evaluations
from qa_app.library import LibraryError
from qa_app.web import validate
from qa_app.web.api import object_of
from qa_app.web.errors import RequestError
from qa_app.web.guard import GOLD, refusal
from qa_app.web.render import evaluation as render
from qa_app.web.render.library import trouble
from qa_app.web.replies import Json, answered
from vectorstore.errors import QaAppError

SECONDS = 60.0
"""So long a gold file may take to arrive."""


def router(evaluations: Evaluations | None) -> APIRouter:
    """The routes; without evaluations the page says why, and nothing can be run."""
    routes = APIRouter(tags=["page"], include_in_schema=False)

    @routes.get("/view/evaluations")
    async def tab() -> Response:
        return await _page(lambda: _tab(evaluations))

    @routes.get("/view/evaluations/compare")
    async def compare(first: str, second: str) -> Response:
        return await _page(lambda: render.comparison(_needed(evaluations).compare(first, second)))

    @routes.get("/view/runs/{name}")
    async def report(name: str) -> Response:
        return await _page(lambda: _needed(evaluations).report(name))

    @routes.get("/api/evaluations")
    async def work() -> Response:
        return await answered(lambda: _needed(evaluations).work().to_json())

    @routes.post("/api/evaluations")
    async def change(request: HttpRequest) -> Response:
        body = await request.body()
        return await answered(lambda: _change(_needed(evaluations), body))

    @routes.post(GOLD)
    async def add(request: HttpRequest) -> Response:
        if evaluations is None:
            return refusal(403, "forbidden", "Nothing can be evaluated here.")
        return await _receive(request, evaluations)

    return routes


async def _page(work: Callable[[], str]) -> Response:
    try:
        html, status = await run_in_threadpool(work), 200
    except QaAppError as error:
        html, status = trouble(str(error)), 422
    headers = {"cache-control": "no-store"}
    return HTMLResponse(html.encode("utf-8", "replace"), status, headers=headers)


def _tab(evaluations: Evaluations | None) -> str:
    if evaluations is None:
        return render.closed()
    return render.evaluations(
        evaluations.gold(), evaluations.runs(), str(evaluations.folder), evaluations.missing()
    )


def _needed(evaluations: Evaluations | None) -> Evaluations:
    if evaluations is None:
        raise RequestError("Nothing can be evaluated here.")
    return evaluations


def _change(evaluations: Evaluations, body: bytes) -> dict[str, Any]:
    given = object_of(body, frozenset({"do", "gold", "run"}))
    try:
        match given:
            case {"do": "run", "gold": str(gold)}:
                evaluations.start(gold)
            case {"do": "go on", "run": str(run)}:
                evaluations.go_on(run)
            case {"do": "stop"}:
                evaluations.stop()
            case _:
                raise RequestError('"do" is "run" with "gold", "go on" with "run", or "stop".')
    except EvaluatingError as error:
        raise RequestError(validate.clean(str(error))) from None
    return evaluations.work().to_json()


async def _receive(request: HttpRequest, evaluations: Evaluations) -> Response:
    """Take in a gold file; whatever goes wrong, nothing of it is left."""
    name, content = request.query_params.get("name", ""), bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                content += chunk
                if len(content) > LARGEST:
                    said = f"A gold file may have {LARGEST:,} bytes at most."
                    return refusal(413, "too_large", said)
        return Json({"gold": await run_in_threadpool(evaluations.add, name, bytes(content))})
    except TimeoutError:
        return refusal(408, "timeout", "The file took too long to arrive.")
    except ClientDisconnect:
        return refusal(400, "cut_off", "The file did not arrive.")
    except (LibraryError, QaAppError) as error:
        return refusal(422, "invalid_file", validate.clean(str(error)))
