"""FAULTS 65: what the environment holds in confidence is said nowhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from qa_app import users
from qa_app.cli.app import app as cli
from qa_app.generation.base import ModelError
from qa_app.generation.loading import load
from qa_app.settings import Settings, SettingsError, load_settings
from qa_app.web import Options, build_app
from tests.web.conftest import stocked
from vectorstore.errors import StoreError

SECRET = "zebra-7731-zebra-7731"
NAMES = (
    *("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "LANGSMITH_API_KEY", "HF_TOKEN"),
    *("AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "QA_APP_TOKEN", "GRADIO_TOKEN", "PGPASSWORD"),
)
SHOWN = {"authorization": f"Bearer {SECRET}"}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, SECRET)


def test_row_65_no_page_no_error_and_no_log_tells_a_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    users.add(tmp_path / "users", "ann", SECRET)
    options = Options(
        token=SECRET, users=users.Users(tmp_path / "users"), saved=tmp_path / "c.sqlite"
    )
    fake = stocked()
    fake.queue.extend([StoreError("The store is locked."), KeyError("a bug")])
    seen = [repr(options), str(options), (tmp_path / "users").read_text()]
    with TestClient(build_app(fake, options), base_url="http://127.0.0.1:7860") as page:
        asked = {"question": "When?"}
        responses = [
            *(page.get(path, headers=SHOWN) for path in ("/config", "/", "/api/openapi.json")),
            *(page.post("/api/ask", json=asked, headers=SHOWN) for _ in range(3)),
            page.post("/api/ask", json=asked | {"model": "x"}, headers=SHOWN),
            page.get("/api/ask", headers={"authorization": f"Bearer {SECRET[:-1]}"}),
            page.post("/login", data={"name": "ann", "password": SECRET[:-1]}),
            page.post("/login", data={"name": "ann", "password": SECRET}),
            page.get("/api/nowhere", headers=SHOWN),
            page.get("/healthz"),
        ]
    assert {r.status_code for r in responses} >= {200, 401, 422, 500}
    seen += [r.text + str(r.headers) for r in responses] + [caplog.text]
    assert "a bug" in caplog.text, "the log does tell what went wrong"
    for words in seen:
        assert SECRET not in words
        assert SECRET[:-1] not in words
    assert "Delivery was planned" not in caplog.text, "nor what the articles say"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_APP_PORT", SECRET),
        ("QA_APP_THRESHOLD", SECRET),
        ("QA_APP_NUMBER_FORMAT", SECRET),
        ("QA_APP_PUBLIC_URL", f"ftp://bob:{SECRET}@host"),
        ("QA_APP_BASE_PATH", f"{SECRET}/?x"),
    ],
)
def test_row_65_an_error_of_the_settings_repeats_no_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert SECRET not in str(told.value)
    assert name.removeprefix("QA_APP_").lower() in str(told.value)
    for words in (["sources"], ["ask", "When?"], ["doctor"]):
        done = CliRunner().invoke(cli, words)
        assert SECRET not in f"{done.output}{done.exception}"
        assert done.exit_code != 0


def test_row_65_settings_that_are_shown_hide_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert settings.token.get_secret_value() == SECRET
    for words in (repr(settings), str(settings), settings.model_dump_json()):
        assert SECRET not in words


@pytest.mark.parametrize("model", ["nosuch:model", "openai:", "gguf:/no/such.gguf", "plain"])
def test_row_65_an_error_of_a_model_tells_no_key(model: str) -> None:
    with pytest.raises(ModelError) as told:
        load(Settings(model=model, model_url=f"http://bob:{SECRET}@127.0.0.1:9/{SECRET}"))
    assert SECRET not in str(told.value)
