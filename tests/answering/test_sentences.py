"""What is seen of a sentence: headings, what it leans on, form, cause, negation and the rest."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qa_app.answering.sentences import (
    FEATURES,
    PASSAGES_READ,
    READ,
    answering_values,
    context_of,
    excerpts,
    sentence_features,
    sentences_of,
)
from qa_app.reader.base import Excerpt, ExcerptReading, SentenceReading
from qa_app.retrieval.query import Query
from qa_app.retrieval.words import stem
from qa_app.values import question_type
from tests.retrieval.build import candidate, retrieval


def rows(question: str, *texts: str, cosines: Any = None, **fields: Any) -> list[dict[str, float]]:
    """The features of all sentences of these passages."""
    found = retrieval(question, *(candidate(t, id=n, **fields) for n, t in enumerate(texts)))
    sentences = sentences_of(found)
    given = np.zeros(len(sentences)) if cosines is None else np.array(cosines)
    table = sentence_features(found, sentences, given, read=False)
    assert table.shape == (len(sentences), len(FEATURES))
    return [dict(zip(FEATURES, map(float, row), strict=True)) for row in table]


def test_a_title_is_a_heading_whatever_stands_in_it() -> None:
    title = "At last: the harbour opens."
    one = candidate(f"{title}\n\nIt cost: a lot.", title=title)
    assert [s.text for s in sentences_of(retrieval("What?", one)) if s.is_heading] == [title]
    other = candidate(f"{title}\n\nIt cost: a lot.", title="Another one")
    assert not any(s.is_heading for s in sentences_of(retrieval("What?", other)))


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Opening hours\n\nThe port opens at six.", ["Opening hours"]),
        ("Trade grew.\n\nWhat happened next\n\nIt fell.", ["What happened next"]),
        ("Trade grew.\nA note\nIt fell.", ["A note"]),
        ("The port opens at six", ["The port opens at six"]),
        ("Opening hours \n\nThe port opens at six.", ["Opening hours "]),
        ("Trade grew. It fell", []),  # in the line of another
        ("Opening hours:\n\nThe port opens at six.", []),
        ("The port opens.\n\nTrade grew;\n\nIt fell.", []),
        ("“Trade grew.”\n\nIt fell.", []),
        ("- a boat\n\n* a port\n\n• rice\n\n3. tea\n\n(4) salt\n\na) silk", []),
        ("Adult | 12 euros\n\nTrade grew.", []),
        ("Note: it fell\n\nTrade grew.", []),
        (" ".join(["word"] * 14) + "\n\nTrade grew.", [" ".join(["word"] * 14)]),
        (" ".join(["word"] * 15) + "\n\nTrade grew.", []),
        ("The fee covers:\n\nthe pool\ntowels\na locker\n\nTrade grew.", []),  # items of a list
        ("The fee covers:\n\nthe pool\n\nTrade grew.", []),
        ("Fees\n\nthe pool\ntowels\n\nTrade grew.", ["Fees"]),
        (
            "Recent Port Upgrades Here\nMeaning\nTrade grew.",
            ["Recent Port Upgrades Here", "Meaning"],
        ),
        ("Recent Port Upgrades Here\nMeaning\nTea\nTrade grew.", []),
        ("Two are new:\n\nMaria Johanna Larsen\nErik Olav Hansen\n\nTrade grew.", []),
        ("Norvik Public Library\n12 Harbour Street\n\nTrade grew.", []),
    ],
)
def test_a_heading_is_a_short_line_of_its_own(text: str, headings: list[str]) -> None:
    for start in (0, 17):
        found = sentences_of(retrieval("What?", candidate(text, start=start)))
        assert [one.text for one in found if one.is_heading] == headings


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("It reached Da Nang.", True),
        ("He left.", True),
        ("“They left.”", True),
        ("And then, she left.", False),
        ("But she left.", True),
        ("However, this changed.", True),
        ("These boats left.", True),
        ("Their boats left.", True),
        ("This year the boats left.", False),
        ("This year’s boats left.", False),
        ("That morning they left.", False),
        ("Both left.", True),
        ("“Both Italy and Laos left,” he said.", False),
        ("The latter left.", True),
        ("There, it left.", True),
        ("Item one left.", False),
        ("Theirs truly left.", False),
        ("The ship left.", False),
        ("Italy left.", False),
        ("Tokyo gave it away.", False),
    ],
)
def test_a_sentence_may_lean_on_the_one_before(text: str, leans: bool) -> None:
    for before in ("Tokyo sent a ship.", "Was a ship sent?"):
        found = sentences_of(retrieval("What?", candidate(f"{before} {text}")))
        assert found[1].leans_on == (0 if leans else None)
        assert found[0].leans_on is None


def test_nothing_leans_on_a_heading_or_on_another_passage() -> None:
    found = sentences_of(
        retrieval("What?", candidate("A ship\n\nIt left. It sank."), candidate("It rose.", id=2))
    )
    assert [one.leans_on for one in found] == [None, None, 1, None]


def test_sentences_come_by_rank_and_place() -> None:
    passages = [
        candidate(f"One {n}. Two {n}.", id=n, start=100 * n) for n in range(PASSAGES_READ + 2)
    ]
    found = sentences_of(retrieval("What?", *passages))
    assert len(found) == 2 * PASSAGES_READ
    assert [(s.rank, s.index, s.passage.id) for s in found[:3]] == [(0, 0, 0), (0, 1, 0), (1, 0, 1)]
    for one in found:
        base = one.passage.span.start
        assert one.text == one.passage.text[one.span.start - base : one.span.end - base]
        assert one.stems == {stem(word) for word in one.text.lower().strip(".").split()}
        assert (one.read, one.answers) == (None, 0.0)


def test_a_reader_is_given_the_best_passages() -> None:
    found = retrieval(
        "What?",
        candidate("A ship. It left.", title="Ships", start=50),
        *(candidate("More.", id=n) for n in range(PASSAGES_READ)),
    )
    given = excerpts(found)
    assert len(given) == PASSAGES_READ
    assert given[0] == Excerpt("Ships", "A ship. It left.", ((0, 7), (8, 16)))
    assert len(excerpts(found, passages=2)) == 2


def reading(*margins: float, answers: float = 1.5) -> ExcerptReading:
    return ExcerptReading(answers, tuple(SentenceReading(m + 1, m, (0, 1)) for m in margins))


def test_what_a_reader_says_stands_beside_the_rest() -> None:
    found = retrieval("What?", candidate("A ship. It left."), candidate("More.", id=2))
    sentences = sentences_of(found, [reading(3.0, -40.0), reading(0.5, answers=-99)])
    assert [s.read.margin for s in sentences if s.read] == [3.0, -40.0, 0.5]
    assert [s.answers for s in sentences] == [1.5, 1.5, -99]
    table = sentence_features(found, sentences, np.zeros(3), read=True)
    assert table.shape == (3, len(FEATURES) + len(READ))
    assert READ == ("relevance", "margin", "answers")
    assert table[:, len(FEATURES) :].tolist() == [[4, 3, 1.5], [-12, -12, 1.5], [1.5, 0.5, -12]]
    plain = sentence_features(found, sentences, np.zeros(3), read=False)
    assert (table[:, : len(FEATURES)] == plain).all()


def test_no_sentences_no_rows() -> None:
    found = retrieval("What?")
    assert sentences_of(found) == []


def test_the_context_is_the_sentence_before_the_heading_and_the_title() -> None:
    text = "Alpha\n\nBeta beta. Gamma gamma.\n\nDelta\n\nEcho echo. Fox fox. Golf golf."
    found = sentences_of(retrieval("What?", candidate(text, title="Hotel")))
    by_text = {one.text.lower().strip("."): one for one in found}

    def context(text: str) -> set[str]:
        return set(context_of(by_text[text]))

    hotel = stem("hotel")
    assert context("beta beta") == {stem(w) for w in ("beta", "alpha")} | {hotel}
    assert context("gamma gamma") == {stem(w) for w in ("gamma", "beta", "alpha")} | {hotel}
    assert context("echo echo") == {stem(w) for w in ("echo", "delta")} | {hotel}
    assert context("golf golf") == {stem(w) for w in ("golf", "fox", "delta")} | {hotel}
    assert context("alpha") == {stem("alpha"), hotel}


def test_coverage_alone_and_in_context() -> None:
    first, second, third = rows(
        "When did the zebra leave Oslo?", "Oslo is cold. A zebra left. Rain fell."
    )
    assert first["coverage"] == pytest.approx(1 / 3)
    assert second["coverage"] == pytest.approx(2 / 3)
    assert second["context_coverage"] == pytest.approx(1.0)
    assert third["coverage"] == 0.0
    assert third["context_coverage"] == pytest.approx(2 / 3)
    assert first["context_coverage"] == first["coverage"]


def test_an_answer_has_the_words_and_the_meaning_of_the_question_above_it() -> None:
    text = "Q: Favourite zebra?\n\nA: Tokyo.\n\nA zebra left Oslo."
    question, answer, other = rows("Favourite zebra?", text, cosines=[0.7, 0.1, 0.2])
    assert answer["coverage"] == question["coverage"] == 1.0
    assert answer["bigrams"] == question["bigrams"] == 1.0
    assert (answer["cosine"], other["cosine"]) == (0.7, 0.2)
    assert other["coverage"] < 1.0


def test_an_answer_is_as_relevant_as_the_question_above_it() -> None:
    found = retrieval("What?", candidate("Why?\n\nA: Rain.\n\nIt fell."))
    sentences = sentences_of(found, [reading(-1.0, -2.0, 0.0)])
    table = sentence_features(found, sentences, np.zeros(3), read=True)
    relevance = table[:, len(FEATURES) + READ.index("relevance")]
    assert relevance[1] == relevance[0]
    assert relevance[2] == sentences[2].read.relevance  # type: ignore[union-attr]


def test_the_passage_and_its_rank() -> None:
    table = rows("What?", "One.", "Two.", "Three.")
    shares = [math.exp(-n) for n in range(3)]
    for n, row in enumerate(table):
        assert row["passage"] == pytest.approx(math.log(shares[n] / sum(shares)))
        assert row["rank"] == pytest.approx(math.log1p(n))


def test_a_passage_far_behind_is_no_less_likely_than_one_far_behind() -> None:
    found = retrieval("What?", candidate("One."), candidate("Two.", id=2))
    first, second = found.ranked
    far = replace(found, ranked=(first, replace(second, score=-50.0)))
    table = sentence_features(far, sentences_of(far), np.zeros(2), read=False)
    assert table[:, FEATURES.index("passage")] == pytest.approx([0.0, -8.0])


def test_cosines_are_taken_as_they_are_given() -> None:
    assert [row["cosine"] for row in rows("What?", "One. Two.", cosines=[0.25, -1])] == [0.25, -1]


@pytest.mark.parametrize(
    ("question", "text", "form"),
    [
        ("When did it open?", "It opened in March 2014.", 1.0),
        ("When did it open?", "It opened early.", 0.0),
        ("What year was it if not 2014?", "It was 2014.", 0.0),
        ("How many boats came?", "Six boats came.", 1.0),
        ("How much did it cost?", "It cost $5.", 1.0),
        ("How much did it cost?", "It took 5 days.", 0.0),
        ("Who came?", "Ada Bell came.", 1.0),
        ("Why did it close?", "It closed.", 0.5),
        ("What happened?", "It closed in 2014.", 0.5),
    ],
)
def test_form(question: str, text: str, form: float) -> None:
    (row,) = rows(question, text)
    assert row["form"] == form
    assert (row["nearness"] == 0.5) == (form == 0.5)
    assert (row["nearness"] > 0) == (form > 0)


def test_a_value_near_the_words_of_the_question_is_nearer() -> None:
    near, far = rows(
        "When did the bridge open?",
        "In 2014 the bridge opened. The bridge was a plan of many for a very long time until 2019.",
    )
    assert 0 < far["nearness"] < near["nearness"] <= 1
    (row,) = rows("When did the bridge open?", "In 2014 the bridge opened.")
    gaps = [5, 12]  # characters from "2014" to "bridge" and to "opened"
    assert row["nearness"] == pytest.approx(sum(math.exp(-gap / 40) for gap in gaps) / 2)


def test_of_several_values_the_nearest_counts() -> None:
    (one,) = rows("When did the bridge open?", "In 2014 the bridge opened.")
    (two,) = rows("When did the bridge open?", "In 2014 the bridge opened; it was sold in 2019.")
    assert two["nearness"] == pytest.approx(one["nearness"])


@pytest.mark.parametrize(
    ("question", "text", "cause"),
    [
        ("Why did it close?", "It closed because it rained.", 1.0),
        ("Why did it close?", "Due to rain it closed.", 1.0),
        ("Why did it close?", "The rain led to the closure.", 1.0),
        ("Why did it close?", "It closed to prevent floods.", 1.0),
        ("Why did it close?", "It closed to get new windows.", 1.0),
        ("Why did it close?", "It closed on Monday.", 0.0),
        ("Why did it close?", "It closed to visitors.", 0.0),
        ("When did it close?", "It closed because it rained.", 0.5),
    ],
)
def test_why_wants_a_cause(question: str, text: str, cause: float) -> None:
    assert rows(question, text)[0]["cause"] == cause


@pytest.mark.parametrize(
    ("question", "text", "way"),
    [
        ("How do boats sail?", "They sail by catching wind.", 1.0),
        ("How do boats sail?", "They sail using wind.", 1.0),
        ("How do boats sail?", "The wind is used.", 1.0),
        ("How do boats sail?", "They sail fast.", 0.0),
        ("When do boats sail?", "They sail using wind.", 0.5),
    ],
)
def test_how_wants_a_way(question: str, text: str, way: float) -> None:
    assert rows(question, text)[0]["way"] == way


@pytest.mark.parametrize(
    ("question", "text", "negated"),
    [
        ("Who signed the deal?", "Ada did not sign the deal.", 1.0),
        ("Who signed the deal?", "Ada never signed.", 1.0),
        ("Who signed the deal?", "Ada didn’t sign.", 1.0),
        ("Who signed the deal?", "Ada refused to sign.", 1.0),
        ("Who signed the deal?", "No deal was signed.", 1.0),
        ("Who signed the deal?", "Ada noted the deal.", 0.0),
        ("Who signed the deal?", "Ada signed the deal.", 0.0),
        ("Who did not sign the deal?", "Ada did not sign the deal.", 0.0),
        ("Did Ada sign the deal?", "Ada did not sign the deal.", 0.0),
    ],
)
def test_a_negated_sentence_answers_no_question_without_one(
    question: str, text: str, negated: float
) -> None:
    assert rows(question, text)[0]["negated"] == negated


def test_headings_questions_and_short_sentences_are_marked() -> None:
    heading, asks, short, long = rows(
        "What?", "Opening hours\n\nWhen does the port open, then? Rain fell. Rain fell on the port."
    )
    assert [r["heading"] for r in (heading, asks, short, long)] == [1, 0, 0, 0]
    assert [r["asks"] for r in (heading, asks, short, long)] == [0, 1, 0, 0]
    assert [r["short"] for r in (heading, asks, short, long)] == [1, 0, 1, 0]
    assert [r["length"] for r in (short, long)] == pytest.approx([math.log1p(2), math.log1p(5)])
    assert rows("What?", "“Is it open?”")[0]["asks"] == 1


def test_bigrams_are_a_share_of_those_of_the_question() -> None:
    one, none = rows("Which patrol boats came?", "The patrol boats left. Boats on patrol came.")
    query = Query("Which patrol boats came?")
    assert one["bigrams"] == pytest.approx(1 / len(query.bigrams))
    assert none["bigrams"] == 0.0
    assert rows("Why?", "Why.")[0]["bigrams"] == 0.0


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("When was it?", "In 2014 and in May 2015.", ["2014", "May 2015"]),
        ("When was it, in 2014?", "In 2014 and in May 2015.", ["May 2015"]),
        ("Who met Ada Bell?", "Ada Bell met Bo Dorn.", ["Bo Dorn"]),
        ("Why?", "In 2014.", []),
    ],
)
def test_values_that_may_answer(question: str, text: str, values: list[str]) -> None:
    found = answering_values(question_type(question), question, text)
    assert [value.text for value in found] == values
    assert all(text[v.start : v.end] == v.text for v in found)
