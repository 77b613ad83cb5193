"""The chat as a person uses it."""

from __future__ import annotations

import re
import threading
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.contract import AnswerSentence, Conflict, ConflictValue
from tests.browser.conftest import ask, clipboard
from tests.browser.tabs import opened
from tests.web.conftest import VESSELS
from tests.web.fake_assistant import FakeAssistant, Written, no_question, nothing, said, unsure
from vectorstore.errors import StoreError

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."


def test_a_question_gets_an_answer_with_a_marker_and_a_card(
    page: Page, assistant: FakeAssistant
) -> None:
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE, ["2025"])))
    ask(page, "When are they due?")
    expect(page.locator(".question")).to_have_text("When are they due?")
    expect(page.locator(".sentence")).to_have_text(f"{QUOTE}[1]")
    expect(page.locator(".sentence .hit")).to_have_text("2025")
    card = page.locator(".card")
    expect(card).to_contain_text("Six new vessels")
    expect(card).to_contain_text("vessels.md")
    expect(card).to_contain_text("15 January 2024")
    height = card.evaluate("node => node.getBoundingClientRect().height")
    assert height < 48, "one line an article"
    expect(page.locator("#qa-transcript")).to_contain_text(QUOTE)
    assert page.locator("#qa-transcript").inner_text().count(QUOTE) == 1
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_role("log")).to_be_visible()


TEXTS = "marks => marks.map(mark => mark.textContent)"
QUOTED = [
    (VESSELS, QUOTE),
    (VESSELS, "Japan and Vietnam signed a loan.\n\nUnder a loan worth $348 million"),
    ("Same. Same. Same.\n" * 3, "Same. Same.\nSame."),
    ("é e\u0301 👩‍👩‍👧 the 🇯🇵 flag\u200b, done.", "👩‍👩‍👧 the 🇯🇵 flag\u200b,"),
    ("אמר כי 12 ספינות <b>& יגיעו</b>.\tEnd", "12 ספינות <b>& יגיעו</b>.\t"),
    ("  two  spaces\n\n\n\nand lines \n" + "x" * 3_000 + " the end.", "two  spaces\n\n\n\nand"),
    ("filler. " * 4_000 + QUOTE + " filler." * 400, QUOTE),
]


def test_a_marker_shows_exactly_the_quoted_words(page: Page, assistant: FakeAssistant) -> None:
    for text, quote in QUOTED:
        assistant.put("vessels.md", replace(assistant.stored["vessels.md"], text=text))
        assistant.queue.append(said(assistant.cite(1, "vessels.md", quote)))
        ask(page, f"What about {quote[:9]}?")
        page.locator(".marker").last.click()
        expect(page.locator(".article-text")).to_have_js_property("textContent", text)
        expect(page.locator("mark#quote")).to_be_focused()
        assert "".join(page.locator("mark.chosen").evaluate_all(TEXTS)) == quote
        expect(page.locator("mark#quote")).to_be_in_viewport()
        assert page.locator("mark.also").count() == 0
    head = page.locator("#qa-panel .panel-head")
    for fact in ("Six new vessels", "vessels.md", "15 January 2024", "Dara Whitlock"):
        expect(head).to_contain_text(fact)


def test_the_same_marker_again_brings_the_words_back_into_view(
    page: Page, assistant: FakeAssistant
) -> None:
    text = "filler. " * 3_000 + QUOTE + " filler." * 3_000
    assistant.put("vessels.md", Written(text, "Long"))
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    page.locator(".said .marker").click()
    # The answer has opened its first citation by itself; only the click brings the focus there.
    expect(page.locator("mark#quote")).to_be_focused()
    expect(page.locator("mark#quote")).to_be_in_viewport()
    page.locator("#qa-side").evaluate("node => node.scrollTo(0, 0)")
    expect(page.locator("mark#quote")).not_to_be_in_viewport()
    page.locator(".card-open").click()
    expect(page.locator("mark#quote")).to_be_in_viewport()


def test_what_may_be_an_answer_opens_like_any_citation(
    page: Page, assistant: FakeAssistant
) -> None:
    quotes = (QUOTE, "Japan and Vietnam signed a loan.", "six patrol vessels")
    closest = [assistant.cite(n, "vessels.md", quote) for n, quote in enumerate(quotes, start=1)]
    assistant.queue.append(unsure(*closest, reason="None names a shipyard."))
    ask(page, "Which shipyard?")
    expect(page.locator(".lead-in")).to_have_text(
        "The articles may not say this. The closest passages:"
    )
    expect(page.locator(".reason")).to_have_text("None names a shipyard.")
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator(".passage .card-quote")).to_have_text(list(quotes))
    mark = page.locator("mark#quote")
    for number, quote in enumerate(quotes):
        for part in (".marker", ".card-open", ".card-quote"):
            page.locator(f".passage {part}").nth(number).click()
            expect(mark).to_have_js_property("textContent", quote)
            expect(mark).to_be_in_viewport()
            page.get_by_role("button", name="All articles").click()
            expect(page.locator(".articles")).to_be_visible()


