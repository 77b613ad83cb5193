"""`qa-app sources`: what is listed of an article, and forgetting a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest import roots
from ingest.errors import IngestError
from ingest.run import ingest
from qa_app import conversations, opening
from qa_app.cli import output
from qa_app.cli.app import app
from qa_app.contract import Done
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.settings import Settings
from tests.fakes import FakeEmbedder
from tests.web.fake_assistant import FakeAssistant, Written, said
from vectorstore.model import Root
from vectorstore.store import Store

pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of two folders, one of which is gone."""
    path = tmp_path / "store"
    for name in ("kept", "lost"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pier.md").write_text(f"# Pier\n\nThe {name} pier is long.\n")
    with Store.open(path, FakeEmbedder(), create=True) as opened:
        ingest(opened, [tmp_path / "kept", tmp_path / "lost"])
    shutil.rmtree(tmp_path / "lost")
    monkeypatch.setattr(
        opening, "open_store", lambda settings, create=False: Store.open(path, FakeEmbedder())
    )
    output.console.cache_clear()
    return path


def run(*arguments: str, store: Path, **given: str) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, [*arguments, "--store", str(store)], **given)
    return result.exit_code, result.output, result.exception


def sources(store: Path) -> list[str]:
    with Store.open(store, FakeEmbedder()) as opened, opened.read() as snapshot:
        return [one.source for one in snapshot.articles()]


def test_what_was_left_out_of_an_article_is_shown(store: Path, tmp_path: Path) -> None:
    text = "".join(f"The pier is {n} years old, they say.\n\n" for n in (70, 80, 90))
    (tmp_path / "kept" / "page.txt").write_text(f"Pier\n\n{text}Share on Facebook\n")
    with Store.open(store, FakeEmbedder()) as opened:
        ingest(opened, [tmp_path / "kept"])
    told = json.loads(run("sources", "show", "page.txt", "--json", store=store)[1])
    assert told["dropped"] == [{"text": "Share on Facebook", "reason": "residue: sharing"}]
    shown = run("sources", "show", "page.txt", "--dropped", store=store)[1]
    assert "residue: sharing\tShare on Facebook" in shown
    assert "The pier" not in shown
    assert "nothing was left out" in run("sources", "show", "pier.md", "--dropped", store=store)[1]


def test_an_article_is_shown_by_the_path_of_its_file(store: Path, tmp_path: Path) -> None:
    by_id = run("sources", "show", "pier.md", "--json", store=store)[1]
    path = str(tmp_path / "kept" / "pier.md")
    assert json.loads(run("sources", "show", path, "--json", store=store)[1]) == json.loads(by_id)
    code, _, said = run("sources", "show", str(tmp_path / "kept" / "no.md"), store=store)
    assert code == 1
    assert "there is no such article" in str(said)


def test_doctor_names_the_folder_that_is_gone(store: Path, tmp_path: Path) -> None:
    code, said, _ = run("doctor", "--json", store=store)
    (finding,) = json.loads(said)["findings"]
    assert (code, finding["name"]) == (1, "root-gone")
    assert f"`qa-app sources forget {tmp_path}/lost --store {store}`" in finding["remedy"]


def test_the_default_store_need_not_be_named(tmp_path: Path) -> None:
    default = Settings.model_fields["store"].default
    lost = Root(2, str(tmp_path / "a lost folder"), "lost")
    assert f"`qa-app sources forget '{lost.path}'`" in roots.remedy(lost, default)
    named = f"`qa-app sources forget '{lost.path}' --store 'my store'`"
    assert named in roots.remedy(lost, Path("my store"))


def test_a_folder_is_forgotten_with_its_articles(store: Path, tmp_path: Path) -> None:
    lost = str(tmp_path / "lost")
    code, said, _ = run("sources", "forget", lost, "--yes", "--json", store=store)
    assert code == 0
    told = json.loads(said)
    assert (told["root"], told["removed"]) == (lost, ["lost/pier.md"])
    assert sources(store) == ["pier.md"]
    assert json.loads(run("doctor", "--json", store=store)[1])["ok"] is True


def test_nothing_goes_unasked(store: Path, tmp_path: Path) -> None:
    before = sources(store)
    for more in ((), ("--json",)):
        *_, error = run("sources", "forget", str(tmp_path / "kept"), *more, store=store)
        assert isinstance(error, IngestError)
        assert "--yes" in str(error)
        assert "still there" in str(error)
    assert sources(store) == before


@pytest.mark.parametrize(("answer", "left"), [("y", 1), ("n", 2)])
def test_a_person_is_asked(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    monkeypatch.setattr("qa_app.cli.sources._can_ask", lambda: True)
    code, said, _ = run("sources", "forget", str(tmp_path / "lost"), store=store, input=answer)
    assert "1 article " in said
    assert (code == 0) == (left == 1)
    assert len(sources(store)) == left


def test_words_that_were_cited_are_named(store: Path, tmp_path: Path) -> None:
    fake = FakeAssistant()
    fake.put("lost/pier.md", Written("The lost pier is long."))
    answer = said(fake.cite(1, "lost/pier.md", "pier is long"))
    asked = Conversation("0" * 16).begin("How?", 9).heard(Done(answer))
    SavedConversations(store / conversations.FILE).keep(asked)
    _, told, _ = run("sources", "forget", str(tmp_path / "lost"), "--yes", "--json", store=store)
    assert [one["quote"] for one in json.loads(told)["cited"]] == ["pier is long"]


def test_a_folder_that_never_was_there_is_named_with_those_that_were(store: Path) -> None:
    *_, error = run("sources", "forget", "/nowhere", "--yes", store=store)
    assert isinstance(error, IngestError)
    assert "kept" in str(error)
