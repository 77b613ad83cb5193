"""What is searched for a question, and how telling each of its words is."""

from __future__ import annotations

import math

import pytest

from qa_app.retrieval.query import Alias, Query, TermWeights
from qa_app.retrieval.words import stem
from tests.retrieval.build import vocabulary

WHO = Alias("who", "World Health Organization")


def test_terms_in_all_their_forms_are_searched() -> None:
    query = Query("When did the defence ministry pay?")
    assert query.terms == ["defence", "ministry", "pay"]
    assert query.searched == ["defence", "defense", "ministry", "pay", "paid"]
    assert query.stems == {stem("defense"), stem("ministry"), stem("paid")}


def test_other_names_are_searched_as_phrases() -> None:
    query = Query("What did the WHO say?", aliases=(WHO,))
    assert query.searched == ["who", "say", "said", "World Health Organization", "w h o"]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Did the US vote?", ["us", "vote"]),
        ("Did the U.S. vote?", ["us", "vote"]),
        ("Did they vote for us?", ["vote"]),
        ("WHO VOTED FOR US?", ["voted"]),
    ],
)
def test_grammar_in_capitals_is_a_name(question: str, terms: list[str]) -> None:
    assert Query(question).terms == terms


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Did NATO meet?", ["n a t o"]),
        ("Did the N.A.T.O. meet?", ["n a t o"]),
        ("Did Nato meet?", []),
        ("Did GATT42 meet?", []),
        ("Did the G20 meet?", []),
        ("Did ABCDEF meet?", []),
        ("Did X meet?", []),
    ],
)
def test_initials_are_searched_with_full_stops_too(question: str, apart: list[str]) -> None:
    found = [term for term in Query(question).searched if " " in term]
    assert found == apart


def test_bigrams_hold_at_least_one_telling_word() -> None:
    query = Query("What is the price of the new boats?")
    assert query.bigrams == {("the", "price"), ("price", "of"), ("the", "new"), ("new", "boat")}


def test_what_has_another_name_is_meant_by_it() -> None:
    query = Query("What did the WHO say?", aliases=(WHO,))
    long = {stem(word) for word in ("world", "health", "organization")}
    assert query.meant_by({"who"}) == {"who"} | long
    assert query.meant_by(long | {"x"}) == {"who", "x"} | long
    assert query.meant_by({"health"}) == {"health"}
    assert Query("WHO?").meant_by(["who", "who"]) == {"who"}


def test_rare_words_weigh_more() -> None:
    words = vocabulary(*["Japan trades."] * 9, "Kunisaki is in Japan.")
    weights = TermWeights.of(Query("Where in Japan is Kunisaki near Oita?"), words)
    assert weights.weights == {
        "japan": pytest.approx(math.log(1 + 0.5 / 10.5)),
        stem("kunisaki"): pytest.approx(math.log(1 + 9.5 / 1.5)),
        stem("near"): pytest.approx(math.log(1 + 10.5 / 0.5)),
        stem("oita"): pytest.approx(math.log(1 + 10.5 / 0.5)),
    }
    assert weights.total == pytest.approx(sum(weights.weights.values()))


def test_coverage_is_a_share_and_what_is_missing_is_the_rest() -> None:
    weights = TermWeights({"a": 3.0, "b": 1.0, "c": 1.0})
    assert weights.coverage({"a", "b", "c", "d"}) == pytest.approx(1.0)
    assert weights.coverage(frozenset("a")) == pytest.approx(0.6)
    assert weights.coverage(set()) == 0.0
    assert weights.missing({"d"}) == ["a", "b", "c"]
    assert weights.missing({"a"}) == ["b", "c"]
    assert weights.missing(frozenset("abc")) == []


def test_forms_of_one_word_count_once_and_nothing_divides_by_zero() -> None:
    words = vocabulary("He paid.", "They pay.", "None.")
    weights = TermWeights.of(Query("paid pay pays"), words)
    assert list(weights.weights) == [stem("pay")]
    assert weights.weights[stem("pay")] == pytest.approx(math.log(1 + 1.5 / 2.5))
    assert TermWeights({}).coverage({"a"}) == 0.0
    assert TermWeights({}).total > 0


MOU = Alias("mou", "memorandum")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The MOU has two parts. It is new.", "What is in the MOU?"),
        ("A Memorandum of Understanding was signed. The MOU is new, and MOUs are rare.",
         "What is in the MOU?"),
        ("The memorandum is new, an MOU of two.", "What is in the memorandum?"),
        ("It was signed at 5 MOU.", "What is in the memorandum?"),
        ("The mou is a bird.", "What is in the memorandum?"),
        ("Nothing of it.", "What is in the memorandum?"),
    ],
)  # fmt: skip
def test_a_question_is_asked_in_the_short_forms_of_a_text(text: str, asked: str) -> None:
    query = Query("What is in the memorandum?", aliases=(MOU,))
    assert query.as_written_in(text) == asked
    assert Query(query.text).as_written_in(text) == query.text
