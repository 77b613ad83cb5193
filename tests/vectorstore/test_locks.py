import os
import threading
import time

import pytest

from vectorstore import locks
from vectorstore.errors import StoreError, StoreLockedError
from vectorstore.locks import FileLock, Mark, held, writer_lock


def test_a_lock_is_had_by_one(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire(0)
    assert not second.acquire(0.05)
    first.release()
    assert second.acquire(0)
    second.release()


def test_one_lock_object_keeps_threads_apart(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.acquire(0)
    waited = []

    def wait():
        waited.append(lock.acquire(5))
        lock.release()

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.05)
    assert waited == []
    lock.release()
    thread.join()
    assert waited == [True]


def test_a_second_writer_of_the_same_process_is_refused(tmp_path):
    with (
        writer_lock(tmp_path / "lock", tmp_path),
        pytest.raises(StoreLockedError, match=str(os.getpid())),
        writer_lock(tmp_path / "lock", tmp_path),
    ):
        pass


def test_a_lock_file_that_says_nothing_names_nobody(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.acquire(0)
    with pytest.raises(StoreLockedError, match="another process"):
        writer_lock(tmp_path / "lock", tmp_path).__enter__()
    lock.release()


def test_a_lock_of_a_folder_that_is_gone_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="gone"):
        FileLock(tmp_path / "gone" / "lock").acquire(0)


def test_an_access_that_never_ends_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "ACCESS_PATIENCE", 0.05)
    lock = FileLock(tmp_path / "lock")
    lock.acquire(0)
    with pytest.raises(StoreError, match="hangs"), held(FileLock(tmp_path / "lock"), tmp_path):
        pass
    lock.release()


def test_a_forked_child_does_not_keep_its_parents_lock(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.acquire(0)
    lock.forget()  # what the child does right after the fork
    assert not lock.held
    other = FileLock(tmp_path / "lock")
    assert other.acquire(0)
    other.release()


def test_a_mark_tells_changes_apart(tmp_path):
    lock = FileLock(tmp_path / "lock")
    mark = Mark(lock)
    with held(lock, tmp_path):
        assert (mark.token(), mark.replayed()) == (b"", False)
        first = mark.change(replayed=False)
        assert (mark.token(), mark.replayed()) == (first, False)
    with held(lock, tmp_path):
        second = mark.change(replayed=True)
        assert mark.replayed()
        assert second != first
        assert mark.token() == second
