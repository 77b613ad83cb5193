"""A country that the articles name otherwise is not absent, and is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from qa_app.retrieval.peoples import called_otherwise, silent_on
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Searcher
from qa_app.retrieval.words import tokens
from tests.answering.build import assistant_over


def others(word: str, text: str) -> set[str]:
    held = Counter(tokens(text))
    found = called_otherwise([(word.lower(), word)], held.__getitem__, [text])
    assert {one.short for one in found} <= {word.lower()}
    return {one.long for one in found}


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("US", "The United States paid the American crew.", {"united states", "american"}),
        ("America", "The united states of mind are two.", {"united states"}),
        ("France", "A French ship came.", {"french"}),
        ("Dutch", "A ship of the Netherlands came.", {"netherlands"}),
        ("Australia", "An Australian ship came.", {"australian"}),
        ("Brazilian", "A ship of Brazil came.", {"brazil"}),
        ("Britain", "The United Kingdom and an English ship.", {"united kingdom", "english"}),
        ("Norway", "A Swedish ship came.", set()),
        ("poles", "They polish the poles of Poland.", set()),
        ("Poles", "A ship of Poland came.", {"poland"}),
        ("Harwick", "A ship of Harwicks came.", set()),
    ],
)
def test_other_names_are_those_that_the_texts_have(
    word: str, text: str, expected: set[str]
) -> None:
    assert others(word, text) == expected


def test_what_is_told_of_a_people_is_found_and_not_called_absent(tmp_path: Path) -> None:
    said = {"a.txt": "Crews\n\nThe Americans lent two cutters to the harbour.\n\nNobody else did."}
    with assistant_over(tmp_path, said) as assistant:
        searcher = Searcher(assistant.store)
        for name in ("US", "USA", "America"):
            found = searcher.retrieve(Query(f"What did the {name} lend?"))
            assert found.absent == found.absent_names == ()
            assert found.also == ("American",)
            held = found.ranked[0].candidate.stem_set
            assert not found.weights.missing(found.query.meant_by(held))
        assert searcher.retrieve(Query("What did France lend?")).absent == ("France",)


def test_texts_that_name_none_of_the_countries_asked_for() -> None:
    texts = {
        "a": "The Laotian crew came.", "b": "A crew came from Hanoi.", "c": "A crew came.",
        "d": "The Danes came.", "e": "U.S. crews and Laos met.", "f": "The Americans came to us.",
    }  # fmt: skip
    assert silent_on("Who came from Laos?", texts) == {"b", "c", "d", "f"}
    assert silent_on("Who came from Vietnam or Denmark?", texts) == {"a", "c", "e", "f"}
    assert silent_on("who came from laos or the united states", texts) == {"b", "c", "d"}
    assert silent_on("Who came?", texts) == silent_on("Who came to us?", texts) == frozenset()
