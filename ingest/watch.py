"""A folder that is kept an eye on: changes come in bursts, and each burst is one update.

Editors save in many ways (write and rename, delete and recreate, truncate and write); what counts
is what lies there once it has been quiet for a moment. What the system forgets to tell is found by
a sweep every few minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ingest.errors import IngestError

Burst = Iterable[object]
"""What has changed since the last burst; empty when nothing has."""


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """When an update is made.

    Attributes:
        quiet_seconds: a burst ends when nothing has changed for so long.
        longest_seconds: or when it has gone on for so long.
        sweep_seconds: an update is made after so long without one, whatever the system tells.
        retry_seconds: an update that failed is tried again after so long.
    """

    quiet_seconds: float = 0.5
    longest_seconds: float = 5.0
    sweep_seconds: float = 300.0
    retry_seconds: float = 5.0


def watch(
    update: Callable[[], bool],
    bursts: Iterable[Burst],
    options: WatchOptions,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Call `update` with the first burst and after every other one that is not empty.

    The first update comes when changes are already being noticed, so none falls between.

    Args:
        update: brings the store up to date; False when it could not, so that it is tried again.
        bursts: see `changes`; an empty one shows that time has passed, and the last one ends it.
        options: when to update without a burst.
        clock: seconds, for tests.
    """
    due, last = 0.0, clock()
    for burst in bursts:
        if any(True for _ in burst) or clock() - last >= due:
            due = options.sweep_seconds if update() else options.retry_seconds
            last = clock()


def changes(
    folders: Sequence[Path], ignored: Path, stop: Event, options: WatchOptions
) -> Iterator[Burst]:
    """Bursts of changes below the folders, and an empty one every second, until `stop` is set.

    Args:
        folders: existing folders.
        ignored: the store's folder; what an update writes is no reason for another one.
        stop: ends it within a second.
        options: how long a burst is.

    Raises:
        IngestError: a folder cannot be watched.
    """
    from watchfiles import Change
    from watchfiles import watch as notified

    roots = [folder.resolve() for folder in folders]
    below = ignored.resolve()

    def counts(_change: Change, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(below):
            return False
        inside = next((path.relative_to(r) for r in roots if path.is_relative_to(r)), path)
        return not any(part.startswith(".") for part in inside.parts)

    try:
        yield from notified(
            *roots,
            watch_filter=counts,
            step=int(options.quiet_seconds * 1000),
            debounce=int(options.longest_seconds * 1000),
            rust_timeout=1000,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=True,
        )
    except (OSError, RuntimeError) as error:
        raise IngestError(
            f"{', '.join(map(str, folders))}: cannot be watched ({error}); is the folder there, and"
            " does the system allow enough watches (fs.inotify.max_user_watches)?"
        ) from error
