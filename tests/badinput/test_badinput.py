"""A folder full of bad and odd files: each ends as it must, and none harms the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest import IngestOptions, PassageOptions, Report, ingest
from ingest.limits import Limits
from tests.badinput import characters, containers, documents, names
from tests.badinput.case import Case
from tests.fakes import FakeEmbedder
from vectorstore import doctor
from vectorstore.store import Store

CASES = (*characters.CASES, *names.CASES, *documents.CASES, *containers.CASES)
GOOD = {f"good-{n}.txt": f"Headline {n}\n\nThe plain article number {n} says so." for n in range(3)}
OPTIONS = IngestOptions(
    passages=PassageOptions(target_tokens=60),
    limits=Limits(file_bytes=2_000_000, seconds=30, unpacked_bytes=50_000_000),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad") / "articles"
    root.mkdir()
    for name, text in GOOD.items():
        (root / name).write_text(text)
    for case in CASES:
        case.write(root)
    yield root
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    with Store.open(folder.parent / "store", FakeEmbedder(dimension=384), create=True) as one:
        yield one


@pytest.fixture(scope="module")
def report(store: Store, folder: Path) -> Report:
    return ingest(store, [folder], OPTIONS)


def test_there_are_enough_of_them():
    assert len({case.id for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id.encode("unicode_escape").decode())
def test_each_ends_as_it_must(case: Case, report: Report, store: Store) -> None:
    told = {file.source: file for file in report.files}
    assert case.id in told, sorted(told)
    assert (told[case.id].outcome, told[case.id].reason) == (case.outcome, told[case.id].reason)
    assert case.reason in told[case.id].reason
    assert "Traceback" not in told[case.id].reason
    assert told[case.id].reason or case.outcome == "added"
    with store.read() as snapshot:
        assert (snapshot.article(case.id) is not None) == (case.outcome == "added")
        if case.outcome == "added":
            text = snapshot.text(case.id)
            assert " ".join(case.says.split()) in " ".join(text.split())
            assert [words for words in case.hides if words in text] == []


def test_the_others_go_in(report: Report, store: Store) -> None:
    told = {file.source: file.outcome for file in report.files}
    assert {told[name] for name in GOOD} == {"added"}
    assert not report.ok
    with store.read() as snapshot:
        for name, text in GOOD.items():
            assert snapshot.text(name) == text


def test_every_passage_stands_where_it_says(report: Report, store: Store) -> None:
    with store.read() as snapshot:
        for one in snapshot.articles():
            text = snapshot.text(one.source)
            for passage in snapshot.passages_of(one.source):
                assert passage.span.of(text) == passage.text


def test_nothing_was_written_outside_or_run(report: Report, folder: Path) -> None:
    assert sorted(path.name for path in folder.parent.iterdir()) == [
        "articles", "outside.txt", "store",
    ]  # fmt: skip
    assert not Path("hacked").exists()


def test_the_store_is_well(report: Report, store: Store) -> None:
    assert [finding for finding in doctor.check(store) if finding.severity == "error"] == []


def test_a_second_ingest_changes_nothing(report: Report, store: Store, folder: Path) -> None:
    before = len(store.embedder.encoded)
    again = ingest(store, [folder], OPTIONS)
    assert again.generation == report.generation
    assert again.count("added") == again.count("changed") == again.count("removed") == 0
    assert again.count("unchanged") == report.count("added")
    assert len(store.embedder.encoded) == before
