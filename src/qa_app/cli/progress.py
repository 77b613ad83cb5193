"""The progress bar of an ingest, on standard error, and only on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.names import label
from ingest.options import OnProgress, Progress


@contextmanager
def ingest_progress(*, quiet: bool) -> Iterator[OnProgress | None]:
    """What `ingest` calls with every step; None when nobody watches."""
    from qa_app.cli.output import errors

    if quiet or not errors().is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[source]}", markup=False),
    )
    with Bars(*columns, console=errors(), transient=True) as bars:
        task = bars.add_task("looking", total=None, source="", rate="")

        def show(step: Progress) -> None:
            elapsed = bars.tasks[0].elapsed or 0.0
            rate = f"{step.passages / elapsed:.0f} passages/s" if elapsed > 1 else ""
            bars.update(
                task,
                description=step.stage,
                completed=step.done,
                total=step.total or None,
                source=label(step.source)[-60:],
                rate=rate,
            )

        yield show
