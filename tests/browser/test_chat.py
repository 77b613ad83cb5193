"""The chat as a person uses it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.contract import AnswerSentence, Conflict, ConflictValue
from tests.browser.conftest import ask, opened
from tests.web.conftest import VESSELS
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from vectorstore.errors import StoreError
from vectorstore.model import Filter

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
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_role("log")).to_be_visible()


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
        expect(page.locator("mark")).to_have_js_property("textContent", quote)
        expect(page.locator("mark#quote")).to_be_in_viewport()
        assert page.locator("mark").count() == 1
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
    page.locator(".marker").click()
    expect(page.locator("mark")).to_be_in_viewport()
    page.locator("#qa-side").evaluate("node => node.scrollTo(0, 0)")
    expect(page.locator("mark")).not_to_be_in_viewport()
    page.locator(".card-open").click()
    expect(page.locator("mark")).to_be_in_viewport()


def test_no_answer_says_so_and_shows_what_comes_nearest(
    page: Page, assistant: FakeAssistant
) -> None:
    nearest = assistant.cite(1, "vessels.md", QUOTE)
    assistant.queue.append(nothing("", nearest, "No article names a shipyard."))
    ask(page, "Which shipyard?")
    expect(page.locator(".not-said")).to_have_text("The articles do not say.")
    expect(page.locator(".reason")).to_have_text("No article names a shipyard.")
    expect(page.locator(".nearest-label")).to_contain_text("not an answer")
    expect(page.locator(".said")).to_have_count(0)
    page.locator(".nearest .card-open").click()
    assert page.locator("mark#quote").inner_text() == QUOTE


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
    page.locator(".marker").click()
    expect(page.locator(".lost")).to_contain_text("no longer among the articles")
    expect(page.locator("mark")).to_have_count(0)


def test_the_last_article_goes_and_the_first_comes(page: Page, assistant: FakeAssistant) -> None:
    """FAULTS 35."""
    for source in list(assistant.stored):
        assistant.remove(source)
    expect(page.locator(".welcome")).to_contain_text("qa-app ingest FOLDER")
    assistant.put("first.md", Written("A start.", "The first"))
    expect(page.locator(".welcome h2")).to_have_text("Ask a question of 1 article.")


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


def test_a_search_can_be_limited(page: Page, assistant: FakeAssistant) -> None:
    page.get_by_role("button", name="Limit the search").click()
    page.get_by_label("Only these articles").click()
    page.get_by_role("option", name="Six new vessels").click()
    page.get_by_label("Published from").fill("2024-01-01")
    ask(page, "When?")
    assert assistant.history[0].filters == Filter(("vessels.md",), (), "2024-01-01", "")
    expect(page.locator(".searched")).to_contain_text("vessels.md, published from 2024-01-01")
    page.get_by_label("Published to").fill("soon")
    page.get_by_label("Your question").fill("And now?")
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is no date")
    expect(page.get_by_label("Your question")).to_have_value("And now?")


def test_trouble_is_told_kindly(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(StoreError("Another process (pid 12) is writing <here>."))
    ask(page, "When?")
    expect(page.locator(".trouble")).to_have_text("Another process (pid 12) is writing <here>.")
    page.get_by_label("Your question").fill("x" * 2_001)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".message")).to_contain_text("2,001 characters")


def test_an_answer_can_be_copied(
    page: Page, context: BrowserContext, assistant: FakeAssistant
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"When\?\s+Delivery was planned for 2025\. \[1\]\s+\[1\] Six new", copied)