def test_not_found_says_so_and_folds_what_comes_nearest(
    page: Page, assistant: FakeAssistant
) -> None:
    nearest = assistant.cite(1, "vessels.md", QUOTE)
    assistant.queue.append(nothing("", nearest, "No article names a shipyard."))
    ask(page, "Which shipyard?")
    expect(page.locator(".lead-in")).to_have_text("The articles do not say.")
    expect(page.locator(".reason")).to_have_text("No article names a shipyard.")
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator(".passage")).to_be_hidden()
    page.get_by_text("What comes nearest").click()
    page.locator(".passage .card-open").click()
    expect(page.locator("mark#quote")).to_have_text(QUOTE)


def test_thanks_is_answered_with_what_can_be_asked(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(no_question())
    ask(page, "Thanks!")
    expect(page.locator(".exchange")).not_to_contain_text("do not say")
    page.locator(".exchange").get_by_role("button", name="How many boats?").click()
    expect(page.locator(".question")).to_have_text(["Thanks!", "How many boats?"])
    assert assistant.history[-1].question == "How many boats?"


def test_an_answer_comes_sentence_by_sentence_and_nothing_jumps(
    page: Page, assistant: FakeAssistant
) -> None:
    for number in range(8):
        ask(page, f"Question {number}?")
    steps = [threading.Event() for _ in range(4)]
    waiting = iter(steps)
    assistant.before_each = lambda: next(waiting).wait(20)
    assistant.also = ("shipped",)
    quotes = (QUOTE, "Japan and Vietnam signed a loan.")
    assistant.queue.append(
        said(*(assistant.cite(n, "vessels.md", quote) for n, quote in enumerate(quotes, start=1)))
    )
    page.get_by_label("Your question").fill("When and what?")
    page.get_by_label("Your question").press("Enter")
    exchange = page.locator(".exchange").last
    expect(exchange.locator(".searched")).to_have_text("Searched also for shipped")
    expect(exchange).to_have_attribute("data-state", "pending")
    steps[0].set()
    expect(exchange.locator(".pending")).to_contain_text("Reading")
    top = "node => Math.round(node.getBoundingClientRect().top)"
    title = exchange.locator(".question")
    room = title.evaluate(top) - page.locator("#qa-transcript").evaluate(top)
    assert room < 60, "the question stands at the top before there is an answer"
    steps[1].set()
    first = exchange.locator(".sentence").first
    expect(first).to_contain_text(QUOTE)
    exchange.locator(".marker").focus()
    stood = (title.evaluate(top), first.evaluate(top))
    steps[2].set()
    expect(exchange.locator(".sentence")).to_have_count(2)
    assert (title.evaluate(top), first.evaluate(top)) == stood
    steps[3].set()
    expect(exchange).to_have_attribute("data-state", "done")
    assert (title.evaluate(top), first.evaluate(top)) == stood
    expect(exchange.locator(".said .marker").first).to_be_focused()


def test_a_stop_is_heard_at_once(page: Page, assistant: FakeAssistant) -> None:
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_hidden()
    leave = threading.Event()
    steps = iter([lambda: None, lambda: None, lambda: leave.wait(20)])
    assistant.before_each = lambda: next(steps)()
    quotes = (QUOTE, "Japan and Vietnam signed a loan.")
    assistant.queue.append(
        said(*(assistant.cite(n, "vessels.md", quote) for n, quote in enumerate(quotes, start=1)))
    )
    page.get_by_label("Your question").fill("When and what?")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".sentence")).to_have_count(1)
    stop.click()
    expect(page.locator(".stopped")).to_have_text("Stopped before the answer was complete.")
    leave.set()
    expect(stop).to_be_hidden()
    page.locator(".said .marker").click()
    expect(page.locator("mark#quote")).to_have_text(QUOTE)
    assistant.before_each = lambda: None
    ask(page, "And then?")
    expect(page.locator(".sentence")).to_have_count(1)


def test_what_a_filter_hides_can_be_searched_for_everywhere(
    page: Page, assistant: FakeAssistant
) -> None:
    page.get_by_role("button", name="Limit the search").click()
    page.get_by_text("Ask only some of them").click()
    page.get_by_label("Published from").fill("2024-01-01")
    ask(page, "When?")
    page.get_by_role("button", name="Search all articles").click()
    expect(page.locator(".exchange[data-state=done]")).to_have_count(2)
    assert [bool(asked.filters) for asked in assistant.history] == [True, False]
    assert assistant.history[1].question == "When?"


def test_what_was_unfolded_stays_so_when_the_list_comes_anew(
    page: Page, assistant: FakeAssistant
) -> None:
    page.get_by_role("button", name="Limit the search").click()
    page.get_by_text("Ask only some of them").click()
    expect(page.get_by_label("Published from")).to_be_visible()
    assistant.stored["late.md"] = Written("It came late.", "A late one")
    assistant.number += 1
    expect(page.locator("#qa-panel").get_by_text("A late one")).to_be_visible()
    expect(page.get_by_label("Published from")).to_be_visible()
    page.get_by_text("Ask only some of them").click()
    assistant.stored["later.md"] = Written("It came later.", "A later one")
    assistant.number += 1
    expect(page.locator("#qa-panel").get_by_text("A later one")).to_be_visible()
    expect(page.get_by_label("Published from")).to_be_hidden()


