"""Chroma, embedded: one folder an index. With `chroma_server` the only module that knows chromadb.

Whoever calls holds the access lock: no two processes may be inside one of these folders at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore import index_files
from vectorstore.errors import StoreDamagedError, StoreError
from vectorstore.ledger.engine import has_no_space, no_space
from vectorstore.ledger.parts import parts
from vectorstore.vectors import Near, Record, Vector

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 200
"""Records a call: more gain nothing, one at a time costs twenty times as long."""

TRIED = 50
TRIAL_SECONDS = 120

COLLECTION = "passages"

# With Chroma's own 16 neighbours and 100, one to four of 2,000 clustered vectors were not among the
# ten nearest to themselves after half had been replaced, however widely the search went; with these
# none of 2,000 in eight runs. Adding is a third slower.
CONFIGURATION = {
    "hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
}
_PREFIX = "chroma-"


class ChromaIndex:
    """An open collection. Fulfils `vectors.VectorIndex`; every failure is a `StoreError`.

    Args:
        client: to be closed with the index.
        collection: the vectors.
        guard: what each call is made in; turns failures into `StoreError`s.
        settle: called when a change is complete.
    """

    def __init__(
        self,
        client: ClientAPI,
        collection: Collection,
        guard: Callable[[], AbstractContextManager[None]],
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._collection = collection
        self._guard = guard
        self._settle = settle

    def add(
        self, vectors: Mapping[str, Vector], records: Mapping[str, Record] | None = None
    ) -> None:
        """Add vectors, in batches; Chroma leaves alone an id that it has."""
        with self._guard():
            for part in parts(vectors.items(), BATCH):
                ids = [id_ for id_, _ in part]
                rows: Any = np.stack([vector for _, vector in part])
                self._collection.add(ids=ids, embeddings=rows, **_beside(ids, records))

    def describe(self, records: Mapping[str, Record]) -> None:
        """Change what stands beside vectors that are there, each in one step.

        For a changed document Chroma would look for an embedding model, unless the vector comes
        along: so it is given the one that it has.
        """
        with self._guard():
            for part in parts(records, BATCH):
                got = self._collection.get(ids=part, include=["documents", "metadatas"])
                said = zip(got["documents"] or (), got["metadatas"] or (), strict=True)
                before = dict(zip(got["ids"], said, strict=True))
                metadata = {
                    # What another program has added goes: None takes it out.
                    id_: {**dict.fromkeys(before[id_][1] or ()), **_metadata(records[id_])}
                    for id_ in before
                }
                reworded = [i for i, (text, _) in before.items() if text != records[i].document]
                if moved := [id_ for id_ in before if id_ not in set(reworded)]:
                    self._collection.update(ids=moved, metadatas=[metadata[i] for i in moved])
                if reworded:
                    vectors = self.get(reworded)
                    rows: Any = np.stack([vectors[id_] for id_ in reworded])
                    self._collection.update(
                        ids=reworded,
                        embeddings=rows,
                        documents=[records[id_].document for id_ in reworded],
                        metadatas=[metadata[id_] for id_ in reworded],
                    )

    def records(self) -> dict[str, Record]:
        """The records that are whole, by id."""
        with self._guard():
            got = self._collection.get(include=["documents", "metadatas"])
        found: dict[str, Record] = {}
        for id_, document, metadata in zip(
            got["ids"], got["documents"] or (), got["metadatas"] or (), strict=True
        ):
            with suppress(TypeError):  # one that another program wrote, or none at all
                found[id_] = Record(document, **metadata)
        return found

    def delete(self, ids: Iterable[str]) -> None:
        """Take vectors out."""
        with self._guard():
            for part in parts(ids, BATCH):
                self._collection.delete(ids=part)

    def count(self) -> int:
        """How many vectors there are."""
        with self._guard():
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        with self._guard():
            return set(self._collection.get(include=[])["ids"])

    def get(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors among `ids` that can be read back."""
        found: dict[str, Vector] = {}
        with self._guard():
            for part in parts(ids, BATCH):
                got = self._collection.get(ids=part, include=["embeddings"])
                rows = got["embeddings"]
                assert rows is not None
                found.update(
                    (id_, np.asarray(row, dtype=np.float32))
                    for id_, row in zip(got["ids"], rows, strict=True)
                )
        return found

    def query(self, vectors: NDArray[np.float32], k: int) -> list[list[Near]]:
        """For each row the `k` nearest, best first."""
        with self._guard():
            rows: Any = vectors
            found = self._collection.query(
                query_embeddings=rows, n_results=k, include=["distances"]
            )
            distances = found["distances"]
            assert distances is not None
            return [
                [Near(id_, 1.0 - float(distance)) for id_, distance in zip(*row, strict=True)]
                for row in zip(found["ids"], distances, strict=True)
            ]

    def settle(self) -> None:
        """A change is complete."""
        self._settle()

    def close(self) -> None:
        """Let go of the folder, or of the connection."""
        with self._guard():
            self._client.close()


