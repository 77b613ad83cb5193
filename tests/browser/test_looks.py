"""Small screens, dark mode, and colours that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched, ask, opened
from tests.web.fake_assistant import FakeAssistant, Written, said

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."
NARROW = {"width": 390, "height": 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def narrow(
    chromium: Browser, watched: Watched, assistant: FakeAssistant, served: Any
) -> Iterator[Page]:
    with chromium.new_context(
        viewport=NARROW, reduced_motion="reduce", color_scheme="dark"
    ) as context:
        yield opened(watched.watch(context), served[0])


def test_on_a_narrow_screen_the_panel_is_below_and_comes_into_view(
    narrow: Page, assistant: FakeAssistant
) -> None:
    long = "word " * 2_000 + QUOTE + " word" * 2_000
    assistant.put("vessels.md", Written(long, "A title that is rather long " * 4, "2024-01-15"))
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(narrow, "When are they due and " + "averylongword" * 20 + "?")
    assert narrow.evaluate(OVERFLOW) == 0
    chat, side = (
        narrow.locator("#qa-chat").bounding_box(),
        narrow.locator("#qa-side").bounding_box(),
    )
    assert chat is not None
    assert side is not None
    assert side["y"] >= chat["y"] + chat["height"] - 1
    narrow.locator(".said .marker").click()
    expect(narrow.locator("mark")).to_be_in_viewport()
    assert narrow.evaluate(OVERFLOW) == 0
    narrow.get_by_role("button", name="Back to the answer").click()
    expect(narrow.locator(".said .marker")).to_be_in_viewport()


def test_dark_mode_follows_the_system(narrow: Page, page: Page) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    dark = narrow.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light == "rgb(247, 245, 240)"
    assert dark == "rgb(23, 25, 24)"


def test_on_a_wide_screen_each_column_scrolls_by_itself(
    page: Page, assistant: FakeAssistant
) -> None:
    for number in range(4):
        ask(page, f"Question {number}?")
    assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 1
    expect(page.locator(".exchange").last).to_be_in_viewport()
    expect(page.get_by_label("Your question")).to_be_in_viewport()
