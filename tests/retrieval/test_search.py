"""Both searches over a real store, with filters; the LangChain retriever."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qa_app.retrieval.langchain import ArticleRetriever
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Searcher
from tests.answering.build import BOATS, LOANS, assistant_over
from vectorstore.model import Filter

ARTICLES = {"boats.md": BOATS, "more/loans.md": LOANS, "undated.txt": "Vessels sail. Boats too."}


def found(tmp_path: Path, where: Filter, question: str = "patrol boats and vessels") -> set[str]:
    with assistant_over(tmp_path, ARTICLES) as assistant:
        ranked = Searcher(assistant.store).retrieve(Query(question, where)).ranked
    return {r.candidate.passage.source for r in ranked}


def test_without_a_filter_all_are_searched(tmp_path: Path) -> None:
    assert found(tmp_path, Filter()) == set(ARTICLES)


def test_by_article(tmp_path: Path) -> None:
    assert found(tmp_path, Filter(sources=("boats.md",))) == {"boats.md"}


def test_by_folder(tmp_path: Path) -> None:
    assert found(tmp_path, Filter(folders=("more",))) == {"more/loans.md"}


def test_by_date_without_the_undated(tmp_path: Path) -> None:
    assert found(tmp_path, Filter(published_from="2024-01-01")) == {"more/loans.md"}
    assert found(tmp_path / "2", Filter(published_to="2023-12-31")) == {"boats.md"}


def test_a_filter_that_nothing_passes(tmp_path: Path) -> None:
    with assistant_over(tmp_path, ARTICLES) as assistant:
        answer = assistant.ask("How many boats?", filters=Filter(sources=("none.md",)))
    assert answer.abstained
    assert "filter" in answer.reason


def test_the_order_does_not_depend_on_the_order_of_ingest(tmp_path: Path) -> None:
    query = Query("patrol boats and vessels", asked_on=date(2024, 1, 1))
    with assistant_over(tmp_path / "1", ARTICLES) as one:
        first = Searcher(one.store).retrieve(query).ranked
    with assistant_over(tmp_path / "2", dict(reversed(ARTICLES.items()))) as two:
        second = Searcher(two.store).retrieve(query).ranked
    assert [r.candidate.passage.span for r in first] == [r.candidate.passage.span for r in second]


def test_langchain_documents_point_into_the_article(tmp_path: Path) -> None:
    with assistant_over(tmp_path, ARTICLES) as assistant:
        documents = ArticleRetriever(store=assistant.store).invoke("How many patrol boats?")
        assert documents
        for document in documents:
            place = document.metadata
            text = assistant.text(place["source"])
            assert document.page_content == text[place["start"] : place["end"]]
