"""The sample corpus, its gold questions and its gate, with the real model: all as a user has it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.run import ingest
from qa_app.cli.eval import app
from qa_app.evaluation.run import load_run
from qa_app.opening import open_store
from qa_app.settings import load_settings

ROOT = Path(__file__).parents[2]
GOLD = str(ROOT / "evals" / "sample.jsonl")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "store"
    with open_store(load_settings(store=folder), create=True) as opened:
        ingest(opened, [ROOT / "articles"])
    return str(folder)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_sample_corpus_keeps_to_its_gate(store, tmp_path):
    gate = str(ROOT / "evals" / "gate.toml")
    # Every second one: all are asked by `python -m bench.quality`, and each takes a second here.
    half = tmp_path / "half.jsonl"
    half.write_text("\n".join(Path(GOLD).read_text("utf-8").splitlines()[::2]), "utf-8")
    arguments = [
        str(half),
        "--store",
        store,
        "--out",
        str(tmp_path),
        "--name",
        "sample",
        "--gate",
        gate,
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    run = load_run(tmp_path / "sample")
    assert run.summary.measures["citation.exact"].value == 1.0
    assert run.summary.questions >= 50


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_sample_gold_is_sound(store):
    result = CliRunner().invoke(app, ["check", GOLD, "--store", store])
    assert result.exit_code == 0, result.output
    assert "error:" not in result.output
