import time

import pytest

from ingest.sentences import sentences


def _split(text):
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Navy met Lt. General Bo Reed on Sept. 13 at 5 p.m. in the harbour.",
        "Ada B. Quill, Inkwell Paper No. 2053, wrote it.",
        "He studied at the Centre for Bridge Studies., as he told the paper in an Oct. 25 email.",
        "Dr. Quill, Mr. Reed and Gov. Dove came from St. Ives, e.g. by train.",
        "It grew by 3.5 per cent, see fig. 2 and pp. 4-5 of vol. 3.",
        "“Who goes there?” she asked.",
        "The U.S.-Ruritania pact and the U.N. Charter matter.",
        "Visit example.org or write to a.quill@example.org today.",
        "It was written by Dr. I Quill.",
        '"I was late. I am sorry," she said.',
        "“It hurt me. I am sorry,” she said.",
        "He paid Rs. 5 lakh to J. K. Quill of Quill Inc. and left.",
    ],
)
def test_one_sentence_stays_one(text):
    assert _split(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["The fleet is in the U.S.", "The rest is in Ruritania."],
        ["He left at 5 p.m.", "She stayed."],
        ["“We won.”", "She smiled."],
        ["It was over.", "“They want to see it,” said Ada."],
        ["Was it 5?", "No.", "It was 6."],
        ["One came in 2013.", "12 came later."],
        ["Nobody believed me.", "I am a baker and know my flour."],
        ["They all waved at me.", "We left."],
        ["He wanted it.", "I’d rather have kept it."],
        ["She said no.", "I said yes."],
        ["日本です。", "次です。"],
    ],
)
def test_sentences_are_divided(parts):
    text = " ".join(parts)
    assert _split(text) == parts


def test_a_list_number_belongs_to_its_item():
    assert _split(
        "1. First the arches. Then the road.\n2. Second item.\n(a) third\nIV. Results"
    ) == [
        "1. First the arches.",
        "Then the road.",
        "2. Second item.",
        "(a) third",
        "IV. Results",
    ]


def test_a_sentence_never_crosses_a_line():
    assert _split("one\ntwo\n\nthree") == ["one", "two", "three"]


@pytest.mark.parametrize(
    "text", ["“a. " * 100_000, "x" * 2_000_000, "a. " * 100_000, "(a " * 200_000]
)
def test_row_9_time_is_linear(text):
    start = time.process_time()
    spans = sentences(text)
    assert time.process_time() - start < 20
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


def test_a_quotation_mark_belongs_to_what_it_opens():
    assert _split("It was over, he said. “ They left early.") == [
        "It was over, he said.",
        "“ They left early.",
    ]


def test_no_sentence_ends_inside_a_word_with_dots():
    assert _split(
        "Ada Quill, D-W.Va., and Bo Reed, D-W.V. and the rest, voted at 6 p.m. Saturday."
    ) == ["Ada Quill, D-W.Va., and Bo Reed, D-W.V. and the rest, voted at 6 p.m. Saturday."]
