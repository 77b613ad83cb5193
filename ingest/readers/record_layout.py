"""Whether a file is one of records, and how they are laid out in it. Pure."""

from __future__ import annotations

from typing import Any, Literal

from ingest.errors import UnreadableError
from ingest.readers.records import (
    DEFAULT_FIELDS,
    MARK,
    Record,
    as_text,
    characters,
    filled_lines,
    parse,
    pick,
    records_in,
)

_TRIED_LINES = 20


def layout(data: bytes, named: str) -> Literal["record", "json", "jsonl"] | None:
    """How the records of a file are laid out, or None when it is not one of records.

    Args:
        named: the suffix of a file named as JSON, else empty. Without it only text that parses and
            holds records with a text is taken for JSON.

    Raises:
        NotTextError: named as JSON and no text at all.
        UnreadableError: named as JSON and not valid.
    """
    if data.startswith(MARK):
        return "record"
    if named not in (".json", ".jsonl", ".ndjson"):
        return _unnamed(data)
    text = characters(data)
    if named != ".json" and _is_object(next(filled_lines(text), (0, ""))[1]):
        return "jsonl"
    try:
        parse(text)
    except UnreadableError:
        if named != ".json" or _is_object(next(filled_lines(text), (0, ""))[1]):
            return "jsonl"
        raise
    return "json"


def _unnamed(data: bytes) -> Literal["json", "jsonl"] | None:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    try:
        text = characters(data)
        try:
            found = records_in(parse(text), DEFAULT_FIELDS)
        except UnreadableError:
            return "jsonl" if _is_lines(text) else None
    except UnreadableError:
        return None
    return "json" if any(_has_text(one) for one in found) else None


def _is_lines(text: str) -> bool:
    tried = [line for _, (_, line) in zip(range(_TRIED_LINES), filled_lines(text), strict=False)]
    values = [_object(line) for line in tried]
    return all(value is not None for value in values) and any(map(_has_text, values))


def _is_object(line: str) -> bool:
    return _object(line) is not None


def _object(line: str) -> Record | None:
    try:
        value = parse(line)
    except UnreadableError:
        return None
    return value if isinstance(value, dict) else None


def _has_text(record: Any) -> bool:
    found = pick(record, DEFAULT_FIELDS.text) if isinstance(record, dict) else None
    return found is not None and bool(as_text(found[1]).strip())
