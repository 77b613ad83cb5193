"""Many threads that use OpenVINO for the first time at once all get an answer."""

from __future__ import annotations

import sys
import threading
import time
from types import ModuleType
from typing import Any

import pytest

from vectorstore.embedding.engines import openvino


def test_one_thread_at_a_time_looks_at_a_tensor_before_anybody_uses_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two first looks at once would wait for each other for ever, deep inside the package."""
    inside, most, looks = 0, 0, 0

    class Tensor:
        def __init__(self, _: object) -> None:
            pass

        @property
        def data(self) -> None:
            nonlocal inside, most, looks
            inside, looks = inside + 1, looks + 1
            most = max(most, inside)
            time.sleep(0.02)
            inside -= 1

    package: Any = ModuleType("openvino")
    package.Tensor = Tensor
    monkeypatch.setitem(sys.modules, "openvino", package)
    seen: list[int] = []

    def use() -> None:
        assert openvino() is package
        seen.append(looks)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(seen) == 4
    assert min(seen) >= 1, "it is looked at before the package is handed out"
    assert most == 1
