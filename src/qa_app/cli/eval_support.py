"""What the verbs of `qa-app eval` share: the assistant, the progress bar, the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from qa_app.evaluation import Corpus
    from qa_app.evaluation.errors import GoldError
    from qa_app.evaluation.making.check import GoldFinding
    from qa_app.evaluation.run import Progress


def open_assistant(
    store: Path | None, model: str | None = None, model_url: str | None = None
) -> Any:
    """The assistant over the store of the settings, a context manager."""
    from qa_app.assistant import Assistant
    from qa_app.settings import load_settings

    return Assistant.open(settings=load_settings(store=store, model=model, model_url=model_url))


def read_corpus(store: Path | None) -> Corpus:
    """The articles in the store of the settings, all of one generation; nothing is asked."""
    from qa_app.evaluation import Corpus
    from qa_app.evaluation.originals import reader_of
    from qa_app.opening import open_store
    from qa_app.settings import load_settings

    with open_store(load_settings(store=store)) as opened, opened.read() as snapshot:
        return Corpus.of(snapshot, reader_of(snapshot.roots()))


@contextmanager
def stop_on_gold_errors() -> Iterator[None]:
    """Say what is wrong with a gold set, a line each, and end with exit code 1."""
    from qa_app.cli.output import complain
    from qa_app.evaluation.errors import GoldError

    try:
        yield
    except GoldError as error:
        for line in str(error).split("\n"):
            complain(line)
        raise typer.Exit(1) from None


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What `evaluate` calls after every answer; `None` when nobody watches."""
    from qa_app.cli.output import errors

    if not errors().is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors(), transient=True) as bars:
        task = bars.add_task("asking", total=None)

        def show(answered: int, total: int) -> None:
            bars.update(task, completed=answered, total=total)

        yield show


def print_findings(
    left: Sequence[GoldFinding],
    mended: Sequence[GoldFinding],
    problems: Sequence[GoldError],
    questions: int,
    *,
    as_json: bool,
) -> None:
    """What a check of a gold set found, with the new places it offers."""
    from qa_app.cli.output import console, print_json, safe

    if as_json:
        data = {
            "questions": questions,
            "unreadable": [str(problem) for problem in problems],
            "findings": [finding.to_json() for finding in left],
            "mended": [finding.to_json() for finding in mended],
        }
        print_json(data)
        return
    say = console().print
    for problem in problems:
        say(safe(f"error: {problem}"))
    for finding in left:
        say(safe(f"{'warning' if finding.is_warning else 'error'}: {finding}"))
        for offer in finding.offers:
            say(safe(f"  now in {offer.source}: {offer.quote}"))
    for finding in mended:
        say(safe(f"mended: {finding}"))
    say(f"{questions} questions, {len(problems) + len(left)} findings, {len(mended)} mended")


class Terminal:
    """The person at the terminal."""

    def say(self, text: str) -> None:
        """Show `text`, which is never taken for markup."""
        from qa_app.cli.output import console, safe

        console().print(safe(text))

    def ask(self, prompt: str) -> str:
        """What the person enters; `EOFError` when they leave."""
        return input(prompt).strip()
