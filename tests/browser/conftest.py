"""A real Chromium against a real server; every request has to stay on this machine."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from qa_app.web import Options
from tests.browser.tabs import its_tabs_used_again, leave, opened, running
from tests.web.conftest import quick_passwords, stocked
from tests.web.fake_assistant import FakeAssistant

__all__ = ["quick_passwords"]  # for all of these tests too
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
POLL = 0.2
# What Gradio says when a page is left while an event is on its way.
LEFT = ("AbortError: BodyStreamBuffer was aborted", "errored out")
# What its own client throws then, and does not catch.
ABORTED = "signal is aborted without reason"
SIZE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 640}
GRADIO = re.compile(r"/assets/[\w.-]+\.js")
OURS = "/web/"
# What the browser's own viewer of PDF is made of; it is in the browser.
BROWSERS = ("chrome", "chrome-extension")
expect.set_options(timeout=20_000)


@dataclass
class Watched:
    """What the pages of a test asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def foreign(self) -> list[str]:
        own = {"127.0.0.1", "localhost", ""}  # blob: and data: have no host
        sent = [url for url in map(urlsplit, self.requests) if url.scheme not in BROWSERS]
        return [url.geturl() for url in sent if (url.hostname or "") not in own]

    def watch(self, context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(30_000)
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self._thrown(error.error))
        context.on("console", self._listen)
        return context

    def _thrown(self, error: Any) -> None:
        if not left_by_gradio(f"{error}\n{getattr(error, 'stack', None) or ''}"):
            self.complaints.append(str(error))

    def _listen(self, message: Any) -> None:
        left = any(words in message.text for words in LEFT) or left_by_gradio(message.text)
        left = left or of_a_resting_tab(message.location["url"])
        if message.type in ("error", "warning") and not left:
            self.complaints.append(message.text)


def left_by_gradio(text: str) -> bool:
    """Whether Gradio's client threw it because its page was left.

    Where an abort names no place in a script it is Gradio's too: ours aborts nothing.
    """
    where = [line for line in text.splitlines() if ".js" in line]
    return ABORTED in text and OURS not in text and all(map(GRADIO.search, where))


def of_a_resting_tab(place: str) -> bool:
    """Whether the browser asked for it by itself: where a tab rests there is no page that names an
    icon, so it looks for one, maybe after the server has gone. Ours name theirs.
    """
    return urlsplit(place).path == "/favicon.ico"


def lost(words: str) -> bool:
    """Whether it is what a browser and Gradio say when the server is away."""
    return (
        re.search(r"net::ERR_|Failed to fetch|network error|Connection errored|\[object", words)
        is not None
    )


def executable() -> str | None:
    """The Chromium to drive; None when there is none."""
    return os.environ.get("QA_APP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium was found; set QA_APP_CHROMIUM")
        pytest.skip("no Chromium was found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def served() -> Iterator[tuple[str, FakeAssistant]]:
    assistant = stocked()
    options = Options(examples=("When are the vessels due?", "How many boats?"), poll_seconds=POLL)
    with running(assistant, options) as address:
        yield address, assistant


@pytest.fixture
def assistant(served: tuple[str, FakeAssistant]) -> FakeAssistant:
    """The assistant behind the page, as it was at the start."""
    return anew(served[1])


def anew(fake: FakeAssistant) -> FakeAssistant:
    """The assistant as it was at the start (its generation goes on)."""
    fake.stored = stocked().stored
    fake.number += 1
    fake.queue.clear()
    fake.history.clear()
    fake.also, fake.before_each = (), lambda: None
    return fake


@pytest.fixture(scope="package")
def watching() -> Watched:
    return Watched()


@pytest.fixture(autouse=True)
def watched(watching: Watched) -> Iterator[Watched]:
    """At the end of each test, proof that nothing left the machine and nothing broke."""
    watching.requests.clear()
    watching.complaints.clear()
    yield watching
    assert watching.foreign() == []
    assert watching.complaints == []


@pytest.fixture(scope="package")
def context(chromium: Browser, watching: Watched) -> Iterator[BrowserContext]:
    """One for all, so that Gradio's files are fetched once; a page is a session of its own."""
    with (
        chromium.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB") as context,
        its_tabs_used_again(context, SIZE),
    ):
        yield watching.watch(context)


@pytest.fixture(scope="package")
def phone(chromium: Browser, watching: Watched) -> Iterator[BrowserContext]:
    with (
        chromium.new_context(viewport=NARROW, reduced_motion="reduce", has_touch=True) as context,
        its_tabs_used_again(context, NARROW),
    ):
        yield watching.watch(context)


@pytest.fixture
def page(
    context: BrowserContext, assistant: FakeAssistant, served: tuple[str, Any]
) -> Iterator[Page]:
    yield opened(context, served[0])
    leave(context)


def clipboard(page: Page) -> str:
    """What was copied. A page that is not in front waits for ever when it asks for it."""
    page.bring_to_front()
    read = """() => Promise.race([navigator.clipboard.readText(), new Promise(
      (_, late) => setTimeout(() => late(new Error("the clipboard was not read")), 10000))])"""
    return str(page.evaluate(read))


EXCHANGES = """state => [...document.querySelectorAll(`.exchange${state}`)].map(
  node => node.closest(".log").dataset.conversation + node.id)"""


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait until an exchange that was not there is answered."""
    before = set(page.evaluate(EXCHANGES, ""))
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    late = time.monotonic() + 30
    while set(page.evaluate(EXCHANGES, "[data-state=done]")) <= before:
        assert time.monotonic() < late, f"{question} was not answered"
        page.wait_for_timeout(20)
