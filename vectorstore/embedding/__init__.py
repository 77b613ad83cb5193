"""Embedding models by name. Nothing heavy is imported before the first text is embedded."""

from __future__ import annotations

from vectorstore.embedding.base import Embedder

DEFAULT_MODEL = "all-MiniLM-L6-v2"


def default() -> Embedder:
    """The model that comes with the installation."""
    return load(DEFAULT_MODEL)


def load(
    name: str = DEFAULT_MODEL, *, format: str = "auto", threads: int | None = None
) -> Embedder:
    """The model of this name.

    Args:
        name: `all-MiniLM-L6-v2` for the packaged model, a local folder, or a name on the hub.
        format: `auto` measures once and remembers; `float32`, `bfloat16` or `openvino` fix it.
        threads: processor threads to embed with; all of them by default, one beside a chat.

    Raises:
        EmbeddingModelError: there is no such model; the message names the folder.
    """
    from vectorstore.embedding.folder import find
    from vectorstore.embedding.local import LocalEmbedder

    return LocalEmbedder(find(name), name, format=format, threads=threads)
