"""A store of a few articles with the fake embedder, and an assistant over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.settings import Settings
from tests.fakes import FakeEmbedder
from tests.ingest.direct import reading_directly
from vectorstore.store import Store


def write_articles(folder: Path, articles: Mapping[str, str]) -> Path:
    for name, text in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder


@contextmanager
def assistant_over(tmp: Path, articles: Mapping[str, str], **settings: Any) -> Iterator[Assistant]:
    """An assistant over these articles without a reader, unless the settings name one; its
    embedder is `assistant.store.embedder`.
    """
    folder = write_articles(tmp / "corpus", articles)
    folder.mkdir(exist_ok=True)
    store = Store.open(tmp / "store", FakeEmbedder(), create=True)
    with reading_directly():
        ingest(store, [folder])
    chosen = Settings(store=tmp / "store", **{"reader": "none", **settings})
    with Assistant(store, chosen) as assistant:
        yield assistant


BOATS = """---
title: Six boats for the coast guard
date: 2023-11-28
---
Japan gave six patrol boats to Vietnam in 2014. The grant was worth 500 million yen.

The boats were to be delivered by the end of that year. Two of them had served the fisheries agency.
"""
LOANS = """---
title: A loan for new vessels
date: 2024-02-01
---
In 2020 Tokyo lent 348 million dollars for six maritime patrol vessels. They are built in Japan.

The first of the vessels is expected in 2025, officials said.
"""
