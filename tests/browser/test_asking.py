"""Asking again, otherwise, of fewer articles; and what is offered to ask."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from qa_app.contract import Retrieved
from qa_app.web import Options
from qa_app.web.handlers import Handlers, Shown
from tests.browser.conftest import ask
from tests.browser.tabs import a_tab, leave, opened, running
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, Written, no_question, nothing, said, unsure
from tests.web.test_suggested import OPENED, TEXT, WHO
from vectorstore.errors import StoreError
from vectorstore.model import Filter

pytestmark = pytest.mark.browser
QUOTE = "Delivery was planned for 2025."


def test_articles_are_ticked_and_the_limit_is_a_chip(page: Page, assistant: FakeAssistant) -> None:
    tick = page.get_by_label("Ask only “Six new vessels”")
    tick.check()
    chip = page.locator(".chip")
    expect(chip).to_have_text("vessels.md×")
    ask(page, "When?")
    assert assistant.history[-1].filters == Filter(("vessels.md",))
    expect(page.locator(".limited")).to_contain_text("Only a part of the articles was searched")
    page.get_by_role("button", name="Search all articles").click()
    expect(page.locator(".exchange[data-state=done]")).to_have_count(2)
    assert assistant.history[-1].filters == Filter()
    assert assistant.history[-1].question == "When?"
    expect(chip).to_have_count(1)
    chip.click()
    expect(chip).to_have_count(0)
    expect(tick).not_to_be_checked()
    expect(page.get_by_label("Your question")).to_be_focused()


def test_folders_and_days_are_chosen_and_a_new_conversation_forgets_them(
    page: Page, assistant: FakeAssistant
) -> None:
    page.get_by_text("Ask only some of them").click()
    page.get_by_label("notes (1)").check()
    page.get_by_label("Published from").fill("2024-01-01")
    page.get_by_label("to", exact=True).fill("2024-12-31")
    expect(page.locator(".chip")).to_have_text(["notes×", "from 2024-01-01×", "to 2024-12-31×"])
    assistant.queue.append(unsure(assistant.cite(1, "vessels.md", QUOTE)))
    ask(page, "When?")
    assert assistant.history[-1].filters == Filter((), ("notes",), "2024-01-01", "2024-12-31")
    expect(page.locator(".searched")).to_contain_text("published 2024-01-01 to 2024-12-31")
    expect(page.locator(".limited")).to_be_visible()
    page.locator(".passage .card-open").click()
    expect(page.locator("mark#quote")).to_be_visible()
    page.get_by_role("button", name="All articles", exact=True).click()
    expect(page.get_by_label("notes (1)")).to_be_checked()
    page.reload()
    expect(page.locator(".chip")).to_have_count(3)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "And now?")
    assert assistant.history[-1].filters == Filter()


@pytest.fixture
def talking(context: BrowserContext, tmp_path: Path) -> Iterator[tuple[Page, FakeAssistant]]:
    """A page whose conversations are kept, with one exchange in the first."""
    fake = stocked()
    with running(fake, Options(saved=tmp_path / "c.sqlite")) as address:
        page = opened(context, address)
        ask(page, "First?")
        yield page, fake
        leave(context)


def hold_press(page: Page) -> Callable[[], None]:
    """Keep the next event of the page from the server; what lets it go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    page.route("**/queue/join*", hold)
    return lambda: held[0].continue_()


def test_a_question_asked_before_the_press_arrives_is_in_the_new_conversation(
    talking: tuple[Page, FakeAssistant],
) -> None:
    page, fake = talking
    let_go = hold_press(page)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Second?")
    expect(page.locator(".question")).to_have_text("Second?")
    let_go()
    ask(page, "Third?")
    expect(page.locator(".question")).to_have_text(["Second?", "Third?"])
    assert [turn.text for turn in fake.history[1].history] == []
    assert [turn.text for turn in fake.history[2].history][::2] == ["Second?"]
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator(".entry-title")).to_have_text(["Second?", "First?"])


