import os

import pytest

from ingest import files
from ingest.errors import UnreadableError
from ingest.files import VanishedError, read_whole


def test_all_bytes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 3_000_000)
    assert read_whole(path, 3_000_000) == b"x" * 3_000_000


def test_row_8_a_file_over_the_limit_is_never_read(tmp_path, monkeypatch):
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    monkeypatch.setattr(files, "_BLOCK", None)  # reading would fail
    with pytest.raises(UnreadableError, match=r"1,073,741,824 bytes.*max_file_bytes"):
        read_whole(path, 20_000_000)


def test_row_16_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="not a file"):
        read_whole(tmp_path / "pipe", 10)


def test_row_18_a_vanished_file(tmp_path):
    with pytest.raises(VanishedError):
        read_whole(tmp_path / "nothing", 10)


def test_row_18_a_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old words")
    fstat, calls = os.fstat, []

    def growing(handle):
        calls.append(handle)
        if len(calls) == 2:  # after the first reading
            path.write_bytes(b"new words, more of them")
        return fstat(handle)

    monkeypatch.setattr(os, "fstat", growing)
    assert read_whole(path, 100) == b"new words, more of them"
    assert len(calls) == 4


def test_row_18_a_file_that_never_rests_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"")
    fstat = os.fstat

    def growing(handle):
        with path.open("ab") as file:
            file.write(b"more")
        return fstat(handle)

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(UnreadableError, match="keeps changing"):
        read_whole(path, 1000)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_row_17_an_unreadable_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(UnreadableError, match="Permission denied"):
        read_whole(path, 10)
