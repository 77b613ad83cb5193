"""The loop in which judge and reader learn, for a time, a number of tokens or of steps."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from bench.judged.batches import Batch
from bench.train_reader import adamw, schedule

BATCH_TOKENS = 48_000
"""Tokens of a batch, padding included."""
WARM_UP = 0.05
_SHOWN_EVERY = 8.0
"""Seconds."""


@dataclass(frozen=True)
class Budget:
    """When learning ends, and how fast the rate falls: by what is spent first."""

    seconds: float = math.inf
    tokens: float = math.inf
    steps: float = math.inf

    def progress(self, seconds: float, tokens: int, steps: int) -> float:
        """From 0 to 1, or more."""
        return max(seconds / self.seconds, tokens / self.tokens, steps / self.steps)


@dataclass(frozen=True)
class Pace:
    """How fast and how long a network learns; `batch_tokens` with padding."""

    rate: float
    budget: Budget
    batch_tokens: int = BATCH_TOKENS


Log = Callable[[Mapping[str, object]], None]
Losses = tuple[Tensor, dict[str, Tensor]]
"""What is to be lowered, and its parts."""


def learn(
    model: nn.Module,
    batches: Iterable[Batch],
    losses: Callable[[Batch], Losses],
    pace: Pace,
    log: Log,
) -> None:
    """AdamW, gradients of norm 1 at most, until the budget is spent.

    Args:
        batches: more than can be learned.
        log: takes steps, tokens, seconds and the mean of each part since the last time.
    """
    optimizer = adamw(model, pace.rate)
    learned = [p for group in optimizer.param_groups for p in group["params"]]
    began = shown = time.monotonic()
    steps = tokens = 0
    sums, summed = torch.zeros(()), 0
    names: list[str] = []

    def show(spent: float) -> None:
        means = dict(zip(names, (round(x, 4) for x in (sums / summed).tolist()), strict=True))
        log({"steps": steps, "tokens": tokens, "seconds": round(spent, 1), **means})

    model.train()
    for batch in batches:
        spent = time.monotonic() - began
        progress = pace.budget.progress(spent, tokens, steps)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = pace.rate * schedule(progress, WARM_UP)
        loss, parts = losses(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, tokens, names = steps + 1, tokens + batch.ids.numel(), list(parts)
        sums = sums.to(loss.device) + torch.stack(list(parts.values())).detach()
        summed += 1
        if steps % 20 == 0 and loss.is_cuda:
            torch.cuda.synchronize()  # else the clock tells what was asked for, not what was done
        if time.monotonic() - shown > _SHOWN_EVERY:
            shown = time.monotonic()
            show(shown - began)
            sums, summed = torch.zeros(()), 0
    if summed:
        show(time.monotonic() - began)
    model.eval()


def journal(file: Path) -> Log:
    """Prints what it is given, and keeps it as a line of a JSON Lines file."""

    def log(line: Mapping[str, object]) -> None:
        text = json.dumps(line)
        print(text, flush=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(text + "\n")

    return log
