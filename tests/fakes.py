"""Stand-ins for what is slow or far away; each keeps a history of what it was asked."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from qa_app.generation.base import Allowance, Finish, Message
from qa_app.reader.base import Excerpt, ExcerptReading, SentenceReading
from vectorstore.embedding.base import Vectors
from vectorstore.errors import StoreDamagedError
from vectorstore.vectors import Near, Record, Vector, similarities

_WORD = re.compile(r"\w+|[^\w\s]")


class FakeEmbedder:
    """A bag of hashed words: the same text has the same vector, similar texts have similar ones.

    A token is a word or a punctuation mark; two special tokens are counted on top.
    """

    def __init__(
        self, name: str = "fake", *, dimension: int = 64, max_tokens: int = 64, version: str = "1"
    ) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.fingerprint = hashlib.sha256(f"{name} {dimension} {version}".encode()).hexdigest()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) + 2 for text in texts]

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return [found.span() for found in _WORD.finditer(text)]

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension)
        for word in _WORD.findall(text.casefold()) or [""]:
            # Signed, and never 0 in sum: each word leaves its mark in two places.
            digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
            vector[digest[0] % self.dimension] += 1.0
            vector[int.from_bytes(digest[1:3], "big") % self.dimension] += 0.5
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class MemoryIndex:
    """A vector index in a dictionary, searched exactly. Fulfils `vectors.VectorIndex`."""

    def __init__(self) -> None:
        self.vectors: dict[str, Vector] = {}
        self.beside: dict[str, Record] = {}

    def add(
        self, vectors: Mapping[str, Vector], records: Mapping[str, Record] | None = None
    ) -> None:
        self.beside = {**(records or {}), **self.beside}
        self.vectors = {**vectors, **self.vectors}

    def describe(self, records: Mapping[str, Record]) -> None:
        self.beside.update(records)

    def records(self) -> dict[str, Record]:
        return dict(self.beside)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self.vectors.pop(id_, None)
            self.beside.pop(id_, None)

    def count(self) -> int:
        return len(self.vectors)

    def ids(self) -> set[str]:
        return set(self.vectors)

    def get(self, ids: Sequence[str]) -> dict[str, Vector]:
        return {id_: self.vectors[id_] for id_ in ids if id_ in self.vectors}

    def query(self, vectors: Vectors, k: int) -> list[list[Near]]:
        return [self._nearest(vector, k) for vector in vectors]

    def settle(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _nearest(self, vector: Vector, k: int) -> list[Near]:
        scores = similarities(vector, list(self.vectors.values())).tolist()
        found = [Near(id_, score) for id_, score in zip(self.vectors, scores, strict=True)]
        return sorted(found, key=lambda near: -near.score)[:k]


class MemoryIndexes:
    """Indexes by name, kept while this object is. Fulfils `vectors.Indexes`."""

    def __init__(self) -> None:
        self.held: dict[str, MemoryIndex] = {}
        self._made = 0

    def create(self) -> str:
        self._made += 1
        name = f"memory-{self._made}"
        self.held[name] = MemoryIndex()
        return name

    def open(self, name: str) -> MemoryIndex:
        if name not in self.held:
            raise StoreDamagedError(f"{name}: the vectors are missing")
        return self.held[name]

    def names(self) -> set[str]:
        return set(self.held)

    def drop(self, name: str) -> None:
        self.held.pop(name, None)

    def address(self, name: str) -> dict[str, Any]:
        return {"collection_name": name}


class ScriptedReader:
    """Gives the queued readings in turn, then says of all sentences that they may answer.

    What it was asked is in `history`. Fulfils `qa_app.reader.Reader`.
    """

    name = "scripted"

    def __init__(self, *readings: Sequence[ExcerptReading]) -> None:
        self.queue: deque[Sequence[ExcerptReading]] = deque(readings)
        self.history: list[tuple[str, list[Excerpt]]] = []

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[ExcerptReading]:
        self.history.append((question, list(excerpts)))
        if self.queue:
            return list(self.queue.popleft())
        return [
            ExcerptReading(
                0.0, tuple(SentenceReading(0.0, 0.0, span) for span in excerpt.sentences)
            )
            for excerpt in excerpts
        ]


class ScriptedModel:
    """Writes the queued replies in turn, piece by piece, then nothing; keeps what it was told.

    A reply is a text, its pieces, or an error to raise; an error may stand among the pieces.
    Fulfils `qa_app.generation.ChatModel`.
    """

    name = "scripted:model"

    def __init__(
        self, *replies: str | Exception | Sequence[str | Exception], context: int = 4096
    ) -> None:
        self.queue: deque[str | Exception | Sequence[str | Exception]] = deque(replies)
        self.history: list[list[tuple[str, str]]] = []
        self.limit = context
        self.closed = 0

    def context(self) -> int:
        return self.limit

    def count(self, text: str) -> int:
        return len(_WORD.findall(text))

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, finish: Finish
    ) -> Iterator[str]:
        self.history.append([(message.role, message.text) for message in messages])
        reply = self.queue.popleft() if self.queue else ""
        pieces = [reply] if isinstance(reply, str | Exception) else reply
        try:
            for piece in pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed += 1

    def warm_up(self) -> None:
        pass

    def close(self) -> None:
        pass
