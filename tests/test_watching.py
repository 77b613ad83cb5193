"""Keeping up with a folder beside something else, as `chat --watch` does."""

import threading
import time
from pathlib import Path

import pytest

from ingest import IngestOptions, PassageOptions, ingest
from ingest.watch import WatchOptions
from qa_app.watching import beside, keep_up
from tests.fakes import FakeEmbedder
from vectorstore.store import Store

OPTIONS = IngestOptions(passages=PassageOptions(target_tokens=24))


pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text("A headline\n\nThe first article says little. It ends here.")
    return root


def _wait_for(condition, seconds=30.0) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def _sources(store: Store) -> list[str]:
    with store.read() as snapshot:
        return [one.source for one in snapshot.articles()]


def test_what_is_written_into_the_folder_is_soon_in_the_store(tmp_path, folder):
    path = tmp_path / "store"
    with Store.open(path, FakeEmbedder(), create=True) as store:
        ingest(store, [folder], OPTIONS)
        with beside(lambda: Store.open(path, FakeEmbedder()), [folder], OPTIONS):
            (folder / "b.txt").write_text("Another\n\nThe second article says more. It goes on.")
            _wait_for(lambda: _sources(store) == ["a.txt", "b.txt"])
            (folder / "a.txt").rename(folder / "c.txt")
            _wait_for(lambda: _sources(store) == ["b.txt", "c.txt"])
        generation = store.generation()
        (folder / "d.txt").write_text("Nobody\n\nNobody is watching any more. It is over.")
        time.sleep(1.5)
        assert store.generation() == generation


def test_trouble_is_told_and_does_not_end_the_watching(tmp_path, folder):
    for n in range(3):
        (folder / f"more{n}.txt").write_text(f"Headline {n}\n\nArticle {n} is here. It is short.")
    reports, troubles, stop = [], [], threading.Event()
    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as store:
        arguments = (store, [folder], OPTIONS, reports.append, troubles.append, stop)
        thread = threading.Thread(target=keep_up, args=(*arguments, WatchOptions(0.2, 2, 300, 0.5)))
        thread.start()
        try:
            _wait_for(lambda: reports)
            hidden = tmp_path / "elsewhere"
            hidden.mkdir()
            for path in folder.iterdir():
                path.rename(hidden / path.name)  # as when a disk is unmounted
            _wait_for(lambda: troubles)
            assert "--allow-mass-delete" in str(troubles[0])
            assert len(_sources(store)) == 4
            for path in hidden.iterdir():
                path.rename(folder / path.name)
            before = len(reports)
            _wait_for(lambda: len(reports) > before)
        finally:
            stop.set()
            thread.join()
        assert len(_sources(store)) == 4
