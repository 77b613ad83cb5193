"""Thousands of passages with the same words: one vector, and none is lost, nor hides another."""

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, contents, nearest, put
from vectorstore import doctor
from vectorstore.model import Change, Filter, Rename
from vectorstore.store import Store

SAME = "All rights are kept by the harbour office."
ARTICLES, EACH = 60, 60  # more equal passages than an index looks at, or a search asks for


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("equal") / "store"
    with Store.open(folder, FakeEmbedder(), create=True) as store, store.write() as writer:
        put(
            writer,
            *(article(f"{n:02}", f"Pier {n} is old.", *[SAME] * EACH) for n in range(ARTICLES)),
        )
        assert writer.embedded == ARTICLES + 1
    return folder


@pytest.fixture
def store(path):
    with Store.open(path, FakeEmbedder()) as opened:
        yield opened


def held(store):
    with store.core.access.inside() as inside:
        return inside.reading(store.core.index_name()).count()


def test_equal_texts_share_one_record_and_nothing_is_reported_lost(store):
    with store.read() as snapshot:
        assert snapshot.passage_count() == ARTICLES * (EACH + 1)
    assert held(store) == ARTICLES + 1
    assert doctor.check(store) == ()


@pytest.mark.parametrize("n", [0, 31, 59])
def test_the_other_passages_are_found_beside_them(store, n):
    assert nearest(store, f"Pier {n} is old.", 1) == [(f"{n:02}", f"Pier {n} is old.")]
    found = nearest(store, SAME, ARTICLES * EACH + 5)
    assert len(found) == ARTICLES * EACH + 5
    assert sum(text == SAME for _, text in found) == ARTICLES * EACH
    assert nearest(store, SAME, 3) == [("00", SAME)] * 3


def test_a_filter_finds_the_equal_passages_of_its_articles(store):
    found = nearest(store, SAME, EACH + 1, where=Filter(sources=("17",)))
    assert {source for source, _ in found} == {"17"}
    assert [text for _, text in found].count(SAME) == EACH


def test_a_vector_goes_with_the_last_passage_that_has_it(tmp_path):
    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as store:
        with store.write() as writer:
            put(writer, article("a", SAME, "One."), article("b", SAME, "Two."))
        for gone, left in (("a", 2), ("b", 0)):
            with store.write() as writer:
                writer.commit(Change(remove=(gone,)), writer.root("/corpus"))
            assert held(store) == left
            assert doctor.check(store) == ()
            if left:
                assert nearest(store, SAME, 1) == [("b", SAME)]


def test_a_rename_and_an_edit_leave_the_vector_of_others_alone(tmp_path):
    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as store:
        with store.write() as writer:
            put(writer, article("a", SAME, "One."), article("b", SAME, "Two."))
        with store.write() as writer:
            root = writer.root("/corpus")
            writer.commit(Change(rename=(Rename("a", "c"),)), root)
            writer.commit(Change(put=(article("b", "Three."),)), root)
        assert contents(store) == {"b": ["Three."], "c": [SAME, "One."]}
        assert (held(store), nearest(store, SAME, 1)) == (3, [("c", SAME)])
        assert doctor.check(store) == ()


def test_beside_the_shared_vector_stands_the_first_passage_that_has_it(tmp_path):
    def places(store):
        with store.core.access.inside() as inside:
            beside = inside.reading(store.core.index_name()).records().values()
        return {record.source for record in beside if record.document == SAME}

    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as store:
        with store.write() as writer:
            put(writer, article("b", SAME, "Two."))
        assert places(store) == {"b"}
        for change, first in (
            (Change(put=(article("a", "One.", SAME, SAME),)), "a"),
            (Change(rename=(Rename("a", "c"),)), "b"),
            (Change(remove=("b",)), "c"),
        ):
            with store.write() as writer:
                writer.commit(change, writer.root("/corpus"))
            assert places(store) == {first}
            assert doctor.check(store) == ()