def test_a_disagreement_and_weak_support_are_shown(page: Page, assistant: FakeAssistant) -> None:
    new, old = (
        assistant.cite(1, "vessels.md", "six patrol vessels"),
        assistant.cite(2, "notes/old.txt", "Six boats"),
    )
    values = (ConflictValue("six boats", 2), ConflictValue("six vessels", 1))
    assistant.queue.append(
        said(
            new,
            old,
            searched="How many vessels did Japan give?",
            sentences=(AnswerSentence("There are six.", (1, 2), "partly"),),
            conflicts=(Conflict("the kind of ship", values),),
            confidence=0.3,
        )
    )
    ask(page, "And how many?")
    expect(page.locator(".searched")).to_contain_text("How many vessels did Japan give?")
    expect(page.locator(".support")).to_have_text("partly supported")
    expect(page.locator(".conflict dt")).to_have_text(["six vessels[1]", "six boats[2]"])
    expect(page.locator(".conflict dd").last).to_contain_text("no date given")
    expect(page.locator(".confidence")).to_have_text("low confidence")


def test_an_example_asks_itself(page: Page, assistant: FakeAssistant) -> None:
    page.get_by_role("button", name="How many boats?").click()
    expect(page.locator(".question")).to_have_text("How many boats?")
    expect(page.locator(".exchange[data-state=done]")).to_have_count(1)
    assert [asked.question for asked in assistant.history] == ["How many boats?"]


def test_a_second_tab_has_no_history(
    page: Page, context: BrowserContext, assistant: FakeAssistant, served: tuple[str, object]
) -> None:
    """FAULTS 57."""
    ask(page, "First tab?")
    other = opened(context, served[0])
    expect(other.locator(".exchange")).to_have_count(0)
    ask(other, "Second tab?")
    assert assistant.history[-1].history == ()
    ask(page, "First again?")
    assert [turn.text for turn in assistant.history[-1].history] == [
        "First tab?",
        "The articles do not say.",
    ]
    page.reload()
    page.wait_for_selector(".welcome")


def test_a_new_conversation_forgets(page: Page, assistant: FakeAssistant) -> None:
    ask(page, "Something?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "Else?")
    assert assistant.history[-1].history == ()


def test_an_ingest_is_noticed_while_the_page_is_open(page: Page, assistant: FakeAssistant) -> None:
    """FAULTS 28."""
    ask(page, "Before?")
    assistant.put("new.md", Written("News of today.", "Fresh news", "2024-06-01"))
    notice = page.locator(".notice")
    expect(notice).to_contain_text("The articles changed: 1 added")
    expect(page.get_by_role("button", name="Fresh news")).to_be_visible()
    ask(page, "After?")
    expect(page.locator(".changed")).to_contain_text("The articles changed: 1 added")
    expect(notice).to_have_text("")


def test_a_removed_article_is_not_shown_as_if_it_were_there(
    page: Page, assistant: FakeAssistant
) -> None:
    """FAULTS 28."""
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    assistant.remove("vessels.md")
    page.locator(".said .marker").click()
    expect(page.locator(".lost")).to_contain_text("no longer among the articles")
    expect(page.locator("mark")).to_have_count(0)


def test_the_last_article_goes_and_the_first_comes(page: Page, assistant: FakeAssistant) -> None:
    """FAULTS 35."""
    for source in list(assistant.stored):
        assistant.remove(source)
    expect(page.locator(".welcome")).to_contain_text("qa-app ingest FOLDER")
    assistant.put("first.md", Written("A start.", "The first"))
    expect(page.locator(".welcome h2")).to_have_text("Ask your article.")


def test_articles_are_found_opened_and_left(page: Page, assistant: FakeAssistant) -> None:
    for number in range(12):
        assistant.put(f"more/{number}.txt", Written(f"Text {number}.", f"Number {number}"))
    expect(page.locator(".articles > li")).to_have_count(14)
    page.get_by_label("Find an article").fill("old.TXT")
    expect(page.locator(".articles > li:visible")).to_have_count(1)
    page.locator(".entry:visible").click()
    expect(page.locator(".article-text")).to_have_text("Six boats were given in 2014.")
    expect(page.locator(".panel-meta")).to_contain_text("no date given")
    page.get_by_role("button", name="All articles").click()
    expect(page.locator(".articles > li")).to_have_count(14)


def test_trouble_is_told_kindly(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(StoreError("Another process (pid 12) is writing <here>."))
    ask(page, "When?")
    expect(page.locator(".trouble")).to_have_text("Another process (pid 12) is writing <here>.")
    page.get_by_label("Your question").fill("x" * 2_001)
    page.locator("#qa-send").click()
    expect(page.locator(".message")).to_contain_text("2,001 characters")


def test_an_answer_can_be_copied(
    page: Page, context: BrowserContext, assistant: FakeAssistant
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".answer-foot .copy")).to_have_text("Copied")
    copied = clipboard(page)
    assert re.match(r"When\?\s+Delivery was planned for 2025\. \[1\]\s+\[1\] Six new", copied)
