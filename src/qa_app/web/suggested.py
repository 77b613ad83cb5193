"""Questions to begin with and to go on with: from the articles, and each found to be answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from qa_app.contract import Citation, Done, Request
from qa_app.retrieval.words import STOPWORDS, tokens
from qa_app.suggesting import Suggestion, suggestions
from qa_app.web import examples
from qa_app.web.service import Service
from vectorstore.errors import QaAppError
from vectorstore.model import Span, StoredArticle

NEXT, FIRST = 3, 4
TRIED = 6
"""Questions that are tried at most at one time, since each takes as long as any other."""
ARTICLES = 40
"""In about so many articles, of all, questions to begin with are looked for."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Questions that were found to be answered; `later`: asked again soon, there may be more."""

    questions: tuple[str, ...] = ()
    later: bool = False


class Suggested:
    """Finds and tries questions; what was found out holds until the articles change.

    While questions for somebody else are tried there are none, so that one thread at most is held
    here, and none is tried while a question that somebody has asked waits for its turn.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._generation = -1
        self._cited: dict[str, tuple[Citation, ...] | None] = {}
        self._left = 0
        self._cut = False
        self._first: tuple[int, tuple[str, ...]] = (-1, ())

    def next(self, asked: str, sources: Iterable[str]) -> Offered:
        """Up to three questions that are answered and were not just asked.

        They are on these articles; where these give too few, some of those to begin with.
        """
        with self._trying() as alone:
            if not alone:
                return Offered(later=True)
            found = list(islice(self._go_on(asked, sources), NEXT))
            later = len(found) < NEXT and self._cut
            if not later and self._first[0] == self._generation:
                more = (q for q in self._first[1] if _plain(q) != _plain(asked) and q not in found)
                found += islice(more, NEXT - len(found))
            return Offered(tuple(found), later)

    def first(self) -> Offered:
        """Up to four questions to begin with, from different articles.

        They are fewer until as many have been found: whoever asks next tries some more.
        """
        options = self._service.options
        if options.examples:
            return Offered(options.examples[:FIRST])
        generation, found = self._first
        if generation == self._service.assistant.generation():
            return Offered(found)
        with self._trying() as alone:
            if not alone:
                return Offered(later=True)
            found = tuple(islice(self._begin(), FIRST))
            later = len(found) < FIRST and self._cut
            if not later:
                self._first = (self._generation, found)
            return Offered(found, later)

    @contextmanager
    def _trying(self) -> Iterator[bool]:
        """Whether nobody else's questions are tried; then these may be."""
        alone = self._lock.acquire(blocking=False)
        try:
            if alone:
                self._renew()
                self._left, self._cut = TRIED, False
            yield alone
        finally:
            if alone:
                self._lock.release()

    def _go_on(self, asked: str, sources: Iterable[str]) -> Iterator[str]:
        about = set(tokens(asked)) - STOPWORDS
        for source in dict.fromkeys(sources):
            for suggestion in sorted(self._of(source), key=lambda one: -_shared(one, about)):
                if _plain(suggestion.question) == _plain(asked):
                    continue
                if self._is_answered(suggestion.question, source, suggestion.span):
                    yield suggestion.question
                if self._cut:
                    return

    def _begin(self) -> Iterator[str]:
        listing = self._service.catalogue.current()
        for question in examples.kept(listing, self._service.options.prompts):
            if self._is_answered(question):
                yield question
            if self._cut:
                return
        for article in listing.articles[:: max(1, len(listing.articles) // ARTICLES)]:
            for suggestion in self._of(article.source)[:2]:
                if self._is_answered(suggestion.question, article.source, suggestion.span):
                    yield suggestion.question
                    break
                if self._cut:
                    return

    def _renew(self) -> None:
        generation = self._service.assistant.generation()
        if generation != self._generation:
            self._generation = generation
            self._cited.clear()

    def _of(self, source: str) -> list[Suggestion]:
        article: StoredArticle | None = self._service.catalogue.current().article(source)
        if article is None:
            return []
        return suggestions(self._service.assistant.text(source), article.metadata.title.value)

    def _is_answered(self, question: str, source: str = "", span: Span | None = None) -> bool:
        """Whether the answer cites the very sentence that the question came from, if from any.

        Where it is not known and may not be tried now, it is not, and `_cut` says so.
        """
        if question not in self._cited:
            self._cut = not self._left or self._service.busy()
            if self._cut:
                return False
            self._left -= 1
            self._cited[question] = self._ask(question)
        cited = self._cited[question]
        if cited is None or span is None:
            return cited is not None
        return any(c.source == source and c.start < span.end and span.start < c.end for c in cited)

    def _ask(self, question: str) -> tuple[Citation, ...] | None:
        """What the answer cites; None where there is no answer."""
        *_, last = self._service.stream(Request(question, quoted=True))
        assert isinstance(last, Done)  # the contract of `stream`
        return last.answer.citations if last.answer.outcome == "answered" else None


def _shared(suggestion: Suggestion, about: set[str]) -> int:
    """How many words it has in common with what was asked: nearer ones are offered first."""
    return len(about & set(tokens(suggestion.question)))


def _plain(question: str) -> str:
    return "".join(char for char in question.casefold() if char.isalnum())


def quietly(find: Callable[[], Offered]) -> Offered:
    """What is found; nothing where that fails, for nobody has asked for it."""
    try:
        return find()
    except QaAppError:
        return Offered()
