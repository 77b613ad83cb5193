"""The commit protocol: new vectors, then one ledger transaction, then the old vectors go.

A crash at any point leaves the old articles or the new ones, never neither and never both; what it
leaves over in the vector index is seen by no reader and cleaned up by the next writer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from vectorstore import identity, stragglers, upkeep
from vectorstore.core import Core
from vectorstore.ledger import cache, edges, indexed, places, read, write
from vectorstore.ledger.meta import Model, count, get_meta, get_model, set_meta, set_model
from vectorstore.model import Article, Change, Root
from vectorstore.vectors import Record

OnStep = Callable[[str], None]
"""Called after each step of a commit with its name; a test makes it raise or exit."""

STEPS = ("marked", "vectors-added", "ledger-committed", "vectors-deleted")


class Plan(NamedTuple):
    """What a change comes to: articles with their digests, what the index says of the vectors it
    touches, the vectors it adds, and what is to stand beside those.
    """

    put: tuple[Article, ...]
    digests: tuple[str, ...]
    remove: tuple[str, ...]
    said: dict[str, Record]
    new: dict[str, bytes]
    records: dict[str, Record]


class Writer:
    """The one writer of a store, for the length of a `Store.write()` block.

    Attributes:
        embedded: how many texts were really embedded; the others were known.
    """

    def __init__(self, core: Core, on_step: OnStep) -> None:
        self.embedded = 0
        self._core = core
        self._on_step = on_step
        self._sound = False
        self._removed = False
        self._added: set[str] = set()
        self._repeated: dict[str, frozenset[str]] = {}  # by folder, until the next commit
        self._bind_model()
        with core.ledger.reading() as connection:
            remembered = get_meta(connection)
            self._dirty = remembered.get("dirty", "")
            self._unsettled = bool(remembered.get("unsettled", ""))
        if self._dirty:
            self._make_sound()

    def root(self, path: str) -> Root:
        """The root at this path, known or new."""
        with self._core.ledger.writing() as connection:
            return write.root(connection, path)

    def move_root(self, root: Root, path: str) -> None:
        """Note that the folder of a root is elsewhere now; its articles keep their ids."""
        with self._core.ledger.writing() as connection:
            write.move_root(connection, root, path)

    def forget_root(self, root: Root) -> None:
        """Drop a root that has no articles any more."""
        with self._core.ledger.writing() as connection:
            write.forget_root(connection, root)

    def known(self, root: Root) -> dict[str, str]:
        """The articles of a root and the SHA-256 of the bytes they were read from."""
        with self._core.ledger.reading() as connection:
            return read.sources_of(connection, root)

    def override(self, fields: Mapping[str, Mapping[str, str]]) -> None:
        """Remember metadata that a person has set, by article id; empty takes an article's back."""
        with self._core.ledger.writing() as connection:
            write.override(connection, fields)

    def repeated(self, source: str, lines: Collection[str]) -> frozenset[str]:
        """Which of an article's edge lines are known to be repeated all over its folder."""
        if not lines:
            return frozenset()
        folder = edges.folder_of(source)
        if folder not in self._repeated:
            with self._core.ledger.reading() as connection:
                self._repeated[folder] = edges.repeated(connection, folder)
        return self._repeated[folder].intersection(lines)

    def unsettled(self, touched: Collection[str]) -> list[str]:
        """The articles that leave out other edge lines than they should, by id.

        Only the folders of the articles `touched` are looked at, and all of them when an earlier
        writer has not come so far as to call `settled`.
        """
        if not touched and not self._unsettled:
            return []
        with self._core.ledger.reading() as connection:
            folders = {edges.folder_of(source) for source in touched}
            if self._unsettled:
                folders |= edges.folders(connection)
            return edges.unsettled(connection, folders)

    def settled(self) -> None:
        """Note that no article of this store is unsettled."""
        with self._core.ledger.reading() as connection:
            noted = get_meta(connection).get("unsettled", "")
        if noted:
            with self._core.ledger.writing() as connection:
                set_meta(connection, unsettled="")
        self._unsettled = False

    def embed(self, texts: Iterable[str]) -> None:
        """See to it that these texts' vectors are in the cache."""
        self.embedded += self._core.embed({cache.text_hash(text): text for text in texts})

    def commit(self, change: Change, root: Root) -> int:
        """Make a change current, all of it or none.

        Returns:
            The generation it is in: a new one, or the present one if it changes nothing.

        Raises:
            StoreError: an article is not there, or its id is taken; nothing has changed.
        """
        plan = self._plan(change)
        if not (plan.put or plan.remove or change.rename):
            with self._core.ledger.reading() as connection:
                return read.generation(connection)
        self.embed(p.embedded for article in plan.put for p in article.passages)
        self._make_sound()
        self._sound = False
        self._repeated.clear()
        self._set_dirty("yes")
        self._on_step("marked")
        upkeep.add(self._core, plan.new, plan.records)
        self._added |= plan.new.keys()
        self._on_step("vectors-added")
        generation, kept, gone = self._apply(plan, change, root)
        self._on_step("ledger-committed")
        upkeep.describe(self._core, kept, plan.said)
        upkeep.remove(self._core, gone)
        self._on_step("vectors-deleted")
        self._sound = True
        return generation

    def mark_stale(self, source: str) -> None:
        """Note that an article's file could not be read; its last version still answers."""
        self._set_state(source, "stale")

    def mark_current(self, source: str) -> None:
        """Note that an article's file was read again and is unchanged."""
        self._set_state(source, "current")

    def record(self, report: Mapping[str, Any]) -> None:
        """Keep the report of this ingest."""
        with self._core.ledger.writing() as connection:
            write.record(connection, report)

    def finish(self) -> None:
        """Leave the store tidy; called when the block has ended well."""
        if self._removed:
            with self._core.ledger.writing() as connection:
                cache.prune(connection)
        if upkeep.worn(self._core):
            upkeep.rebuild(self._core)
        elif self._removed or self._added:
            stragglers.note_new(self._core, self._added)

    def leave(self) -> None:
        """Take back the mark of unfinished work if there is none; called in any case."""
        if self._sound:
            self._set_dirty("")

    def _plan(self, change: Change) -> Plan:
        with self._core.ledger.reading() as connection:
            known = read.digests(connection, [a.source for a in change.put], "current")
            digests = {a.source: identity.digest(a) for a in change.put}
            put = tuple(a for a in change.put if known.get(a.source) != digests[a.source])
            there = read.existing(connection, change.remove)
            remove = tuple(source for source in change.remove if source in there)
            left = (*remove, *(a.source for a in put), *(one.old for one in change.rename))
            held = indexed.vectors_in(connection, left)
            records = _records(put)
            held |= indexed.in_use(connection, records)
            said = places.records(connection, held)
        new = {name: bytes.fromhex(name) for name in records.keys() - held}
        return Plan(put, tuple(digests[a.source] for a in put), remove, said, new, records)

    def _apply(
        self, plan: Plan, change: Change, root: Root
    ) -> tuple[int, dict[str, Record], set[str]]:
        """The generation of the change, what is to be said of the vectors that stay, and the
        vectors that belong to no passage after it.
        """
        with self._core.ledger.writing() as connection:
            generation = write.next_generation(connection)
            for source in plan.remove:
                write.remove(connection, source)
            write.rename(connection, change.rename, generation)
            write.put(connection, plan.put, plan.digests, root, generation)
            kept = places.records(connection, plan.said)
            gone = plan.said.keys() - kept.keys()
            deleted = count(connection, "deleted") + len(gone)
            again = upkeep.reworded(kept, plan.said)
            drift = count(connection, "drift") + len(gone) + len(plan.new) + len(again)
            set_meta(connection, deleted=str(deleted), drift=str(drift), unsettled="yes")
        self._removed = self._removed or bool(gone)
        self._added |= again
        return generation, kept, gone

    def _bind_model(self) -> None:
        embedder = self._core.embedder
        own = Model(embedder.name, embedder.dimension, embedder.fingerprint)
        with self._core.ledger.reading() as connection:
            bound = get_model(connection)
        if bound.fingerprint != own.fingerprint:
            with self._core.ledger.writing() as connection:
                set_model(connection, own)

    def _make_sound(self) -> None:
        if not self._sound and not upkeep.sound(self._core):
            self._set_dirty("yes")
            upkeep.heal(self._core)
        self._sound = True

    def _set_dirty(self, value: str) -> None:
        if self._dirty != value:
            with self._core.ledger.writing() as connection:
                set_meta(connection, dirty=value)
            self._dirty = value

    def _set_state(self, source: str, state: str) -> None:
        with self._core.ledger.writing() as connection:
            if write.set_state(connection, source, state):
                write.next_generation(connection)


def _records(put: Iterable[Article]) -> dict[str, Record]:
    """What stands beside the vector of each passage; equal texts share that of the first."""
    found: dict[str, Record] = {}
    for article in sorted(put, key=lambda one: one.source):
        title, published = article.metadata.title.value, article.metadata.published.value
        for passage in article.passages:
            span = passage.span
            place = (article.source, span.start, span.end, title, published)
            name = cache.text_hash(passage.embedded).hex()
            found.setdefault(name, Record(span.of(article.text), *place))
    return found
