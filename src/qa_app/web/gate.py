"""A bound on how many questions are answered and wait at one time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from qa_app.web.errors import BusyError

BUSY = "Many questions are being answered right now. Please ask again in a moment."


class Gate:
    """Lets `running` callers through at a time; `waiting` more may queue, the rest are refused."""

    def __init__(self, running: int, waiting: int, patience: float = 60.0) -> None:
        self._places = threading.BoundedSemaphore(running + waiting)
        self._turns = threading.BoundedSemaphore(running)
        self._patience = patience

    def busy(self) -> bool:
        """Whether every turn is taken."""
        free = self._turns.acquire(blocking=False)
        if free:
            self._turns.release()
        return not free

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the places.

        Raises:
            BusyError: at once when every place is taken, or after `patience` seconds of waiting.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError(BUSY)
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise BusyError(BUSY)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
