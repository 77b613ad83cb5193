"""The web chat: a Gradio page and a small JSON API over one assistant.

Importing this package is cheap: gradio, fastapi and uvicorn are imported when `build_app` or
`serve` is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_app.web.options import Options
from qa_app.web.protocol import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Assistant", "Options", "build_app", "serve"]


def build_app(assistant: Assistant, options: Options | None = None) -> FastAPI:
    """The application: the page at `/`, the JSON API below `/api`, every guard in place."""
    from qa_app.web.app import build_app as build

    return build(assistant, options or Options())


def serve(assistant: Assistant, **settings: Any) -> None:
    """Serve the chat until interrupted; the keywords are those of `qa_app.web.server.serve`.

    Raises:
        QaAppError: if the address cannot be listened on.
    """
    from qa_app.web.server import serve as run

    run(assistant, **settings)
