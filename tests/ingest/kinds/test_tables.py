"""Tables and lists of every format: column names, merged cells, numbers."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.readers.tables import Cell, table_lines
from tests.ingest.kinds.samples import mail, page, text
from tests.ingest.readers.test_odt import raw

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


GAPS = (("", "Built", "Seats"), ("Alva", "", "343"), ("Brim", "1947", ""))


def word_table_of(rows: tuple[tuple[str, ...], ...]) -> bytes:
    new = docx.Document()
    table = new.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page(html_table("th", GAPS))),
        ("a.md", "\n".join(
            f"| {' | '.join(row)} |" + ("\n|---|---|---|" if row is GAPS[0] else "") for row in GAPS
        )),
        ("a.docx", word_table_of(GAPS)),
        ("a.eml", mail(html_table("th", GAPS), kind="html")),
        ("a.html", page(html_table("th", GAPS).replace("<td></td></tr>", "</tr>"))),
        ("a.html", page(html_table("th", GAPS).replace("<td></td>", "<td>&nbsp;<img src=a></td>"))),
        ("a.rtf", r"{\rtf1\ansi " + "".join(
            r"{\trowd\intbl " + "".join(rf"{{{t}\cell}}" for t in row) + r"\row}" for row in GAPS
        ) + r"\pard The end of it.\par}"),
        ("a.rtf", r"{\rtf1\ansi " + "".join(
            r"\trowd " + "".join(rf"{t}\cell " for t in row) + r"\row " for row in GAPS
        ) + r"\pard The end of it.\par}"),
    ],
)  # fmt: skip
def test_an_empty_cell_leaves_the_others_in_their_columns(name, content):
    lines = text(name, content).split("\n")
    assert "Alva | Seats: 343" in lines
    assert "Brim | Built: 1947" in lines


def odt_row(*cells: str) -> str:
    """A row of an OpenDocument table; `2*` before a cell has it stand there twice."""
    written = []
    for cell in cells:
        times, _, words = cell.rpartition("*")
        said = f"<text:p>{words}</text:p>" if words else ""
        written.append(
            f'<table:table-cell table:number-columns-repeated="{times or 1}">{said}'
            "</table:table-cell>"
        )
    return f"<table:table-row>{''.join(written)}</table:table-row>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("Alva", "2*", "Ada"), ("Brim", "1947", "349", "Bo")],
         ["Boat: Alva | Owner: Ada", "Boat: Brim | Built: 1947 | Seats: 349 | Owner: Bo"]),
        ([("Alva", "2*12", "Ada")], ["Boat: Alva | Built: 12 | Seats: 12 | Owner: Ada"]),
        ([("2*", "343", "Ada"), ("Alva", "1930", "2*")],
         ["Seats: 343 | Owner: Ada", "Boat: Alva | Built: 1930"]),
    ],
)  # fmt: skip
def test_a_cell_that_stands_several_times_in_an_open_document_takes_so_many_columns(rows, lines):
    head = odt_row("Boat", "Built", "Seats", "Owner")
    table = (
        '<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f"<table:table-header-rows>{head}</table:table-header-rows>"
        f"{''.join(odt_row(*row) for row in rows)}</table:table><text:p>It ends here.</text:p>"
    )
    assert [line for line in text("a.odt", raw(table)).split("\n") if line][:-1] == lines


@pytest.mark.parametrize(
    ("before", "line"),
    [(1, "Built: 1930 | Seats: 343"), (2, "Seats: 1930"), (0, "Boat: 1930 | Built: 343")],
)
def test_columns_that_a_row_of_word_leaves_out_before_its_first_cell(before, line):
    new = docx.Document()
    table = new.add_table(3, 3)
    rows = (ROWS[0], ("1930", "343", "")[: 3 - before] + ("",) * before, ROWS[2])
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    short = table.rows[1]._tr
    mark = OxmlElement("w:gridBefore")
    mark.set(qn("w:val"), str(before))
    short.get_or_add_trPr().append(mark)
    for cell in short.tc_lst[3 - before :]:
        short.remove(cell)
    file = io.BytesIO()
    new.save(file)
    lines = text("a.docx", file.getvalue()).split("\n")
    assert lines == [line, LINE]


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


WHOLE = [Cell("The boats of the county", True, columns=3)]


@pytest.mark.parametrize(
    "head",
    [
        [[Cell(""), Cell("2019"), Cell("FY 2020 (plan)")]],
        [WHOLE, [Cell(""), Cell("2019"), Cell("FY 2020 (plan)")]],
        [[Cell("", columns=1), Cell("2019", True), Cell("FY 2020 (plan)", True)]],
    ],
)
def test_an_empty_corner_shows_names_of_columns(head):
    rows = [[Cell("Ferries"), Cell("12"), Cell("14")], [Cell("Cranes"), Cell("3"), Cell("none")]]
    lines = table_lines([*head, *rows])
    assert lines[-2:] == ["Ferries | 2019: 12 | FY 2020 (plan): 14",
                          "Cranes | 2019: 3 | FY 2020 (plan): none"]  # fmt: skip
    assert ("The boats of the county" in lines) == (head[0] is WHOLE)


def test_figures_are_no_names_of_columns():
    rows = [["", "10", "19"], ["Ferries", "12", "14"], ["Cranes", "3", "4"]]
    lines = table_lines([[Cell(text) for text in row] for row in rows])
    assert lines[-1] == "Cranes | 3 | 4"


def test_a_title_over_all_columns_names_none_of_them():
    rows = [WHOLE, *([Cell(text) for text in row] for row in ROWS)]
    assert table_lines(rows, 1)[-1] == LINE
    plain = [WHOLE, [Cell("Alva"), Cell("good"), Cell("")], [Cell("Brim"), Cell("old"), Cell("")]]
    assert table_lines(plain, 1) == ["The boats of the county", "Alva | good", "Brim | old"]


@pytest.mark.parametrize("alone", [[Cell("North", columns=3)], [Cell("North"), Cell(""), Cell("")]])
def test_what_stands_alone_is_told_in_the_rows_below(alone):
    data = [[Cell(text) for text in row] for row in ROWS[1:]]
    names = [Cell(text, True) for text in ROWS[0]]
    south = [Cell("South", columns=3)]
    lines = table_lines([names, alone, *data, south, data[0]])
    assert lines[0] == "North"
    assert lines[2] == f"North | {LINE}"
    assert lines[-1].startswith("South | Boat: Alva")


def test_a_row_that_names_its_columns_anew_is_told_as_it_is():
    rows = [
        ["Order", "Date", "Pieces"],
        ["17", "2 May", "3"],
        ["Slip", "Date", "Weight"],
        ["9", "3 May", "4"],
    ]
    lines = table_lines([[Cell(text) for text in row] for row in rows], 1)
    assert lines[0] == "Order: 17 | Date: 2 May | Pieces: 3"
    assert lines[1] == "Slip | Date | Weight"


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


def test_numbers_in_the_cells_of_word():
    new = docx.Document()
    table = new.add_table(3, 3)
    for row, words in zip(table.rows, ("It asks for", "It says", "It ends"), strict=True):
        row.cells[0].paragraphs[0].style = "List Number"
        row.cells[1].text = words
        row.cells[2].text = "yes"
    for words in ("papers", "a lamp"):
        table.rows[0].cells[1].add_paragraph(words, style="List Number 2")
    file = io.BytesIO()
    new.save(file)
    lines = text("a.docx", file.getvalue()).split("\n")
    assert lines == ["1. | It asks for 1. papers 2. a lamp | yes", "2. | It says | yes",
                     "3. | It ends | yes"]  # fmt: skip


def test_empty_numbered_paragraphs_count_in_word():
    new = docx.Document()
    for words in ("Close the valve.", "", "Open it."):
        new.add_paragraph(words, style="List Number")
    file = io.BytesIO()
    new.save(file)
    assert text("a.docx", file.getvalue()) == "1. Close the valve.\n3. Open it."


def test_rows_that_arrange_a_page_are_paragraphs():
    new = docx.Document()
    table = new.add_table(3, 2)
    for row, words in zip(table.rows, (("Pay", "500"), ("Work", ""), ("Till", "May")), strict=True):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    long = table.rows[1].cells[1]
    long.text = "The keeper lights the lamp and winds the clock of the tower. " * 8
    long.add_paragraph("He writes down who comes and who goes, and what the weather was. " * 3)
    inner = table.rows[2].cells[1].add_table(2, 2)
    for row, words in zip(inner.rows, (("Boat", "Seats"), ("Alva", "343")), strict=True):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    file = io.BytesIO()
    new.save(file)
    blocks = text("a.docx", file.getvalue()).split("\n\n")
    assert blocks[:2] == ["Pay | 500", "Work"]
    assert blocks[2].startswith("The keeper lights")
    assert blocks[3].startswith("He writes down")
    assert blocks[4:] == ["Till", "May", "Boat, Seats: Alva | 343"]


def test_numbers_of_lists_in_word_and_markdown():
    new = docx.Document()
    for words in ("Close the valve.", "Wait.", "Open it."):
        new.add_paragraph(words, style="List Number")
    file = io.BytesIO()
    new.save(file)
    assert text("a.docx", file.getvalue()) == "1. Close the valve.\n2. Wait.\n3. Open it."
    assert "3. Open it." in text("a.md", "# A\n\n1. Close.\n1. Wait.\n1. Open it.\n")


def test_a_table_that_is_drawn_with_rules():
    drawn = (
        "+------+-------+\n| Boat | Built |\n+======+=======+\n| Mord | 1917, |\n|      | they"
        " say |\n+------+-------+\n| Zorn | 1922  |\n+------+-------+\n"
    )
    kept = text("a.md", f"# Boats\n\n{drawn}\nSo.\n")
    assert "Boat: Mord | Built: 1917, they say\nBoat: Zorn | Built: 1922\n\nSo." in kept


def test_a_cell_of_rich_text_that_goes_on_from_the_row_above():
    def row(first, *cells):
        forms = rf"\trowd{first}\cellx1000\cellx2000 "
        return forms + "".join(rf"\pard\intbl {cell}\cell " for cell in cells) + "\\row\n"

    rows = (
        row("", "Port", "Boat") + row("\\clvmgf", "Harwick", "Mord") + row("\\clvmrg", "", "Zorn")
    )
    kept = text("a.rtf", rf"{{\rtf1\ansi Boats\par {rows}\pard So.\par}}")
    assert "Harwick | Zorn" in kept
