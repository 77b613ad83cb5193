"""A scripted assistant: answers from a queue, remembers what it was asked."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa_app.contract import Answer, AnswerSentence, Citation, Turn
from vectorstore.errors import QaAppError
from vectorstore.model import Field, Filter, Metadata, StoredArticle


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    history: tuple[Turn, ...]
    filters: Filter | None


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
    """Gives the queued answers in turn, then `otherwise`; keeps what it was asked in `history`."""

    def __init__(self, articles: dict[str, Written] | None = None) -> None:
        self.stored = dict(articles or {})
        self.queue: deque[Scripted] = deque()
        self.history: list[Asked] = []
        self.number = 1
        self.broken: QaAppError | None = None
        self.otherwise: Callable[[str], Answer] = lambda question: nothing(question)
        self._lock = threading.Lock()

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filter | None = None
    ) -> Answer:
        with self._lock:
            self.history.append(Asked(question, tuple(history), filters))
            scripted = self.queue.popleft() if self.queue else self.otherwise
        if isinstance(scripted, Exception):
            raise scripted
        found = scripted if isinstance(scripted, Answer) else scripted(question)
        return replace(found, question=question, generation=self.number)

    def articles(self) -> list[StoredArticle]:
        if self.broken:
            raise self.broken
        return [self._stored(source, written) for source, written in self.stored.items()]

    def text(self, source: str) -> str:
        return self.stored[source].text

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


def said(*citations: Citation, question: str = "", **changes: object) -> Answer:
    """An answer of one verbatim sentence a citation."""
    answer = Answer(
        id="a1",
        question=question,
        searched=question,
        answer=" ".join(f"{c.quote} [{c.n}]" for c in citations),
        sentences=tuple(AnswerSentence(c.quote, (c.n,), "supported") for c in citations),
        citations=citations,
        abstained=False,
        reason="",
        nearest=None,
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
        abstained=True,
        reason=reason,
        nearest=nearest,
        confidence=0.08,
    )