def test_what_the_press_leads_to_may_come_late(
    talking: tuple[Page, FakeAssistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, fake = talking
    begun, leaving = Handlers.clear, threading.Event()

    def slow(self: Handlers, user: str = "") -> Shown:
        shown = begun(self, user)
        assert leaving.wait(20)
        return shown

    monkeypatch.setattr(Handlers, "clear", slow)
    box = page.get_by_label("Your question")
    box.fill("not asked")
    page.get_by_role("button", name="New conversation").click()
    expect(box).to_have_value("")
    ask(page, "Second?")
    box.fill("being typed")
    leaving.set()
    ask_of = page.locator(".question")
    page.wait_for_timeout(500)
    expect(ask_of).to_have_text("Second?")
    expect(box).to_have_value("being typed")
    assert fake.history[-1].history == ()


def test_a_question_on_its_way_does_not_come_into_the_new_conversation(
    talking: tuple[Page, FakeAssistant],
) -> None:
    page, fake = talking
    let_go = hold_press(page)
    page.get_by_label("Your question").fill("Too late?")
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".exchange")).to_have_count(0)
    let_go()
    ask(page, "Second?")
    expect(page.locator(".question")).to_have_text("Second?")
    assert [request.question for request in fake.history] == ["First?", "Second?"]


def test_an_answer_on_its_way_is_not_shown_in_another_conversation(
    talking: tuple[Page, FakeAssistant],
) -> None:
    page, fake = talking
    step = threading.Event()
    waits = iter((False, True))
    fake.before_each = lambda: next(waits, False) and step.wait(20)
    page.get_by_label("Your question").fill("Too late?")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".exchange[data-state=pending]")).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Second?")
    step.set()
    ask(page, "Third?")
    expect(page.locator(".question")).to_have_text(["Second?", "Third?"])
    page.get_by_role("button", name="Conversations").click()
    page.locator(".entry", has_text="First?").first.click()
    expect(page.locator(".question")).to_have_text(["First?"])
    expect(page.locator(".exchange[data-state=pending]")).to_have_count(0)


def test_a_question_asked_while_another_conversation_opens_belongs_to_it(
    talking: tuple[Page, FakeAssistant],
) -> None:
    page, fake = talking
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Second?")
    page.get_by_role("button", name="Conversations").click()
    entry = page.locator(".entry", has_text="First?").first
    expect(entry).to_be_visible()
    let_go = hold_press(page)
    entry.click()
    ask(page, "Third?")
    let_go()
    expect(page.locator(".question")).to_have_text(["First?", "Third?"])
    assert [turn.text for turn in fake.history[-1].history][::2] == ["First?"]


def test_how_sure_an_answer_has_to_be_is_chosen_in_words(
    page: Page, assistant: FakeAssistant
) -> None:
    ask(page, "When?")
    assert assistant.history[-1].strictness == "balanced"
    page.get_by_label("When to answer").select_option("Only when sure")
    ask(page, "When then?")
    assert assistant.history[-1].strictness == "strict"


def test_a_question_is_recalled_changed_and_asked_again(
    page: Page, assistant: FakeAssistant
) -> None:
    box = page.get_by_label("Your question")
    page.locator("body").click(position={"x": 5, "y": 100})
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    for question in ("First?", "Second?"):
        ask(page, question)
    for key, shown in (
        ("ArrowUp", "Second?"),
        ("ArrowUp", "First?"),
        ("ArrowUp", "First?"),
        ("ArrowDown", "Second?"),
        ("ArrowDown", ""),
    ):
        box.press(key)
        expect(box).to_have_value(shown)
    box.fill("typed")
    box.press("ArrowUp")
    expect(box).to_have_value("typed")
    page.get_by_role("button", name="Edit").first.click()
    expect(box).to_have_value("First?")
    expect(box).to_be_focused()
    box.press("End")
    page.keyboard.type(" Or not?")
    box.press("Enter")
    expect(page.locator(".exchange[data-state=done]")).to_have_count(3)
    assert assistant.history[-1].question == "First? Or not?"
    page.get_by_role("button", name="Retry").nth(1).click()
    expect(page.locator(".exchange[data-state=done]")).to_have_count(4)
    assert assistant.history[-1].question == "Second?"


