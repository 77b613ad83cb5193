"""Keeping a store up to date with folders, in a command of its own or beside the web chat."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from ingest.options import IngestOptions, OnProgress
from ingest.report import Report
from ingest.run import ingest
from ingest.watch import WatchOptions, changes, watch
from vectorstore.errors import QaAppError
from vectorstore.store import Store

log = logging.getLogger(__name__)

OnReport = Callable[[Report], None]
OnTrouble = Callable[[QaAppError], None]


def update(
    store: Store,
    folders: Sequence[Path],
    options: IngestOptions,
    on_report: OnReport,
    on_trouble: OnTrouble,
    progress: OnProgress | None = None,
) -> bool:
    """Ingest the folders once; whether it could be done.

    What a person can cure (a store that another process writes to, a folder that is suddenly
    empty) is told and does not end the watching.
    """
    try:
        report = ingest(store, folders, options, progress)
    except QaAppError as error:
        on_trouble(error)
        return False
    on_report(report)
    return True


def keep_up(
    store: Store,
    folders: Sequence[Path],
    options: IngestOptions,
    on_report: OnReport,
    on_trouble: OnTrouble,
    stop: Event,
    when: WatchOptions = WatchOptions(),  # noqa: B008 (frozen)
) -> None:
    """Update the store whenever something changes in the folders, until `stop` is set.

    Raises:
        IngestError: a folder cannot be watched.
    """
    watch(
        lambda: update(store, folders, options, on_report, on_trouble),
        changes(folders, store.path, stop, when),
        when,
    )


@contextmanager
def beside(
    open_store: Callable[[], Store], folders: Sequence[Path], options: IngestOptions
) -> Iterator[None]:
    """Keep a store up to date in a thread of its own for the length of the block."""
    stop = Event()

    def work() -> None:
        try:
            with open_store() as store:
                keep_up(store, folders, options, _log_report, _log_trouble, stop)
        except QaAppError as error:
            log.error("the folders are no longer watched: %s", error)

    thread = Thread(target=work, name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _log_report(report: Report) -> None:
    for file in report.files:
        if file.outcome == "failed":
            log.warning("%s: %s", file.source, file.reason)


def _log_trouble(error: QaAppError) -> None:
    log.warning("%s", error)
