"""Whether a sentence is about another one of the kind that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.another import another
from qa_app.answering.sentences import sentences_of
from tests.answering.build import assistant_over
from tests.retrieval.build import candidate, retrieval


def found(question: str, text: str) -> tuple[str, str] | None:
    *_, last = sentences_of(retrieval(question, candidate(text)))
    return another(question, last)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How many Danish nurses work there?", "Swedish nurses, 40 of them, work there.",
         ("danish", "swedish")),
        ("What do public schools charge?", "Private schools charge 900 crowns.",
         ("public", "private")),
        ("What grows in non-tropical forests?", "In tropical forests ebony grows.",
         ("non-tropical", "tropical")),
        ("Who built the second bridge?", "The first bridge was built by Ann Lee.",
         ("second", "first")),
        ("Who won the 3rd race?", "Ann Lee won the 2nd race.", ("3rd", "2nd")),
        ("Who runs the K.12 network?", "The K.13 network is run by Sund.", ("k.12", "k.13")),
        ("WHO PAYS THE LARGER SHARE?", "The state pays the smaller share.", ("larger", "smaller")),
    ],
)  # fmt: skip
def test_another_one_is_told(question: str, sentence: str, words: tuple[str, str]) -> None:
    assert found(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many Danish nurses work there?", "Danish and Swedish nurses, 40 each, work there."),
        ("How many Danish nurses work there?", "Nurses from Denmark work with Swedish doctors."),
        ("Are public schools free?", "Private schools charge 900 crowns."),
        ("What do public schools charge?", "Nothing; public schools ask for no fee."),
        ("What do large schools charge?", "Big schools charge 900 crowns."),
        ("When is the museum open?", "It is closed on Mondays."),
        ("Whom does the Danish coach train?", "The Swedish team has a coach of Denmark's."),
        ("Who built the second bridge?", "Ann Lee built the bridge at Sund."),
    ],
)  # fmt: skip
def test_the_same_one_or_none_is_told(question: str, sentence: str) -> None:
    assert found(question, sentence) is None


def test_what_the_sentence_before_names_is_known() -> None:
    text = "The Danish nurses came in May. Swedish nurses, 40 of them, came later."
    assert found("How many Danish nurses came?", text) is None


def test_another_one_is_no_answer(tmp_path: Path) -> None:
    told = "The clinic opened in May.\n\nSome 40 Swedish nurses work at the clinic of Sund."
    asked = "How many {} nurses work at the clinic of Sund?"
    with assistant_over(tmp_path, {"a.txt": told}, threshold=0.0) as assistant:
        assert assistant.ask(asked.format("Swedish")).outcome == "answered"
        assert assistant.ask(asked.format("Danish")).outcome != "answered"