def test_after_trouble_the_question_can_be_asked_again(
    page: Page, assistant: FakeAssistant
) -> None:
    assistant.queue.append(StoreError("Busy."))
    ask(page, "When?")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".exchange[data-state=done]")).to_have_count(2)
    assert [asked.question for asked in assistant.history] == ["When?", "When?"]


def test_what_was_searched_can_be_changed(page: Page, assistant: FakeAssistant) -> None:
    assistant.queue.append(nothing())
    ask(page, "First?")
    stand_alone = said(assistant.cite(1, "vessels.md", QUOTE), searched="When is delivery planned?")
    assistant.queue.append(stand_alone)
    ask(page, "And when?")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_label("Your question")).to_have_value("When is delivery planned?")


def test_how_an_answer_was_found_is_folded_away(page: Page, assistant: FakeAssistant) -> None:
    found = (Retrieved("notes/old.txt", 0, 9, 0.75), Retrieved("vessels.md", 0, 32, 0.5))
    cited = assistant.cite(1, "vessels.md", QUOTE)
    times = {"retrieve": 12.0, "total": 20.0}
    assistant.queue.append(said(cited, retrieved=found, timings_ms=times))
    ask(page, "When?")
    expect(page.locator("mark#quote")).to_have_text(QUOTE)
    expect(page.locator(".how table")).to_be_hidden()
    page.get_by_text("How this was found").click()
    expect(page.locator(".how tbody tr")).to_have_count(2)
    expect(page.locator(".how")).to_contain_text("0.750")
    expect(page.locator(".facts")).to_contain_text("12 ms searching, 20 ms in all")
    page.get_by_role("button", name="Open passage 1").click()
    expect(page.locator("mark#quote")).to_have_text("Six boats")


@pytest.fixture
def bridge() -> FakeAssistant:
    fake = FakeAssistant({"a.md": Written(TEXT, "A bridge")})
    quotes = {OPENED: "was opened in 1903", WHO: "Anna Field, an engineer"}

    def answer(question: str):
        if question not in quotes:
            return nothing(question, fake.cite(1, "a.md", "said so"))
        return said(fake.cite(1, "a.md", quotes[question]))

    fake.otherwise = answer
    return fake


@pytest.fixture
def offering(context: BrowserContext, bridge: FakeAssistant) -> Iterator[Page]:
    with running(bridge, Options(prompts=Path("/nowhere"))) as address:
        yield opened(context, address)
        leave(context)


def test_questions_are_offered_at_the_start_and_after_an_answer(
    offering: Page, bridge: FakeAssistant
) -> None:
    expect(offering.locator(".welcome .example")).to_have_text([OPENED])
    offering.get_by_role("button", name=OPENED).click()
    expect(offering.locator(".going-on .example")).to_have_text([WHO])
    expect(offering.locator("mark#quote")).to_have_text("was opened in 1903")
    offering.get_by_role("button", name=WHO).click()
    expect(offering.locator(".exchange[data-state=done]")).to_have_count(2)
    expect(offering.locator(".going-on .example")).to_have_text([OPENED])
    expect(offering.locator(".going-on")).to_have_count(1)


def test_thanks_is_answered_with_questions_of_the_articles(
    offering: Page, bridge: FakeAssistant
) -> None:
    expect(offering.locator(".welcome .example")).to_have_text([OPENED])
    bridge.queue.append(no_question())
    ask(offering, "Thanks!")
    expect(offering.locator(".going-on .label")).to_have_text("For example")
    offering.get_by_role("button", name=OPENED).click()
    expect(offering.locator(".going-on .example")).to_have_text([WHO])


