"""Nothing is lost: refresh, Back, a restart, and the list of conversations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.conversations import SavedConversations
from qa_app.web import Options
from tests.browser.conftest import anew, ask
from tests.browser.tabs import a_tab, leave, opened, running
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, Written, said

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."
ADDRESS = re.compile(r"/c/[0-9a-f]{16}$")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "conversations.sqlite"


@pytest.fixture(scope="module")
def keeping(kept: Path) -> Iterator[tuple[str, FakeAssistant]]:
    """A server that keeps conversations, and the assistant behind it."""
    fake = stocked()
    with running(fake, Options(saved=kept)) as address:
        yield address, fake


@pytest.fixture
def fake(keeping: tuple[str, FakeAssistant]) -> FakeAssistant:
    return anew(keeping[1])


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(saved=tmp_path / "conversations.sqlite")


@pytest.fixture
def page(
    context: BrowserContext, keeping: tuple[str, FakeAssistant], fake: FakeAssistant, kept: Path
) -> Iterator[Page]:
    """The page when nothing is kept."""
    saved = SavedConversations(kept)
    for entry in saved.entries(99):
        saved.delete(entry.id)
    saved.purge(0)
    yield opened(context, keeping[0])
    leave(context)


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
        leave(context)
    with running(stocked(), options) as address:
        page = a_tab(context, address)
        page.goto(f"{address}{path}")
        expect(page.locator(".question")).to_have_text("When?")
        follow(page)
        leave(context)


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
    expect(titles).to_have_text(["Second?"])
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(ADDRESS)
    page.go_back()
    expect(page.get_by_role("alert")).to_contain_text("not kept here any more")


def test_the_list_works_on_a_phone(
    phone: BrowserContext, fake: FakeAssistant, options: Options
) -> None:
    with running(fake, options) as address:
        page = opened(phone, address, {"width": 320, "height": 640})
        ask(page, "First?")
        page.get_by_role("button", name="Conversations").click()
        page.get_by_role("button", name="Rename").click()
        page.get_by_label("New title").fill("Vessels")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".conversations .entry-title")).to_have_text("Vessels")
        page.locator(".conversations .entry").click()
        expect(page.locator("#qa-side")).to_be_hidden()
        expect(page.locator(".question")).to_have_text("First?")
        leave(phone)


def test_a_deleted_conversation_comes_back_when_that_is_undone(
    page: Page, fake: FakeAssistant
) -> None:
    ask(page, "First?")
    address = page.url
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".undo")).to_contain_text("First?")
    expect(page.locator(".conversations > li")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".conversations .entry-title")).to_have_text("First?")
    page.goto(address)
    expect(page.locator(".question")).to_have_text("First?")


def test_conversations_are_found_by_what_was_said_in_them(page: Page, fake: FakeAssistant) -> None:
    fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
    for question in ("When?", "Who?"):
        ask(page, question)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".welcome")).to_be_visible()
    page.get_by_role("button", name="Conversations").click()
    shown = page.locator(".conversations > li:visible .entry-title")
    expect(shown).to_have_text(["Who?", "When?"])
    page.get_by_label("Find a conversation").fill("DELIVERY planned")
    expect(shown).to_have_text(["When?"])
    page.get_by_label("Find a conversation").fill("")
    expect(shown).to_have_count(2)


def test_a_conversation_can_be_taken_along(page: Page, fake: FakeAssistant) -> None:
    fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
    ask(page, "When <b>?")
    page.get_by_role("button", name="Conversations").click()
    for form, held in (("Markdown", "## When \\<b\\>?"), ("JSON", '"quote": "Delivery')):
        page.get_by_text("Export").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=form).click()
        assert held in Path(download.value.path()).read_text("utf-8")
    page.get_by_text("Export").click()
    with page.expect_popup() as popup:
        page.get_by_role("button", name="To print").click()
    expect(popup.value.locator("blockquote")).to_have_text(QUOTE)
    expect(popup.value.locator("h2")).to_have_text("When <b>?")


def test_reopened_citations_say_what_has_become_of_them(page: Page, fake: FakeAssistant) -> None:
    loan, boats = "Under a loan worth $348 million", "Six boats were given in 2014."
    fake.put("moved.md", Written("Some words. It moved here.", "Moved"))
    cited = [
        fake.cite(1, "vessels.md", "signed a loan"),
        fake.cite(2, "vessels.md", loan),
        fake.cite(3, "notes/old.txt", boats),
        fake.cite(4, "moved.md", "It moved here."),
    ]
    fake.queue.append(said(*cited))
    ask(page, "When?")
    expect(page.locator(".now")).to_have_count(0)
    text = fake.text("vessels.md")
    fake.put("vessels.md", replace(fake.stored["vessels.md"], text=text.replace("$348", "$400")))
    fake.put("moved.md", Written("Much is new. Some words. It moved here.", "Moved"))
    fake.remove("notes/old.txt")
    page.reload()
    expect(page.locator(".now")).to_have_text(["changed since", "deleted", "moved since"])
    expect(page.locator(".since")).to_contain_text("1 changed, 1 deleted, 1 moved")
    expect(page.locator(".said")).to_contain_text(loan)
    markers, lost = page.locator(".said .marker"), page.locator(".lost")
    markers.nth(3).click()
    expect(lost).to_contain_text("now stand here")
    expect(page.locator("mark#quote")).to_have_text("It moved here.")
    markers.nth(1).click()
    expect(lost).to_contain_text("has changed since")
    expect(lost).to_contain_text(loan)
    markers.nth(2).click()
    expect(lost).to_contain_text("no longer among the articles")
    expect(lost).to_contain_text(boats)
    markers.nth(0).click()
    expect(page.locator("mark#quote")).to_have_text("signed a loan")
    expect(lost).to_have_count(0)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".exchange[data-state=done]")).to_have_count(2)
    assert fake.history[-1].question == "When?"


def test_answers_are_not_saved_when_that_is_switched_off(page: Page, fake: FakeAssistant) -> None:
    page.get_by_label("Save answers").uncheck()
    chip = page.locator(".chip")
    expect(chip).to_have_text("not saved×")
    ask(page, "A secret?")
    expect(page).not_to_have_url(ADDRESS)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_label("Save answers")).not_to_be_checked()
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#qa-panel .hint")).to_have_text("Nothing has been asked yet.")
    chip.click()
    expect(page.get_by_label("Save answers")).to_be_checked()
    ask(page, "When?")
    expect(page).to_have_url(ADDRESS)
