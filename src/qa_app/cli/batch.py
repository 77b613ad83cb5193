"""A file of questions into a file of answers, line by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_app import inputs
from qa_app.assistant import Assistant
from qa_app.cli.output import complain
from qa_app.contract import Turn
from qa_app.inputs import InputError
from vectorstore.errors import QaAppError
from vectorstore.model import Filter


@dataclass(frozen=True)
class BatchLine:
    """One question of a batch."""

    id: str
    question: str
    history: tuple[Turn, ...]
    asked_on: date | None
    filters: Filter


def run_batch(
    assistant: Assistant,
    questions: Path,
    answers: Path,
    filters: Filter,
    asked_on: date | None = None,
) -> bool:
    """Answer every line; a bad one is reported with its number and skipped.

    What a line says of filters and day of its own wins over what is given for all.

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
                    line = parse_line(raw, filters, asked_on)
                    answer = assistant.ask(
                        line.question,
                        history=line.history,
                        filters=line.filters,
                        asked_on=line.asked_on,
                        id=line.id,
                    )
                except InputError as error:
                    complain(f"{questions}, line {number}: {error}; the line is skipped")
                    ok = False
                    continue
                out.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise QaAppError(f"{error.filename or questions}: {error.strerror}") from None
    return ok


def parse_line(raw: bytes, filters: Filter, asked_on: date | None = None) -> BatchLine:
    """One line of a batch; its own filters replace `filters`, its own day `asked_on`.

    Raises:
        InputError: saying what is wrong with it.
    """
    data = _object(raw)
    question = data.get("question")
    if not isinstance(question, str):
        raise InputError('"question" must be a text')
    id = data.get("id", "")
    if not isinstance(id, str | int):
        raise InputError('"id" must be a text')
    return BatchLine(
        id=str(id),
        question=question,
        history=inputs.turns(data.get("history")),
        asked_on=inputs.day(data.get("asked_on"), "asked_on") or asked_on,
        filters=inputs.filters(data.get("filters")) or filters,
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})") from None
    if not isinstance(data, dict):
        raise InputError("not a JSON object")
    return data
