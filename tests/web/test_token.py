"""Where others can reach the address, every request shows the token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import AuthenticationError, OpenAI
from pydantic import SecretStr
from starlette.testclient import TestClient
from typer.testing import CliRunner

from qa_app.cli.app import app as cli
from qa_app.settings import Settings
from qa_app.web import Options, build_app, serve, token
from qa_app.web.guard import is_loopback
from tests.web.conftest import stocked
from tests.web.live import running
from vectorstore.errors import QaAppError

SECRET = "s3cret-s3cret-s3cret"
PATHS = [
    "/", "/config", "/web/chat.js", "/api/status", "/api/sources", "/api/openapi.json",
    "/v1/models", "/read/vessels.md", "/gradio_api/info",
]  # fmt: skip


@pytest.fixture(scope="module")
def locked() -> Iterator[TestClient]:
    app = build_app(stocked(), Options(token=SECRET))
    with TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(locked: TestClient) -> Iterator[TestClient]:
    locked.cookies.clear()
    yield locked
    locked.cookies.clear()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_read_without_it(client: TestClient, path: str) -> None:
    wrong: tuple[dict[str, str | bytes], ...] = (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": SECRET},
        {"authorization": "Basic " + SECRET},
        {"cookie": "qa-app-token=" + SECRET},
        {"cookie": "qa-app-token="},
        {"cookie": b"\x80;=;"},
    )
    for headers in wrong:
        response = client.get(path, headers=headers)  # type: ignore[arg-type]
        assert response.status_code == 401
        assert response.json()["error"]["type"] == "unauthorized"
        assert response.headers["www-authenticate"] == "Bearer"
    shown = client.get(path, headers={"authorization": f"Bearer {SECRET}"})
    assert shown.status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/v1/chat/completions"])
def test_nothing_is_asked_without_it(client: TestClient, path: str) -> None:
    body = {"question": "When?", "messages": [{"role": "user", "content": "When?"}]}
    assert client.post(path, json=body).status_code == 401
    asked = client.post(path, json=body, headers={"authorization": f"Bearer {SECRET}"})
    assert asked.status_code != 401


def test_a_person_gives_it_once_in_a_form(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token, "WAIT", 0.0)
    form = client.get("/", headers={"accept": "text/html,*/*"})
    assert form.status_code == 401
    assert 'action="/token"' in form.text
    wrong = client.post("/token", data={"token": "guess"})
    assert wrong.status_code == 401
    assert "not the token" in wrong.text
    assert "set-cookie" not in wrong.headers
    right = client.post("/token", data={"token": f" {SECRET} "})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert SECRET not in cookie
    assert client.get("/api/status").status_code == 200  # the browser sends the cookie now


def test_another_site_cannot_send_the_form(client: TestClient) -> None:
    foreign = {"origin": "http://evil.example"}
    assert client.post("/token", data={"token": SECRET}, headers=foreign).status_code == 403


def test_a_client_sends_it_as_its_key() -> None:
    with running(stocked(), Options(token=SECRET)) as address:
        with OpenAI(base_url=f"{address}/v1", api_key=SECRET) as client:
            assert [model.id for model in client.models.list()] == ["qa-app"]
        with (
            OpenAI(base_url=f"{address}/v1", api_key="wrong") as client,
            pytest.raises(AuthenticationError),
        ):
            client.models.list()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.5", "chat.example"])
def test_others_are_not_let_in_without_one(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(QaAppError, match="--token-file") as told:
        serve(stocked(), host=host, port=0)
    assert "\n" not in str(told.value)


def test_this_machine_needs_none() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.8.0.1"):
        assert is_loopback(host)
        token.require(host, "")


def test_it_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token.txt"
    file.write_text(f"{SECRET}\n")
    assert token.load(Settings(token_file=file)) == SECRET
    assert token.load(Settings()) == ""
    monkeypatch.setenv("QA_APP_TOKEN", SECRET)
    settings = Settings()
    assert token.load(settings) == SECRET
    assert SECRET not in repr(settings)
    assert SECRET not in settings.model_dump_json()
    assert SECRET not in repr(Options(token=SECRET))
    with pytest.raises(QaAppError, match="one of the two"):
        token.load(Settings(token_file=file))


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 30, "ü".encode() * 30])
def test_a_file_without_a_good_one_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token.txt"
    file.write_bytes(content)
    with pytest.raises(QaAppError, match=r"token\.txt"):
        token.load(Settings(token_file=file))


def test_a_short_or_missing_one_is_told() -> None:
    with pytest.raises(QaAppError, match="16"):
        token.load(Settings(token=SecretStr("short")))
    with pytest.raises(QaAppError, match=r"none\.txt"):
        token.load(Settings(token_file=Path("none.txt")))


def test_chat_says_so_before_anything_is_opened(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["chat", "--store", str(tmp_path), "--host", "0.0.0.0"])
    assert isinstance(done.exception, QaAppError)
    assert "--token-file" in str(done.exception)


def test_what_a_proxy_publishes_needs_a_token_too() -> None:
    token.require("127.0.0.1", "")
    token.require("127.0.0.1", "secret", ("answers.example",))
    with pytest.raises(QaAppError, match="others can reach"):
        token.require("127.0.0.1", "", ("answers.example",))
