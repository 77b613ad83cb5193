"""What is said of an abstention is true to a reader of the articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa_app.answering import wording
from qa_app.retrieval.query import Query
from tests.retrieval.build import candidate, retrieval
from vectorstore.model import Filter

ENGLISH = candidate(
    "The port was closed for a week in June because of the strong wind and the rain."
)
WHERE = Query("x", Filter(folders=("news",)))


@pytest.mark.parametrize(
    ("words", "said"),
    [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_words_are_joined(words: list[str], said: str) -> None:
    assert wording.joined(words) == said


def test_why_nothing_was_found() -> None:
    empty = retrieval("What?")
    assert wording.nothing(empty) == wording.NO_ARTICLES
    assert wording.nothing(replace(empty, passages=3)) == (
        "Nothing in the articles shares a word or a meaning with the question."
    )
    filtered = replace(retrieval("What?", query=WHERE), passages=3)
    assert wording.nothing(filtered) == "No article passes the filter."


def test_what_is_absent_is_named() -> None:
    found = retrieval("Which zeppelin came to Xanadu?", ENGLISH, absent=("zeppelin", "Xanadu"))
    for said in (wording.unsure(found), wording.missing(found)):
        assert said == "No article has the words “zeppelin” or “Xanadu”."
    named = retrieval("Who came to Xanadu?", ENGLISH, absent=("Xanadu",))
    assert wording.missing(named) == "No article mentions “Xanadu”."
    common = retrieval("Which emergencies?", ENGLISH, absent=("emergencies",))
    assert wording.missing(common) == "No article has the word “emergencies”."


def test_where_nothing_is_absent_nothing_is_named() -> None:
    found = retrieval("Which wind?", ENGLISH)
    assert (
        wording.unsure(found) == "What was found is close to the question, but may not answer it."
    )
    assert wording.missing(found) == "No clear answer was found in the articles."
    filtered = retrieval("Which wind?", ENGLISH, query=WHERE)
    assert (
        wording.missing(filtered)
        == "No clear answer was found in the articles that pass the filter."
    )


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wann wurde der Hafen wegen des starken Windes geschlossen?", "German"),
        ("Pourquoi le port a-t-il été fermé pendant une semaine ?", "French"),
        ("¿Por qué se cerró el puerto durante una semana?", "Spanish"),
        ("Warum schloss der Hafen?", "German"),
        ("港はなぜ一週間閉鎖されたのですか？", "Japanese"),
    ],
)
def test_another_language_is_said(question: str, language: str) -> None:
    absent = Query(question).terms
    found = retrieval(question, ENGLISH, absent=absent)
    expected = f"The question seems to be in {language}; the articles are in English."
    assert wording.missing(found) == wording.unsure(found) == expected
    some = retrieval(question, ENGLISH, absent=absent[:1])
    if len(absent) > 2:
        assert wording.missing(some).startswith("No article ")


@pytest.mark.parametrize(
    "question",
    [
        "Who is Xanthippe Papadopoulou-Schmidt?",
        "zeppelin xanadu",
        "Warum?",
        "Who met Giovanni Bellini?",
        "Is Nguyen Van Minh there?",
        "Which yellow submarine was shown in the museum last summer?",
        "Was ist?",
    ],
)
def test_a_short_or_english_question_is_in_no_other_language(question: str) -> None:
    absent = Query(question).terms
    found = retrieval(question, ENGLISH, absent=absent)
    assert wording.missing(found).startswith("No article ")
    assert all(f"“{word}”" in wording.missing(found) for word in absent)


def test_without_an_article_no_language_is_named() -> None:
    question = "Wann wurde der Hafen wegen des starken Windes geschlossen?"
    found = retrieval(question, absent=Query(question).terms)
    assert wording.missing(found).startswith("No article ")


def test_every_abstention_has_its_words() -> None:
    assert set(wording.ABSTENTIONS) == {"unsure", "not_found", "no_question"}
    assert len(set(wording.ABSTENTIONS.values())) == 3
