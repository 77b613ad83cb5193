"""The original of an article beside its text, as a person opens it; nothing hostile runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from ingest import IngestOptions
from qa_app import users
from qa_app.library import Library
from qa_app.users import Users
from qa_app.web import Options
from tests.browser.conftest import POLL, Watched, ask
from tests.browser.tabs import a_tab, leave, opened, running
from tests.browser.test_axe import found
from tests.browser.test_library import tab
from tests.browser.test_looks import OVERFLOW, TOUCHED
from tests.browser.test_users import log_in
from tests.web.originals import HOSTILE, OPENS, Stocked, stocked

pytestmark = pytest.mark.browser
SHIPS = "How many ships did the harbour of Haiphong count on page 3?"
VIEWER = "chrome-extension://"


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stocked]:
    with stocked(tmp_path_factory.mktemp("originals")) as one:
        yield one


@pytest.fixture(scope="module")
def address(stock: Stocked) -> Iterator[str]:
    library = Library(stock.assistant.store, IngestOptions())
    options = Options(poll_seconds=POLL, library=library, originals=stock.originals)
    with running(stock.assistant, options) as address:
        yield address
    library.stop()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    yield opened(context, address)
    leave(context)


def original(page: Page, link: Any) -> Page:
    """The page that the link opens in a tab of its own."""
    with page.context.expect_page() as new:
        link.click()
    new.value.wait_for_load_state()
    return new.value


def listed(page: Page, title: str) -> Page:
    """The original of an article of the Articles tab."""
    tab(page, "Articles")
    row = page.locator(".library tbody tr").filter(has=page.get_by_text(title, exact=True).first)
    return original(page, row.first.get_by_role("link", name="Original"))


def shown(page: Page) -> FrameLocator:
    return page.frame_locator("#original iframe")


def in_sight(page: Page, mark: Locator) -> None:
    """The mark lies inside the frame, by its place: what a frame of an origin of its own says of
    its viewport is what its parent told it last, which on a busy machine may be long ago.

    Chromium draws no page behind another one, and a frame that is not drawn while it loads may
    never go to its mark: the page is put in front, and loaded once more.
    """
    page.bring_to_front()
    for look in range(200):
        inner, frame = mark.bounding_box(), page.locator("#original iframe").bounding_box()
        if inner and frame and frame["y"] <= inner["y"] < frame["y"] + frame["height"]:
            return
        if look == 100:
            page.reload()
        page.wait_for_timeout(50)
    raise AssertionError(f"the mark is at {inner}, its frame at {frame}")


def at_page(page: Page, number: str) -> None:
    """The browser's viewer is there, and shows that page."""
    for _ in range(200):
        viewers = [one for one in page.frames if one.url.startswith(VIEWER)]
        if viewers:
            break
        page.wait_for_timeout(50)
    assert viewers, "the browser shows no PDF"
    expect(viewers[0].locator("#pageSelector")).to_have_value(number)


def unhurt(*pages: Page) -> None:
    for one in pages:
        assert one.evaluate("window.hurt") is None


def test_a_pdf_opens_beside_its_text_at_the_page_of_the_quote(page: Page) -> None:
    ask(page, SHIPS)
    marker = page.locator(".said .marker").first
    marker.click()
    quote = page.locator("mark#quote").text_content() or ""
    expect(page.locator(".panel-meta .page")).to_have_text("page 3")
    beside = original(page, page.locator(".panel-tools .original"))
    assert "On page 3 " in quote
    expect(beside.locator("mark#quote")).to_have_text(quote)
    expect(beside.locator("mark#quote")).to_be_in_viewport()
    expect(beside.locator("#original iframe")).to_be_in_viewport()
    addresses = [one.url for one in beside.frames]
    assert any(one.endswith("/original/file?source=harbour.pdf#page=3") for one in addresses)
    at_page(beside, "3")
    alone = original(beside, beside.get_by_role("link", name="Open it by itself at page 3"))
    assert alone.url.endswith("#page=3")
    at_page(alone, "3")
    expect(page.locator("mark#quote")).to_have_text(quote)  # the conversation stays as it was


def test_a_hostile_page_is_inert_text_with_the_quote_marked(
    page: Page, stock: Stocked, watched: Watched
) -> None:
    ask(page, "When does the market open in the morning and close at noon?")
    page.locator(".said .marker").first.click()
    expect(page.locator("mark#quote")).to_have_text(OPENS)
    beside = original(page, page.locator(".panel-tools .original"))
    source = shown(beside)
    expect(source.locator("mark#quote")).to_contain_text("<em>five</em> o'clock")
    in_sight(beside, source.locator("mark#quote"))
    expect(source.locator("pre")).to_contain_text("<script>window.hurt = 1; parent.hurt = 1")
    for built in ("script", "img", "iframe", "svg", "a", "meta[http-equiv]", "form", "link"):
        expect(source.locator(built)).to_have_count(0)
    expect(source.locator("style")).to_have_count(1)
    beside.wait_for_timeout(300)
    unhurt(page, beside)
    assert beside.url.startswith(page.url.rpartition("/c/")[0])
    assert watched.foreign() == []


