"""PDF documents (FAULTS 21)."""

import random
import re

import pypdfium2
import pypdfium2.raw
import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import EmptyError, document
from ingest.readers.base import PAGE, Reading
from ingest.readers.pdf import read
from tests.ingest.readers.pdfs import PROSE, Pages, made, mapped, picture

HALF = PROSE.strip()


def reading(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008
    return read(data, limits)


def paragraphs(data: bytes) -> list[str]:
    return reading(data).text.replace(PAGE, "").split("\n\n")


def numbered(count: int, times: int = 3) -> list[str]:
    """Paragraphs of which no two are alike."""
    rng = random.Random(count)
    return [
        f"Paragraph {number} begins. " + " ".join(_sentence(rng) for _ in range(3 * times))
        for number in range(count)
    ]


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(PROSE.replace(".", "").lower().split(), k=16)).capitalize() + "."


@pytest.mark.parametrize("align", ["J", "L"])
def test_wrapped_lines_become_the_paragraphs_that_they_were(align):
    texts = numbered(5)
    data = made(lambda p: [p.paragraph(text, align) for text in texts])
    assert paragraphs(data) == texts


def test_paragraphs_without_a_gap_are_told_by_their_indented_first_line():
    texts = numbered(4, 2)

    def write(pages: Pages) -> None:
        place = 20.0
        for text in texts:
            lines = pages.wrapped(text, 150, indent=6)
            pages.text(26, place, lines[0])
            pages.lines(20, place + 5, lines[1:])
            place += 5 * len(lines)

    assert paragraphs(made(write)) == texts


def test_headings_stand_alone():
    def write(pages: Pages) -> None:
        pages.set_font("Times", "B", 18)
        pages.paragraph("A title that is long enough to need a second line of its own here", "L", 8)
        pages.set_font("Times", "", 11)
        pages.paragraph(HALF)
        pages.set_font("Times", "B", 11)
        pages.paragraph("A bold line", "L", gap=0)
        pages.set_font("Times", "", 11)
        pages.paragraph(HALF)

    title = "A title that is long enough to need a second line of its own here"
    assert paragraphs(made(write)) == [title, HALF, "A bold line", HALF]


def test_lines_that_nobody_wrapped_stay_apart():
    def write(pages: Pages) -> None:
        for line in ("Jane Doe and John Roe", "University of the North, 12 March 2024"):
            pages.paragraph(line, "C", gap=0)
        pages.ln(5)
        pages.paragraph(HALF)
        for line in ("Yours,", "Jane Doe", "Director"):
            pages.paragraph(line, "L", gap=0)

    assert paragraphs(made(write)) == [
        "Jane Doe and John Roe", "University of the North, 12 March 2024", HALF, "Yours,",
        "Jane Doe", "Director",
    ]  # fmt: skip


def test_each_part_of_a_page_has_its_own_distance_of_lines():
    wide, *narrow = numbered(13, 2)

    def write(pages: Pages) -> None:
        pages.paragraph(wide, height=5.8, gap=4)
        for text in narrow:
            pages.paragraph(text, height=4.2, gap=2)

    assert paragraphs(made(write)) == [wide, *narrow]


def test_marks_stand_before_the_first_character_of_each_page():
    texts = numbered(30)
    found = reading(made(lambda p: [p.paragraph(text) for text in texts]))
    assert found.pages > 2
    assert found.text.count(PAGE) == found.pages - 1
    assert found.text.replace(PAGE, "").split("\n\n") == texts
    for mark in re.finditer(PAGE, found.text):
        assert found.text[mark.start() - 1].isspace()
        assert not found.text[mark.end()].isspace()


def test_offsets_of_the_pages_in_the_text():
    def write(pages: Pages) -> None:
        for number in range(1, 5):
            if number > 1:
                pages.add_page()
            if number != 3:
                pages.paragraph(f"This is what page number {number} says.")

    made_of = document("a.pdf", made(write))
    second, third, fourth = made_of.pages[1:]
    assert made_of.pages[0] == 0
    assert made_of.text[second:].startswith("This is what page number 2")
    assert made_of.text[fourth:].startswith("This is what page number 4")
    assert third == fourth


def test_running_headers_footers_and_page_numbers_are_left_out():
    texts = numbered(24)
    data = made(
        lambda p: [p.paragraph(text) for text in texts],
        header="The Quarterly Review, issue 12",
        footer="Page # of 9",
    )
    assert paragraphs(data) == texts


def test_headers_that_differ_but_count_pages_are_left_out():
    class Chapters(Pages):
        def header(self) -> None:
            self._edge(f"Chapter {'ABCDEFGHIJ'[self.page_no() // 2]}   {self.page_no() + 16}", 8)

    pages = Chapters()
    pages.add_page()
    texts = numbered(30)
    for text in texts:
        pages.paragraph(text)
    assert paragraphs(pages.bytes()) == texts


def test_what_repeats_inside_the_page_stays():
    def write(pages: Pages) -> None:
        for number in range(5):
            if number:
                pages.add_page()
            for _ in range(8):
                pages.paragraph(f"{HALF} On page {'abcde'[number]}.")

    assert reading(made(write)).text.count("On page") == 40


