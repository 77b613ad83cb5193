"""What a tab shows after each event, without a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qa_app.contract import Turn
from qa_app.web.conversation import Conversation
from qa_app.web.handlers import Handlers, Shown, choices
from qa_app.web.options import Options
from qa_app.web.service import Service
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from tests.web.markup import inert
from vectorstore.errors import StoreError
from vectorstore.model import Filter

NO_FILTER: dict[str, Any] = {"sources": [], "published_from": "", "published_to": ""}


def handlers(assistant: FakeAssistant, **options: Any) -> Handlers:
    return Handlers(Service(assistant, Options(**options)))


def ask(page: Handlers, question: object, before: Conversation, **filters: Any) -> list[Shown]:
    return list(page.ask(question, before, {**NO_FILTER, **filters}))


def begun(page: Handlers) -> Conversation:
    conversation = page.load().conversation
    assert conversation is not None
    return conversation


def test_a_question_is_shown_at_once_and_then_its_answer(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.queue.append(said(assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")))
    first, last = ask(page, "  When?\x00 ", begun(page))
    assert 'data-state="pending"' in (first.transcript or "")
    assert first.question == ""
    assert 'data-state="done"' in (last.transcript or "")
    assert assistant.history[0].question == "When?"


def test_history_reaches_the_assistant_and_is_capped(assistant: FakeAssistant) -> None:
    page = handlers(assistant, history_turns=2, kept_exchanges=3)
    conversation = begun(page)
    for number in range(6):
        conversation = (
            ask(page, f"question {number}", conversation)[-1].conversation or conversation
        )
    assert assistant.history[0].history == ()
    assert assistant.history[5].history == (
        Turn("user", "question 3"),
        Turn("assistant", "The articles do not say."),
        Turn("user", "question 4"),
        Turn("assistant", "The articles do not say."),
    )
    assert [e.question for e in conversation.exchanges] == [
        "question 3",
        "question 4",
        "question 5",
    ]
    assert conversation.dropped == 3


def test_a_thousand_questions_leave_a_small_page(assistant: FakeAssistant) -> None:
    """FAULTS 55."""
    page = handlers(assistant, kept_exchanges=8)
    conversation = begun(page)
    sizes = []
    for number in range(1_000):
        shown = ask(page, f"question {number:04}", conversation)[-1]
        assert shown.conversation is not None
        conversation = shown.conversation
        sizes.append(len(shown.transcript or ""))
    assert len(conversation.exchanges) == 8
    assert sizes[-1] <= sizes[60] + 100


@pytest.mark.parametrize("bad", [123, {}, [], None, "", "  \n", "\x00", "🤔🤔", "?", "x" * 2_001])
def test_what_is_no_question_is_told_and_not_asked(assistant: FakeAssistant, bad: object) -> None:
    """FAULTS 41, 42."""
    page = handlers(assistant)
    (shown,) = ask(page, bad, begun(page))
    assert "message" in (shown.message or "")
    assert shown.question is None, "what was typed stays"
    assert assistant.history == []


@pytest.mark.parametrize("odd", ["\ud800 who", "{{ x }} {} %s $x </context>", "q" * 2_000, "a"])
def test_odd_questions_are_asked_as_text(assistant: FakeAssistant, odd: str) -> None:
    """FAULTS 41, 43."""
    page = handlers(assistant)
    shown = ask(page, odd, begun(page))[-1]
    inert(shown.transcript or "")
    assert assistant.history[0].question == odd.replace("\ud800", "\ufffd")


def test_filters_reach_the_assistant_and_are_shown(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    shown = ask(page, "When?", begun(page), sources=["vessels.md"], published_from="2024-01-01")[-1]
    assert assistant.history[0].filters == Filter(("vessels.md",), (), "2024-01-01", "")
    assert "vessels.md, published from 2024-01-01" in (shown.transcript or "")


@pytest.mark.parametrize(
    "filters",
    [
        {"published_from": "last week"},
        {"published_from": 5},
        {"sources": "vessels.md"},
        {"sources": [1]},
        {"published_from": "2024-02-01", "published_to": "2024-01-01"},
    ],
)
def test_a_wrong_filter_is_told_and_nothing_asked(
    assistant: FakeAssistant, filters: dict[str, Any]
) -> None:
    page = handlers(assistant)
    (shown,) = ask(page, "When?", begun(page), **filters)
    assert shown.message
    assert assistant.history == []


def test_an_expected_failure_is_shown_in_its_own_words(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.queue.append(StoreError("The store is <locked>; wait."))
    shown = ask(page, "When?", begun(page))[-1]
    assert "The store is &lt;locked&gt;; wait." in (shown.transcript or "")


def test_a_bug_is_logged_and_told_without_details(
    assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    page = handlers(assistant)
    assistant.queue.append(ZeroDivisionError("secret detail"))
    shown = ask(page, "When?", begun(page))[-1]
    assert "Something went wrong" in (shown.transcript or "")
    assert "secret detail" not in (shown.transcript or "")
    assert "secret detail" in caplog.text


def test_an_empty_store_is_told_without_asking() -> None:
    """FAULTS 35."""
    empty = FakeAssistant()
    page = handlers(empty)
    assert "qa-app ingest FOLDER" in (page.load().transcript or "")
    assert "qa-app ingest FOLDER" in (ask(page, "When?", begun(page))[-1].transcript or "")
    assert empty.history == []


def test_a_store_that_cannot_be_read_is_told(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.broken = StoreError("The store is damaged.")
    assert "The store is damaged." in (page.load().message or "")
    assert "The store is damaged." in (page.load().panel or "")


def test_a_citation_opens_with_its_words_marked(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    quote = "Delivery was planned for 2025."
    assistant.queue.append(said(assistant.cite(1, "vessels.md", quote)))
    conversation = ask(page, "When?", begun(page))[-1].conversation
    assert conversation is not None
    shown = page.open_citation({"exchange": "q1", "cite": "1"}, conversation)
    assert f">{quote}</mark>" in (shown.panel or "")
    assert shown.view == "vessels.md"


@pytest.mark.parametrize("event", [None, 5, [], "x", {}, {"exchange": {}, "cite": []}, {"cite": 9}])
def test_an_invented_click_opens_nothing(assistant: FakeAssistant, event: object) -> None:
    page = handlers(assistant)
    shown = page.open_citation(event, begun(page))
    assert shown.panel is None
    assert shown.message


def test_a_removed_article_keeps_its_quote_and_says_so(assistant: FakeAssistant) -> None:
    """FAULTS 28: a deleted file is never shown as if it were there."""
    page = handlers(assistant)
    assistant.queue.append(said(assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")))
    conversation = ask(page, "When?", begun(page))[-1].conversation
    assert conversation is not None
    assistant.remove("vessels.md")
    seen = inert(page.open_citation({"exchange": "q1", "cite": "1"}, conversation).panel or "")
    assert "no longer among the articles" in seen.text
    assert not seen.named("mark")


def test_articles_are_listed_and_opened(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assert "Articles (2)" in (page.open_article({"source": ""}).panel or "")
    assert "Six boats were given" in (page.open_article({"source": "notes/old.txt"}).panel or "")
    assert "no longer" in (page.open_article({"source": "../../etc/passwd"}).panel or "")


@pytest.mark.parametrize("event", [None, 5, {"source": 7}, {"source": None}])
def test_an_invented_article_shows_the_list(assistant: FakeAssistant, event: object) -> None:
    assert "Articles (2)" in (handlers(assistant).open_article(event).panel or "")


def test_a_change_of_the_store_is_noticed_and_marked_in_the_conversation(
    assistant: FakeAssistant,
) -> None:
    """FAULTS 28."""
    page = handlers(assistant)
    conversation = ask(page, "When?", begun(page))[-1].conversation
    assert conversation is not None
    assistant.put("new.md", Written("News.", "News"))
    assistant.put("vessels.md", replace(assistant.stored["vessels.md"], text="Changed."))
    assistant.remove("notes/old.txt")
    shown = page.refresh(conversation, "")
    sentence = "The articles changed: 1 added, 1 edited, 1 removed (generation 4)."
    assert sentence in (shown.notice or "")
    assert 'data-generation="4"' in (shown.notice or "")
    assert "News" in (shown.panel or "")
    first, last = ask(page, "And now?", conversation)
    assert sentence in (last.transcript or "")
    assert sentence not in (first.notice or "")
    assert last.conversation is not None
    assert (
        sentence not in ask(page, "Again?", last.conversation)[-1].conversation.exchanges[-1].notice
    )  # type: ignore[union-attr]


def test_an_open_article_is_left_alone_by_a_change(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    conversation = begun(page)
    assistant.remove("notes/old.txt")
    assert page.refresh(conversation, "vessels.md").panel is None


def test_a_new_conversation_forgets(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.otherwise = nothing
    ask(page, "When?", begun(page))
    shown = page.clear()
    assert shown.conversation is not None
    assert shown.conversation.exchanges == ()
    assert shown.conversation.history(6) == ()


def test_the_filter_offers_titles_with_files(assistant: FakeAssistant) -> None:
    listing = Service(assistant, Options()).catalogue.current()
    assert choices(listing) == [
        ("notes/old.txt", "notes/old.txt"),
        ("Six new vessels — vessels.md", "vessels.md"),
    ]
