"""OpenDocument texts (FAULTS 21, 22)."""

import io
from collections.abc import Callable

import pytest
from odf import dc, meta, office, style, table, text
from odf.opendocument import OpenDocumentText

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import EmptyError, document
from ingest.readers.base import Reading
from ingest.readers.odt import read
from tests.ingest.readers.parts import BOMB, encrypted, parts_of, with_part

CONTENT = "content.xml"


def made(write: Callable[[OpenDocumentText], object]) -> bytes:
    new = OpenDocumentText()
    write(new)
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


def raw(xml: str) -> bytes:
    """A document whose text is this XML."""
    data = made(lambda d: d.text.addElement(text.P(text="HERE")))
    content = parts_of(data)[CONTENT].decode()
    start, end = content.index("<text:p>HERE"), content.index("</office:text>")
    return with_part(data, CONTENT, (content[:start] + xml + content[end:]).encode())


def reading(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008
    return read(data, limits)


def paragraphs(new: OpenDocumentText, *words: str) -> None:
    for one in words:
        new.text.addElement(text.P(text=one))


def test_paragraphs_lists_tables_and_notes():
    def write(new: OpenDocumentText) -> None:
        new.text.addElement(text.H(outlinelevel=1, text="Part one"))
        paragraph = text.P(text="First")
        note = text.Note(noteclass="footnote")
        note.addElement(text.NoteCitation(text="1"))
        body = text.NoteBody()
        body.addElement(text.P(text="A note."))
        note.addElement(body)
        paragraph.addElement(note)
        paragraph.addElement(text.S(c=2))
        paragraph.addElement(text.Span(text="bold"))
        paragraph.addElement(text.LineBreak())
        paragraph.addText("line")
        new.text.addElement(paragraph)
        items = text.List()
        for word in ("one", "two"):
            item = text.ListItem()
            item.addElement(text.P(text=word))
            items.addElement(item)
        new.text.addElement(items)
        grid = table.Table()
        for words in (("Country", "2023"), ("Japan", "12")):
            row = table.TableRow()
            for word in words:
                cell = table.TableCell()
                cell.addElement(text.P(text=word))
                row.addElement(cell)
            grid.addElement(row)
        new.text.addElement(grid)

    assert reading(made(write)).text.split("\n\n") == [
        "Part one", "First  bold\nline", "one\ntwo", "Country | 2023\nJapan | 12", "A note.",
    ]  # fmt: skip


def test_changes_count_as_accepted():
    found = reading(raw(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>kept<text:change text:change-id="c1"/> too</text:p>'
    ))  # fmt: skip
    assert found.text == "kept too"


def test_what_is_not_shown_is_left_out():
    def write(new: OpenDocumentText) -> None:
        secret = style.Style(name="Secret", family="text")
        secret.addElement(style.TextProperties(display="none"))
        new.automaticstyles.addElement(secret)
        paragraph = text.P(text="Seen")
        paragraph.addElement(text.Span(text=" hidden", stylename=secret))
        remark = office.Annotation()
        remark.addElement(text.P(text="a comment"))
        paragraph.addElement(remark)
        paragraph.addElement(text.HiddenText(condition="true", stringvalue="x", text="hidden"))
        paragraph.addText(" too.")
        new.text.addElement(paragraph)
        section = text.Section(name="s", display="none")
        section.addElement(text.P(text="hidden section"))
        new.text.addElement(section)

    assert reading(made(write)).text == "Seen too."


def test_tables_of_contents_are_left_out():
    def write(new: OpenDocumentText) -> None:
        contents = text.TableOfContent(name="c")
        contents.addElement(text.TableOfContentSource())
        body = text.IndexBody()
        body.addElement(text.P(text="Words .... 1"))
        contents.addElement(body)
        new.text.addElement(contents)
        paragraphs(new, "Words.")

    assert reading(made(write)).text == "Words."


def test_text_boxes_after_their_paragraph():
    found = reading(raw(
        "<text:p>Before<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box>"
        "</draw:frame> after.</text:p>"
    ))  # fmt: skip
    assert found.text == "Before after.\n\nIn the box."


def test_title_and_author_who_began_it():
    def write(new: OpenDocumentText) -> None:
        new.meta.addElement(dc.Title(text="Railways of the north"))
        new.meta.addElement(meta.InitialCreator(text="Jane Doe"))
        new.meta.addElement(dc.Creator(text="Somebody Else"))
        new.meta.addElement(dc.Language(text="en-GB"))
        paragraphs(new, "Words.")

    known = reading(made(write)).metadata
    assert (known.title.value, known.byline.value) == ("Railways of the north", "Jane Doe")
    assert known.language.value == "en-GB"
    assert known.title.origin == "OpenDocument properties"


def test_the_paragraph_in_the_style_title():
    def write(new: OpenDocumentText) -> None:
        own = style.Style(name="P1", family="paragraph", parentstylename="Title")
        new.automaticstyles.addElement(own)
        new.text.addElement(text.P(text="A styled title", stylename=own))
        paragraphs(new, "Words.")

    title = reading(made(write)).metadata.title
    assert (title.value, title.origin) == ("A styled title", "paragraph in the style Title")


def test_entity_bombs_are_refused():
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    xml = f"{BOMB}<office:document-content {space}>&i;</office:document-content>"
    with pytest.raises(UnreadableError, match="declares XML entities, as an entity bomb does"):
        reading(with_part(made(lambda d: None), CONTENT, xml.encode()))


def test_bombs_are_not_unpacked():
    data = with_part(made(lambda d: None), CONTENT, b"<x>" + b" " * 30_000_000 + b"</x>")
    with pytest.raises(UnreadableError, match="as an archive bomb does"):
        reading(data)


def test_an_encrypted_document():
    manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    data = with_part(made(lambda d: None), "META-INF/manifest.xml", manifest)
    with pytest.raises(UnreadableError, match="an encrypted OpenDocument text; remove its pass"):
        reading(data)
    with pytest.raises(UnreadableError, match="an encrypted OpenDocument text; remove its pass"):
        reading(encrypted(made(lambda d: None)))


@pytest.mark.parametrize("content", [b"", b"<x", b"<x/>", b"words"])
def test_content_that_is_none(content):
    with pytest.raises(UnreadableError, match="a damaged OpenDocument text"):
        reading(with_part(made(lambda d: None), CONTENT, content))


def test_a_document_that_is_cut_off():
    with pytest.raises(UnreadableError, match="a damaged OpenDocument text"):
        reading(made(lambda d: None)[:200])


def test_many_spaces_are_not_believed():
    assert len(reading(raw('<text:p>a<text:s text:c="999999999"/>b</text:p>')).text) < 20


def test_a_document_without_text():
    with pytest.raises(EmptyError):
        document("a.odt", made(lambda d: paragraphs(d, " ")))


def test_rows_with_a_table_inside_are_written_cell_by_cell():
    def cell(row: table.TableRow, words: str) -> table.TableCell:
        made = table.TableCell()
        made.addElement(text.P(text=words))
        row.addElement(made)
        return made

    def rows(whole: table.Table, *texts: tuple[str, str]) -> table.TableCell:
        for pair in texts:
            row = table.TableRow()
            for words in pair:
                last = cell(row, words)
            whole.addElement(row)
        return last

    def write(new: OpenDocumentText) -> None:
        outer, inner = table.Table(), table.Table()
        last = rows(outer, ("Pay", "500"), ("Till", "May"))
        rows(inner, ("Boat", "Seats"), ("Alva", "343"))
        last.addElement(inner)
        new.text.addElement(outer)

    blocks = reading(made(write)).text.split("\n\n")
    assert blocks == ["Pay | 500", "Till", "May", "Boat, Seats: Alva | 343"]


def test_numbers_of_headings():
    def write(new: OpenDocumentText) -> None:
        outline = text.OutlineStyle(name="Outline")
        for level, kind in ((1, "1"), (2, "a"), (3, "")):
            how = {"numformat": kind, "numsuffix": "." if level == 1 else ")"}
            outline.addElement(text.OutlineLevelStyle(level=level, displaylevels=level, **how))
        new.styles.addElement(outline)
        for level, words in (
            (1, "Pay"),
            (2, "Whom"),
            (2, "When"),
            (3, "Late"),
            (1, "Till"),
            (2, "May"),
        ):
            new.text.addElement(text.H(outlinelevel=level, text=words))

    assert reading(made(write)).text.split("\n\n") == [
        "1. Pay", "1.a) Whom", "1.b) When", "Late", "2. Till", "2.a) May",
    ]  # fmt: skip


def test_numbers_of_lists_in_cells_are_told_even_alone():
    def row(number: str, *words: str) -> str:
        items = "".join(f"<text:list-item><text:p>{one}</text:p></text:list-item>" for one in words)
        answers = f"<text:p>It asks</text:p><text:list text:style-name='L'>{items}</text:list>"
        begins = "true" if number == "2" else "false"
        return (
            f"<table:table-row><table:table-cell><text:list text:style-name='K' "
            f"text:continue-numbering='{begins}'><text:list-item><text:p/></text:list-item>"
            f"</text:list></table:table-cell><table:table-cell>{answers}</table:table-cell>"
            "</table:table-row>"
        )

    styles = "".join(
        f"<text:list-style style:name='{name}'><text:list-level-style-number text:level='1' "
        f"style:num-format='{kind}'/></text:list-style>"
        for name, kind in (("K", "1"), ("L", "a"))
    )
    found = reading(raw(f"{styles}<table:table>{row('1', 'pen', 'ink')}{row('2')}</table:table>"))
    assert found.text.split("\n") == ["1. | It asks a. pen b. ink", "2. | It asks"]
