"""What programs hand in with a question, as plain data, checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qa_app.contract import Turn
from vectorstore.errors import QaAppError
from vectorstore.model import Filter

# The names of the contract first, then the ones that people write.
_FILTERS = {
    "sources": ("sources", "source", "articles", "article"),
    "folders": ("folders", "folder"),
    "published_from": ("published_from", "from"),
    "published_to": ("published_to", "to"),
}


class InputError(QaAppError):
    """A question, its history or its filters are not of the form they must have."""


def turns(history: Any) -> tuple[Turn, ...]:
    """The conversation so far, from `Turn`s or objects {"role", "text"}; None is none.

    Raises:
        InputError: saying what is wrong.
    """
    if history is None:
        return ()
    if not isinstance(history, list | tuple):
        raise InputError('"history" must be a list of {"role", "text"}')
    return tuple(_turn(turn) for turn in history)


def _turn(turn: Any) -> Turn:
    if isinstance(turn, Turn):
        return turn
    if not isinstance(turn, Mapping) or not isinstance(turn.get("text"), str):
        raise InputError('"history" must be a list of {"role", "text"}')
    role = turn.get("role")
    if role not in ("user", "assistant"):
        raise InputError(f'"role" must be "user" or "assistant", not {role!r}')
    return Turn(role, turn["text"])


def day(value: Any, name: str) -> date | None:
    """A day, from a date or YYYY-MM-DD; None or "" is none.

    Raises:
        InputError: naming the value.
    """
    if value is None or value == "" or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(f'"{name}" must be YYYY-MM-DD, not {value!r}') from None


def filters(data: Any) -> Filter:
    """A filter, from a `Filter` or an object: `sources`, `folders` (lists or one text each),
    `published_from`, `published_to`; None is no filter.

    Raises:
        InputError: for an unknown key or a wrong type.
    """
    if data is None or isinstance(data, Filter):
        return data or Filter()
    if not isinstance(data, Mapping):
        raise InputError('"filters" must be an object')
    unknown = set(data) - {alias for names in _FILTERS.values() for alias in names}
    if unknown:
        named = ", ".join(sorted(map(repr, unknown)))
        raise InputError(f'"filters" has no {named}; it has {", ".join(_FILTERS)}')
    given = {name: _first(data, aliases) for name, aliases in _FILTERS.items()}
    since = day(given["published_from"], "published_from")
    until = day(given["published_to"], "published_to")
    return Filter(
        sources=_texts(given["sources"]),
        folders=_texts(given["folders"]),
        published_from=since.isoformat() if since else "",
        published_to=until.isoformat() if until else "",
    )


def _first(data: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((data[name] for name in names if data.get(name)), None)


def _texts(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        raise InputError('"filters" lists articles and folders as texts')
    return tuple(texts)
