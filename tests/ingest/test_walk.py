import os
import socket
import sys
import unicodedata

import pytest

from ingest.walk import Found, LeftOut, look, walk

SUFFIXES = {".txt", ".md"}


def _write(path, text="Text."):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def _found(root, **how):
    return [step.relative for step in walk(root, SUFFIXES, **how) if isinstance(step, Found)]


def _left_out(root):
    return {
        step.relative: step.reason for step in walk(root, SUFFIXES) if isinstance(step, LeftOut)
    }


def test_files_come_sorted_with_posix_paths(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/c.TXT", "c/d.txt", "a.txt"):
        _write(tmp_path / name)
    assert _found(tmp_path) == ["a.txt", "b.txt", "a/z.md", "a/b/c.TXT", "c/d.txt"]
    assert _found(tmp_path, below="a") == ["a/z.md", "a/b/c.TXT"]


def test_closed_folders_are_not_entered(tmp_path):
    _write(tmp_path / "a.txt")
    _write(tmp_path / "other" / "b.txt")
    assert _found(tmp_path, closed={tmp_path / "other"}) == ["a.txt"]


def test_what_is_no_article_is_named_with_a_reason(tmp_path):
    _write(tmp_path / "photo.png")
    _write(tmp_path / "README")
    _write(tmp_path / ".hidden.txt")
    _write(tmp_path / ".git" / "a.txt")
    left = _left_out(tmp_path)
    assert left == {
        ".git": "hidden",
        ".hidden.txt": "hidden",
        "README": "not a supported type (no suffix)",
        "photo.png": "not a supported type (.png)",
    }


def test_row_13_names_that_differ_by_case_or_unicode_form_are_two(tmp_path):
    names = {"é.txt", unicodedata.normalize("NFD", "é.txt"), "É.txt"}
    for name in names:
        _write(tmp_path / name)
    assert set(_found(tmp_path)) == names


def test_row_12_odd_names_are_found_under_a_safe_label(tmp_path):
    _write(tmp_path / "line\nbreak.txt")
    _write(tmp_path / ("x" * 251 + ".txt"))
    _write(tmp_path / "<img src=x onerror=alert(1)>.txt")
    (step,) = [s for s in walk(tmp_path, SUFFIXES) if "line" in s.relative]
    assert step.relative == "line\\x0abreak.txt"
    assert step.path.read_text() == "Text."
    assert len(_found(tmp_path)) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_row_12_names_that_are_not_utf_8_have_labels_of_their_own(tmp_path):
    for name in (b"caf\xe9.txt", b"caf\\xe9.txt"):
        (tmp_path / os.fsdecode(name)).write_text("Text.")
    assert sorted(_found(tmp_path)) == ["caf\\xe9.txt", "caf\\xe9.txt~"]


def test_row_15_links_are_followed_inside_the_root_only(tmp_path):
    root = tmp_path / "root"
    _write(root / "sub" / "a.txt")
    outside = _write(tmp_path / "outside.txt")
    (root / "inside.txt").symlink_to(root / "sub" / "a.txt")
    (root / "out.txt").symlink_to(outside)
    (root / "dangling.txt").symlink_to(root / "nothing.txt")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    (root / "up").symlink_to(root)
    (root / "away").symlink_to(tmp_path)
    assert _found(root) == ["inside.txt", "sub/a.txt"]
    left = _left_out(root)
    assert left["out.txt"] == left["away"] == "a link out of the folder"
    assert left["dangling.txt"] == "a link to nothing"
    assert "leads to itself" in left["loop.txt"]
    assert left["up"].startswith("a link to a folder")


def test_row_16_pipes_sockets_and_devices_are_left_out(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s.txt")
        left = _left_out(tmp_path)
    assert "pipe" in left["pipe.txt"]
    assert "socket" in left["s.txt"]
    assert left["zero.txt"] == "a link out of the folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_row_17_a_folder_that_cannot_be_read_is_a_failure(tmp_path):
    _write(tmp_path / "closed" / "a.txt")
    _write(tmp_path / "open.txt")
    (tmp_path / "closed").chmod(0)
    try:
        steps = list(walk(tmp_path, SUFFIXES))
    finally:
        (tmp_path / "closed").chmod(0o700)
    (failed,) = [step for step in steps if isinstance(step, LeftOut)]
    assert failed.failed
    assert failed.folder
    assert "Permission denied" in failed.reason
    assert any(isinstance(step, Found) for step in steps)


def test_a_folder_that_vanishes_is_reported_and_the_rest_goes_on(tmp_path, monkeypatch):
    _write(tmp_path / "gone" / "a.txt")
    _write(tmp_path / "b.txt")
    scandir = os.scandir

    def listing(folder):
        if folder.name == "gone":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", listing)
    steps = list(walk(tmp_path, SUFFIXES))
    assert [type(step) for step in steps] == [Found, LeftOut]
    assert steps[1] == LeftOut("gone", "cannot be read: Permission denied", True, True)


def test_row_20_two_hundred_levels_need_no_recursion(tmp_path):
    folder = tmp_path
    for _ in range(200):
        folder = folder / "d"
    _write(folder / "deep.txt")
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(120)
        assert _found(tmp_path) == ["d/" * 200 + "deep.txt"]
    finally:
        sys.setrecursionlimit(limit)


def test_one_named_file_is_what_a_walk_would_make_of_it(tmp_path):
    _write(tmp_path / "a" / "b.txt")
    _write(tmp_path / "a" / "c.png")
    _write(tmp_path / "a" / ".d.txt")
    assert look(tmp_path, tmp_path / "a/b.txt", SUFFIXES) == Found("a/b.txt", tmp_path / "a/b.txt")
    assert look(tmp_path, tmp_path / "a/c.png", SUFFIXES).reason.startswith("not a supported")
    assert look(tmp_path, tmp_path / "a/.d.txt", SUFFIXES).reason == "hidden"
    assert look(tmp_path, tmp_path / "a/e.txt", SUFFIXES).failed
