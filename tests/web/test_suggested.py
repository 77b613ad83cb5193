"""Questions are offered only when asking them brings the sentence they came from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qa_app.web import Options
from qa_app.web.service import Service
from qa_app.web.suggested import Suggested, quietly
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from vectorstore.errors import StoreError

TEXT = (
    "The Long Bien Bridge was opened in 1903. Anna Field, an engineer, said so at Long Bien Bridge."
)
OPENED, WHO = "When was the Long Bien Bridge opened?", "Who is Anna Field?"


def offering(**answers: str) -> tuple[FakeAssistant, Suggested]:
    """An assistant that answers these questions with these quotes, and no others."""
    fake = FakeAssistant({"a.md": Written(TEXT, "A bridge"), "b.md": Written("Nothing.", "B")})

    def answer(question: str):
        key = {OPENED: "opened", WHO: "who"}.get(question, "")
        return said(fake.cite(1, "a.md", answers[key])) if key in answers else nothing(question)

    fake.otherwise = answer
    return fake, Suggested(Service(fake, Options(prompts=Path("/nowhere"))))


def test_what_is_answered_from_its_own_sentence_is_offered() -> None:
    fake, suggested = offering(opened="was opened in 1903", who="Anna Field, an engineer")
    assert suggested.next("Something?", ["a.md", "b.md", "gone.md"]) == (OPENED, WHO)
    assert suggested.next("when was the long bien bridge opened", ["a.md"]) == (WHO,)
    assert len(fake.history) == 2, "what was found out is remembered"
    assert all(request.quoted for request in fake.history), "no model is paid for what nobody asked"
    assert suggested.first() == (OPENED,), "one an article"


def test_what_is_not_answered_or_from_elsewhere_is_not_offered() -> None:
    assert offering()[1].next("x", ["a.md"]) == ()
    assert offering(opened="Anna Field")[1].next("x", ["a.md"]) == ()


def test_a_change_of_the_articles_is_found_out_anew() -> None:
    fake, suggested = offering(opened="was opened in 1903")
    assert suggested.first() == (OPENED,)
    fake.put("a.md", replace(fake.stored["a.md"], text="All is new."))
    assert suggested.first() == ()


def test_trouble_offers_nothing() -> None:
    fake, suggested = offering()
    fake.broken = StoreError("broken")
    assert quietly(suggested.first) == ()
