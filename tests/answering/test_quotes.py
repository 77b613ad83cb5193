"""The quotes answer: three outcomes, exact spans, and nothing without a citation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.answering import quotes, wording
from qa_app.answering.choose import Limits
from qa_app.answering.quotes import Said, Thresholds
from qa_app.answering.reading import Reading
from qa_app.answering.sentences import sentences_of
from qa_app.reader.base import ExcerptReading, SentenceReading
from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from tests.retrieval.build import candidate, retrieval
from vectorstore.model import Beside, Filter

HALVES = Thresholds(0.6, 0.3)
SURE, UNSURE, NONE = 0.9, 0.45, 0.1


def say(
    found: Retrieval, likely: Sequence[float], confidence: float = SURE, **limits: float
) -> Said:
    """The answer when the sentences are as likely as is given; the others are not."""
    sentences = tuple(sentences_of(found))
    given = np.zeros(len(sentences))
    given[: len(likely)] = likely
    reading = Reading(sentences, np.zeros((len(sentences), 1)), given, confidence)
    return quotes.answer(found, reading, HALVES, Limits(**limits))  # type: ignore[arg-type]


def check(said: Said, *candidates: Candidate) -> None:
    """Every citation is exact, numbered and cited; the closest do not overlap."""
    texts = {one.passage.source: one.passage for one in candidates}
    for cited in (*said.citations, *said.closest):
        passage = texts[cited.source]
        base = passage.span.start
        assert passage.text[cited.start - base : cited.end - base] == cited.quote != ""
        assert (cited.title, cited.published) == (passage.title, passage.published)
        for start, end in cited.emphasis:
            assert 0 <= start < end <= len(cited.quote)
    assert [c.n for c in said.citations] == list(range(1, len(said.citations) + 1))
    assert [c.n for c in said.closest] == list(range(1, len(said.closest) + 1))
    assert [s.citations for s in said.sentences] == [(c.n,) for c in said.citations]
    assert [s.text for s in said.sentences] == [c.quote for c in said.citations]
    assert all(s.support != "unsupported" for s in said.sentences)
    for number, one in enumerate(said.closest):
        for other in said.closest[:number]:
            assert one.source != other.source or one.end <= other.start or other.end <= one.start


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [
        (1.0, "answered"), (0.6, "answered"), (0.59, "unsure"), (0.3, "unsure"),
        (0.29, "not_found"), (0.0, "not_found"),
    ],
)  # fmt: skip
def test_two_thresholds_make_three_outcomes(confidence: float, outcome: str) -> None:
    assert HALVES.outcome(confidence) == outcome
    one = candidate("Six boats came. Rain fell.", start=9)
    said = say(retrieval("How many boats?", one), [0.9, 0.1], confidence)
    assert (said.outcome, said.confidence) == (outcome, confidence)
    assert bool(said.sentences) == bool(said.citations) == (outcome == "answered")
    assert bool(said.closest) == bool(said.reason) == (outcome != "answered")
    check(said, one)


def test_an_answer_is_its_sentences_with_their_numbers() -> None:
    one = candidate(
        "Rain fell. Six boats came. Trade grew.", start=100, title="T", published="2020-01-01"
    )
    said = say(retrieval("How many boats?", one), [0.35, 0.6, 0.05])
    assert said.answer == "Six boats came. [1] Rain fell. [2]"
    assert [(c.start, c.end) for c in said.citations] == [(111, 126), (100, 110)]
    assert [c.emphasis for c in said.citations] == [((0, 3),), ()]
    assert [s.support for s in said.sentences] == ["supported", "supported"]
    check(said, one)


def test_only_several_that_are_asked_for_come_in_the_order_of_the_text() -> None:
    one = candidate("Oslo grew. Bergen is deep. Trade grew.", start=100)

    def told(question: str, *likely: float) -> list[str]:
        return [c.quote for c in say(retrieval(question, one), likely).citations]

    assert told("When was it?", 0.4, 0.45, 0.05) == ["Bergen is deep.", "Oslo grew."]
    assert told("Which ports are there?", 0.4, 0.45, 0.05) == ["Oslo grew.", "Bergen is deep."]
    sure = told("Which ports are there?", 0.35, 0.6, 0.05)
    assert sure == ["Bergen is deep.", "Oslo grew."], "what surely answers comes first"


def test_pages_and_copies_are_told() -> None:
    one = candidate("Six boats came.", start=100)
    beside = {"a.txt": Beside((0, 50, 105), ("c.txt",))}
    said = say(retrieval("How many boats?", one, beside=beside), [1.0])
    assert (said.citations[0].page, said.citations[0].copies) == (2, ("c.txt",))


def test_nothing_read_is_not_found() -> None:
    said = say(retrieval("How many boats?"), [])
    assert (said.outcome, said.reason, said.confidence) == ("not_found", wording.NO_ARTICLES, 0.0)
    assert said.answer == wording.ABSTENTIONS["not_found"]
    check(said)


TEXT = (
    "One one. Two two. Three three.\n\nFour four. Five five.\n\nSix six. Seven seven. Eight eight."
)


def test_when_unsure_three_passages_with_their_neighbours() -> None:
    one = candidate(TEXT, start=7)
    found = retrieval("What of it?", one)
    said = say(found, [0.1, 0.5, 0.05, 0.3, 0.02, 0.01, 0.01, 0.2], UNSURE)
    assert [c.quote for c in said.closest] == [
        "One one. Two two. Three three.", "Four four. Five five.", "Seven seven. Eight eight.",
    ]  # fmt: skip
    assert said.answer == wording.ABSTENTIONS["unsure"]
    assert not any(c.emphasis for c in said.closest)
    check(said, one)


def test_passages_that_overlap_are_shown_once() -> None:
    one = candidate("Aa aa. Bb bb. Cc cc. Dd dd. Ee ee. Ff ff. Gg gg.")
    said = say(retrieval("What?", one), [0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05], UNSURE)
    assert [c.quote for c in said.closest] == ["Aa aa. Bb bb. Cc cc.", "Dd dd. Ee ee. Ff ff."]
    check(said, one)


def test_the_same_place_of_another_article_is_no_overlap() -> None:
    two = [candidate("Aa aa.", source="a.txt"), candidate("Bb bb.", id=2, source="b.txt")]
    said = say(retrieval("What?", *two), [0.5, 0.4], UNSURE)
    assert [c.quote for c in said.closest] == ["Aa aa.", "Bb bb."]


def test_when_not_found_the_nearest_sentence_alone() -> None:
    one = candidate(TEXT)
    said = say(retrieval("What of it?", one), [0.1, 0.5], NONE)
    assert [c.quote for c in said.closest] == ["Two two."]
    check(said, one)


def test_only_where_a_name_is_absent_the_articles_are_said_not_to_say_it() -> None:
    one = candidate(TEXT)
    said = say(retrieval("Which tribe?", one, absent=("tribe",)), [0.1, 0.5], NONE)
    assert said.answer == "No clear answer was found in the articles."
    assert said.reason == "No article has the word “tribe”."
    said = say(retrieval("What of it?", one), [0.1, 0.5], NONE)
    assert said.answer == said.reason == "No clear answer was found in the articles."
    said = say(retrieval("What of Xanadu?", one, absent=("Xanadu",)), [0.1, 0.5], NONE)
    assert said.answer == wording.ABSTENTIONS["not_found"] == "The articles do not say."
    assert said.reason == "No article mentions “Xanadu”."


def test_a_heading_does_not_answer_what_stands_below_does() -> None:
    one = candidate("Boats of the harbour\n\nThere are a few.\n\nRain fell.")
    found = retrieval("What of the boats of the harbour?", one)
    said = say(found, [0.8, 0.1, 0.1])
    assert [c.quote for c in said.citations] == ["There are a few."]
    for confidence in (UNSURE, NONE):
        closest = say(found, [0.8, 0.1, 0.1], confidence).closest
        assert closest[0].quote == "There are a few."


def test_a_heading_with_the_value_asked_for_does() -> None:
    one = candidate("Six boats\n\nThere are a few.")
    found = retrieval("How many boats?", one)
    assert [c.quote for c in say(found, [0.9, 0.05]).citations] == ["Six boats"]


@pytest.mark.parametrize(
    ("heading", "quoted"),
    [
        ("The harbour opens early and closes late", "The harbour opens early and closes late"),
        ("The harbour opens early", "There are a few."),  # one word more is no statement
        ("The office opens early and closes late", "There are a few."),
    ],
)
def test_a_heading_that_says_what_is_asked_about_and_more_does(heading: str, quoted: str) -> None:
    one = candidate(f"{heading}\n\nThere are a few.")
    found = retrieval("What of the harbour that opens?", one)
    assert [c.quote for c in say(found, [0.9, 0.05]).citations] == [quoted]


def test_a_heading_that_answers_alone_leaves_it_open() -> None:
    one = candidate("Boats of the harbour\n\nThere are a few.\n\nRain fell.")
    found = retrieval("What of the boats of the harbour?", one)
    said = say(found, [0.9, 0.02, 0.01])
    assert said.outcome == "unsure", "what stands below tells nothing by itself"
    assert said.closest[0].quote == "There are a few."


def test_what_answers_a_question_of_the_text_answers_with_its_words() -> None:
    one = candidate("Q: Where are the boats of the harbour?\n\nA: In Oslo.\n\nRain fell.")
    said = say(retrieval("Where are the boats of the harbour?", one), [0.9, 0.02, 0.01])
    assert said.outcome == "answered"
    assert "A: In Oslo." in [c.quote for c in said.citations]


def test_strict_asks_for_more_and_open_for_less() -> None:
    assert HALVES.at("strict") == Thresholds(pytest.approx(0.8), 0.3)
    assert HALVES.at("balanced") == HALVES
    assert HALVES.at("open") == Thresholds(0.3, 0.3)


def test_a_lead_in_brings_its_items_and_a_pronoun_what_it_stands_for() -> None:
    one = candidate("The fee covers:\n\nthe pool\ntowels\na locker\n\nRain fell.")
    said = say(retrieval("What does the fee cover?", one), [0.9])
    assert [c.quote for c in said.citations] == [
        "The fee covers:",
        "the pool",
        "towels",
        "a locker",
    ]
    check(said, one)
    two = candidate("Tokyo sent a ship. It came in June.")
    said = say(retrieval("When did it come?", two), [0.1, 0.9])
    assert said.answer == "Tokyo sent a ship. [1] It came in June. [2]"


@pytest.mark.parametrize(
    ("question", "most"),
    [("When was it?", 2), ("Which ports are there?", 4), ("How does it sail?", 4)],
)
def test_lists_and_ways_may_take_two_sentences_more(question: str, most: int) -> None:
    texts = [f"{word.title()} {word} here." for word in "aa bb cc dd ee ff gg".split()]
    one = candidate(" ".join(texts))
    said = say(
        retrieval(question, one), [0.15, 0.14, 0.13, 0.12, 0.11, 0.1, 0.1], mass=0.99, most=2
    )
    assert len(said.sentences) == most


def test_a_sentence_without_a_word_is_neither_said_nor_cited() -> None:
    one = candidate("😀 😀 😀.\n\nSix boats came.", start=4)
    found = retrieval("How many boats?", one)
    said = say(found, [0.6, 0.3], mass=0.99)
    assert said.answer == "Six boats came. [1]"
    check(said, one)
    said = say(found, [0.9, 0.01])
    assert said.outcome == "unsure"
    assert said.closest[0].quote == "😀 😀 😀."
    check(said, one)


ONE = candidate(
    "Japan gave six patrol boats to Laos in 2014.", source="a.txt", published="2014-05-01"
)
OTHER = candidate(
    "Japan gave nine patrol boats to Laos in 2014.", id=2, source="b.txt", published="2020-05-01"
)
RAIN = candidate("Rain fell in Oslo for a day.", id=3, source="c.txt")
ASKED = "How many patrol boats did Japan give to Laos?"


@pytest.mark.parametrize("likely", [[0.6, 0.4, 0.0], [0.97, 0.02, 0.01]])
def test_what_contradicts_the_answer_is_said_too(likely: list[float]) -> None:
    said = say(retrieval(ASKED, ONE, OTHER, RAIN), likely)
    assert [c.source for c in said.citations] == ["a.txt", "b.txt"]
    (conflict,) = said.conflicts
    assert [(v.value, v.citation) for v in conflict.values] == [("nine", 2), ("six", 1)]
    for value in conflict.values:
        assert value.value in said.citations[value.citation - 1].quote
    check(said, ONE, OTHER, RAIN)


@pytest.mark.parametrize(
    ("margin", "likely", "words"),
    [
        (6.0, 0.4, ["2019"]),
        (3.9, 0.4, []),  # the reader is much surer of the other
        (4.1, 0.4, ["2019"]),
        (6.0, 0.2, []),  # the other is far likelier
    ],
)
def test_words_are_marked_only_where_they_are_about_as_sure_as_anywhere(
    margin: float, likely: float, words: list[str]
) -> None:
    one, other = candidate("It opened in 2014."), candidate("It closed in 2019.", source="b.txt")
    told = [ExcerptReading(1.0, (SentenceReading(1.0, sure, (13, 17)),)) for sure in (6.0, margin)]
    found = retrieval("When did it open?", one, other)
    reading = Reading(
        tuple(sentences_of(found, told)), np.zeros((2, 1)), np.array([0.6, likely]), 1.0
    )
    said = quotes.answer(found, reading, HALVES, Limits(mass=0.99))
    marked = [[c.quote[s:e] for s, e in c.emphasis] for c in said.citations]
    assert marked == [["2014"], words]


def test_what_contradicts_something_else_is_not() -> None:
    said = say(retrieval(ASKED, RAIN, ONE, OTHER), [0.9, 0.05, 0.05])
    assert [c.source for c in said.citations] == ["c.txt"]
    assert said.conflicts == ()


@pytest.mark.parametrize("confidence", [UNSURE, NONE])
def test_an_abstention_says_what_is_missing(confidence: float) -> None:
    said = say(retrieval(ASKED, RAIN, absent=("laos",)), [1.0], confidence)
    assert said.reason == "No article has the word “laos”."
    said = say(retrieval(ASKED, RAIN), [1.0], confidence)
    expected = wording.unsure if confidence == UNSURE else wording.missing
    assert said.reason == expected(retrieval(ASKED, RAIN)) != ""


def test_an_abstention_under_a_filter_says_so() -> None:
    query = Query(ASKED, Filter(sources=("c.txt",)))
    said = say(retrieval(ASKED, RAIN, query=query), [1.0], NONE)
    assert "that pass the filter" in said.reason


parts = st.lists(
    st.sampled_from(
        ["Rain fell.", "It was 2014.", "Six boats came:", "Opening hours", "a locker", "towels",
         "😀", "Was it?", "Ann Smith paid $5.", "Rain fell.", "Zürich 👩‍👩‍👧 e\u0301tude."]
    ),
    min_size=1, max_size=9,
)  # fmt: skip
questions = st.sampled_from(["How many boats?", "When?", "Who paid?", "Why?", "What?", "List all."])


@given(parts, st.sampled_from([" ", "\n", "\n\n"]), questions, st.integers(0, 99), st.data())
def test_every_quote_is_exact(
    texts: list[str], gap: str, question: str, start: int, data: st.DataObject
) -> None:
    one = candidate(gap.join(texts), start=start)
    found = retrieval(question, one)
    count = len(sentences_of(found))
    likely = data.draw(st.lists(st.floats(0, 1), min_size=count, max_size=count))
    for confidence in (SURE, UNSURE, NONE):
        check(say(found, likely, confidence), one)


def test_a_figure_of_another_year_is_passed_over_for_that_of_the_year() -> None:
    text = "In 2023 the mill earned 40 crowns. In 2022 the mill earned 30 crowns."
    one = candidate(text)
    said = say(retrieval("How much did the mill earn in 2022?", one), [0.9, 0.1])
    check(said, one)
    assert said.citations[0].quote == "In 2022 the mill earned 30 crowns."


def test_a_figure_of_another_year_alone_answers_nothing() -> None:
    one = candidate("In 2023 the mill earned 40 crowns. The mill stands at Sund.")
    said = say(retrieval("How much did the mill earn in 2022?", one), [0.9, 0.1])
    check(said, one)
    assert said.outcome == "unsure"
    assert "2023" in said.closest[0].quote


def test_what_only_stands_below_a_likely_heading_answers_nothing() -> None:
    one = candidate("What the mill cost\n\nA crane stands beside the mill at Sund. It is red.")
    asked = retrieval("How much did the mill cost?", one)
    assert say(asked, [0.9, 0.01, 0.0]).outcome == "unsure"
    assert say(asked, [0.6, 0.4, 0.0]).outcome == "answered"


INDIA = "India gave 12 boats. Two boats of Japan were old and four were new. Rain fell."


def read_by(found: Retrieval, likely: Sequence[float], relevance: float) -> Said:
    """As `say`, by a reader that calls all sentences as relevant."""
    count = len(sentences_of(found))
    told = ExcerptReading(relevance, (SentenceReading(relevance, 0, (0, 0)),) * count)
    sentences = tuple(sentences_of(found, [told]))
    given = np.array([*likely, *[0.0] * (count - len(likely))])
    reading = Reading(sentences, np.zeros((count, 1)), given, SURE)
    return quotes.answer(found, reading, HALVES, Limits())


def test_where_the_likeliest_is_of_another_country_the_next_that_answers_is_taken() -> None:
    found = retrieval("How many boats did Japan give?", candidate(INDIA))
    said = read_by(found, [0.6, 0.4], 1.0)
    assert (said.outcome, said.citations[0].quote[:9]) == ("answered", "Two boats")
    assert all("India" not in citation.quote for citation in said.citations)
    # the reader does not call it an answer, or it is far less likely
    assert read_by(found, [0.6, 0.4], -1.0).outcome == "unsure"
    assert read_by(found, [0.9, 0.1], 1.0).outcome == "unsure"


def test_further_quotes_of_another_time_are_left_out() -> None:
    one = candidate("In 2022 the mill sold 30 tons. In 2023 the mill sold 40 tons. It is red.")
    said = say(retrieval("How much did the mill sell in 2022?", one), [0.5, 0.4, 0.1])
    assert "In 2023 the mill sold 40 tons." not in [c.quote for c in said.citations]
    both = say(retrieval("How much did the mill sell?", one), [0.5, 0.4, 0.1])
    assert "In 2023 the mill sold 40 tons." in [c.quote for c in both.citations]


def test_what_some_people_say_comes_first_unless_it_is_far_less_likely() -> None:
    one = candidate("The ferry is late. Residents said that it is dear.")
    asked = retrieval("What do residents say about the ferry?", one)
    assert say(asked, [0.7, 0.3]).citations[0].quote.startswith("Residents")
    assert say(asked, [0.97, 0.03]).citations[0].quote.startswith("The ferry")
