"""The page on evaluation cannot fall behind the code."""

from pathlib import Path

from typer.testing import CliRunner

from qa_app.cli.eval import app
from qa_app.evaluation import run
from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.making.check import WARNINGS
from qa_app.evaluation.measures.registry import MEASURES

PAGE = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_every_measure_is_defined():
    assert [name for name in MEASURES if f"`{name}`" not in PAGE] == []


def test_every_stage_file_and_verb_is_explained():
    files = run._ALL
    for word in (*(str(stage) for stage in Stage), *files, *sorted(WARNINGS)):
        assert f"`{word}`" in PAGE, word
    for verb in app.registered_commands:
        assert f"qa-app eval {verb.name}" in PAGE, verb.name


def test_every_option_of_a_run_is_explained():

    shown = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).output
    for option in (
        "--store",
        "--name",
        "--out",
        "--gate",
        "--json",
        "--markdown",
        "--workers",
        "--clothes",
    ):
        assert option in shown
        assert f"`{option}" in PAGE
    assert "--no-resume" in PAGE
