"""Takes the pictures of the page for README and docs: `python -m tests.browser.picture`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

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
PICTURES = PROJECT / "docs" / "images"
QUESTION = "How much is trade between Japan and Vietnam worth?"
LIGHT, DARK, PHONE, SOURCE = "page.png", "page-dark.png", "page-phone.png", "page-phone-source.png"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def take(browser: Browser, address: str, folder: Path, ready: str = ".said .marker") -> None:
    """The page with an answer and its first source, light, dark and on a phone, as PNG files.

    Args:
        ready: what is there once an answer is complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, size, scheme in (
        (LIGHT, WIDE, "light"),
        (DARK, WIDE, "dark"),
        (PHONE, NARROW, "light"),
    ):
        given: Any = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce"}
        with browser.new_context(**given) as context:
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector(".welcome")
            page.get_by_label("Your question").fill(QUESTION)
            page.get_by_label("Your question").press("Enter")
            page.locator(ready).first.wait_for()
            if size is WIDE:
                page.locator("mark#quote").wait_for()
            page.screenshot(path=folder / name)
            if size is NARROW:
                page.locator(".said .marker").first.click()
                page.locator("mark#quote").wait_for()
                page.screenshot(path=folder / SOURCE)


def main() -> None:
    """Serve the sample corpus with the real models and take the pictures."""
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
                take(browser, address, PICTURES, ".going-on .example")
            browser.close()


if __name__ == "__main__":
    main()
