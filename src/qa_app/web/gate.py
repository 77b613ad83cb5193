"""A bound on how many questions are answered and wait at one time, and a fair order for them."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import asynccontextmanager, contextmanager

from qa_app.web.errors import BusyError

BUSY = "Many questions are being answered right now. Please ask again in a moment."
LONGEST_WAIT = 60
Ticket = Future[None]


class Gate:
    """Lets `running` callers through at a time; `waiting` more may queue, the rest are refused.

    Each who asks has a queue of their own, and the queues take turns, so that nobody waits for all
    that somebody else has asked.
    """

    def __init__(self, running: int, waiting: int, patience: float = 60.0) -> None:
        self._lock = threading.RLock()
        self._running, self._most, self._patience = running, waiting, patience
        self._free = running
        self._queues: OrderedDict[str, deque[Ticket]] = OrderedDict()
        self._seconds = 0.5

    def busy(self) -> bool:
        """Whether somebody waits for a turn."""
        with self._lock:
            return bool(self._queues)

    @contextmanager
    def turn(self, who: str = "", ticket: Ticket | None = None) -> Iterator[None]:
        """Hold one of the places.

        Args:
            ticket: what ends the waiting when it is cancelled.

        Raises:
            BusyError: at once when every place is taken, or after `patience` seconds of waiting.
            CancelledError: the ticket was cancelled.
        """
        ticket = self._queue(who, ticket)
        try:
            ticket.result(self._patience)
        except (TimeoutError, CancelledError) as error:
            self._give_up(ticket)
            if isinstance(error, TimeoutError):
                raise self._refusal() from None
            raise
        began = time.monotonic()
        try:
            yield
        finally:
            self._leave(time.monotonic() - began)

    @asynccontextmanager
    async def turn_async(self, who: str = "") -> AsyncIterator[None]:
        """Like `turn`, without a thread that waits.

        Raises:
            BusyError: as for `turn`.
        """
        ticket = self._queue(who)
        try:
            await asyncio.wait_for(asyncio.wrap_future(ticket), self._patience)
        except BaseException as error:
            self._give_up(ticket)
            if isinstance(error, TimeoutError):
                raise self._refusal() from None
            raise
        began = time.monotonic()
        try:
            yield
        finally:
            self._leave(time.monotonic() - began)

    def _queue(self, who: str, ticket: Ticket | None = None) -> Ticket:
        ticket = ticket or Ticket()
        with self._lock:
            if self._free and not self._queues:
                if ticket.set_running_or_notify_cancel():
                    self._free -= 1
                    ticket.set_result(None)
                return ticket
            if sum(map(len, self._queues.values())) >= self._most:
                raise self._refusal()
            self._queues.setdefault(who, deque()).append(ticket)
        return ticket

    def _leave(self, seconds: float) -> None:
        with self._lock:
            self._seconds += 0.1 * (seconds - self._seconds)
            self._next()

    def _next(self) -> None:
        """Give the place to whoever is next; a ticket that was given up is passed by."""
        while self._queues:
            who, queue = next(iter(self._queues.items()))
            ticket = queue.popleft()
            if queue:
                self._queues.move_to_end(who)
            else:
                del self._queues[who]
            if ticket.set_running_or_notify_cancel():
                ticket.set_result(None)
                return
        self._free += 1

    def _give_up(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket.cancelled() or ticket.cancel():
                for who, queue in list(self._queues.items()):
                    if ticket in queue:
                        queue.remove(ticket)
                        if not queue:
                            del self._queues[who]
            else:  # its turn has come at the same moment
                self._next()

    def _refusal(self) -> BusyError:
        with self._lock:
            waiting = sum(map(len, self._queues.values()))
        seconds = math.ceil(self._seconds * (waiting + 1) / self._running)
        return BusyError(BUSY, retry_after=min(max(seconds, 1), LONGEST_WAIT))
