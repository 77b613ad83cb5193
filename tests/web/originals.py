"""A folder of all kinds of files, what is asked of them, and a store over them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from fpdf import FPDF

from ingest import IngestOptions
from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.originals import Originals
from qa_app.settings import Settings
from tests.fakes import FakeEmbedder
from tests.ingest.test_originals import MAILS
from tests.test_library import zipped
from vectorstore.store import Store

OPENS = "The market opens at five o'clock in the morning – and closes at noon."
PAGE = (
    "<!doctype html><html><head><title>The market of Hanoi</title>"
    "<script>window.hurt = 1; parent.hurt = 1; top.hurt = 1</script>"
    "<style>body { background: url(http://evil.example/a.png) }</style>"
    '<meta http-equiv="refresh" content="0;url=http://evil.example/"></head><body><article>'
    "<h1>The market of Hanoi</h1>"
    + "<p>A stall of the market in Hanoi sells <b>fruit</b> &amp; rice to people from around.</p>\n"
    * 40
    + "<p>The market opens at <em>five</em> o'clock in the morning &ndash; and closes at noon.</p>"
    '<img src=http://evil.example/b.png onerror="window.hurt = 1; parent.hurt = 1">'
    "<iframe srcdoc='<script>top.hurt = 1</script>'></iframe>"
    '<svg onload="window.hurt = 1"></svg><a href="javascript:window.hurt = 1">go</a>'
    "</pre></textarea></title></script>--></article></body></html>"
)
HOSTILE = (
    "# Notes\n\nThe notes are short and say little, as notes do.\n\n"
    "</pre><script>window.hurt = 1; top.hurt = 1</script>"
    "<img src=http://evil.example/c.png onerror='top.hurt = 1'>\n"
)


@dataclass(frozen=True)
class Stocked:
    """An assistant over a folder, and where that is."""

    assistant: Assistant
    originals: Originals
    folder: Path

    def place(self, source: str, words: str) -> dict[str, Any]:
        """What is asked for these words of an article."""
        start = self.assistant.text(source).index(words)
        return {"source": source, "start": start, "end": start + len(words)}


@contextmanager
def stocked(tmp: Path) -> Iterator[Stocked]:
    folder = tmp / "corpus"
    folder.mkdir()
    pdf(folder / "harbour.pdf")
    document = Document()
    document.add_paragraph("The bridge at Hue carries 9,000 cars on every day of the week.")
    document.save(str(folder / "bridge.docx"))
    (folder / "page.html").write_text(PAGE)
    (folder / "notes.md").write_text(HOSTILE)
    (folder / "mails.mbox").write_bytes(MAILS)
    (folder / "a &?#%.txt").write_text("The name of this file is odd, and its words are plain.\n")
    kites = b"The kite festival of Vung Tau drew 300 kites from 20 countries.\n"
    inside = {"kites.md": kites, "harbour.pdf": (folder / "harbour.pdf").read_bytes() + b"\n"}
    (folder / "z.zip").write_bytes(zipped(**inside))
    (folder / "r.jsonl").write_text('{"id": "x1", "text": "The record of the year is 42 degrees."}')
    (folder / "tower.txt").write_text("The lighthouse of Long Chau was built in 1894.\n")
    with Store.open(tmp / "store", FakeEmbedder(), create=True) as store:
        report = ingest(store, [folder])
        assert [file.outcome for file in report.files] == ["added"] * 11, report.files
        chosen = Settings(store=tmp / "store", reader="none", threshold=0.0)
        with Assistant(store, chosen) as assistant:
            yield Stocked(assistant, Originals(store, IngestOptions()), folder)


def pdf(path: Path) -> None:
    """Four pages, each with words of its own."""
    made = FPDF()
    made.set_font("helvetica", size=12)
    for page in range(1, 5):
        made.add_page()
        for line in range(5):
            words = f"On page {page} the harbour of Haiphong counted {100 * page + line} ships"
            made.multi_cell(0, 8, f"{words}, more than ever before in its long history.")
            made.ln(12)
    made.output(str(path))
