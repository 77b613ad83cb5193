import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import join_blocks, split_blocks
from ingest.pages import page_starts, take_marks
from ingest.readers import base
from ingest.readers.base import PAGE
from vectorstore.model import Beside

LINES = st.lists(st.text(alphabet=f"ab {PAGE}", max_size=8).map(str.strip), max_size=12)


def _text(lines):
    return join_blocks(split_blocks(list(lines)))


def test_a_page_that_begins_within_a_paragraph():
    marked = take_marks(["One two", "", f"three {PAGE}four", f"{PAGE}five"])
    assert marked.lines == ("One two", "", "three four", "five")
    starts = page_starts(marked, marked.lines, 3)
    text = _text(marked.lines)
    assert [text[start:][:4] for start in starts] == ["One ", "four", "five"]


def test_what_is_left_out_moves_a_page_to_what_follows():
    marked = take_marks([f"Title{PAGE}", "", f"{PAGE}gone", "", "kept words"])
    starts = page_starts(marked, ("", "", "", "", "kept words"), 3)
    assert starts == (0, 0, 0)


def test_a_line_that_lost_its_beginning():
    marked = take_marks([f"Headline the {PAGE}text"])
    assert page_starts(marked, ("the text",), 2) == (0, 4)


def test_a_last_page_without_text():
    marked = take_marks(["words"])
    assert page_starts(marked, marked.lines, 3) == (0, 5, 5)


@given(LINES, st.data())
def test_pages_never_go_back_and_stay_in_the_text(lines, data):
    marked = take_marks(lines)
    after = tuple("" if data.draw(st.booleans()) else line for line in marked.lines)
    pages = data.draw(st.integers(1, 6))
    starts = page_starts(marked, after, pages)
    assert len(starts) == pages
    assert starts[0] == 0
    assert list(starts) == sorted(starts)
    assert starts[-1] <= len(_text(after))


@given(LINES)
def test_a_mark_is_where_its_page_begins(lines):
    marked = take_marks(lines)
    pages = 1 + sum(line.count(PAGE) for line in lines)
    starts = page_starts(marked, marked.lines, pages)
    joined = PAGE.join(("", *("".join(lines).split(PAGE)))).removeprefix(PAGE)
    pieces = joined.split(PAGE)
    text = _text(marked.lines)
    for start, piece in zip(starts, pieces, strict=True):
        rest = "".join(text[start:].split())
        assert rest.startswith("".join(piece.split())) or not marked.lines


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 3), (11, 3)])
def test_the_page_of_an_offset(offset, page):
    assert Beside(pages=(0, 10, 10)).page(offset) == page
    assert Beside().page(offset) == 0


def test_the_mark_is_no_character():
    assert 0xFDD0 <= ord(base.PAGE) <= 0xFDEF
