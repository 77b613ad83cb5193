"""The file of lines that conversations were kept in by earlier versions. Nothing writes it now."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Set
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from qa_app.contract import Answer, AnswerSentence, Citation
from qa_app.conversation import Exchange

FILE = "conversations.jsonl"
IDENTIFIER = re.compile(r"[0-9a-f]{16}", re.ASCII)
_EXCHANGE: TypeAdapter[Exchange] = TypeAdapter(Exchange)
_CITATION: TypeAdapter[Citation] = TypeAdapter(Citation)


log = logging.getLogger(__name__)


class Told(NamedTuple):
    """What a line tells: an exchange, the id of its conversation, and when it was, in ISO form."""

    conversation: str
    at: str
    exchange: Exchange


def beside(path: Path) -> Path:
    """Where the file of lines would be beside the file that conversations are in now."""
    return path.with_name(FILE)


def read(old: Path) -> tuple[list[Told], int]:
    """What the lines tell, and how many tell of no exchange that can be kept.

    Raises:
        OSError: the file cannot be read.
    """
    lines = [line for line in old.read_bytes().split(b"\n") if line.strip()]
    found = [told for told in map(_told, lines) if told is not None]
    return found, len(lines) - len(found)


def be_done(old: Path, passed: int) -> None:
    """Remove the file when all of it has been taken over, or else keep it under another name.

    Raises:
        OSError: it cannot be renamed.
    """
    if not passed:
        old.unlink(missing_ok=True)
        return
    numbered = (old.with_name(f"{old.name}.old{n if n > 1 else ''}") for n in count(1))
    aside = next(name for name in numbered if not name.exists())
    old.replace(aside)
    log.warning(
        "%s: lines that could not be taken over: %d; the file is kept as %s", old, passed, aside
    )


def _told(line: bytes) -> Told | None:
    try:
        row = json.loads(line)
        found = Told(row["conversation"], str(row.get("at", "")), _exchange(row))
        found.at.encode(), _EXCHANGE.dump_json(found.exchange)  # fails for words that are no UTF-8
        return found if IDENTIFIER.fullmatch(found.conversation) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _exchange(row: Mapping[str, Any]) -> Exchange:
    citations = tuple(_CITATION.validate_python(one) for one in row.get("citations") or ())
    question, said, generation = row["question"], row["answer"], row.get("generation")
    abstained = bool(row.get("abstained"))
    if not isinstance(question, str) or not isinstance(said, str):
        raise TypeError("the question and the answer are words")
    answer = Answer(
        id="",
        question=question,
        searched=str(row.get("searched", question)),
        answer=said,
        sentences=() if abstained else sentences(said, {citation.n for citation in citations}),
        citations=citations,
        outcome="not_found" if abstained else "answered",
        reason="",
        closest=(),
        confidence=0.0 if abstained else 1.0,
        conflicts=(),
        retrieved=(),
        mode="quotes",
        model="",
        generation=generation if isinstance(generation, int) else -1,
    )
    return Exchange("q1", question, answer)


def sentences(said: str, cited: Set[int]) -> tuple[AnswerSentence, ...]:
    """An answer divided behind its markers: `[n]` where n is the number of a citation, no other."""
    one = "|".join(map(str, cited))
    markers = re.finditer(rf"((?:\s*\[(?:{one})\])+)([.!?…]*)", said) if cited else ()
    found: list[AnswerSentence] = []
    end = 0
    for match in markers:
        numbers = tuple(map(int, re.findall(r"\d+", match[1])))
        words = said[end : match.start()].strip()
        end = match.end()
        if words or not found:
            found.append(AnswerSentence(words + match[2], numbers, "supported"))
        else:
            found[-1] = replace(found[-1], citations=(*found[-1].citations, *numbers))
    rest = said[end:].strip()
    return (*found, AnswerSentence(rest, (), "unsupported")) if rest else tuple(found)
