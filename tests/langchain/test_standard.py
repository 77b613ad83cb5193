"""LangChain's own tests of a retriever and of an embedding model."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests

from qa_app.assistant import Assistant
from qa_app.langchain import ArticleEmbeddings, ArticleRetriever
from tests.fakes import FakeEmbedder


@pytest.mark.anyio
class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _store(self, assistant: Assistant) -> None:
        self.params = {"store": assistant.store}

    @property
    def retriever_constructor(self) -> type[ArticleRetriever]:
        return ArticleRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return self.params

    @property
    def retriever_query_example(self) -> str:
        return "How many patrol boats did Japan give?"


@pytest.mark.anyio
class TestEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[ArticleEmbeddings]:
        return ArticleEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"model": FakeEmbedder()}
