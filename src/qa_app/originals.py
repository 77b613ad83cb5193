"""The originals of a store's articles: what they were read from, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ingest.contents import Contents
from ingest.errors import UnreadableError
from ingest.files import VanishedError
from ingest.options import IngestOptions
from ingest.originals import ChangedError, Original, locate, open_original
from ingest.survey import Place
from vectorstore.model import Beside, Root, StoredArticle
from vectorstore.store import Store

State = Literal["same", "changed", "gone", "unreadable"]


@dataclass(frozen=True, slots=True)
class Found:
    """What has become of what an article was read from.

    Attributes:
        article: the article.
        beside: its pages.
        file: the id of the file; the article's own, unless it lies inside that.
        inside: its name inside the file; empty where the file is the article.
        state: `same` as it was read, `changed` since, `gone`, or `unreadable`, with the `reason`.
        original: open, where it is the same.
    """

    article: StoredArticle
    beside: Beside
    file: str
    inside: str = ""
    state: State = "same"
    reason: str = ""
    original: Original | None = None

    @property
    def name(self) -> str:
        """The name of the file alone, or of the article inside it."""
        return PurePosixPath(self.inside or self.file).name

    def close(self) -> None:
        """Let go of the file."""
        if self.original is not None:
            self.original.file.close()


class Originals:
    """What the articles of one store were read from. May be shared by threads."""

    def __init__(self, store: Store, options: IngestOptions) -> None:
        self._store = store
        self._contents = Contents(options.limits, options.records)

    def find(self, source: str) -> Found | None:
        """The original of an article, by its id; None if there is no such article.

        Whoever asks closes it.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.read() as snapshot:
            article, root = snapshot.article(source), snapshot.root_of(source)
            beside = snapshot.beside([source]).get(source, Beside())
        if article is None or root is None:
            return None
        return self._found(article, beside, root)

    def _found(self, article: StoredArticle, beside: Beside, root: Root) -> Found:
        place: Place | None = None
        state: State = "same"
        reason = ""
        original = None
        try:
            place = locate(root, article.source)
            original = open_original(place, article.sha256, self._contents)
        except VanishedError:
            state = "gone"
        except ChangedError:
            state = "changed"
        except UnreadableError as error:
            state, reason = "unreadable", str(error)
        file, inside = (place.file, place.inside) if place else (article.source, "")
        return Found(article, beside, file, inside, state, reason, original)
