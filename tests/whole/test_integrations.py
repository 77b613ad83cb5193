"""Every example of docs/integrations.md does what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.whole.test_readme import PROGRAM, PROJECT, until_ready

PAGE = (PROJECT / "docs/integrations.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
MODEL = """
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
class Scripted(GenericFakeChatModel):
    def bind_tools(self, tools, **_):
        return self
asked = {"name": "ask_articles", "args": {"question": "How much was the loan?"}, "id": "1"}
model = Scripted(messages=iter([AIMessage("", tool_calls=[asked]), AIMessage("It is told.")]))
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of the examples, and with `qa-app` and `python` as its commands."""
    folder = tmp_path_factory.mktemp("integrations")
    (folder / "articles").symlink_to(PROJECT / "articles")
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(sys.executable)
    program = folder / "bin/qa-app"
    # The client of MCP hands its own environment on in part only.
    path = shlex.quote(os.environ.get("PYTHONPATH", ""))
    started = f'PYTHONPATH={path} exec {shlex.quote(sys.executable)} -m qa_app "$@"'
    program.write_text(f"#!/bin/sh\n{started}\n")
    program.chmod(0o755)
    done = subprocess.run(shlex.split(COMMANDS[0]), cwd=folder, env=environment(folder), check=True)
    assert done.returncode == 0
    return folder


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }


def ran(folder: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def chat(folder: Path) -> Iterator[str]:
    """A chat on a free port."""
    process = subprocess.Popen(
        [str(folder / "bin/qa-app"), "chat", "--store", "my-store", "--port", "0"],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                yield found.group()
                break
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)


def example(marker: str) -> str:
    (found,) = [code for code in EXAMPLES if marker in code]
    return found


def test_every_example_is_run_here() -> None:
    markers = (
        "httpx",
        "OpenAI",
        "StdioServerParameters",
        "ArticleRetriever",
        "create_agent",
        "Chroma",
    )
    assert len(EXAMPLES) == len(markers)
    for marker in markers:
        assert example(marker)


def test_commands(folder: Path) -> None:
    for line in COMMANDS[1:]:
        words = shlex.split(line)
        if words[:2] == ["qa-app", "chat"] or words[:2] == ["qa-app", "mcp"]:
            words = [str(folder / "bin/qa-app"), *words[1:]]
            if "--port" in words:
                words[words.index("--port") + 1] = "0"
            else:
                words += ["--port", "0"]
            until_ready(words, folder)
            continue
        subprocess.run(line, shell=True, cwd=folder, env=environment(folder), check=True)
    for name, least in (("articles", 16), ("passages", 40)):
        lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert len(lines) >= least
        assert all(json.loads(line)["text"] for line in lines)


def test_http_and_openai(folder: Path) -> None:
    with chat(folder) as address:
        said = ran(folder, example("httpx").replace("http://127.0.0.1:7860", address))
        assert "[1]" in said
        for name in ("searched", "found", "done"):
            assert f"event: {name}" in said
        said = ran(folder, example("OpenAI").replace("http://127.0.0.1:7860", address))
        assert "[1]" in said
        assert f"{address}/read/" in said


def test_mcp(folder: Path) -> None:
    assert "[1]" in ran(folder, example("StdioServerParameters"))


def test_langchain(folder: Path) -> None:
    said = ran(folder, example("ArticleRetriever"))
    assert "[1]" in said
    assert "background/" in said
    assert "It is told." in ran(folder, MODEL + example("create_agent"))


def test_chroma(folder: Path) -> None:
    assert "'source': 'six-new-patrol-vessels.md'" in ran(folder, example("Chroma"))


def test_the_client_settings_start_the_program() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    server = json.loads(block)["mcpServers"]["articles"]
    assert [server["command"], *server["args"]][:2] == ["qa-app", "mcp"]
    assert PROGRAM.name == server["command"]
