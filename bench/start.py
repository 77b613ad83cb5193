"""How soon the page and its first answer are there: `python -m bench.start [--rounds 3]`.

In turns: the import of torch in a process of its own, the load of both models in another, and a
chat from its start to the page, to the answer of a question that is asked at once, and to that of
another one. The clock's ratios are within one round, since other work changes the load.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import httpx

from bench.sets import PROJECT

_TORCH = "import torch"
_MODELS = """
import sys
from qa_app.assistant import Assistant
with Assistant.open(sys.argv[1]) as assistant:
    assistant.warm_up()
"""
_ASKED = ("How long is the Can Tho Bridge?", "When was the Hai Van tunnel opened?")


def main() -> None:
    """Measure and print the median of each, and of the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    program = [sys.executable, "-m", "qa_app"]
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        ingest = [*program, "ingest", str(PROJECT / "articles"), "--store", store]
        subprocess.run(ingest, check=True, stdout=subprocess.DEVNULL)
        _loaded(_MODELS, store)  # converts the models, once for a machine
        measured = [_round(program, store) for _ in range(rounds)]
    names = ("import of torch", "load of the models", "page there", "first answer", "next answer")
    for name, column in zip(names, zip(*measured, strict=True), strict=True):
        print(f"{name}: median {statistics.median(column):.2f} s of {rounds} rounds")
    ratios = [page / (torch + models) for torch, models, page, *_ in measured]
    print(f"page there, times torch and the models together: {statistics.median(ratios):.2f}")


def _round(program: list[str], store: str) -> tuple[float, ...]:
    return _loaded(_TORCH), _loaded(_MODELS, store), *_served([*program, "chat"], store)


def _loaded(code: str, *given: str) -> float:
    """Seconds that a Python process takes for it."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code, *given], check=True)
    return time.monotonic() - began


def _served(chat: list[str], store: str) -> tuple[float, float, float]:
    """Seconds from the start of a chat to its page, and then to each of two answers."""
    began = time.monotonic()
    command = [*chat, "--store", store, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", next(process.stdout))
            assert found is not None
            with httpx.Client(base_url=found.group(), timeout=120) as page:
                page.get("/").raise_for_status()
                times = [began, time.monotonic()]
                for question in _ASKED:
                    page.post("/api/ask", json={"question": question}).raise_for_status()
                    times.append(time.monotonic())
        finally:
            process.terminate()
    first, second, third = (after - before for before, after in pairwise(times))
    return first, second, third


if __name__ == "__main__":
    main()
