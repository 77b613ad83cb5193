import json
import sqlite3

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, contents, filled, nearest, put
from vectorstore.errors import (
    ModelMismatchError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
)
from vectorstore.ledger import Ledger, set_meta
from vectorstore.model import Change, Filter, Rename
from vectorstore.store import Nearest, Store


def test_no_store_is_said_with_the_folder(tmp_path):
    with pytest.raises(StoreMissingError, match="nowhere"):
        Store.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError, match="store"):
        Store.open(tmp_path / "store", create=True)


def test_a_store_is_made_once(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store, store.write() as writer:
        put(writer, article("a", "one"))
    with Store.open(tmp_path, embedder, create=True) as store:
        assert contents(store) == {"a": ["one"]}
        assert store.generation() == 1


def test_row_33_a_ledger_that_was_never_finished_is_made_again(tmp_path, embedder):
    (tmp_path / "ledger.sqlite3").touch()
    with pytest.raises(StoreMissingError):
        Store.open(tmp_path, embedder)
    with Store.open(tmp_path, embedder, create=True) as store:
        assert store.generation() == 0


def test_another_database_is_no_store(tmp_path):
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as other:
        other.execute("CREATE TABLE other(x)")
    other.close()
    with pytest.raises(StoreDamagedError, match=r"ledger\.sqlite3"):
        Store.open(tmp_path)


def test_a_ledger_that_was_cut_is_said(tmp_path, embedder):
    filled(tmp_path, embedder, article("a", "one")).close()
    ledger = tmp_path / "ledger.sqlite3"
    ledger.write_bytes(ledger.read_bytes()[: 4096 * 2 + 100])
    with pytest.raises(StoreDamagedError, match="ingest the articles again"):
        Store.open(tmp_path, embedder)


def test_row_33_a_store_of_a_later_version_is_refused(tmp_path, embedder):
    filled(tmp_path, embedder).close()
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.writing() as connection:
        set_meta(connection, schema_version="99")
    ledger.close()
    with pytest.raises(StoreError, match="later version of qa-app"):
        Store.open(tmp_path, embedder)


def test_row_32_another_model_is_refused_by_both_names(tmp_path, embedder):
    filled(tmp_path, embedder, article("a", "one")).close()
    other = FakeEmbedder("other", dimension=32)
    with pytest.raises(ModelMismatchError, match=r"fake.*other.*--store"):
        Store.open(tmp_path, other)
    with Store.open(tmp_path, embedder) as store:
        assert nearest(store, "one") == [("a", "one")]


def test_the_same_name_with_other_weights_is_another_model(tmp_path, embedder):
    filled(tmp_path, embedder, article("a", "one")).close()
    with pytest.raises(ModelMismatchError):
        Store.open(tmp_path, FakeEmbedder(version="2"))


def test_an_emptied_store_takes_another_model(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "one")) as store, store.write() as writer:
        writer.commit(Change(remove=("a",)), writer.root("/corpus"))
    other = FakeEmbedder("other", dimension=32)
    with Store.open(tmp_path, other) as store:
        with store.write() as writer:
            put(writer, article("b", "two"))
        assert nearest(store, "two") == [("b", "two")]


def test_an_empty_store_answers_nothing(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store:
        assert nearest(store, "anything") == []
        with store.read() as snapshot:
            assert snapshot.by_words(["anything"], 5) == []
            assert snapshot.articles() == []


def test_everything_removed_leaves_an_empty_store(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "one"), article("b", "two")) as store:
        with store.write() as writer:
            root = writer.root("/corpus")
            writer.commit(Change(remove=tuple(writer.known(root))), root)
        assert contents(store) == {}
        assert nearest(store, "one") == []


@pytest.mark.parametrize("bad", [[float("nan")] * 64, [0.0] * 64, [float("inf")] * 64, [1.0] * 3])
def test_a_vector_that_is_none_is_refused(tmp_path, embedder, bad):
    with filled(tmp_path, embedder, article("a", "one")) as store:
        for where in (Filter(), Filter(sources=("a",))):
            with pytest.raises(StoreError, match="vector"), store.read(Nearest(bad, 3), where):
                pass


def test_what_is_not_there_cannot_be_renamed_and_nothing_changes(tmp_path, embedder):
    with filled(tmp_path, embedder, article("a", "one")) as store:
        with store.write() as writer:
            root = writer.root("/corpus")
            with pytest.raises(StoreError, match="b: "):
                writer.commit(Change(remove=("a",), rename=(Rename("b", "c"),)), root)
        assert contents(store) == {"a": ["one"]}
        assert nearest(store, "one") == [("a", "one")]


def test_the_report_of_an_ingest_is_kept(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store:
        with store.write() as writer:
            writer.record({"added": 1, "files": ["\udc80"]})
        with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
            (report,) = ledger.execute("SELECT report FROM history").fetchone()
        ledger.close()
        assert json.loads(report)["added"] == 1


def test_row_30_a_store_that_cannot_be_written_is_read_all_the_same(
    tmp_path, embedder, monkeypatch
):
    filled(tmp_path, embedder, article("a", "one two"), article("b", "three")).close()
    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr("os.access", lambda *_: False)
    with Store.open(tmp_path, embedder) as store:
        assert nearest(store, "one two", 1) == [("a", "one two")]
        with store.read() as snapshot:
            assert len(snapshot.by_words(["three"], 5)) == 1
        with pytest.raises(StoreError, match="cannot be written"), store.write():
            pass
    assert {path.name for path in tmp_path.iterdir()} == before


def test_unfinished_changes_where_nothing_can_be_written_are_said(tmp_path, embedder, monkeypatch):
    with filled(tmp_path, embedder, article("a", "one")):
        monkeypatch.setattr("os.access", lambda *_: False)
        with pytest.raises(StoreError, match="from where it can be written"):
            Store.open(tmp_path, embedder)


def test_closing_twice_is_harmless(tmp_path, embedder):
    store = Store.open(tmp_path, embedder, create=True)
    store.close()
    store.close()
