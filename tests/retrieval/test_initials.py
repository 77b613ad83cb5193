"""Initials that no article writes are read as the words that it writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa_app.retrieval.initials import followed, written_out
from qa_app.retrieval.query import Alias, Query
from qa_app.retrieval.search import Searcher
from tests.answering.build import assistant_over

TEXTS = [
    "The chief executive of Harwick Mills, Ada Quill, and her finance director met.",
    "The Office for Rail Access paid. Ora Lee of the Office for Rail Access and Bo Reed agreed.",
    "One Red Apple fell; it cost one rouble and a half.",
]


def out(question: str, *held: str, texts: Sequence[str] = TEXTS) -> str:
    return written_out(question, held.__contains__, lambda more: texts)[0]


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("Who is the CEO of Harwick Mills?", "Who is the chief executive of Harwick Mills?"),
        ("who is the ceo of harwick mills", "who is the chief executive of harwick mills"),
        ("Who is the C.E.O. of it?", "Who is the chief executive of it?"),
        ("What did the CFO say?", "What did the finance director say?"),
        ("Do CEOs earn more?", "Do chief executives earn more?"),
        ("What does the OfRA pay?", "What does the Office for Rail Access pay?"),
        ("What does the ORA pay?", "What does the Office for Rail Access pay?"),
        ("What does the OfR pay?", "What does the OfR pay?"),
        ("What does the COO do?", "What does the COO do?"),  # no text has one
        ("Who came at 3 PM?", "Who came at 3 PM?"),
        ("WHO IS THE CEO?", "WHO IS THE CEO?"),
    ],
)
def test_initials_are_written_out_as_the_texts_have_it(question: str, written: str) -> None:
    assert out(question) == written


@pytest.mark.parametrize("small", ["of", "for the", "in", "de la", "du"])
def test_small_words_of_a_name_have_no_initial(small: str) -> None:
    name = f"Office {small} Red Access"
    assert (
        out("What does the ORA pay?", texts=[f"The {name} paid."]) == f"What does the {name} pay?"
    )


def test_what_a_passage_holds_is_left() -> None:
    assert out("Who is the CEO of it?", "ceo") == "Who is the CEO of it?"


def test_the_best_text_decides_which_words_they_are() -> None:
    texts = ["The finance chief left.", "The chief financial officer stays."]
    assert out("Who is the CFO?", texts=texts) == "Who is the finance chief?"
    assert out("Who is the CFO?", texts=texts[::-1]) == "Who is the chief financial officer?"


def test_the_prime_minister_came_at_three() -> None:
    texts = ["The prime minister came."]
    assert out("Did the PM come at 3 PM?", texts=texts) == "Did the prime minister come at 3 PM?"


def test_an_office_written_either_way_is_followed() -> None:
    assert followed("Who is the CEO?", TEXTS) == (Alias("ceo", "chief executive"),)
    assert followed("Who is the chief executive?", ["CEO Ada Quill said so."]) == (
        Alias("ceo", "chief executive"),
    )
    assert followed("Who is the chief executive?", TEXTS) == ()
    assert followed("What did the memorandum cover?", ["The MOU covers pay."]) == (
        Alias("mou", "memorandum"),
    )


def test_it_is_searched_and_shown_so_and_is_not_called_absent(tmp_path: Path) -> None:
    articles = {
        "mill.md": "# The mill\n\nBy Bo Reed\n\nThe chief executive, Ada Quill, said that the mill"
        " would stay open. The Office for Rail Access had asked for it.",
        "loans.md": "# Loans\n\nBanks lend to the ports.",
    }
    with assistant_over(tmp_path, articles) as assistant:
        searcher = Searcher(assistant.store)
        found = searcher.retrieve(Query("Who is the CEO of the mill?"))
        assert found.query.text == "Who is the chief executive of the mill?"
        assert (found.also, found.absent) == (("chief executive",), ())
        found = searcher.retrieve(Query("What did the ORA ask for?"))
        assert (found.also, found.absent) == (("Office for Rail Access",), ())
        found = searcher.retrieve(Query("What did the XQZ ask for?"))
        assert (found.also, found.absent) == ((), ("XQZ",))


def test_who_only_wrote_an_article_is_not_absent(tmp_path: Path) -> None:
    story = "# The mill\n\nBy Wenna Trelawny\n\nThe mill would stay open, said the owner of it."
    with assistant_over(tmp_path, {"mill.md": story}) as assistant:
        searcher = Searcher(assistant.store)
        found = searcher.retrieve(Query("What did Wenna Trelawny say of the mill?"))
        assert found.absent == found.absent_names == ()
        assert dict(found.credited) == {"Wenna": "The mill", "Trelawny": "The mill"}
        found = searcher.retrieve(Query("Who is Wenna Trelawny?"))
        assert (found.absent, found.absent_names) == ((), ("Wenna", "Trelawny"))
        answer = assistant.ask("Who is Wenna Trelawny?")
        assert answer.reason == (
            "“Wenna Trelawny” is only named as who wrote or published “The mill”."
        )
