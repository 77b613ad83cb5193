"""The file of an article: found as a walk finds it, given out only while it is what was read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.contents import Contents
from ingest.errors import UnreadableError
from ingest.files import VanishedError
from ingest.limits import Limits
from ingest.originals import ChangedError, locate, open_original
from ingest.prepare import digest
from ingest.readers.records import DEFAULT_FIELDS
from ingest.survey import Place, survey
from ingest.targets import Target
from tests.test_library import zipped
from vectorstore.model import Root

CONTENTS = Contents(Limits(), DEFAULT_FIELDS)
WORDS = b"The ferry to Haiphong carries 77 passengers.\n"
MAILS = b"".join(
    b"From ann@example.org Mon Jan  5 10:00:00 2024\nFrom: ann@example.org\n"
    b"Subject: Mail %d\nMessage-ID: <%d@example.org>\n\nThe words of mail %d.\n\n" % (n, n, n)
    for n in (1, 2)
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "a.txt").write_bytes(WORDS)
    (folder / "deep" / "z.zip").write_bytes(
        zipped(**{"in/b.md": WORDS, "more.zip": zipped(**{"c.md": WORDS + b"More."})})
    )
    (folder / "mails.mbox").write_bytes(MAILS)
    (folder / "r.jsonl").write_text(json.dumps({"id": "x1", "text": "Some words of a record."}))
    (folder / "page.html").write_bytes(b"<!doctype html><html><p>Words of a page.</p></html>")
    (folder / "odd\x07name.txt").write_bytes(WORDS + b"Odd.")
    (folder / "link.txt").symlink_to("deep/er/a.txt")
    (tmp_path / "outside.txt").write_bytes(WORDS)
    return folder.resolve()


@pytest.mark.parametrize("label", ["", "corpus"])
def test_every_article_of_a_folder_is_found_again_and_is_the_same(root: Path, label: str) -> None:
    found = survey(Target(root), label, CONTENTS, lambda _: None)
    assert len(found.hashes) == 9
    assert not found.failed
    views = {}
    for source, place in found.places.items():
        assert locate(Root(1, str(root), label), source) == place
        original = open_original(place, found.hashes[source], CONTENTS)
        views[source.removeprefix(f"{label}/")] = original.view
        data = b"".join(original.blocks())
        assert digest(data) == found.hashes[source]
        assert len(data) == original.size
        assert original.file.closed
    assert views["page.html"] == views["mails.mbox/1.eml"] == views["deep/z.zip/in/b.md"] == "text"
    assert views["r.jsonl/x1"] == "other"


@pytest.mark.parametrize(
    ("begins", "name", "view"),
    [
        (b"%PDF-1.7 ", "x", "pdf"),
        (b"<!doctype html><p>%PDF-1.7", "x.pdf", "pdf"),
        (b"<!doctype html><p>%PDF-1.7", "x.html", "text"),
        (b"PK\x03\x04", "x.docx", "other"),
        (b"{\\rtf1 x", "x.rtf", "other"),
        (b"# A heading", "x.md", "text"),
        (b"From: a@b.c\nMessage-ID: <1@b.c>\n\nWords", "x.eml", "text"),
    ],
)
def test_how_a_file_is_looked_at_is_for_its_content_to_say(
    tmp_path: Path, begins: bytes, name: str, view: str
) -> None:
    path = tmp_path / name
    path.write_bytes(begins)
    original = open_original(Place(path, name), digest(begins), CONTENTS)
    with original.file as file:
        assert file.read() == begins
    assert original.view == view


@pytest.mark.parametrize(
    "source",
    [
        "../outside.txt",
        "deep/../../outside.txt",
        "/etc/passwd",
        "",
        ".",
        "deep/er",
        "deep//er/a.txt",
        "deep/er/./a.txt",
        "nothing.txt",
        "x\0y",
        "a" * 5_000,
    ],
)
def test_no_name_leads_out_of_the_folder(root: Path, source: str) -> None:
    with pytest.raises(UnreadableError):
        locate(Root(1, str(root), ""), source)


def to_outside(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def to_itself(path: Path, _: Path) -> None:
    path.symlink_to(path)


def to_nothing(path: Path, _: Path) -> None:
    path.symlink_to("nowhere")


def a_pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path, _: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("put", [to_outside, to_itself, to_nothing, a_pipe, a_folder])
def test_what_has_taken_the_place_of_a_file_is_not_opened(
    root: Path, put: Callable[[Path, Path], None]
) -> None:
    (root / "page.html").unlink()
    put(root / "page.html", root.parent / "outside.txt")
    with pytest.raises(UnreadableError):
        locate(Root(1, str(root), ""), "page.html")


def test_a_folder_that_became_a_link_is_not_entered(root: Path) -> None:
    (root / "deep" / "er").rename(root.parent / "er")
    (root / "deep" / "er").symlink_to(root.parent / "er")
    with pytest.raises(UnreadableError):
        locate(Root(1, str(root), ""), "deep/er/a.txt")


def test_a_link_put_there_after_the_look_gives_nothing_else_away(root: Path) -> None:
    """The digest decides: what it leads to is shown only if it is what was read anyway."""
    place = locate(Root(1, str(root), ""), "page.html")
    sha256 = digest(place.path.read_bytes())
    place.path.unlink()
    place.path.symlink_to(root.parent / "outside.txt")
    with pytest.raises(ChangedError):
        open_original(place, sha256, CONTENTS)


def test_what_changed_or_went_is_told_apart(root: Path) -> None:
    place = locate(Root(1, str(root), ""), "deep/er/a.txt")
    inside = locate(Root(1, str(root), ""), "deep/z.zip/in/b.md")
    assert (inside.file, inside.inside) == ("deep/z.zip", "in/b.md")
    place.path.write_bytes(WORDS + b"!")
    with pytest.raises(ChangedError):
        open_original(place, digest(WORDS), CONTENTS)
    for data in (zipped(**{"in/b.md": b"Other"}), zipped(**{"x.md": WORDS}), b"no archive"):
        inside.path.write_bytes(data)
        with pytest.raises(ChangedError):
            open_original(inside, digest(WORDS), CONTENTS)
    place.path.unlink()
    with pytest.raises(VanishedError):
        open_original(place, digest(WORDS), CONTENTS)
    inside.path.unlink()
    with pytest.raises(VanishedError):
        locate(Root(1, str(root), ""), "deep/z.zip/in/b.md")


def test_a_file_that_is_too_large_is_not_opened(root: Path) -> None:
    place = locate(Root(1, str(root), ""), "deep/er/a.txt")
    small = Contents(Limits(file_bytes=10), DEFAULT_FIELDS)
    with pytest.raises(UnreadableError, match="larger than the limit"):
        open_original(place, digest(WORDS), small)


def test_what_is_written_into_a_file_while_it_is_given_out_ends_that(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    data = b"words " * 500_000
    path.write_bytes(data)
    original = open_original(Place(path, "big.txt"), digest(data), CONTENTS)
    given = original.blocks()
    first = next(given)
    with path.open("r+b") as file:
        file.seek(-6, os.SEEK_END)
        file.write(b"secret")
    rest: list[bytes] = []
    with pytest.raises(ChangedError):
        rest.extend(given)
    assert b"secret" not in b"".join([first, *rest])
    assert original.file.closed
