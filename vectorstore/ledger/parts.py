"""Long lists in pieces: a statement takes only so many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500


def parts(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in order, at most `size` of them at a time."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
