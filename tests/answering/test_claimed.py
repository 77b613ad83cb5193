"""Who said something: what somebody says of it, and whose words those are."""

from __future__ import annotations

import pytest

from qa_app.answering.claimed import by_somebody, claim, saying_it, with_speakers
from qa_app.answering.sentences import sentences_of
from tests.answering.test_choose import sentences
from tests.answering.test_quotes import say
from tests.retrieval.build import candidate, retrieval


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who said that tea is dear?", "tea is dear"),
        ("who thinks tea is dear", "tea is dear"),
        ("And who else has warned of the frost?", "of the frost"),
        ("Who was it that said tea is dear?", "tea is dear"),
        ("Who is quoted as saying that tea is dear?", "tea is dear"),
        ("Which member of the council said that tea is dear?", "tea is dear"),
        ("which analyst said tea is dear", "tea is dear"),
        ("According to whom is tea dear?", "is tea dear"),
        ("Whose view is it that tea is dear?", "that tea is dear"),
        ("Who told the mayor?", "the mayor"),
        ("Who claims the islands?", ""),
        ("Who sold the tea?", ""),
        ("What did Ann Lee say about tea?", ""),
        ("Who said it?", ""),
        ("Which of them said so?", ""),
    ],
)
def test_what_somebody_is_asked_to_have_said(question: str, said: str) -> None:
    assert claim(question) == said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“Tea is dear.”", True),
        ("Tea, Ann Lee said, is dear.", True),
        ("According to Ann Lee tea is dear.", True),
        ("Ann Lee regards tea as dear.", True),
        ("The law states that tea is dear.", True),
        ("Tea is dear in the states of the south.", False),
        ("The islands, which Laos claims, grow tea.", False),
    ],
)
def test_what_is_somebodys_words_or_view(text: str, told: bool) -> None:
    assert by_somebody(sentences(text)) == ["own" if told else ""]


def test_who_says_nearly_all_of_it_leaves_the_others_behind() -> None:
    found = retrieval(
        "Who said that tea is a dear drink?",
        candidate("“Wine is a drink,” said Bo Ek. “Tea is a dear drink,” said Ann Lee."),
    )
    read = sentences_of(found)
    other, own = saying_it(found, read, "tea is a dear drink")
    assert own == 1.0
    assert other < 0.5
    assert list(saying_it(found, read, "coffee costs too much")) == [1.0, 1.0]


def test_a_quote_comes_with_the_sentence_that_names_who_speaks() -> None:
    texts = ("“Tea is dear,” Ann Lee said.", "“It was cheap once.", "“Nobody drinks it.”", "Rain.")
    assert with_speakers(sentences(*texts), [2], 3) == [2, 0]
    assert with_speakers(sentences(*texts), [0, 2], 3) == [0, 2]
    assert with_speakers(sentences(texts[0], "Merchants say that it is dear."), [1], 3) == [1]
    assert with_speakers(sentences(*texts), [2], 1) == [2]
    apart = sentences(texts[0]) + sentences(texts[2], id=2)
    assert with_speakers(apart, [1], 3) == [1]


def test_who_said_it_is_answered_by_words_of_somebody() -> None:
    text = (
        "Tea became dear in May.\n\nThe mayor, Ann Lee, told the Echo so.\n\n"
        "“Tea has never been this dear.”\n\nShips came late."
    )
    found = retrieval("Who said tea is dear?", candidate(text))
    said = say(found, [0.7, 0.1, 0.15, 0.05])
    assert [c.quote for c in said.citations] == [
        "The mayor, Ann Lee, told the Echo so.",
        "“Tea has never been this dear.”",
    ]
