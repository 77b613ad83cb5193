"""Every command of the README does what it says."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa_app.cli.app import app

AS_PROGRAMS = 2
PROJECT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("qa-app")
README = (PROJECT / "README.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


def until_ready(command: list[str], cwd: Path, sign: str = "http://") -> str:
    """Start a server, wait for the line with its address or another sign, stop it with Ctrl-C."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    said = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            if sign in line:
                return said
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    raise AssertionError(said)


def test_the_readme_has_both_commands() -> None:
    assert COMMANDS[:2] == ["make chat", "make test"]


@pytest.mark.slow
def test_make_chat_opens_the_sample_corpus(tmp_path: Path) -> None:
    command = ["make", "chat", f"STORE={tmp_path / 'store'}", "PORT=0"]
    said = until_ready(command, PROJECT)
    assert "16 added" in said


def test_make_test_lints_and_tests() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "test"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    for tool in ("ruff check", "ruff format --check", "mypy", "pytest"):
        assert tool in said


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_other_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones as programs, the others in this process, which has started already."""
    (tmp_path / "articles").symlink_to(PROJECT / "articles")
    (tmp_path / "evals").mkdir()
    # All of them are asked where the sample corpus is held to its gate.
    questions = (PROJECT / "evals/sample.jsonl").read_text("utf-8").splitlines()[::25]
    (tmp_path / "evals/sample.jsonl").write_text("\n".join(questions), "utf-8")
    monkeypatch.chdir(tmp_path)
    for number, line in enumerate(COMMANDS[2:]):
        words = shlex.split(line)
        assert words[0] == ".venv/bin/qa-app", line
        command = [str(PROGRAM), *words[1:]]
        if words[1] == "chat":
            until_ready([*command, "--port", "0"], tmp_path)
            continue
        if words[1] == "watch":
            until_ready(command, tmp_path, "watching articles")
            continue
        if number < AS_PROGRAMS:
            subprocess.run(command, check=True, capture_output=True)
            continue
        done = CliRunner().invoke(app, words[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception}"
    answers = (tmp_path / "answers.jsonl").read_text("utf-8").splitlines()
    assert len(answers) == len(questions) > 3


@pytest.mark.slow
def test_the_python_example_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    ingest = [str(PROGRAM), "ingest", str(PROJECT / "articles"), "--store", "my-store"]
    subprocess.run(ingest, cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout
