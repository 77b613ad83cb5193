"""`qa-app ask --batch`: one line in, one line out; a bad line is named and skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa_app.cli.batch import parse_line, run_batch
from qa_app.inputs import InputError
from tests.answering.build import BOATS, assistant_over
from vectorstore.errors import QaAppError
from vectorstore.model import Filter

KEYS = [
    "id", "question", "searched", "answer", "sentences", "citations", "outcome", "abstained",
    "reason", "nearest", "closest", "confidence", "conflicts", "retrieved", "mode", "model",
    "prompt", "note", "generation", "timings_ms",
]  # fmt: skip


def test_every_good_line_is_answered_in_the_shape_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        '{"id": "a", "question": "How many patrol boats did Japan give?"}',
        "not json",
        "",
        '{"id": "b"}',
        '{"id": 3, "question": "And in 2014?", "history": [{"role": "user", "text": "Boats?"}]}',
        '{"id": "c", "question": "x", "asked_on": "tomorrow"}',
    ]
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text("\n".join(lines), encoding="utf-8")
    with assistant_over(tmp_path, {"boats.md": BOATS}) as assistant:
        assert run_batch(assistant, questions, answers, Filter()) is False
    written = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in written] == ["a", "3"]
    assert all(list(answer) == KEYS for answer in written)
    complaints = capsys.readouterr().err
    for number in (2, 4, 6):
        assert f"line {number}:" in complaints


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    with (
        assistant_over(tmp_path, {"boats.md": BOATS}) as assistant,
        pytest.raises(QaAppError, match=r"q\.jsonl"),
    ):
        run_batch(assistant, tmp_path / "q.jsonl", tmp_path / "a.jsonl", Filter())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"[]", "object"),
        (b"\xff", "JSON"),
        (b'{"question": 5}', "question"),
        (b'{"question": "x", "id": {}}', "id"),
        (b'{"question": "x", "history": 3}', "history"),
        (b'{"question": "x", "history": [{"role": "system", "text": "y"}]}', "role"),
        (b'{"question": "x", "filters": {"sauces": []}}', "sauces"),
        (b'{"question": "x", "filters": {"sources": [1]}}', "texts"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(line: bytes, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        parse_line(line, Filter())


def test_filters_of_a_line_replace_the_given_ones() -> None:
    line = b'{"question": "x", "filters": {"sources": "a.md", "published_from": "2024-01-01"}}'
    found = parse_line(line, Filter(folders=("b",)))
    assert found.filters == Filter(sources=("a.md",), published_from="2024-01-01")


@pytest.mark.parametrize("name", ["sources", "source", "article"])
def test_one_article_may_be_named_plainly(name: str) -> None:
    line = f'{{"question": "x", "filters": {{"{name}": "a.md"}}}}'.encode()
    assert parse_line(line, Filter()).filters == Filter(sources=("a.md",))


def test_the_python_call_takes_plain_data(tmp_path: Path) -> None:
    history = [{"role": "user", "text": "How many boats did Japan give?"}]
    with assistant_over(tmp_path, {"boats.md": BOATS}) as assistant:
        answer = assistant.ask("And in 2014?", history=history, filters={"sources": ["boats.md"]})
        assert answer.searched != answer.question
        with pytest.raises(InputError, match="asked_on"):
            assistant.ask("How many?", asked_on="soon")
