import contextlib

import pytest

from tests.vectorstore.build import answers, article, contents, filled, nearest, put
from vectorstore.access import Access
from vectorstore.errors import EmbeddingModelError, StoreError
from vectorstore.model import Change, Rename
from vectorstore.store import Store

QUESTIONS = ["the cat sat", "dogs", "emus walk far", "nothing at all"]


@pytest.fixture
def store(tmp_path, embedder):
    with filled(
        tmp_path / "store",
        embedder,
        article("a", "the cat sat", "dogs ran"),
        article("b", "emus walk", "the cat sat"),
    ) as store:
        embedder.encoded.clear()
        yield store


def test_an_edited_article_is_embedded_only_where_it_changed(store, embedder):
    with store.write() as writer:
        put(writer, article("a", "the cat sat", "dogs slept"))
        assert writer.embedded == 1
    assert embedder.encoded == ["dogs slept"]
    assert contents(store)["a"] == ["the cat sat", "dogs slept"]


def test_an_unchanged_article_changes_nothing(store, embedder):
    with store.write() as writer:
        assert put(writer, article("a", "the cat sat", "dogs ran")) == 1
        assert writer.embedded == 0
    assert store.generation() == 1


def test_a_session_without_changes_asks_no_index_and_writes_nothing(store, monkeypatch):
    """Chroma takes seconds to import (FAULTS 36)."""
    monkeypatch.setattr(Access, "inside", lambda _: pytest.fail("asked"))
    before = sorted((file.name, file.stat().st_mtime_ns) for file in store.path.glob("ledger*"))
    with store.write() as writer:
        writer.known(writer.root("/corpus"))
        put(writer, article("a", "the cat sat", "dogs ran"))
        writer.mark_current("a")
    after = sorted((file.name, file.stat().st_mtime_ns) for file in store.path.glob("ledger*"))
    assert after == before


def test_new_metadata_alone_is_a_change_without_embedding(store, embedder):
    with store.write() as writer:
        assert put(writer, article("a", "the cat sat", "dogs ran", title="Pets")) == 2
        assert writer.embedded == 0
    with store.read() as snapshot:
        assert snapshot.article("a").metadata.title.value == "Pets"
        assert len(snapshot.by_words(["pet"], 5)) == 2


def test_a_rename_embeds_nothing_and_moves_all(store, embedder):
    with store.write() as writer:
        root = writer.root("/corpus")
        writer.commit(Change(rename=(Rename("a", "c"),)), root)
        assert writer.embedded == 0
        assert sorted(writer.known(root)) == ["b", "c"]
    assert nearest(store, "dogs ran", 1) == [("c", "dogs ran")]
    assert embedder.encoded == ["dogs ran"]  # the question


def test_two_articles_may_change_places(store):
    with store.write() as writer:
        writer.commit(Change(rename=(Rename("a", "b"), Rename("b", "a"))), writer.root("/corpus"))
    assert contents(store) == {
        "a": ["emus walk", "the cat sat"],
        "b": ["the cat sat", "dogs ran"],
    }
    assert sorted(nearest(store, "the cat sat", 2)) == [("a", "the cat sat"), ("b", "the cat sat")]


def test_equal_articles_may_change_places(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "same"), article("b", "same")) as store:
        with store.write() as writer:
            root = writer.root("/corpus")
            writer.commit(Change(rename=(Rename("a", "b"), Rename("b", "a"))), root)
        assert nearest(store, "same") == [("a", "same"), ("b", "same")]


def test_a_name_may_be_taken_over_in_one_change(store):
    with store.write() as writer:
        change = Change(put=(article("a", "new words"),), remove=("b",), rename=(Rename("a", "b"),))
        writer.commit(change, writer.root("/corpus"))
    assert contents(store) == {"a": ["new words"], "b": ["the cat sat", "dogs ran"]}


def test_a_taken_name_is_refused_and_nothing_changes(store):
    before = contents(store), answers(store, QUESTIONS)
    with pytest.raises(StoreError, match="b: "), store.write() as writer:
        writer.commit(Change(rename=(Rename("a", "b"),)), writer.root("/corpus"))
    assert (contents(store), answers(store, QUESTIONS)) == before
    assert store.generation() == 1


