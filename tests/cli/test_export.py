"""`qa-app export`: articles or passages, a JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qa_app.cli.app import app
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import FakeEmbedder
from vectorstore.errors import QaAppError
from vectorstore.model import StoredPassage
from vectorstore.snapshot import Snapshot


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("qa_app.opening.embedder", lambda _: FakeEmbedder())
    with assistant_over(tmp_path, {"boats.md": BOATS, "news/loans.md": LOANS}):
        pass
    return tmp_path / "store"


def exported(store: Path, *words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["export", "--store", str(store), *words])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_article_is_a_line_with_text_and_metadata(store: Path) -> None:
    boats, loans = exported(store)
    assert (boats["source"], loans["source"]) == ("boats.md", "news/loans.md")
    assert boats["title"] == "Six boats for the coast guard"
    assert boats["published"] == "2023-11-28"
    assert boats["provenance"]["title"]
    assert "500 million yen" in boats["text"]
    first = boats["passages"][0]
    assert boats["text"][first["start"] : first["end"]]
    shown = CliRunner().invoke(
        app, ["sources", "show", "boats.md", "--json", "--store", str(store)]
    )
    assert json.loads(shown.stdout) == boats


def test_a_passage_is_a_line_with_its_place(store: Path) -> None:
    texts = {one["source"]: one["text"] for one in exported(store)}
    passages = exported(store, "--passages")
    assert {one["source"] for one in passages} == set(texts)
    for one in passages:
        assert one["text"] == texts[one["source"]][one["start"] : one["end"]]
        assert one["title"]
        assert one["passage"] >= 0


def test_a_passage_says_of_its_article_what_the_article_says(store: Path) -> None:
    articles = {one["source"]: one for one in exported(store)}
    own = {"passage", "start", "end", "text"}
    for one in exported(store, "--passages"):
        of = articles[one["source"]]
        left = {"passages", "text", "state", "provenance", "dropped"}
        assert {name: one[name] for name in one.keys() - own} == {
            name: of[name] for name in of.keys() - left
        }


def test_passages_are_read_once_and_no_whole_text_for_them(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    passages_of = Snapshot.passages_of

    def counted(self: Snapshot, source: str) -> list[StoredPassage]:
        asked.append(source)
        return passages_of(self, source)

    monkeypatch.setattr(Snapshot, "passages_of", counted)
    monkeypatch.setattr(Snapshot, "text", lambda *_: pytest.fail("read"))
    assert exported(store, "--passages")
    assert asked == ["boats.md", "news/loans.md"]


def test_a_file_is_written_whole_or_not_at_all(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    done = CliRunner().invoke(app, ["export", "--store", str(store), "--out", str(out)])
    assert done.exit_code == 0
    assert "2 articles" in done.stdout
    lines = out.read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == exported(store)
    assert [path.name for path in tmp_path.glob("*all*")] == ["all.jsonl"]


def test_a_folder_that_is_not_there_is_named(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "none" / "all.jsonl"
    done = CliRunner().invoke(app, ["export", "--store", str(store), "--out", str(out)])
    assert isinstance(done.exception, QaAppError)
    assert "all.jsonl" in str(done.exception)
