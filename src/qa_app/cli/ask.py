"""`qa-app ask`: one question, or a file of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import JsonOption, StoreOption

if TYPE_CHECKING:
    from qa_app.contract import Answer, Citation


def ask_command(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="Questions, one JSON object a line."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the batch's answers go.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Use only this article (repeatable).")
    ] = None,
    folder: Annotated[
        list[str] | None, typer.Option("--folder", help="Use only articles below this folder.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Use only articles published since."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Use only articles published until."),
    ] = None,
    asked_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help='The day that "this week" refers to.'),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Refuse answers with less confidence (0 to 1).")
    ] = None,
) -> None:
    """Answer from the articles, every sentence cited, or say that they do not say."""
    from qa_app.assistant import Assistant
    from qa_app.cli.batch import run_batch
    from qa_app.cli.output import print_json
    from qa_app.settings import load_settings
    from vectorstore.model import Filter

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE --out FILE")
    if (batch is None) != (out is None):
        raise typer.BadParameter("--batch and --out belong together")
    settings = load_settings(store=store, threshold=threshold)
    filters = Filter(
        sources=tuple(source or ()),
        folders=tuple(folder or ()),
        published_from=since.date().isoformat() if since else "",
        published_to=until.date().isoformat() if until else "",
    )
    with Assistant.open(settings=settings) as assistant:
        if batch and out:
            if not run_batch(assistant, batch, out, filters):
                raise typer.Exit(1)
            return
        day = asked_on.date() if asked_on else None
        answer = assistant.ask(question or "", filters=filters, asked_on=day)
    if json:
        print_json(answer.to_json())
    else:
        _print_answer(answer)


def _print_answer(answer: Answer) -> None:
    from qa_app.cli.output import console, safe

    say = console().print
    if answer.searched != answer.question:
        say(safe(f"Searched for: {answer.searched}"))
    say(safe(answer.answer))
    if answer.abstained:
        say(safe(answer.reason))
        if answer.nearest:
            say(safe(f"\nThe nearest they say:\n  {_place(answer.nearest)}"))
            say(safe(f"  “{answer.nearest.quote}”"))
        return
    say("")
    for citation in answer.citations:
        say(safe(f"[{citation.n}] {_place(citation)}"))
    for conflict in answer.conflicts:
        values = "; ".join(f"{value.value} [{value.citation}]" for value in conflict.values)
        say(safe(f"The articles disagree on {conflict.about}: {values}"))
    say(safe(f"confidence {answer.confidence:.2f}"))


def _place(citation: Citation) -> str:
    parts = (citation.title, citation.source, citation.published or "no date given")
    where = f"characters {citation.start} to {citation.end}"
    if citation.page:
        where = f"page {citation.page}, {where}"
    if citation.copies:
        where += f" · same article: {', '.join(citation.copies)}"
    return " · ".join(part for part in (*parts, where) if part)
