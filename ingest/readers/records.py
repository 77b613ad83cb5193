"""Articles as JSON records: where the records are, and which of their fields say what. Pure.

A record becomes an article by way of canonical bytes that hold the fields of an article and nothing
else, so that a counter beside them that changes daily does not make it a changed article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ingest.decode import decode
from ingest.errors import UnreadableError

Record = Mapping[str, Any]

MARK = b'{"qa-app article":{'
"""How canonical bytes begin; a file of records has no reason to."""

_HOLDERS = (
    "articles", "items", "data", "results", "records", "posts", "entries", "documents", "docs",
    "stories", "news", "rows", "response", "feed", "channel", "hits",
)  # fmt: skip
_NAMED = 4  # fields that a reason names
_DEEPEST = 3  # objects around the array of records


@dataclass(frozen=True, slots=True)
class RecordFields:
    """For each thing known of an article, the fields of a record that may hold it, best first.

    A dot leads into an object: `content.rendered`. `id` names the record within its file.
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "articleBody", "article_body", "full_text", "fulltext",
        "content_text", "content_html", "content.rendered", "story", "article", "maintext",
    )  # fmt: skip
    title: tuple[str, ...] = ("title", "headline", "title.rendered", "name")
    byline: tuple[str, ...] = (
        "byline", "author", "authors", "creator", "writer", "author.name", "author_name",
    )  # fmt: skip
    published: tuple[str, ...] = (
        "published", "date", "published_at", "publishedAt", "datePublished", "date_published",
        "publish_date", "published_date", "publication_date", "pub_date", "pubDate", "pubdate",
        "date_publish", "published_on",
    )  # fmt: skip
    publisher: tuple[str, ...] = (
        "publisher", "source.name", "source", "publication", "site_name", "outlet", "site",
    )  # fmt: skip
    language: tuple[str, ...] = ("language", "lang", "inLanguage")
    url: tuple[str, ...] = ("url", "canonical_url", "link", "permalink", "source_url", "uri")
    id: tuple[str, ...] = (
        "id", "_id", "uuid", "guid", "slug", "article_id", "doc_id", "url", "link",
    )  # fmt: skip


DEFAULT_FIELDS = RecordFields()
_ARTICLE = tuple(field.name for field in fields(RecordFields) if field.name != "id")


def characters(data: bytes) -> str:
    """The text of a JSON file; it should be UTF-8, and is read in another encoding if it is not.

    Raises:
        NotTextError: it is no text.
    """
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode(data).text


def filled_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers, counted from 1."""
    start, number = 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        line = text[start:end].strip()
        if line:
            yield number, line
        start = end + 1


def parse(text: str) -> Any:
    """The value of JSON text.

    Raises:
        UnreadableError: it is not valid JSON, and where.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        reason = f"not valid JSON ({error.msg}: {line}column {error.colno})"
        raise UnreadableError(reason) from error
    except RecursionError:
        raise UnreadableError("JSON that is nested too deeply to be read") from None
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableError(f"JSON that cannot be read ({error})") from error


def parse_line(line: str) -> Record:
    """The record on one line.

    Raises:
        UnreadableError: the line is not a JSON object.
    """
    value = parse(line)
    if not isinstance(value, dict):
        raise UnreadableError("not a JSON object")
    return value


def records_in(value: Any, wanted: RecordFields, depth: int = 0) -> list[Any]:
    """The records of a JSON value: itself, the items of an array, or of the one array inside."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if pick(value, wanted.text) is not None and not _holds_records(value):
        return [value]
    if depth < _DEEPEST:
        inside = [value[name] for name in _HOLDERS if isinstance(value.get(name), list | dict)]
        others = [one for one in value.values() if isinstance(one, list)]
        for one in inside or (others if len(others) == 1 else []):
            found = records_in(one, wanted, depth + 1)
            if any(isinstance(record, dict) for record in found):
                return found
    return [value] if not depth else []


def _holds_records(value: Record) -> bool:
    """Whether a list of objects stands under a name for such lists."""
    lists = (value.get(name) for name in _HOLDERS)
    return any(isinstance(one, list) and one and isinstance(one[0], dict) for one in lists)


def pick(record: Record, names: tuple[str, ...]) -> tuple[str, Any] | None:
    """The first of these fields that says something, with its name; then one that is empty."""
    empty: tuple[str, Any] | None = None
    for name in names:
        value = _at(record, name)
        if value is not None and as_text(value).strip():
            return name, value
        if empty is None and value in ("", []):
            empty = name, ""
    return empty


def _at(record: Any, name: str) -> Any:
    if isinstance(record, Mapping) and name in record:
        return record[name]
    for part in name.split("."):
        if not isinstance(record, Mapping):
            return None
        record = record.get(part)
    return record


def as_text(value: Any, between: str = "\n\n") -> str:
    """What a field says in words: a list joined, of an object its name; nothing otherwise."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return between.join(
            filter(
                None, (as_text(one, between) for one in value[:10_000] if not isinstance(one, list))
            )
        )
    name = value.get("name", "") if isinstance(value, dict) else ""
    return name if isinstance(name, str) else ""


def wanted_text(wanted: RecordFields) -> str:
    """What the fields of a text are called, for a reason."""
    more = ", …" if len(wanted.text) > _NAMED else ""
    return f"text field ({', '.join(wanted.text[:_NAMED])}{more})"


def canonical(record: Record, wanted: RecordFields) -> bytes:
    """The bytes that stand for a record: the fields of an article, always in the same form.

    Raises:
        UnreadableError: it has no field for a text.
    """
    found = {what: pick(record, getattr(wanted, what)) for what in _ARTICLE}
    if found["text"] is None:
        raise UnreadableError(f"a record without a {wanted_text(wanted)}")
    kept = {what: list(one) for what, one in found.items() if one is not None}
    text = json.dumps(
        {"qa-app article": kept}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8", "surrogatepass")


def from_canonical(data: bytes) -> dict[str, tuple[str, Any]] | None:
    """What `canonical` made, as the field's name and its value; None for other bytes.

    Raises:
        UnreadableError: it begins like canonical bytes and is something else.
    """
    if not data.startswith(MARK):
        return None
    try:
        held = json.loads(data.decode("utf-8", "surrogatepass"))["qa-app article"]
        return {what: (str(held[what][0]), held[what][1]) for what in _ARTICLE if what in held}
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableError("a damaged record") from error
