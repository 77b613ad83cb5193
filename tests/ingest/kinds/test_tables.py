"""Tables and lists of every format: column names, merged cells, numbers."""

import io

import docx
import pytest
from docx.oxml import OxmlElement

from ingest.readers.tables import Cell, table_lines
from tests.ingest.kinds.samples import page, text

ROWS = (("Boat", "Built", "Seats"), ("Alva", "1930", "343"), ("Brim", "1947", "349"))
LINE = "Boat: Brim | Built: 1947 | Seats: 349"


def html_table(cell: str = "td", rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    first, *others = rows
    head = "".join(f"<{cell}>{text}</{cell}>" for text in first)
    body = "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in others)
    return f"<table><tr>{head}</tr>{body}</table>"


def word_table(*, header: bool = False, bold: bool = False) -> bytes:
    new = docx.Document()
    table = new.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
            cell.paragraphs[0].runs[0].bold = bold and texts is ROWS[0]
    if header:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


MARKDOWN = "\n".join(
    f"| {' | '.join(row)} |" + ("\n|---|---|---|" if row is ROWS[0] else "") for row in ROWS
)
RTF = "".join(r"\trowd " + "".join(rf"{t}\cell " for t in row) + r"\row " for row in ROWS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page(html_table("th"))),
        ("a.html", page(html_table("td"))),
        ("a.html", page(html_table().replace("<td>Boat</td>", "<td><b>Boat</b></td>"))),
        ("a.md", f"# Boats\n\n{MARKDOWN}\n"),
        ("a.md", f"# Boats\n\n{html_table()}\n"),
        ("a.docx", word_table()),
        ("a.docx", word_table(header=True)),
        ("a.docx", word_table(bold=True)),
        ("a.rtf", rf"{{\rtf1\ansi {RTF}\pard The end of it.\par}}"),
    ],
)
def test_every_row_says_its_columns(name, content):
    assert LINE in text(name, content).split("\n")


def test_merged_cells_are_told_in_every_row():
    merged = (
        "<table><tr><th>Region</th><th>Boat</th></tr><tr><td rowspan=2>North</td><td>Alva</td></tr>"
        "<tr><td>Brim</td></tr><tr><td colspan=2>Laid up</td></tr></table>"
    )
    lines = text("a.html", page(merged)).split("\n")
    assert "Region: North | Boat: Brim" in lines
    assert "Laid up" in lines


def test_names_in_two_rows():
    rows = [
        [Cell("Year", True, rows=2), Cell("Guests", True, columns=2)],
        [Cell("Summer", True), Cell("Winter", True)],
        [Cell("2019"), Cell("40"), Cell("9")],
    ]
    assert table_lines(rows) == ["Year: 2019 | Guests Summer: 40 | Guests Winter: 9"]


def test_a_first_row_that_only_looks_like_names_is_not_put_into_pairs_when_cells_are_merged():
    rows = [
        [Cell("Region"), Cell("Boat"), Cell("Seats")],
        [Cell("North", rows=2), Cell("Alva"), Cell("120")],
        [Cell("Brim"), Cell("75")],
    ]
    assert table_lines(rows)[1] == "Region, Boat, Seats: North | Brim | 75"


def test_two_columns_may_be_names_and_what_is_so_called():
    rows = [["Name", "Mord"], ["Built", "1917"], ["Seats", "293"]]
    assert table_lines([[Cell(text) for text in row] for row in rows]) == [
        "Name, Mord: Built | 1917", "Name, Mord: Seats | 293"
    ]  # fmt: skip
    rows = [["Year", "Ships"], ["1911", "4,112"], ["1912", "96"]]
    lines = table_lines([[Cell(text) for text in row] for row in rows])
    assert lines[1] == "Year: 1912 | Ships: 96"


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Ada Quill"], ["Born", "1950"], ["Town", "Velm"]],
        [["1911", "Alva", "north"], ["1912", "Brim", "south"]],
    ],
)
def test_rows_that_have_no_names_keep_their_words(rows):
    lines = table_lines([[Cell(text) for text in row] for row in rows])
    assert lines == [" | ".join(row) for row in rows]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol start=4><li>Close</li><li>Open</li></ol>", ["4. Close", "5. Open"]),
        ("<ol type=a><li>Close</li><li>Open</li></ol>", ["a. Close", "b. Open"]),
        ("<ol><li>Close</li><li value=7>Open</li><li>Go</li></ol>", ["7. Open", "8. Go"]),
        ("<ol reversed><li>Close</li><li>Open</li></ol>", ["2. Close", "1. Open"]),
        ("<ol type=I><li><p>Close</p><p>it</p></li><li>Open</li></ol>", ["I. Close", "II. Open"]),
        ("<ol><li>Close<ul><li>well</li></ul></li><li>Open</li></ol>", ["well", "2. Open"]),
    ],
)
def test_numbers_of_lists_on_pages(markup, lines):
    assert set(lines) <= set(text("a.html", page(markup)).split("\n"))


def test_numbers_of_lists_in_word_and_markdown():
    new = docx.Document()
    for words in ("Close the valve.", "Wait.", "Open it."):
        new.add_paragraph(words, style="List Number")
    file = io.BytesIO()
    new.save(file)
    assert text("a.docx", file.getvalue()) == "1. Close the valve.\n2. Wait.\n3. Open it."
    assert "3. Open it." in text("a.md", "# A\n\n1. Close.\n1. Wait.\n1. Open it.\n")
