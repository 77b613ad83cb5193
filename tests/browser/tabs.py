"""Tabs and servers that one test leaves as the next one needs them.

Gradio's scripts take a browser seconds to compile. It does so once for each server's address, and
again for each new tab, whose process has compiled nothing yet.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, ViewportSize

from qa_app.web import Assistant, Options
from tests.web import live

# Where a tab waits for the next test: of the same site, and asks for nothing.
REST = "/healthz"
_PORTS: list[int] = []
_KEPT: dict[BrowserContext, ViewportSize] = {}


@contextmanager
def running(assistant: Assistant, options: Options | None = None, port: int = 0) -> Iterator[str]:
    """A server for the browser, at the first port that another one has had and left.

    For a browser they are one site then, whose scripts it has fetched and compiled already.
    """
    if not port:
        if not any(is_free(known) for known in _PORTS):
            with socket.create_server(("127.0.0.1", 0)) as free:
                _PORTS.append(free.getsockname()[1])
        port = next(known for known in _PORTS if is_free(known))
    with live.running(assistant, options, port) as address:
        yield address


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def its_tabs_used_again(context: BrowserContext, size: ViewportSize) -> Iterator[None]:
    """Tabs of it rest when they are left, and the next test finds them as if they were new."""
    _KEPT[context] = size
    yield
    del _KEPT[context]


def leave(context: BrowserContext) -> None:
    """Leave all pages, which ask for nothing any more when this returns. Of a context whose tabs
    are used again one of each server rests, others are closed.
    """
    context.clear_permissions()
    context.clear_cookies()
    resting = {tab.url for tab in context.pages if tab.url.endswith(REST)}
    for tab in context.pages:
        place = server_of(tab.url) + REST
        if tab.url == place:
            continue
        stays = context in _KEPT and tab.url.startswith("http") and place not in resting
        if stays and rests(tab, place):
            resting.add(place)
        else:
            tab.goto("about:blank")
            tab.close()


def rests(tab: Page, place: str) -> bool:
    """Whether the tab, made as if it were new, is where it waits; not where the server has gone."""
    tab.unroute_all()
    tab.mouse.move(0, 0)
    try:
        there = tab.goto(place)
    except Error:
        return False
    tab.evaluate("sessionStorage.clear()")
    tab.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
    return there is not None and there.ok


def server_of(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


def loaded(page: Page, address: str) -> Page:
    """The tab with the page ready for a question."""
    page.goto(address)
    page.wait_for_selector(".welcome")
    return page


def a_tab(context: BrowserContext, address: str, size: ViewportSize | None = None) -> Page:
    """A tab that rests at the server or, if there is none, a new one."""
    place = server_of(address) + REST
    tab = next((tab for tab in context.pages if tab.url == place), None) or context.new_page()
    tab.bring_to_front()  # a page behind another one draws nothing, and is waited for
    size = size or _KEPT.get(context)
    if size is not None and tab.viewport_size != size:
        tab.set_viewport_size(size)
    return tab


def opened(context: BrowserContext, address: str, size: ViewportSize | None = None) -> Page:
    """The page ready for a question, in such a tab."""
    return loaded(a_tab(context, address, size), address)
