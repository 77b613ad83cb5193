"""The judge: a language model with low-rank weights of ours (Hu et al. 2021), read out at sentences
and at the end; it learns, and writes what it thinks of the draws.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from bench.judged.batches import Batch, Judgement, Scores, Table, label_losses, report
from bench.judged.draws import DRAWS
from bench.judged.learning import Log, Losses, Pace, learn
from bench.judged.rows import Rows
from bench.judged.smollm2 import Language
from bench.train_reader import pooled

RANK = 32
RATE = 6e-4
TOKENS = 24e6
CHOICE_WEIGHT = 0.5
AS_GOOD = 0.015
"""A judge whose AUROC is lower than the best one's by more is not heard."""


class Plan(NamedTuple):
    """What a judge learns: one draw, and the questions in people's own words of another."""

    name: str
    causal: bool
    whole: int
    own: int
    seed: int
    order: int


PLANS = (
    Plan("causal", causal=True, whole=0, own=1, seed=3, order=5),
    Plan("both", causal=False, whole=2, own=3, seed=4, order=6),
)
JUDGED = (4, 1, 2, 3)
"""The draws that are judged. None of them was learned by both judges, one by neither."""


class Judge(nn.Module):
    """Scores sentences and rows.

    Args:
        causal: whether a token sees only those before it, as the language model was made for.
        kind: of the numbers that the layers compute with.
    """

    def __init__(
        self,
        language: Language,
        causal: bool,
        rank: int = RANK,
        seed: int = 1,
        kind: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        torch.manual_seed(seed)
        weights = language.weights
        self.causal, self.kind, self._language = causal, kind, language
        self._keep("embedding", weights["token_embd.weight"].to(kind))
        self._keep("norm", weights["output_norm.weight"].to(kind))
        self.down, self.up = nn.ParameterList(), nn.ParameterList()
        for layer in range(language.layers):
            for number, matrix in enumerate(_matrices(weights, layer)):
                self._keep(f"matrix_{layer}_{number}", matrix)
                rows, columns = matrix.shape
                drawn = torch.empty(rank, columns).uniform_(-1, 1) * (3 / columns) ** 0.5
                self.down.append(nn.Parameter(drawn))
                self.up.append(nn.Parameter(torch.zeros(rows, rank)))
            for name in ("attn_norm", "ffn_norm"):
                self._keep(f"{name}_{layer}", weights[f"blk.{layer}.{name}.weight"].to(kind))
        self.head = nn.Linear(weights["output_norm.weight"].shape[0], 3)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self._joined: list[list[Tensor]] | None = None

    def _keep(self, name: str, weight: Tensor) -> None:
        """What moves with the network from device to device, but is not ours to write."""
        self.register_buffer(name, weight, persistent=False)

    def _layer(self, layer: int) -> list[Tensor]:
        """The four matrices of a layer with what was learned."""
        if self._joined is not None:
            return self._joined[layer]
        return [
            (
                self.get_buffer(f"matrix_{layer}_{number}")
                + self.up[4 * layer + number] @ self.down[4 * layer + number]
            ).to(self.kind)
            for number in range(4)
        ]

    def train(self, mode: bool = True) -> Judge:
        """While it does not learn, what was learned is joined to the matrices once."""
        super().train(mode)
        self._joined = None
        if not mode:
            with torch.no_grad():
                self._joined = [self._layer(layer) for layer in range(self._language.layers)]
        return self

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The last state of each token, shape (n, L, width)."""
        count, length = ids.shape
        language, size = self._language, (len(self.get_buffer("norm")),)
        width = self.get_buffer("matrix_0_0").shape[0] // (language.heads + 2 * language.key_heads)
        keys = language.heads + language.key_heads
        groups = language.heads // language.key_heads
        cos, sin = self._turns(length, width)
        seen = None if self.causal else mask[:, None, None, :].expand(count, 1, length, length)

        def turned(x: Tensor) -> Tensor:
            low, high = x.chunk(2, -1)
            return x * cos + torch.cat([-high, low], -1) * sin

        def normed(x: Tensor, name: str) -> Tensor:
            return functional.rms_norm(x, size, self.get_buffer(name), language.epsilon)

        x = functional.embedding(ids, self.get_buffer("embedding"))
        for layer in range(language.layers):
            attention, output, gate_and_up, down = self._layer(layer)
            y = functional.linear(normed(x, f"attn_norm_{layer}"), attention)
            y = y.view(count, length, -1, width).transpose(1, 2)
            query = turned(y[:, : language.heads])
            key = turned(y[:, language.heads : keys]).repeat_interleave(groups, 1)
            value = y[:, keys:].repeat_interleave(groups, 1)
            y = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=seen, is_causal=self.causal
            )
            x = x + functional.linear(y.transpose(1, 2).flatten(2), output)
            gate, up = functional.linear(normed(x, f"ffn_norm_{layer}"), gate_and_up).chunk(2, -1)
            x = x + functional.linear(functional.silu(gate) * up, down)
        return normed(x, "norm")

    def _turns(self, length: int, width: int) -> tuple[Tensor, Tensor]:
        device = self.head.weight.device
        places = torch.arange(length, device=device).float()
        speed = self._language.base ** (-torch.arange(0, width, 2, device=device).float() / width)
        angle = torch.outer(places, speed).repeat(1, 2)
        return angle.cos().to(self.kind), angle.sin().to(self.kind)

    def forward(self, batch: Batch) -> Scores:
        """A sentence's score is the mean over its tokens and another at its last token; a row's is
        at its last token.
        """
        scores = self.head(self.states(batch.ids, batch.mask).float())
        mean = pooled(scores[..., 0], batch.sentence, batch.there.shape[1])
        last = scores[..., 1].gather(1, _last_tokens(batch))
        return Scores(mean + last, scores[..., 2].gather(1, batch.lengths[:, None] - 1)[:, 0])


def _matrices(weights: Mapping[str, Tensor], layer: int) -> tuple[Tensor, ...]:
    """The matrices of a layer, those together that are applied to the same."""

    def joined(*names: str) -> Tensor:
        return torch.cat([weights[f"blk.{layer}.{name}.weight"] for name in names])

    return (
        joined("attn_q", "attn_k", "attn_v"),
        joined("attn_output"),
        joined("ffn_gate", "ffn_up"),
        joined("ffn_down"),
    )


def _last_tokens(batch: Batch) -> Tensor:
    """The place of each sentence's last token, shape (n, S)."""
    held = batch.sentence >= 0
    places = torch.arange(held.shape[1], device=held.device).expand_as(held) * held
    none = torch.zeros_like(batch.there, dtype=torch.long)
    return none.scatter_reduce(1, batch.sentence.clamp(min=0), places, "amax")


def judge_loss(model: Judge, batch: Batch) -> Losses:
    """Of one batch."""
    parts = label_losses(model(batch), batch)
    return parts["relevance"] + parts["answer"] + CHOICE_WEIGHT * parts["choice"], parts


def passes(
    draws: Sequence[tuple[Table, Sequence[int] | None]], tokens: int, seed: int
) -> Iterator[Batch]:
    """All questions of some draws, or those given, in random order, again and again."""
    rng = random.Random(seed)
    while True:
        stream = [(t, some) for t, only in draws for some in t.batches(tokens, rng, only)]
        rng.shuffle(stream)
        for table, some in stream:
            yield table.batch(some)


def judge_draws(
    folder: Path,
    language: Language,
    device: str,
    kind: torch.dtype,
    pace: Pace,
    log: Log,
) -> None:
    """Both judges learn, and what those think that are to be heard is written, their mean.

    What a judge learned is kept; one that is there already does not learn again.

    Args:
        folder: as `prepare` filled it.
        kind: as in `Judge`.
        pace: of each judge.
    """
    draws = [Table(Rows.read(folder / f"draw-{n}.npz", "judge"), device) for n in range(DRAWS)]
    held_out = Table(Rows.read(folder / "held-out.npz", "judge"), device)
    models, found = [], []
    for plan in PLANS:
        model = Judge(language, plan.causal, seed=plan.seed, kind=kind).to(device)
        file = folder / f"judge-{plan.name}.safetensors"
        if file.exists():
            log({"judge": plan.name, "learned": f"before; delete {file} to have it learn anew"})
            model.load_state_dict(load_file(str(file), device=device))
        else:
            own = draws[plan.own].rows.own.nonzero()[0].tolist()
            learned = [(draws[plan.whole], None), (draws[plan.own], own)]
            stream = passes(learned, pace.batch_tokens, plan.order)
            learn(model, stream, partial(judge_loss, model), pace, log)
            save_file(model.state_dict(), str(file))
        model.eval()
        models.append(model)
        found.append(held_out.judged_by(model, 2 * pace.batch_tokens))
        log({"judge": plan.name, **report(found[-1], held_out.rows)})
    log({"judge": "mean", **report(Judgement.mean(found), held_out.rows)})
    quality = [report(one, held_out.rows)["auroc"] for one in found]
    heard = [m for m, q in zip(models, quality, strict=True) if q > max(quality) - AS_GOOD]
    for n in JUDGED:
        thought = Judgement.mean(
            [draws[n].judged_by(model, 2 * pace.batch_tokens) for model in heard]
        )
        thought.save(folder / f"judged-{n}.npz")
        log({"draw": n, "judged by": len(heard), **report(thought, draws[n].rows)})
