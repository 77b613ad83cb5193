"""Questions to begin with and to go on with: from the articles, and each found to be answered."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from qa_app.contract import Answer, Done, Request
from qa_app.suggesting import Suggestion, suggestions
from qa_app.web import examples
from qa_app.web.service import Service
from vectorstore.errors import QaAppError
from vectorstore.model import StoredArticle

NEXT, FIRST = 3, 4
TRIED = 6
"""Questions that are tried at most for one answer, since each takes as long as any other."""


class Suggested:
    """Finds and tries questions; what was found out holds until the articles change."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._generation = -1
        self._answered: dict[str, bool] = {}
        self._first: tuple[str, ...] | None = None

    def next(self, asked: str, sources: Iterable[str]) -> tuple[str, ...]:
        """Up to three questions on these articles that are answered and were not just asked."""
        with self._lock:
            self._renew()
            found: list[str] = []
            tried = 0
            for source in dict.fromkeys(sources):
                for suggestion in self._of(source):
                    if _plain(suggestion.question) == _plain(asked):
                        continue
                    if suggestion.question not in self._answered:
                        tried += 1
                        if tried > TRIED or self._service.busy():
                            return tuple(found)
                    if self._is_answered(suggestion, source):
                        found.append(suggestion.question)
                    if len(found) == NEXT:
                        return tuple(found)
            return tuple(found)

    def first(self) -> tuple[str, ...]:
        """Up to four questions to begin with, from different articles."""
        options = self._service.options
        if options.examples:
            return options.examples[:FIRST]
        with self._lock:
            self._renew()
            if self._first is None:
                self._first = tuple(self._begin())
            return self._first

    def _begin(self) -> Iterator[str]:
        listing = self._service.catalogue.current()
        kept = examples.kept(listing, self._service.options.prompts)
        found = 0
        for question in kept:
            if self._ask(question).outcome == "answered":
                found += 1
                yield question
        for article in listing.articles[:: max(1, len(listing.articles) // 40)]:
            if found >= FIRST:
                return
            for suggestion in self._of(article.source)[:2]:
                if self._is_answered(suggestion, article.source):
                    found += 1
                    yield suggestion.question
                    break

    def _renew(self) -> None:
        generation = self._service.assistant.generation()
        if generation != self._generation:
            self._generation, self._first = generation, None
            self._answered.clear()

    def _of(self, source: str) -> list[Suggestion]:
        article: StoredArticle | None = self._service.catalogue.current().article(source)
        if article is None:
            return []
        return suggestions(self._service.assistant.text(source), article.metadata.title.value)

    def _is_answered(self, suggestion: Suggestion, source: str) -> bool:
        """Whether the answer cites the very sentence that the question came from."""
        known = self._answered.get(suggestion.question)
        if known is None:
            answer = self._ask(suggestion.question)
            span = suggestion.span
            known = answer.outcome == "answered" and any(
                c.source == source and c.start < span.end and span.start < c.end
                for c in answer.citations
            )
            self._answered[suggestion.question] = known
        return known

    def _ask(self, question: str) -> Answer:
        *_, last = self._service.stream(Request(question, quoted=True))
        assert isinstance(last, Done)  # the contract of `stream`
        return last.answer


def _plain(question: str) -> str:
    return "".join(char for char in question.casefold() if char.isalnum())


def quietly(work: object) -> tuple[str, ...]:
    """What `work` finds; nothing where that fails, for nobody has asked for it."""
    try:
        return work() if callable(work) else ()
    except QaAppError:
        return ()