def test_hostile_markdown_is_text_too(page: Page) -> None:
    beside = listed(page, "notes.md")
    assert (shown(beside).locator("pre").text_content() or "").strip() == HOSTILE.strip()
    expect(shown(beside).locator("script, img")).to_have_count(0)
    unhurt(page, beside)


def test_what_is_opened_by_another_program_is_saved(page: Page, stock: Stocked) -> None:
    beside = listed(page, "bridge.docx")
    expect(beside.locator("iframe")).to_have_count(0)
    with beside.expect_download() as saved:
        beside.get_by_role("link", name="Save bridge.docx").click()
    assert saved.value.suggested_filename == "bridge.docx"
    assert Path(saved.value.path()).read_bytes() == (stock.folder / "bridge.docx").read_bytes()


def test_inside_a_container_is_its_text_or_where_it_is(page: Page) -> None:
    beside = listed(page, "z.zip/kites.md")
    expect(beside.locator("#original .note")).to_contain_text("kites.md, inside z.zip")
    expect(shown(beside).locator("pre")).to_contain_text("300 kites")
    beside = listed(page, "z.zip/harbour.pdf")
    expect(beside.locator("#original .note")).to_contain_text("is inside z.zip")
    expect(beside.locator("iframe, #original a")).to_have_count(0)


def test_changed_and_gone_files_are_said_so(page: Page, stock: Stocked) -> None:
    path = stock.folder / "tower.txt"
    before = path.read_bytes()
    try:
        path.write_text("Something else.")
        beside = listed(page, "tower.txt")
        told = beside.locator("#original").get_by_role("status")
        expect(told).to_contain_text("The file has changed since it was read on")
        expect(told).to_contain_text("re-ingest it to read the new one")
        expect(beside.locator(".article-text")).to_contain_text("built in 1894")
        expect(beside.locator("iframe")).to_have_count(0)
        path.unlink()
        beside.reload()
        expect(told).to_contain_text("The file is gone")
    finally:
        path.write_bytes(before)
    beside.reload()
    expect(shown(beside).locator("pre")).to_contain_text("built in 1894")


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_everybody_can_use_it_wide_and_on_a_phone(
    context: BrowserContext, phone: BrowserContext, address: str, width: int
) -> None:
    used = context if width > 1000 else phone
    page = a_tab(used, address, {"width": width, "height": 800 if width > 1000 else 640})
    for source in ("page.html", "bridge.docx", "z.zip/harbour.pdf"):
        page.goto(f"{address}/original?source={source}")
        text, file = page.locator("#text").bounding_box(), page.locator("#original").bounding_box()
        assert text is not None
        assert file is not None
        if width > 1000:
            assert text["x"] + text["width"] <= file["x"], "two columns"
            assert text["y"] == file["y"]
        else:
            assert text["y"] + text["height"] <= file["y"], "one below the other"
            assert file["width"] == width
            assert page.evaluate(TOUCHED) == []
        assert page.evaluate(OVERFLOW) == 0
        assert found(page) == []
    leave(used)


def test_on_a_phone_the_links_are_large_enough_for_a_finger(
    phone: BrowserContext, address: str
) -> None:
    page = opened(phone, address)
    tab(page, "Articles")
    expect(page.locator(".library tbody tr")).to_have_count(11)
    for link in page.locator(".library a.original").all()[:2]:
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate(OVERFLOW) == 0
    tab(page, "Ask")
    ask(page, SHIPS)
    page.locator(".said .marker").first.click()
    box = page.locator(".panel-tools .original").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert page.evaluate(OVERFLOW) == 0
    leave(phone)


def test_who_has_logged_in_below_a_path_sees_originals_and_nobody_else(
    context: BrowserContext, watched: Watched, stock: Stocked, tmp_path: Path
) -> None:
    users.add(tmp_path / "users", "ann", "password of ann")
    options = Options(users=Users(tmp_path / "users"), originals=stock.originals, base_path="/qa")
    with running(stock.assistant, options) as address:
        page = a_tab(context, address)
        page.goto(f"{address}/qa/original?source=harbour.pdf")
        expect(page.get_by_label("Password")).to_be_visible()
        log_in(page, f"{address}/qa/", "ann")
        ask(page, SHIPS)
        page.locator(".said .marker").first.click()
        beside = original(page, page.locator(".panel-tools .original"))
        at_page(beside, "3")
        leave(context)
    # The form below a path has no icon of its own, and the browser looks for one at the top.
    ours = [said for said in watched.complaints if "404" not in said]
    assert ours == []
    watched.complaints.clear()
