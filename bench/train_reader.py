"""Train the reader: `python -m bench.train_reader --out FOLDER [--init WEIGHTS] [--tokens N] …`.

Runs on a GPU where there is one, else on the processor, in bfloat16 where the processor has it. A
checkpoint is written every few minutes; the same command goes on from it. What was learned from,
the steps, losses and times are in `FOLDER/log.jsonl`. `docs/reader.md` has the recipe.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from bench.reader_data import SHARES, Example, epoch_examples, sentence_indices
from qa_app.reader.network import ReaderNetwork, base_encoder
from qa_app.reader.weights import unpacked
from vectorstore.embedding import machine
from vectorstore.embedding.folder import find

CLS, SEP = 101, 102
WARM_UP, FLOOR = 0.04, 0.02
CHECKPOINT_SECONDS = 240
Row = tuple[list[int], list[int], list[int], list[bool], list[tuple[int, int]], bool]
"""Question and passage tokens; each one's sentence or -1; relevant sentences; spans; answers."""


class Encoder:
    """Examples as token rows."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def count(self, text: str) -> int:
        """How many tokens a text has."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def row(self, example: Example) -> Row | None:
        """The example in tokens; None where an answer cannot be found among them."""
        question = self.tokenizer.encode(example.question, add_special_tokens=False).ids[:48]
        front = f"{example.title}: " if example.title else ""
        title = self.tokenizer.encode(front, add_special_tokens=False).ids[:24]
        body = self.tokenizer.encode(example.passage, add_special_tokens=False)
        within = sentence_indices((start for start, _ in body.offsets), example.spans)
        sentence = [-1] * len(title) + within
        spans = []
        for start, end in example.answers:
            held = [i for i, (s, e) in enumerate(body.offsets) if s < end and start < e]
            if held:
                spans.append((len(title) + held[0], len(title) + held[-1]))
        ids = title + body.ids
        if len(ids) + len(question) > 505:
            return None
        return question, ids, sentence, list(example.relevant), spans, example.answerable


def epoch_groups(
    sets: dict[str, list[Example]], shares: dict[str, float], encoder: Encoder, seed: str, most: int
) -> list[list[Row]]:
    """The rows of one epoch by question: a share of each set, drawn and dressed by the seed."""
    groups = []
    for _, pairs in epoch_examples(sets, shares, seed, encoder.count, most):
        rows = [row for row in (encoder.row(e) for _, e in pairs) if row and row[3]]
        if rows:
            groups.append(rows)
    return groups


def batches(
    longest: Sequence[int], sizes: Sequence[int], tokens: int, rng: random.Random, part: int = 2000
) -> list[list[int]]:
    """Questions of like length together, by number, each batch of at most so many tokens with its
    padding, in random order.

    Args:
        longest, sizes: the tokens of the longest row and the number of rows of each question.
        part: how many questions, drawn together, are put in order of length.
    """
    order = list(range(len(sizes)))
    rng.shuffle(order)
    found: list[list[int]] = []
    for first in range(0, len(order), part):
        batch: list[int] = []
        rows = 0
        for one in sorted(order[first : first + part], key=longest.__getitem__):
            if batch and longest[one] * (rows + sizes[one]) > tokens:
                found.append(batch)
                batch, rows = [], 0
            batch.append(one)
            rows += sizes[one]
        found.append(batch)
    rng.shuffle(found)
    return found


def _length(row: Row) -> int:
    return len(row[0]) + len(row[1]) + 3


def _longest(group: Sequence[Row]) -> int:
    return max(map(_length, group))


def collate(rows: Sequence[Row], rng: random.Random) -> dict[str, torch.Tensor]:
    """Padded tensors of a batch; of several spans one is drawn."""
    n, width = len(rows), _longest(rows)
    most = max(len(row[3]) for row in rows)
    ids, types, mask, sentence = (np.zeros((n, width), np.int64) for _ in range(4))
    sentence[:] = -1
    places = np.zeros((n, width), bool)
    span, spanned, answers = np.zeros((n, 2), np.int64), np.zeros(n, bool), np.zeros(n, bool)
    weight, relevant = np.zeros((n, most), np.float32), np.zeros((n, most), np.float32)
    for i, (question, passage, of, labels, spans, answerable) in enumerate(rows):
        first = len(question) + 2
        length = first + len(passage) + 1
        ids[i, :length] = [CLS, *question, SEP, *passage, SEP]
        types[i, first:length] = 1
        mask[i, :length] = 1
        sentence[i, first : length - 1] = of
        places[i, first : length - 1] = True
        places[i, 0] = True
        answers[i] = answerable
        if spans:
            s, e = rng.choice(spans)
            span[i] = first + s, first + e
        spanned[i] = bool(spans) or not answerable
        present = sorted({s for s in of if s >= 0})
        hits = [s for s in present if labels[s]]
        rest = [s for s in present if not labels[s]]
        relevant[i, hits] = 1
        for group in (hits, rest):
            weight[i, group] = (0.5 if hits and rest else 1.0) / max(len(group), 1)
    arrays = {
        "ids": ids,
        "types": types,
        "mask": mask,
        "sentence": sentence,
        "places": places,
        "span": span,
        "spanned": spanned,
        "answers": answers,
        "weight": weight,
        "relevant": relevant,
    }
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def pooled(scores: torch.Tensor, sentence: torch.Tensor, most: int) -> torch.Tensor:
    """The mean score of each sentence's tokens, shape (n, most)."""
    held, index = (sentence >= 0).float(), sentence.clamp(min=0)
    zeros = torch.zeros(len(scores), most, device=scores.device)
    sums = zeros.scatter_add(1, index, scores * held)
    return sums / zeros.scatter_add(1, index, held).clamp(min=1)


