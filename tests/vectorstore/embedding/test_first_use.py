"""Many threads that use OpenVINO for the first time at once all get an answer."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys, threading
import numpy as np
from vectorstore.embedding.engines import openvino

sys.setswitchinterval(1e-6)
begin = threading.Barrier(8)

def use():
    begin.wait()
    vino = openvino()
    assert vino.Tensor(vino.Type.i64, vino.Shape([3])).data.shape == (3,)

threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("done")
"""


def test_nobody_waits_for_ever() -> None:
    pytest.importorskip("openvino")
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == "done\n", done.stderr
