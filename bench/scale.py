"""Ingesting 2,000 articles: the first time, unchanged, and with 1 % of them changed.

    python -m bench.scale [--articles 2000] [--out docs/scale.md]

The articles are the corpus of realtimeqa-2022 and copies of it, each copy with a sentence of its
own in every paragraph's place that it edits. Every ingest is a process of its own, so that its peak
memory can be told; the memory of a store an eighth the size is measured beside it.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench import sets

PASSES = ("first", "unchanged", "1 % changed", "unchanged again")


@dataclass(frozen=True)
class Measured:
    """One ingest: seconds by the clock, embeddings, peak memory of its process in megabytes."""

    name: str
    seconds: float
    embedded: int
    changed: int
    megabytes: float


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Names and texts of so many articles: the corpus, then copies of it with edits."""
    corpus = sorted((sets.BENCHMARKS / "realtimeqa-2022" / "corpus").glob("*.txt"))
    for number in range(count):
        source = corpus[number % len(corpus)]
        text = source.read_text("utf-8")
        copy = number // len(corpus)
        if copy:
            paragraphs = text.split("\n\n")
            place = random.Random(number).randrange(len(paragraphs))
            paragraphs[place] += f" Copy {copy} of this article says so as well."
            text = "\n\n".join(paragraphs)
        yield f"{copy}/{source.name}", text


def write(folder: Path, count: int) -> None:
    """The articles as files."""
    for name, text in texts(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def edit(folder: Path, share: float) -> None:
    """One paragraph of so many of the articles gets another sentence."""
    files = sorted(path for path in folder.rglob("*.txt"))
    for path in files[:: max(1, round(1 / share))]:
        paragraphs = path.read_text("utf-8").split("\n\n")
        paragraphs[len(paragraphs) // 2] += " This was added on a later day."
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def ingest(name: str, folder: Path, store: Path) -> Measured:
    """One ingest in a process of its own."""
    command = [sys.executable, "-m", "bench.scale", "--child", str(folder), str(store)]
    began = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    said = json.loads(done.stdout.splitlines()[-1])
    changed = said["added"] + said["changed"]
    return Measured(name, seconds, said["embedded"], changed, said["megabytes"])


def child(folder: Path, store: Path) -> None:
    """What runs in that process: an ingest as the command line does it."""
    from ingest.run import ingest as run
    from qa_app.opening import open_store
    from qa_app.settings import load_settings

    with open_store(load_settings(store=store), create=True) as opened:
        report = run(opened, [folder])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(report.to_json() | {"files": [], "megabytes": peak}))


def passes(count: int) -> list[Measured]:
    """The four ingests of a folder with so many articles."""
    with tempfile.TemporaryDirectory() as base:
        folder, store = Path(base) / "articles", Path(base) / "store"
        write(folder, count)
        found = []
        for name in PASSES:
            if name == "1 % changed":
                edit(folder, 0.01)
            found.append(ingest(name, folder, store))
            print(f"{count} articles, {name}: done", file=sys.stderr, flush=True)
        return found


def table(count: int, found: list[Measured], small: list[Measured]) -> str:
    """Markdown: times as a share of the first ingest, and peak memory beside the smaller store."""
    lines = [
        f"| {count:,} articles | time, share of the first | articles put in | embeddings"
        f" | peak memory | the same with {count // 8:,} articles |",
        "|---|---|---|---|---|---|",
    ]
    for one, beside in zip(found, small, strict=True):
        lines.append(
            f"| {one.name} | {one.seconds / found[0].seconds:.3f} | {one.changed:,}"
            f" | {one.embedded:,} | {one.megabytes:,.0f} MB | {beside.megabytes:,.0f} MB |"
        )
    first = f"The first ingest took {found[0].seconds:,.0f} s here."
    packages = ("chromadb", "sentence-transformers", "torch", "sqlalchemy")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    made = f"{platform.machine()}, Python {platform.python_version()}, {versions}"
    return "\n".join([*lines, "", first, "", made, ""])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--out", type=Path, help="also write the table here")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(*arguments.child)
        return
    if not sets.present():
        raise SystemExit(f"the question sets are not at {sets.BENCHMARKS}; nothing was measured")
    small = passes(arguments.articles // 8)
    text = table(arguments.articles, passes(arguments.articles), small)
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
