"""The row of a table that holds what is asked for, and where in it."""

from __future__ import annotations

import pytest

from qa_app.answering.rows import looked_up
from tests.answering.test_quotes import say
from tests.retrieval.build import candidate, retrieval

ROWS = "Boat: Zorn | Built: 1948 | Home port: Nordvik\nBoat: Yelm | Built: 2011 | Home port: Velm"
ROW = ROWS.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the home port of the Zorn?", "Nordvik"),
        ("when was the zorn built", "1948"),
        ("Which boat has Nordvik as its home port?", "Zorn"),
        ("What is the home port of the Yelm?", None),  # another row
        ("What is the crew of the Zorn?", None),  # another column
        ("Who painted the home port of the Zorn?", None),
        ("What is the home port?", None),  # of which boat?
        ("Zorn", None),
    ],
)
def test_the_cell_that_is_asked_for(question: str, value: str | None) -> None:
    found = retrieval(question, candidate(ROWS))
    place = looked_up(found.query, found.weights, ROW)
    assert (ROW[slice(*place)] if place else None) == value


def test_of_two_columns_the_one_that_the_question_names_more_of() -> None:
    row = "Boat: Zorn | Port of building: Velm | Home port: Nordvik"
    found = retrieval("What is the home port of the Zorn?", candidate(row))
    place = looked_up(found.query, found.weights, row)
    assert place is not None
    assert row[slice(*place)] == "Nordvik"


GEARS = "Gears | Zorn: 3 | Yelm: 1"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many gears does the Yelm have?", "1"),
        ("gears of the zorn", "3"),
        ("What are gears?", None),
        ("How many sails does the Yelm have?", None),
    ],
)
def test_the_first_cell_may_have_no_column(question: str, value: str | None) -> None:
    found = retrieval(question, candidate(GEARS))
    place = looked_up(found.query, found.weights, GEARS)
    assert (GEARS[slice(*place)] if place else None) == value


def test_of_the_rows_of_a_table_that_comes_first_which_holds_what_is_asked() -> None:
    said = say(retrieval("What is the home port of the Yelm?", candidate(ROWS)), [0.9, 0.1])
    assert [c.quote[:10] for c in said.citations] == ["Boat: Yelm"]
    said = say(retrieval("What are the home ports?", candidate(ROWS)), [0.9, 0.1])
    assert said.citations[0].quote.startswith("Boat: Zorn"), "no row is asked for alone"


@pytest.mark.parametrize("text", ["The Zorn's home port: Nordvik.", "Home port: Nordvik", ""])
def test_what_is_no_row(text: str) -> None:
    found = retrieval("What is the home port of the Zorn?", candidate(ROWS))
    assert looked_up(found.query, found.weights, text) is None


def test_a_row_answers_with_little_confidence_and_its_value_is_marked() -> None:
    said = say(retrieval("What is the home port of the Zorn?", candidate(ROWS)), [0.9, 0.1], 0.4)
    assert said.outcome == "answered"
    assert [said.citations[0].quote[a:b] for a, b in said.citations[0].emphasis] == ["Nordvik"]
    said = say(retrieval("Why is Nordvik on the Zorn?", candidate(ROWS)), [0.9, 0.1], 0.4)
    assert said.outcome != "answered"
