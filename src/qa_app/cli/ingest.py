"""`qa-app ingest`: articles in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import JsonOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.report import Report
    from qa_app.cited import Lost


def ingest_command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER_OR_FILE...", help="Folders or files of articles."),
    ],
    store: StoreOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and write nothing.")
    ] = False,
    allow_mass_delete: Annotated[
        bool,
        typer.Option("--allow-mass-delete", help="Let more than half of a folder's articles go."),
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Prepare unchanged articles again as well.")
    ] = False,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata", metavar="FILE.csv", help="Table of titles, dates, … that win over files."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Put new, changed and removed articles of folders into the store."""
    from ingest.run import ingest
    from qa_app import cited, ingesting
    from qa_app.cli.output import print_json
    from qa_app.cli.progress import ingest_progress
    from qa_app.opening import open_store
    from qa_app.settings import load_settings

    settings = load_settings(store=store)
    options = ingesting.options(
        settings,
        dry_run=dry_run,
        allow_mass_delete=allow_mass_delete,
        rebuild=rebuild,
        metadata=metadata,
    )
    with open_store(settings, create=True) as opened, ingest_progress(quiet=json) as progress:
        relied_on = tuple(cited.relied_on(settings))  # what is wrong with them is said before
        report = ingest(opened, paths, options, progress)
        lost = () if dry_run else cited.lost(opened, report, relied_on)
    if json:
        print_json(report.to_json() | ({"cited": [one.to_json() for one in lost]} if lost else {}))
    else:
        _print_report(report)
        print_lost(lost)
    if not report.ok:
        raise typer.Exit(1)


def print_lost(lost: Sequence[Lost]) -> None:
    """Cited words that this ingest has taken away from under an answer."""
    from qa_app.cited import summary
    from qa_app.cli.output import console, print_table, safe

    if not lost:
        return
    console().print(safe(f"{summary(lost)}:"))
    rows = [
        [one.outcome, one.words.source, one.words.quote, one.words.question, one.words.where]
        for one in lost[:_SHOWN]
    ]
    print_table("", ["", "article", "cited words", "question", "cited in"], rows)


_SHOWN = 20


def _print_report(report: Report) -> None:
    from qa_app.cli.output import console, print_table, safe

    told = [file for file in report.files if file.outcome != "unchanged" or file.reason]
    bad_first = sorted(told, key=lambda file: (file.outcome != "failed", file.outcome != "skipped"))
    if told:
        rows = [[file.source, file.outcome, file.reason] for file in bad_first[:_SHOWN]]
        print_table("", ["article", "outcome", "note"], rows)
    if len(told) > _SHOWN:
        console().print(f"and {len(told) - _SHOWN} more")
    counts = report.to_json()
    names = ("added", "changed", "removed", "renamed", "unchanged", "skipped", "failed")
    said = ", ".join(f"{counts[name]} {name}" for name in names if counts[name]) or "no articles"
    verb = "would be: " if report.dry_run else ""
    passages = "" if report.dry_run else f"; {report.passages} passages, {report.embedded} embedded"
    console().print(
        safe(f"{verb}{said}{passages}; generation {report.generation}; {report.seconds:.1f} s")
    )
