"""The answer, in the one shape that the command line, the Python call and the HTTP API share."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from vectorstore.model import Filter

Support = Literal["supported", "partly", "unsupported"]
Outcome = Literal["answered", "unsure", "not_found", "no_question"]
"""Answered; the articles may not say it, with the closest passages; it is not in the articles;
there was nothing to look up. All but the first are abstentions."""
Strictness = Literal["strict", "balanced", "open"]
"""How sure it has to be before something is called an answer."""
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

    Attributes:
        searched: what was searched after a follow-up was made stand-alone.
        answer: text with [n] markers.
        citations: what the sentences of an answered question cite; empty when abstained.
        closest: when abstained, up to three passages that come closest, the nearest first, numbered
            from 1 of their own; they can be opened like any citation.
        reason: when abstained, why, in words; true to a reader of the articles.
        confidence: the calibrated probability that the articles hold the answer, 0 to 1.
        mode: who wrote the sentences; with a model, quotes may stand among them.
        model: the language model that was asked, or "".
        prompt: names, versions and hashes of the prompts that it was told with.
        note: what became of a model that did not answer, or of sentences that were left out.
        choices: where the question may mean either of two, each as it would be asked; `answer` asks
            which is meant.
        timings_ms: milliseconds by step, and in all.
    """

    id: str
    question: str
    searched: str
    answer: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    outcome: Outcome
    reason: str
    closest: tuple[Citation, ...]
    confidence: float
    conflicts: tuple[Conflict, ...]
    retrieved: tuple[Retrieved, ...]
    mode: Literal["quotes", "model"]
    model: str
    generation: int
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    prompt: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()

    @property
    def abstained(self) -> bool:
        """Whether nothing is stated as an answer."""
        return self.outcome != "answered"

    @property
    def why(self) -> str:
        """The reason for an abstention, where `answer` does not say it already; or ""."""
        return "" if self.reason in self.answer else self.reason

    @property
    def nearest(self) -> Citation | None:
        """The first of `closest`, or None."""
        return self.closest[0] if self.closest else None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON data, fields in the order of the contract; `choices` only where
        there are any.
        """
        plain = asdict(self)
        choices = {"choices": list(self.choices)} if self.choices else {}
        closest = [citation.to_json() for citation in self.closest]
        return {
            **{name: plain[name] for name in ("id", "question", "searched", "answer", "sentences")},
            "citations": [citation.to_json() for citation in self.citations],
            "outcome": self.outcome,
            "abstained": self.abstained,
            "reason": self.reason,
            "nearest": closest[0] if closest else None,
            "closest": closest,
            **choices,
            **{name: plain[name] for name in ("confidence", "conflicts", "retrieved", "mode")},
            **{name: plain[name] for name in ("model", "prompt", "note")},
            **{name: plain[name] for name in ("generation", "timings_ms")},
        }


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was searched for, with its words: `text` is `text[start:end]` of `source`."""

    source: str
    title: str
    published: str
    start: int
    end: int
    text: str
    score: float

    def to_json(self) -> dict[str, Any]:
        """The passage as plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Request:
    """A question with what it is to be understood from.

    Attributes:
        history: the conversation so far, oldest first.
        filters: which articles may be used.
        asked_on: the day that "this week" refers to; None is the day it is.
        user: who asks, where there are users.
        id: handed back with the answer.
        strictness: how sure it has to be before something is called an answer.
        quoted: whether it is to be answered in quotes even where a language model is set.
        stop: set by whoever does not wait for the answer any more.
    """

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filter = field(default_factory=Filter)
    asked_on: date | None = None
    user: str = ""
    id: str = ""
    strictness: Strictness = "balanced"
    quoted: bool = False
    stop: threading.Event | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched: the stand-alone question, and words it was searched for as well."""

    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that retrieval found, best first."""

    passages: tuple[Retrieved, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer, checked, with what it cites that was not cited before it."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The end: the whole answer."""

    answer: Answer


def event_json(event: Searched | Found | Sentence | Done) -> tuple[str, dict[str, Any]]:
    """An event as its name and plain JSON data; that of `done` is the answer."""
    match event:
        case Searched():
            return "searched", asdict(event)
        case Found():
            return "found", asdict(event)
        case Sentence(sentence=sentence, citations=citations):
            return "sentence", asdict(sentence) | {"cited": [c.to_json() for c in citations]}
        case Done(answer=answer):
            return "done", answer.to_json()


Event = Searched | Found | Sentence | Done
"""What `Assistant.stream` gives, in this order; `Done` is always the last and always there."""
