"""A disk that fills up at any moment: the old store answers, and the next run completes."""

import shutil
import subprocess

import pytest

from tests.vectorstore.build import article, contents, nearest, put
from vectorstore import doctor
from vectorstore.errors import StoreError
from vectorstore.store import Store

ARTICLES = [article(f"a{n}", *(f"words {n} {m} " * 30 for m in range(12))) for n in range(40)]


@pytest.fixture
def small(tmp_path):
    """A file system of a few megabytes of its own."""
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(tmp_path)],
        capture_output=True,
        check=False,
    )
    if not mounted or mounted.returncode:
        pytest.skip("needs the right to mount a file system")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


@pytest.mark.parametrize("room", [100_000, 500_000, 1_000_000])
def test_row_24_a_full_disk_leaves_what_was_committed(small, embedder, room):
    committed = []
    filler = small / "filler"

    def ingest():
        with Store.open(small / "store", embedder, create=True) as store, store.write() as writer:
            for one in ARTICLES:
                put(writer, one)
                committed.append(one)
                if len(committed) == 1:
                    free = shutil.disk_usage(small).free
                    filler.write_bytes(bytes(max(0, free - room)))

    with pytest.raises(StoreError, match="no space is left"):
        ingest()
    assert len(committed) < len(ARTICLES)
    with Store.open(small / "store", embedder) as store:
        assert nearest(store, "words 0 0", 1)[0][0] == "a0"  # on the full disk
        held = {one.source: [p.embedded for p in one.passages] for one in committed}
        assert contents(store) == held
    filler.unlink()
    ingest()
    with Store.open(small / "store", embedder) as store:
        assert len(contents(store)) == 40
        assert nearest(store, "words 7 7", 1)[0][0] == "a7"
        # The texts are nearly equal, among which an approximate index may lose one.
        assert [found for found in doctor.check(store) if found.severity == "error"] == []
