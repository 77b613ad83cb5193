from pathlib import Path

import pytest

from qa_app.prompts import PromptError, text
from qa_app.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_flag_before_environment_before_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "qa-app.toml").write_text("port = 1111\npassages = 7\n")
    assert load_settings().port == 1111
    monkeypatch.setenv("QA_APP_PORT", "2222")
    assert load_settings().port == 2222
    assert load_settings(port=3333).port == 3333
    assert load_settings(port=None).passages == 7


@pytest.mark.parametrize(
    ("content", "named"),
    [("prot = 1", "prot"), ("port = 70000", "port"), ("port = 'x'", "port"), ("port", "toml")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "qa-app.toml").write_text(content)
    with pytest.raises(SettingsError, match=named):
        load_settings()


def test_a_prompt_can_be_overridden_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "greeting.md").write_text("Hello.\n")
    assert text("greeting", tmp_path) == "Hello."
    assert text("example-questions", tmp_path) == text("example-questions")


def test_braces_and_dollars_in_a_value_stay_text(tmp_path: Path) -> None:
    (tmp_path / "asked.md").write_text("Of $what.\n")
    assert text("asked", tmp_path, what="{x} $y ${z} %s") == "Of {x} $y ${z} %s."


def test_a_variable_without_a_value_is_named(tmp_path: Path) -> None:
    (tmp_path / "asked.md").write_text("Of $what.\n")
    with pytest.raises(PromptError, match="what"):
        text("asked", tmp_path)
    with pytest.raises(PromptError, match="no-such"):
        text("no-such")


def test_requests_may_be_addressed_to_the_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_APP_ALLOWED_HOSTS", '["host.docker.internal"]')
    monkeypatch.setenv("QA_APP_PUBLIC_URL", "https://Ask.example:8443/articles/")
    assert load_settings().names() == ("host.docker.internal", "ask.example")
    monkeypatch.setenv("QA_APP_PUBLIC_URL", "ask.example")
    with pytest.raises(SettingsError, match="public_url"):
        load_settings()
