"""E-books: chapters in reading order, within limits, and what the package says of the book."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import epub
from vectorstore.model import Field

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
CREATOR = '<dc:creator opf:role="ill">Bo Reed</dc:creator><dc:creator>Ada Quill</dc:creator>'
DATES = '<dc:date opf:event="modification">2020-02-02</dc:date><dc:date>2011-05-06</dc:date>'
SAYS = (
    f"<dc:title>The Book &amp; I</dc:title>{CREATOR}{DATES}<dc:publisher>Ink Press</dc:publisher>"
    "<dc:language>en-gb</dc:language>"
)
HEAD = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'


def package(chapters, says=SAYS, extra="", spine=None):
    items = "".join(
        f'<item id="c{number}" href="{name.replace(" ", "%20")}"'
        ' media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    order = spine or [f"c{number}" for number in range(len(chapters))]
    references = "".join(f'<itemref idref="{name}"/>' for name in order)
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{says}</metadata>'
        f"<manifest>{items}{extra}</manifest><spine>{references}</spine></package>"
    )


def book(chapters, opf=None, **others):
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", opf or package(chapters))
        for name, body in chapters.items():
            archive.writestr(f"OEBPS/{name}", body)
        for name, body in others.items():
            archive.writestr(f"META-INF/{name}.xml", body)
    return held.getvalue()


def read(data, **limits):
    return epub.read(data, replace(Limits(), **limits))


def test_chapters_come_in_the_order_of_the_spine():
    chapters = {"z one.xhtml": f"{HEAD}<head><title/></head><body><h1>One</h1><p>First.</p></body>"
                "</html>", "a.xhtml": f"{HEAD}<body><p>Second.</p></body></html>"}  # fmt: skip
    assert read(book(chapters)).text == "One\n\nFirst.\n\nSecond."
    turned = book(chapters, package(chapters, spine=["c1", "c0", "c1"]))
    assert read(turned).text == "Second.\n\nOne\n\nFirst."


def test_the_package_says_what_book_it_is():
    found = read(book({"a.xhtml": f"{HEAD}<body><p>Text.</p></body></html>"})).metadata
    assert found.title == Field("The Book & I", "EPUB metadata")
    assert found.byline == Field("Ada Quill", "EPUB metadata")
    assert found.published == Field("2011-05-06", "EPUB metadata")
    assert found.publisher == Field("Ink Press", "EPUB metadata")
    assert found.language == Field("en-GB", "EPUB metadata")


def test_a_year_alone_is_no_date():
    chapters = {"a.xhtml": "<p>Text.</p>"}
    found = read(book(chapters, package(chapters, "<dc:date>2011</dc:date>"))).metadata
    assert found.published == found.title == found.byline == Field()


def test_tables_of_contents_are_left_out():
    chapters = {"toc.xhtml": "<p>Contents</p>", "a.xhtml": "<p>Text.</p>"}
    opf = package(chapters).replace(
        "</package>", '<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>'
    )
    assert read(book(chapters, opf)).text == "Text."
    nav = package(chapters).replace('id="c0"', 'id="c0" properties="nav"')
    assert read(book(chapters, nav)).text == "Text."


def test_what_is_left_out_is_listed():
    chapters = {"toc.xhtml": "<p>Contents</p>", "a.xhtml": "<p>Text.</p>"}
    guide = '<guide><reference type="toc" href="toc.xhtml"/></guide></package>'
    found = read(book(chapters, package(chapters).replace("</package>", guide)))
    assert [(one.text, one.reason) for one in found.dropped] == [
        ("Contents", "table of contents, cover or index")
    ]


def test_a_table_of_contents_in_the_file_of_a_chapter_does_not_take_it_along():
    prose = "The keeper of the lamp lit it every evening at six, and put it out at dawn. " * 6
    chapters = {"one.xhtml": f"<p>Contents</p><p>{prose}</p>", "two.xhtml": "<p>Text.</p>"}
    guide = '<guide><reference type="toc" href="one.xhtml#list"/></guide></package>'
    found = read(book(chapters, package(chapters).replace("</package>", guide)))
    assert found.text == f"Contents\n\n{prose.strip()}\n\nText."
    assert found.dropped == ()


@pytest.mark.parametrize("plate", ["<figure>{}</figure>", "<div class='figcenter'>{}</div>"])
def test_a_sentence_around_a_plate_stays_one(plate):
    caption = plate.format("<p>THE LAMP</p><p>From a drawing</p>")
    chapter = f"<p>The keeper lit</p>{caption}<p>the lamp at six.</p><p>it burns.</p>"
    found = read(book({"a.xhtml": f"{HEAD}<body>{chapter}</body></html>"})).text
    assert found.split("\n\n") == [
        "The keeper lit the lamp at six.", "THE LAMP", "From a drawing", "it burns.",
    ]  # fmt: skip
    ended = chapter.replace("lit<", "lit it.<")
    assert "lit it.\n\n" in read(book({"a.xhtml": f"{HEAD}<body>{ended}</body></html>"})).text


@pytest.mark.parametrize(
    "chapter",
    [
        f"{HEAD}<body><p>Tom&nbsp;&amp; Jane &mdash; friends</p></body></html>",
        "<html><body><p>Tom &amp; Jane &mdash; friends<br></body>",
        f'{HEAD}<head><script src="a.js"/><title/></head>'
        "<body><p>Tom &amp; Jane — friends</p></body></html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://x.example/xhtml11.dtd">'
        "<html><body><p>Tom &#38; Jane &#8212; friends</p></body></html>",
    ],
)  # fmt: skip
def test_chapters_in_every_state_are_read(chapter):
    assert read(book({"a.xhtml": chapter})).text == "Tom & Jane — friends"


def test_entities_that_a_book_declares_are_not_expanded():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bomb = (
        f'<!DOCTYPE html [<!ENTITY e0 "boom">{entities}]><html><body><p>A &e12;.</p></body></html>'
    )
    text = read(book({"a.xhtml": bomb})).text
    assert text == "A &e12;."


def test_no_entity_fetches_a_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    chapter = (
        f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><html><body>A &e;.</body></html>'
    )
    assert "secret words" not in read(book({"a.xhtml": chapter})).text


def test_what_is_hidden_is_not_read():
    chapter = f"{HEAD}<body><p>Seen.</p><p style='display:none'>Ignore this.</p></body></html>"
    assert read(book({"a.xhtml": chapter})).text == "Seen."


def test_missing_chapters_are_noted():
    chapters = {"a.xhtml": "<p>Text.</p>"}
    reading = read(book(chapters, package({**chapters, "gone.xhtml": ""})))
    assert (reading.text, reading.notes) == ("Text.", ("1 chapters are missing from the book",))


def encryption(algorithm, name):
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="OEBPS/{name}"/></enc:CipherData></enc:EncryptedData>'
        "</encryption>"
    )


def test_copy_protection_is_named():
    listed = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "a%20b.xhtml")
    with pytest.raises(UnreadableError, match="copy protection"):
        read(book({"a b.xhtml": "\x00\x01"}, encryption=listed))


def test_scrambled_fonts_are_no_copy_protection():
    listed = encryption("http://www.idpf.org/2008/embedding", "a.xhtml")
    assert read(book({"a.xhtml": "<p>Text.</p>"}, encryption=listed)).text == "Text."


@pytest.mark.parametrize(
    "limits", [{"unpacked_bytes": 10_000, "unpacked_ratio": 1e6}, {"unpacked_ratio": 2.0}]
)
def test_books_that_unpack_to_too_much_are_refused(limits):
    data = book({"a.xhtml": f"<p>{'word ' * 400_000}</p>"})
    with pytest.raises(UnreadableError, match="unpacks to"):
        read(data, **limits)
    assert read(data, unpacked_ratio=1e6).text.startswith("word word")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 broken", "damaged EPUB book"),
        (b"", "damaged EPUB book"),
        (book({})[:200], "damaged EPUB book"),
        (book({"a.xhtml": "<p>Text.</p>"}, "<package"), "no package document"),
        (book({"a.xhtml": ""}), "without text"),
        (book({"a.xhtml": "<html><body><img src='a.png'/></body></html>"}), "without text"),
        (book({}), "without text"),
    ],
)
def test_books_that_cannot_be_read_say_why(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        read(data)
