"""`qa-app mcp`: the articles as tools for other people's assistants."""

from __future__ import annotations

from typing import Annotated

import typer

from qa_app.cli.options import StoreOption, TokenFileOption


def mcp_command(
    store: StoreOption = None,
    http: Annotated[
        bool, typer.Option("--http", help="Serve over HTTP instead of standard input and output.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on, with --http.")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port, with --http; 0 takes a free one (default: 7860)."),
    ] = None,
    token_file: TokenFileOption = None,
) -> None:
    """Offer the articles to other assistants (Model Context Protocol)."""
    from qa_app import mcp_server
    from qa_app.assistant import Assistant
    from qa_app.settings import load_settings

    if not http and (host is not None or port is not None or token_file is not None):
        raise typer.BadParameter("--host, --port and --token-file belong to --http")
    settings = load_settings(store=store, host=host, port=port, token_file=token_file)
    if not http:
        with Assistant.open(settings=settings) as assistant:
            server = mcp_server.server(assistant)
            assistant.generation()  # a store that cannot be read is said at once
            server.run("stdio")
        return
    from qa_app.web import token
    from qa_app.web.server import run

    secret = token.load(settings)
    token.require(settings.host, secret, settings.names())
    with Assistant.open(settings=settings) as assistant:
        assistant.generation()
        run(
            lambda _port: mcp_server.http_app(assistant, settings.host, secret, settings.names()),
            host=settings.host,
            port=settings.port,
            ready=lambda address: typer.echo(f"Listening at {address}{mcp_server.PATH}"),
        )
