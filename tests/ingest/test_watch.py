import threading
import time
from pathlib import Path
from threading import Event

import pytest

from ingest import IngestError
from ingest.watch import WatchOptions, changes, watch


class Clock:
    """Moves on by one second with every look at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


OPTIONS = WatchOptions(sweep_seconds=10, retry_seconds=3)


def _updates(bursts, outcomes=()):
    """How many updates had been made at each burst, and at the end."""
    told = iter(outcomes)
    made: list[int] = []
    count = 0

    def update() -> bool:
        nonlocal count
        count += 1
        return next(told, True)

    def noting():
        for burst in bursts:
            made.append(count)
            yield burst

    watch(update, noting(), OPTIONS, Clock())
    return [*made, count]


def test_one_update_at_the_beginning_and_one_for_each_burst():
    assert _updates([set(), {"a", "b"}, set(), {"c"}]) == [0, 1, 2, 2, 3]


def test_a_sweep_comes_without_any_change():
    assert _updates([set()] * 12)[-1] == 2


def test_what_failed_is_tried_again_soon_and_until_it_works():
    assert _updates([set()] * 8, [False, False, True]) == [0, 1, 1, 1, 2, 2, 2, 3, 3]


def _wait_for(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def _replace(path: Path) -> None:
    new = path.with_suffix(".tmp-save")
    new.write_text("replaced")
    new.rename(path)


def _recreate(path: Path) -> None:
    path.unlink()
    path.write_text("recreated")


def _rewrite(path: Path) -> None:
    path.write_text("rewritten")


@pytest.mark.parametrize("save", [_replace, _recreate, _rewrite])
def test_each_way_of_saving_is_one_burst(tmp_path, save):
    folder, store = tmp_path / "articles", tmp_path / "articles" / "store"
    store.mkdir(parents=True)
    (folder / "a.txt").write_text("before")
    stop, bursts, ready = Event(), [], Event()

    def work() -> None:
        for burst in changes([folder], store, stop, WatchOptions(0.3, 3)):
            ready.set()
            if burst:
                bursts.append({Path(name).name for _, name in burst})

    thread = threading.Thread(target=work)
    thread.start()
    try:
        _wait_for(ready.is_set)
        save(folder / "a.txt")
        _wait_for(lambda: bursts)
        (store / "ledger").write_text("written by the update itself")
        (folder / ".hidden").write_text("nobody's business")
        time.sleep(1.2)
    finally:
        stop.set()
        thread.join()
    assert len(bursts) == 1
    assert "a.txt" in bursts[0]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(IngestError, match="cannot be watched"):
        list(changes([tmp_path / "nowhere"], tmp_path, Event(), WatchOptions()))
