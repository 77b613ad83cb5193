import os

import pytest

from ingest import IngestError, IngestOptions, PassageOptions, Progress, ingest, survey
from ingest.containers import RecordFields
from ingest.contents import Contents
from ingest.limits import Limits
from ingest.prepare import article
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore.errors import StoreLockedError
from vectorstore.store import Store
from vectorstore.writer import Writer

SMALL = IngestOptions(passages=PassageOptions(target_tokens=20), batch_passages=4)


@pytest.fixture
def store(tmp_path):
    with Store.open(
        tmp_path / "store", FakeEmbedder(), create=True, indexes=MemoryIndexes()
    ) as one:
        yield one


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "articles"
    for name in ("a.txt", "b.txt", "sub/c.txt", "sub/d.md", "e.txt"):
        _write(root / name, f"Headline of {name[:1]}\n\n{_body(name)}")
    return root


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def _body(word):
    return "\n\n".join(
        f"The {word} sentence number {n} is here. It has a sequel." for n in range(4)
    )


def _counts(report):
    counts = report.to_json()
    return {key: counts[key] for key in counts if counts[key] and key not in ("files", "seconds")}


def _outcomes(report):
    return {file.source: (file.outcome, file.reason) for file in report.files}


def _texts(store):
    with store.read() as snapshot:
        return {one.source: snapshot.text(one.source) for one in snapshot.articles()}


def _states(store):
    with store.read() as snapshot:
        return {one.source: one.state for one in snapshot.articles()}


def test_a_folder_goes_in(store, folder):
    report = ingest(store, [folder], SMALL)
    assert report.count("added") == 5
    assert report.passages == report.embedded > 5
    assert report.ok
    assert sorted(_texts(store)) == ["a.txt", "b.txt", "e.txt", "sub/c.txt", "sub/d.md"]
    with store.read() as snapshot:
        article = snapshot.article("a.txt")
        assert article.metadata.title.value == "Headline of a"
        text = snapshot.text("a.txt")
        for passage in snapshot.passages_of("a.txt"):
            assert passage.text == text[passage.span.start : passage.span.end]


def test_row_36_an_unchanged_folder_costs_nothing(store, folder):
    first = ingest(store, [folder], SMALL)
    store.embedder.encoded.clear()
    second = ingest(store, [folder], SMALL)
    assert _counts(second) == {"generation": first.generation, "unchanged": 5}
    assert store.embedder.encoded == []


