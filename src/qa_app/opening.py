"""Open a store with the embedding model that the settings name. Nothing heavy is loaded yet."""

from __future__ import annotations

from qa_app.settings import Settings
from vectorstore.embedding.base import Embedder
from vectorstore.store import Store


def embedder(settings: Settings) -> Embedder:
    """The embedding model of the settings.

    Raises:
        EmbeddingModelError: there is no such model.
    """
    from vectorstore import embedding

    return embedding.load(
        settings.embedding_model, format=settings.number_format, threads=settings.threads or None
    )


def open_store(settings: Settings, *, create: bool = False) -> Store:
    """The store of the settings.

    Raises:
        StoreMissingError: there is none, and none is to be made.
        ModelMismatchError: it was built with another embedding model.
        StoreError: `chroma_url` is no address.
    """
    indexes = None
    if settings.chroma_url:
        from vectorstore.chroma_server import ChromaServer

        indexes = ChromaServer(settings.chroma_url, settings.store)
    return Store.open(settings.store, embedder(settings), create=create, indexes=indexes)
