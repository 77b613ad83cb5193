"""A model that fails, in every way and at every moment: FAULTS 51, 52."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from qa_app.contract import Answer
from qa_app.generation.base import ChatModel
from qa_app.generation.providers import LangChainModel
from qa_app.web import Options, build_app
from tests.generation.build import GAVE, GRANT, QUESTION, written_by
from tests.generation.server import piece, serving
from tests.whole.test_quotes_exact import check

Pieces = Callable[[], Iterator[str]]


class Speaking(LangChainModel):
    """A model behind the limits of an answer, that says what each next call is to say."""

    def __init__(self, *calls: Pieces) -> None:
        self.calls = list(calls)
        self.left = threading.Event()
        outer = self

        class Chat(BaseModel):
            def stream(self, told: object) -> Iterator[Any]:
                try:
                    for text in outer.calls.pop(0)() if outer.calls else ():
                        yield SimpleNamespace(text=text, response_metadata={})
                finally:
                    outer.left.set()

        super().__init__(Chat, "fake:model", retries=0)  # type: ignore[arg-type]


def asked(tmp_path: Path, model: ChatModel, **settings: Any) -> Answer:
    model.warm_up()  # an import is no silence of the model
    given = {"model_tokens": 100, "model_silence": 2.0, **settings}
    with written_by(tmp_path, model, **given) as assistant:  # type: ignore[arg-type]
        answer = assistant.ask(QUESTION)
        check(assistant, [answer])
    return answer


MILLION = 1_000_000
NOTHING: dict[str, Pieces] = {
    "nothing": lambda: iter(()),
    "empty pieces": lambda: iter([""] * 50),
    "spaces": lambda: iter([" ", "\n\n", "\t \r\n"] * 50),
    "marks": lambda: iter(["…", " — ", "[1]", " !!! "]),
    "broken letters": lambda: iter(["\udcff\udcfe", "\ufffd\x00", "\ud83d", " \udcff."]),
    "a word again and again": lambda: itertools.repeat("boats "),
    "a sentence again and again": lambda: itertools.repeat("Japan gave ninety boats. [1] "),
    "a million tokens": lambda: itertools.repeat("ninety boats and ", MILLION),
    "a million tokens at once": lambda: iter(["ninety boats and " * MILLION]),
    "a million markers": lambda: itertools.repeat("[1]", MILLION),
}


@pytest.mark.parametrize("pieces", NOTHING.values(), ids=NOTHING)
def test_row_51_what_says_nothing_or_never_ends_is_ended_and_told(
    tmp_path: Path, pieces: Pieces
) -> None:
    model = Speaking(pieces)
    answer = asked(tmp_path, model)
    assert model.left.wait(20), "the model still writes"
    assert (answer.mode, answer.outcome) == ("quotes", "answered")
    assert answer.note.endswith("the answer is quoted.")
    assert GAVE in answer.answer
    assert "ninety" not in str(answer.to_json())


def test_row_51_what_was_right_before_it_ran_on_is_kept(tmp_path: Path) -> None:
    model = Speaking(lambda: itertools.chain([f"{GAVE} [1] And "], itertools.repeat("on and ")))
    answer = asked(tmp_path, model)
    assert model.left.wait(20), "the model still writes"
    assert (answer.mode, answer.answer) == ("model", f"{GAVE} [1]")


def good() -> Iterator[str]:
    return iter([f"{GAVE} [1]"])


def raising(error: BaseException, *before: str) -> Pieces:
    def pieces() -> Iterator[str]:
        yield from before
        raise error

    return pieces


def hanging(*before: str) -> Pieces:
    def pieces() -> Iterator[str]:
        yield from before
        threading.Event().wait(3)

    return pieces


FIRST, MIDDLE, LAST = (), (f"{GAVE} [1] The gra",), (f"{GAVE} [1] ", f"{GRANT} [1] ")
FAULTS = {
    f"{what} {where}": (make(*before), before)
    for what, make in {
        "raises": lambda *before: raising(RuntimeError("inner detail"), *before),
        "has no memory": lambda *before: raising(MemoryError("inner detail"), *before),
        "is cut off": lambda *before: raising(ConnectionResetError("inner detail"), *before),
        "hangs": hanging,
    }.items()
    for where, before in {"at once": FIRST, "in the middle": MIDDLE, "at the end": LAST}.items()
}


@pytest.mark.parametrize(("fault", "before"), FAULTS.values(), ids=FAULTS)
def test_row_52_what_came_is_marked_and_the_next_question_is_answered(
    tmp_path: Path, fault: Pieces, before: tuple[str, ...]
) -> None:
    model = Speaking(fault, good)
    model.warm_up()
    with written_by(tmp_path, model, model_silence=0.4) as assistant:  # type: ignore[arg-type]
        app = build_app(assistant, Options(running=1, waiting=0))
        with TestClient(app, base_url="http://127.0.0.1:7860") as page:
            broken, after = (page.post("/api/ask", json={"question": QUESTION}) for _ in range(2))
    assert broken.status_code == 200
    answer = broken.json()
    finished = "did not finish" if before else "gave no answer"
    assert answer["note"].startswith(f"The model {finished}:")
    assert answer["mode"] == ("model" if before else "quotes")
    assert answer["sentences"][0]["text"] == GAVE
    assert "The gra" not in [one["text"] for one in answer["sentences"]]
    assert "inner detail" not in broken.text
    assert after.status_code == 200, "its place is free again"
    assert (after.json()["mode"], after.json()["note"]) == ("model", "")


@pytest.mark.parametrize("said", ["", f"{GAVE} [1] The gra"])
def test_row_52_a_server_that_is_killed(
    tmp_path: Path, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection ends in the middle of a stream, without a word."""
    pytest.importorskip("langchain_openai", reason="the extra openai is not installed")
    from qa_app.generation.loading import load
    from qa_app.settings import Settings

    monkeypatch.setenv("OPENAI_API_KEY", "x")
    with serving(piece(said) if said else b"") as server:
        given = {"model": "openai:small", "model_url": server.url, "model_retries": 0}
        model = load(Settings(**given))  # type: ignore[arg-type]
        assert model is not None
        answer = asked(tmp_path, model)
    assert answer.note.startswith("The model ")
    assert answer.sentences[0].text == GAVE
    assert answer.mode == ("model" if said else "quotes")
