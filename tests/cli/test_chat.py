"""`qa-app chat`: what it serves, and where it keeps things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from qa_app.cli.app import app
from qa_app.web.listening import listen
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What `serve` was called with."""
    calls: list[dict[str, Any]] = []

    @contextmanager
    def opened(settings: Any) -> Iterator[FakeAssistant]:
        one = stocked()
        one.store = SimpleNamespace(path=tmp_path)  # type: ignore[assignment]
        yield one

    monkeypatch.setattr("qa_app.assistant.Assistant.open", opened)
    monkeypatch.setattr("qa_app.web.serve", lambda assistant, **given: calls.append(given))
    return calls


def test_address_and_files_come_from_the_settings(
    served: list[dict[str, Any]], tmp_path: Path
) -> None:
    words = ["chat", "--store", str(tmp_path), "--port", "0", "--host", "::1", "--open"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    (call,) = served
    assert (call["host"], call["port"], call["open_browser"]) == ("::1", 0, True)
    options = call["options"]
    assert options.saved == tmp_path / "conversations.sqlite"
    assert options.feedback == tmp_path / "feedback.jsonl"


def test_conversations_are_not_kept_where_that_is_set(
    served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_APP_SAVE_CONVERSATIONS", "false")
    assert CliRunner().invoke(app, ["chat"]).exit_code == 0
    options = served[0]["options"]
    assert options.saved is None


def test_others_are_let_in_only_when_that_is_meant(
    served: list[dict[str, Any]], tmp_path: Path
) -> None:
    words = ["chat", "--store", str(tmp_path), "--port", "0", "--host", "0.0.0.0"]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code != 0
    assert "--auth-file" in str(refused.exception)
    assert CliRunner().invoke(app, [*words, "--no-auth"]).exit_code == 0
    assert served[-1]["options"].library is None, "nobody unknown adds articles"
    path = tmp_path / "users"
    made = CliRunner().invoke(
        app, ["chat", "--auth-file", str(path), "--add-user", "ann"], input="long enough\n" * 2
    )
    assert made.exit_code == 0, made.output
    names = ["--allowed-host", "a.example", "--base-path", "/qa"]
    assert CliRunner().invoke(app, [*words, "--auth-file", str(path), *names]).exit_code == 0
    options = served[-1]["options"]
    assert options.users.check("ann", "long enough")
    assert (options.allowed_hosts, options.base_path) == (("a.example",), "/qa")
    assert options.library is not None


def test_a_port_in_use_is_told_before_anything_is_loaded(
    served: list[dict[str, Any]], tmp_path: Path
) -> None:
    """FAULTS 63."""
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(app, ["chat", "--store", str(tmp_path), "--port", port])
    assert f"Port {port} is in use" in str(refused.exception)
    assert served == []
