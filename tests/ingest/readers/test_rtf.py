"""Rich text."""

import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import EmptyError, document
from ingest.readers.base import Reading
from ingest.readers.rtf import read


def reading(markup: str) -> Reading:
    return read(markup.encode("cp1252"), Limits())


def text(body: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}") -> str:
    return reading(f"{{\\rtf1{head} {body}}}").text


def test_paragraphs_and_characters():
    body = r"First {\b bold} \'93quoted\'94\par Second\line line \u8212? dash \u26085\'93\par"
    assert text(body) == "First bold “quoted”\n\nSecond\nline — dash 日"


def test_raw_characters_beyond_ascii():
    assert text("Café “x”\\par") == "Café “x”"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (r"\ansi\ansicpg1251", r"\'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\ansi\ansicpg932", r"\'93\'fa\'96\'7b", "日本"),
        (r"\ansi\ansicpg99999", r"plain", "plain"),
    ],
)
def test_code_pages(head, body, expected):
    assert text(body, head) == expected


def test_tables_are_rows_and_lists_are_lines():
    body = (
        r"Before.\par\trowd\cellx1\cellx2 a\cell b\cell\row \trowd\cellx1\cellx2 c d\cell\cell\row"
        r"\pard\bullet  one\par\bullet  two\par After.\par"
    )
    assert text(body).split("\n\n") == ["Before.", "a | b\nc d", "• one\n• two", "After."]


def test_what_is_not_shown_is_left_out():
    body = (
        r"Seen {\v secret}\v secret\v0 too{\deleted gone}.{\*\comment remark}{\header H}"
        r"{\footnote note}{\pict\pngblip 89504e47}{\object{\*\objdata 0105}}\par"
    )
    made = reading(f"{{\\rtf1\\ansi {body}}}")
    assert made.text.split("\n\n") == ["Seen  too .", "note"] or made.text.split() == [
        "Seen", "too.", "note",
    ]  # fmt: skip
    left = {(one.text, one.reason) for one in made.dropped}
    unseen = {(words, "hidden or struck out") for words in ("secret", "gone")}
    assert left == {*unseen, ("H", "header or footer")}


@pytest.mark.parametrize("style", [r"\*\cs7\i", r"\i0\b0\*\cs7\cf0", "\\b\n\\*\\cs7", r"\i \*\cs7"])
def test_a_style_that_is_marked_as_optional_hides_no_words(style):
    assert text(rf"We {{\f0{style} met}} on Monday.\par") == "We met on Monday."


@pytest.mark.parametrize("unread", [r"{\*\odd x}", "{\n\\*\\odd x}"])
def test_what_is_marked_as_optional_is_left_out_where_it_is_not_known(unread):
    assert text(rf"We met{unread} on Monday.\par") == "We met on Monday."


def test_links_are_their_text():
    body = r'See {\field{\*\fldinst{HYPERLINK "http://x.org/"}}{\fldrslt{the page}}} now.\par'
    assert text(body) == "See the page now."


def test_title_and_author():
    head = r"\ansi\ansicpg1252{\info{\title Railways of the north\'85}{\author Jane Do\'eb}"
    found = reading(f"{{\\rtf1{head}{{\\operator Somebody Else}}}} Words.\\par}}")
    assert found.text == "Words."
    assert found.metadata.title.value == "Railways of the north…"
    assert found.metadata.byline.value == "Jane Doë"
    assert found.metadata.title.origin == "RTF document information"


def test_lines_that_were_wrapped_become_paragraphs_again():
    lines = [
        "The two governments signed an agreement on trade and investment",
        "after long talks. Officials said that the new railway would join",
        "the port with the capital before the end of the decade, and that",
        "farmers in the north would gain from it.",
    ]
    others = [
        "Nobody asked the people in the villages along the line, who had",
        "lived there since before the war and who feared for their homes,",
        "their fields and the quiet of the valley in which they were born",
        "and where they wished to grow old.",
    ]
    body = "\\par ".join([*lines, "", *others]) + "\\par"
    made = document("a.rtf", f"{{\\rtf1\\ansi {body}}}".encode())
    assert made.text.split("\n\n") == [" ".join(lines), " ".join(others)]


def test_characters_that_cannot_be_read_are_counted():
    found = reading(r"{\rtf1\ansi\ansicpg932 a\'ff\par}")
    assert found.text.startswith("a")
    assert ("U+FFFD" in "".join(found.notes)) == ("\ufffd" in found.text)


@pytest.mark.parametrize("markup", [r"{\rtf1\ansi Words of a", r"{\rtf1 {\b Words} \{ of \}"])
def test_a_document_that_is_cut_off(markup):
    with pytest.raises(UnreadableError, match="an RTF document that is cut off"):
        reading(markup)


def test_deep_nesting_does_no_harm():
    assert text("{" * 50_000 + "deep" + "}" * 50_000) == "deep"


def test_a_document_without_text():
    with pytest.raises(EmptyError):
        document("a.rtf", rb"{\rtf1\ansi\par\par}")
