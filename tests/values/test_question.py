import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.values import extract, question_type


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who signed the deal?", "person"),
        ("According to the article, who is the president?", "person"),
        ("When was the partnership upgraded?", "date"),
        ("What year did it happen?", "year"),
        ("In which year was it signed?", "year"),
        ("Where was the meeting held?", "place"),
        ("Which country is the largest investor?", "place"),
        ("How many separate points are in the agenda?", "number"),
        ("How many years did it take?", "duration"),
        ("How much did the loan cost?", "money"),
        ("How much water was used?", "number"),
        ("What percentage of voters agreed?", "percent"),
        ("How old is the singer?", "age"),
        ("How long did it take?", "duration"),
        ("How did they do it?", "manner"),
        ("Why did they leave?", "reason"),
        ("What is a comprehensive strategic partnership?", "definition"),
        ("What is the population of Hanoi?", "number"),
        ("Did Japan agree?", "yes-no"),
        ("Which company announced a recall?", "organisation"),
        ("They signed a settlement with which company this week?", "organisation"),
        ("What is the rule called?", "name"),
        ("Which film won?", "title"),
        ("", "text"),
        ("What?", "text"),
    ],
)
def test_kind(question, kind):
    assert question_type(question).kind == kind


def test_what_is_counted():
    found = question_type("How many separate points are in the agenda?")
    assert found.units == ("separate", "points")
    assert found.head == "point"


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("Which countries have a partnership with Vietnam?", True),
        ("Which country has one?", False),
        ("Who are the founders?", True),
        ("Name the six boats.", True),
        ("name of the new treasurer", False),
        ("name of the drivers", True),
        ("Which virus is spreading?", False),
    ],
)
def test_lists(question, is_list):
    assert question_type(question).is_list is is_list


def test_accepts_values_of_the_right_form():
    values = {v.text: v for v in extract("In 2014 Ann Lee, 30, paid $5 million for 20 boats.")}
    money = question_type("How much did she pay?")
    count = question_type("How many boats did she buy?")
    assert [t for t, v in values.items() if money.accepts(v)] == ["$5 million"]
    assert [t for t, v in values.items() if count.accepts(v)] == ["20"]
    assert [t for t, v in values.items() if question_type("When?").accepts(v)] == ["2014"]
    assert [t for t, v in values.items() if question_type("Who?").accepts(v)] == ["Ann Lee"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_never_fails(question):
    question_type(question)
