"""Everything can be done, and followed, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ask
from tests.web.fake_assistant import FakeAssistant, said

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_ask_follow_a_marker_and_come_back(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    page.get_by_label("Your question").focus()
    page.keyboard.type("When?")
    page.keyboard.press("Enter")
    expect(page.locator(".said .marker")).to_be_visible()
    page.locator("body").click(position={"x": 5, "y": 5})
    tab_to(page, ".marker")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "focus can be seen"
    page.keyboard.press("Enter")
    expect(page.locator("mark#quote")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".said .marker")).to_be_focused()


def test_the_panel_leads_back_to_the_answer(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    expect(page.locator("mark#quote")).to_be_visible()  # by itself
    page.locator(".said .marker").focus()
    page.keyboard.press("Space")
    expect(page.locator("mark#quote")).to_be_focused()
    page.get_by_role("button", name="Back to the answer").press("Enter")
    expect(page.locator(".said .marker")).to_be_focused()


def test_an_article_of_the_list_is_opened_and_left(page: Page, assistant: FakeAssistant) -> None:
    page.locator(".entry").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#qa-panel .panel-heading")).to_be_focused()
    expect(page.get_by_role("button", name="Back to the answer")).to_be_hidden()
    page.get_by_role("button", name="All articles").press("Enter")
    expect(page.locator("#qa-panel .panel-heading")).to_be_focused()


def test_shift_enter_is_a_new_line(page: Page, assistant: FakeAssistant) -> None:
    box = page.get_by_label("Your question")
    box.focus()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert box.input_value() == "one\ntwo"
    assert assistant.history == []


def test_what_has_a_role_has_a_name(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea')]
        .filter(node => node.checkVisibility())
        .filter(node => !(node.innerText || node.ariaLabel || node.labels?.[0]?.innerText || ''
          ).trim())
        .map(node => node.outerHTML)"""
    )
    assert nameless == []
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.title() == "qa-app: answers from your articles"
