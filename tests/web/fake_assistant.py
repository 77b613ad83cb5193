"""A scripted assistant: answers from a queue, remembers what it was asked."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa_app.contract import (
    Answer,
    AnswerSentence,
    Citation,
    Done,
    Event,
    Found,
    FoundPassage,
    Request,
    Searched,
    Sentence,
)
from qa_app.sources import summary
from vectorstore.errors import QaAppError
from vectorstore.model import Field, Metadata, StoredArticle


@dataclass(frozen=True, slots=True)
class Written:
    """An article of the fake store."""

    text: str
    title: str = ""
    published: str = ""
    byline: str = ""
    state: str = "current"


Scripted = Answer | Exception | Callable[[str], Answer]


class FakeAssistant:
    """Gives the queued answers in turn, then `otherwise`; keeps what it was asked in `history`.

    `also` is searched for as well; `before_each` is called before every event but the first.
    """

    def __init__(self, articles: dict[str, Written] | None = None) -> None:
        self.stored = dict(articles or {})
        self.queue: deque[Scripted] = deque()
        self.history: list[Request] = []
        self.number = 1
        self.broken: QaAppError | None = None
        self.otherwise: Callable[[str], Answer] = lambda question: nothing(question)
        self.also: tuple[str, ...] = ()
        self.before_each: Callable[[], object] = lambda: None
        self.store: Any = None
        self._lock = threading.Lock()

    def stream(self, request: Request) -> Iterator[Event]:
        with self._lock:
            self.history.append(request)
            scripted = self.queue.popleft() if self.queue else self.otherwise
        if isinstance(scripted, Exception):
            raise scripted
        found = scripted if isinstance(scripted, Answer) else scripted(request.question)
        answer = replace(found, question=request.question, generation=self.number)
        yield Searched(answer.searched or request.question, self.also)
        for event in (Found(answer.retrieved), *sentences(answer), Done(answer)):
            self.before_each()
            yield event

    def articles(self) -> list[StoredArticle]:
        if self.broken:
            raise self.broken
        return [self._stored(source, written) for source, written in self.stored.items()]

    def text(self, source: str) -> str:
        return self.stored[source].text

    def article(self, source: str) -> dict[str, Any]:
        (stored,) = [one for one in self.articles() if one.source == source]
        return summary(stored) | {"text": self.text(source)}

    def search(self, request: Request, most: int = 10) -> tuple[FoundPassage, ...]:
        self.history.append(request)
        found = [
            FoundPassage(source, one.title, one.published, 0, len(one.text), one.text, 0.5)
            for source, one in self.stored.items()
        ]
        return tuple(found[:most])

    def generation(self) -> int:
        return self.number

    def put(self, source: str, written: Written) -> None:
        """As an ingest would: the article, and one generation more."""
        self.stored[source] = written
        self.number += 1

    def remove(self, source: str) -> None:
        del self.stored[source]
        self.number += 1

    def cite(
        self, n: int, source: str, quote: str, strong: Sequence[str] = (), after: int = 0
    ) -> Citation:
        """A citation of words that are in the article."""
        written = self.stored[source]
        start = written.text.index(quote, after)
        emphasis = tuple((quote.index(w), quote.index(w) + len(w)) for w in strong)
        return Citation(
            n, source, written.title, written.published, start, start + len(quote), quote, emphasis
        )

    def _stored(self, source: str, written: Written) -> StoredArticle:
        digest = hashlib.sha256(repr((written.title, written.text)).encode()).hexdigest()
        metadata = Metadata(
            title=Field(written.title, "front matter" if written.title else ""),
            byline=Field(written.byline),
            published=Field(written.published),
        )
        return StoredArticle(
            source, digest, metadata, 3, len(written.text), written.state, "", self.number
        )


def sentences(answer: Answer) -> Iterator[Sentence]:
    """The sentences of an answer as they are given on the way to it."""
    known = {citation.n: citation for citation in answer.citations}
    for sentence in answer.sentences:
        yield Sentence(sentence, tuple(known.pop(n) for n in sentence.citations if n in known))


def said(*citations: Citation, question: str = "", **changes: object) -> Answer:
    """An answer of one verbatim sentence a citation."""
    answer = Answer(
        id="a1",
        question=question,
        searched=question,
        answer=" ".join(f"{c.quote} [{c.n}]" for c in citations),
        sentences=tuple(AnswerSentence(c.quote, (c.n,), "supported") for c in citations),
        citations=citations,
        outcome="answered",
        reason="",
        closest=(),
        confidence=0.86,
        conflicts=(),
        retrieved=(),
        mode="quotes",
        model="",
        generation=1,
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def nothing(question: str = "", nearest: Citation | None = None, reason: str = "") -> Answer:
    """The answer that there is no answer."""
    return said(
        question=question,
        answer="The articles do not say.",
        outcome="not_found",
        reason=reason,
        closest=(nearest,) if nearest else (),
        confidence=0.08,
    )


def unsure(*closest: Citation, reason: str = "") -> Answer:
    """The answer that the articles may not say it, with what comes closest."""
    return said(
        answer="The articles may not say this. The closest passages:",
        outcome="unsure",
        reason=reason,
        closest=closest,
        confidence=0.4,
    )


def no_question() -> Answer:
    """The reply to what asks nothing."""
    reason = "I look things up in the articles."
    return replace(nothing(reason=reason), outcome="no_question", answer="Ask me something.")
