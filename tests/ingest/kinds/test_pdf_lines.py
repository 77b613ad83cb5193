"""PDF: lines that belong to one sentence, whatever their place, font and distance."""

import pytest

from ingest.prepare import EmptyError, document
from ingest.raised import raised
from ingest.readers import pdf_lines
from ingest.readers.pdf_layout import in_order
from ingest.readers.pdf_lines import Piece
from tests.ingest.kinds.samples import read
from tests.ingest.readers.pdfs import PROSE, Pages, drawn_in, filled, made, mapped, upside_down

FULL = "The council of the town and the owners of the boats said on Monday that the pier and"
RAGGED = "sheds, which had been empty for a long time since the old war and"
Placed = tuple[float, float, str]


def drawn(*lines: Placed, size: float = 11) -> list[str]:
    """The paragraphs of a page on which each line is drawn at its place."""
    pages = Pages()
    pages.add_page()
    for left, top, words in lines:
        style = "B" if words.startswith("**") else ""
        pages.set_font("Times", style, size)
        pages.text(left, top, words.removeprefix("**"))
    return read("a.pdf", pages.bytes()).text.split("\n\n")


def column(*lines: str | tuple[float, str], top: float = 30, step: float = 5) -> list[Placed]:
    """Lines below each other, some of them indented."""
    pairs = [line if isinstance(line, tuple) else (20, line) for line in lines]
    return [(left, top + number * step, words) for number, (left, words) in enumerate(pairs)]


@pytest.mark.parametrize("mark", ["[1]  ", "[12] ", ""])
def test_entries_whose_further_lines_are_indented(mark):
    entry = f"{mark}{FULL} A."
    lines = column(
        entry, (28, "Quill, of the library of the port."), f"{mark}{FULL} B.",
        (28, "Reed, who went with him to the north of the island and all its old har-"),
        (28, "bours."),
    )  # fmt: skip
    found = drawn(*lines)
    assert len(found) == 2
    assert "A. Quill, of the library" in " ".join(found)
    assert "B. Reed, who went" in " ".join(found)
    assert "old harbours." in " ".join(found)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (column(FULL, "- the oldest of them all - were shut.", "All."), "and - the oldest"),
        (column(FULL, (27, "all of its sheds were shut for good."), "All."), "and all of its"),
        (column(FULL, "**The Ink and Quill Company of the Northern Harbours shut."), "and The Ink"),
        (column(FULL, "(1) its sheds and its cranes were shut for good."), "and (1) its sheds"),
        (column(f"{FULL} its", RAGGED, "all."), f"its {RAGGED} all."),
        ([*column(FULL), *column("its sheds, as tall as a church is, were", "shut.", top=36.5)],
         "and its sheds"),
        ([*column(FULL), *column("were shut, and with it all that stood on it", "all.", top=39)],
         "and were shut"),
    ],
)  # fmt: skip
def test_a_full_line_whose_sentence_goes_on(lines, words):
    assert any(words in paragraph for paragraph in drawn(*lines))


def test_a_short_line_a_bullet_and_a_title_end_and_begin():
    found = drawn(*column(f"{FULL} all", "were shut.", "The yard is open.", f"{FULL} all of it."))
    assert found == [f"{FULL} all were shut.", "The yard is open.", f"{FULL} all of it."]
    items = drawn(*column("They took", "* the boats,", "* the cranes and the sheds.", "- a bell"))
    assert items == ["They took", "* the boats,\n* the cranes and the sheds.\n- a bell"]
    titled = drawn(*column("**The pier", f"{FULL} all", "were shut."))
    assert titled == ["The pier", f"{FULL} all were shut."]


def test_lines_of_a_table_of_contents_stay_apart():
    entries = [f"{name} {'.' * (60 - len(name))} {page}" for name, page in
               (("The pier", 3), ("The yard of the old town", 7), ("The bell", 12))]  # fmt: skip
    assert len("\n".join(drawn(*column(*entries))).split("\n")) == 3


