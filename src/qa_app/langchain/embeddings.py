"""The store's embedding model, and its Chroma collection, as LangChain takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from qa_app.opening import embedder, open_store
from qa_app.settings import load_settings
from vectorstore.embedding.base import Embedder


class ArticleEmbeddings(Embeddings):
    """An embedding model of ours as LangChain's `Embeddings`; vectors have unit length."""

    def __init__(self, model: Embedder | None = None) -> None:
        """Wrap a model; without one that of the settings, loaded when first needed.

        Raises:
            EmbeddingModelError: there is no such model.
        """
        self.model = model or embedder(load_settings())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of texts."""
        if not texts:
            return []
        rows: list[list[float]] = self.model.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def collection(folder: Path | str) -> dict[str, Any]:
    """What `langchain_chroma.Chroma` is opened with to find the passages of the store in `folder`.

    Its documents are the passages, their metadata `source`, `start`, `end`, `title` and
    `published`. A collection that is embedded belongs to one process at a time: not while an
    ingest, a chat or another `qa-app` uses the store.

    Raises:
        StoreMissingError: there is no store.
        StoreError: nothing was ingested yet.
    """
    settings = load_settings(store=Path(folder))
    with open_store(settings) as store:
        return {**store.collection(), "embedding_function": ArticleEmbeddings(store.embedder)}
