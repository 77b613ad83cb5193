"""Answers as they are kept in a run: the contract's shape, without the timings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from qa_app.contract import (
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    ConflictValue,
    Retrieved,
)
from qa_app.evaluation.errors import RunError

_DERIVED = ("abstained", "nearest")


def answer_row(answer: Answer) -> dict[str, Any]:
    """A line of `answers.jsonl`. Timings are kept apart: they differ from run to run."""
    row = answer.to_json()
    del row["timings_ms"]
    return row


def answer_from_row(row: Mapping[str, Any]) -> Answer:
    """The answer on such a line, or in any JSON of the contract; missing timings are empty.

    Raises:
        RunError: if it is not of the contract's shape.
    """
    try:
        told = {name: row[name] for name in row if name not in _DERIVED}
        return Answer(**{**told, **_parts(row)})
    except (KeyError, TypeError) as error:
        raise RunError(f"not an answer of the contract: {error!r}") from None


def problem_of(answer: Answer) -> str:
    """Why `answer` cannot be scored, or nothing."""
    if not (math.isfinite(answer.confidence) and 0 <= answer.confidence <= 1):
        return f"confidence {answer.confidence} is not within 0 and 1"
    return ""


def _parts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sentences": tuple(
            AnswerSentence(s["text"], tuple(s["citations"]), s["support"]) for s in row["sentences"]
        ),
        "citations": tuple(_citation(each) for each in row["citations"]),
        "closest": tuple(_citation(each) for each in row["closest"]),
        "conflicts": tuple(
            Conflict(c["about"], tuple(ConflictValue(**value) for value in c["values"]))
            for c in row["conflicts"]
        ),
        "retrieved": tuple(Retrieved(**each) for each in row["retrieved"]),
        "timings_ms": row.get("timings_ms", {}),
        "choices": tuple(row.get("choices", ())),
    }


def _citation(row: Mapping[str, Any]) -> Citation:
    emphasis = tuple((start, end) for start, end in row.get("emphasis", ()))
    return Citation(**{**row, "emphasis": emphasis, "copies": tuple(row.get("copies", ()))})
