"""Reading an answer's sources: every quote, from one to the next, and an article's form."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ask, clipboard
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from tests.web.test_render import SHAPED

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."
TEXTS = "marks => marks.map(mark => mark.textContent)"


@pytest.fixture
def answered(page: Page, assistant: FakeAssistant) -> Page:
    cited = [
        assistant.cite(1, "vessels.md", QUOTE),
        assistant.cite(2, "vessels.md", "a loan worth $348 million"),
        assistant.cite(3, "notes/old.txt", "Six boats"),
    ]
    assistant.queue.append(said(*cited))
    ask(page, "When?")
    return page


def chosen(page: Page, quote: str, at: str) -> None:
    expect(page.locator(".steps .at")).to_have_text(at)
    assert "".join(page.locator("mark.chosen").evaluate_all(TEXTS)) == quote
    expect(page.locator("mark#quote")).to_be_in_viewport()


def test_the_first_source_opens_by_itself_beside_the_answer(answered: Page) -> None:
    chosen(answered, QUOTE, "1 of 3")
    expect(answered.locator("mark.also")).to_have_text("a loan worth $348 million")
    expect(answered.get_by_label("Your question")).to_be_focused()
    expect(answered.locator(".said .marker").first).to_have_class("marker opened")


def test_whoever_reads_is_left_alone(page: Page, assistant: FakeAssistant) -> None:
    page.locator(".entry", has_text="notes/old.txt").click()
    expect(page.locator(".panel-heading")).to_be_focused()
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    page.locator("#qa-question textarea").evaluate(
        """node => { node.value = "When?"; node.dispatchEvent(new Event("input")); }"""
    )
    page.locator("#qa-send").evaluate("node => node.click()")
    expect(page.locator(".exchange[data-state=done]")).to_have_count(1)
    page.wait_for_timeout(300)
    expect(page.locator(".panel-meta .path")).to_have_text("notes/old.txt")


def test_an_answer_without_sources_opens_nothing(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(nothing("", assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    page.wait_for_timeout(300)
    expect(page.locator("mark")).to_have_count(0)


def test_next_and_previous_go_through_all_citations_by_key(answered: Page) -> None:
    answered.locator(".said .marker").first.click()
    chosen(answered, QUOTE, "1 of 3")
    expect(answered.locator("mark#quote")).to_be_focused()
    steps = (
        ("ArrowRight", "a loan worth $348 million", "2 of 3"),
        ("ArrowRight", "Six boats", "3 of 3"),
        ("ArrowRight", QUOTE, "1 of 3"),
        ("ArrowLeft", "Six boats", "3 of 3"),
        ("[", "a loan worth $348 million", "2 of 3"),
        ("]", "Six boats", "3 of 3"),
    )
    for key, quote, at in steps:
        answered.keyboard.press(key)
        chosen(answered, quote, at)
        expect(answered.locator("mark#quote")).to_be_focused()
    expect(answered.locator(".panel-meta .path")).to_have_text("notes/old.txt")
    answered.keyboard.press("Escape")
    expect(answered.locator(".said .marker").nth(2)).to_be_focused()
    box = answered.get_by_label("Your question")
    box.fill("a")
    box.press("]")
    expect(box).to_have_value("a]")
    expect(answered.locator(".steps .at")).to_have_text("3 of 3")


def test_a_quote_that_is_marked_lightly_can_be_chosen(answered: Page) -> None:
    chosen(answered, QUOTE, "1 of 3")
    answered.locator("mark.also").click()
    chosen(answered, "a loan worth $348 million", "2 of 3")
    expect(answered.locator("mark.also")).to_have_text(QUOTE)
    answered.get_by_role("button", name="Next citation").click()
    chosen(answered, "Six boats", "3 of 3")


def test_a_marker_shows_its_quote_to_mouse_and_keyboard(answered: Page) -> None:
    tip = answered.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    answered.locator(".said .marker").nth(1).hover()
    expect(tip).to_contain_text("a loan worth $348 million")
    expect(tip).to_contain_text("Six new vessels")
    answered.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    answered.keyboard.press("Tab")
    answered.locator(".said .marker").first.focus()
    expect(tip).to_contain_text(QUOTE)
    answered.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_words_are_found_in_the_article(answered: Page, assistant: FakeAssistant) -> None:
    text = "Boats. " + "filler " * 3_000 + "boats and\n\nmore BOATS."
    assistant.put("notes/old.txt", Written(text, "Old"))
    answered.get_by_role("button", name="All articles").click()
    answered.locator(".entry", has_text="notes/old.txt").click()
    field = answered.get_by_label("Find in this article")
    field.fill("boats")
    found = answered.locator(".panel-tools .found")
    expect(found).to_have_text("1 of 3")
    top = answered.locator("#qa-side").evaluate("node => node.scrollTop")
    field.press("Enter")
    expect(found).to_have_text("2 of 3")
    assert answered.locator("#qa-side").evaluate("node => node.scrollTop") > top + 1_000
    field.press("Shift+Enter")
    field.press("Shift+Enter")
    expect(found).to_have_text("3 of 3")
    size = "CSS.highlights.get('qa-found').size"
    assert answered.evaluate(size) == 3
    expect(answered.locator(".article-text")).to_have_js_property("textContent", text)
    field.fill("nowhere")
    expect(found).to_have_text("not found")
    assert answered.evaluate(size) == 0


def test_a_quote_is_copied_with_where_it_stands(answered: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    chosen(answered, QUOTE, "1 of 3")
    answered.get_by_role("button", name="Copy quote").click()
    expect(answered.get_by_role("button", name="Copied")).to_be_visible()
    copied = clipboard(answered)
    assert copied == f"“{QUOTE}”\nSix new vessels (vessels.md, 2024-01-15)"


def test_headings_lists_and_tables_look_like_it(page: Page, assistant: FakeAssistant) -> None:
    assistant.put("shaped.md", Written(SHAPED, "A title", "2024-01-15"))
    assistant.queue.append(said(assistant.cite(1, "shaped.md", "Year: 2021 | Sum: 6")))
    ask(page, "What sum?")
    expect(page.locator("mark#quote")).to_be_visible()
    article = page.locator(".article-text")
    expect(article).to_have_js_property("textContent", SHAPED)
    assert "".join(page.locator("mark.chosen").evaluate_all(TEXTS)) == "Year: 2021 | Sum: 6"
    expect(article.locator("h3")).to_have_text("A section")
    shown = article.inner_text()
    assert "2021" in shown
    assert "Year:" not in shown, "a label stands once, in the head of the table"
    expect(article.get_by_role("columnheader", name="Year")).to_be_visible()
    title = article.locator(".repeated").bounding_box()
    assert title is not None
    assert title["height"] <= 1, "the title is not printed twice"


def test_where_title_and_date_come_from_is_folded_away(answered: Page) -> None:
    facts = answered.locator(".about dl")
    expect(facts).to_be_hidden()
    answered.get_by_text("About this article").click()
    expect(facts).to_contain_text("Six new vessels (front matter)")
    expect(facts).to_contain_text("Dara Whitlock")


def test_a_source_that_opened_by_itself_goes_with_an_answer_that_has_none(
    answered: Page, assistant: FakeAssistant
) -> None:
    ask(answered, "And who?")
    expect(answered.locator("#qa-panel .panel-heading")).to_have_text("Articles (2)")
    expect(answered.get_by_label("Your question")).to_be_focused()


def test_a_source_that_somebody_opened_stays(answered: Page, assistant: FakeAssistant) -> None:
    answered.locator(".said .marker").last.click()
    expect(answered.locator("mark#quote")).to_be_focused()
    answered.get_by_label("Your question").click()
    ask(answered, "And who?")
    answered.wait_for_timeout(300)
    expect(answered.locator("mark#quote")).to_be_visible()
