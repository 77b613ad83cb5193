"""Short forms that an article explains are followed both ways."""

from __future__ import annotations

import pytest

from qa_app.retrieval.query import Alias
from qa_app.retrieval.vocabulary import Vocabulary
from qa_app.retrieval.wording import aliases, cased, respelled
from qa_app.retrieval.words import tokens


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Office for Rail Access (ORA) said so.", "ora", "Office for Rail Access"),
        ("The World Health Organization (WHO) warned.", "who", "World Health Organization"),
        ("the United States (U.S.) agreed.", "us", "United States"),
        ("Many Small Modular Reactors (SMRs) are built.", "smr", "Small Modular Reactors"),
        ("The Bank of England (BoE).", None, None),
        ("The Asian Development Bank (“ADB”) lent.", "adb", "Asian Development Bank"),
        ("In May the Port of Lake City (POLC) closed.", "polc", "Port of Lake City"),
        ("In May the Port of Lake City (PLC) closed.", "plc", "Port of Lake City"),
        ("PSB (Port and Shipping Board) rules.", "psb", "Port and Shipping Board"),
        ("ORA (Office for Rail Access) met.", "ora", "Office for Rail Access"),
        ("NTO (Northern Treaty Office) met.", "nto", "Northern Treaty Office"),
        ("He met Lee (LKY) in Hanoi.", None, None),
        ("The Green Party (CDU) won.", None, None),
        ("Prices rose (IN 2020).", None, None),
        ("no brackets here", None, None),
    ],
)  # fmt: skip
def test_what_an_article_explains(text: str, short: str | None, long: str | None) -> None:
    expected = () if short is None or long is None else (Alias(short, long),)
    assert aliases(f"What is {short}?", ["Other words.", text]) == expected
    assert aliases(f"What did the {(long or 'bank').lower()} do?", [text]) == expected


def test_only_what_the_question_names_is_followed() -> None:
    texts = ["The World Health Organization (WHO) and the Asian Development Bank (ADB)."]
    assert aliases("What did the ADB lend?", texts) == (Alias("adb", "Asian Development Bank"),)
    assert aliases("What did the bank lend?", texts) == ()
    assert aliases("Was the world health organizational?", texts) == ()
    both = aliases("Do ADB and the World Health Organization agree?", texts)
    assert {alias.short for alias in both} == {"who", "adb"}


def test_the_first_explanation_counts() -> None:
    texts = ["Air Base Command (ABC) said.", "The Audit Bureau of Circulations (ABC) counts."]
    assert aliases("What is ABC?", texts) == (Alias("abc", "Air Base Command"),)


def test_written_with_full_stops_it_is_the_same() -> None:
    texts = ["The Road Traffic Authority (R.T.A.) opened."]
    assert aliases("What did the RTA open?", texts) == (Alias("rta", "Road Traffic Authority"),)
    assert aliases("What did the R.T.A. open?", texts) == aliases("what did the rta open", texts)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How much did the V.I.U. pay?", "How much did the VIU pay?"),
        ("How much did V.I.U pay?", "How much did VIU pay?"),
        ("How much did the V.X.U. pay?", "How much did the V.X.U. pay?"),  # no article says VXU
        ("Did the U.K. pay?", "Did the U.K. pay?"),  # which everybody reads
    ],
)
def test_initials_lose_their_dots_where_the_articles_write_them_without(
    question: str, asked: str
) -> None:
    known = Vocabulary({"viu": 2, "pay": 3, "much": 1, "uk": 4}, 9, is_word=lambda word: True)
    assert respelled(question, known, lambda term: [])[0] == asked


def test_a_short_name_is_not_taken_for_another() -> None:
    words = Vocabulary({"noam": 3, "kishida": 2}, 5, lambda _: False)

    def holding(term: str) -> list[str]:
        return ["Noam and Kishida met."]

    assert respelled("What did Noem say?", words, holding) == ("What did Noem say?", ())
    assert respelled("What did Kishda say?", words, holding)[0] == "What did kishida say?"
    assert respelled("what did noma say", words, holding)[0] == "what did noam say"
    assert respelled("What did Noma say?", words, holding)[0] == "What did noam say?", "exchanged"


def test_a_name_is_no_mistyped_ordinary_word() -> None:
    words = Vocabulary({"normal": 3, "partnership": 2, "merger": 1}, 5, lambda _: False)

    def holding(term: str) -> list[str]:
        return ["On a normal day the partnership ends in a merger."]

    for question in ("Who is the mayor of Norvale?", "What did Mercer say?"):
        assert respelled(question, words, holding) == (question, ())
    assert respelled("is it a norml day", words, holding)[0] == "is it a normal day"
    assert respelled("Is the Partmership over?", words, holding)[0] == "Is the partnership over?"
    known = respelled("is norval there", words, holding, {"norval"}.__contains__)
    assert known == ("is norval there", ())


TEXTS = (
    "Ann Lee came. The ferry of Holm was late, said Lee, who works for TANF. A lee shore is near.",
    "Norvik\n\nBo Ek came to Norvik. Each May it rains, may it stop.",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who is bo ek?", "who is Bo Ek?"),
        ("where is holm", "where is Holm"),
        ("who works for tanf", "who works for TANF"),
        ("who is ann lee", "who is Ann Lee"),
        ("is it a lee shore", "is it a lee shore"),
        ("who came to norvik in may", "who came to Norvik in may"),
        ("is the ferry late?", "is the ferry late?"),
        ("who lives in laos, and what does us mean", "who lives in Laos, and what does us mean"),
        ("who met Someone in holm", "who met Someone in holm"),
        ("Who is bo ek?", "Who is Bo Ek?"),
        ("May I ask who is bo ek?", "May I ask who is Bo Ek?"),
    ],
)
def test_names_get_the_capitals_that_the_articles_write(question: str, expected: str) -> None:
    def holding(word: str) -> list[str]:
        return [text for text in TEXTS if word in tokens(text)]

    assert cased(question, holding) == expected
