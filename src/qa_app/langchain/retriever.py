"""The retrieval as a LangChain retriever."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from pydantic import ConfigDict, Field

from qa_app import inputs
from qa_app.inputs import InputError
from qa_app.opening import open_store
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Options, Ranked, Searcher
from qa_app.settings import load_settings
from qa_app.tracing import untraced, without_tracers
from vectorstore.model import Filter
from vectorstore.store import Store


class ArticleRetriever(BaseRetriever):
    """Passages of a store as LangChain documents, best first.

    Each document's metadata carries `source`, `start` and `end` (code points of the article's
    text, so that `text[start:end]` is the document), `title`, `published` and `score`.

    Attributes:
        where: which articles may be used.
        k: how many documents; with None as many as `options` say. `invoke(query, k=…)` wins.
        langsmith: whether a call may be traced where the environment or a chain around it asks.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    where: Filter = Filter()
    options: Options = Options()
    k: int | None = Field(None, ge=1)
    langsmith: bool = False

    @classmethod
    def open(cls, folder: Path | str, **fields: Any) -> ArticleRetriever:
        """The retriever over the store in `folder`, as the settings want it.

        Raises:
            StoreMissingError: there is no store.
        """
        settings = load_settings(store=Path(folder))
        options = Options.of(settings)
        chosen: dict[str, Any] = {"options": options, "langsmith": settings.langsmith} | fields
        return cls(store=open_store(settings), **chosen)

    def invoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> list[Document]:
        """The documents for a question.

        Args:
            input: the question.
            config: of the call, as everywhere in LangChain.
            kwargs: `k`, and `filters` as the command line and the API take them.

        Raises:
            InputError: one of them is not of the form it must have.
            StoreError: the store cannot be read.
        """
        with untraced(self.langsmith):
            return super().invoke(input, without_tracers(config, self.langsmith), **kwargs)

    async def ainvoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> list[Document]:
        """The same without waiting in the event loop."""
        with untraced(self.langsmith):
            return await super().ainvoke(input, without_tracers(config, self.langsmith), **kwargs)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.store, self.options)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: Filter | Mapping[str, Any] | None = None,
    ) -> list[Document]:
        wanted = self.k if k is None else k
        if wanted is not None and wanted < 1:
            raise InputError(f'"k" must be 1 or more, not {wanted}')
        where = self.where if filters is None else inputs.filters(filters)
        found = self._searcher.retrieve(Query(query, where), wanted)
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
