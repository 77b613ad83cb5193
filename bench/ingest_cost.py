"""What an ingest costs beside embedding alone: `python -m bench.ingest_cost [--rounds 3]`.

Half of the articles are texts of realtimeqa-2022, their first paragraphs up to 3,000 characters,
and half are pages of a made site around such texts. In turns, in one process whose model is warm,
they are ingested into a new store, and the very same passages are embedded by the model alone.
Clock time and processor time (of this process and of the one that reads files) are given, and the
ratios. `--without-model` leaves out embedding, but not the model's tokens: what is left is what the
rest costs, which the load of the machine changes less. `--profile` prints on what the ingest's own
thread spends processor time.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import html
import os
import platform
import pstats
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench import sets
from bench.scale import texts
from ingest.run import ingest
from vectorstore import embedding
from vectorstore.core import LEDGER
from vectorstore.embedding.base import Vectors
from vectorstore.embedding.local import LocalEmbedder
from vectorstore.store import Store

SHORT = 3_000
"""Characters of an article at most."""

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{title} | The Paper</title>
<meta property="article:published_time" content="2022-0{month}-15T08:00:00Z">
<style>.nav{{display:flex}} .hidden{{display:none}}</style></head><body>
<header><a href="/">The Paper</a><nav><ul><li><a href="/news">News</a></li><li><a href="/sport">
Sport</a></li><li><a href="/culture">Culture</a></li></ul></nav></header>
<main><article><h1>{title}</h1><p class="byline">By Kim Arden</p>
{body}
</article><aside><h2>Most read</h2><ul><li><a href="/1">One thing</a></li><li><a href="/2">Another
</a></li></ul></aside></main><footer><p>© 2022 The Paper. All rights reserved.</p></footer>
<script>window.x = {{}};</script></body></html>"""


class WithoutModel:
    """A model's tokens, and vectors that cost next to nothing."""

    def __init__(self, embedder: LocalEmbedder) -> None:
        self._embedder = embedder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length that follow from the texts."""
        seeds = (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts)
        vectors = [np.random.default_rng(one).standard_normal(self.dimension) for one in seeds]
        found = np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and processor seconds here and in the process that reads."""

    clock: float
    here: float
    reading: float

    @property
    def processor(self) -> float:
        """Processor seconds altogether."""
        return self.here + self.reading


def write(folder: Path, count: int) -> None:
    """So many articles: texts and pages in turns."""
    for number, (_, whole) in enumerate(texts(count)):
        text = whole[: whole.rfind("\n\n", 0, SHORT)] if len(whole) > SHORT else whole
        if number % 2:
            title, _, rest = text.partition("\n")
            paragraphs = (f"<p>{html.escape(one)}</p>" for one in rest.split("\n\n") if one.strip())
            page = _PAGE.format(
                title=html.escape(title), body="\n".join(paragraphs), month=1 + number % 9
            )
            (folder / f"{number:04}.html").write_text(page, encoding="utf-8")
        else:
            (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def cost(work: Callable[[], object]) -> Cost:
    """What some work costs."""
    began, here, reading = time.perf_counter(), _own(), _children()
    work()
    return Cost(time.perf_counter() - began, _own() - here, _children() - reading)


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def passages(store: Path) -> list[str]:
    """The texts that the model was given for the passages of a store, each once."""
    with closing(sqlite3.connect(store / LEDGER)) as connection:
        found = connection.execute("SELECT DISTINCT coalesce(embedded, body) FROM passages")
        return sorted(text for (text,) in found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--without-model", action="store_true")
    given = parser.parse_args()
    if not sets.present():
        raise SystemExit(f"the question sets are not at {sets.BENCHMARKS}; nothing was measured")
    embedder = embedding.load()
    embedder.encode(["To warm up."])
    used = WithoutModel(embedder) if given.without_model else embedder
    spent: dict[str, list[Cost]] = {"ingest": [], "model": []}
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "articles"
        folder.mkdir()
        write(folder, given.articles)
        for number in range(given.rounds):
            store = Path(base) / f"store-{number}"
            profile = cProfile.Profile(time.thread_time) if given.profile else None

            def run(store: Path = store, profile: cProfile.Profile | None = profile) -> None:
                with Store.open(store, embedder=used, create=True) as opened:
                    if profile:
                        profile.runcall(ingest, opened, [folder])
                    else:
                        ingest(opened, [folder])

            spent["ingest"].append(cost(run))
            alone = passages(store)
            spent["model"].append(cost(lambda alone=alone: used.encode(alone)))
            for name in spent:
                one = spent[name][-1]
                print(
                    f"round {number + 1}, {name}: {one.clock:.2f} s, processor {one.here:.2f} s"
                    f" here and {one.reading:.2f} s reading",
                    flush=True,
                )
            if profile:
                pstats.Stats(profile).sort_stats("tottime").print_stats(45)
                pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
    if given.without_model:
        return
    ratios = {
        "the clock": [
            a.clock / b.clock for a, b in zip(spent["ingest"], spent["model"], strict=True)
        ],
        "processor time": [
            a.processor / b.processor for a, b in zip(spent["ingest"], spent["model"], strict=True)
        ],
    }
    print(f"{given.articles} articles, {len(alone)} passages, {os.cpu_count()} processors,"
          f" {platform.machine()}, chromadb {version('chromadb')}")  # fmt: skip
    for name, found in ratios.items():
        each = ", ".join(f"{one:.2f}" for one in found)
        print(f"an ingest in times the model alone, by {name}: {each}; median"
              f" {statistics.median(found):.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
