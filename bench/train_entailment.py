"""Train the entailment network: `python -m bench.train_entailment --shared FOLDER --out FOLDER`.

The packaged reader's network reads claim and evidence together; its score of the whole pair is
learned to say whether the evidence supports the claim (`bench.entailment_data`). One sample in ten,
by article, is held out; its AUROC by kind is printed after every epoch. At the end what the weights
add to the embedding model's is written as matrices of low rank, `FOLDER/entailment.safetensors`, so
that it is small and knows nothing of the reader any more.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch.nn import functional

from bench.entailment_data import Sample, samples
from bench.train_reader import adamw, autocast, batches, fresh, schedule
from qa_app.reader import packaged
from qa_app.reader.network import ReaderNetwork, base_encoder
from qa_app.reader.weights import lowered, packed
from qa_app.verification.align import align
from qa_app.verification.evidence import bearing, joined
from qa_app.verification.judge import whole
from vectorstore.embedding.folder import find

CLS, SEP = 101, 102
CLAIM_TOKENS, MOST_TOKENS = 96, 384
Row = tuple[list[int], list[int]]


class Encoder:
    """Claims and evidence as token rows."""

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(find("all-MiniLM-L6-v2") / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def row(self, claim: str, evidence: str) -> Row:
        """Token ids and types of `[CLS] claim [SEP] evidence [SEP]`."""
        first = self.tokenizer.encode(claim, add_special_tokens=False).ids[:CLAIM_TOKENS]
        second = self.tokenizer.encode(evidence, add_special_tokens=False).ids
        second = second[: MOST_TOKENS - len(first) - 3]
        ids = [CLS, *first, SEP, *second, SEP]
        return ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)


def selected(claim: str, words: str) -> str:
    """The evidence as the network is given it."""
    alignment = align(whole(claim), [words])
    return joined(alignment, bearing(alignment))


def collate(rows: Sequence[Row]) -> tuple[torch.Tensor, ...]:
    """Padded ids, types and mask, shape (n, length)."""
    width = max(len(ids) for ids, _ in rows)
    arrays = [np.zeros((len(rows), width), np.int64) for _ in range(3)]
    for i, (ids, types) in enumerate(rows):
        arrays[0][i, : len(ids)] = ids
        arrays[1][i, : len(ids)] = types
        arrays[2][i, : len(ids)] = 1
    return tuple(map(torch.from_numpy, arrays))


def scores(model: ReaderNetwork, rows: Sequence[Row], tokens: int = 6000) -> np.ndarray:
    """Log-odds, shape (n,)."""
    found = np.zeros(len(rows))
    lengths = [len(ids) for ids, _ in rows]
    model.eval()
    with torch.inference_mode(), autocast("cpu"):
        for batch in batches(lengths, [1] * len(rows), tokens, random.Random(0), len(rows)):
            _, pair = model(*collate([rows[n] for n in batch]))
            found[batch] = pair.float().numpy()
    return found


class Top(torch.nn.Module):
    """The layers that are learned, over what the frozen ones below made of each row."""

    def __init__(self, model: ReaderNetwork, frozen: int) -> None:
        super().__init__()
        self.layers, self.head = model.bert.encoder.layer[frozen:], model.cls

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Log-odds, shape (n,).

        Args:
            states: shape (n, length, size).
            mask: whether there is a token, shape (n, length).
        """
        for layer in self.layers:
            states = layer(states, mask[:, None, None, :])
        return self.head(states[:, 0])[:, 0]


def lower(model: ReaderNetwork, rows: Sequence[Row], frozen: int) -> list[torch.Tensor]:
    """What the frozen layers make of each row, shape (length, size), in 16 bits."""
    found: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    lengths, upper = [len(ids) for ids, _ in rows], model.bert.encoder.layer[frozen:]
    model.eval()
    model.bert.encoder.layer = model.bert.encoder.layer[:frozen]
    with torch.inference_mode(), autocast("cpu"):
        for batch in batches(lengths, [1] * len(rows), 6000, random.Random(0), len(rows)):
            ids, types, mask = collate([rows[n] for n in batch])
            states = model.bert(input_ids=ids, token_type_ids=types, attention_mask=mask)
            for n, state in zip(batch, states.last_hidden_state.bfloat16(), strict=True):
                found[n] = state[: lengths[n]].clone()
    model.bert.encoder.layer.extend(upper)
    return found


def weights(chosen: Sequence[Sample]) -> np.ndarray:
    """In each family of samples true and wrong ones weigh alike, at most fourfold."""
    counts: dict[tuple[str, bool], int] = defaultdict(int)
    for one in chosen:
        counts[_family(one), one.supported] += 1
    found = []
    for one in chosen:
        own, other = (counts[_family(one), value] for value in (one.supported, not one.supported))
        found.append(min(4.0, math.sqrt(max(1, other) / own)))
    return np.array(found, np.float32)