def test_identical_paragraphs_all_survive(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "same", "same", "same")) as store:
        assert nearest(store, "same") == [("a", "same")] * 3


def test_removing_what_is_not_there_changes_nothing(store):
    with store.write() as writer:
        assert writer.commit(Change(remove=("zzz",)), writer.root("/corpus")) == 1


def test_vectors_of_words_that_are_gone_are_forgotten(store, embedder):
    with store.write() as writer:
        put(writer, article("a", "the cat sat"))
    embedder.encoded.clear()
    with store.write() as writer:
        writer.embed(["dogs ran", "the cat sat"])
        assert writer.embedded == 1


def test_vectors_made_before_a_failure_are_kept_for_the_next_time(store, embedder):
    with contextlib.suppress(KeyboardInterrupt), store.write() as writer:
        writer.embed(["much work"])
        raise KeyboardInterrupt
    with store.write() as writer:
        put(writer, article("c", "much work"))
        assert writer.embedded == 0


def test_a_stale_article_answers_and_says_so_until_it_is_read_again(store):
    with store.write() as writer:
        writer.mark_stale("a")
        writer.mark_stale("a")
    assert store.generation() == 2
    with store.read() as snapshot:
        assert snapshot.article("a").state == "stale"
    with store.write() as writer:
        put(writer, article("a", "the cat sat", "dogs ran"))
    with store.read() as snapshot:
        assert snapshot.article("a").state == "current"
    with store.write() as writer:
        writer.mark_stale("b")
        writer.mark_current("b")
    with store.read() as snapshot:
        assert snapshot.article("b").state == "current"


def test_roots_get_labels_that_never_collide(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store, store.write() as writer:
        first = writer.root("/home/news")
        writer.commit(Change(put=(article("press/a", "one"),)), first)
        assert first.label == ""
        assert writer.root("/home/news") == first
        assert writer.root("/other/news").label == "news"
        assert writer.root("/third/news").label == "news-2"
        assert writer.root("/home/press").label == "press-2"
        assert writer.root("/").label == "root"


def test_an_id_of_another_root_is_not_taken_over(store):
    with pytest.raises(StoreError, match="a: "), store.write() as writer:
        put(writer, article("a", "other"), path="/elsewhere")
    assert contents(store)["a"] == ["the cat sat", "dogs ran"]


def test_each_root_knows_its_own(store):
    with store.write() as writer:
        other = writer.root("/other")
        put(writer, article("other/x", "words"), path="/other")
        assert list(writer.known(other)) == ["other/x"]
        assert sorted(writer.known(writer.root("/corpus"))) == ["a", "b"]
    with store.read() as snapshot:
        assert snapshot.root_of("other/x") == other
        assert [snapshot.root_of(one).path for one in ("a", "b")] == ["/corpus"] * 2
        assert snapshot.root_of("other") is None


@pytest.mark.parametrize("value", [float("nan"), 0.0])
def test_a_model_that_gives_no_vector_stops_the_ingest(store, embedder, monkeypatch, value):
    encode = embedder.encode
    monkeypatch.setattr(embedder, "encode", lambda texts: encode(texts) * value)
    with pytest.raises(EmbeddingModelError, match="no vector"), store.write() as writer:
        put(writer, article("c", "new"))
    assert sorted(contents(store)) == ["a", "b"]


def test_two_stores_built_in_another_order_answer_alike(tmp_path, store, embedder):
    with store.write() as writer:
        put(writer, article("b", "emus walk far"), article("d", "dogs walk", "dogs walk"))
        writer.commit(Change(rename=(Rename("a", "z"),)), writer.root("/corpus"))
    with filled(
        tmp_path / "fresh",
        embedder,
        article("z", "the cat sat", "dogs ran"),
        article("d", "dogs walk", "dogs walk"),
        article("b", "emus walk far"),
    ) as fresh:
        assert answers(store, QUESTIONS) == answers(fresh, QUESTIONS)
