"""A file of questions into a file of answers, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_app.assistant import Assistant
from qa_app.cli.output import complain
from qa_app.contract import Turn
from vectorstore.errors import QaAppError
from vectorstore.model import Filter


class BatchLineError(QaAppError):
    """A line of a batch is not a question."""


@dataclass(frozen=True)
class BatchLine:
    """One question of a batch."""

    id: str
    question: str
    history: tuple[Turn, ...]
    asked_on: date | None
    filters: Filter


def run_batch(assistant: Assistant, questions: Path, answers: Path, filters: Filter) -> bool:
    """Answer every line; a bad one is reported with its number and skipped.

    Returns:
        Whether every line was answered.

    Raises:
        QaAppError: if one of the two files cannot be used.
    """
    ok = True
    try:
        with questions.open("rb") as lines, answers.open("w", encoding="utf-8") as out:
            for number, raw in enumerate(lines, start=1):
                if not raw.strip():
                    continue
                try:
                    line = parse_line(raw, filters)
                    answer = assistant.ask(
                        line.question,
                        history=line.history,
                        filters=line.filters,
                        asked_on=line.asked_on,
                        id=line.id,
                    )
                except BatchLineError as error:
                    complain(f"{questions}, line {number}: {error}; the line is skipped")
                    ok = False
                    continue
                out.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise QaAppError(f"{error.filename or questions}: {error.strerror}") from None
    return ok


def parse_line(raw: bytes, filters: Filter) -> BatchLine:
    """One line of a batch; its own filters replace `filters`.

    Raises:
        BatchLineError: saying what is wrong with it.
    """
    data = _object(raw)
    question = data.get("question")
    if not isinstance(question, str):
        raise BatchLineError('"question" must be a text')
    id = data.get("id", "")
    if not isinstance(id, str | int):
        raise BatchLineError('"id" must be a text')
    return BatchLine(
        id=str(id),
        question=question,
        history=tuple(_turns(data.get("history") or [])),
        asked_on=_day(data.get("asked_on")),
        filters=parse_filters(data["filters"]) if data.get("filters") else filters,
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BatchLineError(f"not JSON ({error})") from None
    if not isinstance(data, dict):
        raise BatchLineError("not a JSON object")
    return data


def _turns(history: Any) -> Iterator[Turn]:
    if not isinstance(history, list):
        raise BatchLineError('"history" must be a list of {"role", "text"}')
    for turn in history:
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            raise BatchLineError('"history" must be a list of {"role", "text"}')
        role = turn.get("role")
        if role not in ("user", "assistant"):
            raise BatchLineError(f'"role" must be "user" or "assistant", not {role!r}')
        yield Turn(role, turn["text"])


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BatchLineError(f'"asked_on" must be YYYY-MM-DD, not {value!r}') from None


def parse_filters(data: Any) -> Filter:
    """Filters from JSON: `sources`, `folders` (lists or one text), `published_from`/`_to`.

    Raises:
        BatchLineError: for an unknown key or a wrong type.
    """
    if not isinstance(data, dict):
        raise BatchLineError('"filters" must be an object')
    unknown = set(data) - {"sources", "folders", "published_from", "published_to"}
    if unknown:
        raise BatchLineError(f'"filters" has no {", ".join(sorted(map(repr, unknown)))}')
    since, until = _day(data.get("published_from")), _day(data.get("published_to"))
    return Filter(
        sources=_texts(data.get("sources")),
        folders=_texts(data.get("folders")),
        published_from=since.isoformat() if since else "",
        published_to=until.isoformat() if until else "",
    )


def _texts(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BatchLineError('"filters" lists articles and folders as texts')
    return tuple(texts)
