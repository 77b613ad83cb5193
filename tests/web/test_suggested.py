"""Questions are offered only when asking them brings the sentence they came from."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from qa_app.web import Options, build_app
from qa_app.web.service import Service
from qa_app.web.suggested import TRIED, Offered, Suggested, quietly
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
    assert suggested.next("Something?", ["a.md", "b.md", "gone.md"]).questions == (OPENED, WHO)
    assert suggested.next("when was the long bien bridge opened", ["a.md"]).questions == (WHO,)
    assert len(fake.history) == 2, "what was found out is remembered"
    assert all(request.quoted for request in fake.history), "no model is paid for what nobody asked"
    assert suggested.first().questions == (OPENED,), "one an article"


def test_where_the_articles_give_too_few_those_to_begin_with_are_offered() -> None:
    _, suggested = offering(opened="was opened in 1903", who="Anna Field, an engineer")
    assert suggested.next("Something?", ["b.md"]).questions == ()
    assert suggested.first().questions == (OPENED,)
    assert suggested.next("Something?", ["b.md"]).questions == (OPENED,)
    assert suggested.next(OPENED, ["b.md"]).questions == ()
    assert suggested.next("Something?", ["a.md"]).questions == (OPENED, WHO), "each once"


def test_what_is_not_answered_or_from_elsewhere_is_not_offered() -> None:
    assert offering()[1].next("x", ["a.md"]).questions == ()
    assert offering(opened="Anna Field")[1].next("x", ["a.md"]).questions == ()


def test_a_change_of_the_articles_is_found_out_anew() -> None:
    fake, suggested = offering(opened="was opened in 1903")
    assert suggested.first().questions == (OPENED,)
    fake.put("a.md", replace(fake.stored["a.md"], text="All is new."))
    assert suggested.first().questions == ()


def test_trouble_offers_nothing() -> None:
    fake, suggested = offering()
    fake.broken = StoreError("broken")
    assert quietly(suggested.first) == Offered()


def many(fake: FakeAssistant) -> Suggested:
    """With twenty articles like the first, each of which gives two questions."""
    fake.stored = {f"{n:02}.md": Written(TEXT.replace("Bien", f"B{n}"), "") for n in range(20)}
    fake.otherwise = nothing
    return Suggested(Service(fake, Options(prompts=Path("/nowhere"), running=1)))


def test_a_page_that_opens_costs_a_handful_of_tries_and_the_next_goes_on() -> None:
    fake, _ = offering()
    suggested = many(fake)
    assert suggested.first() == Offered(later=True)
    assert len(fake.history) == TRIED
    assert suggested.first() == Offered(later=True)
    assert len({request.question for request in fake.history}) == len(fake.history) == 2 * TRIED


def test_nothing_is_tried_while_somebody_waits() -> None:
    fake, _ = offering()
    suggested = many(fake)
    gate = suggested._service._gate
    with gate.turn("somebody"):
        waiting = gate._queue("another")
        assert suggested.first() == Offered(later=True)
        assert suggested.next("x", ["00.md"]) == Offered(later=True)
    gate._leave(0.0)
    assert waiting.done()
    assert fake.history == []
    suggested.first()
    assert fake.history, "it was not taken for all there is"


def test_nobody_waits_while_somebody_elses_are_tried() -> None:
    fake, suggested = offering(opened="was opened in 1903")
    assert suggested.first().questions == (OPENED,)
    reached, leave = threading.Event(), threading.Event()

    def slow() -> None:
        reached.set()
        assert leave.wait(20)

    fake.put("c.md", Written("The Old Mill was opened in 1850.", ""))
    assert suggested.first().questions == (OPENED,)
    fake.put("d.md", Written("The Old Barn was opened in 1851.", ""))
    fake.before_each = slow
    with ThreadPoolExecutor(2) as pool:
        trying = pool.submit(suggested.next, "x", ["a.md"])
        assert reached.wait(20)
        try:
            assert pool.submit(suggested.next, "x", ["a.md"]).result(20) == Offered(later=True)
            assert pool.submit(suggested.first).result(20) == Offered(later=True)
        finally:
            leave.set()
        assert trying.result(20) == Offered((OPENED,))


def test_a_question_of_two_articles_is_asked_once_and_judged_for_each() -> None:
    fake, suggested = offering(opened="was opened in 1903")
    fake.stored["b.md"] = fake.stored["a.md"]
    assert suggested.next("x", ["b.md"]).questions == (), "the answer cites the other article"
    asked = len(fake.history)
    assert suggested.next("x", ["a.md"]).questions == (OPENED,)
    assert len(fake.history) == asked


def test_what_is_nearer_to_what_was_asked_is_offered_first() -> None:
    _, suggested = offering(opened="was opened in 1903", who="Anna Field, an engineer")
    assert suggested.next("What does Anna Field do?", ["a.md"]).questions == (WHO, OPENED)


def test_the_page_is_told_when_to_ask_for_more() -> None:
    fake, _ = offering()
    many(fake)
    app = build_app(fake, Options(prompts=Path("/nowhere")))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        waits = [client.get("/api/examples").headers.get("retry-after") for _ in range(8)]
    assert waits[0] == "1", "some are still to be tried"
    assert waits[-1] is None, "all have been tried"
