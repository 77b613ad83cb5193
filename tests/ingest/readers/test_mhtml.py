"""Saved web pages."""

import quopri

import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import mhtml
from vectorstore.model import Field

PAGE = "<html><head><title>Café prices</title></head><body><p>The café is “open”.</p></body></html>"


def part(content, kind="text/html", encoding="utf-8", headers=""):
    body = quopri.encodestring(content.encode(encoding)).decode("ascii")
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: quoted-printable\n{headers}\n{body}\n"


def archive(*parts, headers="", start=""):
    head = f"From: <Saved by a browser>\n{headers}MIME-Version: 1.0\n"
    head += f'Content-Type: multipart/related; type="text/html"; boundary="BB"{start}\n\n'
    return (head + "".join(f"--BB\n{one}" for one in parts) + "--BB--\n").encode()


def test_the_page_is_read_and_its_address_kept():
    data = archive(
        part(PAGE), part("GIF89a", "image/gif"), part("p {color: red}", "text/css"),
        headers="Snapshot-Content-Location: https://ink.example/a\nSubject: Other\n",
    )  # fmt: skip
    reading = mhtml.read(data, Limits())
    assert reading.text == "The café is “open”."
    assert reading.metadata.title == Field("Café prices", "title element")
    assert reading.metadata.url == Field("https://ink.example/a", "MHTML snapshot-content-location")


def test_the_part_that_the_archive_names_comes_first():
    inner = part("<p>The frame.</p>", headers="Content-ID: <frame>\n")
    page = part("<p>The page.</p>", headers="Content-ID: <page>\n")
    assert mhtml.read(archive(inner, page, start='; start="<page>"'), Limits()).text == "The page."


def test_a_page_of_frames_is_read_through_its_first_frame():
    frames = part("<frameset><frame src='cid:a'></frameset>")
    assert mhtml.read(archive(frames, part("<p>In a frame.</p>")), Limits()).text == "In a frame."


def test_the_subject_is_the_title_of_a_page_without_one():
    data = archive(part("<p>Text.</p>"), headers="Subject: =?utf-8?Q?Caf=C3=A9?=\n")
    assert mhtml.read(data, Limits()).metadata.title == Field("Café", "MHTML subject")


def test_the_encoding_of_the_part_counts_when_the_page_has_none():
    data = archive(part("<p>Привет, мир.</p>", "text/html; charset=koi8-r", "koi8_r"))
    assert mhtml.read(data, Limits()).text == "Привет, мир."


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(part("GIF89a", "image/gif")),
        b"MIME-Version: 1.0\n\ntext",
        b"",
        b"\xff\x00",
    ],
)
def test_an_archive_without_a_page_is_refused(data):
    with pytest.raises(UnreadableError, match="without a page"):
        mhtml.read(data, Limits())


def test_a_page_that_was_cut_off_is_read_as_far_as_it_goes():
    data = archive(part(PAGE))
    assert mhtml.read(data[: data.index(b"open") + 4], Limits()).text.startswith("The café")
