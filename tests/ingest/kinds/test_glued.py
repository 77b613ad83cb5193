"""Marks of notes that a copy has glued to words, told from names by their run."""

import pytest

from ingest.glued import without_marks
from tests.ingest.kinds.samples import PARAGRAPH, text

NOTES = ["Notes", "", *(f"{n} Report of the year {1990 + n}." for n in range(1, 5))]


def article(*lines: str) -> list[str]:
    return [*lines, "", *NOTES]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Quill1 met Reed2 at the pier3 on Monday4.", "Quill met Reed at the pier on Monday."),
        ("It rained.1 It snowed.2 Nobody came.3 So it was.4", "It rained. It snowed. Nobody came."
         " So it was."),
        ("The CSP1 of 20132 was signed by Quill3 in Velm4.", "The CSP of 2013 was signed by Quill"
         " in Velm."),
        ("The G20 met1 near the A38 road,2 and the M25 was full3 of cars4.",
         "The G20 met near the A38 road, and the M25 was full of cars."),
        ("“It is so,”1 she said,2 and he3 went home4.", "“It is so,” she said, and he went home."),
    ],
)  # fmt: skip
def test_marks_whose_notes_stand_at_the_end(marked, plain):
    assert without_marks(article(marked))[0] == plain
    assert without_marks(article(marked))[3:] == NOTES[1:]


@pytest.mark.parametrize(
    "line",
    [
        "The G7 and the G20 met in room B1, and the A4 was shut.",
        "Windows10 runs on the Model3 with a Core2 and USB3 at once.",
        "COVID19 came in 2019, and H1N1 and H5N1 before it.",
        "Take the line U4 to the stop at pier2 and ask for Quill.",
    ],
)
def test_names_with_digits_stay(line):
    assert without_marks([line]) == [line]
    assert without_marks(article(line))[0] == line


def test_a_run_without_its_notes():
    lines = ["Quill met Reed1.", "Reed came by boat2, and the planning3 went on.", "Quill4 left."]
    assert without_marks(lines) == [
        "Quill met Reed.", "Reed came by boat, and the planning went on.", "Quill left."
    ]  # fmt: skip
    assert without_marks(lines[:1]) == lines[:1]


def test_marks_in_brackets():
    lines = ["It rained.[1] It snowed[2] and Reed[3] came; Reed[1] left.", "See table [2]."]
    assert without_marks(lines)[0] == "It rained. It snowed and Reed came; Reed left."
    assert without_marks(["a[0] = b[1] + c[2] + d[3]"]) == ["a[0] = b[1] + c[2] + d[3]"]


def test_marks_leave_a_scraped_text_and_its_author_stays():
    content = "\n\n".join(
        ["Pier", "Ada Quill, Fellow of the Ink Institute", f"Reed1 came. {PARAGRAPH}",
         "He met Quill2 and sailed3.", *NOTES[2:5]]
    )  # fmt: skip
    found = text("a.txt", content)
    assert "Reed came." in found
    assert "He met Quill and sailed." in found
    assert "Ada Quill, Fellow of the Ink Institute" in found


def test_marks_of_a_part_of_an_article_and_what_a_wiki_wants():
    lines = ["It was measured in 1998[12] and 2011.[13][14] It has 40 kinds.[citation needed]"]
    assert without_marks(lines) == ["It was measured in 1998 and 2011. It has 40 kinds."]
    lines = ['See [Map 3], array[0] and "[t]hrive" [sic].']
    assert without_marks(lines) == lines


def test_several_marks_of_one_kind_and_several_notes_at_once():
    lines = ["The pike* lives for 20 years** in ponds.", "So.", "* A fish.", "** Or more."]
    assert without_marks(lines)[0] == "The pike lives for 20 years in ponds."
    lines = ["It rained.²,³ It has 4 m²."]
    assert text("a.txt", "\n\n".join(["Rain", PARAGRAPH, *lines])).endswith(
        "It rained. It has 4 m²."
    )
