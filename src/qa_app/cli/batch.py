"""A file of questions into a file of answers, line by line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from qa_app import inputs
from qa_app.assistant import Assistant
from qa_app.cli.output import complain
from qa_app.contract import Request
from qa_app.inputs import InputError
from vectorstore.errors import QaAppError
from vectorstore.model import Filter


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
                    answer = assistant.answer(parse_line(raw, filters, asked_on))
                except InputError as error:
                    complain(f"{questions}, line {number}: {error}; the line is skipped")
                    ok = False
                    continue
                out.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise QaAppError(f"{error.filename or questions}: {error.strerror}") from None
    return ok


def parse_line(raw: bytes, filters: Filter, asked_on: date | None = None) -> Request:
    """One line of a batch; its own filters replace `filters`, its own day `asked_on`.

    Raises:
        InputError: saying what is wrong with it.
    """
    request = inputs.request(_object(raw))
    return replace(
        request, filters=request.filters or filters, asked_on=request.asked_on or asked_on
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})") from None
    if not isinstance(data, dict):
        raise InputError("not a JSON object")
    return data