def test_a_judgement_stays_and_can_be_changed(context: BrowserContext, tmp_path: Path) -> None:
    fake = stocked()
    fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
    options = Options(saved=tmp_path / "c.sqlite", feedback=tmp_path / "f.jsonl")
    with running(fake, options) as address:
        page = opened(context, address)
        ask(page, "When?")
        pressed = page.locator('.judging [aria-pressed="true"]')
        page.get_by_role("button", name="Wrong", exact=True).click()
        expect(page.locator(".told")).to_have_text("Noted")
        page.get_by_label("What would be right?").fill("In <b>2026</b>.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".corrected")).to_have_text("In <b>2026</b>.")
        expect(pressed).to_have_text("Wrong")
        page.reload()
        expect(page.locator(".question")).to_have_text("When?")
        expect(pressed).to_have_text("Wrong")
        expect(page.locator(".corrected")).to_have_text("In <b>2026</b>.")
        page.get_by_role("button", name="Right", exact=True).click()
        expect(pressed).to_have_text("Right")
        expect(page.locator(".corrected")).to_have_count(0)
        ask(page, "Who?")
        page.get_by_role("button", name="Should have answered").click()
        expect(pressed.last).to_have_text("Should have answered")
        leave(context)


def test_what_was_asked_and_not_found_is_listed_and_asked_again(
    context: BrowserContext, tmp_path: Path
) -> None:
    with running(stocked(), Options(saved=tmp_path / "c.sqlite")) as address:
        page = opened(context, address)
        for question in ("Who built the ferry?", "who built the FERRY", "What did it cost?"):
            ask(page, question)
        page.get_by_role("navigation", name="Pages").get_by_role("button", name="Articles").click()
        page.get_by_text("Asked and not found (2)").click()
        rows = page.locator(".gaps li")
        expect(rows.first).to_have_text("who built the FERRY 2 times, also in 1 other wording")
        rows.first.get_by_role("button").click()
        expect(page.get_by_label("Your question")).to_have_value("who built the FERRY")
        leave(context)


def test_what_is_offered_comes_although_others_are_still_tried(
    context: BrowserContext, bridge: FakeAssistant
) -> None:
    """A first question is asked sooner than the questions to begin with have been found."""
    first, leave_it = threading.Event(), threading.Event()

    def slow() -> None:
        if bridge.history[-1].quoted:
            first.set()
            assert leave_it.wait(20)

    bridge.before_each = slow
    with running(bridge, Options(prompts=Path("/nowhere"))) as address:
        page = a_tab(context, address)
        with page.expect_response("**/api/suggestions") as answered:
            page.goto(address)
            page.wait_for_selector(".welcome")
            assert first.wait(20), "an example is being tried"
            ask(page, OPENED)
        assert answered.value.json() == []
        leave_it.set()
        expect(page.locator(".going-on .example")).to_have_text([WHO])
        leave(context)


def test_many_questions_later_an_answer_costs_what_it_did(context: BrowserContext) -> None:
    """What the browser receives for an answer does not grow with what was asked before it."""
    fake, came, costs = stocked(), list[int](), list[int]()
    with running(fake, Options(kept_exchanges=20)) as address:
        page = opened(context, address)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.dataReceived", lambda event: came.append(event["dataLength"]))
        for number in range(30):
            came.clear()
            fake.queue.append(said(fake.cite(1, "vessels.md", QUOTE)))
            ask(page, f"Question {number:03}?")
            costs.append(sum(came))
        early, late = sum(costs[2:8]) / 6, sum(costs[24:]) / 6
        assert early > 500, "the answers were counted"
        assert late <= 1.2 * early
        expect(page.locator(".exchange")).to_have_count(20)
        expect(page.locator(".question").last).to_have_text("Question 029?")
        expect(page.locator(".dropped")).to_have_text("10 earlier questions are no longer shown.")
        page.locator(".said .marker").last.click()
        expect(page.locator("mark#quote")).to_have_text(QUOTE)
        leave(context)
