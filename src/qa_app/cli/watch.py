"""`qa-app watch`: folders that keep themselves up to date in the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import StoreOption

if TYPE_CHECKING:
    from ingest.report import Report


def watch_command(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of articles.")
    ],
    store: StoreOption = None,
    sweep: Annotated[
        float, typer.Option(min=1, help="Look again after so many seconds in any case.")
    ] = 300,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each update, nothing else.")
    ] = False,
) -> None:
    """Put changes into the store as they happen, until Ctrl-C."""
    from contextlib import suppress
    from threading import Event

    from ingest.watch import WatchOptions
    from qa_app import cited, ingesting
    from qa_app.cli.ingest import print_lost
    from qa_app.cli.output import complain, print_json
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from qa_app.watching import keep_up

    settings = load_settings(store=store)
    told: list[int] = []

    def tell(report: Report) -> None:
        if not told and not json:
            typer.echo(f"watching {', '.join(map(str, folders))}; stop with Ctrl-C")
        told.append(report.generation)
        if all(file.outcome in ("unchanged", "skipped") for file in report.files):
            return
        lost = cited.lost(opened, report, cited.relied_on(settings))
        if json:
            added = {"cited": [one.to_json() for one in lost]} if lost else {}
            print_json(report.to_json() | added)
        else:
            _print_update(report)
            print_lost(lost)

    with open_store(settings, create=True) as opened, suppress(KeyboardInterrupt):
        keep_up(
            opened,
            folders,
            ingesting.options(settings),
            tell,
            lambda error: complain(str(error)),
            Event(),
            WatchOptions(sweep_seconds=sweep),
        )


def _print_update(report: Report) -> None:
    from datetime import datetime

    from qa_app.cli.output import console, safe

    now = datetime.now().strftime("%H:%M:%S")
    for file in report.files:
        if file.outcome not in ("unchanged", "skipped"):
            reason = f" ({file.reason})" if file.reason else ""
            console().print(safe(f"{now} {file.outcome}: {file.source}{reason}"))
    console().print(safe(f"{now} generation {report.generation}, {report.embedded} embedded"))