def test_rows_19_and_37_the_bytes_decide_not_the_clock(store, folder):
    ingest(store, [folder], SMALL)
    before = (folder / "a.txt").stat()
    text = (folder / "a.txt").read_text()
    (folder / "a.txt").write_text(text.replace("sequel", "SEQUEL"))
    os.utime(folder / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(folder / "b.txt", (0, 0))
    os.utime(folder / "e.txt", (4_102_444_800, 4_102_444_800))
    report = ingest(store, [folder], SMALL)
    assert _counts(report).get("changed") == 1
    assert report.count("unchanged") == 4
    assert "SEQUEL" in _texts(store)["a.txt"]


def test_a_change_of_one_paragraph_embeds_only_its_passages(store, folder):
    ingest(store, [folder], SMALL)
    text = (folder / "a.txt").read_text()
    (folder / "a.txt").write_text(text.replace("number 2 is here", "number 2 was there"))
    report = ingest(store, [folder], SMALL)
    assert report.embedded == 1


def test_added_changed_removed_and_renamed_in_one_run(store, folder):
    ingest(store, [folder], SMALL)
    (folder / "a.txt").unlink()
    (folder / "b.txt").rename(folder / "sub" / "moved.txt")
    _write(folder / "e.txt", "Another text. It is short.")
    _write(folder / "new.txt", "A new text. It is short, too.")
    report = ingest(store, [folder], SMALL)
    assert _outcomes(report) == {
        "a.txt": ("removed", ""),
        "e.txt": ("changed", ""),
        "new.txt": ("added", ""),
        "sub/c.txt": ("unchanged", ""),
        "sub/d.md": ("unchanged", ""),
        "sub/moved.txt": ("renamed", "was b.txt"),
    }
    assert report.embedded == 2
    assert sorted(_texts(store)) == ["e.txt", "new.txt", "sub/c.txt", "sub/d.md", "sub/moved.txt"]


def test_row_14_identical_files_are_two_articles(store, folder):
    _write(folder / "copy.txt", (folder / "a.txt").read_bytes())
    report = ingest(store, [folder], SMALL)
    assert report.count("added") == 6
    assert report.embedded < report.passages
    assert _texts(store)["copy.txt"] == _texts(store)["a.txt"]


def test_rows_1_2_7_bad_files_are_named_and_the_others_go_in(store, folder):
    _write(folder / "empty.txt", "")
    _write(folder / "blank.txt", "\ufeff \n\t")
    _write(folder / "invisible.txt", "\u200b\u2060")
    _write(folder / "image.txt", b"\x89PNG\r\n\x1a\n\x00\x00")
    _write(folder / "old.txt", b"They don\x92t know. It is so.")
    report = ingest(store, [folder], SMALL)
    outcomes = _outcomes(report)
    assert outcomes["empty.txt"] == outcomes["blank.txt"] == ("skipped", "empty")
    assert outcomes["invisible.txt"] == ("skipped", "empty")
    assert outcomes["image.txt"] == ("failed", "not text: a PNG image")
    assert outcomes["old.txt"] == ("added", "not UTF-8; read as windows-1252")
    assert report.count("added") == 6
    assert not report.ok


def test_row_17_a_failing_file_keeps_its_earlier_version(store, folder):
    ingest(store, [folder], SMALL)
    before = _texts(store)["a.txt"]
    _write(folder / "a.txt", b"\x7fELF\x02\x01\x01")
    report = ingest(store, [folder], SMALL)
    assert _outcomes(report)["a.txt"] == (
        "failed",
        "not text: a program; its earlier version still answers",
    )
    assert _texts(store)["a.txt"] == before
    assert _states(store)["a.txt"] == "stale"
    _write(folder / "a.txt", f"Headline of a\n\n{_body('a.txt')}")
    again = ingest(store, [folder], SMALL)
    assert again.ok
    assert set(_states(store).values()) == {"current"}


def test_row_17_files_that_cannot_be_seen_are_not_taken_for_removed(store, folder, monkeypatch):
    ingest(store, [folder], SMALL)
    scandir = os.scandir

    def listing(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", listing)
        report = ingest(store, [folder], SMALL)
    assert _outcomes(report)["sub"] == ("failed", "cannot be read: Permission denied")
    assert report.count("removed") == 0
    assert _states(store)["sub/c.txt"] == "stale"
    ingest(store, [folder], SMALL)
    assert set(_states(store).values()) == {"current"}


def test_a_file_that_is_emptied_leaves_the_store(store, folder):
    ingest(store, [folder], SMALL)
    _write(folder / "a.txt", "")
    _write(folder / "b.txt", "Subscribe to our newsletter")
    report = ingest(store, [folder], SMALL)
    assert _outcomes(report)["a.txt"] == ("removed", "empty")
    assert _outcomes(report)["b.txt"][0] == "removed"
    assert sorted(_texts(store)) == ["e.txt", "sub/c.txt", "sub/d.md"]


def test_row_8_a_file_over_the_limit_fails_and_the_others_go_in(store, folder):
    _write(folder / "big.txt", "word " * 1000)
    report = ingest(store, [folder], IngestOptions(limits=Limits(file_bytes=2000)))
    assert _outcomes(report)["big.txt"][0] == "failed"
    assert "max_file_bytes" in _outcomes(report)["big.txt"][1]
    assert report.count("added") == 5


def test_row_18_a_file_that_vanishes_between_looking_and_reading(store, folder):
    def vanish(progress: Progress):
        if progress.stage == "ingesting" and (folder / "b.txt").exists():
            (folder / "b.txt").unlink()

    report = ingest(store, [folder], SMALL, vanish)
    assert _outcomes(report)["b.txt"] == ("skipped", "gone before it could be read")
    assert report.count("added") == 4


def test_row_35_a_folder_that_looks_unmounted_stops_the_ingest(store, folder):
    ingest(store, [folder], SMALL)
    for path in folder.rglob("*.*"):
        path.unlink()
    with pytest.raises(IngestError, match=r"5 of 5 articles.*--allow-mass-delete"):
        ingest(store, [folder], SMALL)
    assert len(_texts(store)) == 5
    report = ingest(store, [folder], IngestOptions(allow_mass_delete=True))
    assert report.count("removed") == 5
    assert _texts(store) == {}


def test_a_few_removals_need_no_leave(store, folder):
    ingest(store, [folder], SMALL)
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    assert ingest(store, [folder], SMALL).count("removed") == 2


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(store, folder, tmp_path, monkeypatch):
    ingest(store, [folder], SMALL)
    before = store.generation()
    monkeypatch.setattr("vectorstore.embedding.default", None)  # no model is looked for
    (folder / "a.txt").unlink()
    (folder / "b.txt").rename(folder / "z.txt")
    _write(folder / "e.txt", "Changed.")
    _write(folder / "image.txt", b"\x89PNG\r\n\x1a\n")
    _write(folder / "empty.txt", "")
    with Store.open(tmp_path / "store", indexes=MemoryIndexes()) as other:
        report = ingest(other, [folder], IngestOptions(dry_run=True))
    assert store.generation() == before == report.generation
    assert {s: o for s, (o, _) in _outcomes(report).items()} == {
        "a.txt": "removed",
        "e.txt": "changed",
        "empty.txt": "skipped",
        "image.txt": "failed",
        "sub/c.txt": "unchanged",
        "sub/d.md": "unchanged",
        "z.txt": "renamed",
    }
    assert report.dry_run


def test_a_single_file_never_removes_anything(store, folder):
    ingest(store, [folder], SMALL)
    (folder / "b.txt").unlink()
    _write(folder / "a.txt", "Changed. It is short.")
    report = ingest(store, [folder / "a.txt"], SMALL)
    assert _outcomes(report) == {"a.txt": ("changed", "")}
    assert "b.txt" in _texts(store)


def test_a_folder_of_a_root_removes_only_below_itself(store, folder):
    ingest(store, [folder], SMALL)
    (folder / "a.txt").unlink()
    (folder / "sub" / "c.txt").unlink()
    report = ingest(store, [folder / "sub"], SMALL)
    assert {s: o for s, (o, _) in _outcomes(report).items()} == {
        "sub/c.txt": "removed",
        "sub/d.md": "unchanged",
    }
    assert "a.txt" in _texts(store)


def test_a_second_root_has_its_label_before_its_articles(store, folder, tmp_path):
    other = tmp_path / "more"
    _write(other / "a.txt", "Another folder. It has a file of the same name.")
    ingest(store, [folder], SMALL)
    report = ingest(store, [other], SMALL)
    assert list(_outcomes(report)) == ["more/a.txt"]
    assert len(_texts(store)) == 6
    (other / "a.txt").unlink()
    again = ingest(store, [other, folder], SMALL)
    assert again.count("removed") == 1
    assert again.count("unchanged") == 5
    dry = ingest(store, [other, folder], IngestOptions(dry_run=True))
    assert dry.count("unchanged") == 5


def test_an_interrupt_leaves_whole_articles_and_the_next_run_goes_on(store, folder):
    def interrupt(progress: Progress):
        if progress.stage == "ingesting" and progress.passages:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(store, [folder], SMALL, interrupt)
    done = _texts(store)
    assert 0 < len(done) < 5
    report = ingest(store, [folder], SMALL)
    assert report.count("unchanged") == len(done)
    assert report.count("added") == 5 - len(done)


def test_row_27_a_second_writer_is_told(store, folder):
    with store.write(), pytest.raises(StoreLockedError):
        ingest(store, [folder], SMALL)


def test_a_folder_that_is_not_there(store, tmp_path):
    with pytest.raises(IngestError, match="no such file or folder"):
        ingest(store, [tmp_path / "nowhere"], SMALL)


def test_row_20_memory_holds_one_batch_only(store, folder, monkeypatch):
    held = []
    original = Writer.commit

    def counting(self, change, root):
        held.append(sum(len(article.passages) for article in change.put))
        return original(self, change, root)

    monkeypatch.setattr(Writer, "commit", counting)
    report = ingest(store, [folder], SMALL)
    assert len(held) > 2
    assert sum(held) == report.passages
    assert max(held) <= SMALL.batch_passages + max(held[-1], 8)


def test_rebuilding_prepares_everything_again(store, folder):
    ingest(store, [folder], SMALL)
    report = ingest(store, [folder], IngestOptions(rebuild=True, passages=PassageOptions(40)))
    assert report.count("changed") == 5


def test_a_bug_in_a_reader_fails_one_file_only(store, folder, monkeypatch, caplog):
    def broken(source, *arguments):
        if source == "b.txt":
            raise ZeroDivisionError("a bug")
        return article(source, *arguments)

    monkeypatch.setattr("ingest.putting.article", broken)
    report = ingest(store, [folder], SMALL)
    assert "ZeroDivisionError" in _outcomes(report)["b.txt"][1]
    assert report.count("added") == 4
    assert "could not be prepared" in caplog.text


def test_progress_counts_up(store, folder):
    seen: list[Progress] = []
    report = ingest(store, [folder], SMALL, seen.append)
    looking = [one for one in seen if one.stage == "looking"]
    assert [one.done for one in looking] == [1, 2, 3, 4, 5]
    last = seen[-1]
    assert (last.done, last.total) == (5, 5)
    assert (last.passages, last.embedded) == (report.passages, report.embedded)


def test_the_report_has_the_shape_that_is_promised(store, folder):
    report = ingest(store, [folder], SMALL).to_json()
    assert list(report) == [
        "generation", "added", "changed", "removed", "renamed", "unchanged", "skipped", "failed",
        "passages", "embedded", "seconds", "files",
    ]  # fmt: skip
    assert report["files"][0] == {"source": "a.txt", "outcome": "added", "reason": ""}


def test_survey_does_not_keep_what_it_reads(folder):
    contents = Contents(Limits(), RecordFields())
    found = survey.survey(survey.Target(folder), "", contents, lambda _: None)
    assert sorted(found.hashes) == sorted(found.places)
    assert all(len(value) == 64 for value in found.hashes.values())