class ChromaFolders:
    """The Chroma folders of a store. Fulfils `vectors.Indexes`."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def create(self) -> str:
        """Make an empty index; its name."""
        # A folder made again under a name that this process has used is taken by Chroma for the
        # old one, so every folder gets a name of its own.
        name = _PREFIX + os.urandom(4).hex()
        path = self._store / name
        with _explained(path):
            client = _client(path)
            try:
                client.create_collection(
                    COLLECTION, embedding_function=None, configuration=CONFIGURATION
                )
            finally:
                client.close()
        index_files.note(path)
        return name

    def open(self, name: str) -> ChromaIndex:
        """Open an index."""
        path = self._store / name
        # Chroma would make a missing folder and then find nothing in it.
        if not (path / "chroma.sqlite3").is_file():
            raise StoreDamagedError(
                f"{path}: the vectors are missing; run `qa-app doctor --repair`"
            )
        if not index_files.trusted(path):
            _try_apart(path)
        return open_folder(path)

    def names(self) -> set[str]:
        """The folders there are."""
        return {path.name for path in self._store.glob(f"{_PREFIX}*") if path.is_dir()}

    def drop(self, name: str) -> None:
        """Remove a folder; what cannot be removed now is left for another time."""
        shutil.rmtree(self._store / name, ignore_errors=True)

    def address(self, name: str) -> dict[str, Any]:
        """The folder and the collection in it."""
        return {"persist_directory": str(self._store / name), "collection_name": COLLECTION}


def open_folder(path: Path) -> ChromaIndex:
    """Open the collection in a folder, whatever its files are like: damage can end the process."""
    with _explained(path):
        client = _client(path)
        try:
            collection = client.get_collection(COLLECTION, embedding_function=None)
        except BaseException:
            client.close()
            raise
        # How the files were left is noted, so that they are trusted the next time.
        return ChromaIndex(
            client, collection, lambda: _explained(path), lambda: index_files.note(path)
        )


def exercise(path: Path) -> None:
    """Use all of an index: what is run in a process of its own, to see whether it survives."""
    index = open_folder(path)
    ids = sorted(index.ids())
    some = index.get(ids[:: max(1, len(ids) // TRIED)])
    if some:
        index.query(np.stack(list(some.values())), 10)
    index.close()


def _beside(ids: Sequence[str], records: Mapping[str, Record] | None) -> dict[str, Any]:
    """Documents and metadata of these ids as Chroma takes them; nothing without records."""
    if records is None:
        return {}
    return {
        "documents": [records[id_].document for id_ in ids],
        "metadatas": [_metadata(records[id_]) for id_ in ids],
    }


def _metadata(record: Record) -> dict[str, Any]:
    """All of a record but its document, which Chroma takes by itself."""
    said = record._asdict()
    del said["document"]
    return said


def _try_apart(path: Path) -> None:
    """Find out in another process whether an index can be used.

    Damaged files do not make Chroma fail but end the process, and a writer that was killed may
    have left such.

    Raises:
        StoreDamagedError: the index cannot be used.
    """
    code = "import sys, pathlib, vectorstore.chroma as c; c.exercise(pathlib.Path(sys.argv[1]))"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True,
            timeout=TRIAL_SECONDS,
            check=False,
        )
        ended = done.returncode
    except (OSError, subprocess.TimeoutExpired):
        ended = -1
    if ended != 0:
        raise StoreDamagedError(f"{path}: the vectors are damaged; run `qa-app doctor --repair`")
    index_files.note(path)


def _client(path: Path) -> ClientAPI:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma would hand out the client that failed to start to the next one who asks.
        with suppress(Exception):
            SharedSystemClient._release_system(str(path))
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Chroma's failures come as its own errors, as plain ones and as panics of its Rust core."""
    try:
        yield
    except StoreError:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        cause = f"{type(error).__name__}: {error}".splitlines()[0]
        if has_no_space(path, cause):
            raise no_space(path) from error
        raise StoreDamagedError(
            f"{path}: the vectors cannot be used ({cause}); run `qa-app doctor --repair`"
        ) from error
