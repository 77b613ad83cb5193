"""Two users at one page: each sees what is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa_app import users
from qa_app.web import Options
from tests.browser.conftest import POLL, Watched, ask, lost
from tests.browser.tabs import a_tab, leave, running
from tests.web.conftest import stocked

pytestmark = pytest.mark.browser


def log_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(f"password of {name}")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".welcome")


def test_two_users_cannot_see_each_others(context: BrowserContext, tmp_path: Path) -> None:
    """FAULTS 57."""
    for name in ("ann", "bob"):
        users.add(tmp_path / "users", name, f"password of {name}")
    fake = stocked()
    options = Options(users=users.Users(tmp_path / "users"), saved=tmp_path / "c.sqlite")
    with running(fake, options) as address:
        page = a_tab(context, address)
        log_in(page, address, "ann")
        ask(page, "Mine?")
        assert fake.history[-1].user == "ann"
        mine = page.url
        page.reload()
        expect(page.locator(".question")).to_have_text("Mine?")
        leave(context)
        page = a_tab(context, address)
        log_in(page, address, "bob")
        page.goto(mine)
        expect(page.get_by_role("alert")).to_contain_text("not kept here any more")
        expect(page.locator(".question")).to_have_count(0)
        page.get_by_role("button", name="Conversations").click()
        expect(page.locator(".panel-heading")).to_have_text("Conversations (0)")
        leave(context)


def test_a_person_gives_the_token_in_a_form(context: BrowserContext, watched: Watched) -> None:
    secret = "s3cret-s3cret-s3cret"
    with running(stocked(), Options(token=secret)) as address:
        page = a_tab(context, address)
        page.goto(address)
        page.get_by_label("Token").fill(secret)
        page.get_by_role("button", name="Open").click()
        page.wait_for_selector(".welcome")
        assert all("401" in said for said in watched.complaints)
        watched.complaints.clear()
        ask(page, "When?")
        leave(context)


def test_whoever_logs_out_leaves_nothing_behind(context: BrowserContext, tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        users.add(tmp_path / "users", name, f"password of {name}")
    options = Options(users=users.Users(tmp_path / "users"), saved=tmp_path / "c.sqlite")
    with running(stocked(), options) as address:
        page = a_tab(context, address)
        log_in(page, address, "ann")
        ask(page, "Mine?")
        mine = page.url
        page.get_by_label("Your question").fill("A secret that was only typed")
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        page.goto(mine)
        expect(page.get_by_label("Password")).to_be_visible()
        log_in(page, address, "bob")
        expect(page.get_by_label("Your question")).to_have_value("")
        expect(page.locator(".question")).to_have_count(0)
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        log_in(page, address, "ann")
        page.goto(mine)
        expect(page.locator(".question")).to_have_text("Mine?")
        leave(context)


def test_a_restart_logs_nobody_out_and_another_password_does(
    context: BrowserContext, watched: Watched, tmp_path: Path
) -> None:
    users.add(tmp_path / "users", "ann", "password of ann")
    options = Options(
        users=users.Users(tmp_path / "users"),
        sessions=tmp_path / "sessions.sqlite",
        saved=tmp_path / "c.sqlite",
        poll_seconds=POLL,
    )
    with running(stocked(), options) as address:
        page = a_tab(context, address)
        away, typed = page.locator("#qa-away"), page.get_by_label("Your question")
        log_in(page, address, "ann")
        ask(page, "Mine?")
        mine = page.url
        typed.fill("Typed, not sent")
    expect(away).to_contain_text("The connection is lost")
    after = stocked()
    with running(after, options, int(address.rsplit(":", 1)[1])):
        expect(away).to_contain_text("Connected again.")
        expect(page.locator(".question")).to_have_text("Mine?")
        expect(typed).to_have_value("Typed, not sent")
        ask(page, "And more?")
        assert [turn.text for turn in after.history[-1].history][:1] == ["Mine?"]
        assert after.history[-1].user == "ann"
        typed.fill("Typed, not sent")
        users.add(tmp_path / "users", "ann", "another password")
        expect(away).to_contain_text("You are not logged in any more.")
        asked = len(after.history)
        typed.press("Enter")
        page.wait_for_timeout(1_000)
        expect(away).to_contain_text("You are not logged in any more.")
        assert len(after.history) == asked, "nothing is answered to nobody"
        away.get_by_role("link", name="Log in again").click()
        page.get_by_label("Name").fill("ann")
        page.get_by_label("Password").fill("password of ann")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("alert")).to_contain_text("do not go together")
        page.get_by_label("Name").fill("ann")
        page.get_by_label("Password").fill("another password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_selector(".exchange, .welcome")
        expect(typed).to_have_value("Typed, not sent")
        page.goto(mine)
        expect(page.locator(".question")).to_have_text(["Mine?", "And more?"])
        leave(context)
    ours = [said for said in watched.complaints if not lost(said) and "401" not in said]
    assert ours == []
    watched.complaints.clear()


def test_without_users_nobody_logs_out(page: Page) -> None:
    expect(page.get_by_role("button", name="Conversations")).to_be_visible()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)
