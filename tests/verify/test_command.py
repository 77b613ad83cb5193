import json

import pytest
from typer.testing import CliRunner

from qa_app.cli.app import app

SPAN = "The board approved a grant of ¥500 million."


def run(*arguments):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def test_one_sentence_for_people():
    done = run("--sentence", "The board approved a grant of $500 million.", "--span", SPAN)
    assert done.exit_code == 0
    assert done.stdout.startswith("unsupported (0.")
    assert "they say '¥500 million'" in done.stdout


def test_one_sentence_as_json():
    done = run("--sentence", SPAN, "--span", SPAN, "--json")
    assert json.loads(done.stdout) == {
        "support": "supported",
        "score": 0.99,
        "reason": "it stands word for word in the cited words",
        "evidence": [{"span": 0, "start": 0, "end": len(SPAN)}],
    }


def test_batch(tmp_path):
    lines = [
        json.dumps({"id": "a", "sentence": SPAN, "spans": [SPAN]}),
        "",
        json.dumps({"id": 7, "sentence": SPAN, "spans": []}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert (done.exit_code, done.output) == (0, "")
    found = [json.loads(x) for x in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(v["id"], v["support"]) for v in found] == [("a", "supported"), (7, "unsupported")]
    assert all(list(v) == ["id", "support", "score", "reason", "evidence"] for v in found)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"id": "x", "spans": []}',
        '{"id": "x", "sentence": "a", "spans": "a"}',
        '{"id": "x", "sentence": "a", "spans": [1]}',
        '{"id": {}, "sentence": "a", "spans": []}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_and_skipped(tmp_path, line):
    good = json.dumps({"id": "g", "sentence": SPAN, "spans": [SPAN]})
    (tmp_path / "in.jsonl").write_text(f"{good}\n{line}\n{good}\n", encoding="utf-8")
    done = run("--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert done.exit_code == 1
    assert "line 2" in done.stderr
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 2


def test_text_that_is_no_unicode_comes_out_as_it_came(tmp_path):
    line = '{"id": "\\ud800", "sentence": "\\ud800 left.", "spans": ["\\ud800 stayed."]}'
    (tmp_path / "in.jsonl").write_text(line, encoding="utf-8")
    done = run("--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert done.exit_code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["id"] == "\ud800"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--sentence", "a", "--batch", "b", "--out", "c"],
        ["--batch", "b"],
        ["--sentence", "a", "--out", "c"],
        ["--batch", "b", "--out", "c", "--json"],
    ],
)
def test_wrong_use(arguments):
    assert run(*arguments).exit_code == 2
