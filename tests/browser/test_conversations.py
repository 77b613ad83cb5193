"""Nothing is lost: refresh, Back, a restart, and the list of conversations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from qa_app.web import Options
from tests.browser.conftest import Watched, ask, opened
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, said
from tests.web.live import running

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."
ADDRESS = re.compile(r"/c/[0-9a-f]{16}$")


@pytest.fixture
def fake() -> FakeAssistant:
    return stocked()


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(saved=tmp_path / "conversations.sqlite")


@pytest.fixture
def page(context: BrowserContext, fake: FakeAssistant, options: Options) -> Iterator[Page]:
    with running(fake, options) as address:
        yield opened(context, address)
        for tab in context.pages:
            tab.close()


def follow(page: Page) -> None:
    page.locator(".said .marker").first.click()
    expect(page.locator("mark#quote")).to_have_text(QUOTE)


def test_a_refresh_keeps_the_conversation(page: Page, fake: FakeAssistant) -> None:
    fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    expect(page).to_have_url(ADDRESS)
    follow(page)
    page.reload()
    expect(page.locator(".question")).to_have_text("When?")
    follow(page)
    ask(page, "And then?")
    assert fake.history[-1].history[0].text == "When?"
    expect(page.locator(".question")).to_have_text(["When?", "And then?"])
    assert page.locator(".articles, .article-text").count() == 1


def test_a_restart_keeps_the_conversation(
    context: BrowserContext, fake: FakeAssistant, options: Options
) -> None:
    fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
    with running(fake, options) as address:
        page = opened(context, address)
        ask(page, "When?")
        expect(page).to_have_url(ADDRESS)
        path = page.url.removeprefix(address)
        page.close()
    with running(stocked(), options) as address:
        page = context.new_page()
        page.goto(f"{address}{path}")
        expect(page.locator(".question")).to_have_text("When?")
        follow(page)
        page.close()


def test_back_and_forward_go_between_conversations(page: Page, fake: FakeAssistant) -> None:
    ask(page, "First?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(ADDRESS)
    ask(page, "Second?")
    expect(page).to_have_url(ADDRESS)
    page.go_back()
    expect(page.locator(".welcome")).to_be_visible()
    page.go_back()
    expect(page.locator(".question")).to_have_text("First?")
    page.go_forward()
    expect(page.locator(".welcome")).to_be_visible()
    page.go_forward()
    expect(page.locator(".question")).to_have_text("Second?")
    ask(page, "Third?")
    assert fake.history[-1].history[0].text == "Second?"


def test_the_list_opens_renames_and_deletes(page: Page, fake: FakeAssistant) -> None:
    ask(page, "First?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(ADDRESS)
    ask(page, "Second?")
    page.get_by_role("button", name="Conversations").click()
    titles = page.locator(".conversations .entry-title")
    expect(titles).to_have_text(["Second?", "First?"])
    page.get_by_role("button", name="Rename").nth(1).click()
    page.get_by_label("New title").fill("The <b>vessels</b>")
    page.get_by_role("button", name="Save").click()
    expect(titles).to_have_text(["Second?", "The <b>vessels</b>"])
    titles.nth(1).click()
    expect(page.locator(".question")).to_have_text("First?")
    expect(page).to_have_url(ADDRESS)
    page.get_by_role("button", name="Delete").nth(1).click()
    expect(titles).to_have_count(2)
    page.get_by_role("button", name="Delete for good?").click()
    expect(titles).to_have_text(["Second?"])
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(ADDRESS)
    page.go_back()
    expect(page.get_by_role("alert")).to_contain_text("not kept here any more")


def test_the_list_works_on_a_phone(
    chromium: Browser, watched: Watched, fake: FakeAssistant, options: Options
) -> None:
    size: Any = {"width": 320, "height": 640}
    with (
        chromium.new_context(viewport=size, reduced_motion="reduce", has_touch=True) as context,
        running(fake, options) as address,
    ):
        page = opened(watched.watch(context), address)
        ask(page, "First?")
        page.get_by_role("button", name="Conversations").click()
        page.get_by_role("button", name="Rename").click()
        page.get_by_label("New title").fill("Vessels")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".conversations .entry-title")).to_have_text("Vessels")
        page.locator(".conversations .entry").click()
        expect(page.locator("#qa-side")).to_be_hidden()
        expect(page.locator(".question")).to_have_text("First?")
