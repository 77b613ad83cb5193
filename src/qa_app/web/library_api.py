"""The routes of the Articles page: the list, files that are added, and what is done with them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response

from qa_app.gaps import Gap
from qa_app.library import Library, LibraryError
from qa_app.web import validate
from qa_app.web.api import object_of
from qa_app.web.errors import RequestError
from qa_app.web.guard import UPLOAD, refusal
from qa_app.web.render import library as render
from qa_app.web.replies import Json, answered
from qa_app.web.service import Service
from qa_app.web.users import user_of
from vectorstore.errors import QaAppError

SECONDS = 600.0
"""So long a file may take to arrive."""
WAITING = 200
"""Files that have arrived and were not added yet; the oldest is dropped for another."""


class Arrived:
    """Files that have come and wait to be added, each under a name nobody can guess."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, tuple[str, Path]] = {}

    def put(self, name: str, path: Path) -> str:
        """Remember a file; what it is called until it is added."""
        with self._lock:
            while len(self._files) >= WAITING:
                _, oldest = self._files.pop(next(iter(self._files)))
                oldest.unlink(missing_ok=True)
            self._files[path.name] = (name, path)
        return path.name

    def take(self, ids: list[str]) -> list[tuple[str, Path]]:
        """The files of these ids, each once."""
        with self._lock:
            return [self._files.pop(id) for id in ids if id in self._files]


def router(service: Service, library: Library | None) -> APIRouter:
    """The routes; without a library the articles are listed and cannot be changed."""
    routes = APIRouter(tags=["page"], include_in_schema=False)
    arrived = Arrived()

    @routes.get("/view/articles")
    async def articles(request: HttpRequest) -> Response:
        user = user_of(request)
        return await _page(lambda: _articles(service, library, service.missing.of(user)))

    @routes.get("/api/library")
    async def work() -> Response:
        return await answered(lambda: _needed(library).work().to_json())

    @routes.post(UPLOAD)
    async def file(request: HttpRequest) -> Response:
        if library is None:
            return refusal(403, "forbidden", "Articles cannot be added here.")
        return await _receive(request, library, arrived)

    @routes.post("/api/library")
    async def change(request: HttpRequest) -> Response:
        body = await request.body()
        return await answered(lambda: _change(_needed(library), arrived, body))

    return routes


async def _page(work: Callable[[], str]) -> Response:
    try:
        html = await run_in_threadpool(work)
    except QaAppError as error:
        html = render.trouble(str(error))
    return HTMLResponse(html.encode("utf-8", "replace"), headers={"cache-control": "no-store"})


def _articles(service: Service, library: Library | None, missing: list[Gap]) -> str:
    listing = service.catalogue.current()
    files = service.options.originals is not None
    if library is None:
        return render.articles(listing, missing=missing, files=files)
    places = library.places(article.source for article in listing.articles)
    return render.articles(
        listing,
        places,
        library.history(),
        missing=missing,
        largest=library.largest,
        files=files,
    )


def _needed(library: Library | None) -> Library:
    if library is None:
        raise RequestError("Articles cannot be changed here.")
    return library


async def _receive(request: HttpRequest, library: Library, arrived: Arrived) -> Response:
    """Write what comes into a file; whatever goes wrong, nothing of it is left."""
    name = request.query_params.get("name", "")
    try:
        path = await run_in_threadpool(library.receive, name)
    except LibraryError as error:
        return refusal(422, "invalid_file", str(error))
    kept = False
    try:
        async with asyncio.timeout(SECONDS):
            kept = await _write(request, path, library.largest)
        if not kept:
            limit = f"{library.largest:,} bytes"
            return refusal(413, "too_large", f"{name}: a file may have {limit} at most.")
        return Json({"id": arrived.put(name, path)})
    except TimeoutError:
        return refusal(408, "timeout", "The file took too long to arrive.")
    except ClientDisconnect:
        return refusal(400, "cut_off", "The file did not arrive.")
    except OSError as error:
        return refusal(507, "no_room", f"{name}: cannot be kept ({error.strerror}).")
    finally:
        if not kept:
            path.unlink(missing_ok=True)


async def _write(request: HttpRequest, path: Path, largest: int) -> bool:
    """Whether all of it has come and is no larger than it may be."""
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > largest:
                return False
            file.write(chunk)
    return True


def _change(library: Library, arrived: Arrived, body: bytes) -> dict[str, Any]:
    given = object_of(body, frozenset({"do", "files", "sources"}))
    sources = validate.sources(given.get("sources"))
    match given.get("do"):
        case "add":
            files = arrived.take(list(validate.sources(given.get("files"), "files")))
            if not files:
                raise RequestError("No file has arrived.")
            try:
                library.take_in(files)
            except LibraryError:
                for _, path in files:
                    path.unlink(missing_ok=True)
                raise
        case "again":
            library.read_again(sources)
        case "remove" if len(sources) == 1:
            library.take_out(sources[0])
        case _:
            raise RequestError('"do" is "add", "again", or "remove" with one of "sources".')
    return library.work().to_json()
