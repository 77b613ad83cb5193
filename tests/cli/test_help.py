"""Help costs next to nothing, and says what typer would say."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pytest

from qa_app.cli.help import FOLDER, made, path, written

HEAVY = {
    "torch",
    "gradio",
    "chromadb",
    "rich",
    "pydantic_settings",
    "pydantic",
    "numpy",
    "markdown_it",
    "ingest",
    "typer",
}
HELP = [["--help"], ["ask", "--help"], ["chat", "--help"], ["eval", "run", "--help"]]


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "qa_app", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    imported = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}
    assert "qa_app" in imported, "the imports were seen"
    assert imported & HEAVY == set()
    assert done.stdout.startswith("Usage: qa-app")


@pytest.mark.parametrize("words", [["ask"], ["eval", "run"], ["nonsense"]], ids=" ".join)
def test_a_mistake_is_told_without_the_heavy_ones(words: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "qa_app", *words, "--no-such-option"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Usage: qa-app" in done.stderr
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert imported & (HEAVY - {"typer", "pydantic"}) == set(), "typer and what it needs, no more"


def test_every_text_is_what_typer_says() -> None:
    known = {path(names): text for names, text in made()}
    assert len(known) > 10
    found = {str(file): file.read_text("utf-8") for file in Path(FOLDER).iterdir()}
    assert found == known, "an option has changed: python -m qa_app.cli.help writes the texts anew"


def test_no_command_is_listed_with_half_a_sentence() -> None:
    assert not [text for _, text in made() if "..." in text.partition("Commands:")[2]]


def test_what_is_not_written_down_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert (written(["ask", "--help"]) or "").startswith("Usage: qa-app ask")
    for words in ([], ["ask"], ["nonsense", "--help"], ["../qa", "--help"], ["ask", "-h"]):
        assert written(words) is None
    monkeypatch.setenv("COLUMNS", "60")
    assert written(["ask", "--help"]) is None


def test_help_takes_at_most_five_times_an_empty_python() -> None:
    times: dict[str, list[float]] = {"": [], "help": []}
    for _ in range(7):
        for name, command in (("", ["-c", "pass"]), ("help", ["-m", "qa_app", "--help"])):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - began)
    assert median(times["help"]) <= 5 * median(times[""])


def test_the_version_is_that_of_the_package() -> None:
    command = [sys.executable, "-m", "qa_app", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"qa-app {version('qa-app')}\n"
