"""`qa-app eval`: its verbs, its output and its exit codes."""

import json
import re
from datetime import date

import pytest
from typer.testing import CliRunner

from qa_app.cli import eval_support
from qa_app.cli.eval import app
from qa_app.contract import Turn
from qa_app.evaluation.asking import about, asker, files_of
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import CompareError, GateError, RunError
from qa_app.evaluation.gold import GoldQuestion
from qa_app.settings import Settings
from tests.evaluation.fakes import FakeAssistant, FakeLibrary, gold_rows, write_gold
from vectorstore.model import Filter


@pytest.fixture
def library(monkeypatch, tmp_path):
    """The assistant that every command opens, in an empty current folder."""
    fake = FakeLibrary()
    monkeypatch.setattr(eval_support, "open_assistant", lambda *_: fake)
    monkeypatch.setattr(eval_support, "read_corpus", lambda store: Corpus.of(fake))
    monkeypatch.chdir(tmp_path)
    return fake


@pytest.fixture
def gold_file(tmp_path):
    return str(write_gold(tmp_path / "gold.jsonl"))


def call(*arguments, code=0, typed=None):
    result = CliRunner().invoke(app, list(arguments), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_gold_file_alone_is_a_run(library, gold_file, tmp_path):
    said = call(gold_file, "--name", "one")
    assert "60 questions: 60 right" in said
    assert re.search(r"^ ?right +1\.000", said, re.MULTILINE)
    folder = tmp_path / "runs" / "one"
    assert f"report: {folder.relative_to(tmp_path) / 'report.html'}" in said
    assert (folder / "report.md").read_text().startswith("### one")
    assert library.closed


@pytest.mark.parametrize("first", [["run"], []])
def test_run_may_be_named_and_options_may_come_first(library, gold_file, first, tmp_path):
    call(*first, "--name", "x", "--out", "elsewhere", gold_file)
    assert (tmp_path / "elsewhere" / "x" / "summary.json").exists()


def test_folders_and_several_files_are_one_set(library, tmp_path):
    (tmp_path / "sets").mkdir()
    write_gold(tmp_path / "sets" / "a.jsonl", gold_rows()[:3])
    write_gold(tmp_path / "b.jsonl", gold_rows()[3:5])
    said = json.loads(call("sets", "b.jsonl", "--json"))
    assert said["questions"] == 5


def test_without_a_name_a_run_is_named_by_the_time(library, gold_file, tmp_path):
    call(gold_file)
    (folder,) = (tmp_path / "runs").iterdir()
    assert re.fullmatch(r"\d{8}-\d{6}", folder.name)


def test_json_is_one_object_and_nothing_else(library, gold_file):
    said = json.loads(call(gold_file, "--name", "one", "--json"))
    assert said["run"] == "runs/one"
    assert said["measures"]["right"]["value"] == 1.0
    assert said["below_gate"] == []


def test_clothes_are_asked_on_request_only(library, gold_file):
    said = json.loads(call(gold_file, "--name", "one", "--json"))
    assert "clothes" not in said
    assert said["removed"] == []
    said = json.loads(call(gold_file, "--name", "two", "--json", "--clothes"))
    assert said["clothes"]["capitals"]["asked"] == 60
    assert {"asked", "lost", "share"} <= set(said["clothes"]["typing error"])
    assert re.search(r"capitals +60 +\d+ +\d+\.\d%", call(gold_file, "--name", "two"))


def test_files_are_looked_at_in_the_folders_of_the_store(tmp_path):
    from contextlib import nullcontext
    from types import SimpleNamespace

    (tmp_path / "a.txt").write_text("as it is")
    roots = [SimpleNamespace(path=str(tmp_path), label="")]
    snapshot = SimpleNamespace(roots=lambda: roots)
    store = SimpleNamespace(read=lambda: nullcontext(snapshot))
    assert files_of(SimpleNamespace(store=store))("a.txt") == "as it is"
    assert files_of(object())("a.txt") == ""


def test_markdown_is_for_a_pull_request(library, gold_file):
    assert call(gold_file, "--name", "one", "--markdown").startswith("### one\n")
    call(gold_file, "--json", "--markdown", code=2)


def test_a_run_that_keeps_to_its_gate_passes_and_one_that_does_not_is_named(
    library, gold_file, tmp_path
):
    gate = tmp_path / "gate.toml"
    gate.write_text('[minimum]\nright = 0.9\n[maximum]\n"abstention.false_refusals" = 0.1\n')
    call(gold_file, "--gate", "gate.toml", "--name", "good")
    library.assistant = FakeAssistant(threshold=0.9)
    said = call(gold_file, "--gate", "gate.toml", "--name", "bad", code=1)
    assert "right is 0.6667, below its minimum of 0.9" in said
    assert "abstention.false_refusals is 0.5, above its maximum of 0.1" in said
    again = json.loads(call(gold_file, "--gate", "gate.toml", "--name", "bad", "--json", code=1))
    assert len(again["below_gate"]) == 2
    assert "Below the gate" in (tmp_path / "runs" / "bad" / "report.html").read_text()


def test_a_gate_that_is_wrong_fails_before_anything_is_asked(library, gold_file, tmp_path):
    (tmp_path / "gate.toml").write_text("[minimum]\nrigth = 1\n")
    with pytest.raises(GateError, match="unknown measure 'rigth'"):
        call(gold_file, "--gate", "gate.toml")
    assert library.assistant.asked == []


def test_every_wrong_gold_line_is_named_and_nothing_is_scored(library, tmp_path, capfd):
    rows = gold_rows()[:2]
    wrong = rows[1] | {"evidence": [{"source": "gone.txt", "quote": "x"}]}
    write_gold(tmp_path / "g.jsonl", [rows[0], wrong])
    result = CliRunner().invoke(app, ["g.jsonl"])
    assert result.exit_code == 1
    assert "qa-app: g.jsonl:2: council-Alder: unknown source 'gone.txt'" in result.stderr
    (tmp_path / "g.jsonl").write_text("{\n\n[]\n")
    result = CliRunner().invoke(app, ["g.jsonl"])
    assert result.exit_code == 1
    assert [line[:18] for line in result.stderr.splitlines()] == [
        "qa-app: g.jsonl:1:",
        "qa-app: g.jsonl:3:",
    ]
    assert library.assistant.asked == []
    assert not (tmp_path / "runs").exists()


def test_faults_67_zero_questions_print_no_score(library, tmp_path):
    (tmp_path / "g.jsonl").write_text("\n")
    result = CliRunner().invoke(app, ["g.jsonl"])
    assert result.exit_code == 1
    assert "no questions" in result.stderr
    assert result.stdout == ""


def test_a_finished_run_is_kept_and_asked_again_on_request(library, gold_file):
    call(gold_file, "--name", "one")
    call(gold_file, "--name", "one")
    assert len(library.assistant.asked) == 60
    call(gold_file, "--name", "one", "--no-resume", "--workers", "2")
    assert len(library.assistant.asked) == 120


def test_compare_says_what_flipped(library, gold_file):
    call(gold_file, "--name", "one")
    library.assistant = FakeAssistant(threshold=0.9)
    call(gold_file, "--name", "two")
    said = call("compare", "one", "two")
    assert "one -> two: 20 of 60 questions flipped" in said
    data = json.loads(call("compare", "runs/one", "runs/two", "--json"))
    assert data["questions"] == 60
    assert data["flipped"][0]["stage"] == "refused"
    assert "→ **refused**" in call("compare", "one", "two", "--markdown")
    call("compare", "one", "two", "--fail-if-worse", code=1)
    call("compare", "one", "one", "--fail-if-worse")
    call("compare", "two", "one", "--fail-if-worse")


def test_compare_refuses_other_questions_and_what_is_no_run(library, gold_file, tmp_path):
    call(gold_file, "--name", "one")
    write_gold(tmp_path / "b.jsonl", gold_rows()[:9])
    call("b.jsonl", "--name", "two")
    with pytest.raises(CompareError, match="different gold questions"):
        call("compare", "one", "two")
    with pytest.raises(RunError, match="no such file"):
        call("compare", "one", "three")


def test_report_writes_the_page_again(library, gold_file, tmp_path):
    call(gold_file, "--name", "one")
    page = tmp_path / "runs" / "one" / "report.html"
    before = page.read_bytes()
    page.unlink()
    assert call("report", "one").strip() == "runs/one/report.html"
    assert page.read_bytes() == before


def test_check_names_what_it_finds_and_mends_what_moved(library, tmp_path):
    rows = gold_rows()[:3]
    moved = rows[0] | {
        "evidence": [{"source": "old.txt", "quote": rows[0]["evidence"][0]["quote"]}]
    }
    write_gold(tmp_path / "g.jsonl", [moved, *rows[1:]])
    said = call("check", "g.jsonl", code=1)
    assert "error: g.jsonl:1: bridge-Alder: the evidence is no longer so in old.txt" in said
    assert "now in alder.txt: The long bridge at Alder measures 100 metres." in said
    data = json.loads(call("check", "g.jsonl", "--json", code=1))
    assert data["findings"][0]["problem"] == "moved"
    assert "mended: " in call("check", "g.jsonl", "--fix")
    assert "3 questions, 0 findings, 0 mended" in call("check", "g.jsonl")


def test_check_goes_on_after_a_line_that_is_no_question(library, tmp_path):
    rows = [json.dumps(row) for row in gold_rows()[:2]]
    (tmp_path / "g.jsonl").write_text("\n".join(["{", *rows]))
    said = call("check", "g.jsonl", code=1)
    assert "error: g.jsonl:1: not JSON" in said
    assert "2 questions, 1 findings" in said


def test_new_adds_to_a_file(library, tmp_path, monkeypatch):
    monkeypatch.setattr("qa_app.evaluation.making.new._LEAST_WORDS", 5)
    said = call("new", "g.jsonl", typed="Why is nobody here?\n\nq\n")
    assert "1 questions written to g.jsonl" in said
    (row,) = [json.loads(line) for line in (tmp_path / "g.jsonl").read_text().splitlines()]
    assert row["id"] == "unanswerable-01"
    said = call("new", "g.jsonl", typed="why is nobody here\nBut why?\n")
    assert "This question is in the set already." in said
    assert "0 questions written" in said


def test_candidates_are_written_once(library, tmp_path):
    said = {"question": "Q?", "answer": "a", "verdict": "down"}
    (tmp_path / "f.jsonl").write_text(json.dumps(said))
    assert "1 candidates written to c.jsonl" in call("candidates", "f.jsonl", "c.jsonl")
    assert json.loads((tmp_path / "c.jsonl").read_text())["review"]
    call("candidates", "f.jsonl", "c.jsonl", code=2)


def test_wrong_use_is_exit_code_2(library):
    for arguments in (["--workers", "0", "g"], ["--nonsense", "g"], ["compare", "one"], []):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 2


def test_help_names_every_verb():
    text = CliRunner().invoke(app, ["--help"]).output
    for verb in ("run", "compare", "report", "check", "new", "candidates"):
        assert f"{verb} " in text


def test_all_that_a_question_holds_reaches_the_assistant():
    heard = {}

    class Listening:
        def ask(self, question, **how):
            heard.update(how, question=question)

    turns = (Turn("user", "Hello"),)
    gold = GoldQuestion("i", "Q?", (), False, (), "k", turns, "2024-02-03", "a.txt")
    asker(Listening())(gold)
    assert heard == {
        "question": "Q?",
        "history": turns,
        "filters": Filter(sources=("a.txt",)),
        "asked_on": date(2024, 2, 3),
        "id": "i",
    }
    asker(Listening())(GoldQuestion("i", "Q?", (), False, (), "k"))
    assert (heard["filters"], heard["asked_on"]) == (None, None)


def test_settings_that_cannot_change_an_answer_do_not_count():
    class Set:
        settings = Settings()

    known = about(Set()).settings
    assert "vector_weight" in known
    assert not {"store", "host", "port"} & set(known)
    assert about(object()).settings == {}
