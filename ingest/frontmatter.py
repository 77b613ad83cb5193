"""Front matter: YAML between two `---` lines, or TOML between two `+++`, that begins a file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from html import unescape
from typing import Any

import yaml

from ingest.clean import clean_line
from ingest.dates import first_date
from ingest.fieldnames import NAMES, key
from vectorstore.model import Field, Metadata

UNKNOWN = Metadata()

_FRONT = re.compile(
    r"\s*?---[ \t]*\r?\n(?P<yaml>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_TOML = re.compile(r"\s*?\+\+\+[ \t]*\r?\n(?P<toml>.*?)(?:^|\n)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PLAIN = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s*:\s+(?P<value>\S.*)")
_FEWEST_HEADERS = 2  # known ones
_LARGEST = 64 << 10
_SWITCHES = ("true", "false")
_ORIGIN = "front matter"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, the text after it, and notes on what could not be read."""

    body: str
    metadata: Metadata = UNKNOWN
    notes: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Set front matter apart from the text.

    Front matter that is no valid YAML is read line by line as `key: value`, with a note. A block
    between `---` lines in which nothing looks like a key is text.
    """
    if toml := _TOML.match(text[: 2 * _LARGEST]):
        return _of_toml(text, toml)
    match = _FRONT.match(text[: 2 * _LARGEST])
    if match is None or len(match["yaml"]) > _LARGEST:
        return FrontMatter(text)
    body, notes = text[match.end() :], []
    try:
        values = yaml.load(match["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        notes.append(f"front matter is not valid YAML{_where(error)}; read line by line")
        values = _line_by_line(match["yaml"])
    if values == "" or values is None:
        return FrontMatter(body)
    if not isinstance(values, dict) or not values:
        return FrontMatter(text)
    return FrontMatter(body, _metadata(_lowered(values), notes), tuple(notes))


def split_headers(text: str) -> FrontMatter:
    """Set apart the `Title: …` lines that Markdown for Pelican and MultiMarkdown begins with."""
    head, _, body = text.lstrip("\ufeff\r\n").replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    matches = [_PLAIN.fullmatch(line.strip()) for line in lines]
    values = {key(match["key"]): match["value"] for match in matches if match}
    known = {name for names in NAMES.values() for name in names} & values.keys()
    if len(values) < len(lines) or "title" not in values or len(known) < _FEWEST_HEADERS:
        return FrontMatter(text)
    notes: list[str] = []
    return FrontMatter(body, _metadata(values, notes), tuple(notes))


def _of_toml(text: str, match: re.Match[str]) -> FrontMatter:
    try:
        values = tomllib.loads(match["toml"])
    except (tomllib.TOMLDecodeError, RecursionError):
        return FrontMatter(text)
    notes: list[str] = []
    return FrontMatter(text[match.end() :], _metadata(_lowered(values), notes), tuple(notes))


def _lowered(values: dict[str, Any]) -> dict[str, Any]:
    return {key(str(name)): value for name, value in values.items()}


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark is not None else ""


def _line_by_line(block: str) -> dict[str, str]:
    matches = (_PLAIN.fullmatch(line.strip()) for line in block.splitlines())
    return {match["key"]: match["value"].strip("'\"") for match in matches if match}


def _metadata(values: dict[str, Any], notes: list[str]) -> Metadata:
    fields = {}
    for field, names in NAMES.items():
        value = next((text for name in names if (text := _text(values.get(name)))), "")
        if field == "published" and value:
            iso = first_date(value)
            if not iso:
                notes.append(f"front matter: no full date in {value[:40]!r}")
            value = iso
        if field == "url" and "://" not in value:
            value = ""
        if value:
            fields[field] = Field(value, _ORIGIN)
    return Metadata(**fields)


def _text(value: Any) -> str:
    """A value as one line; a list is joined, of a mapping the name counts, and `published: true`
    says nothing.
    """
    if isinstance(value, bool) or (isinstance(value, str) and value.lower() in _SWITCHES):
        return ""
    if isinstance(value, list):
        return ", ".join(
            filter(None, (_text(item) for item in value[:50] if not isinstance(item, list)))
        )
    if isinstance(value, dict):
        name = value.get("name", "")
        return _text(name) if isinstance(name, str) else ""
    return clean_line(unescape(str(value))) if value else ""
