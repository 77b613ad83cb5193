"""`qa-app chat`: the web chat."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import StoreOption

if TYPE_CHECKING:
    from qa_app.settings import Settings


def chat_command(
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one (default: 7860).")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in the default browser.")
    ] = False,
    watch: Annotated[
        list[Path] | None,
        typer.Option(
            "--watch", metavar="FOLDER", help="Put changes of this folder in as they happen."
        ),
    ] = None,
) -> None:
    """Open the web chat; the page's address is printed when it is ready."""
    from qa_app import conversations, feedback
    from qa_app.assistant import Assistant
    from qa_app.settings import load_settings
    from qa_app.web import Options, serve

    settings = load_settings(store=store, host=host, port=port)
    saving = settings.save_conversations
    with ExitStack() as stack:
        if watch:
            stack.enter_context(_watching(settings, watch))
        assistant = stack.enter_context(Assistant.open(settings=settings))
        assistant.generation()  # a store that cannot be read is said before the page is built
        serve(
            assistant,
            host=settings.host,
            port=settings.port,
            open_browser=open_browser,
            options=Options(
                feedback=settings.store / feedback.FILE,
                saved=settings.store / conversations.FILE if saving else None,
                prompts=settings.prompts,
            ),
        )


def _watching(settings: Settings, folders: list[Path]) -> AbstractContextManager[None]:
    """Ingest the folders once, so that there is something to ask, and then watch them."""
    from ingest.run import ingest
    from qa_app import ingesting, watching
    from qa_app.cli.progress import ingest_progress
    from qa_app.opening import open_store

    options = ingesting.options(settings)
    with open_store(settings, create=True) as store, ingest_progress(quiet=False) as progress:
        ingest(store, folders, options, progress)
    return watching.beside(lambda: open_store(settings), folders, options)
