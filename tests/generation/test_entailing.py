"""The setting `entailment` reaches the sentences of a model: what it re-admits is shown, a rule's
objection stays, and one that cannot be used is said.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.generation.writer import Writer
from qa_app.verification.entailment import EntailmentError
from tests.fakes import ScriptedModel
from tests.generation.build import GAVE, QUESTION, written_by
from tests.verify.test_entailment import Sure

FREE = "The coast guard of a neighbour was handed half a dozen vessels free of charge."
FALSE = "Japan gave nine patrol boats to Vietnam in 2014."


def shown(tmp_path: Path, sure: Sure | None) -> list[str]:
    text = f"{GAVE} [1] {FREE} [1] {FALSE} [1]"
    with written_by(tmp_path, ScriptedModel(text, FREE, FALSE), entailment="none") as assistant:
        assert isinstance(assistant.writer, Writer)
        assert assistant.writer._entailment is None
        assistant.writer._entailment = sure
        return [one.text for one in assistant.ask(QUESTION).sentences]


def test_what_follows_in_other_words_is_shown(tmp_path: Path) -> None:
    assert shown(tmp_path / "none", None) == [GAVE]
    assert shown(tmp_path / "unsure", Sure(0.01)) == [GAVE]
    assert shown(tmp_path / "sure", Sure(1.0)) == [GAVE, FREE]


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    model = ScriptedModel(f"{FREE} [1]", f"{FREE} [1]")
    with (
        written_by(tmp_path, model, entailment=gone) as assistant,
        pytest.raises(EntailmentError, match=r"entailment .*gone: cannot be loaded"),
    ):
        assistant.ask(QUESTION)
