"""What the web chat needs of an assistant, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from qa_app.contract import Event, Request
from vectorstore.model import StoredArticle


class Assistant(Protocol):
    """Answers questions from a store that may change between two calls.

    Every method may raise `QaAppError`, whose text is shown to the person as it is.
    """

    def stream(self, request: Request) -> Iterator[Event]:
        """What happens on the way to the answer; `Done` is the last, from the current store."""
        ...

    def articles(self) -> list[StoredArticle]:
        """The current articles."""
        ...

    def text(self, source: str) -> str:
        """The text of a current article, the base of every offset."""
        ...

    def generation(self) -> int:
        """The number of the last committed ingest."""
        ...
