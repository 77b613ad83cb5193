"""The routes of the Evaluate page, and what they refuse."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from qa_app.assistant import Assistant
from qa_app.evaluating import LARGEST, Evaluations, Kept
from qa_app.evaluation import load_run
from qa_app.evaluation.compare import Comparison, Flip, Row
from qa_app.evaluation.diagnose import Stage
from qa_app.web import Options, build_app
from qa_app.web.render import evaluation as render
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.test_evaluating import ROWS, done, write_gold
from tests.web.live import HOSTILE
from tests.web.markup import inert


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    articles = {"boats.md": BOATS, "loans.md": LOANS}
    with assistant_over(tmp_path_factory.mktemp("real"), articles, threshold=0.0) as real:
        yield real


@pytest.fixture
def evaluations(tmp_path: Path, real: Assistant) -> Iterator[Evaluations]:
    (tmp_path / "evals").mkdir()
    write_gold(tmp_path / "evals" / "boats.jsonl")
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


@pytest.mark.parametrize(
    "name",
    [
        "..", "%2e%2e", "none", "%00", "a%0d%0ab", "{whole}", "../outside", "..%2foutside",
        "%2e%2e%2foutside", "./../outside", "inner/outside", "inner%2foutside", "..%5coutside",
        "OUTSIDE", "outside", ".",
    ],
)  # fmt: skip
def test_only_a_run_of_the_list_is_shown(
    page: TestClient, evaluations: Evaluations, tmp_path: Path, name: str
) -> None:
    """Whole runs lie beside the list, below a run and where the server stands; none is shown."""
    page.post("/api/evaluations", json={"do": "run", "gold": "boats.jsonl"})
    assert done(evaluations) == "done"
    run = evaluations.work().run
    for place in (tmp_path / "outside", tmp_path / "runs" / "inner" / "outside"):
        shutil.copytree(tmp_path / "runs" / run, place)
    assert load_run(tmp_path / "outside").answers
    assert [kept.name for kept in evaluations.runs()] == [run]
    name = name.replace("{whole}", quote(str(tmp_path / "outside"), safe=""))
    shown = page.get(f"/view/runs/{name}")
    assert shown.status_code in (403, 404, 422)
    assert ROWS[0]["question"] not in shown.text
    for first, second in ((name, name), (run, unquote(name)), (unquote(name), run)):
        answer = page.get("/view/evaluations/compare", params={"first": first, "second": second})
        assert answer.status_code == 422
        inert(answer.text)
    for given in (name, unquote(name)):
        assert page.post("/api/evaluations", json={"do": "go on", "run": given}).status_code == 422
    assert page.get(f"/view/runs/{run}").status_code == 200


@pytest.mark.parametrize("barred", ["ir_measures", "scipy"])
def test_without_the_extra_the_page_says_what_to_install(
    page: TestClient, evaluations: Evaluations, monkeypatch: pytest.MonkeyPatch, barred: str
) -> None:
    page.post("/api/evaluations", json={"do": "run", "gold": "boats.jsonl"})
    assert done(evaluations) == "done"
    first = evaluations.work().run
    for module in [one for one in sys.modules if one.partition(".")[0] == barred]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, barred, None)
    install = "pip install 'qa-app[eval]'"
    shown = page.get("/view/evaluations")
    seen = inert(shown.text)
    assert shown.status_code == 200
    assert install in seen.text
    assert not [one for one in seen.named("button") if "data-run" in one]
    assert first in seen.text, "the runs that are kept are listed all the same"
    refused = page.post("/api/evaluations", json={"do": "run", "gold": "boats.jsonl"})
    assert refused.status_code == 422
    assert install in refused.json()["error"]["message"]
    assert [kept.name for kept in evaluations.runs()] == [first], "no run is begun in vain"
    for path in (
        f"/view/runs/{first}", f"/view/evaluations/compare?first={first}&second={first}",
    ):  # fmt: skip
        answer = page.get(path)
        assert answer.status_code == 200 or install in inert(answer.text).text
    asked = page.post("/api/ask", json={"question": ROWS[0]["question"]})
    assert asked.json()["outcome"] == "answered", "the chat is none the worse"


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
