"""The most and the least of what a table tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.extremes import extreme
from qa_app.answering.sentences import Sentence, sentences_of
from tests.answering.build import assistant_over
from tests.retrieval.build import candidate, retrieval

BOATS = "\n".join((
    "Boat: Alva | Built: 1930 | Seats: 343 | Fare: 20 crowns",
    "Boat: Brim | Built: 1947 | Seats: 49 | Fare: 35 crowns",
    "Boat: Corin | Built: 1962 | Seats: 512 | Fare: 28 crowns",
    "Boat: Total | Built: 1900 | Seats: 904 | Fare: 1 crown",
))  # fmt: skip
BIKES = "Three bikes were weighed.\n\n" + "\n".join((
    "Weight | Alma: 15.2 kg | Brio: 16.8 kg | Cora: 14.5 kg",
    "Price | Alma: 1,849 crowns | Brio: 1,595 crowns | Cora: 2,650 crowns",
    "Gears | Alma: 3 | Brio: 3 | Cora: 3",
))  # fmt: skip
SALES = "\n".join((
    "Division: Bread | Sales 2023: 9 | Sales 2024: 5 | Change: -44%",
    "Division: Meat | Sales 2023: 3 | Sales 2024: 7 | Change: +133%",
))  # fmt: skip


def of(question: str, text: str) -> str | None:
    """The words that are marked, and the row that has them."""
    sentences: list[Sentence] = sentences_of(retrieval(question, candidate(text)))
    found = extreme(question, sentences)
    if found is None:
        return None
    row = sentences[found.sentence].text
    return f"{row.split(' | ')[0]}: {row[found.start : found.end]}"


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("Which boat is the oldest?", BOATS, "Boat: Alva: 1930"),
        ("which is the newest boat", BOATS, "Boat: Corin: 1962"),
        ("Which boat has the most seats?", BOATS, "Boat: Corin: 512"),
        ("Which boat has the fewest seats?", BOATS, "Boat: Brim: 49"),
        ("What is the cheapest boat?", BOATS, "Boat: Alva: 20 crowns"),
        ("Which boat is the most expensive?", BOATS, "Boat: Brim: 35 crowns"),
        ("Which boat has the highest fare?", BOATS, "Boat: Brim: 35 crowns"),
        ("Which of the three bikes is the lightest?", BIKES, "Weight: Cora: 14.5 kg"),
        ("Which bike is the heaviest?", BIKES, "Weight: Brio: 16.8 kg"),
        ("Of the bikes, which is the least expensive?", BIKES, "Price: Brio: 1,595 crowns"),
        ("Which division grew fastest?", SALES, "Division: Meat: +133%"),
        ("Which division had the highest sales?", SALES, "Division: Meat: 7"),
    ],
)
def test_the_row_or_the_cell_with_the_most_is_found(question: str, text: str, marked: str) -> None:
    assert of(question, text) == marked


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which bike has the most gears?", BIKES),  # all have as many
        ("Which boat is the deepest?", BOATS),
        ("Which boat was built in 1930?", BOATS),
        ("How much is the cheapest boat?", "The cheapest boat is the Alva."),
        ("Is the Alva the oldest boat?", BOATS),
        ("Which bike is the lightest?", "Weight | Alma: 15.2 kg | Brio: 30 lb | Cora: heavy"),
        ("Which is the oldest?", "Boat: Alva | Built: 1930"),
    ],
)
def test_what_no_table_decides_is_not_decided(question: str, text: str) -> None:
    assert of(question, text) is None


def test_the_row_answers_with_the_figure_marked(tmp_path: Path) -> None:
    table = "| Boat | Built | Seats |\n|---|---|---|\n| Alva | 1930 | 343 |\n| Brim | 1947 | 49 |\n"
    story = f"# Boats of Holm\n\nThe oldest boats of Holm are loved by all who see them.\n\n{table}"
    with assistant_over(tmp_path, {"boats.md": story}, threshold=0.0) as one:
        answer = one.ask("Which boat is the oldest?")
    (cited,) = answer.citations
    assert cited.quote == "Boat: Alva | Built: 1930 | Seats: 343"
    assert [cited.quote[a:b] for a, b in cited.emphasis] == ["1930"]


def test_a_table_that_has_no_word_of_what_is_asked_about_is_of_something_else() -> None:
    assert of("Which month has the longest range of visitors at the abbey?", BIKES) is None
    assert of("What is the best time of year?", BIKES) is None
