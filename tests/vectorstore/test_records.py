"""What stands beside each vector, for programs that open the collection without us."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, filled, put
from vectorstore import doctor, upkeep
from vectorstore.ledger import places
from vectorstore.ledger.meta import set_meta
from vectorstore.model import Change, Rename
from vectorstore.store import Store
from vectorstore.vectors import Record

BOATS = article(
    "boats.md", "Six boats came.", "A loan was signed.", title="Boats", published="2024"
)


def held(store: Store) -> dict[str, Record]:
    """What the index says."""
    with store.core.access.inside() as inside:
        return inside.reading(store.core.index_name()).records()


def expected(store: Store) -> dict[str, Record]:
    with store.core.ledger.reading() as connection:
        return places.records(connection)


def test_text_and_place_of_every_passage_are_in_the_collection(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    with filled(tmp_path, embedder, BOATS) as store:
        assert sorted(held(store).values()) == [
            Record("A loan was signed.", "boats.md", 17, 35, "Boats", "2024"),
            Record("Six boats came.", "boats.md", 0, 15, "Boats", "2024"),
        ]
        for record in held(store).values():
            assert BOATS.text[record.start : record.end] == record.document


@pytest.mark.parametrize(
    "changed",
    [
        article("boats.md", "New first words.", *BOATS.text.split("\n\n"), published="2024"),
        article("boats.md", *BOATS.text.split("\n\n"), title="Another title", published="2025"),
        article("boats.md", "A loan was signed.", "A loan was signed.", "Six boats came."),
    ],
    ids=["moved", "titled", "reordered"],
)
def test_passages_that_stay_are_where_they_are_now(
    tmp_path: Path, embedder: FakeEmbedder, changed: object
) -> None:
    with filled(tmp_path, embedder, BOATS) as store:
        with store.write() as writer:
            put(writer, changed)  # type: ignore[arg-type]
        assert held(store) == expected(store)
        assert doctor.check(store) == ()


def test_a_renamed_article_is_called_by_its_new_name(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    with filled(tmp_path, embedder, BOATS) as store:
        with store.write() as writer:
            rename = Change(rename=(Rename("boats.md", "old/boats.md"),))
            writer.commit(rename, writer.root("/corpus"))
        assert {record.source for record in held(store).values()} == {"old/boats.md"}
        assert held(store) == expected(store)


def test_a_passage_that_reads_differently_for_the_same_vector_is_put_in_anew(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    passages = tuple(replace(one, embedded="the same") for one in BOATS.passages[:1])
    first = replace(BOATS, passages=passages, text="Six boats came.")
    with filled(tmp_path, embedder, first) as store:
        before = set(held(store))
        second = replace(first, text="Ten boats came.", sha256="0" * 64)
        with store.write() as writer:
            put(writer, second)
        assert set(held(store)) == before
        assert [record.document for record in held(store).values()] == ["Ten boats came."]
        assert doctor.check(store) == ()


@pytest.mark.parametrize("field", ["document", "start", "source"])
def test_what_another_program_changed_is_found_and_mended(
    tmp_path: Path, embedder: FakeEmbedder, field: str
) -> None:
    with filled(tmp_path, embedder, BOATS) as store:
        id_, record = next(iter(held(store).items()))
        wrong = record._replace(**{field: 3 if field == "start" else "else"})
        with store.core.access.inside() as inside:
            index = inside.changing(store.core.index_name())
            vector = index.get([id_])
            index.delete([id_])
            index.add(vector, {id_: wrong})
        assert [finding.name for finding in doctor.check(store)] == ["vectors-records"]
        assert doctor.repair(store) == ()
        assert held(store) == expected(store)


def vectors_only(path: Path, embedder: FakeEmbedder) -> None:
    """Leave the store as it was before texts stood beside the vectors."""
    with Store.open(path, embedder) as store:
        with store.core.access.inside() as inside:
            index = inside.changing(store.core.index_name())
            vectors = index.get(sorted(index.ids()))
            index.delete(list(vectors))
            index.add(vectors)
        with store.core.ledger.writing() as connection:
            set_meta(connection, described="")


def test_the_next_ingest_describes_a_store_of_an_earlier_version(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    filled(tmp_path, embedder, BOATS).close()
    vectors_only(tmp_path, embedder)
    with Store.open(tmp_path, embedder) as store:
        assert held(store) == {}
        assert [finding.name for finding in doctor.check(store)] == ["vectors-records"]
        with store.write() as writer:
            put(writer, article("new.md", "One more."))
        assert held(store) == expected(store)
        assert len(held(store)) == 3


def test_doctor_describes_a_store_of_an_earlier_version(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    filled(tmp_path, embedder, BOATS).close()
    vectors_only(tmp_path, embedder)
    with Store.open(tmp_path, embedder) as store:
        assert doctor.repair(store) == ()
        assert held(store) == expected(store)


def test_a_crash_before_the_records_changed_is_mended_by_the_next_writer(
    tmp_path: Path, embedder: FakeEmbedder
) -> None:
    def stop(step: str) -> None:
        if step == "ledger-committed":
            raise KeyboardInterrupt

    moved = article("boats.md", "New first words.", *BOATS.text.split("\n\n"))
    with filled(tmp_path, embedder, BOATS) as store:
        with pytest.raises(KeyboardInterrupt), store.write(stop) as writer:
            put(writer, moved)
        assert held(store) != expected(store)
        with store.write() as writer:
            assert writer.embedded == 0
        assert held(store) == expected(store)


def test_the_ids_say_nothing_of_the_place(tmp_path: Path, embedder: FakeEmbedder) -> None:
    """Chroma loses vectors where many are replaced: a passage that moves keeps its own."""
    moved = article("boats.md", "New first words.", *BOATS.text.split("\n\n"))
    with filled(tmp_path, embedder, BOATS) as store:
        before = set(held(store))
        with store.write() as writer:
            put(writer, moved)
        assert before < set(held(store))
        assert upkeep.sound(store.core)
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3")
    (deleted,) = connection.execute("SELECT value FROM meta WHERE key = 'deleted'").fetchone()
    connection.close()
    assert deleted == "0"
