"""Markers are taken out of a stream, whatever way it is divided; what is no marker stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.generation.drafts import Draft, DraftReader, without_thinking
from qa_app.generation.markers import Code, Marker, MarkerParser


def read(*pieces: str, passages: int = 5) -> list[Draft]:
    reader = DraftReader(passages)
    found = [draft for piece in pieces for draft in reader.feed(piece)]
    return [*found, *reader.close()]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("[1]", (1,)),
        ("[1, 2]", (1, 2)),
        ("[1,2;4]", (1, 2, 4)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3, 5]", (1, 2, 3, 5)),
        ("[[1]]", (1,)),
        ("【1】", (1,)),
        ("【1†source】", (1,)),
        ("［2］", (2,)),
        ("[^1]", (1,)),
        ("[^1, ^2]", (1, 2)),
        ("[1][3]", (1, 3)),
        ("[1] [2]", (1, 2)),
        ("[ 2 ]", (2,)),
        ("[2, 2]", (2,)),
    ],
)
@pytest.mark.parametrize("form", ["Six boats came {}.", "Six boats came. {}", "Six boats{} came."])
def test_every_form_of_a_marker(written: str, numbers: tuple[int, ...], form: str) -> None:
    (draft,) = read(form.format(written))
    assert draft == Draft("Six boats came.", numbers)


@pytest.mark.parametrize("written", ["[6]", "[0]", "[1-9]", "[99999999999]", "[2014]", "[4-2]"])
def test_a_number_that_names_no_passage_is_marked_and_never_shown(written: str) -> None:
    drafts = read(f"Six boats came {written}. Two left [1].")
    if written == "[4-2]":  # no range, but two numbers that there are
        assert not drafts[0].unknown
        assert set(drafts[0].numbers) == {2, 4}
    else:
        assert drafts[0].unknown
    assert [draft.text for draft in drafts] == ["Six boats came.", "Two left."]
    assert drafts[1] == Draft("Two left.", (1,))


@pytest.mark.parametrize(
    "text",
    [
        "He said [sic] that it came.",
        "See [the report] for more.",
        "An [ open bracket.",
        "A list [a, b] stays.",
        "[] is nothing to see.",
    ],
)
def test_what_is_no_marker_stays(text: str) -> None:
    assert read(text) == [Draft(text)]


@pytest.mark.parametrize("half", ["[1", "[1,", "【2", "[[1", "[[1]", "[^3"])
def test_half_a_marker_at_the_end_is_not_shown(half: str) -> None:
    (draft,) = read(f"Six boats came. {half}")
    assert draft.text == "Six boats came."


def test_code_is_left_as_it_is() -> None:
    assert read("Use `a[1]` here [2].") == [Draft("Use `a[1]` here.", (2,))]
    block = "```\nx = a[1]\n\ny[2]\n```"
    drafts = read(f"So it is [1].\n{block}\nAnd then [2].")
    assert drafts == [
        Draft("So it is.", (1,)),
        Draft(block, code=True),
        Draft("And then.", (2,)),
    ]


@pytest.mark.parametrize("text", ["It costs 5` more [1].\nTwo left [2].", "A ` mark [1]. Two [2]."])
def test_a_backtick_that_nothing_closes_hides_no_marker(text: str) -> None:
    assert [draft.numbers for draft in read(text)] == [(1,), (2,)]


def test_a_marker_belongs_to_the_sentence_before_it() -> None:
    drafts = read(
        "Mr. Smith came in Jan. 2014 [1]. It rained. [2][3] Then, at 5 p.m., he left [4]."
    )
    assert [(draft.text, draft.numbers) for draft in drafts] == [
        ("Mr. Smith came in Jan. 2014.", (1,)),
        ("It rained.", (2, 3)),
        ("Then, at 5 p.m., he left.", (4,)),
    ]


def test_lists_headings_and_emphasis_are_only_looks() -> None:
    drafts = read("## Boats\n- **Six** boats came [1]\n2. *Two* left [2].\n> It rained [3].")
    assert [draft.text for draft in drafts] == [
        "Boats",
        "Six boats came",
        "Two left.",
        "It rained.",
    ]
    assert [draft.ended for draft in drafts] == [False, False, True, True]


def test_a_sentence_is_there_as_soon_as_the_next_has_begun() -> None:
    reader = DraftReader(3)
    heard = list(reader.feed("Six boats came [1]. Two"))
    assert heard == []
    assert list(reader.feed(" left")) == [Draft("Six boats came.", (1,))]


def thoughtless(pieces: Sequence[str], *, begun: bool = False) -> str:
    """What is left of a stream."""
    said: list[str] = []
    for piece in without_thinking(iter(pieces), begun):
        said = [] if piece is None else [*said, piece]
    return "".join(said)


def test_thinking_is_no_part_of_an_answer() -> None:
    pieces = ["<th", "ink>Let me see [1]. 1 < 2", "</thi", "nk>Six boats ", "came < x [1]."]
    assert thoughtless(pieces) == "Six boats came < x [1]."
    assert thoughtless(["a <", "b> c"]) == "a <b> c"
    assert thoughtless(["Yes. <think>never closed"]) == "Yes. "


def test_thinking_that_the_chat_template_has_opened_is_dropped() -> None:
    assert thoughtless(["Let me see. Six.", "</thi", "nk>Six boats came."]) == "Six boats came."
    assert thoughtless(["Let me see. Six.", "</think>Six."], begun=True) == "Six."
    assert thoughtless(["It is never closed."], begun=True) == ""


fragments = st.sampled_from(
    [
        *("[1]", "[2, 3]", "[1-3]", "[[1]]", "【4】", "[^2]", "[9]", "[", "]", "[1"),
        *("`", "```", "`a[1]`", "\n", "\n\n", " ", ". ", ".", "? ", "- ", "**", "1. ", "<think>"),
        *("Six boats came", "Mr. Smith", "U.S.", "3.5", "word ", "“Yes,” he said. "),
    ]
)
texts = st.lists(fragments | st.text(max_size=4), max_size=25).map("".join)


@given(text=texts, cuts=st.lists(st.integers(0, 200), max_size=12))
def test_it_makes_no_difference_how_a_stream_is_divided(text: str, cuts: list[int]) -> None:
    at = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    pieces = [text[a:b] for a, b in pairwise(at)]
    assert read(*pieces) == read(text)
    assert thoughtless(pieces) == thoughtless([text])


@given(text=texts)
def test_no_marker_is_left_outside_code_and_nothing_else_is_lost(text: str) -> None:
    parser = MarkerParser()
    pieces = [*parser.feed(text), *parser.close()]
    plain = "".join(piece if isinstance(piece, str) else "\x00" for piece in pieces)
    assert not re.search(r"\[\^?\d+\]|【\d+】", plain)
    kept = "".join(
        p if isinstance(p, str) else p.text if isinstance(p, Code) else "" for p in pieces
    )
    outside = [c for c in text if c.isalpha()]
    assert [c for c in kept if c.isalpha()] == outside or any(
        isinstance(piece, Marker) for piece in pieces
    )
