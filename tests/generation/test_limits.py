"""What one answer may cost: time, silence and tokens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from qa_app.generation.base import Allowance, Finish, ModelError, pumped


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
