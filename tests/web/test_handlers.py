"""What a tab shows after each event, without a browser."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qa_app.contract import Request, Retrieved, Searched, Turn
from qa_app.conversation import Conversation
from qa_app.web.handlers import Handlers, Shown
from qa_app.web.options import Options
from qa_app.web.service import Service
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said, unsure
from tests.web.live import wait_for
from tests.web.markup import inert, newest
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
    shown = ask(page, "  When?\x00 ", begun(page))
    states = [inert(newest(one.live)).named("article")[0]["data-state"] for one in shown]
    assert states == ["pending"] * 4 + ["done"]
    assert shown[0].question == ""
    assert [one.transcript for one in shown] == [None] * 5, "the rest of the log is left alone"
    assert assistant.history[0].question == "When?"
    assert assistant.history[0].asked_on == date.today()


def test_what_is_heard_of_an_answer_is_shown_as_it_comes(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.also = ("defense",)
    one, two = "Delivery was planned for 2025.", "Japan and Vietnam signed a loan."
    found = (Retrieved("vessels.md", 0, 10, 0.5),) * 3
    assistant.queue.append(
        said(
            assistant.cite(1, "vessels.md", one),
            assistant.cite(2, "vessels.md", two),
            searched="When is it?",
            retrieved=found,
        )
    )
    texts = [inert(newest(shown.live)).text for shown in ask(page, "When?", begun(page))]
    assert [one in text for text in texts] == [False, False, False, True, True, True]
    assert [two in text for text in texts] == [False, False, False, False, True, True]
    assert ["Searched for: When is it?" in text for text in texts] == [False] + [True] * 5
    assert ["Searched also for defense" in text for text in texts] == [False] + [True] * 5
    assert ["Reading 3 passages" in text for text in texts] == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_sentence_that_has_come_can_be_followed_before_the_answer_ends(
    assistant: FakeAssistant,
) -> None:
    page = handlers(assistant)
    quote = "Delivery was planned for 2025."
    assistant.queue.append(said(assistant.cite(1, "vessels.md", quote)))
    sentence = ask(page, "When?", begun(page))[3]
    assert sentence.conversation is not None
    assert sentence.conversation.last.pending
    opened = page.open_citation({"exchange": "q1", "cite": "1"}, sentence.conversation)
    assert f">{quote}</mark>" in (opened.panel or "")


def test_a_stop_ends_at_once_with_what_has_come(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    conversation = begun(page)
    one, two = "Delivery was planned for 2025.", "Japan and Vietnam signed a loan."
    assistant.queue.append(
        said(assistant.cite(1, "vessels.md", one), assistant.cite(2, "vessels.md", two))
    )
    reached, leave = threading.Semaphore(0), threading.Event()
    over: list[bool] = []

    def slow() -> None:
        reached.release()
        over.append(leave.wait(20))

    steps = iter([lambda: None, lambda: None, slow])
    assistant.before_each = lambda: next(steps)()
    asking = page.ask("When?", conversation, NO_FILTER)
    shown = [next(asking) for _ in range(4)]
    assert reached.acquire(timeout=10), "the second sentence is being worked on"
    (busy,) = ask(page, "Another?", conversation)
    assert "still being answered" in (busy.message or "")
    page.stop(conversation)
    (last,) = list(asking)
    assert over == [], "the second sentence is still being worked on"
    leave.set()
    seen = inert(newest(last.live))
    assert seen.named("article")[0]["data-state"] == "done"
    assert one in seen.text
    assert two not in seen.text
    assert "Stopped before the answer was complete." in seen.text
    assert len(shown) == 4
    assert last.conversation is not None
    assert last.conversation.history(5) == (), "half an answer is nothing to refer to"
    assistant.before_each = lambda: None
    assert 'data-state="done"' in newest(ask(page, "Again?", last.conversation)[-1].live)


def test_a_stop_ends_what_still_waits_for_its_turn(assistant: FakeAssistant) -> None:
    service = Service(assistant, Options(running=1, waiting=1))
    page = Handlers(service)
    conversation = begun(page)
    with service._gate.turn("somebody"), ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask, page, "When?", conversation)
        while not service._gate._queues:
            assert not asking.done()
        page.stop(conversation)
        shown = asking.result(20)
        assert "Stopped" in newest(shown[-1].live)
        wait_for(lambda: not service._gate._queues)
    assert assistant.history == [], "it is not asked later either"
    stopped = threading.Event()
    stopped.set()
    assert list(service.stream(Request("When?", stop=stopped))) == []
    assert assistant.history == []


def test_who_asks_on_the_page_takes_turns_with_all_who_ask(assistant: FakeAssistant) -> None:
    service = Service(assistant, Options(running=1, waiting=9))
    page = Handlers(service)
    with service._gate.turn("x"), ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: list(page.ask("When?", begun(page), {}, asker="1.2.3.4")))
        wait_for(lambda: list(service._gate._queues) == ["1.2.3.4"])
        service._gate._queues["1.2.3.4"][0].cancel()
        asking.result(20)


def test_a_stream_without_an_end_is_not_waited_for(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    assistant.stream = lambda request: iter([Searched("x")])  # type: ignore[method-assign]
    seen = inert(newest(ask(page, "When?", begun(page))[-1].live))
    assert seen.named("article")[0]["data-state"] == "done"
    assert "Stopped." in seen.text


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
    inert(newest(shown.live))
    assert assistant.history[0].question == odd.replace("\ud800", "\ufffd")


def test_filters_reach_the_assistant_and_are_shown(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    shown = ask(page, "When?", begun(page), sources=["vessels.md"], published_from="2024-01-01")[-1]
    assert assistant.history[0].filters == Filter(("vessels.md",), (), "2024-01-01", "")
    assert "vessels.md, published from 2024-01-01" in newest(shown.live)


@pytest.mark.parametrize(
    "filters",
    [
        {"published_from": "last week"},
        {"published_from": 5},
        {"sources": 5},
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
    assert "The store is &lt;locked&gt;; wait." in newest(shown.live)


def test_a_bug_is_logged_and_told_without_details(
    assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    page = handlers(assistant)
    assistant.queue.append(ZeroDivisionError("secret detail"))
    shown = ask(page, "When?", begun(page))[-1]
    assert "Something went wrong" in newest(shown.live)
    assert "secret detail" not in newest(shown.live)
    assert "secret detail" in caplog.text


def test_an_empty_store_is_told_without_asking() -> None:
    """FAULTS 35."""
    empty = FakeAssistant()
    page = handlers(empty)
    assert "qa-app ingest FOLDER" in (page.load().transcript or "")
    assert "qa-app ingest FOLDER" in newest(ask(page, "When?", begun(page))[-1].live)
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


def test_a_closest_passage_opens_like_any_citation(assistant: FakeAssistant) -> None:
    page = handlers(assistant)
    quotes = ("Delivery was planned for 2025.", "Japan and Vietnam signed a loan.")
    closest = [assistant.cite(n, "vessels.md", quote) for n, quote in enumerate(quotes, start=1)]
    assistant.queue.append(unsure(*closest))
    shown = ask(page, "Who?", begun(page))[-1]
    markers = inert(newest(shown.live)).classed("marker")
    assert shown.conversation is not None
    for quote, marker in zip(quotes, markers, strict=True):
        event = {"exchange": marker["data-exchange"], "cite": marker["data-cite"]}
        opened = page.open_citation(event, shown.conversation)
        assert f">{quote}</mark>" in (opened.panel or "")


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
    assert "Articles (2)" in (page.select({"source": ""}, Conversation()).panel or "")
    assert "Six boats were given" in (
        page.select({"source": "notes/old.txt"}, Conversation()).panel or ""
    )
    assert "no longer" in (page.select({"source": "../../etc/passwd"}, Conversation()).panel or "")


@pytest.mark.parametrize("event", [None, 5, {"source": 7}, {"source": None}])
def test_an_invented_article_shows_the_list(assistant: FakeAssistant, event: object) -> None:
    assert "Articles (2)" in (handlers(assistant).select(event, Conversation()).panel or "")


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
    sentence = "The articles changed: 1 added, 1 edited, 1 removed."
    assert sentence in (shown.notice or "")
    assert 'data-generation="4"' in (shown.notice or "")
    assert "News" in (shown.panel or "")
    first, *_, last = ask(page, "And now?", conversation)
    assert sentence in newest(last.live)
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


def test_a_folder_and_an_article_that_are_ticked_are_both_searched(
    assistant: FakeAssistant,
) -> None:
    page = handlers(assistant)
    assistant.put("notes/sub/deep.md", Written("Deep.", "Deep"))
    assistant.put("notesnot.md", Written("Beside.", "Beside"))
    filters: Any = {"folders": ["notes"], "published_to": "2024-12-31"}
    shown = ask(page, "When?", begun(page), **{**filters, "sources": ["vessels.md"]})
    asked = assistant.history[-1].filters
    assert set(asked.sources) == {"vessels.md", "notes/old.txt", "notes/sub/deep.md"}
    assert asked.folders == ()
    assert asked.published_to == "2024-12-31", "the days still limit both"
    assert "vessels.md, notes" in newest(shown[-1].live), "it is told as it was ticked"
    ask(page, "When?", begun(page), **filters)
    assert assistant.history[-1].filters.folders == ("notes",)
