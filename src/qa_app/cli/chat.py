"""`qa-app chat`: the web chat."""

from __future__ import annotations

from typing import Annotated

import typer

from qa_app.cli.options import StoreOption


def chat_command(
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one (default: 7860).")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in the default browser.")
    ] = False,
) -> None:
    """Open the web chat; the page's address is printed when it is ready."""
    from qa_app.assistant import Assistant
    from qa_app.feedback import FILE
    from qa_app.settings import load_settings
    from qa_app.web import Options, serve

    settings = load_settings(store=store, host=host, port=port)
    with Assistant.open(settings=settings) as assistant:
        assistant.generation()  # a store that cannot be read is said before the page is built
        serve(
            assistant,
            host=settings.host,
            port=settings.port,
            open_browser=open_browser,
            options=Options(feedback=settings.store / FILE),
        )
