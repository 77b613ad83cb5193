"""The Evaluate tab as a person uses it: choose or add a gold file, run, stop, go on, compare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app.assistant import Assistant
from qa_app.evaluating import Evaluations
from qa_app.web import Options
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.browser.conftest import Watched, ask
from tests.browser.tabs import leave, opened, running
from tests.test_evaluating import ROWS, Slow, write_gold

pytestmark = pytest.mark.browser


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    articles = {"boats.md": BOATS, "loans.md": LOANS}
    with assistant_over(tmp_path, articles, threshold=0.0) as real:
        yield Slow(real)


@pytest.fixture
def page(context: BrowserContext, slow: Slow, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "evals").mkdir()
    write_gold(tmp_path / "evals" / "boats.jsonl")
    assistant: Assistant = slow  # type: ignore[assignment]
    evaluations = Evaluations(
        assistant, tmp_path / "runs", tmp_path / "evals", tmp_path / "store" / "gold"
    )
    with running(assistant, Options(evaluations=evaluations)) as address:
        yield opened(context, address)
        leave(context)
    slow.step.release(99)
    evaluations.end()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("button", name=name).click()


def test_a_gold_set_is_run_stopped_gone_on_with_and_compared(
    page: Page, slow: Slow, tmp_path: Path, watched: Watched
) -> None:
    tab(page, "Evaluate")
    expect(page.get_by_text("Nothing has been evaluated yet")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="save the candidates").click()
    assert saved.value.suggested_filename == "candidates.jsonl"
    run = page.get_by_role("button", name="Run", exact=True)
    run.click()
    slow.step.release()
    doing = page.locator("[data-evaluating]")
    expect(doing).to_contain_text("boats.jsonl: 1 of 3")
    tab(page, "Ask")
    ask(page, "How many patrol boats did Japan give to Vietnam in 2014?")
    expect(page.locator("mark#quote")).to_contain_text("six patrol boats")
    tab(page, "Evaluate")
    run.click()
    expect(page.get_by_role("alert")).to_contain_text("is not done yet")
    assert ["422" in complaint for complaint in watched.complaints] == [True]
    watched.complaints.clear()
    page.reload()
    expect(doing).to_contain_text("1 of 3")
    page.get_by_role("button", name="Stop the run").click()
    slow.step.release()
    expect(doing).to_contain_text("the answers so far are kept")
    expect(page.locator(".runs tbody tr")).to_contain_text("not finished")
    slow.step.release(99)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".run-report svg.plot")).to_have_count(4)
    expect(page.locator(".run-report .card").first).to_contain_text("answered or refused rightly")
    width = "node => node.getBoundingClientRect().width"
    assert page.locator(".run-report svg.plot").first.evaluate(width) > 200
    with page.context.expect_page() as come:
        page.get_by_role("link", name="Open the whole report").click()
    expect(come.value.locator("h1")).to_be_visible()
    come.value.locator("details").first.locator("summary").click()
    expect(come.value.locator("svg.plot")).to_have_count(4)
    come.value.close()
    run.click()
    expect(page.locator(".runs tbody tr")).to_have_count(2)
    compare = page.get_by_role("button", name="Compare the two ticked")
    expect(compare).to_be_disabled()
    for box in page.locator("[data-pick]").all():
        box.check()
    mine = write_gold(tmp_path / "mine.jsonl", ROWS[:1])
    page.get_by_label("Gold file to add").set_input_files(mine)
    expect(doing).to_contain_text("can be run")  # the list has come anew
    expect(page.locator("[data-pick]:checked")).to_have_count(2)
    compare.click()
    expect(page.locator(".comparison")).to_contain_text("0 of 3 questions flipped.")
    expect(page.locator(".comparison")).to_contain_text("No measure differs.")
    expect(page.locator(".run-report svg.plot")).to_have_count(8)


def test_a_gold_file_is_added_and_a_broken_one_is_told_by_its_lines(
    page: Page, slow: Slow, tmp_path: Path, watched: Watched
) -> None:
    slow.step.release(99)
    tab(page, "Evaluate")
    broken = tmp_path / "broken.jsonl"
    broken.write_text(f"{json.dumps(ROWS[0])}\n{{no\n")
    page.get_by_label("Gold file to add").set_input_files(broken)
    expect(page.locator("[data-evaluating]")).to_contain_text("broken.jsonl:2: not JSON")
    mine = write_gold(tmp_path / "mine & <b>own</b>.jsonl".replace("/", ""), ROWS[:1])
    page.get_by_label("Gold file to add").set_input_files(mine)
    expect(page.locator("[data-evaluating]")).to_contain_text("can be run")
    expect(page.get_by_role("combobox", name="Gold file")).to_have_value(mine.name)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".run-report")).to_be_visible()
    expect(page.locator(".runs tbody tr")).to_contain_text(mine.name)
    assert ["422" in complaint for complaint in watched.complaints] == [True]
    watched.complaints.clear()