def test_a_bullet_may_be_larger_than_its_text():
    pages = Pages()
    pages.add_page()
    for top, mark, words in (
        (30, "*", "several tests that are used to find it"),
        (34.5, "", "out, and a third one later on for all."),
        (39, "*", "a second test"),
    ):
        pages.set_font("Times", size=16)
        pages.text(20, top, mark or " ")
        pages.set_font("Times", size=10)
        pages.text(25, top, words)
    found = read("a.pdf", pages.bytes()).text
    assert found.endswith("used to find it out, and a third one later on for all.\n* a second test")


def test_notes_below_the_text():
    pages = Pages(footer="#")
    for number in range(3):
        pages.add_page()
        pages.paragraph(PROSE * 3)
        for top, mark, words in (
            (200, 37 + number, f"{('Kelling', 'Moss', 'Dorn')[number]} and others (2003)."),
            (205, 67 + number, f"Watts and {('Strogatz', 'Lark', 'Ash')[number]} (1998)."),
        ):
            pages.set_font("Times", size=6)
            pages.text(20, top, str(mark))
            pages.set_font("Times", size=9)
            pages.text(22.5, top + 1.7, words)
        pages.set_font("Times", size=11)
    made = read("a.pdf", pages.bytes())
    paragraphs = made.text.split("\n\n")
    assert "37 Kelling and others (2003)." in paragraphs
    assert "68 Watts and Lark (1998)." in paragraphs
    assert [one.text for one in made.dropped] == ["1", "2", "3"]


def test_the_number_of_a_page_and_notes_that_grow_with_it():
    pages = Pages(footer="#")
    for number in range(4):
        pages.add_page()
        pages.paragraph(PROSE * 3)
        pages.set_font("Times", size=9)
        pages.text(20, 270, f"{11 + number} Kelling and others ({'abcd'[number]}).")
        pages.set_font("Times", size=11)
    made = read("a.pdf", pages.bytes())
    assert "14 Kelling and others (d)." in made.text
    assert {one.text for one in made.dropped} == {"1", "2", "3", "4"}


def test_accents_that_are_drawn_on_their_own():
    pages = Pages()
    pages.add_page()
    left = 20.0
    for letters, accent in (("Herve", "´"), (" J", ""), ("e", "´"), ("gou and na", ""), ("i", "¨"),
                            ("ve ", ""), ("A", "`"), (" la carte", "")):  # fmt: skip
        pages.text(left, 30, letters)
        last = letters[-1]
        middle = left + pages.get_string_width(letters) - pages.get_string_width(last) / 2
        if accent:
            pages.text(middle - pages.get_string_width(accent) / 2, 30, accent)
        left += pages.get_string_width(letters)
    assert read("a.pdf", pages.bytes()).text == "Hervé Jégou and naïve À la carte"


@pytest.mark.parametrize(
    ("mark", "written"), [("𝑛", "ⁿ"), ("𝟤", "²"), ("𝑛 + 1", "ⁿ⁺¹"), ("x + y", "^(x + y)")]
)
def test_raised_letters_of_formulas(mark, written):
    assert raised("The system has 2", mark, " states.") == written


def test_codes_beyond_unicode_are_lost_letters():
    cmap = "1 beginbfrange <20> <7e> <0020> endbfrange 1 beginbfchar <6f> <DBFFDFFFDBFF> endbfchar"
    assert "s" in read("a.pdf", mapped(cmap)).text


@pytest.mark.parametrize("sign", ["•", "*"])
def test_the_sign_of_an_item_stands_before_its_words(sign):
    def write(pages):
        for number, words in enumerate(("The role of the town", "What may be asked")):
            pages.text(20, 30 + 5 * number, sign.replace("•", "\x95"))
            pages.text(32, 30 + 5 * number, words)

    assert read("a.pdf", made(write)).text.split("\n") == [
        f"{sign} The role of the town", f"{sign} What may be asked",
    ]  # fmt: skip


