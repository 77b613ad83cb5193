"""Every kind of damage is named, and a repair leaves nothing to name (FAULTS 31)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import answers, article, contents, filled, nearest, put
from vectorstore import checks, doctor, upkeep
from vectorstore.errors import StoreLockedError
from vectorstore.ledger import indexed
from vectorstore.store import Store

ARTICLES = [
    article(f"a{n}", f"paragraph number{n} of topic{n % 5}", "the same everywhere", title=f"T{n}")
    for n in range(12)
]
QUESTIONS = ["number3", "topic4 paragraph", "the same everywhere"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    filled(folder, FakeEmbedder(), *ARTICLES).close()
    return folder


@pytest.fixture
def path(tmp_path, sound):
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return tmp_path


def sql(path, *statements):
    with closing(sqlite3.connect(path / "ledger.sqlite3")) as ledger, ledger:
        for statement in statements:
            ledger.execute(statement)


def chroma(path):
    (folder,) = path.glob("chroma-*")
    return folder


def segment(path):
    (folder,) = (one for one in chroma(path).iterdir() if one.is_dir())
    return folder


def cut(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_a_sound_store_has_no_findings(path, embedder):
    with Store.open(path, embedder) as store:
        assert doctor.check(store) == ()
        assert doctor.repair(store) == ()
        assert store.generation() == 1


def test_a_sound_empty_store_has_no_findings(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store:
        assert doctor.check(store) == ()


def vector_ids(store, source):
    with store.core.ledger.reading() as connection:
        return [hash_.hex() for _, hash_, _ in indexed.vectors_of(connection, source)]


def put_vectors(store, vectors):
    name = store.core.index_name()
    with store.core.access.inside() as inside:
        inside.changing(name).add(vectors)


@pytest.mark.parametrize(
    ("lost", "total", "severity"),
    [(2, 480, "warning"), (3, 480, "error"), (100, 100_000, "warning"), (101, 100_000, "error")],
)
def test_a_few_lost_vectors_are_no_error(lost, total, severity):
    assert checks.severity(lost, total) == severity


def foreign_vectors(store):
    put_vectors(store, {"stray": store.embedder.encode(["stray"])[0]})


def lost_vectors(store):
    upkeep.remove(store.core, vector_ids(store, "a1"))


def other_vectors(store):
    ids = vector_ids(store, "a2")
    upkeep.remove(store.core, ids)
    put_vectors(store, dict(zip(ids, np.eye(64, dtype=np.float32), strict=False)))


def half_a_rebuild(store):
    store.core.access.indexes.create()


LIVE = {
    "vectors-orphaned": foreign_vectors,
    "vectors-missing": lost_vectors,
    "vectors-different": other_vectors,
    "vectors-leftover": half_a_rebuild,
}
LEDGER = {
    "unfinished": ["INSERT OR REPLACE INTO meta VALUES ('dirty', 'yes')"],
    "full-text": ["DELETE FROM words WHERE rowid = 3"],
    "vector-cache": [
        "DELETE FROM embeddings WHERE id IN (2, 3)",
        "UPDATE embeddings SET vector = x'00000000' WHERE id = 5",
    ],
    "vectors": ["UPDATE meta SET value = '' WHERE key = 'index'"],
    "ledger-references": ["DELETE FROM passages WHERE id = 2"],
}
FILES = {
    "sqlite gone": lambda path: (chroma(path) / "chroma.sqlite3").unlink(),
    "sqlite cut": lambda path: cut(chroma(path) / "chroma.sqlite3"),
    "sqlite garbage": lambda path: (chroma(path) / "chroma.sqlite3").write_bytes(b"x" * 50_000),
    "folder gone": lambda path: shutil.rmtree(chroma(path)),
}


@pytest.mark.parametrize("name", LIVE)
def test_a_wrong_index_is_named_and_repaired(path, embedder, name):
    with Store.open(path, embedder) as store:
        expected = answers(store, QUESTIONS)
        LIVE[name](store)
        assert name in {finding.name for finding in doctor.check(store)}
        assert doctor.repair(store) == ()
        assert doctor.check(store) == ()
        assert answers(store, QUESTIONS) == expected


@pytest.mark.parametrize("name", LEDGER)
def test_a_wrong_ledger_is_named_and_repaired(path, embedder, name):
    with Store.open(path, embedder) as store:
        expected = answers(store, QUESTIONS)
    sql(path, *LEDGER[name])
    with Store.open(path, embedder) as store:
        assert name in {finding.name for finding in doctor.check(store)}
        assert doctor.repair(store) == ()
        assert doctor.check(store) == ()
        if name != "ledger-references":
            assert answers(store, QUESTIONS) == expected


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_are_named_and_the_vectors_rebuilt(path, embedder, name):
    with Store.open(path, embedder) as store:
        expected = answers(store, QUESTIONS)
    FILES[name](path)
    embedder.encoded.clear()
    with Store.open(path, embedder) as store:
        findings = doctor.check(store)
        assert {finding.name for finding in findings} == {"vectors"}
        assert "doctor --repair" in findings[0].remedy
        assert doctor.repair(store) == ()
        assert embedder.encoded == []  # all from the ledger
        assert answers(store, QUESTIONS) == expected
    assert len(list(path.glob("chroma-*"))) == 1


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """More vectors than Chroma keeps in its log, so that there are index files."""
    path = tmp_path_factory.mktemp("large")
    texts = [f"word{n} word{n * 7 % 50} common" for n in range(1100)]
    filled(path, FakeEmbedder(), article("many", *texts)).close()
    return path


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (cut, "data_level0.bin"),  # Chroma does not fail at this one but ends the process
        (Path.unlink, "index_metadata.pickle"),
        pytest.param(cut, "header.bin", marks=pytest.mark.slow),
        pytest.param(Path.unlink, "data_level0.bin", marks=pytest.mark.slow),
        pytest.param(shutil.rmtree, ".", marks=pytest.mark.slow),
    ],
)
def test_row_31_damaged_index_files_are_rebuilt(large, tmp_path, damage, file):
    """TRAPS 5: Chroma never repairs these by itself."""
    path = shutil.copytree(large, tmp_path / "store")
    damage(segment(path) / file)
    with Store.open(path, FakeEmbedder()) as store:
        found = {finding.name for finding in doctor.check(store)}
        assert found
        assert found <= {"vectors", "vectors-missing", "vectors-different", "vectors-lost"}
        assert doctor.repair(store) == ()
        for n in (0, 550, 1099):
            text = f"word{n} word{n * 7 % 50} common"
            assert nearest(store, text, 1) == [("many", text)]


def test_a_reader_of_a_damaged_index_is_answered_all_the_same(large, tmp_path, caplog):
    path = shutil.copytree(large, tmp_path / "store")
    cut(segment(path) / "data_level0.bin")
    with Store.open(path, FakeEmbedder()) as store:
        for _ in range(3):
            assert nearest(store, "word1 word7 common", 1) == [("many", "word1 word7 common")]
        assert "doctor --repair" in caplog.text
        with store.write() as writer:
            put(writer, article("new", "new words"))
        caplog.clear()
        assert nearest(store, "new words", 1) == [("new", "new words")]
        assert caplog.text == ""


def test_an_altered_article_is_taken_out(path, embedder):
    """A quote from it could be wrong; the next ingest finds it missing and brings it back."""
    sql(
        path,
        "UPDATE articles SET text = replace(text, 'number2', 'number9') WHERE source = 'a2'",
        "UPDATE passages SET start = start + 1 WHERE id = 9",
        'UPDATE sentences SET "end" = 0 WHERE passage_id = 13',
        "UPDATE articles SET origins = '{' WHERE source = 'a11'",
        "UPDATE passages SET text_hash = x'00' WHERE id = 1",
    )
    with Store.open(path, embedder) as store:
        (finding,) = (one for one in doctor.check(store) if one.name == "articles")
        assert finding.sources == ("a0", "a11", "a2", "a4", "a6")
        assert doctor.repair(store) == ()
        assert sorted(contents(store)) == ["a1", "a10", "a3", "a5", "a7", "a8", "a9"]
        assert store.generation() == 2


def test_what_the_cache_lost_is_embedded_again(path, embedder):
    sql(path, "DELETE FROM embeddings")
    shutil.rmtree(chroma(path))
    embedder.encoded.clear()
    with Store.open(path, embedder) as store:
        assert doctor.repair(store) == ()
        assert len(embedder.encoded) == 13  # 12 paragraphs of their own, one in common
        assert nearest(store, "number3", 1) == [("a3", "paragraph number3 of topic3")]


def test_a_repair_never_uses_another_model(path):
    sql(path, "DELETE FROM embeddings")
    other = FakeEmbedder("other")
    with Store.open(path) as store:
        store.core._embedder = other  # as if set after the store was opened
        names = {finding.name for finding in doctor.check(store)}
        assert {"embedding-model", "vector-cache"} <= names
        with pytest.raises(Exception, match="other"):
            doctor.repair(store)
    assert other.encoded == []


def test_a_store_that_is_being_written_is_not_judged(path, embedder):
    with (
        Store.open(path, embedder) as store,
        store.write(),
        pytest.raises(StoreLockedError, match="process"),
    ):
        doctor.check(store)


def test_a_broken_ledger_is_named(path, embedder):
    with Store.open(path, embedder) as store:
        pass
    ledger = path / "ledger.sqlite3"
    content = bytearray(ledger.read_bytes())
    for page in range(30, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    ledger.write_bytes(bytes(content))
    with Store.open(path, embedder) as store:
        findings = doctor.check(store)
        assert "ledger" in {finding.name for finding in findings}


def test_a_store_that_cannot_be_written_is_judged_as_far_as_it_can_be(path, embedder, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    with Store.open(path, embedder) as store:
        assert doctor.check(store) == ()
