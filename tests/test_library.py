"""Articles added, read again and taken out; what is refused leaves no trace."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import IngestOptions, ingest
from qa_app.library import COMING, Library, LibraryError, checked
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore.store import Store

TEXT = b"The ferry to Haiphong carries 77 passengers.\n\nIt runs every day of the year.\n"
OTHER = TEXT.replace(b"77", b"78")
BROKEN = b"\x7fELF\x00\x01" * 400
pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "old.txt").write_text("An old article of some words.\n\nIt has two paragraphs.")
    with Store.open(
        tmp_path / "store", FakeEmbedder(), create=True, indexes=MemoryIndexes()
    ) as one:
        ingest(one, [folder])
        yield one


@pytest.fixture
def library(store: Store) -> Library:
    return Library(store, IngestOptions())


def add(library: Library, **files: bytes) -> None:
    arrived = []
    for name, data in files.items():
        path = library.receive(name)
        path.write_bytes(data)
        arrived.append((name, path))
    library.take_in(arrived)
    done(library)


def zipped(**files: bytes) -> bytes:
    """An archive of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return data.getvalue()


def done(library: Library) -> None:
    assert library._thread is not None
    library._thread.join(60)
    assert library.work().state in ("done", "failed")


def sources(store: Store) -> list[str]:
    with store.read() as snapshot:
        return [article.source for article in snapshot.articles()]


def lying(library: Library) -> list[str]:
    """Every file in the folder of what was added, hidden ones too."""
    return sorted(p.name for p in library.folder.rglob("*") if p.is_file())


def test_an_article_is_added_replaced_read_again_and_removed(
    library: Library, store: Store
) -> None:
    add(library, **{"ferry.txt": TEXT})
    assert [f.outcome for f in library.work().files] == ["added"]
    assert sources(store) == ["old.txt", "uploads/ferry.txt"]
    places = library.places(sources(store))
    assert places["uploads/ferry.txt"] == ""
    assert places["old.txt"].endswith("articles")
    add(library, **{"ferry.txt": OTHER})
    assert [f.outcome for f in library.work().files] == ["changed"]
    with store.read() as snapshot:
        assert "78" in snapshot.text("uploads/ferry.txt")
    library.read_again(["uploads/ferry.txt", "old.txt"])
    done(library)
    assert [f.outcome for f in library.work().files] == ["changed", "changed"]
    assert lying(library) == ["ferry.txt"]
    library.take_out("uploads/ferry.txt")
    done(library)
    assert sources(store) == ["old.txt"]
    assert lying(library) == []
    assert [one.report["removed"] for one in library.history()][:1] == [1]


def test_a_file_elsewhere_stays_when_its_article_is_removed(
    library: Library, store: Store, tmp_path: Path
) -> None:
    library.take_out("old.txt")
    done(library)
    assert sources(store) == []
    assert (tmp_path / "articles" / "old.txt").exists()
    library.read_again()
    done(library)
    assert sources(store) == ["old.txt"]


def test_an_article_that_shares_its_file_is_not_removed_with_the_others(
    library: Library, store: Store
) -> None:
    both = {"one.txt": TEXT, "two.txt": OTHER}
    add(library, **{"z.zip": zipped(**both)})
    library.take_out("uploads/z.zip/one.txt")
    done(library)
    assert library.work().state == "failed"
    assert "one of 2 articles in z.zip" in library.work().trouble
    assert sources(store) == ["old.txt", "uploads/z.zip/one.txt", "uploads/z.zip/two.txt"]
    assert lying(library) == ["z.zip"]
    del both["one.txt"]
    add(library, **{"z.zip": zipped(**both)})  # as the message says
    assert sources(store) == ["old.txt", "uploads/z.zip/two.txt"]
    library.take_out("uploads/z.zip/two.txt")
    done(library)
    assert sources(store) == ["old.txt"]
    assert lying(library) == []


@pytest.mark.parametrize(
    ("good", "data"), [("xc.txt", OTHER), ("z.zip", zipped(**{"c.txt": OTHER, "d.txt": OTHER}))]
)
def test_a_broken_file_is_not_taken_for_another_that_is_called_alike(
    library: Library, good: str, data: bytes
) -> None:
    add(library, **{"c.txt": TEXT})
    add(library, **{"c.txt": BROKEN, good: data})
    assert (library.folder / "c.txt").read_bytes() == TEXT, "what it replaced is back"
    assert lying(library) == ["c.txt", good]


