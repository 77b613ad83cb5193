"""PDF: raised numbers, ranges and hyphens at line ends, tables, headings on every page."""

import pytest

from tests.ingest.kinds.samples import PARAGRAPH, read
from tests.ingest.readers.pdfs import Pages


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
