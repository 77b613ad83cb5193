import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.unwrap import is_wrapped, paragraphs_of

PROSE = (
    "The old bridge over the Ink was opened again on Monday after nine months of work, and "
    "the first lorries rolled over it before noon. Engineers of Ada Quill and Sons said that "
    "the arches would now carry forty tonnes, which is twice as much as before, and that "
    "nothing in the town had been repaired so thoroughly since the war. The mayor thanked "
    "everybody, most of all Bo Reed."
)

words = st.sampled_from(
    [*"bridge The of Quill arches, noon. well- trans- a repaired".split(), "x" * 90]
)
lines = st.lists(words, min_size=1, max_size=24).map(" ".join)
blocks = st.lists(st.lists(lines, min_size=1, max_size=8), max_size=6)
wrapped = st.integers(30, 110).map(lambda width: textwrap.wrap(PROSE, width))
slices = st.tuples(wrapped, st.integers(0, 8), st.integers(1, 8)).map(
    lambda cut: cut[0][cut[1] : cut[1] + cut[2]] or ["x"]
)
mixed = st.lists(st.one_of(slices, st.lists(lines, min_size=1, max_size=8)), max_size=8)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100, 120])
def test_wrapped_prose_is_one_paragraph_again(width):
    block = textwrap.wrap(PROSE, width)
    assert is_wrapped(block)
    assert paragraphs_of([block]) == [[PROSE]]


def test_two_lines_are_joined_when_the_rest_of_the_file_was_wrapped():
    pair = textwrap.wrap(PROSE, 72)[:2]
    assert paragraphs_of([pair]) == [pair]
    assert paragraphs_of([textwrap.wrap(PROSE, 72), pair])[1] == [" ".join(pair)]


def test_a_list_in_a_wrapped_file_keeps_its_lines():
    items = ["- stones for the arches of the bridge over the Ink, delivered in May and", "- sand"]
    assert paragraphs_of([textwrap.wrap(PROSE, 72), items])[1:] == [items]


@given(st.one_of(blocks, mixed))
@settings(max_examples=400, deadline=None)
def test_doing_it_twice_changes_nothing_more(found):
    once = paragraphs_of(found)
    assert paragraphs_of(once) == once


@given(mixed)
@settings(max_examples=200, deadline=None)
def test_only_line_ends_and_hyphens_are_touched(found):
    def letters(blocks):
        return "".join(c for block in blocks for line in block for c in line if c not in " -")

    assert letters(paragraphs_of(found)) == letters(found)
