"""Articles and stores in a line, and what they come to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from vectorstore.embedding.base import Embedder
from vectorstore.model import Article, Change, Field, Metadata, Passage, Root, Span
from vectorstore.store import Nearest, Store
from vectorstore.writer import Writer


def article(source: str, *paragraphs: str, title: str = "", published: str = "") -> Article:
    """An article whose paragraphs are its passages, each of them one sentence."""
    text = "\n\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    passages = tuple(Passage(span, (span,), span.of(text)) for span in spans)
    metadata = Metadata(title=Field(title, "test"), published=Field(published, "test"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(source, sha256, text, metadata, passages)


def put(writer: Writer, *articles: Article, path: str = "/corpus") -> int:
    return writer.commit(Change(put=articles), writer.root(path))


def filled(path, embedder: Embedder, *articles: Article) -> Store:
    """An open store that holds these articles."""
    store = Store.open(path, embedder, create=True)
    with store.write() as writer:
        put(writer, *articles)
    return store


def nearest(store: Store, text: str, k: int = 5, **options) -> list[tuple[str, str]]:
    """The passages nearest to a text: article and words."""
    vector = store.embedder.encode([text])[0]
    with store.read(Nearest(vector, k), **options) as snapshot:
        found = snapshot.passages(hit.passage for hit in snapshot.nearest)
        return [(found[hit.passage].source, found[hit.passage].text) for hit in snapshot.nearest]


def contents(store: Store) -> dict[str, list[str]]:
    """Every article and its passages' words."""
    with store.read() as snapshot:
        return {
            one.source: [p.text for p in snapshot.passages_of(one.source)]
            for one in snapshot.articles()
        }


def answers(store: Store, questions: Sequence[str], k: int = 4) -> list[object]:
    """What the store says to questions, by vectors and by words; ids of rows left out."""
    said: list[object] = []
    for question in questions:
        vector = store.embedder.encode([question])[0]
        with store.read(Nearest(vector, k)) as snapshot:
            for hits in (snapshot.nearest, snapshot.by_words(question.split(), k)):
                found = snapshot.passages(hit.passage for hit in hits)
                said.append(
                    [
                        (found[h.passage].source, found[h.passage].span, round(h.score, 5))
                        for h in hits
                    ]
                )
    return said


def change(writer: Writer, root: Root, **parts) -> int:
    return writer.commit(Change(**parts), root)
