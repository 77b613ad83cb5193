"""Logging in: who has not sees nothing, wrong passwords are slowed down, users are kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa_app import users
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.users import Users
from qa_app.web import Options, build_app
from qa_app.web.guard import is_loopback
from qa_app.web.listening import refuse_open
from tests.web.fake_assistant import FakeAssistant, said
from vectorstore.errors import QaAppError

ADDRESS = "http://127.0.0.1:7860"
ID = "a" * 16
SECRET = "s3cret-s3cret-s3cret"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Users:
    path = tmp_path_factory.mktemp("users") / "users"
    for name in ("ann", "bob"):
        users.add(path, name, f"password of {name}")
    return users.load(path)


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
    cookie = page.cookies.jar._cookies["127.0.0.1"]["/"]["qa_app_session"]  # type: ignore[attr-defined]
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


def test_an_address_that_others_reach_needs_a_decision(known: Users) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "", "example.org"):
        assert not is_loopback(host)
        with pytest.raises(QaAppError, match="--auth-file"):
            refuse_open(host, Options())
        refuse_open(host, Options(no_auth=True))
        refuse_open(host, Options(users=known))
    for host in ("127.0.0.1", "::1", "localhost", "127.5.0.1"):
        refuse_open(host, Options())


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
            {"cookie": f"qa-app-session={SECRET}"},
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
