"""A store of an earlier layout is brought up to date when it is opened."""

import hashlib
import json
import sqlite3
from dataclasses import asdict, replace

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, nearest
from vectorstore import doctor, identity, search
from vectorstore.errors import StoreError
from vectorstore.model import Beside, Change
from vectorstore.store import Store


@pytest.fixture
def old(tmp_path):
    """A store as layout 1 had it."""
    path = tmp_path / "store"
    with Store.open(path, FakeEmbedder(), create=True) as store, store.write() as writer:
        root = writer.root("/articles")
        writer.commit(
            Change(put=(article("a.txt", "One. Two."), article("b.txt", "One two!"))), root
        )
    connection = sqlite3.connect(path / "ledger.sqlite3")
    connection.executescript(
        """DROP TABLE edges; DROP TABLE overrides; DROP INDEX ix_articles_words_hash;
        ALTER TABLE articles DROP COLUMN pages; ALTER TABLE articles DROP COLUMN words_hash;
        ALTER TABLE articles DROP COLUMN dropped;
        UPDATE meta SET value = '1' WHERE key = 'schema_version';"""
    )
    connection.close()
    return path


def test_nothing_is_lost_and_nothing_is_wrong_afterwards(old):
    with Store.open(old, FakeEmbedder()) as store:
        with store.read() as snapshot:
            assert [one.source for one in snapshot.articles()] == ["a.txt", "b.txt"]
            assert snapshot.text("a.txt") == article("a.txt", "One. Two.").text
            assert snapshot.beside(["a.txt"])["a.txt"].pages == ()
        assert [finding.name for finding in doctor.check(store)] == ["upgraded"]
        assert nearest(store, "One two!", 1) == [("b.txt", "One two!")]
        with store.write() as writer:
            assert (
                writer.commit(
                    Change(put=(article("a.txt", "One. Two."),)), writer.root("/articles")
                )
                == 1
            )
        assert doctor.check(store) == ()
        assert nearest(store, "One two!", 1) == [("b.txt", "One two!")]


def test_a_repair_puts_the_vectors_of_an_older_store_in_order(old):
    with Store.open(old, FakeEmbedder()) as store:
        assert doctor.repair(store) == ()
        assert nearest(store, "One two!", 1) == [("b.txt", "One two!")]


def test_what_layout_1_noted_of_an_article_still_holds():
    one = article("a.txt", "One. Two.", title="A title")
    passages = [
        [p.embedded, p.span.start, p.span.end, [(s.start, s.end) for s in p.sentences]]
        for p in one.passages
    ]
    noted = json.dumps([one.sha256, one.text, asdict(one.metadata), passages], sort_keys=True)
    assert identity.digest(one) == hashlib.sha256(noted.encode()).hexdigest()
    assert identity.digest(replace(one, pages=(0,))) != identity.digest(one)


def test_copies_are_known_afterwards(old):
    with Store.open(old, FakeEmbedder()) as store, store.read() as snapshot:
        assert snapshot.beside(["a.txt"])["a.txt"] == Beside(copies=("b.txt",))


@pytest.mark.parametrize("layout", ["1", "2"])
def test_what_was_left_out_is_unknown_until_an_article_is_prepared_again(old, layout):
    if layout == "2":
        Store.open(old, FakeEmbedder()).close()
        connection = sqlite3.connect(old / "ledger.sqlite3")
        connection.executescript(
            """ALTER TABLE articles DROP COLUMN dropped;
            UPDATE meta SET value = '2' WHERE key = 'schema_version';"""
        )
        connection.close()
    nothing = replace(article("a.txt", "One. Two."), dropped=())
    with Store.open(old, FakeEmbedder()) as store:
        with store.read() as snapshot:
            assert snapshot.dropped("a.txt") is None
        with store.write() as writer:
            writer.commit(Change(put=(nothing,)), writer.root("/articles"))
        with store.read() as snapshot:
            assert (snapshot.dropped("a.txt"), snapshot.dropped("b.txt")) == ((), None)
        assert doctor.check(store) == ()


def test_until_the_next_writer_the_old_index_is_not_asked(old, monkeypatch):
    def asked(*_):
        pytest.fail("asked")

    monkeypatch.setattr(search, "by_index", asked)
    with Store.open(old, FakeEmbedder()) as store:
        assert nearest(store, "One two!", 1) == [("b.txt", "One two!")]
        with store.write():
            pass
        with pytest.raises(pytest.fail.Exception):
            nearest(store, "One two!", 1)


def test_what_layout_2_has_of_an_articles_words_is_not_made_anew(old, monkeypatch):
    Store.open(old, FakeEmbedder()).close()
    connection = sqlite3.connect(old / "ledger.sqlite3")
    connection.executescript("UPDATE meta SET value = '2' WHERE key = 'schema_version';")
    connection.close()
    monkeypatch.setattr(identity, "words_hash", lambda _: pytest.fail("made anew"))
    with Store.open(old, FakeEmbedder()) as store, store.read() as snapshot:
        assert snapshot.beside(["a.txt"])["a.txt"] == Beside(copies=("b.txt",))


def test_a_store_that_cannot_be_written_is_not_upgraded(old, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StoreError, match="earlier version"):
        Store.open(old, FakeEmbedder())
