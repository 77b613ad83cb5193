"""From what a page sends, whatever its type, to what the assistant takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa_app import inputs
from qa_app.contract import Strictness
from qa_app.feedback import KINDS, Cited, Feedback
from qa_app.inputs import MAX_SOURCES, MAX_TURNS, InputError, clean
from qa_app.web.errors import QuestionError, RequestError
from vectorstore.model import Filter

__all__ = ["MAX_SOURCES", "clean", "feedback", "filters", "question", "sources", "strictness"]


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


def filters(value: object) -> Filter | None:
    """The filter in `value`, or None when it asks for nothing.

    Raises:
        RequestError: if a key is unknown or a value is of the wrong type.
    """
    try:
        return inputs.filters(value) or None
    except InputError as error:
        raise RequestError(str(error)) from None


def strictness(value: object) -> Strictness:
    """How sure an answer has to be; nothing given means balanced.

    Raises:
        RequestError: if it is none of the known degrees.
    """
    try:
        return inputs.strictness(value)
    except InputError as error:
        raise RequestError(str(error)) from None


def sources(value: object, name: str = "sources") -> tuple[str, ...]:
    """Article ids, or other names; one text is one name.

    Raises:
        RequestError: if it is no list of texts.
    """
    try:
        return inputs.names(value, name)
    except InputError as error:
        raise RequestError(str(error)) from None


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
