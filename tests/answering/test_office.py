"""Who holds an office: that of the country, the town or the firm that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.office import Holder, Office, _holder, holders, office, still
from qa_app.answering.sentences import sentences_of
from tests.answering.build import assistant_over
from tests.answering.test_quotes import say
from tests.retrieval.build import candidate, retrieval


@pytest.mark.parametrize(
    ("question", "role", "of"),
    [
        ("Who is the president of Laos?", "president", "laos"),
        ("who is the president of laos", "president", "laos"),
        ("Who's Laos's prime minister?", "prime minister", "laos"),
        ("Who was the Danish foreign minister?", "foreign minister", "danish"),
        ("WHO IS THE MAYOR OF SUND?", "mayor", "sund"),
        ("Who is currently the chief executive of Acme Foods?", "chief executive", "acme foods"),
        ("Who is the president of the United States?", "president", "america"),
    ],
)
def test_the_office_and_whose_it_is(question: str, role: str, of: str) -> None:
    assert office(question) == Office(tuple(role.split()), tuple(of.split()))


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ann Lee?",
        "Who is the youngest player?",
        "Who met the president of Laos?",
        "What is the capital of Laos?",
        "When was the president of Laos elected?",
    ],
)
def test_what_asks_for_no_office(question: str) -> None:
    assert office(question) is None


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("Who is the president of Laos?", "Laos's President Ann Lee came in May.", "own"),
        ("Who is the president of Laos?", "Ann Lee, the president of Laos, came in May.", "own"),
        ("Who is the president of Laos?", "In May Laotian President Ann Lee came.", "own"),
        ("Who is the president of Laos?", "Danish President Bo Ek went to Laos in May.", "other"),
        ("Who is the president of Laos?", "Laos's vice president Bo Ek came in May.", "other"),
        ("Who is the president of Laos?", "The president of Laos came in May.", ""),
        ("Who is the president of Laos?", "Ann Lee spoke of the trade with Laos.", ""),
        ("Who is the president of the United States?", "U.S. President Ann Lee came.", "own"),
        ("Who is the US president?", "Ann Lee, president of the United States, came.", "own"),
        ("Who is the mayor of Sund?", "Bo Ek was elected mayor of Sund in May.", "own"),
        ("Who is the chief executive of Acme?", "Acme's chief executive Ann Lee left.", "own"),
        ("Who is Acme's chief executive?", "Its chief executive, Ann Lee, left.", ""),
    ],
)  # fmt: skip
def test_whether_a_sentence_names_the_holder(question: str, sentence: str, held: Holder) -> None:
    asked = office(question)
    assert asked is not None
    assert _holder(asked, sentence) == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Acme grew last year. Chief executive Ann Lee is pleased.", ""),
        ("# Acme in May\n\nSales grew. Chief executive Ann Lee is pleased.", ""),
        ("Sales grew last year. Chief executive Ann Lee is pleased.", "other"),
        ("Sund's harbour grew. Rain fell. The chief executive, Ann Lee, is pleased.", "other"),
        ("Rain fell. Acme chief executive Ann Lee is pleased.", "own"),
    ],
)
def test_whose_office_it_is_is_told_nearby_or_not_at_all(text: str, held: Holder) -> None:
    *_, last = sentences_of(retrieval("Who?", candidate(text)))
    assert holders("Who is the chief executive of Acme Foods?", [last]) == [held]


def test_the_end_of_a_question_is_no_part_of_whose_office_it_is() -> None:
    assert office("Who was the mayor of Sund before Ann Lee?") == Office(("mayor",), ("sund",))
    for end in ("in 2019", "until 2019", "since May", "during the war", "while it rained"):
        assert office(f"Who was the mayor of Sund {end}?") == Office(("mayor",), ("sund",))


STORY = """# A visit

Danish President Bo Ek of Denmark came to Laos and spoke of the president's plans for Laos.

Laotian President Ann Lee and the guest from Denmark signed a treaty on tea.
"""


def test_the_holder_comes_first_and_that_of_another_country_is_no_answer(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"visit.md": STORY}, threshold=0.0) as one:
        answer = one.ask("Who is the president of Laos?")
        assert answer.outcome == "answered"
        first = answer.citations[0]
        assert first.quote.startswith("Laotian President Ann Lee")
        assert [first.quote[a:b] for a, b in first.emphasis] == ["Ann Lee"]
        assert one.ask("Who is the president of Norway?").outcome != "answered"


def test_who_held_an_office_long_ago_hardly_holds_it_still() -> None:
    texts = (
        "President Bo Ek of Laos came in 1977. In 2019 Ann Lee, the president of Laos, left. "
        "President Ann Lee of Laos came back. The harbour opened in 1950."
    )
    read = sentences_of(retrieval("Who?", candidate(texts)))
    old, newest, undated, other = still("Who is the president of Laos?", read)
    assert old < 0.01
    assert newest == undated == other == 1.0
    for question in (
        "Who was the president of Laos?",
        "Who is the president of Laos in 1977?",
        "Who is Bo Ek?",
    ):
        assert still(question, read) == [1.0] * 4


def test_who_holds_an_office_now_is_told_before_who_held_it(tmp_path: Path) -> None:
    page = (
        "# Visits\n\nThe Laotian President Bo Ek came in May 1977 and saw the harbour.\n\n"
        "The president of Laos, Ann Lee, saw the harbour in June 2019.\n"
    )
    with assistant_over(tmp_path, {"visits.md": page}, threshold=0.0) as one:
        now = one.ask("Who is the president of Laos?")
        assert "Ann Lee" in now.citations[0].quote


def test_whom_a_question_names_is_told_of_by_what_names_them() -> None:
    told = candidate("On Mondays Ann Lee, 19, goes to the harbour of Sund and draws.")
    for question, outcome in (
        ("Who is Ann Lee?", "answered"),
        ("Who is Bo Ek?", "not_found"),
        ("Who draws the harbour of Sund on Mondays and pays?", "not_found"),
    ):
        assert say(retrieval(question, told), [1.0], 0.1).outcome == outcome, question
