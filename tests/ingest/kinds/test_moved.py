"""A folder that was moved is known by what it holds."""

import shutil
from pathlib import Path

import pytest

from ingest import IngestOptions, PassageOptions, ingest
from ingest.errors import IngestError
from ingest.roots import find, findings, forget
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore.store import Store

OPTIONS = IngestOptions(passages=PassageOptions(target_tokens=24))
pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "s", FakeEmbedder(), create=True, indexes=MemoryIndexes()) as one:
        yield one


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    (folder / "deep").mkdir(parents=True)
    for name in ("pier", "crane", "deep/shed", "deep/mole"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nThe {name} is {len(name)} metres long.\n")
    return folder


def sources(store: Store) -> list[str]:
    with store.read() as snapshot:
        return sorted(one.source for one in snapshot.articles())


def moved(store: Store, old: Path, to: str = "new") -> Path:
    ingest(store, [old], OPTIONS)
    new = old.parent / to
    shutil.move(old, new)
    return new


def test_a_moved_folder_is_not_embedded_again(store, old):
    new = moved(store, old)
    before = sources(store)
    report = ingest(store, [new], OPTIONS)
    assert (report.embedded, report.count("added"), report.count("removed")) == (0, 0, 0)
    assert sources(store) == before
    said = {file.source: file for file in report.files}["new/"]
    assert (said.outcome, str(old) in said.reason) == ("renamed", True)
    assert ingest(store, [new], OPTIONS).count("unchanged") == len(before)


def test_what_was_edited_and_deleted_on_the_way_no_longer_answers(store, old):
    new = moved(store, old)
    (new / "pier.md").write_text("# pier\n\nThe pier is 999 metres long.\n")
    (new / "crane.md").unlink()
    report = ingest(store, [new], OPTIONS)
    assert (report.count("changed"), report.count("removed")) == (1, 1)
    with store.read() as snapshot:
        assert "999" in snapshot.text("pier.md")
    assert "crane.md" not in sources(store)


@pytest.mark.parametrize("kept", ["copy", "other"])
def test_a_copy_or_another_folder_is_a_folder_of_its_own(store, old, kept):
    ingest(store, [old], OPTIONS)
    new = old.parent / "new"
    if kept == "copy":
        shutil.copytree(old, new)
    else:
        shutil.rmtree(old)
        new.mkdir()
        (new / "tower.md").write_text("# Tower\n\nThe tower is old.\n")
    ingest(store, [new], OPTIONS)
    assert any(source.startswith("new/") for source in sources(store))
    assert "pier.md" in sources(store)


def test_a_lost_folder_is_told_of_and_can_be_forgotten(store, old, tmp_path):
    ingest(store, [old], OPTIONS)
    shutil.rmtree(old)
    other = tmp_path / "other"
    other.mkdir()
    (other / "tower.md").write_text("# Tower\n\nThe tower is old.\n")
    report = ingest(store, [other], OPTIONS)
    said = {file.source: file for file in report.files}[f"{old}/"]
    assert said.outcome == "skipped"
    assert f"qa-app sources forget {old}" in said.reason
    (finding,) = findings(store)
    assert (finding.name, finding.severity) == ("root-gone", "warning")
    assert f"{old} is gone and still answers, with 4 articles" in finding.message
    assert f"qa-app sources forget {old}" in finding.remedy
    assert len(forget(store, str(old)).sources) == 4
    assert findings(store) == ()
    assert sources(store) == ["other/tower.md"]
    with pytest.raises(IngestError, match="no folder"):
        forget(store, str(old))
    assert [file.source for file in ingest(store, [other], OPTIONS).files] == ["other/tower.md"]


def test_a_rehearsal_names_a_lost_folder(store, old, tmp_path):
    ingest(store, [old], OPTIONS)
    shutil.rmtree(old)
    other = tmp_path / "other"
    other.mkdir()
    report = ingest(store, [other], IngestOptions(passages=OPTIONS.passages, dry_run=True))
    assert f"{old}/" in {file.source for file in report.files}


@pytest.mark.parametrize("lost", ["folder", "parent"])
@pytest.mark.parametrize("instead", ["nothing", "file"])
def test_a_folder_is_lost_with_its_parent_and_when_a_file_is_in_its_place(
    store, old, tmp_path, lost, instead
):
    disk = tmp_path / "disk"
    disk.mkdir()
    folder = disk / "articles"
    shutil.move(old, folder)
    ingest(store, [folder], OPTIONS)
    gone = folder if lost == "folder" else disk
    gone.rename(tmp_path / "unmounted")
    if instead == "file":
        gone.write_text("no folder")
    (finding,) = findings(store)
    assert finding.name == "root-gone"
    assert str(folder) in finding.message
    assert len(sources(store)) == 4


@pytest.fixture
def alike(store, tmp_path, monkeypatch) -> tuple[Path, Path]:
    """Two folders of one name; the later one is in the current folder."""
    folders = [tmp_path / name for name in ("first", "y/other", "cwd/other")]
    for folder in folders:
        folder.mkdir(parents=True)
        place = str(folder.relative_to(tmp_path))
        (folder / "tower.md").write_text(f"# Tower\n\nThe tower of {place} is old.\n")
        ingest(store, [folder], OPTIONS)
    monkeypatch.chdir(tmp_path / "cwd")
    with store.read() as snapshot:
        assert [root.label for root in snapshot.roots()] == ["", "other", "other-2"]
    return folders[1], folders[2]


@pytest.mark.parametrize("named", ["other", "other/"])
def test_a_path_and_a_label_of_two_folders_are_both_named(store, alike, named):
    with pytest.raises(IngestError, match="whole path") as error:
        forget(store, named)
    assert all(str(folder) in str(error.value) for folder in alike)
    assert len(sources(store)) == 3


def test_what_can_only_be_a_path_or_a_label_is_taken_for_it(store, alike):
    older, nearer = alike
    assert find(store, "./other").root.path == str(nearer)
    assert find(store, "../y/other/").root.path == find(store, str(older)).root.path == str(older)
    assert find(store, "other-2").root.path == str(nearer)
    assert forget(store, str(nearer)).sources == ("other-2/tower.md",)
    assert find(store, "other").root.path == str(older)  # now there is one only


def test_a_folder_that_is_there_is_no_finding_and_can_be_forgotten_by_its_label(
    store, old, tmp_path
):
    other = tmp_path / "other"
    other.mkdir()
    (other / "tower.md").write_text("# Tower\n\nThe tower is old.\n")
    ingest(store, [old, other], OPTIONS)
    assert findings(store) == ()
    assert forget(store, "other").sources == ("other/tower.md",)
    with pytest.raises(IngestError, match=f"ingested were: {old}"):
        forget(store, "elsewhere")


def test_a_rehearsal_sees_the_move_and_changes_nothing(store, old):
    new = moved(store, old)
    (new / "pier.md").write_text("# pier\n\nThe pier is 999 metres long.\n")
    report = ingest(store, [new], IngestOptions(passages=OPTIONS.passages, dry_run=True))
    assert (report.count("changed"), report.count("added")) == (1, 0)
    assert f"{old}/" not in {file.source for file in report.files}
    with store.read() as snapshot:
        assert [root.path for root in snapshot.roots()] == [str(old)]


def test_a_second_folder_that_moved_keeps_its_ids(store, old, tmp_path):
    first = tmp_path / "first"
    first.mkdir()
    (first / "tower.md").write_text("# Tower\n\nThe tower is old.\n")
    ingest(store, [first], OPTIONS)
    new = moved(store, old)
    report = ingest(store, [new], OPTIONS)
    assert report.embedded == 0
    assert sources(store) == [
        "old/crane.md", "old/deep/mole.md", "old/deep/shed.md", "old/pier.md", "tower.md"
    ]  # fmt: skip
