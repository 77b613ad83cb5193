"""From what a request holds, whatever its type, to what the assistant takes."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from qa_app.contract import Strictness, Turn
from qa_app.feedback import KINDS, Cited, Feedback
from qa_app.web.errors import QuestionError, RequestError
from vectorstore.model import Filter

MAX_TURNS = 50
MAX_SOURCES = 5_000
ASSISTANTS = frozenset({"assistant", "agent", "ai", "bot", "model"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FILTER_KEYS = frozenset({"sources", "folders", "published_from", "published_to"})


def clean(text: str) -> str:
    """`text` without control characters and lone surrogates, ends trimmed."""
    kept = "".join(_printable(char) for char in text)
    return kept.strip()


def _printable(char: str) -> str:
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category == "Cc" else char


def question(value: object, longest: int) -> str:
    """The question in `value`, cleaned.

    Raises:
        QuestionError: if it is no text, empty, without a letter or digit, or too long.
    """
    if not isinstance(value, str):
        raise QuestionError("A question has to be text.")
    if len(value) > longest:
        raise QuestionError(
            f"That question has {len(value):,} characters; please keep it to {longest:,}."
        )
    text = clean(value)
    if not text:
        raise QuestionError("Please type a question.")
    if not any(char.isalnum() for char in text):
        raise QuestionError("Please ask the question in words.")
    return text


def history(value: object, longest: int) -> tuple[Turn, ...]:
    """The conversation so far, oldest first; nothing given means none.

    Raises:
        RequestError: if it is not a list of {"role", "text"}.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RequestError('"history" has to be a list of {"role", "text"}.')
    return tuple(_turn(item, longest) for item in value[-MAX_TURNS:])


def _turn(item: object, longest: int) -> Turn:
    if not isinstance(item, Mapping):
        raise RequestError('Each turn of "history" has to be {"role", "text"}.')
    role, text = item.get("role"), item.get("text", item.get("content"))
    if not isinstance(text, str):
        raise RequestError('The "text" of a turn has to be text.')
    if role == "user":
        return Turn("user", clean(text)[:longest])
    if isinstance(role, str) and role in ASSISTANTS:
        return Turn("assistant", clean(text)[: 4 * longest])
    raise RequestError('The "role" of a turn is "user" or "assistant".')


def filters(value: object) -> Filter | None:
    """The filter in `value`, or None when it asks for nothing.

    Raises:
        RequestError: if a key is unknown or a value is of the wrong type.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise RequestError('"filters" has to be an object.')
    unknown = sorted(str(key) for key in value if key not in FILTER_KEYS)
    if unknown:
        raise RequestError(f'"filters" has no {unknown[0]!r}; it knows {sorted(FILTER_KEYS)}.')
    chosen = Filter(
        sources=_names(value.get("sources"), "sources"),
        folders=_names(value.get("folders"), "folders"),
        published_from=date(value.get("published_from"), "published_from"),
        published_to=date(value.get("published_to"), "published_to"),
    )
    if chosen.published_from and chosen.published_to:
        _in_order(chosen.published_from, chosen.published_to)
    return chosen or None


def strictness(value: object) -> Strictness:
    """How sure an answer has to be; nothing given means balanced.

    Raises:
        RequestError: if it is none of the known degrees.
    """
    match value:
        case None | "" | "balanced":
            return "balanced"
        case "strict" | "open":
            return value
    raise RequestError('"strictness" is "strict", "balanced" or "open".')


def sources(value: object) -> tuple[str, ...]:
    """Article ids.

    Raises:
        RequestError: if it is no list of texts.
    """
    return _names(value, "sources")


def _names(value: Any, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RequestError(f'"{name}" has to be a list of texts.')
    if len(value) > MAX_SOURCES or not all(isinstance(item, str) for item in value):
        raise RequestError(f'"{name}" has to be a list of at most {MAX_SOURCES:,} texts.')
    return tuple(value)


def date(value: object, name: str) -> str:
    """An ISO date, or an empty text for none.

    Raises:
        RequestError: if it is anything else.
    """
    found = day(value, name)
    return found.isoformat() if found else ""


def day(value: object, name: str) -> datetime.date | None:
    """A day written YYYY-MM-DD; nothing or an empty text is none.

    Raises:
        RequestError: if it is anything else.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise RequestError(f'"{name}" has to be a date like 2024-03-12.')
    written = value.strip()
    try:
        if not _DAY.fullmatch(written):  # the library takes other forms, such as 20240312
            raise ValueError
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise RequestError(f"{clean(value)[:40]!r} is no date like 2024-03-12.") from None


def _in_order(first: str, last: str) -> None:
    if first > last:
        raise RequestError(f"The dates are the wrong way round: {first} is after {last}.")


def feedback(value: Mapping[str, Any], longest: int) -> Feedback:
    """A judgement of an answer.

    Raises:
        RequestError: if it is not one.
    """
    verdict, cited = value.get("verdict"), value.get("citations") or []
    if verdict not in ("up", "down", *KINDS):
        raise RequestError(f'The "verdict" is one of up, down, {", ".join(KINDS)}.')
    if not isinstance(cited, list) or len(cited) > MAX_TURNS:
        raise RequestError(f'"citations" has to be a list of at most {MAX_TURNS}.')
    return Feedback(
        question=question(value.get("question"), 2 * longest),
        answer=_said(value.get("answer"), 20 * longest, "answer"),
        verdict="up" if verdict in ("up", "right") else "down",
        kind=verdict if verdict in KINDS else "",
        conversation=_said(value.get("conversation"), longest, "conversation"),
        exchange=_said(value.get("exchange"), longest, "exchange"),
        correction=_said(value.get("correction"), longest, "correction"),
        citations=tuple(_cited(item, 20 * longest) for item in cited),
    )


def _said(value: object, longest: int, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise RequestError(f'"{name}" has to be text of at most {longest:,} characters.')
    return clean(value)


def _cited(item: object, longest: int) -> Cited:
    if not isinstance(item, Mapping):
        raise RequestError('A citation has to be {"source", "quote"}.')
    source, quote = item.get("source"), item.get("quote")
    if not isinstance(source, str) or not isinstance(quote, str) or len(quote) > longest:
        raise RequestError('A citation has to be {"source", "quote"}.')
    return Cited(source, quote)
