"""The words that a verdict rests on, and the sentences that a claim is read beside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.verification import verify
from qa_app.verification.align import align
from qa_app.verification.evidence import bearing, joined
from qa_app.verification.judge import whole


def words(sentence, *spans):
    return [(e.span, spans[e.span][e.start : e.end]) for e in verify(sentence, spans).evidence]


@pytest.mark.parametrize(
    ("sentence", "spans", "expected"),
    [
        (
            "The harbour was opened by Ada Brill in 1921.",
            ["Rain. The harbour, which cost much, was opened by Mayor Ada Brill in May 1921."],
            [(0, "harbour"), (0, "opened by Mayor Ada Brill in May 1921")],
        ),
        (  # word for word, white space and quotation marks aside
            'He said "no" to it.',
            ["", "Then:  He  said “no” to it. And left."],
            [(1, "He  said “no” to it.")],
        ),
        (  # a number that was torn apart
            "Some 235,000 people marched in Oslo.",
            ["In Oslo 235, 000 people marched, it says."],
            [(0, "Oslo 235, 000 people marched")],
        ),
        (  # from two places, what the first one says is not pointed at again
            "Ada Brill opened the harbour, which has 40 boats.",
            ["Ada Brill opened the harbour.", "The harbour has 40 boats."],
            [(0, "Ada Brill opened the harbour"), (1, "40 boats")],
        ),
        ("The harbour has 50 boats.", ["The harbour has 40 boats."], []),
    ],
)
def test_what_a_verdict_rests_on(sentence, spans, expected):
    assert words(sentence, *spans) == expected


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from("Ada Brill opened the harbour in 1921 235, 000 “no” …".split()), min_size=1
    ),
    st.lists(st.text("Ada opened 235, 0 \t\n“.", max_size=60), min_size=1, max_size=3),
)
def test_every_place_is_inside_its_span(sentence, spans):
    for place in verify(" ".join(sentence), spans).evidence:
        assert 0 <= place.start < place.end <= len(spans[place.span])
        assert spans[place.span][place.start : place.end].strip()


def test_a_claim_is_read_beside_whole_sentences_in_their_order():
    text = "A dog ran. Ada Brill opened it. Rain fell. The harbour has 40 boats. It was late."
    alignment = align(whole("Ada Brill said the harbour has 40 boats."), [text])
    rows = bearing(alignment, most=10)
    assert joined(alignment, rows) == "Ada Brill opened it. … The harbour has 40 boats."
    assert bearing(alignment, most=1)  # at least one, however long it is
