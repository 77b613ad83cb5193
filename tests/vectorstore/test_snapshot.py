from dataclasses import replace

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, filled, nearest, put
from vectorstore.errors import StoreError
from vectorstore.ledger.words import Weights
from vectorstore.model import Field, Filter, Root, Span
from vectorstore.store import Nearest


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    articles = [
        article("news/2020/a", "The cats were running.", "Prices rose.", published="2020-03-01"),
        article("news/2021/b", "A cat runs.", title="Prices", published="2021-07-15"),
        article("News/c", "Cats everywhere.", published=""),
        article("news%/d", "Café prices for cats fell in Zürich.", published="2021-07-16"),
    ]
    path = tmp_path_factory.mktemp("store")
    with filled(path, FakeEmbedder(), *articles) as store:
        yield store


def found(store, terms, k=10, weights=None, **filter_):
    with store.read(where=Filter(**filter_)) as snapshot:
        options = {"weights": weights} if weights else {}
        hits = snapshot.by_words(terms, k, **options)
        passages = snapshot.passages(hit.passage for hit in hits)
        return [passages[hit.passage].text for hit in hits]


def test_words_are_found_in_all_their_forms(store):
    assert len(found(store, ["cat"])) == 4
    assert sorted(found(store, ["run"])) == ["A cat runs.", "The cats were running."]
    assert found(store, ["cafe", "ZURICH"]) == ["Café prices for cats fell in Zürich."]


def test_phrases_are_found_as_they_stand(store):
    assert found(store, ["cats running"]) == ["A cat runs."]
    assert found(store, ["were running"]) == ["The cats were running."]


def test_more_of_the_terms_are_better_and_scores_fall(store):
    with store.read() as snapshot:
        hits = snapshot.by_words(["cat", "running", "were"], 10)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert snapshot.passages([hits[0].passage])[hits[0].passage].text.endswith("running.")
        assert len(snapshot.by_words(["cat"], 2)) == 2
        assert snapshot.by_words(["cat"], 0) == []


def test_the_title_counts_as_much_as_it_is_told_to(store):
    assert found(store, ["prices"], weights=Weights(title=10, body=1))[0] == "A cat runs."
    assert found(store, ["prices"], weights=Weights(title=0, body=1))[-1] == "A cat runs."


@pytest.mark.parametrize(
    "term",
    ['"', '""', "'", "\0", "a\0b", "AND", "NOT cat", "NEAR(cat)", "*", "cat*", "^cat", "title:cat",
     "(", "{}", "%s", "$x", "-", "😀", "", " ", "\ud800", "x" * 100_000, "ＡＢ", "\u202e", "a\nb",
     "cat OR", "; DROP TABLE words"],
)  # fmt: skip
def test_no_term_is_an_operator_or_an_error(store, term):
    assert set(found(store, [term, "zurich"])) >= {"Café prices for cats fell in Zürich."}
    found(store, [term])
    with store.read() as snapshot:
        assert term in snapshot.document_frequency([term])


def test_any_number_of_terms_may_be_asked(store):
    assert len(found(store, ["cat"] + [f"word{n}" for n in range(5000)])) == 4
    assert found(store, []) == []


def test_document_frequency_counts_passages(store):
    with store.read(where=Filter(folders=("nowhere",))) as snapshot:
        assert snapshot.document_frequency(["cats", "price", "were running", "zebra", ""]) == {
            "cats": 4,
            "price": 3,
            "were running": 1,
            "zebra": 0,
            "": 0,
        }


@pytest.mark.parametrize(
    ("where", "sources"),
    [
        (Filter(), ["News/c", "news%/d", "news/2020/a", "news/2020/a", "news/2021/b"]),
        (Filter(sources=("News/c",)), ["News/c"]),
        (Filter(sources=("nothing", "\ud800")), []),
        (Filter(folders=("news",)), ["news/2020/a", "news/2020/a", "news/2021/b"]),
        (Filter(folders=("news/2021/", "News")), ["News/c", "news/2021/b"]),
        (Filter(folders=("news%",)), ["news%/d"]),
        (Filter(folders=("new",)), []),
        (Filter(folders=("",)), ["News/c", "news%/d", "news/2020/a", "news/2020/a", "news/2021/b"]),
        (Filter(published_from="2021-07-15"), ["news%/d", "news/2021/b"]),
        (Filter(published_to="2021-07-15"), ["news/2020/a", "news/2020/a", "news/2021/b"]),
        (Filter(published_from="2021-01-01", folders=("news",)), ["news/2021/b"]),
        (Filter(published_from="2030-01-01"), []),
    ],
)
def test_a_filter_holds_for_vectors_and_words(store, where, sources):
    assert sorted(source for source, _ in nearest(store, "cats prices", 9, where=where)) == sources
    with store.read(where=where) as snapshot:
        hits = snapshot.by_words(["cats", "cat", "prices", "rose"], 9)
        passages = snapshot.passages(hit.passage for hit in hits).values()
        assert sorted(passage.source for passage in passages) == sources


