"""Imports go one way, and the heavy libraries are imported when they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
FOLDERS = ("vectorstore", "ingest", "src/qa_app")
FILES = sorted(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.py"))


# Beside the store's embedding model, what runs a model of its own.
MODELS = frozenset(
    f"src/qa_app/{name}.py"
    for name in (
        "reader/network",
        "reader/packaged",
        "reader/hub",
        "reader/transformer",
        "retrieval/reranker",
        "verification/hub",
    )
)


# What speaks with language models, and what they are packaged in.
CHAT_MODELS = frozenset(
    f"src/qa_app/{name}.py" for name in ("generation/providers", "generation/gguf", "tracing")
)
CHAT_PACKAGES = ("langchain", "openai", "anthropic", "ollama", "xllamacpp", "langsmith")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""


def allowed(path: Path, package: str) -> bool:
    place = path.relative_to(PROJECT).as_posix()
    if place.startswith("vectorstore"):
        return package not in ("ingest", "qa_app", "gradio")
    if package in ("chromadb", "openvino"):
        return False
    if package in CHAT_PACKAGES or (
        package.startswith("langchain_") and package != "langchain_core"
    ):
        return place in CHAT_MODELS
    if package in ("sentence_transformers", "torch"):
        return place in MODELS
    if place.startswith("ingest"):
        return package not in ("qa_app", "gradio")
    return package != "gradio" or place.startswith("src/qa_app/web/")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    wrong = [name for name in imported(path) if not allowed(path, name.split(".")[0])]
    assert not wrong


def test_only_the_chroma_modules_know_chroma() -> None:
    users = {p.name for p in FILES if any(n.split(".")[0] == "chromadb" for n in imported(p))}
    assert users == {"chroma.py", "chroma_http.py", "chroma_server.py"}


@pytest.mark.parametrize(
    "words", [["--help"], ["ask", "--help"], ["chat", "--help"], ["mcp", "--help"]]
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys; sys.argv = ['qa-app', *sys.argv[1:]]\n"
        "from qa_app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'sentence_transformers', 'openvino',"
        " 'langchain_core', 'xllamacpp', 'mcp'}\n"
        "found = heavy & set(sys.modules)\n"
        "sys.exit(f'imported: {found}' if found else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
