"""The reader learns from labels and from the judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import torch
from torch import Tensor

from bench.judged.batches import Batch, Judgement, Scores, Table, choice_loss, judged_losses, report
from bench.judged.draws import DRAWS
from bench.judged.learning import Log, Losses, Pace, learn
from bench.judged.rows import Rows
from bench.train_reader import autocast, pooled, span_loss
from qa_app.reader.network import ReaderNetwork

RATE = 3e-4
TOKENS = 123e6
DROPOUT = 0.1
OTHERS = 0.4
"""The share of the questions not in people's own words that one pass takes."""


@dataclass(frozen=True)
class Mixture:
    """What is learned from whom.

    Attributes:
        hardness: the labels' share of what sentences and rows are held to; the judge has the rest.
        judged_weight: of the choice as the judge makes it; the less counts the labelled one.
    """

    hardness: float = 0.5
    judged_weight: float = 0.5


def read(model: ReaderNetwork, batch: Batch) -> tuple[Tensor, Scores]:
    """Token scores as the network gives them, and those of sentences and rows."""
    places = torch.arange(batch.ids.shape[1], device=batch.ids.device)[None]
    types = (places >= batch.first[:, None]) & batch.mask
    with autocast(batch.ids.device.type):
        tokens, pairs = model(batch.ids, types.long(), batch.mask.long())
    tokens = tokens.float()
    means = pooled(tokens[..., 2], batch.sentence, batch.there.shape[1])
    return tokens, Scores(means, pairs.float())


def reader_loss(model: ReaderNetwork, batch: Batch, mixture: Mixture) -> Losses:
    """Of one batch."""
    tokens, scores = read(model, batch)
    places = torch.arange(batch.ids.shape[1], device=batch.ids.device)[None]
    passage = (places >= batch.first[:, None]) & (places < batch.lengths[:, None] - 1)
    known = batch.span[:, 0] >= 0
    span = span_loss(tokens, passage | (places == 0), batch.span.clamp(min=0), known)
    judged = judged_losses(scores, batch, mixture.hardness)
    parts = {"span": span, **judged, "choice": choice_loss(scores, batch)}
    weight = mixture.judged_weight
    chosen = (1 - weight) / 2 * parts["choice"] + weight * parts["agreement"]
    return span + parts["relevance"] + parts["answer"] + chosen, parts


def passes(draws: Sequence[Table], tokens: int, seed: int) -> Iterator[Batch]:
    """One draw after another, again and again: all questions in people's own words, and some of the
    others.
    """
    rng = random.Random(seed)
    for table in cycle(draws):
        own, others = (some.nonzero()[0].tolist() for some in (table.rows.own, ~table.rows.own))
        chosen = own + rng.sample(others, int(OTHERS * len(others)))
        for questions in table.batches(tokens, rng, chosen):
            yield table.batch(questions)


def judged_draws(folder: Path, device: str) -> list[Table]:
    """The draws that the judge was asked about."""
    tables = []
    for n in range(DRAWS):
        file = folder / f"judged-{n}.npz"
        if file.exists():
            rows = Rows.read(folder / f"draw-{n}.npz", "reader")
            tables.append(Table(rows, device, Judgement.read(file)))
    if not tables:
        raise SystemExit(
            f"{folder}: nothing is judged yet; run `python -m bench.judged judge {folder}`"
        )
    return tables


def learn_judged(
    model: ReaderNetwork,
    folder: Path,
    device: str,
    mixture: Mixture,
    seed: int,
    pace: Pace,
    log: Log,
) -> None:
    """The network learns; what the held-out questions say of it before and after is logged."""
    draws = judged_draws(folder, device)
    held_out = Table(Rows.read(folder / "held-out.npz", "reader"), device)

    def say(when: str) -> None:
        model.eval()
        thought = held_out.judged_by(lambda batch: read(model, batch)[1], 4 * pace.batch_tokens)
        log({"reader": when, **report(thought, held_out.rows)})

    say("before")
    torch.manual_seed(seed)
    stream = passes(draws, pace.batch_tokens, seed)
    learn(model, stream, lambda batch: reader_loss(model, batch, mixture), pace, log)
    say("after")
