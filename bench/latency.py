"""What a question costs, step by step: `python -m bench.latency [--store FOLDER] [--rounds 3]`.

Embedding the question, reaching its passages, reading them, and the whole answer are timed in turns
over the same questions, so that whatever
else the machine does meets all of them. Ratios are to embedding the question.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version

from bench import sets
from qa_app.answering import sentences
from qa_app.assistant import Assistant
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Searcher
from qa_app.settings import load_settings
from vectorstore import embedding


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", default="realtimeqa-2022", help="a question set of bench/sets.py")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=60)
    given = parser.parse_args()
    with sets.open_store(given.set, embedding.load()) as store, store.read() as snapshot:
        held = snapshot.passage_count()
    settings = load_settings(store=sets.CACHE / given.set)
    asked = [q.question for q in sets.questions(given.set).questions][: given.questions]
    with Assistant.open(settings.store, settings) as assistant:
        began = time.perf_counter()
        assistant.warm_up()
        first = time.perf_counter() - began
        spent = _measured(assistant, asked, given.rounds)
    print(f"{given.set}: {held} passages, {len(asked)} questions, {given.rounds} rounds")
    print(
        f"{platform.machine()}, Python {platform.python_version()}, chromadb {version('chromadb')}"
    )
    print(f"loading both models: {first:.1f} s")
    base = statistics.median(spent["embed"])
    for name, seconds in spent.items():
        ordered = sorted(seconds)
        p95 = ordered[int(0.95 * len(ordered))]
        median = statistics.median(ordered)
        print(
            f"{name:22} median {median * 1000:7.1f} ms  p95 {p95 * 1000:7.1f} ms"
            f"  {median / base:5.1f} and {p95 / base:5.1f} times embedding"
        )


def _measured(assistant: Assistant, asked: list[str], rounds: int) -> dict[str, list[float]]:
    searcher = Searcher(assistant.store)
    embed = assistant.store.embedder.encode
    reader = assistant.reader
    spent: dict[str, list[float]] = {n: [] for n in ("embed", "retrieve", "read", "whole answer")}
    for number in range(rounds + 1):
        for question in asked:
            found = searcher.retrieve(Query(question))
            steps: dict[str, Callable[[], object]] = {
                "embed": lambda q=question: embed([q]),
                "retrieve": lambda q=question: searcher.retrieve(Query(q)),
                "whole answer": lambda q=question: assistant.ask(q),
            }
            if reader is not None:
                excerpts = sentences.excerpts(found)
                steps["read"] = lambda q=question, e=excerpts: reader.read(q, e)
            for name, step in steps.items():
                began = time.perf_counter()
                step()
                if number:  # the first round warms up
                    spent[name].append(time.perf_counter() - began)
    return spent


if __name__ == "__main__":
    main()
