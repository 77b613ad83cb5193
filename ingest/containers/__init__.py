"""Files that hold articles instead of being one: archives and files of records."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.containers.member import Member
from ingest.limits import Limits
from ingest.readers.budget import Budget
from ingest.readers.kinds import CONTAINERS, Kind
from ingest.readers.kinds import kind as kind_of
from ingest.readers.records import DEFAULT_FIELDS, RecordFields

__all__ = ["CONTAINERS", "Member", "RecordFields", "container_kind", "expand"]

_DEFAULT = Limits()


def container_kind(name: str, data: bytes) -> Kind | None:
    """The kind of a file that holds articles; None for one that is an article itself.

    Raises:
        UnreadableError: it is neither, and why.
    """
    found = kind_of(name, data)
    return found if found in CONTAINERS else None


def expand(
    data: bytes, kind: Kind, limits: Limits = _DEFAULT, fields: RecordFields = DEFAULT_FIELDS
) -> Iterator[Member]:
    """What is inside a file of one of the kinds in `CONTAINERS`, one member in memory at a time.

    Members are files and records that can become articles, and everything else that somebody might
    look for, with the reason why it is left out or has failed. What is inside an archive or a file
    of records that is itself inside comes out as well, under its path. The names of the members
    are unique, fit to be shown, and the same for the same bytes.

    Raises:
        UnreadableError: before the first member; nothing inside can be read.
        ValueError: the kind is not one that holds articles.
    """
    return inside(data, kind, Budget(limits, len(data)), fields)


def inside(
    data: bytes, kind: Kind, budget: Budget, fields: RecordFields, depth: int = 1
) -> Iterator[Member]:
    """The same for what itself lies inside something, at this depth, and shares its budget."""
    from ingest.containers import mailbox, recordset, ziparchive

    if kind == "zip":
        return ziparchive.members(data, budget, fields, depth)
    if kind == "json":
        return recordset.members_of_value(data, budget, fields)
    if kind == "jsonl":
        return recordset.members_of_lines(data, budget, fields)
    if kind == "mbox":
        return mailbox.members(data, budget)
    raise ValueError(f"a file of kind {kind} has no members")
