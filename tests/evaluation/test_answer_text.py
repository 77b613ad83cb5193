"""The words of an answer against published formulas and worked cases."""

import collections
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.evaluation.measures.answer_text import (
    exact,
    f1,
    found,
    is_long,
    normalise,
    rouge_l,
    without_markers,
)
from tests.evaluation.fakes import steady


def published_tokens(text):
    """Normalisation as the SQuAD evaluation script states it, written down independently."""
    kept = "".join(ch for ch in text.lower() if ch not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def published_f1(given_text, gold):
    ours, theirs = published_tokens(given_text), published_tokens(gold)
    common = collections.Counter(ours) & collections.Counter(theirs)
    same = sum(common.values())
    if len(theirs) == 0 or len(ours) == 0:
        return int(theirs == ours)
    if same == 0:
        return 0
    precision, recall = 1.0 * same / len(ours), 1.0 * same / len(theirs)
    return (2 * precision * recall) / (precision + recall)


ascii_texts = st.text(st.sampled_from("aA tThHeEn.,'-9 "), max_size=24)


@steady
@given(ascii_texts, ascii_texts)
def test_squad_measures_agree_with_the_published_formula(given_text, gold):
    assert normalise(given_text).split() == published_tokens(given_text)
    same = published_tokens(given_text) == published_tokens(gold)
    assert exact(given_text, [gold]) == float(same)
    assert f1(given_text, [gold]) == pytest.approx(published_f1(given_text, gold))


@pytest.mark.parametrize(
    ("given_text", "answers", "em", "score"),
    [
        ("The Norman dynasty.", ["Norman dynasty"], 1, 1.0),
        ("Norman", ["Norman dynasty"], 0, 2 / 3),
        ("in the 10th and 11th centuries", ["10th and 11th centuries"], 0, 8 / 9),
        ("France", ["Denmark", "in France", "france!"], 1, 1.0),
        ("cat cat", ["cat"], 0, 2 / 3),
        ("the", ["a"], 1, 1.0),
        ("", ["France"], 0, 0.0),
        ("France", [], 0, 0.0),
    ],
)
def test_squad_worked_cases(given_text, answers, em, score):
    assert exact(given_text, answers) == em
    assert f1(given_text, answers) == pytest.approx(score)


def test_typographic_marks_are_punctuation_too():
    assert normalise("“Squid Game”") == normalise('"squid game"') == "squid game"


@pytest.mark.parametrize(
    ("given_text", "score"),
    [("police kill the gunman", 0.75), ("the gunman kill police", 0.5), ("", 0.0), ("x", 0.0)],
)
def test_rouge_l_of_the_paper(given_text, score):
    assert rouge_l(given_text, ["police killed the gunman"]) == pytest.approx(score)
    assert rouge_l(given_text, []) == 0.0


@steady
@given(ascii_texts, ascii_texts)
def test_measures_are_bounded_and_whole_for_the_same_words(one, other):
    for measure in (exact, f1, rouge_l):
        assert 0 <= measure(one, [other]) <= 1
    assert exact(one, [one]) == f1(one, [one]) == 1


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ("At least four passengers fit in.", ["four"], True),
        ("Fourteen passengers fit in.", ["four"], False),
        ("It cost $4.2 million.", ["4.2 million"], True),
        ("It cost $42 million.", ["4.2 million"], False),
        ("It cost US$4.2 million.", ["$4.2 million"], True),
        ("It drew 1,200 people.", ["1200 people"], True),
        ("Scores of 1, 200 and 3", ["1200"], False),
        ("The Japan–Vietnam pact", ["Vietnam"], True),
        ("Vietnam’s top rank", ["Vietnam"], True),
        ("He is in the U.S.", ["the US"], True),
        ("On 1 October, 2024", ["1 October 2024"], True),
        ("October 1", ["1 October"], False),
        ("It fell by 46 crowns.", ["46%"], False),
        ("It fell by 46 crowns.", ["46 per cent"], False),
        ("It fell by 46 crowns.", ["46"], True),
        ("It fell by 46%.", ["46 percent"], True),
        ("It fell by 46 %.", ["46%"], True),
        ("It fell by 46 per\ncent.", ["46 percent"], True),
        ("It fell by 46 per cent.", ["46%"], True),
        ("It fell by 46 percent.", ["46 per cent"], True),
        ("It fell by 146%.", ["46 percent"], False),
        ("It fell by 4.6%.", ["46%"], False),
        ("46 cents per centimetre", ["46 per cent"], False),
        ("anything", ["the"], False),
        ("anything", [], False),
        ("", ["x"], False),
    ],
)
def test_found_wants_the_words_in_a_row(text, answers, held):
    assert found(text, answers) is held


def test_a_long_answer_is_found_by_most_of_its_words():
    long = "slow permits, a patchy supply in the north and a shortage of skilled technicians"
    assert is_long([long])
    assert not is_long([long, "slow permits"])
    assert not is_long([])
    assert found("They lack skilled technicians in the north; permits slow, supply patchy", [long])
    assert not found("They lack permits in the north", [long])


def test_markers_are_not_words():
    assert without_markers("It is so [1][12]. And so [2].") == "It is so. And so."