def span_loss(
    tokens: torch.Tensor, places: torch.Tensor, span: torch.Tensor, known: torch.Tensor
) -> torch.Tensor:
    """Mean cross entropy of the first and the last answering word, of the rows where it is known.

    Args:
        tokens: scores of each token, shape (n, length, 2 or more).
        places: where such a word may be, shape (n, length).
        span: first and last, shape (n, 2).
        known: shape (n,).
    """
    each = sum(
        functional.cross_entropy(
            tokens[..., k].masked_fill(~places, -1e4), span[:, k], reduction="none"
        )
        for k in (0, 1)
    )
    return (each * known).sum() / known.sum().clamp(min=1) / 2


def relevance_loss(
    means: torch.Tensor, relevant: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Mean over the rows of the weighted cross entropy of their sentences; each (n, sentences)."""
    each = functional.binary_cross_entropy_with_logits(means, relevant, reduction="none")
    return (each * weight).sum(1).mean()


def losses(
    model: ReaderNetwork, batch: dict[str, torch.Tensor], sizes: Sequence[int]
) -> tuple[torch.Tensor, ...]:
    """Mean loss of the span, of the sentences' relevance, of the whole pair, and of the choice
    among all sentences that are read for a question (`sizes`: passages of each), or of none.
    """
    tokens, pair = model(batch["ids"], batch["types"], batch["mask"])
    tokens, pair = tokens.float(), pair.float()
    span = span_loss(tokens, batch["places"], batch["span"], batch["spanned"])
    means = pooled(tokens[..., 2], batch["sentence"], batch["relevant"].shape[1])
    relevance = relevance_loss(means, batch["relevant"], batch["weight"])
    answer = functional.binary_cross_entropy_with_logits(pair, batch["answers"].float())
    scores = means + pair[:, None]
    there, right = batch["weight"] > 0, batch["relevant"] > 0
    none = torch.zeros(1, device=scores.device)  # the score of "nothing here answers"
    chosen = []
    for s, t, r in zip(*(x.split(list(sizes)) for x in (scores, there, right)), strict=True):
        among = torch.cat([none, s[t]]).logsumexp(0)
        chosen.append(among - (s[r].logsumexp(0) if r.any() else 0.0))
    return span, relevance, answer, torch.stack(chosen).mean()


def fresh(init: Path | None, device: str, dropout: float = 0.0) -> ReaderNetwork:
    """The network with the packaged encoder, and the weights of `init` over it, 8 bits or more."""
    model = ReaderNetwork(base_encoder(find("all-MiniLM-L6-v2")))
    if init:
        if not init.is_file():
            raise SystemExit(f"{init}: there are no weights to start from")
        state = {k: torch.from_numpy(v) for k, v in unpacked(init.read_bytes()).items()}
        unknown = model.load_state_dict(state, strict=False).unexpected_keys
        if unknown:
            raise SystemExit(f"{init}: weights of another network ({', '.join(unknown[:3])})")
    for module in model.modules():  # on a processor dropout costs as much as the arithmetic
        if isinstance(module, torch.nn.Dropout):
            module.p = dropout
    for parameter in model.bert.embeddings.parameters():
        parameter.requires_grad_(False)  # they are the package's, and need not be shipped
    return model.to(device)


def adamw(model: torch.nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW on what is learned; matrices decay."""
    learned = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learned if p.dim() > 1], "weight_decay": 0.01},
        {"params": [p for p in learned if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, fused=learned[0].is_cuda)


def schedule(progress: float, warm_up: float = WARM_UP) -> float:
    """The share of the rate at a point of the training (0 to 1): up quickly, down to `FLOOR`."""
    return min(1, progress / warm_up + 0.01) * max(FLOOR, 1 - progress)


def number_kind(device: str) -> torch.dtype:
    """What to compute with: bfloat16 where the device does it by itself."""
    low = device == "cuda" or machine.has_bfloat16()
    return torch.bfloat16 if low else torch.float32


def autocast(device: str) -> torch.autocast:
    """Arithmetic in that kind of numbers."""
    low = number_kind(device) is torch.bfloat16
    return torch.autocast(device, torch.bfloat16, enabled=low)


def main() -> None:
    """Train, or go on training, until the planned number of tokens is read."""
    options = _options()
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    sets = pickle.loads(options.data.read_bytes())
    shares = SHARES | {
        name: float(share) for name, share in (pair.split("=") for pair in options.share)
    }
    encoder = Encoder(find("all-MiniLM-L6-v2"))
    model = fresh(options.init, device)
    optimizer = adamw(model, options.rate)
    done = {"epoch": 0, "batch": 0, "tokens": 0, "seconds": 0.0}
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        done = saved["done"]
    train(model, optimizer, sets, shares, encoder, options, done, device)


def train(
    model: ReaderNetwork,
    optimizer: torch.optim.Optimizer,
    sets: dict[str, list[Example]],
    shares: dict[str, float],
    encoder: Encoder,
    options: argparse.Namespace,
    done: dict[str, Any],
    device: str,
) -> None:
    """The loop; `done` says where to go on."""
    sums, began, saved = Counter[str](), time.monotonic(), time.monotonic()
    learned = [p for group in optimizer.param_groups for p in group["params"]]
    model.train()
    for groups, place in _stream(sets, shares, encoder, options, done):
        progress = done["tokens"] / options.tokens
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * schedule(progress)
        rng = random.Random(f"{options.seed} {place}")
        rows = [row for group in groups for row in group]
        batch = {k: v.to(device) for k, v in collate(rows, rng).items()}
        with autocast(device):
            parts = losses(model, batch, [len(group) for group in groups])
        span, relevance, answer, choice = parts
        loss = span + relevance + options.answer_weight * answer + options.choice_weight * choice
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        done["epoch"], done["batch"] = place
        done["tokens"] += batch["ids"].numel()
        named = zip(("span", "relevance", "answer", "choice"), parts, strict=True)
        sums.update({name: part.item() for name, part in named}, steps=1)
        if sums["steps"] >= 50:
            spent = done["seconds"] + time.monotonic() - began
            _log(options.out, done, sums, spent)
            sums.clear()
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(
                model, optimizer, options.out, done | {"seconds": done["seconds"] + saved - began}
            )
    _save(
        model,
        optimizer,
        options.out,
        done | {"seconds": done["seconds"] + time.monotonic() - began},
    )


def _stream(
    sets: dict[str, list[Example]],
    shares: dict[str, float],
    encoder: Encoder,
    options: argparse.Namespace,
    done: dict[str, Any],
) -> Iterator[tuple[list[list[Row]], tuple[int, int]]]:
    epoch, skip = done["epoch"], done["batch"]
    while True:
        seed = f"{options.seed} {epoch}"
        groups = epoch_groups(sets, shares, encoder, seed, options.passage_tokens)
        longest, sizes = list(map(_longest, groups)), list(map(len, groups))
        ordered = batches(longest, sizes, options.batch_tokens, random.Random(seed))
        for number, batch in enumerate(ordered, 1):
            if number > skip:
                yield [groups[one] for one in batch], (epoch, number)
        epoch, skip = epoch + 1, 0


def _log(out: Path, done: dict[str, Any], sums: Counter[str], seconds: float) -> None:
    means = {k: round(v / sums["steps"], 4) for k, v in sums.items() if k != "steps"}
    line = {k: done[k] for k in ("epoch", "batch", "tokens")} | means | {"seconds": round(seconds)}
    with (out / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _save(model: ReaderNetwork, optimizer: Any, out: Path, done: dict[str, Any]) -> None:
    part = out / "checkpoint.part"
    torch.save(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done}, part
    )
    os.replace(part, out / "checkpoint.pt")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="examples, from bench.reader_sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="safetensors weights to start from")
    parser.add_argument(
        "--tokens", type=float, default=13e6, help="tokens to read, padding included"
    )
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--answer-weight", type=float, default=0.7)
    parser.add_argument("--choice-weight", type=float, default=0.5)
    parser.add_argument("--batch-tokens", type=int, default=6000)
    parser.add_argument("--passage-tokens", type=int, default=190)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", action="append", default=[], metavar="SET=SHARE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
