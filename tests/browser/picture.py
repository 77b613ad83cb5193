"""Takes the picture of the page that stands in the README: `python -m tests.browser.picture`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ingest import IngestOptions
from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.library import Library
from qa_app.originals import Originals
from qa_app.settings import Settings
from qa_app.web import Options
from tests.browser.conftest import ARGUMENTS, executable
from tests.web.live import running
from vectorstore.store import Store

PROJECT = Path(__file__).parents[2]
PICTURE = PROJECT / "docs" / "images" / "page.png"
QUESTION = "How much is trade between Japan and Vietnam worth?"


def take(browser: Browser, address: str, path: Path, ready: str = "mark#quote") -> None:
    """The page with an answer and its first source, as a PNG file, once `ready` is there."""
    with browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", color_scheme="light"
    ) as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_label("Your question").press("Enter")
        page.locator("mark#quote").wait_for()
        page.locator(ready).first.wait_for()
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)


def main() -> None:
    """Serve the sample corpus with the real models and take the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(store=Path(folder))
        with Store.open(settings.store, create=True) as store:
            ingest(store, [PROJECT / "articles"])
        with Assistant.open(settings=settings) as assistant:
            store = assistant.store
            options = Options(
                library=Library(store, IngestOptions()),
                originals=Originals(store, IngestOptions()),
            )
            browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
            with running(assistant, options) as address:
                take(browser, address, PICTURE, ".going-on .example")
            browser.close()


if __name__ == "__main__":
    main()
