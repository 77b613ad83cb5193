"""The routes of the Evaluate page, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa_app.evaluating import LARGEST, Evaluations, Kept
from qa_app.evaluation.compare import Comparison, Flip, Row
from qa_app.evaluation.diagnose import Stage
from qa_app.web import Options, build_app
from qa_app.web.render import evaluation as render
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.test_evaluating import ROWS, done, write_gold
from tests.web.live import HOSTILE
from tests.web.markup import inert


@pytest.fixture
def evaluations(tmp_path: Path) -> Iterator[Evaluations]:
    articles = {"boats.md": BOATS, "loans.md": LOANS}
    (tmp_path / "evals").mkdir()
    write_gold(tmp_path / "evals" / "boats.jsonl")
    with assistant_over(tmp_path, articles, threshold=0.0) as real:
        one = Evaluations(real, tmp_path / "runs", tmp_path / "evals", tmp_path / "store" / "gold")
        yield one
        one.end()


@pytest.fixture
def page(evaluations: Evaluations) -> Iterator[TestClient]:
    app = build_app(evaluations._assistant, Options(evaluations=evaluations))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


def test_a_run_is_begun_shown_and_compared(page: TestClient, evaluations: Evaluations) -> None:
    begun = page.post("/api/evaluations", json={"do": "run", "gold": "boats.jsonl"})
    assert begun.json()["state"] == "running"
    assert done(evaluations) == "done"
    name = page.get("/api/evaluations").json()["run"]
    assert name in inert(page.get("/view/evaluations").text).text
    report = page.get(f"/view/runs/{name}")
    assert "frame-ancestors 'none'" in report.headers["content-security-policy"]
    assert "default-src &#x27;none&#x27;" in report.text
    query = {"first": name, "second": name}
    held = page.get("/view/evaluations/compare", params=query)
    assert "0 of 3 questions flipped" in inert(held.text).text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"5", b'{"do": "x"}', b'{"do": "run"}', b'{"do": "run", "gold": 5}',
        b'{"do": "run", "gold": "../boats.jsonl"}', b'{"do": "go on", "run": ".."}',
        b'{"do": "stop", "more": 1}',
    ],
)  # fmt: skip
def test_what_is_no_order_is_refused(
    page: TestClient, evaluations: Evaluations, body: bytes
) -> None:
    answer = page.post("/api/evaluations", content=body)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert evaluations.work().state == "idle"


@pytest.mark.parametrize("name", ["..", "..%2fstore", "%2e%2e", "none", "%00", "a%0d%0ab"])
def test_only_a_run_of_the_list_is_shown(page: TestClient, name: str) -> None:
    assert page.get(f"/view/runs/{name}").status_code in (403, 404, 422)
    answer = page.get("/view/evaluations/compare", params={"first": name, "second": name})
    assert answer.status_code == 422
    inert(answer.text)


def test_a_gold_file_that_is_none_leaves_no_trace(page: TestClient, tmp_path: Path) -> None:
    line = json.dumps(ROWS[0]).encode()
    for name, content, status in (
        ("mine.jsonl", line, 200),
        ("../../up.jsonl", line, 422),
        ("<img src=x onerror=1>.jsonl", b"not json", 422),
        ("mine.html", line, 422),
        ("big.jsonl", b" " * (LARGEST + 1), 413),
    ):
        answer = page.post("/api/evaluations/gold", params={"name": name}, content=content)
        assert answer.status_code == status, name
    assert [path.name for path in (tmp_path / "store" / "gold").iterdir()] == ["mine.jsonl"]
    assert not list(tmp_path.rglob("up.jsonl"))


def test_where_nothing_may_be_changed_nothing_is_evaluated(client: TestClient) -> None:
    assert "--auth-file" in client.get("/view/evaluations").text
    assert client.post("/api/evaluations", json={"do": "stop"}).status_code in (400, 422)
    assert client.post("/api/evaluations/gold?name=a.jsonl", content=b"{}").status_code == 403


@pytest.mark.parametrize("words", HOSTILE)
def test_names_and_questions_made_of_markup_are_inert(words: str) -> None:
    kept = [Kept(words, words, (words,), 1, 0.5), Kept(words, words, (words,), 1, None)]
    inert(render.evaluations([words], kept, words))
    row = Row(words, 0.1, 0.2, 0.1, None, None, 0.01, "McNemar", 1, 0, "better")
    flip = Flip(words, words, words, True, Stage.RIGHT)
    inert(render.comparison(Comparison(words, words, 1, ({}, {}), [flip], [row])))
