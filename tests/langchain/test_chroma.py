"""The store's Chroma collection, opened by LangChain's own class."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_chroma import Chroma

from qa_app.langchain import ArticleEmbeddings, collection
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import FakeEmbedder
from vectorstore.errors import StoreError
from vectorstore.search import Nearest
from vectorstore.store import Store

QUESTIONS = ("How many patrol boats did Japan give?", "What was lent?", "Who said so?")


# Chroma's word for a collection whose vectors are always given.
@pytest.mark.filterwarnings("ignore:legacy embedding function config:DeprecationWarning")
def test_it_finds_the_same_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_app.opening.embedder", lambda _: FakeEmbedder())
    with assistant_over(tmp_path, {"boats.md": BOATS, "news/loans.md": LOANS}) as assistant:
        texts = {source: assistant.text(source) for source in ("boats.md", "news/loans.md")}
        ours = []
        for question in QUESTIONS:
            vector = assistant.store.embedder.encode([question])[0]
            with assistant.store.read(Nearest(vector, 3)) as snapshot:
                found = snapshot.passages(hit.passage for hit in snapshot.nearest)
                ours.append(
                    [
                        (found[h.passage].text, found[h.passage].source, h.score)
                        for h in snapshot.nearest
                    ]
                )
    chroma = Chroma(**collection(tmp_path / "store"))
    try:
        for question, expected in zip(QUESTIONS, ours, strict=True):
            found = chroma.similarity_search_with_relevance_scores(question, k=3)
            assert [(d.page_content, d.metadata["source"]) for d, _ in found] == [
                (text, source) for text, source, _ in expected
            ]
            assert [score for _, score in found] == pytest.approx([s for *_, s in expected])
            for document, _ in found:
                place = document.metadata
                assert (
                    document.page_content == texts[place["source"]][place["start"] : place["end"]]
                )
        only = chroma.similarity_search("boats", k=9, filter={"source": "news/loans.md"})
        assert {d.metadata["title"] for d in only} == {"A loan for new vessels"}
        assert {d.metadata["published"] for d in only} == {"2024-02-01"}
    finally:
        chroma._client.close()
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:  # and it is still ours
        assert store.collection()["collection_name"] == "passages"
        vector = store.embedder.encode([QUESTIONS[0]])[0]
        with store.read(Nearest(vector, 3)) as snapshot:
            assert [h.score for h in snapshot.nearest] == pytest.approx([s for *_, s in ours[0]])


def test_a_store_without_vectors_says_so(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with (
        Store.open(tmp_path, embedder, create=True) as store,
        pytest.raises(StoreError, match="qa-app ingest"),
    ):
        store.collection()


def test_no_text_is_no_vector() -> None:
    assert ArticleEmbeddings(FakeEmbedder()).embed_documents([]) == []