def _family(one: Sample) -> str:
    made = one.kind.startswith(("wrong", "edited", "elsewhere"))
    return "made" if made else one.kind


def by_kind(chosen: Sequence[Sample], found: np.ndarray) -> dict[str, float]:
    """AUROC of each set; of wrong ones by kind against all true ones that were made."""
    truth = np.array([one.supported for one in chosen])
    result = {"all": roc_auc_score(truth, found)}
    for kind in sorted({one.kind for one in chosen}):
        own = np.array([one.kind == kind for one in chosen])
        other = own if truth[own].any() and not truth[own].all() else own | truth
        if len(set(truth[other])) == 2:
            result[kind] = roc_auc_score(truth[other], found[other])
    return {kind: round(float(area), 4) for kind, area in result.items()}


def packed_over(model: ReaderNetwork, rank: int) -> bytes:
    """The file that is shipped: what the network adds to the embedding model's encoder."""
    base = base_encoder(find("all-MiniLM-L6-v2")).state_dict()
    own = {f"bert.{name}": value.numpy() for name, value in base.items()}
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    return packed(lowered(state, own, rank))


def _batches(
    rows: Sequence[Row], tokens: int, epochs: int, seed: int
) -> Iterator[tuple[int, list[int]]]:
    lengths = [len(ids) for ids, _ in rows]
    for epoch in range(epochs):
        rng = random.Random(f"{seed} {epoch}")
        for batch in batches(lengths, [1] * len(rows), tokens, rng, 600):
            yield epoch, batch


def main() -> None:
    """Train from the reader's weights, or go on from a checkpoint."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    cache = options.out / "rows.pkl"
    if not cache.exists():
        encoder, every = Encoder(), samples(options.shared)
        made = [encoder.row(s.sentence, selected(s.sentence, s.words)) for s in every]
        cache.write_bytes(pickle.dumps((every, made)))
    every, made = pickle.loads(cache.read_bytes())
    learned = [n for n, one in enumerate(every) if not one.held_out]
    held = [n for n, one in enumerate(every) if one.held_out]
    rows, weight = [made[n] for n in learned], weights([every[n] for n in learned])
    truth = np.array([every[n].supported for n in learned], np.float32)
    model = fresh(packaged.WEIGHTS, "cpu", options.dropout)
    began = time.monotonic()
    states = lower(model, rows, options.frozen)
    print(f"{len(rows)} rows read by {options.frozen} layers in {time.monotonic() - began:.0f} s")
    top = Top(model, options.frozen)
    optimizer = adamw(top, options.rate)
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    planned = list(_batches(rows, options.batch_tokens, options.epochs, options.seed))
    total = sum(len(rows[n][0]) for _, batch in planned for n in batch)
    read, began, losses, last = 0, time.monotonic(), [], 0
    for number, (epoch, batch) in enumerate([*planned, (options.epochs, [])]):
        if epoch != last:
            last = epoch
            areas = by_kind([every[n] for n in held], scores(model, [made[n] for n in held]))
            line = {"epoch": epoch, "seconds": round(time.monotonic() - began)} | areas
            print(json.dumps(line), flush=True)
            torch.save(model.state_dict(), options.out / f"epoch{epoch}.pt")
        if not batch:
            break
        top.train()
        for group in optimizer.param_groups:
            group["lr"] = options.rate * schedule(read / total)
        with autocast("cpu"):
            own = torch.nn.utils.rnn.pad_sequence([states[n] for n in batch], batch_first=True)
            mask = torch.nn.utils.rnn.pad_sequence(
                [torch.ones(len(states[n]), dtype=torch.bool) for n in batch], batch_first=True
            )
            pair = top(own.float(), mask)
        each = functional.binary_cross_entropy_with_logits(
            pair.float(), torch.from_numpy(truth[batch]), reduction="none"
        )
        loss = (each * torch.from_numpy(weight[batch])).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        read += sum(len(rows[n][0]) for n in batch)
        losses.append(loss.item())
        if number % 50 == 49:
            spent = round(time.monotonic() - began)
            print(f"{read / total:.3f} loss {np.mean(losses[-50:]):.4f} {spent} s", flush=True)

    (options.out / "entailment.safetensors").write_bytes(packed_over(model, options.rank))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--frozen", type=int, default=3, help="lower layers that stay as they are")
    parser.add_argument("--rank", type=int, default=64, help="of what is written")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--batch-tokens", type=int, default=3000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
