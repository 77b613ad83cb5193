"""What the page and the JSON API share: the assistant behind its limits."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import count

from qa_app.contract import Answer, Citation, Done, Event, FoundPassage, Request
from qa_app.web import examples
from qa_app.web.catalogue import Catalogue
from qa_app.web.gate import Gate
from qa_app.web.options import Options
from qa_app.web.protocol import Assistant
from qa_app.web.render import panel
from vectorstore.errors import QaAppError

log = logging.getLogger(__name__)
BROKEN = "Something went wrong here; the terminal that runs the chat has the details."


class Service:
    """One assistant, its catalogue and its gate, shared by every tab."""

    def __init__(self, assistant: Assistant, options: Options) -> None:
        self.assistant = assistant
        self.options = options
        self.catalogue = Catalogue(assistant)
        self._gate = Gate(options.running, options.waiting)
        self._opened = count(1)

    def stream(self, request: Request) -> Iterator[Event]:
        """The events of an answer, when its turn has come.

        Raises:
            BusyError: if too many questions wait already.
        """
        with self._gate.turn():
            yield from self.assistant.stream(request)

    def search(self, request: Request, most: int) -> tuple[FoundPassage, ...]:
        """The passages nearest to a question, when its turn has come.

        Raises:
            BusyError: if too many questions wait already.
        """
        with self._gate.turn():
            return self.assistant.search(request, most)

    def answer(self, request: Request) -> Answer:
        """The whole answer, when its turn has come.

        Raises:
            BusyError: if too many questions wait already.
        """
        *_, last = self.stream(request)
        assert isinstance(last, Done)  # the contract of `stream`
        return last.answer

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return examples.choose(
            self.catalogue.current(), self.options.examples, self.options.prompts
        )

    def list_panel(self) -> str:
        """The side panel with the list of articles; a message if it cannot be read."""
        try:
            return panel.listing(self.catalogue.current(), self.serial())
        except QaAppError as error:
            return panel.trouble(str(error), self.serial())

    def article_panel(self, source: str, citation: Citation | None = None) -> str:
        """The side panel with an article, the quote of `citation` highlighted."""
        try:
            found = self.catalogue.current().article(source)
            if found is None:
                return panel.gone(citation, source, self.serial())
            return panel.article(found, self.assistant.text(source), citation, self.serial())
        except QaAppError as error:
            return panel.trouble(str(error), self.serial())

    def serial(self) -> str:
        """Different each time, so that opening the same thing twice is an update too."""
        return str(next(self._opened))
