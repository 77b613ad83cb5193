import time

import pytest

from ingest.clean import clean, clean_line

WRAPPED = """\
The ferry between the two islands was stopped on Monday because the
wind had reached forty knots in the strait. The company said that the
boats would sail again as soon as the harbour master allowed it, and
that tickets stay valid.

A second paragraph, also wrapped at the same width, follows after an
empty line."""


def test_row_10_all_line_ends_are_one():
    assert clean("One.\r\nTwo.\rThree.\fFour.\x85Five.\u2028Six.") == "\n".join(
        ["One.", "Two.", "Three.", "Four.", "Five.", "Six."]
    )
    assert clean("One.\u2029Two.") == "One.\n\nTwo."


def test_row_10_many_empty_lines_are_one():
    assert clean("a" + "\n" * 100_000 + "b") == "a\n\nb"


def test_blanks_are_collapsed_and_ends_trimmed():
    assert clean("  a\t\u00a0\u3000b  \n \n  c ") == "a b\n\nc"


def test_text_is_composed():
    assert clean("Cafe\u0301") == "Café"


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u202e", "\u2066", "\u200e", "\x00", "\x07", "\ud800",
     "\U000e0041", "\uffff", "\u3164", "\ufffc", "\u180e", "\ufe0f"],
)  # fmt: skip
def test_rows_6_and_11_what_nobody_sees_is_dropped(hidden):
    assert clean(f"pass{hidden}word") == "password"
    assert clean(hidden) == ""


def test_row_11_joiners_stay_where_they_are_needed():
    family, persian, ksha = "👩\u200d👩\u200d👧", "می\u200cروم", "क\u094d\u200dष"
    assert clean(f"{family} {persian} {ksha}") == f"{family} {persian} {ksha}"
    assert clean("❤\ufe0f 1\ufe0f\u20e3") == "❤\ufe0f 1\ufe0f\u20e3"
    assert clean("a\u200db\u200cc") == "abc"


def test_row_11_a_message_hidden_in_selectors_is_dropped():
    assert clean("😀" + "\ufe0f\U000e0150" * 20) == "😀\ufe0f"


def test_row_11_heaps_of_marks_are_capped():
    assert len(clean("a" + "\u0301\u0316" * 50_000)) <= 8
    assert clean("Việt Nam, Nguyễn") == "Việt Nam, Nguyễn"


def test_surrogate_pairs_become_what_they_mean():
    assert clean("\ud83d\ude00") == "😀"


def test_wrapped_lines_are_joined():
    first, second = clean(WRAPPED).split("\n\n")
    assert first.startswith("The ferry")
    assert "\n" not in first
    assert "because the wind" in first
    assert second.endswith("after an empty line.")


def test_long_lines_are_paragraphs_of_their_own():
    long = (
        "This sentence is one of several that make a rather long paragraph on a single line. " * 3
    )
    assert clean(f"Heading\n{long}\n{long}") == f"Heading\n\n{long.strip()}\n\n{long.strip()}"


@pytest.mark.parametrize(
    "lines",
    [
        "- milk\n- eggs, a dozen of them\n- bread",
        "The rain it raineth on the just\nAnd also on the unjust fella",
        "Name: Ada\nAge: 36\nTown: Inkwell",
        "def sail(ship):\n    return ship.speed * 2  # knots and nothing more than that\n",
        "ADA: Who goes there?\nBO: Only me, and the cat that you sent away last week.\nADA: Oh.",
    ],
)
def test_short_lines_stay_lines(lines):
    assert clean(lines).count("\n") == lines.strip().count("\n")


def test_a_divided_word_is_closed_when_the_same_paragraph_has_it_whole():
    text = """\
The translation of the treaty took a long while, because the trans-
lation had to be agreed by lawyers on both sides, one of them a well-
known critic of the whole undertaking from its first day to its last."""
    assert "the translation had" in clean(text)
    assert "a well-known critic" in clean(text)


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000, "word " * 400_000, "a" + "\u0301\u0316" * 500_000, "\n" * 2_000_000,
     "é\u200d" * 400_000],
    ids=["no space", "words", "marks", "newlines", "joiners"],
)  # fmt: skip
def test_row_9_time_is_linear(text):
    start = time.process_time()
    clean(text)
    assert time.process_time() - start < 20


def test_a_single_line():
    assert clean_line(" A\ntitle\u200b \t here ") == "A title here"