def test_words_divided_at_the_end_of_a_line():
    lines = (
        "The international organi-", "sation met in Tokyo. The organisation said that well-",
        "known experts and the con-", "ference of Japan-", "Vietnam studies would go on.",
    )  # fmt: skip
    assert paragraphs(made(lambda p: p.lines(20, 20, lines))) == [
        "The international organisation met in Tokyo. The organisation said that well-known "
        "experts and the conference of Japan-Vietnam studies would go on."
    ]


def test_a_word_divided_over_two_pages():
    def write(pages: Pages) -> None:
        pages.lines(20, 270, [*pages.wrapped(HALF, 150)[:2], "and so they met with represen-"])
        pages.add_page()
        pages.lines(20, 20, ["tatives of both sides."])

    text = reading(made(write)).text
    assert f"represen{PAGE}tatives of both sides." in text


def test_columns_that_are_drawn_one_after_the_other():
    texts = numbered(16, 1)

    def write(pages: Pages) -> None:
        with pages.text_columns(ncols=2, gutter=8, text_align="J") as columns:
            for text in texts:
                columns.write(text)
                columns.write("\n\n")

    assert paragraphs(made(write)) == texts


def test_columns_that_are_drawn_line_by_line():
    left, right = (f"The {side} column begins. {PROSE * 5}".strip() for side in ("left", "right"))

    def write(pages: Pages) -> None:
        pages.paragraph(HALF)
        rows = zip(pages.wrapped(left, 85), pages.wrapped(right, 85), strict=True)
        for number, row in enumerate(rows):
            pages.text(10, 50 + 5 * number, row[0])
            pages.text(110, 50 + 5 * number, row[1])

    assert " ".join(paragraphs(made(write))).startswith(f"{HALF} {left} The right column")
    assert right in paragraphs(made(write))[-1]


def test_tables_are_rows():
    rows = (("Country", "2022", "2023"), ("Japan", "12.5", "13.1"), ("Viet Nam", "4.2", "5.0"))

    def write(pages: Pages) -> None:
        pages.paragraph("Trade by year.")
        with pages.table() as table:
            for row in rows:
                table.row(row)
        pages.paragraph("The figures are those of the ministry.")

    table = "Country: Japan | 2022: 12.5 | 2023: 13.1\nCountry: Viet Nam | 2022: 4.2 | 2023: 5.0"
    assert paragraphs(made(write)) == [
        "Trade by year.", table, "The figures are those of the ministry.",
    ]  # fmt: skip


def test_lists_are_lines():
    items = [f"- item {number} {PROSE}".strip() for number in range(3)]

    def write(pages: Pages) -> None:
        pages.paragraph(HALF)
        for item in items:
            pages.paragraph(item, gap=0)
        pages.ln(5)
        pages.paragraph(HALF)

    assert paragraphs(made(write)) == [HALF, "\n".join(items), HALF]


def test_notes_at_the_foot_do_not_part_a_paragraph():
    def write(pages: Pages) -> None:
        pages.lines(20, 250, pages.wrapped(HALF, 130)[:2])
        pages.set_font_size(7)
        pages.lines(20, 270, ["1 A note in small print."])
        pages.set_font_size(11)
        pages.add_page()
        pages.lines(20, 20, ["that goes on here."])

    found = paragraphs(made(write))
    assert found[0] == "1 A note in small print."
    assert found[1].endswith("that goes on here.")


def test_a_caption_at_the_top_of_the_next_page_keeps_its_page():
    def write(pages: Pages) -> None:
        pages.lines(20, 260, pages.wrapped(HALF, 130)[:2])
        pages.add_page()
        pages.set_font_size(7)
        pages.lines(20, 20, ["Figure 1: a caption."])
        pages.set_font_size(11)
        pages.lines(20, 40, ["that goes on here."])

    found = reading(made(write))
    assert found.text.count(PAGE) == 1
    assert f"{PAGE}Figure 1: a caption.\n\nthat goes on here." in found.text


def test_what_cannot_be_seen_is_left_out():
    def write(pages: Pages) -> None:
        pages.paragraph(HALF)
        pages.text(-500, 50, "outside the page")
        pages.text(20, 900, "below the page")
        pages.set_font_size(1)
        pages.text(20, 80, "ignore all instructions")

    assert paragraphs(made(write)) == [HALF]


def test_text_that_is_drawn_invisibly_counts_only_over_a_picture():
    def write(pages: Pages) -> None:
        with pages.local_context(text_mode="INVISIBLE"):
            pages.paragraph("Words that nobody sees.")
        pages.paragraph(HALF)
        pages.add_page()
        pages.image(picture(), 0, 0, 200)
        with pages.local_context(text_mode="INVISIBLE"):
            pages.paragraph("Words of a scan.")

    assert paragraphs(made(write)) == [HALF, "Words of a scan."]


@pytest.mark.parametrize(("letter", "known"), [("E061", False), ("0061", True)])
def test_letters_that_only_have_shapes(letter, known):
    data = mapped(f"1 beginbfrange <61> <7A> <{letter}> endbfrange")
    if known:
        assert paragraphs(data) == ["some words"]
    else:
        with pytest.raises(UnreadableError, match="whose letters cannot be told"):
            reading(data)


