"""What the page and the JSON API share: the assistant behind its limits."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import cache
from itertools import count

from qa_app.contract import Answer, Citation, Done, Event, FoundPassage, Request, Retrieved
from qa_app.conversation import Exchange
from qa_app.conversations import SavedConversations
from qa_app.standing import Kind, standing
from qa_app.web import logs
from qa_app.web.catalogue import Catalogue
from qa_app.web.gate import Gate, Ticket
from qa_app.web.missing import Missing
from qa_app.web.options import Options
from qa_app.web.protocol import Assistant
from qa_app.web.render import panel
from qa_app.web.render.panel import Opened
from vectorstore.errors import QaAppError

log = logging.getLogger(__name__)
BROKEN = "Something went wrong here; the terminal that runs the chat has the details."


class Service:
    """One assistant, its catalogue and its gate, shared by every tab."""

    def __init__(self, assistant: Assistant, options: Options) -> None:
        self.assistant = assistant
        self.options = options
        self.catalogue = Catalogue(assistant)
        self.saved = SavedConversations(options.saved)
        self.missing = Missing(self.saved)
        self._gate = Gate(options.running, options.waiting)
        self._opened = count(1)

    def stream(
        self, request: Request, who: str = "", ticket: Ticket | None = None
    ) -> Iterator[Event]:
        """The events of an answer, when its turn has come; none where it was stopped before.

        Args:
            who: whose turn it is to be.
            ticket: what ends the waiting when it is cancelled.

        Raises:
            BusyError: if too many questions wait already.
            CancelledError: the ticket was cancelled.
        """
        with self._gate.turn(who, ticket):
            if request.stop is None or not request.stop.is_set():
                yield from self.events(request)

    def events(self, request: Request) -> Iterator[Event]:
        """The events of an answer, at once: whoever calls it has a turn."""
        began = time.monotonic()
        for event in self.assistant.stream(request):
            if isinstance(event, Done) and not request.quoted:  # what nobody asked is only tried
                logs.answered(event.answer, began)
            yield event

    def turn(self, who: str) -> AbstractAsyncContextManager[None]:
        """A turn to answer, for what waits without a thread.

        Raises:
            BusyError: if too many questions wait already.
        """
        return self._gate.turn_async(who)

    def answer(self, request: Request) -> Answer:
        """The whole answer, at once: whoever calls it has a turn."""
        *_, last = self.events(request)
        assert isinstance(last, Done)  # the contract of `stream`
        return last.answer

    def search(self, request: Request, most: int) -> tuple[FoundPassage, ...]:
        """The passages nearest to a question, at once: whoever calls it has a turn."""
        return self.assistant.search(request, most)

    def busy(self) -> bool:
        """Whether somebody waits for a turn."""
        return self._gate.busy()

    def list_panel(self) -> str:
        """The side panel with the list of articles; a message if it cannot be read."""
        try:
            return panel.listing(self.catalogue.current(), self.serial())
        except QaAppError as error:
            return panel.trouble(str(error), self.serial())

    def article_panel(self, source: str, opened: Opened | None = None) -> str:
        """The side panel with an article, the quotes of an answer marked."""
        try:
            found = self.catalogue.current().article(source)
            if found is None:
                return panel.gone(opened, source, self.serial())
            text, files = self.assistant.text(source), self.options.originals is not None
            return panel.article(found, text, opened, self.serial(), files=files)
        except QaAppError as error:
            return panel.trouble(str(error), self.serial())

    def passage(self, found: Retrieved, generation: int) -> Citation | None:
        """A passage that was found, to be opened; None where the articles have changed since.

        Raises:
            QaAppError: it cannot be read.
        """
        listing = self.catalogue.current()
        article = listing.article(found.source)
        if article is None or listing.generation != generation:
            return None
        quote = self.assistant.text(found.source)[found.start : found.end]
        title, published = article.metadata.title.value, article.metadata.published.value
        return Citation(1, found.source, title, published, found.start, found.end, quote)

    def standings(self, exchanges: Iterable[Exchange]) -> dict[str, dict[str, Kind]]:
        """What has become of everything cited: exchange -> citation -> how it stands now.

        Where the articles cannot be read, nothing is said of any citation.
        """
        text = cache(self._text)
        try:
            return {
                one.id: {name: standing(c, text(c.source)).kind for name, c in one.named.items()}
                for one in exchanges
            }
        except QaAppError:
            return {}

    def _text(self, source: str) -> str | None:
        found = self.catalogue.current().article(source)
        return self.assistant.text(source) if found is not None else None

    def serial(self) -> str:
        """Different each time, so that opening the same thing twice is an update too."""
        return str(next(self._opened))