def test_a_fraction_keeps_the_number_above_its_stroke():
    def write(pages):
        pages.lines(20, 30, wrapped := pages.wrapped(f"{PROSE}It is 3 inches wide, from", 170))
        last = wrapped[-1]
        place = 20 + pages.get_string_width(last) + 1, 30 + 5 * (len(wrapped) - 1)
        pages.set_font("Times", size=6)
        pages.text(place[0], place[1] - 1.4, "1")
        pages.set_font("Times", size=11)
        pages.text(place[0] + 1, place[1], "/4 inch to all of it.")

    assert "inches wide, from 1/4 inch to all of it." in read("a.pdf", made(write)).text


@pytest.mark.parametrize("size", [0.25, 0.3, 2, 12])
def test_letters_that_are_drawn_have_the_size_that_is_seen(size):
    assert read("a.pdf", drawn_in(size)).text == "ab"


def test_what_is_tiny_is_left_out_whatever_draws_it():
    with pytest.raises(EmptyError):
        document("a.pdf", drawn_in(0.01))
    pages = Pages()
    pages.add_page()
    pages.text(20, 30, "Seen.")
    pages.set_font("Times", size=0.5)
    pages.text(20, 40, "Unseen.")
    assert read("a.pdf", pages.bytes()).text == "Seen."


def test_letters_of_a_size_below_nothing_stand_upside_down():
    assert read("a.pdf", upside_down("We met on Monday.")).text.split() == [
        *"We met on Monday. We met on Monday.".split()
    ]


@pytest.mark.parametrize("code", [9, 10, 12, 13, 28])
def test_a_letter_without_a_name_is_no_space(code):
    found = read("a.pdf", drawn_in(0.3, rf"aaaa\{code:03o}bbb", f"{code} /odd 97 /a /b"))
    assert found.text == "aaaa\ufffdbbb"
    assert found.notes == ("1 character has no known letter",)


def piece(left: float, top: float, text: str) -> Piece:
    return Piece(text, left, left + 4 * len(text), 800 - top, 10, first=20)


def test_columns_of_which_some_lines_begin_further_right():
    words = "of the town and its boats"
    rows = [
        (piece(220, 0, words), piece(400, 0, words)),
        *[(piece(40, 12 * n, words), piece(220, 12 * n, words), piece(400, 12 * n, words))
          for n in range(1, 6)],
    ]  # fmt: skip
    lefts = [line.piece.left for line in in_order(rows)]
    assert sorted(lefts) == [40] * 5 + [220] * 6 + [400] * 6


@pytest.mark.parametrize(("torn", "whole", "noted"), [(4, 20, True), (3, 0, False), (4, 60, False)])
def test_pages_whose_lines_hold_several_are_noted(monkeypatch, torn, whole, noted):
    mixed = tuple(Piece("a boat", 50, 90, 700 - 30 * n, 9) for n in range(3))
    rows = [mixed] * torn + [mixed[:1]] * whole
    monkeypatch.setattr(pdf_lines, "rows", lambda page: rows)
    found = read("a.pdf", made(lambda pages: pages.paragraph(PROSE)))
    assert found.notes == (
        ("page 1 drawn out of order; what is said there may be mixed up",) if noted else ()
    )


def test_letters_that_are_set_apart_are_one_word():
    pages = Pages()
    pages.add_page()
    pages.set_char_spacing(2)
    left = 20.0
    for part, room in (("Nort", 0.1), ("h", 4), ("Buon", 0.1), ("a", 4), ("Vist", 0.1), ("a", 4)):
        pages.text(left, 30, part)
        left += pages.get_string_width(part) + room
    assert read("a.pdf", pages.bytes()).text == "North Buona Vista"


@pytest.mark.parametrize("kind", ["Widget", "FreeText"])
def test_what_has_been_filled_in_is_read(kind):
    found = read("a.pdf", filled("Ada Quill of Velm", kind)).text
    assert found.split("\n\n") == ["The name of the keeper:", "Ada Quill of Velm"]
