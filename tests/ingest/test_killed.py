import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import ingest
from tests.fakes import FakeEmbedder
from tests.ingest.child import OPTIONS
from vectorstore.store import Store

PROJECT = Path(__file__).parents[2]


def _folder(root, version):
    for number in range(8):
        body = "\n\n".join(
            f"Text {number} says {n} in version {version}. So it is." for n in range(6)
        )
        (root / f"{number:02}.txt").write_text(f"Headline {number}\n\n{body}")


def _start(store, folder):
    command = [sys.executable, "-m", "tests.ingest.child", str(store), str(folder)]
    child = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"ready\n"
    return child


def _content(store):
    with Store.open(store, FakeEmbedder()) as one, one.read() as snapshot:
        return {
            article.source: (
                snapshot.text(article.source),
                [passage.text for passage in snapshot.passages_of(article.source)],
            )
            for article in snapshot.articles()
        }


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0])
def test_row_25_an_ingest_that_is_killed_leaves_whole_articles_and_can_go_on(tmp_path, delay):
    folder, store = tmp_path / "articles", tmp_path / "store"
    folder.mkdir()
    contents = []
    for version in (1, 2):
        _folder(folder, version)
        with Store.open(tmp_path / f"fresh{version}", FakeEmbedder(), create=True) as fresh:
            ingest(fresh, [folder], OPTIONS)
        contents.append(_content(tmp_path / f"fresh{version}"))
        child = _start(store, folder)
        time.sleep(delay)
        child.kill()
        child.wait()
        child.stdout.close()
        for source, content in _content(store).items():
            assert content in [one[source] for one in contents]
        with Store.open(store, FakeEmbedder()) as again:
            ingest(again, [folder], OPTIONS)
        assert _content(store) == contents[-1]
