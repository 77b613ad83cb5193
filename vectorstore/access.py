"""Coming and going in the vector index: one process, and in it one thread, at a time.

A process keeps its index open between accesses and opens it anew when another process has changed
it since: an open Chroma client never notices by itself.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vectorstore.errors import StoreDamagedError, StoreError
from vectorstore.locks import FileLock, Mark, held
from vectorstore.vectors import Indexes, VectorIndex

_NOT_DAMAGED = ("", b"", "")


class Inside:
    """What may be done while the access lock is held."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def reading(self, name: str) -> VectorIndex:
        """The index of this name as it is now, to be asked."""
        return self._access.fresh(name)

    def changing(self, name: str) -> VectorIndex:
        """The index of this name as it is now, to be changed."""
        return self._access.fresh(name, change=True)

    def close(self) -> None:
        """Close what is open."""
        self._access.leave()

    def forget(self) -> None:
        """Close what is open and forget what was damaged: the next to ask sees what is there."""
        self._access.forget()


class Access:
    """The one way to a store's vector indexes; shared by all who have the store open here."""

    def __init__(self, store: Path, lock_path: Path, indexes: Indexes) -> None:
        self.indexes = indexes
        self._store = store
        self._lock = FileLock(lock_path)
        self._mark = Mark(self._lock)
        self._open: tuple[str, VectorIndex] | None = None
        self._seen = b""
        self._damaged = _NOT_DAMAGED
        self._unsettled = False
        self.users = 0

    @contextmanager
    def inside(self) -> Iterator[Inside]:
        """Hold the access lock for one access; not for more, since all others wait."""
        with held(self._lock, self._store):
            try:
                yield Inside(self)
                self._settle()
            except BaseException:
                self.leave()  # whatever state it is in, the next one shall not find it
                raise

    def fresh(self, name: str, *, change: bool = False) -> VectorIndex:
        """The index, opened anew if another process has changed it; only inside."""
        if self._open is None or self._open[0] != name or self._seen != self._mark.token():
            self.leave()
            self._open = (name, self._opened(name))
            self._unsettled = True
        if change:
            self._seen = self._mark.change(replayed=False)
            self._unsettled = True
        return self._open[1]

    def _opened(self, name: str) -> VectorIndex:
        token = self._mark.token()
        if self._damaged[:2] == (name, token):
            raise StoreDamagedError(self._damaged[2])
        self._damaged = _NOT_DAMAGED
        if not self._mark.replayed():
            token = self._mark.change(replayed=True)
        try:
            index = self.indexes.open(name)
        except StoreDamagedError as error:
            # To find it out takes seconds; not again for each question.
            self._damaged = (name, token, str(error))
            raise
        self._seen = token
        return index

    def forget(self) -> None:
        """Close what is open and forget what was damaged; only inside."""
        self._damaged = _NOT_DAMAGED
        self.leave()

    def _settle(self) -> None:
        if self._unsettled and self._open is not None:
            self._open[1].settle()
        self._unsettled = False

    def leave(self) -> None:
        """Close what is open; only inside, or when nobody else is left."""
        opened, self._open = self._open, None
        if opened is not None:
            with suppress(StoreError):  # what cannot be closed is opened anew all the same
                opened[1].close()


_shared: dict[tuple[int, Path], Access] = {}
_guard = threading.Lock()


def enter(store: Path, lock_path: Path, indexes: Indexes) -> Access:
    """The access to a store, the same one for all in this process; to be given back by `leave`.

    Chroma shares its clients by path within a process, so two of ours would never be fresh.
    """
    with _guard:
        access = _shared.setdefault(_key(store), Access(store, lock_path, indexes))
        access.users += 1
        return access


def leave(store: Path, access: Access) -> None:
    """Give the access back; the last one closes what is open."""
    with _guard:
        access.users -= 1
        if access.users > 0:
            return
        if _shared.get(_key(store)) is access:
            del _shared[_key(store)]
    try:
        with access.inside():
            access.leave()
    except StoreError:  # the folder is gone, or another process hangs
        access.leave()


def _key(store: Path) -> tuple[int, Path]:
    # With the process id, since a forked child must not use its parent's clients.
    return os.getpid(), store.resolve()
