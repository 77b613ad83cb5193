"""The assistant, its retrieval and its embedding model for use in other people's chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_app.langchain.answers import ArticleAnswers
    from qa_app.langchain.embeddings import ArticleEmbeddings, collection
    from qa_app.langchain.retriever import ArticleRetriever

__all__ = ["ArticleAnswers", "ArticleEmbeddings", "ArticleRetriever", "collection"]
_PLACES = {
    "ArticleAnswers": "answers",
    "ArticleEmbeddings": "embeddings",
    "ArticleRetriever": "retriever",
    "collection": "embeddings",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module 'qa_app.langchain' has no attribute {name!r}")
    return getattr(import_module(f"qa_app.langchain.{_PLACES[name]}"), name)
