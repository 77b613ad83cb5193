"""`qa-app sources`: what is in the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import JsonOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.roots import Held
    from vectorstore.model import Dropped

app = typer.Typer(
    help="List the articles of the store, show one, or forget a folder.", add_completion=False
)


@app.callback(invoke_without_command=True)
def list_command(
    context: typer.Context,
    store: StoreOption = None,
    history: Annotated[
        bool, typer.Option("--history", help="List what past ingests have changed instead.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """List the articles of the store."""
    if context.invoked_subcommand is not None:
        context.obj = store
        return
    if history:
        _list_history(store, json)
        return
    from qa_app.cli.output import console, print_json, print_table
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from qa_app.sources import summary

    with open_store(load_settings(store=store)) as opened, opened.read() as snapshot:
        articles = snapshot.articles()
    if json:
        print_json([summary(article) for article in articles])
        return
    rows = [
        [a.source, a.metadata.title.value, a.metadata.published.value, str(a.passages), a.state]
        for a in articles
    ]
    print_table("", ["article", "title", "date", "passages", "state"], rows)
    console().print(f"{len(articles)} articles")


def _list_history(store: Path | None, json: bool) -> None:
    """The last ingests that changed something, the newest first."""
    from qa_app.cli.output import print_json, print_table
    from qa_app.opening import open_store
    from qa_app.settings import load_settings

    with open_store(load_settings(store=store)) as opened, opened.read() as snapshot:
        ingests = snapshot.ingests()
    if json:
        print_json([{"at": one.at, **one.report} for one in ingests])
        return
    counts = ("added", "changed", "removed", "renamed", "failed", "embedded")
    rows = [
        [one.at, str(one.generation), *(str(one.report.get(name, 0)) for name in counts)]
        for one in ingests
    ]
    print_table("", ["at", "generation", *counts], rows)


@app.command("show")
def show_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="PATH", help="The article's id, or its file.")],
    store: StoreOption = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="Show what was left out of it, and why, instead.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Show one article: what is known of it, its passages and its text."""
    from ingest.roots import source_of
    from qa_app.cli.output import console, print_json, safe
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from qa_app.sources import SHOWN_ALONE, details

    chosen: Path | None = store or context.obj
    with open_store(load_settings(store=chosen)) as opened, opened.read() as snapshot:
        source = source_of(snapshot, source)
        data = details(snapshot, source)
        left_out = snapshot.dropped(source)
    if json:
        print_json(data)
        return
    if dropped:
        _print_dropped(source, left_out)
        return
    for name in ("source", "title", "byline", "published", *SHOWN_ALONE, "state", "sha256"):
        origin = data["provenance"].get(name, "")
        console().print(safe(f"{name}: {data[name] or '-'}{f' ({origin})' if origin else ''}"))
    if data["copies"]:
        console().print(safe(f"same article: {', '.join(data['copies'])}"))
    pages = f" on {data['pages']} pages" if data["pages"] else ""
    console().print(safe(f"passages: {len(data['passages'])}{pages}\n\n{data['text']}"))


def _print_dropped(source: str, left_out: Sequence[Dropped] | None) -> None:
    """What was left out of an article, in its order."""
    from qa_app.cli.output import console, print_table, safe

    if left_out is None:
        said = "was ingested by a version that did not note what it left out"
        console().print(safe(f"{source}: {said}; `qa-app ingest FOLDER --rebuild` notes it"))
    elif not left_out:
        console().print(safe(f"{source}: nothing was left out"))
    else:
        print_table("", ["why", "left out"], [[one.reason, one.text] for one in left_out])


@app.command("forget")
def forget_command(
    context: typer.Context,
    root: Annotated[str, typer.Argument(metavar="ROOT", help="The folder that was ingested.")],
    store: StoreOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before.")] = False,
    json: JsonOption = False,
) -> None:
    """Take a folder with all its articles out of the store, as when it is gone for good."""
    from ingest import roots
    from ingest.report import FileOutcome, Report
    from qa_app import cited
    from qa_app.cli.ingest import print_lost
    from qa_app.cli.output import console, print_json, safe
    from qa_app.opening import open_store
    from qa_app.settings import load_settings

    settings = load_settings(store=store or context.obj)
    with open_store(settings) as opened:
        held = roots.find(opened, root)
        if not yes:
            _ask_before(held, quiet=json)
        relied_on = tuple(cited.relied_on(settings))
        held = roots.forget(opened, held.root.path)
        files = tuple(FileOutcome(source, "removed") for source in held.sources)
        lost = cited.lost(opened, Report(opened.generation(), files), relied_on)
        generation = opened.generation()
    if json:
        print_json(
            {"root": held.root.path, "removed": list(held.sources), "generation": generation}
            | ({"cited": [one.to_json() for one in lost]} if lost else {})
        )
        return
    said = f"forgotten, with {roots.counted(len(held.sources))}; generation {generation}"
    console().print(safe(f"{held.root.path}: {said}"))
    print_lost(lost)


def _ask_before(held: Held, *, quiet: bool) -> None:
    """Let a person agree to what `forget` takes out.

    Raises:
        IngestError: nobody can be asked.
    """
    from ingest.errors import IngestError
    from ingest.names import label
    from ingest.roots import counted, is_gone

    there = "" if is_gone(held.root) else " (the folder is still there)"
    what = f"{label(held.root.path)} with {counted(len(held.sources))}"
    if quiet or not _can_ask():
        raise IngestError(f"{what} would be taken out of the store{there}; say --yes to do it")
    typer.confirm(f"Take {what} out of the store{there}?", abort=True)


def _can_ask() -> bool:
    """Whether somebody sits before a terminal."""
    return sys.stdin.isatty()
