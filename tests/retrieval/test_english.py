"""What is an English word, and which of them name a topic."""

from __future__ import annotations

import pytest

from qa_app.retrieval.english import is_english, is_topic
from qa_app.retrieval.query import Query


@pytest.mark.parametrize("word", ["browse", "gist", "defence", "colours", "practising", "won"])
def test_words_in_either_spelling_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["invnted", "frist", "goverment", "watter", "zzyx"])
def test_what_is_mistyped_is_not(word: str) -> None:
    assert not is_english(word)


@pytest.mark.parametrize(
    "word", ["roughly", "whether", "quiet", "longest", "harder", "putting", "fewer", "clever"]
)
def test_everyday_words_manner_and_degree_name_no_topic(word: str) -> None:
    assert not is_topic(word, word)


@pytest.mark.parametrize(
    "word", ["meander", "zeppelin", "elephant", "population", "columnist", "2031", "b52"]
)
def test_things_and_numbers_do(word: str) -> None:
    assert is_topic(word, word)


def test_a_common_word_that_is_a_name_here_is_a_topic() -> None:
    assert is_topic("mark", "Mark")


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("Roughly how many people did Laos send to Xanadu?", ["Laos", "Xanadu"]),
        ("WHAT DID LAOS QUIETLY SEND?", ["laos"]),
        ("What Did Laos Quietly Send?", ["laos"]),
        ("Mark quietly did what?", []),
        ("WHERE IS IT QUIET?", []),
        ("Where Is It Quiet?", []),
        ("Did the U.S. stay quiet?", ["U.S."]),
    ],
)
def test_a_question_is_about_what_it_names(question: str, topics: list[str]) -> None:
    query = Query(question)
    assert [written for term in query.terms if (written := query.topic(term))] == topics
