"""What articles there are, and what changed between two generations."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from qa_app.web.protocol import Assistant
from vectorstore.model import StoredArticle

REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles of one generation."""

    generation: int
    articles: tuple[StoredArticle, ...]

    def article(self, source: str) -> StoredArticle | None:
        """The article of that id, if it is there."""
        return next((a for a in self.articles if a.source == source), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """How many articles changed between two generations."""

    added: int = 0
    edited: int = 0
    removed: int = 0
    renamed: int = 0

    def words(self) -> str:
        """As a phrase such as "2 added, 1 removed"; empty when nothing changed."""
        counts = {
            "added": self.added,
            "edited": self.edited,
            "removed": self.removed,
            "renamed": self.renamed,
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def compare(old: dict[str, str], new: dict[str, str]) -> Difference:
    """What happened between two states, each a mapping of article id to SHA-256."""
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    arrived = [new[source] for source in come]
    renamed = 0
    for source in gone:
        if old[source] in arrived:
            arrived.remove(old[source])
            renamed += 1
    edited = sum(old[source] != new[source] for source in old.keys() & new.keys())
    return Difference(len(come) - renamed, edited, len(gone) - renamed, renamed)


class Catalogue:
    """The list of articles, read again only when the generation has moved."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._listing: Listing | None = None
        self._past: OrderedDict[int, dict[str, str]] = OrderedDict()

    def current(self) -> Listing:
        """The articles as they are now."""
        generation = self._assistant.generation()
        with self._lock:
            if self._listing is None or self._listing.generation != generation:
                self._listing = self._read(generation)
                self._remember(self._listing)
            return self._listing

    def _read(self, generation: int) -> Listing:
        """Read until the generation stands still, so that the list belongs to it."""
        for _ in range(5):
            articles = tuple(self._assistant.articles())
            now = self._assistant.generation()
            if now == generation:
                break
            generation = now
        return Listing(generation, articles)

    def _remember(self, listing: Listing) -> None:
        self._past[listing.generation] = {a.source: a.sha256 for a in listing.articles}
        while len(self._past) > REMEMBERED:
            self._past.popitem(last=False)

    def change(self, seen: int) -> str:
        """A sentence on what changed since the generation `seen`; empty if nothing did."""
        listing = self.current()
        if seen < 0 or listing.generation == seen:
            return ""
        with self._lock:
            old = self._past.get(seen)
            new = self._past.get(listing.generation)
        words = compare(old, new).words() if old is not None and new is not None else ""
        return f"The articles changed: {words}." if words else "The articles changed."
