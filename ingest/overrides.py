"""Metadata that a person has set: a table with a row for each article, which wins over the files.

The first row names the columns. One of them names the article (`source`, `path` or `file`), the
others are `title`, `byline`, `published`, `publisher`, `language`, `url` or usual names for these.
An empty cell sets nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.clean import clean_line
from ingest.dates import first_date
from ingest.decode import decode
from ingest.errors import IngestError, UnreadableError
from ingest.fieldnames import NAMES, key
from ingest.files import read_whole
from vectorstore.model import Field, Metadata

ORIGIN = "metadata file"
_LARGEST = 50_000_000
_ARTICLE = ("source", "path", "file", "filename", "article")
_COLUMNS = {name: field for field, names in NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a table sets, by the path of the article, and the line that each path stands on."""

    fields: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, int]


def read_overrides(path: Path) -> Overrides:
    """Read a table of metadata.

    Raises:
        IngestError: naming the file and the line that is wrong; nothing of it is used then.
    """
    try:
        text = decode(read_whole(path, _LARGEST)).text
    except UnreadableError as error:
        raise IngestError(f"{path}: the metadata {error}") from error
    try:
        rows = list(_rows(path, text))
    except csv.Error as error:
        raise IngestError(f"{path}: not a table of comma-separated values ({error})") from error
    fields: dict[str, Mapping[str, str]] = {}
    lines: dict[str, int] = {}
    for line, source, values in rows:
        if source in fields:
            raise IngestError(f"{path}, line {line}: {source} stands on line {lines[source]} too")
        fields[source], lines[source] = values, line
    return Overrides(fields, lines)


def apply(known: Metadata, fields: Mapping[str, str]) -> Metadata:
    """Metadata with what a person has set."""
    return replace(known, **{name: Field(value, ORIGIN) for name, value in fields.items()})


def _rows(path: Path, text: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    header = [key(name) for name in next(reader, [])]
    article = next((header.index(name) for name in _ARTICLE if name in header), None)
    if article is None:
        raise IngestError(
            f"{path}, line 1: no column names the article; call it one of {', '.join(_ARTICLE)}"
        )
    unknown = [n for i, n in enumerate(header) if i != article and n and n not in _COLUMNS]
    if unknown:
        raise IngestError(
            f"{path}, line 1: what is the column {unknown[0]!r}? Known are {', '.join(NAMES)}"
        )
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise IngestError(
                f"{path}, line {reader.line_num}: {len(row)} cells, but {len(header)} columns"
            )
        named = {_COLUMNS[n]: c for i, (n, c) in enumerate(zip(header, row, strict=True))
                 if n and i != article}  # fmt: skip
        yield reader.line_num, row[article].strip(), _values(path, reader.line_num, named)


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, or semicolons and tabs where a spreadsheet has written these."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)

    class Table(csv.excel):
        delimiter = separator

    return Table


def _values(path: Path, line: int, cells: Mapping[str, str]) -> dict[str, str]:
    values = {name: clean_line(cell) for name, cell in cells.items()}
    published = values.get("published", "")
    if published:
        values["published"] = first_date(published)
        if not values["published"]:
            raise IngestError(
                f"{path}, line {line}: {published!r} is no full date; write it as 2023-10-25"
            )
    return {name: value for name, value in values.items() if value}
