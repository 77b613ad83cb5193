"""Articles added, watched, asked about and removed on the page, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ingest import IngestOptions
from qa_app.assistant import Assistant
from qa_app.library import Library
from qa_app.web import Options
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.browser.conftest import POLL, Watched, ask
from tests.browser.tabs import leave, opened, running

pytestmark = pytest.mark.browser
FERRY = "---\ntitle: A ferry\n---\nThe ferry to Haiphong carries 77 passengers every morning.\n"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Assistant]:
    with assistant_over(tmp_path, {"boats.md": BOATS, "loans.md": LOANS}, threshold=0.0) as one:
        yield one


@pytest.fixture
def page(context: BrowserContext, real: Assistant) -> Iterator[Page]:
    library = Library(real.store, IngestOptions())
    with running(real, Options(poll_seconds=POLL, library=library)) as address:
        yield opened(context, address)
        leave(context)
    library.stop()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("button", name=name).click()


def titles(page: Page) -> list[str]:
    return page.locator(".library tbody tr:visible .view").all_inner_texts()


def test_an_article_is_added_asked_about_and_removed(page: Page, tmp_path: Path) -> None:
    tab(page, "Articles")
    expect(page.locator(".library tbody tr")).to_have_count(2)
    good, bad = tmp_path / "ferry.md", tmp_path / "program.txt"
    good.write_text(FERRY)
    bad.write_bytes(b"\x7fELF\x00\x01" * 400)
    page.get_by_label("Files to add").set_input_files([good, bad])
    expect(page.locator(".doing .good")).to_contain_text("ferry.md: added")
    expect(page.locator(".doing .bad")).to_contain_text("program.txt")
    expect(page.locator(".library tbody tr")).to_have_count(3)
    tab(page, "Ask")
    ask(page, "How many passengers does the ferry to Haiphong carry?")
    expect(page.locator("mark#quote")).to_contain_text("77 passengers")
    tab(page, "Articles")
    row = page.locator(".library tbody tr", has_text="A ferry")
    row.get_by_role("button", name="Remove").click()
    expect(page.locator(".doing")).to_contain_text("go for good")
    row.get_by_role("button", name="Remove it?").click()
    expect(page.locator(".library tbody tr")).to_have_count(2)
    page.get_by_text("History").click()
    expect(page.locator(".history li").first).to_contain_text("1 removed: uploads/ferry.md")
    tab(page, "Ask")
    page.locator(".said .marker").first.click()
    expect(page.locator(".lost")).to_contain_text("no longer among the articles")


def test_the_list_is_sorted_searched_and_read(page: Page) -> None:
    tab(page, "Articles")
    expect(page.locator(".library tbody tr")).to_have_count(2)
    assert titles(page) == ["A loan for new vessels", "Six boats for the coast guard"]
    page.get_by_role("button", name="Date").click()
    head = page.get_by_role("columnheader", name="Date")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert titles(page) == ["Six boats for the coast guard", "A loan for new vessels"]
    page.get_by_role("button", name="Date").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert titles(page) == ["A loan for new vessels", "Six boats for the coast guard"]
    page.get_by_label("Find an article by title or file").last.fill("BOATS.md")
    assert titles(page) == ["Six boats for the coast guard"]
    page.reload()
    expect(page.locator(".library tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Six boats for the coast guard").click()
    expect(page.locator(".article-text")).to_be_visible()
    expect(page.locator(".article-text")).to_contain_text("Japan gave six patrol boats")


def test_files_are_dropped_and_a_hostile_name_is_refused(
    page: Page, real: Assistant, watched: Watched
) -> None:
    tab(page, "Articles")
    drop = """(place, [name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    zone = page.locator("[data-drop]")
    zone.evaluate(drop, ["ferry.md", FERRY])
    expect(page.locator(".doing .good")).to_contain_text("ferry.md: added")
    expect(page.locator(".library tbody tr")).to_have_count(3)  # it is shown anew
    zone.evaluate(drop, [".hidden", "words"])
    expect(page.get_by_role("alert")).to_contain_text("no plain file name")
    folder = real.store.path / "uploads"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["ferry.md"]
    assert ["422" in complaint for complaint in watched.complaints] == [True]
    watched.complaints.clear()


def test_an_article_is_read_again_and_changes_are_found(page: Page, tmp_path: Path) -> None:
    tab(page, "Articles")
    row = page.locator(".library tbody tr", has_text="A loan")
    row.get_by_role("button", name="Read again").click()
    expect(page.locator(".doing")).to_contain_text("loans.md: changed")
    (tmp_path / "corpus" / "ferry.md").write_text(FERRY)
    page.get_by_role("button", name="Look for changes").click()
    expect(page.locator(".doing")).to_contain_text("ferry.md: added")
    expect(page.locator(".library tbody tr")).to_have_count(3)


def test_an_empty_store_leads_to_where_files_are_added(
    context: BrowserContext, tmp_path: Path
) -> None:
    with assistant_over(tmp_path, {}, threshold=0.0) as real:
        library = Library(real.store, IngestOptions())
        with running(real, Options(poll_seconds=POLL, library=library)) as address:
            page = opened(context, address)
            page.get_by_role("button", name="Add files here").click()
            expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
            good = tmp_path / "ferry.md"
            good.write_text(FERRY)
            page.get_by_label("Files to add").set_input_files([good])
            expect(page.locator(".doing .good")).to_contain_text("ferry.md: added")
            tab(page, "Ask")
            expect(page.locator(".welcome h2")).to_have_text("Ask your article.")
            leave(context)
        library.stop()
