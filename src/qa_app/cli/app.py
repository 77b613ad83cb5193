"""The commands and where each is found."""

from __future__ import annotations

import signal
from importlib.metadata import version
from types import FrameType
from typing import Annotated

import typer

from qa_app.cli import ask, chat, doctor, export, ingest, mcp, sources, watch
from qa_app.cli.eval import app as eval_app
from qa_app.cli.verify import verify_command

app = typer.Typer(
    name="qa-app",
    help="Ask a folder of articles; every sentence of the answer is cited and checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ingest")(ingest.ingest_command)
app.command("ask")(ask.ask_command)
app.command("chat")(chat.chat_command)
app.add_typer(sources.app, name="sources", short_help=sources.app.info.help)
app.command("watch")(watch.watch_command)
app.command("doctor")(doctor.doctor_command)
app.command("verify")(verify_command)
app.command("export")(export.export_command)
app.command("mcp")(mcp.mcp_command)
app.add_typer(eval_app, name="eval", short_help=eval_app.info.help)

for group in (app, sources.app, eval_app):
    # Plain: rich and what it brings take longer than all the rest of a help text. And whole:
    # without a short help of its own, a command would be listed with its first 45 characters.
    group.rich_markup_mode = None
    for command in group.registered_commands:
        command.short_help = command.callback.__doc__


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qa-app {version('qa-app')}")
        raise typer.Exit


@app.callback()
def _prepare(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    # A polite end (SIGTERM) is handled like Ctrl-C: what runs is rolled back, locks are let go.
    signal.signal(signal.SIGTERM, _interrupt)
