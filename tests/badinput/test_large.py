"""FAULTS row 9: 50 MB on one line, with the limits as they are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ingest import ingest
from ingest.limits import Limits
from tests.fakes import FakeEmbedder
from vectorstore.store import Store


@pytest.mark.slow
def test_row_9_the_largest_file_on_one_line_goes_in(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "line.txt").write_bytes(b"x" * Limits().file_bytes)
    (folder / "good.txt").write_text("Headline\n\nThe plain article says so. It ends here.")
    embedder = FakeEmbedder()
    with Store.open(tmp_path / "store", embedder, create=True) as store:
        report = ingest(store, [folder])
        assert report.count("added") == 2
        assert report.embedded < 10 < report.passages  # nearly all of its passages are the same
        with store.read() as snapshot:
            spans = [passage.span for passage in snapshot.passages_of("line.txt")]
            assert len(snapshot.text("line.txt")) == Limits().file_bytes
        assert (spans[0].start, spans[-1].end) == (0, Limits().file_bytes)
        assert all(a.end == b.start for a, b in pairwise(spans))
        assert max(embedder.count_tokens(embedder.encoded)) <= embedder.max_tokens
