"""`qa-app ask`: one question, or a file of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import JsonOption, ModelOption, ModelUrlOption, StoreOption

if TYPE_CHECKING:
    from qa_app.contract import Answer, Citation, Event


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
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
) -> None:
    """Answer from the articles, every sentence cited, or say that they do not say."""
    from qa_app.assistant import Assistant
    from qa_app.cli.batch import run_batch
    from qa_app.cli.output import print_json
    from qa_app.contract import Request
    from qa_app.settings import load_settings
    from vectorstore.model import Filter

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE --out FILE")
    if (batch is None) != (out is None):
        raise typer.BadParameter("--batch and --out belong together")
    settings = load_settings(store=store, threshold=threshold, model=model, model_url=model_url)
    filters = Filter(
        sources=tuple(source or ()),
        folders=tuple(folder or ()),
        published_from=since.date().isoformat() if since else "",
        published_to=until.date().isoformat() if until else "",
    )
    day = asked_on.date() if asked_on else None
    with Assistant.open(settings=settings) as assistant:
        if batch and out:
            if not run_batch(assistant, batch, out, filters, day):
                raise typer.Exit(1)
        elif json:
            print_json(assistant.ask(question or "", filters=filters, asked_on=day).to_json())
        else:
            request = Request(question or "", filters=filters, asked_on=day)
            for event in assistant.stream(request):
                print_event(event)


def print_event(event: Event) -> None:
    """What happened on the way to an answer, for people."""
    from qa_app.contract import Done, Searched, Sentence

    match event:
        case Searched(also=also) if also:
            _say(f"Searched also for {', '.join(f'“{one}”' for one in also)}")
        case Sentence(sentence=sentence):
            markers = "".join(f"[{n}]" for n in sentence.citations)
            _say(f"{sentence.text} {markers}{_SUPPORT[sentence.support]}")
        case Done(answer=answer):
            _print_end(answer)


_SUPPORT = {"supported": "", "partly": " (partly supported)", "unsupported": " (not supported)"}


def _print_end(answer: Answer) -> None:
    """What is left to say after the sentences."""
    if answer.searched and answer.searched != answer.question:
        _say(f"Searched for: {answer.searched}")
    if answer.abstained:
        _print_abstention(answer)
        return
    for citation in answer.citations:
        _say(f"[{citation.n}] {_place(citation)}")
    for conflict in answer.conflicts:
        values = "; ".join(f"{value.value} [{value.citation}]" for value in conflict.values)
        _say(f"The articles disagree on {conflict.about}: {values}")
    if answer.note:
        _say(answer.note)
    if answer.mode == "model":
        _say(f"Written by {answer.model}, every sentence checked against the articles")
    from qa_app.web.render.confidence import level

    _say(f"{level(answer.confidence)} confidence ({answer.confidence:.2f})")


def _print_abstention(answer: Answer) -> None:
    _say(answer.answer)
    for choice in answer.choices:
        _say(f"- {choice}")
    nearest = answer.outcome == "not_found" and bool(answer.closest)
    if answer.why and answer.outcome != "unsure":
        _say(answer.why)
    if nearest:
        _say("What comes nearest:")
    for citation in answer.closest:
        _say(f"[{citation.n}] “{citation.quote}”\n    {_place(citation)}")
    if answer.why and answer.outcome == "unsure":
        _say(answer.why)


def _say(line: str) -> None:
    from qa_app.cli.output import console, safe

    console().print(safe(line))


def _place(citation: Citation) -> str:
    parts = (citation.title, citation.source, citation.published or "no date given")
    where = f"characters {citation.start} to {citation.end}"
    if citation.page:
        where = f"page {citation.page}, {where}"
    if citation.copies:
        where += f" · same article: {', '.join(citation.copies)}"
    return " · ".join(part for part in (*parts, where) if part)
