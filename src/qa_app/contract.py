"""The answer, in the one shape that the command line, the Python call and the HTTP API share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Support = Literal["supported", "partly", "unsupported"]
_SOMETIMES = ("page", "copies")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer that is valid by construction: `quote` is `text[start:end]` of `source`.

    `n` counts from 1. `emphasis` holds the answering words inside the quote, as (start, end) in
    code points of the quote. `page` counts from 1 and is 0 where an article has no pages; `copies`
    are other articles with the same words.
    """

    n: int
    source: str
    title: str
    published: str
    start: int
    end: int
    quote: str
    emphasis: tuple[tuple[int, int], ...] = ()
    page: int = 0
    copies: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The citation as plain JSON data; `page` and `copies` only where there are any."""
        data = asdict(self)
        return {name: data[name] for name in data if data[name] or name not in _SOMETIMES}


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer with the numbers of the citations that support it."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of several values given for the same thing, and the number of the citation for it."""

    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles that give different values for the same thing, newest first."""

    about: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that retrieval found, best first."""

    source: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is said in reply to one question, from one generation of the store.

    `answer` holds the text with [n] markers; `nearest` is the closest thing the articles do say
    when `abstained`. `confidence` is a calibrated probability that the answer is right.
    """

    id: str
    question: str
    searched: str
    answer: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    abstained: bool
    reason: str
    nearest: Citation | None
    confidence: float
    conflicts: tuple[Conflict, ...]
    retrieved: tuple[Retrieved, ...]
    mode: Literal["quotes", "model"]
    model: str
    generation: int
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON data, fields in the order of the contract."""
        citations = [citation.to_json() for citation in self.citations]
        nearest = self.nearest.to_json() if self.nearest else None
        return asdict(self) | {"citations": citations, "nearest": nearest}
