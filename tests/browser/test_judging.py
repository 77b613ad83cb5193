"""Saying of an answer that it is right, or wrong and what would be right."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from qa_app.web import Options
from tests.browser.conftest import ask
from tests.browser.tabs import leave, opened, running
from tests.browser.test_chat import QUOTE, said
from tests.web.conftest import stocked


def test_both_clicks_are_kept(context: BrowserContext, tmp_path: Path) -> None:
    assistant, feedback = stocked(), tmp_path / "feedback.jsonl"
    assistant.queue += [said(assistant.cite(1, "vessels.md", QUOTE)) for _ in range(2)]
    with running(assistant, Options(feedback=feedback)) as address:
        page = opened(context, address)
        ask(page, "When?")
        page.get_by_role("button", name="Right", exact=True).click()
        expect(page.locator(".told").first).to_have_text("Noted")
        ask(page, "When is that?")
        page.get_by_role("button", name="Wrong", exact=True).last.click()
        page.get_by_label("What would be right?").fill("In 2026.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".corrected")).to_have_text("In 2026.")
        leave(context)
    kept = [json.loads(line) for line in feedback.read_text("utf-8").splitlines()]
    assert [(one["verdict"], one.get("correction", "")) for one in kept] == [
        ("up", ""),
        ("down", ""),
        ("down", "In 2026."),
    ]
    assert kept[0]["citations"] == [{"source": "vessels.md", "quote": QUOTE}]
