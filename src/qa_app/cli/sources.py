"""`qa-app sources`: what is in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_app.cli.options import JsonOption, StoreOption

app = typer.Typer(help="List the articles of the store, or show one.", add_completion=False)


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
    source: Annotated[str, typer.Argument(metavar="PATH", help="The article's id.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Show one article: what is known of it, its passages and its text."""
    from qa_app.cli.output import console, print_json, safe
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from qa_app.sources import SHOWN_ALONE, details

    chosen: Path | None = store or context.obj
    with open_store(load_settings(store=chosen)) as opened, opened.read() as snapshot:
        data = details(snapshot, source)
    if json:
        print_json(data)
        return
    for name in ("source", "title", "byline", "published", *SHOWN_ALONE, "state", "sha256"):
        origin = data["provenance"].get(name, "")
        console().print(safe(f"{name}: {data[name] or '-'}{f' ({origin})' if origin else ''}"))
    if data["copies"]:
        console().print(safe(f"same article: {', '.join(data['copies'])}"))
    pages = f" on {data['pages']} pages" if data["pages"] else ""
    console().print(safe(f"passages: {len(data['passages'])}{pages}\n\n{data['text']}"))
