"""Every format is read inside the process with all that is forbidden there."""

import io
import zipfile

import docx
import pytest
from odf import text
from odf.opendocument import OpenDocumentText

from ingest.prepare import document
from ingest.reading import ReadingProcess
from tests.ingest.readers.pdfs import PROSE, made

WORDS = PROSE.strip()
PAGE = (
    "<!doctype html><html lang=en><head><title>Rails</title></head><body><article>"
    f"<p>{WORDS}</p></article></body></html>"
)
MAIL = f"From: A B <a@x.org>\nTo: b@x.org\nSubject: Rails\nMessage-ID: <1@x.org>\n\n{WORDS}\n"
SAVED = (
    "From: <Saved>\nSnapshot-Content-Location: https://x.org/a\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
    "--b\nContent-Type: text/html; charset=utf-8\nContent-Location: https://x.org/a\n\n"
    f"{PAGE}\n--b--\n"
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{WORDS}</p></body></html>'


def word() -> bytes:
    new, file = docx.Document(), io.BytesIO()
    new.add_paragraph(WORDS)
    new.save(file)
    return file.getvalue()


def open_document() -> bytes:
    new, file = OpenDocumentText(), io.BytesIO()
    new.text.addElement(text.P(text=WORDS))
    new.save(file)
    return file.getvalue()


def book() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("a.opf", OPF)
        archive.writestr("a.xhtml", XHTML)
    return file.getvalue()


FILES = {
    "a.txt": WORDS.encode(),
    "a.md": f"# Rails\n\n{WORDS}".encode(),
    "a.html": PAGE.encode(),
    "a.mhtml": SAVED.encode(),
    "a.pdf": made(lambda pages: pages.paragraph(WORDS)),
    "a.docx": word(),
    "a.odt": open_document(),
    "a.rtf": f"{{\\rtf1\\ansi {WORDS}\\par}}".encode(),
    "a.epub": book(),
    "a.eml": MAIL.encode(),
    "a.json/1": b'{"qa-app article":{"text":["text","<p>%s</p>"]}}' % WORDS.encode(),
    "windows.txt": WORDS.replace("railway", "café “Zug”").encode("cp1252"),
}


@pytest.fixture(scope="module")
def process():
    with ReadingProcess() as process:
        yield process


@pytest.mark.parametrize("name", FILES)
def test_the_process_reads_what_the_reader_reads(process, name):
    found = process.document(name, FILES[name])
    assert "Farmers in the north hope for better prices" in found.text
    assert found == document(name, FILES[name])
