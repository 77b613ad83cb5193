"""Both searches over a real store, with filters; the LangChain retriever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.run import ingest
from qa_app.retrieval.query import Alias, Query
from qa_app.retrieval.reranker import Fused
from qa_app.retrieval.search import Options, Retrieval, Searcher
from tests.answering.build import BOATS, LOANS, assistant_over, write_articles
from tests.fakes import FakeEmbedder, MemoryIndexes
from tests.retrieval.build import retrieval
from vectorstore.model import Filter
from vectorstore.store import Store

ARTICLES = {"boats.md": BOATS, "more/loans.md": LOANS, "undated.txt": "Vessels sail. Boats too."}
QUERY = Query("patrol boats and vessels")


class Reads(FakeEmbedder):
    """Knows some words whole."""

    known = frozenset("patrol boats vessels loan japan give port".split())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if len(texts) == 1 and " " not in texts[0]:
            return [3 if texts[0] in self.known else 5]
        return super().count_tokens(texts)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = write_articles(tmp_path_factory.mktemp("corpus"), ARTICLES)
    indexes = MemoryIndexes()
    with Store.open(folder / "s", Reads(), create=True, indexes=indexes) as opened:
        ingest(opened, [folder / name for name in ("boats.md", "more", "undated.txt")])
        yield opened


def held(store: Store) -> set[str]:
    with store.read() as snapshot:
        return {article.source for article in snapshot.articles()}


def found(store: Store, where: Filter, **options: object) -> set[str]:
    chosen = Options(**options)  # type: ignore[arg-type]
    ranked = Searcher(store, chosen).retrieve(Query("patrol boats and vessels", where)).ranked
    return {r.candidate.passage.source for r in ranked}


def source(store: Store, ending: str) -> str:
    return next(one for one in held(store) if one.endswith(ending))


def test_without_a_filter_all_are_searched(store: Store) -> None:
    assert found(store, Filter()) == held(store)
    assert len(held(store)) == 3


@pytest.mark.parametrize("weights", [{}, {"vector_weight": 0.0}, {"word_weight": 0.0}])
def test_a_filter_holds_in_both_searches(store: Store, weights: dict[str, float]) -> None:
    boats, loans = source(store, "boats.md"), source(store, "loans.md")
    assert found(store, Filter(sources=(boats,)), **weights) == {boats}
    assert found(store, Filter(published_from="2024-01-01"), **weights) == {loans}
    assert found(store, Filter(published_to="2023-12-31"), **weights) == {boats}
    assert found(store, Filter(sources=("none.md",)), **weights) == set()


def test_by_folder(tmp_path: Path) -> None:
    with assistant_over(tmp_path, ARTICLES) as assistant:
        assert found(assistant.store, Filter(folders=("more",))) == {"more/loans.md"}


def test_every_candidate_has_what_both_searches_say_of_it(store: Store) -> None:
    query = Query("How many patrol boats did Japan give?")
    result = Searcher(store).retrieve(query)
    assert result.query == query
    assert result.vector == pytest.approx(store.embedder.encode([query.text])[0])
    with store.read() as snapshot:
        assert result.passages == snapshot.passage_count()
        assert result.generation == snapshot.generation
        by_words = {hit.passage: hit for hit in snapshot.by_words(query.searched, 99)}
        for one in result.ranked:
            own = one.candidate
            (vector,) = snapshot.vectors([own.passage.id]).values()
            assert own.cosine == pytest.approx(float(vector @ result.vector), abs=1e-6)
            known = by_words.get(own.passage.id)
            assert own.bm25 == pytest.approx(known.score if known else 0.0)
            assert (own.word_rank is None) == (known is None)
            assert own.passage == snapshot.passages([own.passage.id])[own.passage.id]
            assert own.passage.sentences
    ranks = sorted(
        c.candidate.word_rank for c in result.ranked if c.candidate.word_rank is not None
    )
    assert ranks == list(range(len(by_words)))
    nearest = sorted(result.ranked, key=lambda one: -one.candidate.cosine)
    assert [one.candidate.vector_rank for one in nearest] == list(range(len(nearest)))
    scores = [one.score for one in result.ranked]
    assert scores == sorted(scores, reverse=True)


def test_the_candidates_of_one_search_know_the_score_of_the_other(store: Store) -> None:
    # One passage from each search: that of the words is not the nearest one.
    query = Query("fisheries of the following years, Japan or Tokyo?")
    result = Searcher(store, Options(candidates=1, reranker=Fused())).retrieve(query)
    assert 1 <= len(result.ranked) <= 2
    for one in result.ranked:
        with store.read() as snapshot:
            (vector,) = snapshot.vectors([one.candidate.passage.id]).values()
        assert one.candidate.cosine == pytest.approx(float(vector @ result.vector), abs=1e-6)


def test_the_weights_of_the_searches_weigh(store: Store) -> None:
    query = Query("fisheries agency")

    def ranked(**options: float) -> Retrieval:
        chosen = Options(reranker=Fused(), **options)  # type: ignore[arg-type]
        return Searcher(store, chosen).retrieve(query)

    words = ranked(vector_weight=0.0).ranked
    assert "fisheries agency" in words[0].candidate.passage.text
    assert words[0].score == pytest.approx(1 / 61)
    both = ranked(vector_weight=2.0, word_weight=3.0).ranked
    first = next(one.candidate for one in both if "fisheries" in one.candidate.passage.text)
    assert first.word_rank == 0
    assert first.vector_rank is not None
    assert first.fused == pytest.approx(3 / 61 + 2 / (61 + first.vector_rank))
    assert len(ranked(passages=1).ranked) <= 1  # type: ignore[arg-type]


def test_what_no_article_holds_is_absent(store: Store) -> None:
    absent = Searcher(store).retrieve(Query("Did Japan give zeppelins to Xanadu?")).absent
    assert absent == ("zeppelins", "Xanadu")
    assert Searcher(store).retrieve(Query("Who gives a boat?")).absent == ()


def test_as_many_passages_as_the_caller_wants(store: Store) -> None:
    searcher = Searcher(store, Options(passages=2))
    assert len(searcher.retrieve(QUERY).ranked) == 2
    assert len(searcher.retrieve(QUERY, 1).ranked) == 1
    assert len(searcher.retrieve(QUERY, 9).ranked) > 2


def about(question: str, *absent: str, **credited: str) -> Retrieval:
    return replace(retrieval(question, absent=absent), credited=credited)


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (about("What did Xanadu say?", "Xanadu"), ("Xanadu",)),
        (about("what did noem say?", "noem"), ("noem",)),
        (about("Which zeppelin came?", "zeppelin"), ()),
        (about("Which ship came in 2031?", "2031"), ()),
        (about("What did Mark say?", "Mark"), ("Mark",)),  # a word of the language as well
        (about("Who is Trelawny?", Trelawny="The mill"), ("Trelawny",)),
        (about("What did Trelawny say of the mill?", Trelawny="The mill"), ()),
        (about("What did Trelawny quietly say of it?", Trelawny="The mill"), ("Trelawny",)),
    ],
)
def test_the_names_that_no_article_tells_of(found: Retrieval, names: tuple[str, ...]) -> None:
    assert found.absent_names == names


def test_who_asks_of_nobody_asks_of_no_author() -> None:
    assert not about("How was it?").asks_of_credited
    assert about("Who is Trelawny?", Trelawny="The mill").asks_of_credited
    assert not about("Did Trelawny quietly see the elephant?", Trelawny="X").asks_of_credited


@pytest.mark.parametrize(
    ("question", "searched", "also"),
    [
        ("Which vessals?", "Which vessels?", ("vessels",)),
        ("Which vessels?", "Which vessels?", ()),
        ("The fihseries agncy?", "The fisheries agency?", ("fisheries", "agency")),
        ("Which port?", "Which port?", ()),
        ("What is 5 millon yen?", "What is 5 million yen?", ("million",)),
    ],
)
def test_a_mistyped_word_is_searched_as_what_it_stands_for(
    store: Store, question: str, searched: str, also: tuple[str, ...]
) -> None:
    result = Searcher(store).retrieve(Query(question))
    assert (result.query.text, result.also) == (searched, also)


def test_a_short_form_that_an_article_explains_is_followed(tmp_path: Path) -> None:
    explained = "The Coastal Shipping Board (CSB) was founded in 1990."
    articles = {"a.txt": explained, "b.txt": "The CSB moved to Oslo.", "c.txt": "Rain fell."}
    with assistant_over(tmp_path, articles) as assistant:
        options = Options(reranker=Fused(), vector_weight=0.0)
        result = Searcher(assistant.store, options).retrieve(
            Query("Where is the coastal shipping board?")
        )
    assert result.query.aliases == (Alias("csb", "Coastal Shipping Board"),)
    assert result.also == ("CSB", "Coastal Shipping Board")
    by_words = {
        one.candidate.passage.source for one in result.ranked if one.candidate.word_rank is not None
    }
    assert by_words == {"a.txt", "b.txt"}


def test_a_new_generation_brings_its_words(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"a.txt": "Boats came."}) as assistant:
        searcher = Searcher(assistant.store)
        assert searcher.retrieve(Query("Which zeppelin?")).absent == ("zeppelin",)
        write_articles(tmp_path / "corpus", {"b.txt": "A zeppelin came."})
        ingest(assistant.store, [tmp_path / "corpus"])
        result = searcher.retrieve(Query("Which zeppelin?"))
    assert result.absent == ()
    assert result.ranked[0].candidate.passage.source == "b.txt"
    assert result.passages == 2


def test_an_empty_store_gives_nothing(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {}) as assistant:
        result = Searcher(assistant.store).retrieve(QUERY)
    assert (result.ranked, result.passages, result.also) == ((), 0, ())


def test_copies_and_pages_are_told(tmp_path: Path) -> None:
    articles = {"a.txt": BOATS, "b.txt": BOATS, "c.txt": LOANS}
    with assistant_over(tmp_path, articles) as assistant:
        result = Searcher(assistant.store).retrieve(QUERY)
    found = {one.candidate.passage.source for one in result.ranked}
    assert len(found & {"a.txt", "b.txt"}) == 1
    (listed,) = found & {"a.txt", "b.txt"}
    assert result.beside[listed].copies == tuple({"a.txt", "b.txt"} - {listed})


def test_the_order_does_not_depend_on_the_order_of_ingest(tmp_path: Path) -> None:
    query = replace(QUERY, asked_on=date(2024, 1, 1))
    with assistant_over(tmp_path / "1", ARTICLES) as one:
        first = Searcher(one.store).retrieve(query).ranked
    with assistant_over(tmp_path / "2", dict(reversed(ARTICLES.items()))) as two:
        second = Searcher(two.store).retrieve(query).ranked
    assert [r.candidate.passage.span for r in first] == [r.candidate.passage.span for r in second]
    assert [r.score for r in first] == [r.score for r in second]


def test_an_english_word_is_one_even_where_the_model_cuts_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.embedder, "count_tokens", lambda texts: [5 for _ in texts])
    searcher = Searcher(store)
    assert searcher._is_word("browse")
    assert not searcher._is_word("brwose")
