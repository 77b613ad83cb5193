"""Draws and held-out questions as files of rows, several draws at once."""

from __future__ import annotations

import multiprocessing
import pickle
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tokenizers import Tokenizer

from bench.judged import rows
from bench.judged.draws import DRAWS, Question, draw, held_out
from bench.train_reader import Encoder
from vectorstore import embedding
from vectorstore.embedding.folder import find


def prepare(examples: Path, folder: Path, judge: Tokenizer, limit: int, workers: int) -> None:
    """Write `draw-0.npz` … and `held-out.npz`.

    Args:
        examples: what `bench.reader_sets` wrote.
        judge: the judge's tokenizer.
        limit: about so many questions a draw, and so many held-out ones at most; 0: all of them.
        workers: processes, each of which holds all examples.
    """
    if not examples.exists():
        raise SystemExit(f"{examples}: not there; run `python -m bench.reader_sets {examples}`")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = multiprocessing.get_context("spawn")  # torch's threads do not survive a fork
    with ProcessPoolExecutor(workers, fresh) as pool:
        jobs = [
            pool.submit(_draw, examples, n, limit, judge.to_str(), folder) for n in range(DRAWS)
        ]
        _write(folder / "held-out.npz", held_out(embedding.load(), limit), judge)
        for job in jobs:
            job.result()


def _draw(examples: Path, number: int, limit: int, judge: str, folder: Path) -> None:
    sets = pickle.loads(examples.read_bytes())
    questions = draw(sets, number, limit)
    _write(folder / f"draw-{number}.npz", questions, Tokenizer.from_str(judge))


def _write(file: Path, questions: Iterable[Question], judge: Tokenizer) -> None:
    began = time.monotonic()
    found, left_out = rows.flat(questions, Encoder(find("all-MiniLM-L6-v2")), judge)
    asked = found["reader"]
    if not len(asked.sizes):
        raise SystemExit(f"{file}: no questions; a higher --limit")
    rows.save(file, found)
    tokens = " and ".join(f"{len(found[kind].ids) / 1e6:.1f}" for kind in rows.KINDS)
    print(
        f"{file}: {len(asked.sizes)} questions, {asked.own.sum()} of them in people's own words,"
        f" {len(asked.lengths)} windows, {tokens} million tokens, {left_out} windows left out,"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )
