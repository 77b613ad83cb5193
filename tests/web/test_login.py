"""Logging in: who has not sees nothing, wrong passwords are slowed down, users are kept apart."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from qa_app import users
from qa_app.cli.app import app as cli
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.users import Users, UsersError
from qa_app.web import Options, build_app
from qa_app.web.guard import is_loopback
from qa_app.web.listening import is_private, refuse_open
from qa_app.web.login import TRIES, LogIn
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, said
from tests.web.live import event, running
from vectorstore.errors import QaAppError, StoreError

ADDRESS = "http://127.0.0.1:7860"
ID = "a" * 16
SECRET = "s3cret-s3cret-s3cret"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Users:
    path = tmp_path_factory.mktemp("users") / "users"
    for name in ("ann", "bob"):
        users.add(path, name, f"password of {name}")
    return Users(path)


@pytest.fixture
def page(shared: FakeAssistant, known: Users, tmp_path: Path) -> Iterator[TestClient]:
    saved = tmp_path / "c.sqlite"
    mine = Conversation(ID, user="ann").begin("Mine?", 9).finish()
    SavedConversations(saved).keep(mine)
    app = build_app(shared, Options(users=known, saved=saved))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def log_in(page: TestClient, name: str, password: str = "") -> int:
    said = {"name": name, "password": password or f"password of {name}"}
    return page.post("/login", data=said).status_code


def test_who_has_not_logged_in_sees_nothing(page: TestClient) -> None:
    for path in ("/", f"/c/{ID}"):
        response = page.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/login")
    for path in ("/config", "/api/articles", "/view/articles", f"/api/conversations/{ID}.md"):
        assert page.get(path).status_code == 401
    assert page.post("/api/ask", json={"question": "When?"}).status_code == 401
    assert page.post("/api/library/files?name=x.txt", content=b"x").status_code == 401
    assert page.get("/healthz").json()["ok"] is True
    assert "<form" in page.get("/login").text


def test_users_see_their_own_conversations_and_no_others(page: TestClient) -> None:
    assert log_in(page, "ann") == 303
    cookie = page.cookies.jar._cookies["127.0.0.1"]["/"]["qa-app-login"]  # type: ignore[attr-defined]
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert [one["id"] for one in page.get("/api/conversations").json()] == [ID]
    assert page.get(f"/api/conversations/{ID}.json").status_code == 200
    assert page.post("/logout").status_code == 303
    assert page.get("/api/conversations").status_code == 401
    assert log_in(page, "bob") == 303
    assert page.get("/api/conversations").json() == []
    assert page.get(f"/api/conversations/{ID}.json").status_code == 404


def test_the_user_of_a_question_is_known(page: TestClient, shared: FakeAssistant) -> None:
    log_in(page, "bob")
    page.post("/api/ask", json={"question": "When?"})
    assert shared.history[-1].user == "bob"


def test_wrong_passwords_are_slowed_down(page: TestClient) -> None:
    for _ in range(5):
        assert log_in(page, "ann", "wrong") == 401
    refused = page.post("/login", data={"name": "ann", "password": "password of ann"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert log_in(page, "bob") == 429, "from the same address"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Of a page with users of its own, whose log-ins are kept."""
    for name in ("ann", "bob"):
        users.add(tmp_path / "users", name, f"password of {name}")
    kept = {"sessions": tmp_path / "sessions.sqlite", "saved": tmp_path / "c.sqlite"}
    return Options(users=Users(tmp_path / "users"), **kept)


@contextmanager
def restarted(
    fake: FakeAssistant, options: Options, cookies: dict[str, str]
) -> Iterator[TestClient]:
    """The page served anew, and asked by a browser that has these cookies still."""
    anew = replace(options, users=options.users and Users(options.users._path))
    app = build_app(fake, anew)
    with TestClient(app, base_url=ADDRESS, cookies=cookies, follow_redirects=False) as page:
        yield page


def logged_in(fake: FakeAssistant, options: Options, name: str) -> dict[str, str]:
    """The cookies of a browser in which somebody has logged in, before the server ended."""
    with TestClient(build_app(fake, options), base_url=ADDRESS) as page:
        assert log_in(page, name) == 200
        assert page.get("/api/status").status_code == 200
        return dict(page.cookies)


def out(page: TestClient) -> None:
    """Nothing is shown, and people are led to the log-in."""
    for path in ("/", f"/c/{ID}", "/read/vessels.md", "/original?source=vessels.md"):
        response = page.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/login")
    for path in ("/config", "/api/status", "/api/conversations", "/view/articles"):
        refused = page.get(path)
        assert (refused.status_code, refused.json()["error"]["type"]) == (401, "not_logged_in")
    join = page.post("/gradio_api/queue/join", json={"session_hash": "x", "data": []})
    assert join.status_code == 401


def test_a_restart_logs_nobody_out(shared: FakeAssistant, options: Options) -> None:
    SavedConversations(options.saved).keep(Conversation(ID, user="ann").begin("Mine?", 9).finish())
    ann, bob = (logged_in(shared, options, name) for name in ("ann", "bob"))
    with restarted(shared, options, ann) as page:
        assert page.get("/").status_code == 200
        assert [one["id"] for one in page.get("/api/conversations").json()] == [ID]
    with restarted(shared, options, bob) as page:
        assert page.get("/api/conversations").json() == []
        page.post("/api/ask", json={"question": "When?"})
        assert shared.history[-1].user == "bob"
        assert page.post("/logout").status_code == 303
    with restarted(shared, options, bob) as page:
        out(page)
    with restarted(shared, options, ann) as page:
        assert page.get("/api/status").status_code == 200, "she has not logged out"


def test_another_password_ends_a_log_in_with_and_without_a_restart(
    shared: FakeAssistant, options: Options, tmp_path: Path
) -> None:
    ann, bob = (logged_in(shared, options, name) for name in ("ann", "bob"))
    with restarted(shared, options, ann) as page:
        assert page.get("/api/status").status_code == 200
        users.add(tmp_path / "users", "ann", "another password")
        out(page)
        assert log_in(page, "ann") == 401
        assert log_in(page, "ann", "another password") == 303
        assert page.get("/api/status").status_code == 200
    with restarted(shared, options, ann) as page:
        out(page)
    with restarted(shared, options, bob) as page:
        assert page.get("/api/status").status_code == 200


def test_who_is_removed_from_the_file_is_out(
    shared: FakeAssistant, options: Options, tmp_path: Path
) -> None:
    ann = logged_in(shared, options, "ann")
    lines = (tmp_path / "users").read_text().splitlines()
    (tmp_path / "users").write_text("\n".join(one for one in lines if not one.startswith("ann:")))
    with restarted(shared, options, ann) as page:
        out(page)
        assert log_in(page, "ann") == 401
        assert log_in(page, "bob") == 303


def test_a_file_of_users_that_was_broken_lets_nobody_in_and_the_log_says_why(
    shared: FakeAssistant, options: Options, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with TestClient(build_app(shared, options), base_url=ADDRESS) as page:
        log_in(page, "ann")
        (tmp_path / "users").write_text("ann:plain:x:y\n")
        for answer in (page.get("/"), page.get("/api/status")):
            assert (answer.status_code, answer.json()["error"]["type"]) == (503, "unavailable")
            assert "users" not in answer.text
        assert log_in(page, "ann") == 503
        assert page.get("/healthz").status_code == 200
    assert f"{tmp_path / 'users'}:1" in caplog.text


def test_without_a_file_for_them_log_ins_end_with_the_server(
    shared: FakeAssistant, options: Options
) -> None:
    memory = replace(options, sessions=None)
    ann = logged_in(shared, memory, "ann")
    with restarted(shared, memory, ann) as page:
        out(page)
        assert log_in(page, "ann") == 303


def test_as_many_at_once_are_slowed_down_as_well() -> None:
    """All of them are sent before the first one has been looked at."""
    refused, looked_at = threading.Event(), 0

    class Slow(Users):
        def __init__(self) -> None:
            """Of no file."""

        def key(self, name: str) -> bytes:
            return b""

        def check(self, name: str, password: str) -> bool:
            nonlocal looked_at
            looked_at += 1
            assert refused.wait(20)
            return False

    async def nowhere(*_: object) -> None: ...

    async def guess(client: httpx.AsyncClient, number: int) -> int:
        given = {"name": "ann", "password": f"guess {number}"}
        code = (await client.post("/login", data=given)).status_code
        if code == 429:
            refused.set()
        return code

    async def all_at_once() -> list[int]:
        through = httpx.ASGITransport(LogIn(nowhere, Slow()))
        async with httpx.AsyncClient(transport=through, base_url=ADDRESS) as client:
            return await asyncio.gather(*(guess(client, number) for number in range(30)))

    try:
        codes = Counter(asyncio.run(asyncio.wait_for(all_at_once(), 25)))
    finally:
        refused.set()
    assert codes == {401: TRIES, 429: 30 - TRIES}
    assert looked_at == TRIES


def test_a_right_password_is_no_try(page: TestClient) -> None:
    assert [log_in(page, "ann") for _ in range(TRIES + 1)] == [303] * (TRIES + 1)


def test_an_event_of_the_page_is_whose_request_it_is(known: Users, tmp_path: Path) -> None:
    """Whatever the state of its tab: a session that has loaded nothing, or somebody else's."""
    saved = SavedConversations(tmp_path / "c.sqlite")
    for user, id in (("", "b" * 16), ("ann", ID)):
        saved.keep(Conversation(id, user=user).begin(f"Of {user or 'nobody'}?", 9).finish())
    fake = stocked()
    with running(fake, Options(users=known, saved=saved.path)) as address:
        ann, bob = (httpx.Client(base_url=address) for _ in range(2))
        with ann, bob:
            for client, name in ((ann, "ann"), (bob, "bob")):
                client.post("/login", data={"name": name, "password": f"password of {name}"})
            event(ann, "load", ["/"], session="of-ann")
            listed = {"conversations": True}
            for session in ("fresh", "of-ann"):
                seen = str(event(bob, "select", [None], listed, session=session)[-1])
                assert "Conversations (0)" in seen, session
            event(bob, "select", [None], {"rename": "b" * 16, "title": "x"})
            event(bob, "select", [None], {"delete": "b" * 16})
            event(bob, "submit+click", ["When?", {}, {}])
            event(bob, "submit+click", ["Who?", {}, {}])
    assert [entry.title for entry in saved.entries(9)] == ["Of nobody?"]
    assert {entry.title for entry in saved.entries(9, "bob")} == {"When?", "Who?"}
    assert [request.user for request in fake.history] == ["bob", "bob"]


def test_an_address_that_others_reach_needs_a_decision(known: Users) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "", "example.org"):
        assert not is_loopback(host)
        with pytest.raises(QaAppError, match="--auth-file"):
            refuse_open(host, Options())
        refuse_open(host, Options(no_auth=True))
        refuse_open(host, Options(users=known))
    for host in ("127.0.0.1", "::1", "localhost", "127.5.0.1"):
        refuse_open(host, Options())


def test_what_a_proxy_publishes_is_reached_by_others_as_well(known: Users) -> None:
    published: tuple[dict[str, Any], ...] = (
        {"allowed_hosts": ("answers.example",)},
        {"base_path": "/qa"},
        {"public_url": "https://answers.example"},
    )
    for options in published:
        assert not is_private("127.0.0.1", Options(**options))
        with pytest.raises(QaAppError, match="--auth-file"):
            refuse_open("127.0.0.1", Options(**options))
        for decision in ({"no_auth": True}, {"users": known}, {"token": SECRET}):
            refuse_open("127.0.0.1", Options(**options, **decision))
    assert is_private("127.0.0.1", Options())


def test_nobody_unknown_adds_articles_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("qa_app.assistant.Assistant.open", lambda settings: nullcontext(stocked()))
    served: list[Options] = []
    monkeypatch.setattr("qa_app.web.serve", lambda _, **given: served.append(given["options"]))
    words = ["chat", "--store", str(tmp_path), "--port", "0", "--base-path", "/qa"]
    refused = CliRunner().invoke(cli, words)
    assert "--auth-file" in str(refused.exception)
    assert CliRunner().invoke(cli, [*words, "--no-auth"]).exit_code == 0
    assert [options.library for options in served] == [None]
    assert served[0].sessions == tmp_path / "sessions.sqlite"
    assert served[0].originals is not None


def test_below_a_path_all_is_found_there_and_nothing_beside_it(shared: FakeAssistant) -> None:
    app = build_app(shared, Options(base_path="/qa", allowed_hosts=("answers.example",)))
    with TestClient(app, base_url="http://answers.example") as page:
        html = page.get("/qa/").text
        assert '<base href="/qa/" />' in html
        assert page.get("/qa/web/chat.js").status_code == 200
        assert page.get("/qa/api/status").status_code == 200
        assert page.get("/qa/config").json()["root"].endswith("/qa")
        assert page.get("/").status_code == 404
        assert page.get("/qattack").status_code == 404


def test_a_program_with_the_token_need_not_log_in_and_all_else_must(
    shared: FakeAssistant, known: Users
) -> None:
    app = build_app(shared, Options(users=known, token=SECRET))
    shown = {"authorization": f"Bearer {SECRET}"}
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as page:
        assert page.post("/api/ask", json={"question": "When?"}, headers=shown).status_code == 200
        assert shared.history[-1].user == ""
        assert page.get("/v1/models", headers=shown).status_code == 200
        for headers in (
            {},
            {"authorization": "Bearer guess"},
            {"cookie": f"qa-app-token={SECRET}"},
        ):
            refused = page.get("/v1/models", headers=headers)
            assert (refused.status_code, refused.json()["error"]["type"]) == (401, "not_logged_in")
        assert page.get("/read/vessels.md").headers["location"] == "/login"
        assert page.post("/token", data={"token": SECRET}).status_code == 401, "people log in"
        assert log_in(page, "ann") == 303
        page.post("/api/ask", json={"question": "When?"})
        assert shared.history[-1].user == "ann"


def test_who_cannot_log_in_sees_the_health_only(shared: FakeAssistant) -> None:
    app = build_app(shared, Options(token=SECRET))
    with TestClient(app, base_url=ADDRESS) as page:
        assert page.get("/healthz").json()["ok"] is True
        assert page.get("/api/status").status_code == 401


def test_why_it_is_unhealthy_is_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    fake = stocked()
    broken = patch.object(fake, "generation", side_effect=StoreError("/secret/place is broken"))
    app = build_app(fake, Options(token=SECRET))
    with TestClient(app, base_url=ADDRESS) as page, broken:
        seen = page.get("/healthz")
    assert (seen.status_code, seen.json()) == (503, {"ok": False, "message": "unhealthy"})
    assert "/secret/place is broken" in caplog.text


def test_a_file_of_users_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsersError, match="users"):
        users.add(path, "ann", "long enough")
    assert path.read_bytes() == b"\xff\xfe"


def test_below_a_path_the_token_and_the_links_of_citations_are_there_too(
    shared: FakeAssistant,
) -> None:
    options = Options(base_path="/qa", token=SECRET)
    shown = {"authorization": f"Bearer {SECRET}"}
    body = {"messages": [{"role": "user", "content": "When?"}]}
    with TestClient(build_app(shared, options), base_url=ADDRESS, follow_redirects=False) as page:
        form = page.get("/qa/", headers={"accept": "text/html"}).text
        assert 'action="/qa/token"' in form
        shared.queue.append(said(shared.cite(1, "vessels.md", "Delivery was planned for 2025.")))
        answer = page.post("/qa/v1/chat/completions", json=body, headers=shown).json()
        (note,) = answer["choices"][0]["message"]["annotations"]
        url = note["url_citation"]["url"]
        assert url.startswith(f"{ADDRESS}/qa/read/vessels.md?")
        assert page.get(url, headers=shown).status_code == 200
        described = page.get("/qa/api/openapi.json", headers=shown).json()
        assert described["servers"] == [{"url": "/qa"}]
        opened = page.post("/qa/token", data={"token": SECRET})
        assert (opened.status_code, opened.headers["location"]) == (303, "/qa/")
        assert "Path=/qa/" in opened.headers["set-cookie"]
        assert page.get("/qa/api/status").status_code == 200
