from contextlib import suppress

import pytest

from tests.fakes import MemoryIndexes
from vectorstore import access
from vectorstore.access import Access
from vectorstore.errors import StoreDamagedError, StoreError


class Counted(MemoryIndexes):
    """Counts how often an index is opened, and settled."""

    def __init__(self):
        super().__init__()
        self.opened = 0

    def open(self, name):
        self.opened += 1
        return super().open(name)


@pytest.fixture
def indexes():
    return Counted()


@pytest.fixture
def processes(tmp_path, indexes):
    """Two processes, as far as they see of each other."""
    return [Access(tmp_path, tmp_path / "lock", indexes) for _ in range(2)]


def read(one: Access, name: str) -> None:
    with one.inside() as inside:
        inside.reading(name)


def change(one: Access, name: str) -> None:
    with one.inside() as inside:
        inside.changing(name)


def test_an_index_stays_open_while_nobody_else_changes_it(processes, indexes):
    name = indexes.create()
    for _ in range(3):
        change(processes[0], name)
        read(processes[0], name)
    assert indexes.opened == 1


def test_what_another_changed_is_opened_anew(processes, indexes):
    name = indexes.create()
    mine, other = processes
    read(mine, name)
    read(other, name)
    change(other, name)
    opened = indexes.opened
    read(mine, name)
    assert indexes.opened == opened + 1
    read(mine, name)
    assert indexes.opened == opened + 1


def test_the_first_to_open_after_a_change_counts_as_a_change(processes, indexes):
    """It replays Chroma's log and may write index files, which the writer has to notice."""
    name = indexes.create()
    writer, reader = processes
    change(writer, name)
    read(reader, name)
    opened = indexes.opened
    change(writer, name)
    assert indexes.opened == opened + 1


def test_two_readers_do_not_disturb_each_other(processes, indexes):
    name = indexes.create()
    for _ in range(4):
        for one in processes:
            read(one, name)
    assert indexes.opened <= 3


def test_after_a_failure_the_index_is_opened_anew(processes, indexes):
    name = indexes.create()
    with suppress(StoreError), processes[0].inside() as inside:
        inside.changing(name)
        raise StoreError("failed in the middle")
    read(processes[0], name)
    assert indexes.opened == 2


def test_damage_is_found_out_once(processes, indexes, monkeypatch):
    """It takes seconds to try an index that may be damaged."""
    name = indexes.create()
    mine, other = processes

    def damaged(_):
        indexes.opened += 1
        raise StoreDamagedError("cut short")

    with monkeypatch.context() as patch:
        patch.setattr(indexes, "open", damaged)
        for _ in range(3):
            with pytest.raises(StoreDamagedError, match="cut short"):
                read(mine, name)
    assert indexes.opened == 1
    with pytest.raises(StoreDamagedError):
        read(mine, name)
    change(other, name)
    read(mine, name)  # another process has been there since
    assert indexes.opened == 3


def test_another_name_is_another_index(processes, indexes):
    first, second = indexes.create(), indexes.create()
    with processes[0].inside() as inside:
        assert inside.reading(first) is indexes.held[first]
        assert inside.reading(second) is indexes.held[second]


def test_a_store_opened_twice_in_a_process_has_one_access(tmp_path, indexes):
    first = access.enter(tmp_path, tmp_path / "lock", indexes)
    second = access.enter(tmp_path / ".." / tmp_path.name, tmp_path / "lock", indexes)
    assert first is second
    access.leave(tmp_path, first)
    third = access.enter(tmp_path, tmp_path / "lock", indexes)
    assert third is first
    access.leave(tmp_path, first)
    access.leave(tmp_path, first)
    assert access.enter(tmp_path, tmp_path / "lock", indexes) is not first
