"""What stands beside each vector, for programs that open the collection without us."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, filled, put
from vectorstore import doctor, stragglers, upkeep
from vectorstore.access import Access, Inside
from vectorstore.chroma import open_folder
from vectorstore.ledger import places
from vectorstore.ledger.cache import text_hash
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


UNDER = article("boats.md", "Six boats came.")
UNDER = replace(UNDER, passages=(replace(UNDER.passages[0], embedded="Boats\n\nSix boats came."),))
WITHIN = article("boats.md", "Boats\n\nSix boats came.")
"""The same vector, once under its heading and once with the heading inside the passage."""


def test_a_passage_that_reads_differently_for_the_same_vector_is_never_missing(
    tmp_path: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[set[str]] = []
    inside_before = Access.inside

    @contextmanager
    def watched(self: Access) -> Iterator[Inside]:
        with inside_before(self) as inside:
            yield inside
            left.append(inside.reading(name).ids())

    with filled(tmp_path, embedder, UNDER) as store:
        before, name = set(held(store)), store.core.index_name()
        monkeypatch.setattr(Access, "inside", watched)
        with store.write() as writer:
            put(writer, WITHIN)
        assert left
        assert all(ids == before for ids in left)  # whoever comes in between finds it
        assert [one.document for one in held(store).values()] == [WITHIN.text]
        assert held(store) == expected(store)
        assert doctor.check(store) == ()


@pytest.mark.parametrize("stopped", [False, True])
def test_a_vector_whose_passage_reads_differently_is_looked_for_again(
    tmp_path: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    def stop(step: str) -> None:
        if stopped and step == "ledger-committed":
            raise KeyboardInterrupt

    tried: set[str] = set()
    with filled(tmp_path, embedder, UNDER) as store:
        monkeypatch.setattr(stragglers, "note", lambda core, ids: tried.update(ids))
        with suppress(KeyboardInterrupt), store.write(stop) as writer:
            put(writer, WITHIN)
        if stopped:
            assert tried == set()
            with store.write():
                pass  # which heals
        assert tried == set(held(store))
        assert held(store) == expected(store)


def test_a_text_that_stands_everywhere_is_read_once(
    tmp_path: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [article(f"{n}.md", f"Number {n}.", "The same.", title=f"{n}") for n in (3, 1, 2)]
    made: list[Record] = []

    def counted(*parts: Any) -> Record:
        made.append(Record(*parts))
        return made[-1]

    with filled(tmp_path, embedder, *many) as store:
        monkeypatch.setattr(places, "Record", counted)
        assert len(expected(store)) == len(made) == 4
        first = Record("The same.", "1.md", 11, 20, "1", "")
        made.clear()
        with store.core.ledger.reading() as connection:
            name = text_hash("The same.").hex()
            assert places.records(connection, [name, "no hash"]) == {name: first}
        assert made == [first]


def test_what_another_program_added_goes(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with filled(tmp_path, embedder, BOATS) as store:
        name = store.core.index_name()
        folder = open_folder(tmp_path / name)
        folder._collection.update(ids=sorted(folder.ids()), metadatas=[{"theirs": 1}] * 2)
        folder.close()
        assert [finding.name for finding in doctor.check(store)] == ["vectors-records"]
        assert doctor.repair(store) == ()
        assert held(store) == expected(store)
        assert store.core.index_name() == name


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
