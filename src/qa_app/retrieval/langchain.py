"""The retrieval as a LangChain retriever, for use in other people's chains."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from qa_app.opening import open_store
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Options, Ranked, Searcher
from qa_app.settings import load_settings
from vectorstore.model import Filter
from vectorstore.store import Store


class ArticleRetriever(BaseRetriever):
    """Passages of a store as LangChain documents.

    Each document's metadata carries `source`, `start` and `end` (code points of the article's
    text, so that `text[start:end]` is the document), `title`, `published` and `score`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    where: Filter = Filter()
    options: Options = Options()

    @classmethod
    def open(cls, folder: Path | str, **fields: Any) -> ArticleRetriever:
        """The retriever over the store in `folder`.

        Raises:
            StoreMissingError: there is no store.
        """
        return cls(store=open_store(load_settings(store=Path(folder))), **fields)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.store, self.options)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self._searcher.retrieve(Query(query, self.where))
        return [_document(ranked) for ranked in found.ranked]


def _document(ranked: Ranked) -> Document:
    passage = ranked.candidate.passage
    return Document(
        page_content=passage.text,
        metadata={
            "source": passage.source,
            "start": passage.span.start,
            "end": passage.span.end,
            "title": passage.title,
            "published": passage.published,
            "score": ranked.score,
        },
    )
