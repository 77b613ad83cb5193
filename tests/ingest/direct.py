"""Reading without a process of its own, for tests that ingest hundreds of times."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Self

import pytest

from ingest.limits import Limits
from ingest.prepare import Document, document


class DirectReading:
    """Stands in for `ingest.reading.ReadingProcess`; keeps the sources that it was asked for."""

    read: list[str] = []  # noqa: RUF012 (one list for all, emptied by the test)

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._turn = threading.Lock()  # as in the process, one file at a time

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def document(self, source: str, data: bytes, drop: Collection[str] = ()) -> Document:
        with self._turn:
            self.read.append(source)
            return document(source, data, drop, self._limits)


@contextmanager
def reading_directly() -> Iterator[None]:
    """An ingest reads files by itself instead of in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.run.ReadingProcess", DirectReading)
        yield
