"""Saved conversations: every answer of the web chat with what it cited, beside the store.

After an ingest they are gone through for citations whose words are no longer there.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from qa_app import lines
from qa_app.contract import Answer

FILE = "conversations.jsonl"

log = logging.getLogger(__name__)


def keep(path: Path, conversation: str, answer: Answer) -> None:
    """Save an answer. That it cannot be saved is logged and never costs anybody the answer."""
    citations = [citation.to_json() for citation in answer.citations]
    line = {
        "conversation": conversation,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "generation": answer.generation,
        "question": answer.question,
        "searched": answer.searched,
        "answer": answer.answer,
        "abstained": answer.abstained,
        "citations": citations,
    }
    try:
        lines.append(path, line)
    except OSError as error:
        log.warning("%s: the conversation cannot be saved (%s)", path, error.strerror or error)
