import sqlite3

import numpy as np
import pytest
from sqlalchemy.event import listen

from tests.fakes import FakeEmbedder, MemoryIndex, MemoryIndexes
from tests.vectorstore.build import article
from vectorstore import doctor, search, stragglers, upkeep
from vectorstore.ledger import indexed, read, write
from vectorstore.model import EVERYTHING, Change, Filter
from vectorstore.store import Nearest, Store
from vectorstore.vectors import Near


@pytest.fixture
def indexes():
    return MemoryIndexes()


@pytest.fixture
def store(tmp_path, indexes):
    embedder = FakeEmbedder()
    with Store.open(tmp_path, embedder, create=True, indexes=indexes) as store:
        with store.write() as writer:
            articles = [article(f"{n % 2}/a{n}", f"word{n} common") for n in range(40)]
            writer.commit(Change(put=tuple(articles)), writer.root("/corpus"))
        yield store


def sources(store, text, k, where=EVERYTHING):
    vector = store.embedder.encode([text])[0]
    with store.read(Nearest(vector, k), where) as snapshot:
        passages = snapshot.passages(hit.passage for hit in snapshot.nearest)
        return [passages[hit.passage].source for hit in snapshot.nearest]


def index(indexes) -> MemoryIndex:
    (only,) = indexes.held.values()
    return only


def test_vectors_that_no_passage_has_are_passed_over(store, indexes):
    """A writer adds before it commits, and deletes after."""
    vector = store.embedder.encode(["word7 common"])[0]
    index(indexes).add({f"not committed {n}": vector for n in range(300)})
    assert sources(store, "word7 common", 1) == ["1/a7"]
    assert len(sources(store, "word7 common", 40)) == 40


def test_an_index_of_other_passages_is_not_believed_and_said(store, indexes, caplog):
    held = index(indexes)
    held.add(
        {f"other {n}": vector for n, vector in enumerate(held.get(sorted(held.ids())).values())}
    )
    held.delete([id_ for id_ in held.ids() if not id_.startswith("other")])
    assert sources(store, "word7 common", 1) == ["1/a7"]
    assert "doctor --repair" in caplog.text


def test_an_index_that_finds_too_few_is_not_believed(store, indexes, monkeypatch):
    """A Chroma whose index file is gone gives one hit and no error (TRAPS 5)."""
    monkeypatch.setattr(index(indexes), "query", lambda vectors, k: [[Near("unknown", 1.0)]])
    assert sources(store, "word7 common", 3)[0] == "1/a7"
    assert len(sources(store, "word7 common", 3)) == 3


def test_a_narrow_filter_asks_no_index(store, indexes, monkeypatch):
    monkeypatch.setattr(index(indexes), "query", lambda *_: pytest.fail("asked"))
    assert sources(store, "word7", 1, Filter(folders=("1",))) == ["1/a7"]


def test_a_wide_filter_asks_the_index_for_more(store, monkeypatch):
    monkeypatch.setattr(search, "EXACT_UP_TO", 0)
    assert sources(store, "word7", 1, Filter(folders=("1",))) == ["1/a7"]
    assert len(sources(store, "word8", 20, Filter(folders=("1",)))) == 20
    assert sources(store, "word8", 20, Filter(folders=("2",))) == []


def test_exact_and_index_agree(store, monkeypatch):
    everything = Filter(folders=("0", "1"))
    for k in (1, 5, 40, 100):
        exact = sources(store, "word3 word9", k, everything)
        assert sources(store, "word3 word9", k) == exact


def test_equal_scores_come_in_the_order_of_the_corpus(store):
    assert sources(store, "nothing", 5) == sorted(sources(store, "nothing", 40))[:5]


def test_without_its_index_a_store_answers_until_a_writer_builds_it(store, indexes, caplog):
    indexes.held.clear()
    with store.core.access.inside() as inside:
        inside.forget()
    assert sources(store, "word7", 1) == ["1/a7"]
    assert "all vectors are compared" in caplog.text
    with store.write() as writer:
        writer.commit(Change(remove=("0/a0",)), writer.root("/corpus"))
    caplog.clear()
    assert sources(store, "word7", 1) == ["1/a7"]
    assert caplog.text == ""


def test_much_deleted_leads_to_a_new_index(store, indexes, monkeypatch):
    """Chroma loses live vectors where many were deleted (TRAPS 4)."""
    monkeypatch.setattr(upkeep, "REBUILD_LEAST", 10)
    (before,) = indexes.held
    for n, removed in enumerate((4, 4, 4)):
        assert list(indexes.held) == [before]
        names = tuple(f"{i % 2}/a{i}" for i in range(n * 4, n * 4 + removed))
        with store.write() as writer:
            writer.commit(Change(remove=names), writer.root("/corpus"))
    (after,) = indexes.held
    assert after != before
    assert index(indexes).count() == 28
    assert sources(store, "word20", 1) == ["0/a20"]


