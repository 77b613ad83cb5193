from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.verification.reading import read
from qa_app.verification.words import alike, antonyms, same_people, stem, synonyms


def test_sentences_end_at_marks_and_lines_not_at_abbreviations():
    text = "Mr. Reed left at 3.5 km. “Go!” she said.\nThen it rained"
    assert [s.text for s in read(text)] == [
        "Mr. Reed left at 3.5 km.",
        "“Go!” she said.",
        "Then it rained",
    ]


@settings(deadline=None)  # a slow machine is no failure
@given(st.text(max_size=100))
def test_sentences_are_the_words_of_the_text(text):
    end = 0
    for sentence in read(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end


def test_a_number_is_one_word_however_it_is_written():
    (digits,), (words,) = read("14 men"), read("fourteen men")
    assert digits.words[0].stem == words.words[0].stem == "=14"


def test_a_negation_reaches_to_the_end_of_its_clause():
    (sentence,) = read("They did not sign the deal, but they met.")
    assert {word.low for word in sentence.words if word.negated} == {"sign", "the", "deal"}
    assert [word.low for word in sentence.words if word.head] == ["sign"]


def test_a_double_negation_is_none():
    (sentence,) = read("They did not refuse to sign.")
    assert not any(word.negated for word in sentence.words if word.low == "sign")


def test_may_the_month_is_no_hedge():
    (sentence,) = read("It opened in May with a concert.")
    assert not any(word.hedged for word in sentence.words)


def test_words_that_are_alike():
    assert alike(stem("bought"), stem("acquires"))
    assert alike(stem("investor"), stem("invests"))
    assert not alike("=2022", "=2022-06")
    assert stem("rejected") in antonyms(stem("approve"))
    assert stem("ships") in synonyms(stem("vessel"))
    assert same_people("vietnamese", "vietnam")
    assert not same_people("austria", "australia")
