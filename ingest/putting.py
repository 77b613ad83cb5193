"""Articles into the store: read in the reading process, divided, committed batch by batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

from ingest import overrides
from ingest.contents import Contents
from ingest.errors import UnreadableError
from ingest.files import VanishedError
from ingest.options import IngestOptions, OnProgress, Progress
from ingest.outcomes import Outcomes
from ingest.prepare import Document, EmptyError, article, digest
from ingest.reading import ReadingProcess
from ingest.report import Outcome
from ingest.survey import Survey
from vectorstore.embedding.base import Embedder
from vectorstore.ledger.parts import parts
from vectorstore.model import Article, Change, Root
from vectorstore.writer import Writer

_AHEAD, _AHEAD_BYTES = 64, 8_000_000
"""Articles, and bytes of them, whose reading begins before it is their turn."""

_SETTLED = "the lines that its whole folder repeats are left out"


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article whose reading has begun."""

    source: str
    data: bytes
    reading: Future[Document]


@dataclass(slots=True)
class _Batch:
    """Articles waiting to be committed together."""

    articles: list[Article] = field(default_factory=list)
    passages: int = 0


@dataclass(slots=True)
class Putting:
    """Puts the articles of one root into the store; a failure of one never stops the others.

    Attributes:
        set_by_hand: metadata that people have set, by source.
        stale: sources whose file could not be read at the last ingest.
        passages: of all articles put in.
        emptied: known articles whose files hold no text any more.
    """

    writer: Writer
    root: Root
    embedder: Embedder
    process: ReadingProcess
    contents: Contents
    options: IngestOptions
    outcomes: Outcomes
    progress: OnProgress
    set_by_hand: Mapping[str, Mapping[str, str]]
    stale: Collection[str]
    passages: int = 0
    emptied: list[str] = field(default_factory=list)
    _batch: _Batch = field(default_factory=_Batch)

    def put(self, seen: Survey, sources: Sequence[str], known: Collection[str]) -> None:
        """Prepare and commit new and changed articles."""
        with closing(self._ahead(self._bytes(seen, sources, known))) as begun:
            for done, one in enumerate(begun, start=1):
                self._tell(done - 1, len(sources), one.source)
                prepared = self._prepared(one, one.source in known)
                if prepared is not None:
                    self._add(*prepared, one.source in known)
                if self._batch.passages >= self.options.batch_passages:
                    self._commit(done, len(sources))
            self._commit(len(sources), len(sources))

    def settle(self, seen: Survey, sources: Sequence[str]) -> None:
        """Prepare articles again, because the lines that their folder repeats have changed."""
        wanted = [source for source in sources if source in seen.places]
        with closing(self._ahead(self._bytes(seen, wanted, wanted))) as begun:
            for one in begun:
                prepared = self._prepared(one, is_known=True)
                if prepared is None:
                    continue
                self._batch.articles.append(prepared[0])
                self._batch.passages += len(prepared[0].passages)
                self.outcomes.add(one.source, _SETTLED)
                if self._batch.passages >= self.options.batch_passages:
                    self._commit(0, len(wanted))
            self._commit(0, len(wanted))

    def _ahead(self, files: Iterator[tuple[str, bytes]]) -> Generator[_Begun, None, None]:
        """The articles, each with its reading begun: the reading process goes on with the next
        ones while this one divides, embeds and writes.
        """
        begun: deque[_Begun] = deque()
        size = ahead = 0  # the first one's turn is at once
        pool = ThreadPoolExecutor(1)
        try:
            for source, data in files:
                reading = pool.submit(self.process.document, source, data)
                begun.append(_Begun(source, data, reading))
                size += len(data)
                while begun and (len(begun) > ahead or size > _AHEAD_BYTES):
                    size -= len(begun[0].data)
                    yield begun.popleft()
                    ahead = _AHEAD
            while begun:
                yield begun.popleft()
        except BaseException:
            self.process.close()  # nobody waits for what it is reading
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _bytes(
        self, seen: Survey, sources: Sequence[str], known: Collection[str]
    ) -> Iterator[tuple[str, bytes]]:
        """The articles and their bytes, in an order in which no file is read twice."""
        for place, inside in seen.by_file(sources):
            left = set(inside.values())
            try:
                for source, data in self.contents.wanted(place.path, place.file, inside):
                    left.discard(source)
                    yield source, data
                missing: Exception = VanishedError("gone before it could be read")
            except UnreadableError as error:
                missing = error
            for source in sorted(left):
                self._refuse(source, missing, source in known)

    def _prepared(self, one: _Begun, is_known: bool) -> tuple[Article, Document] | None:
        try:
            read = self._document(one)
            sha256 = digest(one.data)
            made = article(one.source, sha256, read, self.options.passages, self.embedder)
            return made, read
        except Exception as error:
            self._refuse(one.source, error, is_known)
        return None

    def _document(self, one: _Begun) -> Document:
        """The document, without the lines that its folder is known to repeat."""
        read, source = one.reading.result(), one.source
        drop = self.writer.repeated(source, [edge.line for edge in read.edges.lines])
        if drop:
            read = self.process.document(source, one.data, drop)
        by_hand = self.set_by_hand.get(source)
        return replace(read, metadata=overrides.apply(read.metadata, by_hand)) if by_hand else read

    def _refuse(self, source: str, error: Exception, is_known: bool) -> None:
        self.outcomes.refuse(source, error, is_known)
        if is_known and isinstance(error, EmptyError):
            self.emptied.append(source)
        elif is_known and not isinstance(error, VanishedError):
            self.keep_stale(source)

    def keep_stale(self, source: str) -> None:
        """Let the last version of an article answer that could not be read again."""
        if source not in self.stale:
            self.writer.mark_stale(source)
        file = self.outcomes.get(source)
        if file is not None and file.outcome == "failed":
            self.outcomes.add(source, "its earlier version still answers")

    def _add(self, made: Article, read: Document, is_known: bool) -> None:
        self._batch.articles.append(made)
        self._batch.passages += len(made.passages)
        outcome: Outcome = "changed" if is_known else "added"
        self.outcomes.say(made.source, outcome, "; ".join(read.notes))

    def _commit(self, done: int, total: int) -> None:
        batch, self._batch = self._batch, _Batch()
        if not batch.articles:
            return
        last = batch.articles[-1].source
        texts = [passage.embedded for one in batch.articles for passage in one.passages]
        for some in parts(texts, self.options.batch_passages):
            self.writer.embed(some)
            self._tell(max(done - 1, 0), total, last)
        self.writer.commit(Change(put=tuple(batch.articles)), self.root)
        for one in batch.articles:
            if one.source in self.stale:
                self.writer.mark_current(one.source)
        self.passages += batch.passages
        self._tell(done, total, last)

    def _tell(self, done: int, total: int, source: str) -> None:
        counts = (self.passages, self.writer.embedded)
        self.progress(Progress("ingesting", done, total, source, *counts))
