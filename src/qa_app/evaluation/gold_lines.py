"""Gold lines of both shapes, checked field by field.

The present shape is `{"id", "question", "answers", "answerable", "evidence": [{"source", "quote"}],
"kind", "history"?, "asked_on"?, "scope"?, "also_supported_by"?, "note"?}`. The older one names its
articles in `source` and their words in `passages`, and may hold further fields, which are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from qa_app.contract import Turn
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.gold_model import BY_EVIDENCE, Evidence, GoldQuestion, Origin

_KNOWN = {
    *("id", "question", "answers", "answerable", "evidence", "kind", "history", "asked_on"),
    *("scope", "also_supported_by", "note", "review"),
}


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and the `*.jsonl` of folders in the order of their names.

    Raises:
        GoldError: if a path does not exist, or a folder holds no gold file.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.jsonl"))
            if not inside:
                raise GoldError("the folder holds no *.jsonl file", file=str(path))
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise GoldError("no such file", file=str(path))
    return list(dict.fromkeys(files))


def read_lines(files: Sequence[Path]) -> tuple[list[GoldQuestion], list[GoldError]]:
    """Every question that could be read, and what is wrong with each other line."""
    questions: dict[str, GoldQuestion] = {}
    problems: list[GoldError] = []
    for file in files:
        for number, line in enumerate(_bytes(file).split(b"\n"), start=1):
            if not line.strip():
                continue
            try:
                question = parse_line(line, Origin(str(file), number))
                _refuse_twin(question, questions.get(question.id))
            except GoldError as problem:
                problems.append(problem)
            else:
                questions[question.id] = question
    return list(questions.values()), problems


def parse_line(line: bytes, origin: Origin) -> GoldQuestion:
    """The question on one line.

    Raises:
        GoldError: naming the place and what is wrong with the first wrong field.
    """
    try:
        data = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
        if not isinstance(data, dict):
            raise GoldError("not a JSON object")
        question = _question(data, origin)
    except GoldError as error:
        raise GoldError(error.reason, file=origin.file, line=origin.line) from None
    except (ValueError, RecursionError) as error:
        raise GoldError(f"not JSON: {error}", file=origin.file, line=origin.line) from None
    return question


def _question(data: dict[str, Any], origin: Origin) -> GoldQuestion:
    older = "source" in data and "evidence" not in data
    _refuse_unknown(data, older)
    evidence = _evidence_older(data) if older else _evidence(data)
    question = GoldQuestion(
        id=_text(data, "id"),
        question=_text(data, "question"),
        answers=_texts(data, "answers"),
        answerable=_flag(data, "answerable"),
        evidence=evidence,
        kind=_text(data, "kind"),
        history=_history(data),
        asked_on=_date(data, "asked_on"),
        scope=_text(data, "scope", optional=True),
        also_supported_by=_texts(data, "also_supported_by", optional=True),
        origin=origin,
    )
    _refuse_contradiction(question)
    return question


def _refuse_unknown(data: dict[str, Any], older: bool) -> None:
    if data.get("review"):
        raise GoldError(f"still a candidate: {data['review']}")
    unknown = sorted(set(data) - _KNOWN)
    if unknown and not older:
        raise GoldError(f"unknown field {unknown[0]!r}; known are {', '.join(sorted(_KNOWN))}")


def _refuse_contradiction(question: GoldQuestion) -> None:
    if question.answerable and not question.evidence:
        raise GoldError("no evidence, but the question is answerable")
    if question.answerable and not question.answers and not question.by_evidence:
        kinds = ", ".join(sorted(BY_EVIDENCE))
        raise GoldError(
            "'answers' is empty, but the question is answerable; only the evidence, in its words, "
            f"may tell what is right in the kinds {kinds}"
        )
    if question.answers and not question.answerable:
        raise GoldError("'answers' is not empty, but the question is not answerable")


def _refuse_twin(question: GoldQuestion, first: GoldQuestion | None) -> None:
    if first is not None:
        raise GoldError(
            f"duplicate id {question.id!r}, first at {first.origin.file}:{first.origin.line}",
            file=question.origin.file,
            line=question.origin.line,
        )


def _evidence(data: dict[str, Any]) -> tuple[Evidence, ...]:
    pieces = _list(data, "evidence")
    if not all(isinstance(piece, dict) for piece in pieces):
        raise GoldError("'evidence' must be a list of objects with 'source' and 'quote'")
    return tuple(Evidence(_text(piece, "source"), _text(piece, "quote")) for piece in pieces)


def _evidence_older(data: dict[str, Any]) -> tuple[Evidence, ...]:
    if not _flag(data, "answerable"):
        return ()
    sources = (data["source"],) if isinstance(data["source"], str) else _texts(data, "source")
    passages = _texts(data, "passages", optional=True)
    if len(sources) == 1 and passages:
        return tuple(Evidence(sources[0], passage) for passage in passages)
    if len(passages) > len(sources):
        raise GoldError(f"{len(passages)} passages for {len(sources)} sources: which is where?")
    return tuple(Evidence(*pair) for pair in zip_longest(sources, passages, fillvalue=""))


def _history(data: dict[str, Any]) -> tuple[Turn, ...]:
    turns = _list(data, "history", optional=True)
    for turn in turns:
        if not isinstance(turn, dict) or turn.get("role") not in ("user", "assistant"):
            raise GoldError('\'history\' must be a list of {"role": user or assistant, "text"}')
    return tuple(Turn(turn["role"], _text(turn, "text")) for turn in turns)


def _field(data: dict[str, Any], name: str, optional: bool) -> Any:
    if name not in data and not optional:
        raise GoldError(f"missing field {name!r}")
    return data.get(name)


def _text(data: dict[str, Any], name: str, optional: bool = False) -> str:
    value = _field(data, name, optional)
    if optional and value is None:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"{name!r} must be a text that is not empty")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise GoldError(f"{name!r} holds half of a surrogate pair")
    return value


def _list(data: dict[str, Any], name: str, optional: bool = False) -> list[Any]:
    value = _field(data, name, optional)
    if optional and value is None:
        return []
    if not isinstance(value, list):
        raise GoldError(f"{name!r} must be a list")
    return value


def _texts(data: dict[str, Any], name: str, optional: bool = False) -> tuple[str, ...]:
    return tuple(_text({name: item}, name) for item in _list(data, name, optional))


def _flag(data: dict[str, Any], name: str) -> bool:
    value = _field(data, name, optional=False)
    if not isinstance(value, bool):
        raise GoldError(f"{name!r} must be true or false")
    return value


def _date(data: dict[str, Any], name: str) -> str:
    value = _text(data, name, optional=True)
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise GoldError(f"{name!r} must be a date (YYYY-MM-DD), not {value!r}") from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GoldError(f"cannot be read: {error.strerror}", file=str(file)) from None
