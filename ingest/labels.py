"""Lines that say themselves what they are: `URL: …`, `Published: …`, at the top of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.dates import first_date
from ingest.fieldnames import NAMES, key
from vectorstore.model import Field

_LABELS = {label: name for name, labels in NAMES.items() for label in labels} | dict.fromkeys(
    ("updated", "last_updated", "last_modified", "modified"), "updated"
)
_LABELLED = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,18}?)\s?:\s*(?P<value>\S.*)")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Labelled:
    """Fields by name, and the places of the lines that gave them."""

    fields: dict[str, Field]
    taken: frozenset[int]


def labelled(lines: Sequence[str]) -> Labelled:
    """The labelled lines that a file begins with; the first other line ends them."""
    fields: dict[str, Field] = {}
    taken: set[int] = set()
    for index, line in enumerate(lines[: 2 * _MOST]):
        if not line.strip():
            continue
        field = _field(line)
        if field is None:
            break
        name, value, label = field
        fields.setdefault(name, Field(value, _origin(label)))
        taken.add(index)
    return Labelled(fields, frozenset(taken))


def _origin(label: str) -> str:
    if label in ("by", "byline"):
        return "byline line"
    return f"{label} line"


def _field(line: str) -> tuple[str, str, str] | None:
    match = _LABELLED.fullmatch(line.strip())
    if match is None:
        return None
    label = match["label"].strip()
    name = _LABELS.get(key(label), "")
    value = match["value"].strip()
    if name in ("published", "updated"):
        value = first_date(value) if len(value) < 60 else ""
    elif name == "url":
        value = value if _ADDRESS.fullmatch(value) else ""
    elif name == "publisher" and _ADDRESS.fullmatch(value):
        name = "url"
    if not name or not value or len(value) > 2000:
        return None
    return name, value, label if label.isupper() else label.lower()
