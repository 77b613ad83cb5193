"""The words of stored texts beside the words that a browser shows of the same pages.

    python -m bench.innertext [--pages FOLDER] [--most N]

Each paragraph of a stored text must be a run of the words that `innerText` gives in Chromium, which
runs no scripts and fetches nothing here, and the cells of a row must be such runs. Numbers of lists
and names of columns, which are written on purpose, are left aside. Every difference is printed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.extraction import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

_WORD = re.compile(r"\w+")
_BREAKS = re.compile("[\u00ad\u200b\u2060]")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]+)[.)] ")
_NAME = re.compile(r"[^|:]{1,80}: ")
_NEAR = 400  # words of the page that a paragraph is compared with


@dataclass(frozen=True)
class Difference:
    """Words of a paragraph and what the page shows in their place, with the words before them."""

    before: str
    stored: str
    shown: str


def words(text: str) -> list[str]:
    """The words of a text, case aside, which style sheets may change, and places to break aside."""
    return _WORD.findall(_BREAKS.sub("", text.casefold()))


@contextmanager
def still(browser: Browser) -> Iterator[Page]:
    """A tab that runs no scripts and fetches nothing."""
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        tab = context.new_page()
        tab.route("**/*", lambda route: route.abort())
        yield tab


def shown_in(tab: Page, page: str) -> str:
    """What a browser shows of a page."""
    tab.set_content(page, wait_until="domcontentloaded")
    return tab.inner_text("body")


def differences(text: str, shown: str) -> Iterator[Difference]:
    """How the paragraphs of a text differ from the words shown, those that are no run of them."""
    page = words(shown)
    whole = f" {' '.join(page)} "
    for line in filter(words, text.split("\n")):
        cells = line.split(" | ")
        if not all(_is_shown(cell, whole) for cell in cells):
            yield from _compared(words(line), page)


def _is_shown(cell: str, whole: str) -> bool:
    """Whether a line or a cell is on the page, but for its number or the name of its column."""
    forms = (cell, _NUMBERED.sub("", cell, count=1), _NAME.sub("", cell, count=1))
    return any(f" {' '.join(words(form))} " in whole for form in forms if words(form))


def _compared(line: Sequence[str], page: Sequence[str]) -> list[Difference]:
    """How a line differs from the stretch of the page that it is most like."""
    start = _place(line, page)
    stretch = page[start : start + len(line) + _NEAR]
    matcher = SequenceMatcher(None, line, stretch, autojunk=False)
    blocks = [one for one in matcher.get_matching_blocks() if one.size]
    if not blocks:
        return [Difference("", " ".join(line), "")]
    found = []
    if blocks[0].a:
        found.append(Difference("", " ".join(line[: blocks[0].a]), ""))
    for last, following in pairwise(blocks):
        before = " ".join(line[max(0, last.a + last.size - 4) : last.a + last.size])
        stored = " ".join(line[last.a + last.size : following.a])
        shown = " ".join(stretch[last.b + last.size : following.b])
        found.append(Difference(before, stored, shown))
    end = blocks[-1].a + blocks[-1].size
    if end < len(line):
        found.append(Difference(" ".join(line[end - 4 : end]), " ".join(line[end:]), ""))
    return found


def _place(line: Sequence[str], page: Sequence[str]) -> int:
    """Where the page has most of the words of a line."""
    wanted = Counter(line)
    size = max(len(line), 1)
    best, place = -1, 0
    for start in range(0, max(1, len(page) - size), max(1, size // 4)):
        common = sum((wanted & Counter(page[start : start + size])).values())
        if common > best:
            best, place = common, start
    return max(0, place - size // 4)


def launched(playwright: Playwright) -> Browser:
    """A Chromium: the one of `QA_APP_CHROMIUM`, of the system, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = os.environ.get("QA_APP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])


def main() -> None:
    """Print the differences, and how many there are of each kind."""
    from playwright.sync_api import sync_playwright

    from ingest.errors import UnreadableError
    from ingest.prepare import document
    from ingest.readers.web.charset import decode_page

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--most", type=int, default=10_000)
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    with sync_playwright() as playwright, still(launched(playwright)) as tab:
        for path in sorted((given.pages / "html").glob("*.html.gz"))[: given.most]:
            data = gzip.decompress(path.read_bytes())
            try:
                made = document("page.html", data)
            except UnreadableError as error:
                print(f"{path.name}: {error}")
                continue
            counts["pages"] += 1
            body = made.text.removeprefix(made.metadata.title.value)
            counts["paragraphs"] += len([line for line in body.split("\n") if line])
            shown = shown_in(tab, decode_page(data).text)
            for one in differences(body, shown):
                counts["differences"] += 1
                print(f"{path.name[:8]}: … {one.before} [{one.stored} | {one.shown[:200]}]")
    print(dict(counts))


if __name__ == "__main__":
    main()