def test_an_article_is_given_back_whole(store):
    with store.read() as snapshot:
        a = snapshot.article("news/2020/a")
        assert a.metadata.published == Field("2020-03-01", "test")
        assert (a.passages, a.characters, a.state, a.generation) == (2, 36, "current", 1)
        assert a.ingested_at.endswith("+00:00")
        assert snapshot.text("news/2020/a") == "The cats were running.\n\nPrices rose."
        first, second = snapshot.passages_of("news/2020/a")
        assert (second.span, second.text, second.ordinal) == (Span(24, 36), "Prices rose.", 1)
        assert second.sentences == (Span(24, 36),)
        assert snapshot.passages([first.id, 999]) == {first.id: first}
        assert snapshot.roots() == [Root(1, "/corpus", "")]
        assert snapshot.passage_count() == 5
        assert [one.source for one in snapshot.articles()] == [
            "News/c", "news%/d", "news/2020/a", "news/2021/b",
        ]  # fmt: skip


def test_what_is_not_there_is_none_or_nothing_or_said(store):
    with store.read() as snapshot:
        assert snapshot.article("x") is None
        assert snapshot.passages_of("x") == []
        with pytest.raises(StoreError, match="no such article"):
            snapshot.text("x")


def test_vectors_are_those_that_were_embedded(store, embedder):
    with store.read() as snapshot:
        passages = snapshot.passages_of("news/2020/a")
        vectors = snapshot.vectors([passages[1].id, 999])
        assert list(vectors) == [passages[1].id]
        assert vectors[passages[1].id] == pytest.approx(embedder.encode(["Prices rose."])[0])


def test_nearest_are_scored_by_cosine(store, embedder):
    vector = embedder.encode(["Prices rose."])[0] * 7  # its length says nothing
    with store.read(Nearest(vector, 3)) as snapshot:
        hits = snapshot.nearest
        assert hits[0].score == pytest.approx(1.0, abs=1e-5)
        others = snapshot.vectors([hit.passage for hit in hits])
        for hit in hits:
            assert hit.score == pytest.approx(float(others[hit.passage] @ vector) / 7, abs=1e-5)


@pytest.mark.parametrize("k", [0, -1])
def test_none_may_be_asked_for(store, k):
    assert nearest(store, "cats", k) == []


def test_the_vocabulary_holds_every_term_and_how_many_passages_have_it(store):
    with store.read(where=Filter(folders=("nowhere",))) as snapshot:
        terms = snapshot.vocabulary()
        assert terms == {
            "the": 1, "cat": 4, "were": 1, "run": 2, "price": 3, "rose": 1, "a": 1, "everywher": 1,
            "cafe": 1, "for": 1, "fell": 1, "in": 1, "zurich": 1,
        }  # fmt: skip
        words = ["cats", "runs", "prices", "zurich", "cafe", "the"]
        assert list(snapshot.document_frequency(words).values()) == [
            terms[term] for term in ("cat", "run", "price", "zurich", "cafe", "the")
        ]


def test_the_vocabulary_follows_the_generation(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "Zebras graze.")) as store:
        with store.read() as snapshot:
            assert snapshot.vocabulary() == {"zebra": 1, "graze": 1}
        with store.write() as writer:
            put(writer, article("a", "Zebras sleep."), article("b", "A zebra."))
        for _ in range(2):
            with store.read() as snapshot:
                assert snapshot.vocabulary() == {"zebra": 2, "sleep": 1, "a": 1}


def test_passages_without_sentences_are_divided_later(store):
    with store.read() as snapshot:
        whole = {one.id: one for one in snapshot.passages_of("news/2020/a")}
        bare = snapshot.passages(whole, with_sentences=False)
        assert {one.sentences for one in bare.values()} == {()}
        assert {id_: (p.text, p.span, p.title) for id_, p in bare.items()} == {
            id_: (p.text, p.span, p.title) for id_, p in whole.items()
        }
        assert snapshot.divided(bare.values()) == whole
        assert snapshot.divided(whole.values()) == whole
        assert snapshot.divided([]) == {}
        assert snapshot.passages(whole) == whole


def test_each_sentence_stands_in_its_passage(tmp_path, embedder):
    one = article("a", "First here. Second there.", "Third.")
    parts = (Span(0, 11), Span(12, 25))
    passages = (replace(one.passages[0], sentences=parts), one.passages[1])
    whole = replace(one, passages=passages)
    with filled(tmp_path, embedder, whole) as store, store.read() as snapshot:
        found = snapshot.passages_of("a")
        assert [p.sentences for p in found] == [parts, one.passages[1].sentences]
        bare = snapshot.passages([found[0].id], with_sentences=False)
        assert snapshot.divided(bare.values())[found[0].id].sentences == parts
