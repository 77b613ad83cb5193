"""Small screens, dark mode, and colours that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from qa_app.contract import AnswerSentence
from tests.browser.conftest import ask
from tests.browser.picture import DARK, LIGHT, PHONE, PICTURES, PROJECT, SOURCE, take
from tests.browser.tabs import a_tab, leave, loaded
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said, unsure

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[390, 360, 320])
def narrow(
    phone: BrowserContext, assistant: FakeAssistant, served: Any, request: pytest.FixtureRequest
) -> Iterator[Page]:
    page = a_tab(phone, served[0], {"width": request.param, "height": 640})
    page.emulate_media(color_scheme="dark")
    yield loaded(page, served[0])
    leave(phone)


def in_view(page: Page) -> None:
    """The question box and its button are wholly on the screen, and nothing is past its edge."""
    for part in (page.get_by_label("Your question"), page.get_by_role("button", name="Ask").last):
        expect(part).to_be_in_viewport(ratio=1)
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0


def test_on_a_phone_the_box_stays_and_the_source_is_a_sheet(
    narrow: Page, assistant: FakeAssistant
) -> None:
    in_view(narrow)
    long = "word " * 2_000 + QUOTE + " word" * 2_000
    assistant.put("vessels.md", Written(long, "A title that is rather long " * 4, "2024-01-15"))
    for _ in range(3):
        assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
        ask(narrow, "When are they due and " + "averylongword" * 20 + "?")
        in_view(narrow)
    sheet, close = narrow.locator("#qa-side"), narrow.get_by_role("button", name="Close")
    expect(sheet).to_be_hidden()
    marker = narrow.locator(".said .marker").last
    marker.click()
    expect(narrow.locator("mark#quote")).to_be_in_viewport()
    expect(narrow.locator("mark#quote")).to_be_focused()
    expect(close).to_be_in_viewport(ratio=1)
    box = sheet.bounding_box()
    assert box is not None
    assert box["width"] == narrow.evaluate("window.innerWidth")
    assert narrow.evaluate("document.querySelector('#qa-chat').inert")
    close.click()
    expect(sheet).to_be_hidden()
    expect(marker).to_be_focused()
    in_view(narrow)


def test_the_sheet_is_left_by_escape_and_by_a_touch_beside_it(
    narrow: Page, assistant: FakeAssistant
) -> None:
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(narrow, "When?")
    sheet = narrow.locator("#qa-side")
    for back in (
        lambda: narrow.keyboard.press("Escape"),
        lambda: narrow.mouse.click(100, 20),
    ):
        narrow.locator(".said .marker").click()
        expect(sheet).to_be_visible()
        back()
        expect(sheet).to_be_hidden()


def test_the_articles_are_a_touch_away_on_a_phone(narrow: Page, assistant: FakeAssistant) -> None:
    narrow.get_by_role("button", name="Limit the search").click()
    expect(narrow.locator("#qa-panel .panel-heading")).to_have_text("Articles (2)")
    narrow.locator(".entry").first.click()
    expect(narrow.locator(".article-text")).to_be_in_viewport()
    narrow.get_by_role("button", name="Close").click()
    narrow.get_by_role("button", name="Limit the search").click()
    expect(narrow.locator(".entry").first).to_be_in_viewport()


TOUCHED = """() => [...document.querySelectorAll('button, summary, input, textarea')]
  .filter(node => node.checkVisibility({ visibilityProperty: true }) && !node.closest('[inert]'))
  .map(node => {
    node.scrollIntoView({ block: 'center' });
    const box = node.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hits = [[-21, 0], [21, 0], [0, -21], [0, 21]].map(([dx, dy]) =>
      document.elementFromPoint(x + dx, y + dy));
    const all = hits.every(hit => hit && (node.contains(hit) || hit.closest('label, form') &&
      hit.closest('label, form').contains(node)));
    return all ? '' : node.outerHTML;
  }).filter(Boolean)"""


def test_what_a_finger_touches_is_44_pixels_wide_and_high(
    narrow: Page, assistant: FakeAssistant
) -> None:
    one, two = assistant.cite(1, "vessels.md", QUOTE), assistant.cite(2, "vessels.md", "a loan")
    both = (AnswerSentence("Both.", (1, 2), "supported"),)
    assistant.queue.append(said(one, two, sentences=both))
    ask(narrow, "When?")
    assert narrow.evaluate(TOUCHED) == []
    assistant.queue.append(unsure(one, two))
    ask(narrow, "Who?")
    assistant.queue.append(nothing("", one))
    ask(narrow, "Who else?")
    assert narrow.evaluate(TOUCHED) == []
    narrow.locator(".said .marker").first.click()
    expect(narrow.locator("mark#quote")).to_be_focused()
    assert narrow.evaluate(TOUCHED) == []


def test_a_limit_is_set_on_a_phone(narrow: Page, assistant: FakeAssistant) -> None:
    narrow.get_by_role("button", name="Limit the search").click()
    narrow.get_by_text("Ask only some of them").click()
    narrow.get_by_label("Ask only “Six new vessels”").check()
    for label in ("Published from", "to"):
        box = narrow.get_by_label(label, exact=True).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= narrow.evaluate("window.innerWidth")
    narrow.get_by_label("to", exact=True).fill("2024-12-31")
    narrow.get_by_role("button", name="Close").click()
    expect(narrow.locator(".chip")).to_have_count(2)
    in_view(narrow)
    assert narrow.evaluate(TOUCHED) == []


@pytest.mark.parametrize("narrow", [390], indirect=True)
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


def test_the_pictures_of_the_docs_can_be_taken(
    chromium: Browser, assistant: FakeAssistant, served: Any, tmp_path: Path
) -> None:
    for _ in range(3):
        assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    take(chromium, served[0], tmp_path / "images")
    readme, page = (PROJECT / name for name in ("README.md", "docs/page.md"))
    for name in (LIGHT, DARK, PHONE, SOURCE):
        with Image.open(tmp_path / "images" / name) as taken, Image.open(PICTURES / name) as shown:
            assert taken.size == shown.size
        assert f"images/{name}" in page.read_text("utf-8") + readme.read_text("utf-8")
    assert f"docs/images/{LIGHT}" in readme.read_text("utf-8")


# 640 x 400 is a window of 1280 x 800 at 200 %.
SIZES = ((320, 640), (360, 640), (640, 400), (1280, 800), (1920, 1080))


def test_nothing_is_past_the_edge_at_any_width(page: Page, assistant: FakeAssistant) -> None:
    tabs = page.get_by_role("navigation", name="Pages")

    def sized() -> Iterator[None]:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            yield

    for _ in sized():
        in_view(page)
    assistant.queue.append(said(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    for _ in sized():
        in_view(page)
    for name in ("Articles", "Ask"):
        tabs.get_by_role("button", name=name).click()
        for _ in sized():
            assert page.evaluate(OVERFLOW) == 0
