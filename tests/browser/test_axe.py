"""axe-core finds nothing serious, critical or moderate on any tab, light and dark."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ingest import IngestOptions
from qa_app.evaluating import Evaluations
from qa_app.library import Library
from qa_app.originals import Originals
from qa_app.web import Options
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.browser.conftest import ask
from tests.browser.tabs import leave, opened, running
from tests.test_evaluating import write_gold
from tests.web.live import wait_for
from tests.web.test_contrast import luminance

pytestmark = pytest.mark.browser
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
GROUNDS = {"light": "rgb(247, 245, 240)", "dark": "rgb(23, 25, 24)"}
LEVELS = ("moderate", "serious", "critical")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tmp = tmp_path_factory.mktemp("axe")
    articles = {"boats.md": BOATS, "notes/loans.md": LOANS}
    with assistant_over(tmp, articles, threshold=0.0) as real:
        library = Library(real.store, IngestOptions())
        store = tmp / "store"
        (tmp / "evals").mkdir()
        write_gold(tmp / "evals" / "boats.jsonl")
        options = Options(
            library=library,
            originals=Originals(real.store, IngestOptions()),
            saved=store / "c.sqlite",
            feedback=store / "f.jsonl",
            evaluations=Evaluations(real, tmp / "runs", tmp / "evals", store / "gold"),
        )
        with running(real, options) as address:
            yield address


@pytest.fixture
def page(context: BrowserContext, served: str) -> Iterator[Page]:
    yield opened(context, served, {"width": 1280, "height": 800})
    leave(context)


def found(page: Page) -> list[str]:
    """What axe finds by day, and at night by the rules of colours, which is all that differs."""
    return [*violations(page, "light"), *violations(page, "dark", COLOURS)]


def violations(page: Page, scheme: Any, rules: dict[str, Any] | None = None) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("body")).to_have_css("background-color", GROUNDS[scheme])
    return [
        f"{scheme} {one['impact']} {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options=rules).response["violations"]
        if one["impact"] in LEVELS
    ]


def hexadecimal(colour: str) -> str:
    """A colour as a browser computes it, `rgb(…)`, in the form that style sheets have."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def readable(place: Locator) -> bool:
    """Whether its words stand out from its ground."""
    style = "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
    words, ground = (luminance(hexadecimal(colour)) for colour in place.evaluate(style))
    return (max(words, ground) + 0.05) / (min(words, ground) + 0.05) >= 4.5


def test_every_tab_can_be_used_by_everybody(page: Page) -> None:
    assert found(page) == [], "at the start"
    page.get_by_text("Ask only some of them").click()
    page.get_by_label("Ask only “Six boats for the coast guard”").check()
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    expect(page.locator("mark#quote")).to_be_visible()
    page.get_by_text("How this was found").click()
    page.get_by_text("About this article").click()
    assert found(page) == [], "an answer with its source"
    ask(page, "Who is the mayor of Lisbon?")
    assert found(page) == [], "no answer"
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator(".conversations > li").first).to_be_visible()
    page.get_by_text("Export").first.click()
    assert found(page) == [], "conversations"
    page.get_by_role("navigation", name="Pages").get_by_role("button", name="Articles").click()
    expect(page.locator(".library tbody tr")).to_have_count(2)
    assert found(page) == [], "articles"
    page.get_by_role("navigation", name="Pages").get_by_role("button", name="Evaluate").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert readable(page.locator("[data-gold]")), "axe does not look into a list of choices"
    for _ in range(2):
        begun = time.time() // 1
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("[data-evaluating]")).to_contain_text("is done")
        expect(page.locator(".run-report svg.plot")).to_have_count(4)
        # a run is called by the second in which it was begun
        wait_for(lambda begun=begun: time.time() // 1 > begun)  # type: ignore[misc]
    assert found(page) == [], "a report"
    for box in page.locator("[data-pick]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare the two ticked").click()
    expect(page.locator(".comparison h3")).to_be_visible()
    assert found(page) == [], "a comparison"


def test_headings_are_in_order(page: Page) -> None:
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    expect(page.locator("mark#quote")).to_be_visible()
    levels = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4")]
        .filter(node => node.checkVisibility()).map(node => Number(node.tagName[1]))"""
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_on_paper_the_answer_stands_alone(page: Page) -> None:
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    expect(page.locator("mark#quote")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.locator(".said")).to_be_visible()
        for part in (".said", ".question", ".card-title", ".card-meta", ".said .marker"):
            ink = page.locator(part).first.evaluate("node => getComputedStyle(node).color")
            assert luminance(hexadecimal(ink)) < 0.2, f"{part} is dark on white, at night as well"
    for part in page.locator(".card-open, .card-meta").all():
        assert part.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), "nothing is cut"
    for part in ("#qa-composer", "#qa-side", ".answer-foot", ".masthead nav"):
        expect(page.locator(part).first).to_be_hidden()