def test_the_vectors_of_damaged_cache_rows_are_passed_over(store):
    with store.core.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE embeddings SET vector = x'0000' WHERE id = 1")
        connection.exec_driver_sql("UPDATE embeddings SET vector = x'00000000' WHERE id = 2")
    assert len(sources(store, "common", 40, Filter(folders=("0", "1")))) == 38


def test_a_list_is_taken_for_a_vector(store):
    vector = [float(x) for x in store.embedder.encode(["word7"])[0]]
    with store.read(Nearest(np.array(vector), 1)) as snapshot:
        assert len(snapshot.nearest) == 1


def test_a_vector_that_the_index_does_not_find_is_compared_itself(store, indexes, monkeypatch):
    found = index(indexes).query

    def forgetful(vectors, k):
        hidden = [id_ for id_, one in index(indexes).vectors.items() if is_hidden(one)]
        return [[near for near in hits if near.id not in hidden] for hits in found(vectors, k)]

    def is_hidden(vector):
        return any(np.allclose(vector, other) for other in hidden_vectors)

    hidden_vectors = store.embedder.encode(["word7 common", "word8 common", "lost too"])
    monkeypatch.setattr(index(indexes), "query", forgetful)
    assert "vectors-lost" in {finding.name for finding in doctor.check(store)}
    stragglers.note_all(store.core)
    assert doctor.check(store) == ()
    assert sources(store, "word7 common", 1) == ["1/a7"]
    assert len(sources(store, "word7 common", 40)) == 40
    with store.write() as writer:
        writer.commit(Change(put=(article("new", "lost too"),)), writer.root("/corpus"))
    assert sources(store, "lost too", 1) == ["new"]
    assert doctor.check(store) == ()
    with store.write() as writer:
        writer.commit(Change(remove=("1/a7", "new")), writer.root("/corpus"))
    assert "1/a7" not in sources(store, "word7 common", 40)


def test_a_repair_ends_well_though_the_index_loses_some(store, indexes, monkeypatch):
    query = MemoryIndex.query

    def forgetful(self, vectors, k):
        lost = sorted(self.vectors)[:3]
        return [[n for n in hits if n.id not in lost] for hits in query(self, vectors, k)]

    monkeypatch.setattr(MemoryIndex, "query", forgetful)
    assert doctor.repair(store) == ()
    assert len(sources(store, "common", 40)) == 40


def test_after_enough_changes_all_vectors_are_tried_again(store, monkeypatch):
    monkeypatch.setattr(stragglers, "DRIFT_LEAST", 5)
    tried = []
    note = stragglers.note
    monkeypatch.setattr(stragglers, "note", lambda core, ids: tried.append(len(set(ids))))
    for n in range(7):
        with store.write() as writer:
            change = Change(put=(article(f"new{n}", f"new{n}"),), remove=(f"{n % 2}/a{n}",))
            writer.commit(change, writer.root("/corpus"))
    monkeypatch.setattr(stragglers, "note", note)
    assert tried == [1, 1, 1, 40, 1, 1, 1]


def test_noting_stragglers_looks_at_no_passage_but_theirs(store):
    with store.core.ledger.writing() as connection:
        mine = sorted(indexed.vector_ids(connection))
        write.set_stragglers(connection, [], [*mine[:2], "ff" * 32, "no number"])
        told = []
        listen(connection, "before_cursor_execute", lambda *said: told.append(said[2:4]))
        write.set_stragglers(connection, mine[:1], [])
        assert indexed.straggler_ids(connection) == {mine[1]}
        asked = [one for one in told if "passages" in one[0]]
        assert asked
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert not [step for *_, step in plan if "SCAN" in step and "passages" in step]


def test_there_may_be_more_stragglers_than_a_statement_takes(store):
    with store.core.ledger.writing() as connection:
        mine = sorted(indexed.vector_ids(connection))
        strays = [f"{n:064x}" for n in range(600)]
        write.set_stragglers(connection, [], [*mine, *strays])
        driver = connection.connection.driver_connection
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 550)
        fingerprint = store.embedder.fingerprint
        found = read.current_vectors(connection, fingerprint, EVERYTHING, only_stragglers=True)
        assert sorted(one.vector for one, _ in found) == mine
        write.set_stragglers(connection, mine, [])
        assert read.current_vectors(connection, fingerprint, EVERYTHING, only_stragglers=True) == []
