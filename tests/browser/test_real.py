"""The real assistant over a real store behind the page; only the embedding model is a fake."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.assistant import Assistant
from qa_app.web import Options
from tests.answering.build import BOATS, LOANS, assistant_over, write_articles
from tests.browser.conftest import POLL, ask
from tests.browser.tabs import leave, opened, running

pytestmark = pytest.mark.browser
HOSTILE_FILE = "<img src=x onerror=hurt()> [1] & 'a'.txt"
HOSTILE_TEXT = (
    "---\ntitle: <script>window.hurt = 1</script> [1]\n---\n"
    "The ferry ![](http://evil.example/a.png) carries 77 <b>passengers</b> [1] to Haiphong.\n"
)

INGEST = """
import sys
from pathlib import Path
from ingest.run import ingest
from tests.fakes import FakeEmbedder
from vectorstore.store import Store
with Store.open(Path(sys.argv[1]), FakeEmbedder()) as store:
    ingest(store, [Path(sys.argv[2])])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def real(folder: Path) -> Iterator[Assistant]:
    articles = {"boats.md": BOATS, "loans.md": LOANS, HOSTILE_FILE: HOSTILE_TEXT}
    with assistant_over(folder, articles, threshold=0.0) as assistant:
        yield assistant


@pytest.fixture
def page(context: BrowserContext, real: Assistant) -> Iterator[Page]:
    with running(real, Options(poll_seconds=POLL)) as address:
        page = opened(context, address)
        yield page
        leave(context)


def test_every_marker_leads_to_its_very_words(page: Page, real: Assistant) -> None:
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    markers = page.locator(".sentence .marker")
    expect(markers.first).to_be_visible()
    said = page.locator(".said").evaluate("node => node.textContent")
    for number in range(markers.count()):
        markers.nth(number).click()
        source = page.locator(".panel-meta .path")
        expect(source).to_be_visible()
        mark = page.locator("mark#quote")
        expect(mark).to_be_in_viewport()
        words = mark.evaluate("node => node.textContent")
        assert words in real.text(source.inner_text())
        assert words in said


def test_a_hostile_file_is_quoted_as_text(page: Page) -> None:
    ask(page, "How many passengers does the ferry to Haiphong carry?")
    page.locator(".card-open", has_text="<script>").first.click()
    expect(page.locator(".panel-meta .path")).to_have_text(HOSTILE_FILE)
    expect(page.locator("mark#quote")).to_contain_text("carries 77 <b>passengers</b> [1]")
    assert page.evaluate("window.hurt") is None


def test_an_ingest_in_another_process_shows_without_a_restart(
    page: Page, real: Assistant, folder: Path
) -> None:
    """FAULTS 28."""
    expect(page.locator(".articles > li")).to_have_count(3)
    news = "---\ntitle: A railway\n---\nThe railway to Hue is 650 kilometres long.\n"
    corpus = write_articles(folder / "corpus", {"rail.md": news})
    (corpus / "loans.md").unlink()
    command = [sys.executable, "-c", INGEST, str(folder / "store"), str(corpus)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    expect(page.locator(".notice")).to_contain_text("1 added, 1 removed")
    expect(page.locator(".entry", has_text="A railway")).to_be_visible()
    ask(page, "How long is the railway to Hue?")
    expect(page.locator(".said")).to_contain_text("650 kilometres")
