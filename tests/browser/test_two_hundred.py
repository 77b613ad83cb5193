"""Two hundred hostile titles, names, texts and questions: none does anything in the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.contract import Citation
from qa_app.conversation import Conversation, Exchange
from qa_app.conversations import SavedConversations
from qa_app.web import Options
from qa_app.web.render.escape import text
from tests.browser.conftest import Watched, ask
from tests.browser.tabs import a_tab, leave, running
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from tests.web.hostile import EACH, hostile
from tests.web.markup import Seen

pytestmark = pytest.mark.browser
TITLES, NAMES, TEXTS, QUESTIONS = map(hostile, ("title", "name", "text", "question"))
ID = "a" * 16
# Everything in the page that could act or load, wherever it stands, and in shadows too.
ACTIVE = r"""() => {
  const found = [];
  const built = `script, iframe, object, embed, form, link, style, base, meta, template, math,
    video, audio, source, img, image, picture, marquee, a[href^=http], area, portal, frame, applet`;
  const loads = new Set(["href", "src", "srcset", "action", "formaction", "poster", "data", "style",
    "srcdoc", "background", "xlink:href", "ping", "manifest"]);
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.matches(built)) found.push(node.outerHTML);
      for (const { name, value } of node.attributes) {
        const plain = value.replace(/[\s\x00-\x20]/g, "").toLowerCase();
        if (name.startsWith("on")) found.push(`${name}=${value}`);
        if (loads.has(name) && /^(javascript|vbscript|data|https?:|\/\/)|url\(/.test(plain))
          found.push(`${name}=${value}`);
        if (/hurt|evil/.test(name)) found.push(name);
      }
    }
  };
  for (const part of document.querySelectorAll(
    "#qa-masthead, #qa-main, #qa-library, #qa-evaluate, #qa-away, body.export")) walk(part);
  return found;
}"""


def shown(words: str) -> str:
    """The words as a browser's textContent gives them."""
    return Seen(f"<p>{text(words)}</p>").text


def unhurt(page: Page) -> None:
    assert page.evaluate("String(window.hurt)") == "undefined"
    assert page.evaluate(ACTIVE) == []


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant(
        {
            name: Written(words, title, title, title)
            for name, title, words in zip(NAMES, TITLES, TEXTS, strict=True)
        }
    )


def talked(fake: FakeAssistant, saved: SavedConversations) -> None:
    """One conversation in which everything was asked and cited, and one of each question."""
    exchanges = []
    for n, (question, name, words) in enumerate(zip(QUESTIONS, NAMES, TEXTS, strict=True)):
        cited = Citation(
            1, name, TITLES[n], TITLES[n], 0, len(words), words, ((0, len(words) // 2),)
        )
        answer = said(cited, question=question, searched=f"{question}.", mode="model", model=words)
        exchanges.append(Exchange(f"q{n + 1}", question, answer, limits=TITLES[n]))
        saved.keep(Conversation(f"{n:016x}", (exchanges[-1],), 1))
        saved.keep(Conversation(ID, tuple(exchanges), n + 1, 1))


def test_two_hundred_hostile_words_build_nothing_that_acts(
    context: BrowserContext, fake: FakeAssistant, watched: Watched, tmp_path: Path
) -> None:
    saved = tmp_path / "c.sqlite"
    talked(fake, SavedConversations(saved))
    options = Options(saved=saved, kept_exchanges=EACH + 5, poll_seconds=60)
    with running(fake, options) as address:
        page = a_tab(context, address)
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
        page.goto(f"{address}/c/{ID}")
        expect(page.locator(".exchange")).to_have_count(EACH)
        # questions, answers, and the titles and names in their sources
        assert page.locator(".question").all_text_contents() == [*map(shown, QUESTIONS)]
        unhurt(page)
        # titles in the list
        titles = page.locator("#qa-panel .entry-title").all_text_contents()
        assert sorted(titles) == sorted(map(shown, TITLES))
        # texts and names, each opened by its marker
        for n in range(EACH):
            page.locator(f"#q{n + 1} .said .marker").first.click()
            # the first, since the list that stands there before has one for each article
            expect(page.locator("#qa-panel .path").first).to_have_text(shown(NAMES[n]).strip())
            assert shown(TEXTS[n]) in page.locator("#qa-panel").text_content()
            if n % 10 == 9:
                unhurt(page)
        # titles of conversations
        page.get_by_role("button", name="Conversations").click()
        expect(page.locator(".panel-heading")).to_have_text(f"Conversations ({EACH + 1})")
        unhurt(page)
        # asked here and now, with an answer that repeats it
        fake.otherwise = lambda question: nothing(question, reason=question)
        for n in (0, 8, 18, 26):
            ask(page, QUESTIONS[n])
        unhurt(page)
        # the list of articles, and whatever is under the pointer or has the focus
        tabs = page.get_by_role("navigation", name="Pages")
        tabs.get_by_role("button", name="Articles").click()
        expect(page.locator("#qa-library tbody tr")).to_have_count(EACH)
        page.evaluate(
            """() => { for (const node of document.querySelectorAll("#qa-main *, #qa-library *"))
              for (const kind of ["mouseover", "pointerenter", "focus", "toggle", "error"])
                node.dispatchEvent(new Event(kind)); }"""
        )
        unhurt(page)
        # what is taken along: a page, and nothing that a spreadsheet would take for a table
        kinds = {"html": "text/html", "md": "text/markdown", "json": "application/json"}
        for form, kind in kinds.items():
            got = page.request.get(f"{address}/api/conversations/{ID}.{form}")
            assert got.headers["content-type"].startswith(kind)
            assert "question 49" in got.text()
        page.goto(f"{address}/api/conversations/{ID}.html")
        expect(page.locator("body")).to_contain_text("question 49")
        page.evaluate("document.body.classList.add('export')")
        unhurt(page)
        leave(context)
    assert not [url for url in watched.requests if "evil" in url]
