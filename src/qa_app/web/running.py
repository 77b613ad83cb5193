"""A question that is being answered, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

from qa_app.contract import Event
from qa_app.web.gate import Ticket


class Running:
    """The events of one answer, made in a thread of their own, so that a stop is heard at once.

    After a stop the step that is being worked on ends by itself, and nobody waits for it; a
    language model hears of it by `stop`, the event that the request carries, and ends at once. What
    still waits for its turn, with the ticket that `events` is given, waits no longer.
    """

    def __init__(
        self, events: Callable[[Ticket], Iterator[Event]], stop: threading.Event | None = None
    ) -> None:
        self.left = False
        self._ticket = Ticket()
        self._events = events
        self._stopped = stop or threading.Event()
        self._heard: SimpleQueue[Event | Exception | None] = SimpleQueue()

    def __iter__(self) -> Iterator[Event]:
        """Each event as it comes, until the last one or a stop; raises what the making raises."""
        threading.Thread(target=self._make, name="answer", daemon=True).start()
        try:
            while (heard := self._heard.get()) is not None and not self._stopped.is_set():
                if isinstance(heard, Exception):
                    raise heard
                yield heard
        finally:
            self._end()  # whoever listened has gone

    def stop(self, *, left: bool = False) -> None:
        """End it now, with what has been heard; `left`: nobody looks at it any more."""
        self.left = left
        self._end()
        self._heard.put(None)

    def _end(self) -> None:
        self._stopped.set()
        self._ticket.cancel()

    def _make(self) -> None:
        try:
            for event in self._events(self._ticket):
                if self._stopped.is_set():
                    return
                self._heard.put(event)
        except Exception as error:
            self._heard.put(error)
        finally:
            self._heard.put(None)
