"""Gold candidates from what people said of answers in the chat.

A line of feedback is `{"question", "answer", "verdict": "up" | "down", "correction"?, "citations"?:
[{"source", "quote"}], "history"?, "asked_on"?}`. A candidate is a gold line with one field more,
`review`, which says what a person must still do; as long as it is there, the line is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.measures.answer_text import found

KIND = "feedback"


def read_feedback(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a feedback file; blank ones are passed by.

    Raises:
        GoldError: naming the file and line of the first that is no feedback.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise GoldError(f"cannot be read: {error.strerror}", file=str(path)) from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _checked(json.loads(line))
            except ValueError as error:
                raise GoldError(f"not feedback: {error}", file=str(path), line=number) from None


def candidates(feedback: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A candidate for every question that was judged, the last judgement counting."""
    rows = {}
    for each in feedback:
        row = _candidate(each)
        rows[row["id"]] = row
    return list(rows.values())


def _candidate(said: Mapping[str, Any]) -> dict[str, Any]:
    correction = str(said.get("correction") or "").strip()
    cited = [{"source": c["source"], "quote": c["quote"]} for c in said.get("citations") or ()]
    good, kind = said["verdict"] == "up", said.get("kind", "")
    holding = [piece for piece in cited if good or found(piece["quote"], [correction])]
    row: dict[str, Any] = {
        "id": _id(said),
        "question": said["question"],
        "answers": [correction] if correction else [],
        "answerable": good or bool(correction) or kind in _ANSWERABLE,
        "evidence": holding if good or correction else [],
        "kind": KIND,
    }
    row |= {name: said[name] for name in ("history", "asked_on") if said.get(name)}
    review = _ANSWERABLE.get(kind) if not correction else None
    return row | {"review": review or _review(good, correction, holding)}


_ANSWERABLE = {
    "should_have_answered": "somebody says that the articles hold the answer: add it with its"
    " evidence, then remove 'review'",
    "wrong_citation": "the answer stood, its evidence did not: add both, then remove 'review'",
}


def _review(good: bool, correction: str, evidence: list[dict[str, str]]) -> str:
    if good:
        return "write the shortest right answer, check the evidence, then remove 'review'"
    if correction and evidence:
        return "check the correction against the evidence, then remove 'review'"
    if correction:
        return "check the correction, add the evidence, then remove 'review'"
    return "write the answer with its evidence, or leave it unanswerable, then remove 'review'"


def _id(said: Mapping[str, Any]) -> str:
    asked = json.dumps([said["question"], said.get("history") or []], sort_keys=True)
    return f"{KIND}-{hashlib.sha256(asked.encode()).hexdigest()[:10]}"


def _checked(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ValueError("not an object")
    if not isinstance(row.get("question"), str) or not row["question"].strip():
        raise ValueError("'question' must be a text that is not empty")
    if row.get("verdict") not in ("up", "down"):
        raise ValueError("'verdict' must be up or down")
    for piece in row.get("citations") or ():
        if not isinstance(piece, dict) or not {"source", "quote"} <= set(piece):
            raise ValueError('\'citations\' must be a list of {"source", "quote"}')
    return row
