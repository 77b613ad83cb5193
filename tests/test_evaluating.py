"""Evaluations that the page begins: one at a time, stopped and gone on with, kept and compared."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from qa_app.assistant import Assistant
from qa_app.contract import Answer
from qa_app.evaluating import FOLDER, EvaluatingError, Evaluations
from qa_app.evaluation.errors import CompareError, GoldError, RunError
from qa_app.library import LibraryError
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.web.live import wait_for

GRANT = "The grant was worth 500 million yen."
ROWS = [
    {
        "id": f"boats-{number}",
        "question": question,
        "answers": [answer],
        "answerable": True,
        "evidence": [{"source": "boats.md", "quote": quote}],
        "kind": "fact",
    }
    for number, (question, answer, quote) in enumerate(
        [
            ("What was the grant worth?", "500 million yen", GRANT),
            (
                "How many patrol boats did Japan give to Vietnam?",
                "six",
                "Japan gave six patrol boats to Vietnam in 2014.",
            ),
            ("How much was the grant in yen?", "500 million", GRANT),
        ]
    )
]


def write_gold(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@dataclass
class Slow:
    """An assistant that waits before every answer until it is let go on."""

    real: Assistant
    step: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def ask(self, question: str, **settings: Any) -> Answer:
        self.asked.append(question)
        assert self.step.acquire(timeout=20)
        return self.real.ask(question, **settings)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Assistant]:
    articles = {"boats.md": BOATS, "loans.md": LOANS}
    with assistant_over(tmp_path, articles, threshold=0.0) as one:
        yield one


@pytest.fixture
def slow(real: Assistant) -> Slow:
    return Slow(real)


@pytest.fixture
def evaluations(slow: Slow, tmp_path: Path) -> Evaluations:
    (tmp_path / "evals").mkdir()
    write_gold(tmp_path / "evals" / "boats.jsonl")
    return Evaluations(
        slow,  # type: ignore[arg-type]
        tmp_path / "runs",
        tmp_path / "evals",
        tmp_path / "store" / FOLDER,
    )


def done(evaluations: Evaluations) -> str:
    wait_for(lambda: evaluations.work().state != "running")
    return evaluations.work().state


def test_a_run_is_kept_with_its_report(evaluations: Evaluations, slow: Slow) -> None:
    assert evaluations.gold() == ("boats.jsonl",)
    assert evaluations.work().state == "idle"
    slow.step.release(3)
    evaluations.start("boats.jsonl")
    assert done(evaluations) == "done", evaluations.work().trouble
    (kept,) = evaluations.runs()
    assert (kept.name, kept.gold, kept.questions) == (
        evaluations.work().run,
        ("boats.jsonl",),
        3,
    )
    assert kept.right is not None
    assert 'class="plot risk-coverage"' in evaluations.report(kept.name)
    assert (evaluations.folder / kept.name / "report.html").is_file()
    same = evaluations.compare(kept.name, kept.name)
    assert same.flipped == []


def test_one_at_a_time_stopped_and_gone_on_with(evaluations: Evaluations, slow: Slow) -> None:
    evaluations.start("boats.jsonl")
    with pytest.raises(EvaluatingError, match="not done yet"):
        evaluations.start("boats.jsonl")
    slow.step.release()
    wait_for(lambda: evaluations.work().answered == 1)
    evaluations.stop()
    slow.step.release()
    assert done(evaluations) == "stopped"
    (kept,) = evaluations.runs()
    assert kept.right is None, "it is said to be unfinished"
    with pytest.raises(RunError, match="not finished"):
        evaluations.report(kept.name)
    slow.step.release(9)
    asked = len(slow.asked)
    evaluations.go_on(kept.name)
    assert done(evaluations) == "done", evaluations.work().trouble
    assert slow.asked[asked:] == [ROWS[2]["question"]], "only what was missing"
    with pytest.raises(EvaluatingError, match="finished"):
        evaluations.go_on(kept.name)


def test_the_end_waits_and_nothing_is_begun_after_it(evaluations: Evaluations, slow: Slow) -> None:
    evaluations.start("boats.jsonl")
    wait_for(lambda: len(slow.asked) == 1)
    slow.step.release()
    evaluations.end()
    assert evaluations.work().state == "stopped"
    with pytest.raises(EvaluatingError):
        evaluations.start("boats.jsonl")


def test_what_fails_is_told(evaluations: Evaluations, slow: Slow, tmp_path: Path) -> None:
    gone = ROWS[0] | {"evidence": [{"source": "boats.md", "quote": "Nothing of the sort."}]}
    write_gold(tmp_path / "evals" / "boats.jsonl", [gone])
    evaluations.start("boats.jsonl")
    assert done(evaluations) == "failed"
    assert "evidence is not in boats.md" in evaluations.work().trouble
    for name in ("../boats.jsonl", "none.jsonl", ""):
        with pytest.raises(EvaluatingError, match="no such gold file"):
            evaluations.start(name)
    for name in ("..", "../evals", "", "none"):
        with pytest.raises(EvaluatingError, match="There is no run"):
            evaluations.report(name)


def test_runs_of_other_questions_are_not_compared(
    evaluations: Evaluations, slow: Slow, tmp_path: Path
) -> None:
    slow.step.release(9)
    write_gold(tmp_path / "evals" / "one.jsonl", ROWS[:1])
    for gold, name in (("boats.jsonl", "first"), ("one.jsonl", "second")):
        evaluations.start(gold)
        assert done(evaluations) == "done"
        (evaluations.folder / evaluations.work().run).rename(evaluations.folder / name)
    with pytest.raises(CompareError, match="different gold questions"):
        evaluations.compare("first", "second")
    (evaluations.folder / "first" / "meta.json").write_text("[]")
    assert [kept.name for kept in evaluations.runs()] == ["second"], "what is no run is passed by"


def test_a_gold_file_is_added_and_replaced(evaluations: Evaluations, tmp_path: Path) -> None:
    line = json.dumps(ROWS[0]).encode() + b"\n"
    assert evaluations.add("mine.jsonl", line) == "mine.jsonl"
    other = line + json.dumps(ROWS[1]).encode() + b"\n"
    assert evaluations.add("mine.jsonl", other) == "mine.jsonl"
    assert evaluations.gold() == ("boats.jsonl", "mine.jsonl")
    folder = tmp_path / "store" / FOLDER
    assert (folder / "mine.jsonl").read_bytes() == other
    with pytest.raises(EvaluatingError, match="is the name of a gold file of"):
        evaluations.add("boats.jsonl", line)
    assert [path.name for path in folder.iterdir()] == ["mine.jsonl"]
    with pytest.raises(GoldError, match=r"bad\.jsonl:2: not JSON"):
        evaluations.add("bad.jsonl", line + b"{broken\n")
    with pytest.raises(EvaluatingError, match="JSON Lines"):
        evaluations.add("bad.txt", line)
    for name in ("../up.jsonl", ".hidden.jsonl", "a/b.jsonl", ""):
        with pytest.raises(LibraryError):
            evaluations.add(name, line)
    assert [path.name for path in folder.iterdir()] == ["mine.jsonl"]
