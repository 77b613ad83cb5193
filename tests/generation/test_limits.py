"""What one answer may cost: time, silence and tokens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qa_app.generation.base import Allowance, Finish, Message, ModelError, pumped
from qa_app.generation.gguf import GgufModel
from tests.fakes import ScriptedModel
from tests.generation.build import GAVE, GRANT, QUESTION, written_by


def test_a_model_that_never_pauses_is_held_to_its_time() -> None:
    def make(ended: threading.Event) -> Iterator[str]:
        for _ in range(200):
            if ended.is_set():
                return
            yield "word "
            time.sleep(0.01)

    allowance = Allowance.of(1_000_000, 0.2, 60.0, None)
    with pytest.raises(ModelError, match="took too long"):
        list(pumped(make, "fake:model", allowance, Finish()))


def test_a_file_whose_context_is_not_told_yet_is_loaded_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("xllamacpp", reason="the extra local is not installed")
    file = tmp_path / "x.gguf"
    file.write_bytes(b"GGUF")
    told: list[object] = [
        ModelError("llama.cpp does not answer"),
        {"data": [{"meta": {"n_ctx_train": 512}}]},
    ]

    def call(self: GgufModel, path: str, body: object = None, server: object = None) -> object:
        reply = told.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    monkeypatch.setattr(GgufModel, "_load", lambda self: object())
    monkeypatch.setattr(GgufModel, "_call", call)
    model = GgufModel(file, context=2048)
    with pytest.raises(ModelError, match="does not answer"):
        model.context()
    assert model.context() == 512
    assert model.context() == 512
    assert told == []


class Metered(ScriptedModel):
    """Keeps what each call was allowed, and whether it still wrote when tokens were counted."""

    def __init__(self, *replies: str, broken: bool = False) -> None:
        super().__init__(*replies)
        self.allowed: list[int] = []
        self.open_when_counted: list[bool] = []
        self._broken = broken

    def count(self, text: str) -> int:
        if self.history:
            self.open_when_counted.append(self.closed < len(self.history))
            if self._broken:
                raise ModelError("gguf: llama.cpp does not answer")
        return super().count(text)

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, finish: Finish
    ) -> Iterator[str]:
        self.allowed.append(allowance.tokens)
        yield from super().stream(messages, allowance, finish)


WRONG = "Japan gave nine patrol boats to Vietnam in 2014. [1]"


@pytest.mark.parametrize("broken", [False, True])
def test_a_model_is_closed_before_its_tokens_are_counted(tmp_path: Path, broken: bool) -> None:
    # Of a repair one sentence is taken, whatever else the model would write.
    model = Metered(WRONG, f"{GAVE} [1] {GRANT} [1] And", broken=broken)
    with written_by(tmp_path, model) as assistant:
        answer = assistant.ask(QUESTION)
    assert (answer.mode, answer.note) == ("model", "")
    assert [sentence.text for sentence in answer.sentences] == [GAVE]
    assert model.open_when_counted == [False, False]


def test_thinking_is_paid_for(tmp_path: Path) -> None:
    thought = "<think>" + "so many boats " * 50 + "</think>"
    model = Metered(f"{thought}{WRONG}", f"{GAVE} [1]")
    with written_by(tmp_path, model) as assistant:
        assistant.ask(QUESTION)
    first, second = model.allowed
    assert first - second == ScriptedModel().count(f"{thought}{WRONG}")
