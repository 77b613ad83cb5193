"""The type of a file by its content (FAULTS 2, 4, 7)."""

import io
import json
import zipfile

import pytest

from ingest.errors import NotTextError, UnreadableError
from ingest.readers import SUFFIXES, kind, read, sniffable

PAGE = b"<!DOCTYPE html><html><head><title>T</title></head><body><p>Hi</p></body></html>"
MAIL = b"From: A <a@x.org>\nTo: b@y.org\nSubject: S\nMessage-ID: <1@x.org>\n\nHello.\n"
SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.org/\r\nSubject: S\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
    b'\tboundary="b"\r\n\r\n--b--\r\n'
)
RECORD = {"title": "T", "text": "Words."}


def packed(*names: str, **parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, parts.get(name, b"x"))
        for name in parts.keys() - set(names):
            archive.writestr(name, parts[name])
    return file.getvalue()


WORD = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
ODT = packed(mimetype=b"application/vnd.oasis.opendocument.text")
EPUB = packed(mimetype=b"application/epub+zip")


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("pdf", b"%PDF-1.7\nrest"),
        ("pdf", b"\xef\xbb\xbf\r\n%PDF-1.7\nrest"),
        ("rtf", b"{\\rtf1 x}"),
        ("html", PAGE),
        ("html", b"\xef\xbb\xbf \n<!-- a\n comment --> \n<HTML lang=en>"),
        ("html", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">\n<html xmlns="y"/>'),
        ("html", PAGE.decode().encode("utf-16")),
        ("html", PAGE.decode().encode("utf-16-le")),
        ("html", b"<body>x"),
        ("docx", WORD),
        ("odt", ODT),
        ("odt", packed(mimetype=b"application/vnd.oasis.opendocument.text-template")),
        ("epub", EPUB),
        ("epub", packed("META-INF/container.xml", "OEBPS/a.opf")),
        ("mhtml", SAVED),
        ("eml", MAIL),
        ("eml", b"Received: from x\n by y\nFrom: a@x.org\n\nHello."),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "b/a.html", "a", "a.unknown", "a.json"])
def test_content_decides(expected, data, name):
    assert kind(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"Some words.", "plain"),
        ("a.TXT", b"Some words.", "plain"),
        ("a.md", b"# Title", "markdown"),
        ("a.html", b"<p>Only a part", "html"),
        ("a.pdf", b"Only words.", "plain"),
        ("a.docx", "Only words — really.".encode(), "plain"),
        ("a.eml", b"Subject: Short\n\nHello.", "eml"),
        ("a.eml", b"Only words.", "plain"),
        ("a.txt", b"Subject: a letter\nFrom: me\n\nHello.", "plain"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x", "mhtml"),
        ("a.txt", b"I read that %PDF-1.7 begins a file.", "plain"),
        ("a.txt", b"To write <html> by hand is an art.", "plain"),
        ("a.md", b"<div align=center>\n\n# Title", "markdown"),
        ("a.txt", b"", "plain"),
        ("a.docx", b" \n", "plain"),
        ("a.json", b"", "plain"),
        ("a.zip", packed("a.txt"), "zip"),
        ("a", packed("a.txt"), "zip"),
        ("a.zip", packed(), "zip"),
    ],
)
def test_the_name_decides_what_content_leaves_open(name, data, expected):
    assert kind(name, data) == expected


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.json", dumped([RECORD]), "json"),
        ("a.json", dumped({"no": "text"}), "json"),
        ("a.txt", dumped([RECORD]), "json"),
        ("a.txt", dumped(RECORD), "json"),
        ("a.txt", dumped({"articles": [RECORD]}), "json"),
        ("a.txt", dumped(RECORD) + b"\n" + dumped(RECORD) + b"\n", "jsonl"),
        ("a.json", dumped(RECORD) + b"\n" + dumped(RECORD) + b"\n", "jsonl"),
        ("a.jsonl", b"not json\n" + dumped(RECORD), "jsonl"),
        ("a.jsonl", dumped([RECORD]), "json"),
        ("a.ndjson", dumped(RECORD), "jsonl"),
        ("a.mdx", b"# Boats\n\nThe ferry leaves at nine.\n", "markdown"),
        ("a.json", json.dumps([RECORD]).encode("utf-16"), "json"),
        ("a.txt", b"[1] A footnote begins this text.", "plain"),
        ("a.txt", b"[1, 2, 3]", "plain"),
        ("a.txt", b"{braces} are no JSON", "plain"),
        ("a.txt", dumped({"no": "words"}), "plain"),
        ("a.txt", b"[" * 100_000, "plain"),
        ("a.md", dumped([RECORD])[:-1], "markdown"),
    ],
)
def test_records(name, data, expected):
    assert kind(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", packed("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook, which is"),
        ("a.docx", packed("[Content_Types].xml", "ppt/x.xml"), "a PowerPoint presentation, which"),
        ("a.zip", packed("[Content_Types].xml"), "an office document of an unknown kind"),
        (
            "a.odt",
            packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument spreadsheet, which is not read",
        ),
        ("a.zip", packed("META-INF/MANIFEST.MF"), "a Java archive, which is not read"),
        ("a.docx", packed("a.txt"), "a ZIP archive, not a docx file; if it holds articles, name"),
        ("a.whl", packed("x-1.dist-info/WHEEL"), "a Python package, which is not read"),
        ("a.docx", WORD[:-30], "a damaged ZIP archive or office document"),
        ("a.json", b'{"text": ', "not valid JSON .*column 10"),
        ("a.json", b"words", "not valid JSON"),
        ("a.log", b"words", r"not a supported type \(\.log\)"),
        ("README", b"words", r"not a supported type \(no suffix\)"),
        ("a.lo\ng", b"words", r"not a supported type \(\.lo\\x0ag\)"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "an encrypted office document; remove its password",
        ),
    ],
)
def test_what_is_not_read_says_what_it_is(name, data, reason):
    with pytest.raises(UnreadableError, match=reason):
        kind(name, data)


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a.json", "a.jsonl", "a.md", "a.rtf"])
def test_binary_files_of_any_name_are_no_text(name):
    with pytest.raises(NotTextError, match="not text: a PNG image"):
        read(name, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_containers_are_no_articles():
    with pytest.raises(UnreadableError, match="read one by one"):
        read("a.json", dumped([RECORD]))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.4", True),
        (PAGE, True),
        (MAIL, True),
        (SAVED, True),
        (b"{\\rtf1", True),
        (WORD, True),
        (ODT, True),
        (EPUB, True),
        (packed("a.txt"), False),
        (packed("[Content_Types].xml", "xl/workbook.xml"), False),
        (b"words", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        (b'{"text": "x"}', False),
        (b"", False),
    ],
)
def test_which_unknown_files_are_worth_reading(head, expected):
    assert sniffable(head[:4096]) is expected


def test_all_formats_have_a_suffix():
    wanted = ".txt .md .html .htm .mhtml .pdf .docx .odt .rtf .epub .eml .json .jsonl .zip"
    assert set(wanted.split()) <= SUFFIXES
