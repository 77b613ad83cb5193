"""PDF: raised numbers, ranges and hyphens at line ends, tables, headings on every page."""

import pytest

from tests.ingest.kinds.samples import PARAGRAPH, read, text
from tests.ingest.readers.pdfs import PROSE, Pages
from tests.ingest.readers.pdfs import made as written


def made(*runs: str) -> bytes:
    """One paragraph; every second run is raised."""
    pages = Pages()
    pages.add_page()
    for place, run in enumerate(runs):
        pages.char_vpos = "SUP" if place % 2 else "LINE"
        pages.write(5.2, run)
    return pages.bytes()


def lines(*written: str) -> bytes:
    pages = Pages()
    pages.add_page()
    pages.lines(20, 30, written)
    return pages.bytes()


def flat(data: bytes) -> str:
    return read("a.pdf", data).text


@pytest.mark.parametrize(
    ("runs", "whole"),
    [
        (("The lamp was lit in 1887", "2", " by a keeper of the town."),
         "The lamp was lit in 1887 by a keeper of the town."),
        (("It was lit in 1887", "12", ", and then in 1901", "13", ". It burns."),
         "It was lit in 1887, and then in 1901. It burns."),
        (("It gives 3 × 10", "5", " candles of light."), "It gives 3 × 10⁵ candles of light."),
        (("It lights 40 km", "2", " of the sea."), "It lights 40 km² of the sea."),
        (("The keeper", "4", " sleeps by day."), "The keeper sleeps by day."),
        (("It was lit on the 5", "th", " of May."), "It was lit on the 5th of May."),
    ],
)  # fmt: skip
def test_raised_marks_neither_glue_nor_break(runs, whole):
    assert flat(made(*runs)) == whole


LONG = "It was said in the old town by the sea that the boats of the county were"


@pytest.mark.parametrize(
    ("end", "following", "whole"),
    [
        ("price-", "determining for all of us.", "were price-determining for all"),
        ("from 1914-", "1918 laid up in the yard.", "were from 1914-1918 laid up"),
        ("in a deter-", "mination like no other.", "were in a determination like"),
        ("found by X-", "ray in the yard.", "were found by X-ray in"),
    ],
)
def test_words_at_line_ends(end, following, whole):
    found = read("a.pdf", lines(f"{LONG} {end}", f"{following} {LONG}.", f"{LONG} there."))
    assert whole in found.text
    assert found.notes == ()


def test_rows_say_their_columns():
    pages = Pages()
    pages.add_page()
    pages.paragraph(PARAGRAPH * 2)
    for row in (("Boat", "Built", "Seats"), ("Alva", "1930", "343"), ("Brim", "1947", "349")):
        for place, cell in enumerate(row):
            pages.text(20 + 50 * place, pages.get_y() + 5, cell)
        pages.ln(7)
    assert "Boat: Brim | Built: 1947 | Seats: 349" in flat(pages.bytes()).split("\n")


def test_headings_of_pages_are_no_running_headers():
    pages = Pages("The Ink Report #")
    for year in (2021, 2022, 2023):
        pages.add_page()
        pages.set_y(25)
        pages.set_font_size(16)
        pages.paragraph(f"Results of {year}", gap=6)
        pages.set_font_size(11)
        pages.paragraph(PARAGRAPH * 3)
    found = flat(pages.bytes())
    assert all(f"Results of {year}" in found for year in (2021, 2022, 2023))
    assert "The Ink Report" not in found


NAMES = ("Town", "Boats", "Harbour master")
TOWNS = [
    ("Velm", "12", "Ada Quill"),
    ("Zorn", "407", "Bo Reed"),
    ("Yelm", "33", "Cy Dorn"),
    ("Harwick", "8", "Di Ash"),
]
NOTE = (
    "The port was dredged in the spring, and the boats of the town lie at the new mole since the"
    " end of the works in June."
)


def _with_table(*parts):
    """The text of a document of rows (tuples) and paragraphs; `None` begins a page."""

    def write(pages):
        pages.paragraph(PROSE)
        for part in parts:
            if part is None:
                pages.add_page()
            elif isinstance(part, str):
                pages.paragraph(part)
            else:
                top = pages.get_y()
                for left, cell in zip((20, 80, 120), part, strict=False):
                    pages.text(left, top + 4, cell)
                pages.set_y(top + 6)
        pages.paragraph(PROSE)

    return text("a.pdf", written(write))


def _told(row, names=NAMES):
    return " | ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=True))


