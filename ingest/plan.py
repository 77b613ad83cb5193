"""What is known and what was found -> what has to be done. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from vectorstore.model import Rename


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources by what has to be done with them, each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[Rename, ...] = ()
    unchanged: tuple[str, ...] = ()


def plan(known: Mapping[str, str], found: Mapping[str, str]) -> Plan:
    """Compare two states of a root, each source -> hash of the bytes.

    A source that is gone and a new one with the same bytes and the same suffix are one article
    that was renamed. Identical files are paired in the order of their names, so that the same two
    states always give the same plan.
    """
    gone = sorted(known.keys() - found.keys())
    new = sorted(found.keys() - known.keys())
    renamed = _renames(known, found, gone, new)
    moved_from = {rename.old for rename in renamed}
    moved_to = {rename.new for rename in renamed}
    kept = sorted(known.keys() & found.keys())
    return Plan(
        added=tuple(source for source in new if source not in moved_to),
        changed=tuple(source for source in kept if known[source] != found[source]),
        removed=tuple(source for source in gone if source not in moved_from),
        renamed=renamed,
        unchanged=tuple(source for source in kept if known[source] == found[source]),
    )


def _renames(
    known: Mapping[str, str], found: Mapping[str, str], gone: list[str], new: list[str]
) -> tuple[Rename, ...]:
    waiting: defaultdict[tuple[str, str], deque[str]] = defaultdict(deque)
    for source in gone:
        waiting[known[source], _suffix(source)].append(source)
    renames = []
    for source in new:
        candidates = waiting.get((found[source], _suffix(source)))
        if candidates:
            renames.append(Rename(candidates.popleft(), source))
    return tuple(renames)


def _suffix(source: str) -> str:
    return PurePosixPath(source).suffix.lower()
