"""The words that answer, or none; never a wrong value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.answering.emphasis import emphasis
from qa_app.answering.sentences import Sentence, sentences_of
from qa_app.reader.base import ExcerptReading, SentenceReading
from tests.retrieval.build import candidate, retrieval


def sentence(
    text: str, marked: str | None = None, margin: float = 3.0, before: str = ""
) -> Sentence:
    """One sentence, in which a reader has marked some words."""
    whole = f"{before} {text}" if before else text
    found = retrieval("What?", candidate(whole, start=40))
    readings = None
    if marked is not None:
        start = whole.index(marked) if marked else 0
        told = SentenceReading(1.0, margin, (start, start + len(marked)))
        (one,) = sentences_of(found)[1 if before else 0 :]
        others = [SentenceReading(0, 0, (0, 0))] if before else []
        readings = [ExcerptReading(0.0, (*others, told))]
        assert one.text == text
    return sentences_of(found, readings)[-1]


def marked(question: str, given: Sentence) -> list[str]:
    spans = emphasis(question, given)
    assert all(0 <= start < end <= len(given.text) for start, end in spans)
    return [given.text[start:end] for start, end in spans]


VISITORS = "In 2018 there were 400 visitors and in 2019 there were 700 visitors."
FIRST = "Ann Smith was the first one, Bob Jones the second."
DAYS = "It opened on 3 May 2014 and closed on 6 June 2015."
CLAUSES = "In 2018 there were 400 and in 2019 there were only about 700 visitors."
PRICES = "Tickets cost 12 euros on weekdays and 15 euros on Sundays."


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("When were the boats given?", "The boats were given in March 2014.", ["March 2014"]),
        ("How many boats were given?", "Japan gave six boats in 2014.", ["six"]),
        ("Who signed the deal?", "The deal was signed by Bui Quang Vinh.", ["Bui Quang Vinh"]),
        ("How old is she?", "She is 45 years old and has 3 children.", ["45 years old"]),
        ("Which states signed?", "Japan, Laos and Vietnam did.", ["Japan", "Laos", "Vietnam"]),
        # of two the one that the question's words stand beside
        (
            "How much was the loan?",
            "Trade reached $47.6 billion, and in 2020 a loan of $348 million was agreed.",
            ["$348 million"],
        ),
        ("Who opposed the plan?", "Ann Smith liked it, which Bob Jones opposed.", ["Bob Jones"]),
        ("How many visitors came in 2019?", VISITORS, ["700"]),
        ("How many visitors came in 2018?", VISITORS, ["400"]),
        # in whose clause it stands, not only near
        ("How many visitors came in 2019?", CLAUSES, ["about 700"]),
        ("How many visitors came in 2019?", CLAUSES.replace(" and", ";"), ["about 700"]),
        ("What is the Sunday price?", PRICES, ["15 euros"]),
        ("Who was the first chief?", FIRST, ["Ann Smith"]),
        ("Who was the second chief?", FIRST, ["Bob Jones"]),
        # the year that is named is part of the one and not of the other
        ("On what day in 2014 did it open?", DAYS, ["3 May 2014"]),
        ("On what day in 2015 was it?", DAYS, ["6 June 2015"]),
        # unsure, or nothing of the kind
        ("What is the price?", PRICES, []),
        ("Why was it signed?", "It was signed because trade grew.", []),
        ("When was it signed?", "It was signed by Bob Jones.", []),
        ("Did it rain?", "It rained in 2014.", []),
        ("What year was it if not 2014?", "In 2014 Japan gave six boats.", []),
    ],
)  # fmt: skip
def test_the_value_asked_for_or_none(question: str, text: str, words: list[str]) -> None:
    assert marked(question, sentence(text)) == words


@pytest.mark.parametrize(
    ("question", "text", "read", "margin", "words"),
    [
        # widened to the value
        ("When was it?", "It was in March 2014.", "March", 2.5, ["March 2014"]),
        ("How much was it?", "It cost $348 million in all.", "348", 2.5, ["$348 million"]),
        # the whole of what it marks where the value is only part of a name
        (
            "Which ship came?",
            "In June the Japanese landing ship Kunisaki came.",
            "Japanese landing ship Kunisaki",
            2.5,
            ["Japanese landing ship Kunisaki"],
        ),
        # not the value that the words alone would take
        ("Who did it?", "Ann Smith and, later, Bob Jones did it.", "Ann Smith", 2.5, ["Ann Smith"]),
        ("Who did it?", "Ann Smith and, later, Bob Jones did it.", "Jones", 2.5, ["Bob Jones"]),
        # a value elsewhere is not the answer, unless the reader is sure
        ("When was it?", "It was early, not in 2014.", "early", 2.5, []),
        ("When was it?", "It was early, not in 2014.", "early", 4.5, ["early"]),
        # nothing of the kind is there, or nothing is asked for
        (
            "Why was it?",
            "It was because trade grew.",
            "because trade grew",
            2.5,
            ["because trade grew"],
        ),
        ("What was it?", "It was a very long day.", "a very long day", 2.1, ["a very long day"]),
        # it is not sure, or marks nothing, or too much
        ("Why was it?", "It was because trade grew.", "because trade grew", 2.0, []),
        ("Why was it?", "It was because trade grew.", "because trade grew", 1.0, []),
        ("Why was it?", "It was because trade grew.", "", 3.0, []),
        ("Why was it?", "word " * 15 + ".", "word " * 14 + "word", 3.0, []),
        ("Why was it?", "word " * 15 + ".", "word " * 13 + "word", 3.0, ["word " * 13 + "word"]),
        # it mixes up the values of two years, but knows what is the first
        ("How many visitors came in 2018?", VISITORS, "700 visitors", 2.5, ["400"]),
        ("Who was the second chief?", FIRST, "Ann Smith", 2.5, ["Ann Smith"]),
        # where it is not sure, what is the second is told apart without it
        ("Who was the second chief?", FIRST, "Ann Smith", 1.5, ["Bob Jones"]),
        ("Who was the second chief?", FIRST, "Ann Smith", -0.5, []),
        # the only value of the form asked for needs no more than to be what it marks
        (
            "How much was paid for it?",
            "Laos paid $9 million for it.",
            "$9 million",
            -1.5,
            ["$9 million"],
        ),
        ("How much was paid for it?", "Laos paid $9 million for it.", "Laos", -1.5, []),
        ("How much was paid?", "Laos paid $9 million, Peru $4.", "$9 million", -1.5, []),
        ("Which play was it?", "It was called “The Long Day”.", "The Long Day", -1.5, []),
        # several values inside of what it marks are marked together
        ("When was it?", "It was from 2012 to 2014, then.", "2012 to 2014", 2.5, ["2012 to 2014"]),
    ],
)
def test_with_a_reader_the_words_that_it_marks(
    question: str, text: str, read: str, margin: float, words: list[str]
) -> None:
    assert marked(question, sentence(text, read, margin)) == words
    assert marked(question, sentence(text, read, margin, before="Rain fell.")) == words


def test_a_list_is_marked_whole_whatever_a_reader_marks() -> None:
    given = sentence("Japan, Laos and Vietnam signed.", "Laos")
    assert marked("Which countries signed?", given) == ["Japan", "Laos", "Vietnam"]
    assert marked("Which country signed?", given) == ["Laos"]
    one = sentence("Laos signed.", "Laos", margin=-1.0)
    assert marked("Which countries signed?", one) == [], "one is no list"


@given(st.integers(-60, 120), st.integers(-60, 120), st.floats(-3, 3), st.text(max_size=30))
def test_stretches_stand_in_the_sentence_whatever_a_reader_says(
    start: int, end: int, margin: float, question: str
) -> None:
    text = "Rain fell. Japan gave six boats in 2014 for $5 million to Ann Smith."
    found = retrieval("What?", candidate(text, start=7))
    told = (SentenceReading(0, 0, (0, 0)), SentenceReading(1.0, margin, (start, end)))
    second = sentences_of(found, [ExcerptReading(0.0, told)])[1]
    for asked in (question, "When?", "How many?", "Who?", "Why?", "Which dates?"):
        for low, high in emphasis(asked, second):
            assert 0 <= low < high <= len(second.text)


def test_two_names_with_a_verb_between_them_are_no_name() -> None:
    text = "Norway became Sweden's second partner after the Danish crown."
    asked = "Which country came first, Norway or Denmark?"
    assert marked(asked, sentence(text, "Norway became Sweden")) == []
    both = "Ann Lee and Bo Ek opened the port of Holm."
    assert marked("Who opened the port?", sentence(both, "Ann Lee and Bo Ek")) == [
        "Ann Lee and Bo Ek"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was signed in talks with Norwegian President Ann Lee, a paper said.",
         ["Norwegian President"]),
        ("“It is late,” said Ann Lee, associate professor at the school in Vik.",
         ["associate professor at the school in Vik"]),
        ("Ann Lee, 47, a farmer, said so.", ["a farmer"]),
        ("Ann Lee was a nurse in Vik.", ["a nurse in Vik"]),
        ("It came in talks between President Bo Ek and Prime Minister Ann Lee.",
         ["Prime Minister"]),
        ("The Vik Post’s deputy editor Ann Lee came.", ["Vik Post’s deputy editor"]),
        ("On Monday President Ann Lee came.", ["President"]),
        ("Minister Lee came.", ["Minister"]),
        # beside the name stands what the person did, or another name
        ("Ann Lee, according to her brother, left.", []),
        ("Ann Lee, in general, likes it.", []),
        ("Ann Lee, visiting her brother, left.", []),
        ("Ann Lee, speaking to the minister in Vik, left.", []),
        ("Ann Lee was the first to meet President Bo Ek.", []),
        ("It hurt Ann Lee, the court heard from a witness.", []),
        ("Her brother Bo Lee, a farmer, said so.", []),
        ("Mayor Bo Lee said so.", []),
        ("On Monday Ann Lee was told by the farmer to go.", []),
        ("The farmer Bo Ek wrote to Ann Lee, who did not answer.", []),
        ("Ann Lee, Bo Ek and the farmer came.", []),
    ],
)  # fmt: skip
def test_who_somebody_is_stands_beside_the_name(text: str, words: list[str]) -> None:
    other = "Bo Ek" if "Bo Ek" in text else text.split()[0]  # what a reader marks decides nothing
    assert marked("Who is Ann Lee?", sentence(text, other, margin=9.0)) == words
    assert marked("Who is Ann Lee?", sentence(text)) == words


@pytest.mark.parametrize("question", ["Who is the Prime Minister?", "Who are Ann Lee?"])
def test_who_holds_an_office_is_a_name(question: str) -> None:
    given = sentence("Prime Minister Bo Ek opened the port.", "Bo Ek")
    assert marked(question, given)[0].endswith("Bo Ek")
