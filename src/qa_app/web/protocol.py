"""What the web chat needs of an assistant, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from qa_app.contract import Event, FoundPassage, Request
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

    def article(self, source: str) -> dict[str, Any]:
        """All that is known of a current article, its text and passages included."""
        ...

    def search(self, request: Request, most: int = 10) -> tuple[FoundPassage, ...]:
        """The passages that are retrieved for a question, best first."""
        ...

    def generation(self) -> int:
        """The number of the last committed ingest."""
        ...
