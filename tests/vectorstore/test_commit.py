"""The commit protocol: stopped after any of its steps, the store is the old one or the new one."""

import contextlib

import pytest

from tests.vectorstore.build import answers, article, contents, filled, nearest, put
from vectorstore import doctor
from vectorstore.errors import StoreError
from vectorstore.model import Change, Rename
from vectorstore.store import Store
from vectorstore.writer import STEPS

OLD = (article("a", "cats sleep", "same words"), article("b", "dogs run"), article("c", "emus"))
NEW = (article("a", "cats wake", "same words", "same words"), article("d", "new birds"))
QUESTIONS = ["cats sleep", "cats wake", "same words", "dogs", "birds", "emus"]


class Crash(BaseException):
    pass


def crash_after(step: str):
    def on_step(name: str) -> None:
        if name == step:
            raise Crash

    return on_step


def edit(store: Store, on_step=lambda _: None) -> None:
    with store.write(on_step) as writer:
        change = Change(put=NEW, remove=("b",), rename=(Rename("c", "e"),))
        writer.commit(change, writer.root("/corpus"))


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """What a store says before and after the edit."""
    from tests.fakes import FakeEmbedder

    with filled(tmp_path_factory.mktemp("states"), FakeEmbedder(), *OLD) as store:
        old = (contents(store), answers(store, QUESTIONS))
        edit(store)
        return {"old": old, "new": (contents(store), answers(store, QUESTIONS))}


@pytest.mark.parametrize("step", STEPS)
def test_row_25_a_crash_leaves_the_old_store_or_the_new_one(tmp_path, embedder, states, step):
    with filled(tmp_path, embedder, *OLD) as store:
        with contextlib.suppress(Crash):
            edit(store, crash_after(step))
        expected = states["old" if step in ("marked", "vectors-added") else "new"]
        assert (contents(store), answers(store, QUESTIONS)) == expected
    with Store.open(tmp_path, embedder) as store:
        assert (contents(store), answers(store, QUESTIONS)) == expected


@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_the_next_write_converges(tmp_path, embedder, states, step):
    with filled(tmp_path, embedder, *OLD) as store:
        with contextlib.suppress(Crash):
            edit(store, crash_after(step))
        with store.write() as writer:
            pass
        assert doctor.check(store) == ()
        if step in ("marked", "vectors-added"):
            embedder.encoded.clear()
            edit(store)
            assert embedder.encoded == []  # what was embedded before the crash is not again
        assert (contents(store), answers(store, QUESTIONS)) == states["new"]
        assert doctor.check(store) == ()
        assert writer.embedded == 0


@pytest.mark.parametrize("step", STEPS)
def test_a_reader_beside_a_commit_sees_one_state(tmp_path, embedder, states, step):
    seen = []
    with filled(tmp_path, embedder, *OLD) as store, Store.open(tmp_path, embedder) as reader:

        def look(name: str) -> None:
            if name == step:
                seen.append((contents(reader), answers(reader, QUESTIONS)))

        edit(store, look)
    assert seen == [states["old" if step in ("marked", "vectors-added") else "new"]]


def test_a_snapshot_stays_what_it_was_while_others_write(tmp_path, embedder):
    with filled(tmp_path, embedder, *OLD) as store, store.read() as snapshot:
        edit(store)
        assert [one.source for one in snapshot.articles()] == ["a", "b", "c"]
        assert snapshot.generation == 1
        assert snapshot.text("b") == "dogs run"
        assert store.generation() == 2


@pytest.mark.parametrize("method", ["add", "delete"])
def test_a_failing_index_is_healed_by_the_next_commit_of_the_session(
    tmp_path, embedder, states, monkeypatch, method
):
    from vectorstore.chroma import ChromaIndex

    def fail(*_):
        raise StoreError("no space is left on the disk")

    with filled(tmp_path, embedder, *OLD) as store:
        with store.write() as writer:
            change = Change(put=NEW, remove=("b",), rename=(Rename("c", "e"),))
            root = writer.root("/corpus")
            with monkeypatch.context() as patch:
                patch.setattr(ChromaIndex, method, fail)
                with pytest.raises(StoreError, match="no space"):
                    writer.commit(change, root)
            if method == "add":
                writer.commit(change, root)
            else:
                put(writer, article("f", "last"))
                writer.commit(Change(remove=("f",)), root)
        assert (contents(store), answers(store, QUESTIONS)) == states["new"]
        assert doctor.check(store) == ()


def test_row_24_a_full_disk_under_the_ledger_leaves_the_old_store(
    tmp_path, embedder, states, monkeypatch
):
    import sqlite3

    from sqlalchemy.exc import OperationalError

    from vectorstore.ledger import write

    def fail(*_):
        raise OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))

    with filled(tmp_path, embedder, *OLD) as store:
        with monkeypatch.context() as patch:
            patch.setattr(write, "put", fail)
            with pytest.raises(StoreError, match="no space is left"):
                edit(store)
        assert (contents(store), answers(store, QUESTIONS)) == states["old"]
        edit(store)
        assert nearest(store, "birds", 1) == [("d", "new birds")]
        assert doctor.check(store) == ()