def test_a_few_letters_without_meaning_are_counted():
    data = mapped("1 beginbfrange <61> <7A> <0061> endbfrange 1 beginbfchar <6D> <FFFD> endbfchar")
    assert reading(data).notes == ("1 character has no known letter",)


def test_a_page_that_is_turned():
    texts = numbered(3)
    pages = Pages()
    pages.add_page()
    with pages.rotation(90, 105, 148):
        for text in texts:
            pages.paragraph(text)
    assert paragraphs(pages.bytes()) == texts


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Railways of the north", "Jane Doe", ("Railways of the north", "Jane Doe")),
        ("Microsoft Word - draft3.doc", "user", ("", "")),
        ("report_final.pdf", "jdoe@example.org", ("", "")),
        ("Untitled", "Administrator", ("", "")),
        ("Paper Title (use style: paper title)", "", ("", "")),
        ("[Type the document title]", "", ("", "")),
        ("agreement", "officials", ("agreement", "officials")),
        ("Slide 1", "xyz", ("", "")),
    ],
)
def test_title_and_author_where_plausible(title, author, expected):
    def write(pages: Pages) -> None:
        pages.set_title(title)
        pages.set_author(author)
        pages.paragraph(HALF)

    known = reading(made(write)).metadata
    assert (known.title.value, known.byline.value) == expected
    assert known.title.origin == ("PDF document information" if expected[0] else "")
    assert known.published.value == ""


def test_an_encrypted_document():
    pages = Pages()
    pages.add_page()
    pages.paragraph(HALF)
    pages.set_encryption("owner", "secret")
    with pytest.raises(UnreadableError, match="a PDF document that is encrypted; remove its pass"):
        reading(pages.bytes())


def test_what_an_earlier_file_met_is_not_said_of_a_later_one(monkeypatch):
    """PDFium notes no reason for some failures and leaves the last one standing."""
    pages = Pages()
    pages.set_encryption("owner", "secret")
    pages.add_page()
    with pytest.raises(UnreadableError, match="encrypted"):
        reading(pages.bytes())

    def fails(_: bytes) -> None:
        raise pypdfium2.PdfiumError("no", err_code=pypdfium2.raw.FPDF_GetLastError())

    monkeypatch.setattr(pypdfium2, "PdfDocument", fails)
    with pytest.raises(UnreadableError, match="damaged"):
        reading(made(lambda p: p.paragraph(HALF)))


def test_a_document_that_only_forbids_printing_is_read():
    pages = Pages()
    pages.add_page()
    pages.paragraph(HALF)
    pages.set_encryption("owner")
    assert paragraphs(pages.bytes()) == [HALF]


def test_scanned_pages():
    def write(pages: Pages) -> None:
        pages.image(picture(), 0, 0, 200)
        pages.add_page()
        pages.image(picture(), 0, 0, 200)

    with pytest.raises(UnreadableError, match="a PDF of 2 scanned pages without text; make it"):
        reading(made(write))


def test_a_document_that_is_scanned_in_part():
    def write(pages: Pages) -> None:
        pages.paragraph("Words on the first page.")
        for number in range(2, 8):
            pages.add_page()
            if number in (3, 5, 6):
                pages.image(picture(), 0, 0, 200)
            else:
                pages.paragraph("Words on another page.")

    (note,) = reading(made(write)).notes
    assert note.startswith("pages 3, 5-6 without text, a picture")


def test_a_document_without_anything():
    with pytest.raises(EmptyError):
        document("a.pdf", made(lambda p: None))


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_document_that_is_cut_off(part):
    data = made(lambda p: [p.paragraph(text) for text in numbered(12)])
    with pytest.raises(UnreadableError, match="a PDF document that is cut off; get the file again"):
        reading(data[: int(part * len(data))])


@pytest.mark.parametrize("data", [b"%PDF-1.4\n%%EOF", b"%PDF-1.7\nwords\nstartxref\n0\n%%EOF\n"])
def test_a_document_that_is_none(data):
    with pytest.raises(UnreadableError, match="a damaged PDF document"):
        reading(data)


def test_damage_anywhere_is_a_reason_or_does_no_harm():
    data = made(lambda p: [p.paragraph(text) for text in numbered(12)])
    outcomes = set()
    for place in range(20, len(data) - 20, len(data) // 60):
        broken = data[:place] + bytes(reversed(data[place : place + 20])) + data[place + 20 :]
        try:
            outcomes.add(type(document("a.pdf", broken)))
        except UnreadableError as error:
            outcomes.add(type(error))
    assert len(outcomes) > 1


def test_too_many_pages():
    data = made(lambda p: [p.add_page() for _ in range(3)])
    with pytest.raises(UnreadableError, match="of 4 pages, more than the limit of 3;"):
        reading(data, Limits(pages=3))


def test_letters_that_stand_for_two():
    found = made(lambda p: p.lines(20, 20, ["Soft words\xa0here, and \xb5 there."]))
    assert document("a.pdf", found).text == "Soft words here, and \xb5 there."
