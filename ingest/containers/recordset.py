"""The records of a JSON or JSON Lines file, each an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from ingest.containers.member import Member, Names
from ingest.errors import UnreadableError
from ingest.names import label
from ingest.readers import records
from ingest.readers.budget import Budget
from ingest.readers.records import RecordFields

_LONGEST_NAME = 120


def members_of_value(data: bytes, budget: Budget, fields: RecordFields) -> Iterator[Member]:
    """The records of one JSON value, named by their ids or their places, counted from 1.

    A single object without a text is a choice, not a fault: most are settings of some program.

    Raises:
        UnreadableError: it is not valid JSON, holds no records or too many.
    """
    value = records.parse(records.characters(data))
    found = records.records_in(value, fields)
    if not any(isinstance(one, dict) for one in found):
        raise UnreadableError("JSON without any record")
    if found == [value] and records.pick(value, fields.text) is None:
        return iter([Member("1", reason=f"no article: no {records.wanted_text(fields)}")])
    budget.members(len(found))
    naming = _Naming(found, fields)
    return (_member(naming.name(one, n), one, fields) for n, one in enumerate(found, start=1))


def members_of_lines(data: bytes, budget: Budget, fields: RecordFields) -> Iterator[Member]:
    """The records of JSON Lines, named by their ids or their line numbers.

    A line that is broken fails alone, under its number.

    Raises:
        UnreadableError: there are too many lines, or no line holds a record.
    """
    text = records.characters(data)
    budget.members(sum(1 for _ in records.filled_lines(text)))
    naming = _Naming((_record(line) for _, line in records.filled_lines(text)), fields)
    if not naming.found:
        raise UnreadableError("JSON Lines of which no line is a record")
    return (_of_line(number, line, naming, fields) for number, line in records.filled_lines(text))


def _of_line(number: int, line: str, naming: _Naming, fields: RecordFields) -> Member:
    try:
        record = records.parse_line(line)
    except UnreadableError as error:
        return Member(naming.name(None, number), reason=f"line {number}: {error}", failed=True)
    return _member(naming.name(record, number), record, fields)


def _record(line: str) -> Any:
    try:
        return records.parse_line(line)
    except UnreadableError:
        return None


def _member(name: str, record: Any, fields: RecordFields) -> Member:
    if not isinstance(record, dict):
        return Member(name, reason="not a JSON object", failed=True)
    try:
        return Member(name, records.canonical(record, fields))
    except UnreadableError as error:
        return Member(name, reason=str(error), failed=True)


class _Naming:
    """Names for records: an id that no other record of the file has, else the place."""

    def __init__(self, found: Iterable[Any], fields: RecordFields) -> None:
        self._fields = fields
        named = [_id(one, fields) if isinstance(one, dict) else None for one in found]
        self.found = any(one is not None for one in named)
        counts = Counter(one.casefold() for one in named if one)
        self._own = frozenset(one for one in named if one and counts[one.casefold()] == 1)
        self._names = Names(self._own)

    def name(self, record: Any, place: int) -> str:
        """The name of the record that stands at `place`."""
        own = _id(record, self._fields) if isinstance(record, dict) else ""
        return own if own in self._own else self._names.own(str(place))


def _id(record: Any, fields: RecordFields) -> str:
    """The first id of a record that can be part of a path, or an empty string."""
    for name in fields.id:
        found = records.pick(record, (name,))
        value = found[1] if found else ""
        own = _as_name(str(value)) if isinstance(value, str | int) else ""
        if own:
            return own
    return ""


def _as_name(value: str) -> str:
    if "://" in value:
        try:
            value = urlsplit(value).path.rstrip("/").rpartition("/")[2]
        except ValueError:
            return ""
    value = value.strip()
    safe = value and len(value) <= _LONGEST_NAME and label(value) == value
    return (
        value if safe and not value.startswith((".", "~")) and not set(value) & set("/\\") else ""
    )
