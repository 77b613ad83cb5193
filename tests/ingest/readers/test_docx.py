"""Word documents (FAULTS 21, 22)."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import EmptyError, document
from ingest.readers import kind
from ingest.readers.base import Reading
from ingest.readers.docx import read
from ingest.readers.docx_text import Writer
from tests.ingest.readers.parts import BOMB, encrypted, packed, parts_of, with_part

MAIN = "word/document.xml"
DEEP = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000


def made(write: Callable[[Document], object]) -> bytes:
    new = docx.Document()
    write(new)
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


def raw(xml: str) -> bytes:
    """A document whose body is this XML."""
    spaces = nsdecls("w", "r", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    body = f"<w:document {spaces}><w:body>{xml}</w:body></w:document>"
    return with_part(made(lambda d: None), MAIN, body.encode())


def reading(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008
    return read(data, limits)


def body(xml: str) -> str:
    return f"<w:document {nsdecls('w')}><w:body>{xml}</w:body></w:document>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_lists_and_tables():
    def write(new: Document) -> None:
        new.add_heading("Part one", 1)
        new.add_paragraph("First ").add_run("bold").bold = True
        for item in ("one", "two"):
            new.add_paragraph(item, style="List Bullet")
        new.add_paragraph("Between.")
        table = new.add_table(2, 3)
        for row, words in zip(
            table.rows, (("Country", "", "2023"), ("Japan", "12", "")), strict=True
        ):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        new.add_table(1, 2).rows[0].cells[0].text = "another"

    assert reading(made(write)).text.split("\n\n") == [
        "Part one", "First bold", "one\ntwo", "Between.", "Country | 2023\nJapan | 12",
        "another",
    ]  # fmt: skip


def test_a_table_of_one_column_is_a_frame():
    def write(new: Document) -> None:
        cell = new.add_table(1, 1).rows[0].cells[0]
        cell.text = "One."
        cell.add_paragraph("Two.")

    assert reading(made(write)).text == "One.\n\nTwo."


def test_changes_count_as_accepted():
    xml = (
        f"<w:p>{run('kept')}<w:del>{run('gone')}<w:r><w:delText>gone</w:delText></w:r></w:del>"
        f"<w:ins>{run(' added')}</w:ins><w:moveFrom>{run('moved away')}</w:moveFrom>"
        f"<w:moveTo>{run(' moved here')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('gone row')}</w:p></w:tc>"
        "</w:tr></w:tbl>"
    )
    assert reading(raw(xml)).text == "kept added moved here"


def test_hidden_text_is_left_out():
    def write(new: Document) -> None:
        paragraph = new.add_paragraph("Seen. ")
        paragraph.add_run("Hidden.").font.hidden = True
        paragraph.add_run("Seen too.").font.hidden = False
        style = new.styles.add_style("Secret", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.font.hidden = True
        new.add_paragraph("Hidden by its style.", style="Secret")

    assert reading(made(write)).text == "Seen. Seen too."


def test_fields_links_controls_and_special_characters():
    xml = (
        f'<w:p><w:hyperlink r:id="rId1">{run("a link")}</w:hyperlink><w:r><w:tab/></w:r>'
        f"<w:sdt><w:sdtContent>{run('in a control')}</w:sdtContent></w:sdt>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(" field")}'
        "<w:r><w:br/><w:t>line</w:t><w:noBreakHyphen/><w:t>two</w:t><w:softHyphen/></w:r></w:p>"
    )
    assert reading(raw(xml)).text == "a link in a control field\nline-two"


def test_text_boxes_once_and_after_their_paragraph():
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    drawn = f"<w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawn}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    xml = f"<w:p>{run('Before')}<w:r>{both}</w:r>{run(' after.')}</w:p><w:p><w:r>{old}</w:r></w:p>"
    assert reading(raw(xml)).text == "Before after.\n\nIn the box.\n\nIn the box."


def test_footnotes_stand_at_the_end_in_the_order_of_the_text():
    xml = (
        f"<w:p>{run('One')}<w:r><w:footnoteReference w:id='2'/></w:r>{run(' two')}"
        "<w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    )
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        f"<w:footnote w:id='0'><w:p>{run('separator')}</w:p></w:footnote>"
        f"<w:footnote w:id='1'><w:p>{run('First note.')}</w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p>{run('Second note.')}</w:p></w:footnote></w:footnotes>"
    )
    data = with_part(raw(xml), "word/footnotes.xml", notes.encode())
    assert reading(data).text == "One two\n\nSecond note.\nFirst note."


def test_headers_comments_and_contents_are_left_out():
    def write(new: Document) -> None:
        new.sections[0].header.paragraphs[0].text = "Header"
        new.sections[0].footer.paragraphs[0].text = "Footer"
        paragraph = new.add_paragraph("Words.")
        new.add_comment(paragraph.runs, "A comment", "Somebody", "S")
        style = new.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        new.add_paragraph("Words .... 1", style=style)

    assert reading(made(write)).text == "Words."


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Railways of the north", "Jane Doe", ("Railways of the north", "Jane Doe")),
        ("Word Document", "python-docx", ("A styled title", "")),
        ("draft_3.docx", "user1", ("A styled title", "")),
        ("", "", ("A styled title", "")),
    ],
)
def test_title_and_author(title, author, expected):
    def write(new: Document) -> None:
        new.core_properties.title, new.core_properties.author = title, author
        new.core_properties.last_modified_by = "Somebody Else"
        new.add_heading("A styled title", 0)
        new.add_paragraph("Words.")

    known = reading(made(write)).metadata
    assert (known.title.value, known.byline.value) == expected
    assert known.published.value == ""


@pytest.mark.parametrize("name", ["a.docm", "a.dotx", "a.txt"])
def test_documents_with_macros_and_templates_are_read_as_text(name):
    parts = parts_of(made(lambda d: d.add_paragraph("Words.")))
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    data = packed({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf macro"})
    assert kind(name, data) == "docx"
    assert document(name, data).text == "Words."


def test_links_to_other_files_are_not_followed():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/officeDocument" Target="http://127.0.0.1:9/evil.xml"'
        ' TargetMode="External"/><Relationship Id="r2" Type="http://x/attachedTemplate"'
        ' Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/>'
        '<Relationship Id="r3" Type="http://x/officeDocument" Target="../../../etc/passwd"/>'
        "</Relationships>"
    )
    data = with_part(raw(f"<w:p>{run('Words.')}</w:p>"), "_rels/.rels", relations.encode())
    assert reading(data).text == "Words."


def test_a_part_with_another_name():
    parts = parts_of(raw(f"<w:p>{run('Words.')}</w:p>"))
    parts["word/document2.xml"] = parts.pop(MAIN)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"word/document.xml", b"/word/document2.xml"
    )
    assert reading(packed(parts)).text == "Words."


def test_entity_bombs_are_refused():
    xml = BOMB + body(f"<w:p>{run('&i;')}</w:p>")
    with pytest.raises(UnreadableError, match="declares XML entities, as an entity bomb does"):
        reading(with_part(made(lambda d: None), MAIN, xml.encode()))


def test_entities_from_other_files_are_refused():
    declared = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    xml = declared + body(f"<w:p>{run('&f;')}</w:p>")
    with pytest.raises(UnreadableError, match="declares XML entities"):
        reading(with_part(made(lambda d: None), MAIN, xml.encode()))


def test_bombs_are_not_unpacked():
    data = with_part(made(lambda d: None), MAIN, b"<x>" + b" " * 30_000_000 + b"</x>")
    with pytest.raises(UnreadableError, match="as an archive bomb does"):
        reading(data)
    with pytest.raises(UnreadableError, match="more than the limit of 1,000"):
        reading(made(lambda d: None), Limits(unpacked_bytes=1000))


def test_pictures_of_any_size_are_not_unpacked():
    data = with_part(
        made(lambda d: d.add_paragraph("Words.")), "word/media/a.bmp", bytes(30_000_000)
    )
    assert reading(data).text == "Words."


@pytest.mark.parametrize("cut", [100, 5000, -1])
def test_documents_that_are_cut_off(cut):
    with pytest.raises(UnreadableError, match="a damaged Word document"):
        reading(made(lambda d: None)[:cut])


@pytest.mark.parametrize("xml", [b"", b"<x", b"words", b"<x>&undeclared;</x>"])
def test_parts_that_are_no_xml(xml):
    with pytest.raises(UnreadableError, match="a damaged Word document"):
        reading(with_part(made(lambda d: None), MAIN, xml))


def test_an_encrypted_document():
    with pytest.raises(UnreadableError, match="an encrypted Word document; remove its password"):
        reading(encrypted(made(lambda d: None)))


def test_deep_nesting_is_a_reason():
    with pytest.raises(UnreadableError):
        reading(raw(DEEP))


@pytest.mark.parametrize(
    "broken",
    [
        "<w:hdr",
        f"{BOMB}<x>&i;</x>",
        f"<w:hdr {nsdecls('w')}>{DEEP}</w:hdr>",
        f"<!--{'x' * 3_000_000}--><w:hdr/>",
    ],
    ids=["cut", "bomb", "deep", "large"],
)
def test_a_header_that_cannot_be_read_is_remarked_on_and_the_rest_is_read(broken):
    def write(new: Document) -> None:
        new.add_paragraph("Words.")
        new.sections[0].header.paragraphs[0].text = "Header"
        new.sections[0].footer.paragraphs[0].text = "Footer"

    data = made(write)
    (name,) = (one for one in parts_of(data) if "header" in one)
    found = reading(with_part(data, name, broken.encode()), Limits(unpacked_bytes=2_000_000))
    assert found.text == "Words."
    assert found.notes == (f"{name}, which holds a header or footer, cannot be read",)
    assert [one.text for one in found.dropped] == ["Footer"]


def test_a_header_nested_deeper_than_python_goes_is_remarked_on(monkeypatch):
    def fails(_self: object, element: Any) -> None:
        if element.tag.endswith("}hdr"):
            raise RecursionError
        write(_self, element)

    write = Writer.write
    data = made(lambda new: new.add_paragraph("Words."))
    header = f"<w:hdr {nsdecls('w')}/>".encode()
    monkeypatch.setattr(Writer, "write", fails)
    found = reading(with_part(data, "word/header9.xml", header))
    assert (found.text, len(found.notes)) == ("Words.", 1)


def test_a_document_without_text():
    with pytest.raises(EmptyError):
        document("a.docx", made(lambda d: d.add_paragraph(" ")))


RELATIONS = "word/_rels/document.xml.rels"


def holding(name: str, data: bytes, target: str = "", mode: str = "") -> bytes:
    """A document that holds another one between two paragraphs."""
    xml = f'<w:p>{run("Before.")}</w:p><w:altChunk r:id="rId99"/><w:p>{run("After.")}</w:p>'
    whole = with_part(raw(xml), name, data)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="{target or f"/{name}"}" {mode}/>'
    relations = parts_of(whole)[RELATIONS].decode()
    changed = relations.replace("</Relationships>", f"{relation}</Relationships>")
    return with_part(whole, RELATIONS, changed.encode())


PAGE = b"<p>We met on <b>Monday</b>.</p><ul><li>one<li>two</ul>"
MHT = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + PAGE


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("word/a.html", PAGE, ["We met on Monday.", "one\ntwo"]),
        ("word/a.mht", MHT, ["We met on Monday.", "one\ntwo"]),
        ("word/a.rtf", rb"{\rtf1 We met.\par}", ["We met."]),
        ("word/a.txt", b"We met.", ["We met."]),
        ("afchunk.docx", made(lambda new: new.add_paragraph("We met.")), ["We met."]),
        ("afchunk.docx", holding("word/a.txt", b"We met."), ["Before.", "We met.", "After."]),
    ],
)
@pytest.mark.parametrize("how", ["/{}", "{}"])
def test_another_document_inside_is_read_where_it_stands(name, data, words, how):
    target = how.format(name) if how[0] == "/" else name.removeprefix("word/")
    if not name.startswith("word/") and how[0] != "/":
        target = f"../{name}"
    found = reading(holding(name, data, target))
    assert found.text.split("\n\n") == ["Before.", *words, "After."]
    assert found.notes == ()


def test_another_document_inside_that_cannot_be_read_is_named():
    left = "holds another document inside, which was left out: "
    for data, reason in (
        (raw('<w:altChunk r:id="rId99"/>'), "it is not there"),
        (holding("word/a.bin", b"\0\1\2"), "not a supported type (.bin)"),
        (holding("word/a.txt", b"x", "file:///etc/passwd", 'TargetMode="External"'), "it is not"),
    ):
        assert any(one.startswith(left + reason) for one in reading(data).notes)


def test_documents_in_documents_in_documents_end_somewhere():
    data = holding("word/a.txt", b"We met.")
    for _ in range(4):
        data = holding("afchunk.docx", data, "/afchunk.docx")
    found = reading(data, Limits(archive_depth=2))
    assert "We met." not in found.text
    assert found.text.count("Before.") == 3


def test_a_hidden_paragraph_mark_hides_no_words():
    xml = f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run('Words.')}</w:p>"
    assert reading(raw(xml)).text == "Words."