@pytest.mark.parametrize(
    "parts",
    [
        (NAMES, TOWNS[0], NOTE, TOWNS[1], NOTE, TOWNS[2], NOTE, TOWNS[3]),
        (NAMES, TOWNS[0], TOWNS[1], NOTE, TOWNS[2], TOWNS[3], NOTE),
        (NAMES, NOTE, TOWNS[0], NOTE, TOWNS[1], NOTE, TOWNS[2], NOTE, TOWNS[3]),
        (NAMES, TOWNS[0], TOWNS[1], "Islands", TOWNS[2], TOWNS[3]),
        (NAMES, TOWNS[0], NOTE, TOWNS[1], None, NOTE, TOWNS[2], NOTE, TOWNS[3]),
        (NAMES, TOWNS[0], TOWNS[1], None, NAMES, TOWNS[2], TOWNS[3]),
    ],
)
def test_rows_say_their_columns_also_where_paragraphs_stand_between_them(parts):
    found = _with_table(*parts)
    assert [line for line in found.split("\n") if " | " in line] == [_told(row) for row in TOWNS]
    assert "Town Boats" not in found
    assert found.count(NOTE) == parts.count(NOTE)


def test_a_table_below_another_has_names_of_its_own():
    people = [("Eve Lark", "1977", "Velm"), ("Fay Moss", "1981", "Zorn")]
    found = _with_table(NAMES, *TOWNS[:2], NOTE, ("Author", "Born", "Place"), *people, NOTE)
    rows = [line for line in found.split("\n") if " | " in line]
    assert rows[:2] == [_told(row) for row in TOWNS[:2]]
    assert rows[2:] == [_told(row, ("Author", "Born", "Place")) for row in people]


def test_items_with_a_mark_apart_are_no_rows_of_a_table():
    def write(pages):
        pages.paragraph(PROSE)
        for number in range(1, 4):
            top = pages.get_y()
            pages.text(12, top + 4, f"{number}.")
            pages.text(24, top + 4, "The clerk keeps the book of the pier and reads it aloud to")
            pages.text(24, top + 9, "whoever asks for it.")
            pages.set_y(top + 12)

    found = text("a.pdf", written(write))
    assert " | " not in found
    assert found.count("reads it aloud to whoever asks for it.") == 3


def _drawn(*rows):
    """The lines of a page with prose and below it rows of cells, each a place and its words."""
    pages = Pages()
    pages.add_page()
    pages.paragraph(PROSE)
    top = pages.get_y() + 5
    for row in rows:
        for left, cell in row:
            pages.set_font("Times", "B" if cell.startswith("**") else "", 11)
            pages.text(left, top, cell.removeprefix("**"))
        top += 5
    return text("a.pdf", pages.bytes()).split("\n\n", 1)[1].split("\n")


YEARS = [(70, "2019"), (100, "2020"), (130, "2021")]
FERRIES = [(20, "Ferries"), (70, "12"), (100, "14"), (130, "9")]


@pytest.mark.parametrize("corner", [[], [(20, " ")]])
def test_years_above_figures_name_their_columns(corner):
    cranes = [(20, "Cranes"), (70, "3"), (100, "3"), (130, "4")]
    assert _drawn([*corner, *YEARS], FERRIES, cranes) == [
        "Ferries | 2019: 12 | 2020: 14 | 2021: 9",
        "Cranes | 2019: 3 | 2020: 3 | 2021: 4",
    ]


def test_figures_above_figures_name_nothing():
    cranes = [(20, "Cranes"), (70, "3"), (100, "3"), (130, "4")]
    found = _drawn([(70, "10.5"), (100, "19.2"), (130, "100")], FERRIES, cranes)
    assert found[-1] == "Cranes | 3 | 3 | 4"


def test_a_row_may_lack_a_cell():
    names = [(20, "Boat"), (70, "Built"), (100, "Seats"), (130, "Crew")]
    alva = [(20, "Alva"), (70, "1930"), (100, "343"), (130, "7")]
    brim = [(20, "Brim"), (70, "1947"), (130, "9")]
    assert _drawn(names, alva, brim)[-1] == "Boat: Brim | Built: 1947 | Crew: 9"


def test_names_in_bold_of_columns_without_figures():
    names = [(20, "**Boat"), (70, "**Owner"), (120, "**Harbour")]
    rows = [
        [(20, "Alva"), (70, "Ada Quill"), (120, "Velm")],
        [(20, "Brim"), (70, "Bo"), (120, "Zorn")],
    ]
    assert _drawn(names, *rows) == [
        "Boat: Alva | Owner: Ada Quill | Harbour: Velm", "Boat: Brim | Owner: Bo | Harbour: Zorn",
    ]  # fmt: skip


def test_the_further_lines_of_a_cell_belong_to_its_row():
    names = [(20, "Boat"), (60, "Built"), (90, "What is said of it")]
    alva = [(20, "Alva"), (60, "1930"), (90, "It was built for the mail and goes to")]
    below = [(90, "the islands twice a week, whatever the wea-")], [(90, "ther.")]
    brim = [(20, "Brim"), (60, "1947"), (90, "It is laid up.")]
    found = _drawn(names, alva, *below, brim)
    assert list(filter(None, found)) == [
        "Boat: Alva | Built: 1930 | What is said of it: It was built for the mail and goes to the"
        " islands twice a week, whatever the weather.",
        "Boat: Brim | Built: 1947 | What is said of it: It is laid up.",
    ]
