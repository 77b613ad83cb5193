from __future__ import annotations

import math

import pytest

from qa_app.assistant import Assistant
from qa_app.inputs import InputError
from qa_app.langchain import ArticleRetriever
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Options, Searcher
from vectorstore.model import Filter

ASKED = "How many patrol boats?"


def test_documents_point_into_the_article(assistant: Assistant) -> None:
    options = Options(passages=2)
    documents = ArticleRetriever(store=assistant.store, options=options).invoke(ASKED)
    ranked = Searcher(assistant.store, options).retrieve(Query(ASKED)).ranked
    assert [d.page_content for d in documents] == [one.candidate.passage.text for one in ranked]
    for document in documents:
        place = document.metadata
        text = assistant.text(place["source"])
        assert document.page_content == text[place["start"] : place["end"]]
        assert math.isfinite(place["score"])


def test_filters_hold_for_the_retriever_or_for_one_call(assistant: Assistant) -> None:
    only = ArticleRetriever(store=assistant.store, where=Filter(sources=("boats.md",)))
    found = only.invoke("vessels")
    assert {d.metadata["source"] for d in found} == {"boats.md"}
    assert found[0].metadata["published"] == "2023-11-28"
    assert found[0].metadata["title"] == "Six boats for the coast guard"
    other = only.invoke("boats", filters={"folders": ["news"]})
    assert {d.metadata["source"] for d in other} == {"news/loans.md"}


def test_more_may_be_asked_for_than_the_options_say(assistant: Assistant) -> None:
    retriever = ArticleRetriever(store=assistant.store, options=Options(passages=1))
    assert len(retriever.invoke(ASKED)) == 1
    assert len(retriever.invoke(ASKED, k=3)) == 3
    with pytest.raises(InputError, match="k"):
        retriever.invoke(ASKED, k=0)
