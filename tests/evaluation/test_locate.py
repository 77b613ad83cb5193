"""A gold quote is found however cleaning changed its surroundings, and a lookalike never is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.evaluation.locate import WORD, fold, locate, locate_all
from tests.evaluation.fakes import steady

TEXT = (
    "The ‘old’ bridge — built in 1904 — is “closed”.\n\n"
    "Fourteen people crossed it.\nFour people crossed it twice … then it fell."
)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Four people crossed it twice", "Four people crossed it twice"),
        ("the 'old' bridge", None),  # case is a matter of words, not of cleaning
        ("The 'old' bridge - built in 1904", "The ‘old’ bridge — built in 1904"),
        ('is "closed".', "is “closed”."),
        ("“closed”.  Fourteen\tpeople", "“closed”.\n\nFourteen people"),
        ("it twice ... then", "it twice … then"),
        ("four", None),
        ("Four", "Four"),
        ("1904", "1904"),
        ("190", None),
        ("bridge built", None),
        ("", None),
        (" … ", None),
        ("—", None),
    ],
)
def test_locate_gives_the_words_or_nothing(quote, found):
    span = locate(quote, TEXT)
    assert (span.of(TEXT) if span else None) == found


def test_a_quote_in_another_normal_form_is_found():
    text = "In Malmö it rained."
    assert locate(unicodedata.normalize("NFD", "Malmö it"), text).of(text) == "Malmö it"


def test_invisible_characters_of_the_quote_do_not_matter():
    assert locate("the\u200b old\u00ad bridge", "See the old bridge.").of("See the old bridge.")


def test_every_place_is_found_in_order():
    text = "One day. One day, one Day. One  day"
    assert [span.of(text) for span in locate_all("One day", text)] == [
        "One day",
        "One day",
        "One  day",
    ]


def test_a_text_that_is_not_normalised_has_no_offsets():
    with pytest.raises(ValueError, match="NFC"):
        locate("ö", unicodedata.normalize("NFD", "Malmö"))


texts = st.text(st.sampled_from("ab1. \n“”'—…é\u0301\u200dñ漢😀"), min_size=1, max_size=60).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@steady
@given(texts, st.data())
def test_a_stretch_of_whole_words_is_found_as_written(text, data):
    words = [match.span() for match in WORD.finditer(text)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = text[words[first][0] : words[last][1]]
    for span in locate_all(quote, text):
        assert 0 <= span.start < span.end <= len(text)
        assert fold(span.of(text)) == fold(quote)


@steady
@given(texts, texts)
def test_what_is_found_says_the_same_and_cuts_no_word(quote, text):
    for span in locate_all(quote, text):
        assert fold(span.of(text)) == fold(quote)
        before, after = text[: span.start], text[span.end :]
        assert not (before[-1:].isalnum() and text[span.start].isalnum())
        assert not (after[:1].isalnum() and text[span.end - 1].isalnum())


@steady
@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