@pytest.mark.parametrize("names", [("c.txt", "c.txt"), ("\u00e9.txt", "e\u0301.txt")])
def test_files_of_one_name_are_refused_and_what_is_there_stays(
    library: Library, names: tuple[str, str]
) -> None:
    add(library, **{names[0]: TEXT})
    arrived = [(name, library.receive(name)) for name in names]
    for _, path in arrived:
        path.write_bytes(BROKEN)
    with pytest.raises(LibraryError, match="2 files have this name"):
        library.take_in(arrived)
    assert (library.folder / names[0]).read_bytes() == TEXT


def test_what_a_crash_left_behind_is_cleared_and_what_was_put_aside_comes_back(
    library: Library, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, **{"ferry.txt": TEXT})
    library.receive("never.txt").write_bytes(TEXT)
    path = library.receive("ferry.txt")
    path.write_bytes(BROKEN)
    monkeypatch.setattr(library, "_take_back", lambda *_: None)
    monkeypatch.setattr("qa_app.library.ingest", lambda *_: (_ for _ in ()).throw(KeyError()))
    library.take_in([("ferry.txt", path)])
    done(library)
    assert (library.folder / "ferry.txt").read_bytes() == BROKEN
    with store.write():
        Library(store, IngestOptions())
    assert len(lying(library)) == 3, "somebody is writing: perhaps this is being added just now"
    Library(store, IngestOptions())
    assert lying(library) == ["ferry.txt"]
    assert (library.folder / "ferry.txt").read_bytes() == TEXT


def test_what_cannot_be_read_leaves_no_trace(library: Library, store: Store) -> None:
    add(library, **{"ferry.txt": TEXT, "bad.txt": BROKEN, "empty.txt": b""})
    outcomes = {f.source.rpartition("/")[2]: f.outcome for f in library.work().files}
    assert outcomes["ferry.txt"] == "added"
    assert outcomes["bad.txt"] in ("failed", "skipped")
    assert lying(library) == ["ferry.txt"]
    add(library, **{"ferry.txt": BROKEN})
    assert lying(library) == ["ferry.txt"]
    assert (library.folder / "ferry.txt").read_bytes() == TEXT, "what it replaced is back"
    assert "uploads/ferry.txt" in sources(store)


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "../x.txt", "a/b.txt", "/etc/passwd", "C:\\x.txt", "c:x", "..\\x",
        ".hidden",
        "x\x00.txt", "x\n.txt", "x\u2028.txt", "\u202etxt.x", "x" * 201, "\ud800.txt",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(library: Library, name: str) -> None:
    with pytest.raises(LibraryError, match="no plain file name"):
        library.receive(name)
    assert not library.folder.exists()


def test_plain_names_are_taken() -> None:
    for name in ("a b.txt", "Über (1) – x.md", "e\u0301.txt", "-x.txt"):
        assert checked(name)


def test_links_are_never_followed(library: Library, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("keep")
    library.folder.mkdir()
    (library.folder / "link.txt").symlink_to(secret)
    add(library, **{"link.txt": TEXT})
    assert library.work().state == "failed"
    assert secret.read_text() == "keep"
    assert os.listdir(library.folder / COMING) == []
    (library.folder / COMING).rmdir()
    (library.folder / COMING).symlink_to(tmp_path)
    with pytest.raises(LibraryError, match="is a link"):
        library.receive("x.txt")


def test_one_thing_is_done_at_a_time(library: Library, store: Store) -> None:
    with store.write():
        library.read_again()
        done(library)
    assert library.work().state == "failed"
    assert "writ" in library.work().trouble
    library.stop()
    with pytest.raises(LibraryError, match="not done yet"):
        library.read_again()


@pytest.mark.parametrize("instead", [b"", BROKEN], ids=["empty", "broken"])
def test_what_does_not_replace_a_file_leaves_its_article_as_it_was(
    library: Library, store: Store, instead: bytes
) -> None:
    add(library, **{"c.txt": TEXT})
    add(library, **{"c.txt": instead})
    (file,) = [f for f in library.work().files if f.source.endswith("c.txt")]
    assert file.outcome in ("failed", "skipped")
    assert file.reason
    with store.read() as snapshot:
        assert [a.state for a in snapshot.articles() if a.source.endswith("c.txt")] == ["current"]
    assert (library.folder / "c.txt").read_bytes() == TEXT
