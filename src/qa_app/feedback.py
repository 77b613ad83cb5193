"""What people say of answers, kept beside the store, one JSON object a line.

The last line about a question counts. `qa-app eval candidates` makes gold candidates of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from qa_app import lines
from qa_app.contract import Turn
from vectorstore.errors import QaAppError

FILE = "feedback.jsonl"
Kind = Literal["", "right", "wrong", "wrong_citation", "should_have_answered"]
KINDS: tuple[Kind, ...] = ("right", "wrong", "wrong_citation", "should_have_answered")


class FeedbackError(QaAppError):
    """A judgement cannot be kept."""


@dataclass(frozen=True, slots=True)
class Cited:
    """An article and the words of it that were shown."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """A judgement of one answer; `correction` is what would have been right, or empty.

    Attributes:
        verdict: whether all was right with it.
        kind: what was wrong, more exactly.
        whole: the whole answer in the shape of the contract, where it is known.
        conversation, exchange: where it was given.
        user: who says so, where there are users.
    """

    question: str
    answer: str
    verdict: Literal["up", "down"]
    correction: str = ""
    citations: tuple[Cited, ...] = ()
    history: tuple[Turn, ...] = ()
    kind: Kind = ""
    whole: Mapping[str, Any] | None = None
    conversation: str = ""
    exchange: str = ""
    user: str = ""


def keep(path: Path, said: Feedback) -> None:
    """Add a line to the file, whole or not at all for whoever reads it meanwhile.

    Raises:
        FeedbackError: if the file cannot be written, naming it.
    """
    line = {name: value for name, value in asdict(said).items() if value}
    try:
        lines.append(path, line)
    except OSError as error:
        raise FeedbackError(f"{path}: your judgement cannot be kept ({error.strerror})") from None
