"""The application: guards around the JSON API, our static files and the Gradio page."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles

from qa_app.web import api, asking, completions, evaluation_api, library_api, original, passage
from qa_app.web.gradio_import import without_interface_files
from qa_app.web.guard import BasePath, KnownRoutes, SameSite, SmallBodies
from qa_app.web.headers import SecurityHeaders
from qa_app.web.login import LogIn
from qa_app.web.logs import Requests
from qa_app.web.options import Options
from qa_app.web.protocol import Assistant
from qa_app.web.replies import explain_refusals
from qa_app.web.service import Service
from qa_app.web.shell import PageShell
from qa_app.web.token import Token
from vectorstore.errors import QaAppError

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"


def build_app(assistant: Assistant, options: Options) -> FastAPI:
    """The application that serves `assistant`."""
    service = Service(assistant, options)
    app = FastAPI(
        title="qa-app",
        description="Answers from a folder of articles, every sentence cited and checked.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        servers=[{"url": options.base_path}] if options.base_path else None,
    )
    explain_refusals(app)
    for part in (asking, completions, passage, api):
        app.include_router(part.router(service))
    app.include_router(library_api.router(service, options.library))
    app.include_router(original.router(service, options.originals))
    app.include_router(evaluation_api.router(options.evaluations))
    app.add_api_route("/healthz", lambda: _health(service), include_in_schema=False)
    app.mount("/web", StaticFiles(directory=STATIC))
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _mount_page(app, service)).result()
    # The last one added is the outermost.
    app.add_middleware(PageShell, base=options.base_path)
    if options.users is not None:
        app.add_middleware(
            LogIn, users=options.users, sessions=options.sessions, base=options.base_path
        )
    users = options.users is not None
    app.add_middleware(Token, token=options.token, base=options.base_path, users=users)
    app.add_middleware(SmallBodies, largest=options.max_body, seconds=options.body_seconds)
    app.add_middleware(KnownRoutes)
    app.add_middleware(SameSite, host=options.host, allowed=options.allowed_hosts)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Requests)
    if options.base_path:
        app.add_middleware(BasePath, base=options.base_path)
    return app


def _health(service: Service) -> JSONResponse:
    """Whether the store can be read; why not is for the log, since anybody may ask this."""
    try:
        return JSONResponse({"ok": True, "generation": service.assistant.generation()})
    except QaAppError as error:
        log.error("unhealthy: %s", error)
        return JSONResponse({"ok": False, "message": "unhealthy"}, status_code=503)


async def _mount_page(app: FastAPI, service: Service) -> None:
    """Build the page and mount it at /.

    Runs in an event loop of its own: where Gradio finds none running while a page is built, it
    makes several new ones and never closes them.
    """
    with without_interface_files():
        import gradio as gr

    from qa_app.web.page import build_page
    from qa_app.web.theme import theme

    gr.mount_gradio_app(
        app,
        build_page(service),
        path="/",
        server_name=service.options.host,
        server_port=service.options.port,
        root_path=service.options.base_path or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=0,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
    )
