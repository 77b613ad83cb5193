"""Rows on the device, padded batches of them, the losses, and a report on the held-out questions.

Shapes: n rows, L tokens, S sentences, G questions of at most R rows each.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from bench.judged.rows import Rows, starts
from bench.train_reader import batches, relevance_loss
from qa_app.evaluation.measures.confidence import auroc

Floats = NDArray[np.float32]
PART = 12_000
"""Questions that are put in order of length together."""
_NEVER = -1e4


class Scores(NamedTuple):
    """Logits: each sentence is relevant (n, S); the row answers (n,)."""

    sentences: Tensor
    pairs: Tensor


@dataclass(frozen=True)
class Judgement:
    """Logits of all sentences of some rows, one after another, and of the rows."""

    sentences: Floats
    pairs: Floats

    def save(self, file: Path) -> None:
        """In half precision."""
        np.savez(
            file,
            sentences=self.sentences.astype(np.float16),
            pairs=self.pairs.astype(np.float16),
        )

    @staticmethod
    def read(file: Path) -> Judgement:
        """What `save` wrote."""
        with np.load(file) as arrays:
            return Judgement(*(arrays[n].astype(np.float32) for n in ("sentences", "pairs")))

    @staticmethod
    def mean(some: Sequence[Judgement]) -> Judgement:
        """Of several judges."""
        return Judgement(
            np.mean([one.sentences for one in some], axis=0),
            np.mean([one.pairs for one in some], axis=0),
        )


@dataclass(frozen=True)
class Batch:
    """All rows of some questions.

    Attributes:
        rows: their numbers in the table (n,).
        ids, mask, sentence: tokens, whether there is one, its sentence or -1 (n, L).
        lengths, first: of each row, as in `Rows` (n,).
        span: as in `Rows` (n, 2).
        there, relevant, weight: whether there is such a sentence, whether it answers, and what it
            counts, the answering and the other sentences of a row the same together (n, S).
        answers: whether the row answers, 0 or 1 (n,).
        question, place: which question a row belongs to and which of its rows it is (n,).
        sizes: (G, R).
        judged: what the judge thinks, where it was asked.
    """

    rows: Tensor
    ids: Tensor
    mask: Tensor
    sentence: Tensor
    lengths: Tensor
    first: Tensor
    span: Tensor
    there: Tensor
    relevant: Tensor
    weight: Tensor
    answers: Tensor
    question: Tensor
    place: Tensor
    sizes: tuple[int, int]
    judged: Scores | None


class Table:
    """Rows on a device, and what the judge thinks of them."""

    def __init__(self, rows: Rows, device: str, judged: Judgement | None = None) -> None:
        self.rows = rows
        self._device = device
        self._first_row = starts(rows.sizes)
        self._longest = np.maximum.reduceat(rows.lengths, self._first_row)
        self._ids, self._sentence = self._on(rows.ids), self._on(rows.sentence)
        self._lengths, self._token = self._on(rows.lengths), self._on(starts(rows.lengths))
        self._first, self._span = self._on(rows.first), self._on(rows.span)
        self._sentences, self._at = self._on(rows.sentences), self._on(starts(rows.sentences))
        self._relevant = self._on(rows.relevant.astype(np.float32))
        self._judged: Scores | None = None
        if judged is not None:
            self._judged = Scores(self._on(judged.sentences), self._on(judged.pairs))

    def _on(self, array: NDArray[Any]) -> Tensor:
        return torch.from_numpy(array).to(self._device)

    def batches(
        self, tokens: int, rng: random.Random, questions: Sequence[int] | None = None
    ) -> list[list[int]]:
        """All questions, or those given, in batches of at most so many tokens with padding."""
        chosen = np.arange(len(self.rows.sizes)) if questions is None else np.array(questions, int)
        longest, sizes = self._longest[chosen].tolist(), self.rows.sizes[chosen].tolist()
        found = batches(longest, sizes, tokens, rng, PART)
        return [chosen[batch].tolist() for batch in found]

    def batch(self, questions: Sequence[int]) -> Batch:
        """The rows of some questions, by number."""
        sizes = self.rows.sizes[questions]
        place = np.concatenate([np.arange(size) for size in sizes])
        number = np.repeat(self._first_row[questions], sizes) + place
        longest = -(-int(self.rows.lengths[number].max()) // 8) * 8  # a multiple of 8 is faster
        most = int(self.rows.sentences[number].max())
        question = np.repeat(np.arange(len(sizes)), sizes)
        rows, owner, place_in = self._on(np.stack([number, question, place]))
        token, sentence = (torch.arange(n, device=self._device)[None] for n in (longest, most))
        mask = token < self._lengths[rows][:, None]
        at = (self._token[rows][:, None] + token).clamp(max=len(self._ids) - 1)
        there = sentence < self._sentences[rows][:, None]
        where = (self._at[rows][:, None] + sentence).clamp(max=len(self._relevant) - 1)
        relevant = self._relevant[where] * there
        hits = relevant.sum(1, keepdim=True)
        rest = there.sum(1, keepdim=True) - hits
        share = torch.where((hits > 0) & (rest > 0), 0.5, 1.0)
        each = torch.where(relevant > 0, hits, rest).clamp(min=1)
        return Batch(
            rows=rows,
            ids=torch.where(mask, self._ids[at].long(), 0),
            mask=mask,
            sentence=torch.where(mask, self._sentence[at].long(), -1),
            lengths=self._lengths[rows],
            first=self._first[rows],
            span=self._span[rows],
            there=there,
            relevant=relevant,
            weight=share / each * there,
            answers=(hits[:, 0] > 0).float(),
            question=owner,
            place=place_in,
            sizes=(len(sizes), int(sizes.max())),
            judged=self._judged
            and Scores(self._judged.sentences[where] * there, self._judged.pairs[rows]),
        )

    @torch.no_grad()
    def judged_by(self, scores: Callable[[Batch], Scores], tokens: int) -> Judgement:
        """What a network thinks of all rows."""
        sentences = torch.zeros(len(self._relevant), device=self._device)
        pairs = torch.zeros(len(self._lengths), device=self._device)
        for questions in self.batches(tokens, random.Random(0)):
            batch = self.batch(questions)
            found = scores(batch)
            most = torch.arange(batch.there.shape[1], device=self._device)[None]
            where = self._at[batch.rows][:, None] + most
            sentences[where[batch.there]] = found.sentences.float()[batch.there]
            pairs[batch.rows] = found.pairs.float()
        return Judgement(sentences.cpu().numpy(), pairs.cpu().numpy())


def options(scores: Scores, batch: Batch, among: Tensor) -> Tensor:
    """Logits of what may be chosen for each question: any sentence of its rows, or none of them.

    Args:
        among: which sentences may be, shape (n, S).

    Returns:
        shape (G, 1 + R·S); none comes first, its logit is 0.
    """
    questions, most = batch.sizes
    each = (scores.sentences + scores.pairs[:, None]).masked_fill(~among, _NEVER)
    spread = each.new_full((questions, most, each.shape[1]), _NEVER)
    spread = spread.index_put((batch.question, batch.place), each)
    return torch.cat([each.new_zeros(questions, 1), spread.flatten(1)], 1)


def choice_loss(scores: Scores, batch: Batch) -> Tensor:
    """Cross entropy of choosing a sentence that answers; none where there is none."""
    right = options(scores, batch, batch.relevant > 0)[:, 1:]
    answered = (right > _NEVER / 2).any(1)
    hit = torch.where(answered, right.logsumexp(1), 0.0)
    return (options(scores, batch, batch.there).logsumexp(1) - hit).mean()


def label_losses(scores: Scores, batch: Batch) -> dict[str, Tensor]:
    """Against the labels: of the sentences' relevance, of the rows, and of the choice."""
    return {
        "relevance": relevance_loss(scores.sentences, batch.relevant, batch.weight),
        "answer": functional.binary_cross_entropy_with_logits(scores.pairs, batch.answers),
        "choice": choice_loss(scores, batch),
    }


def judged_losses(scores: Scores, batch: Batch, hardness: float) -> dict[str, Tensor]:
    """Against a mixture of the labels (`hardness` of it) and the judge; `agreement` is the cross
    entropy of the choice to that of the judge alone.
    """
    assert batch.judged is not None, "the judge was not asked"

    def mixed(label: Tensor, judged: Tensor) -> Tensor:
        return hardness * label + (1 - hardness) * judged.sigmoid()

    relevant = mixed(batch.relevant, batch.judged.sentences)
    answers = mixed(batch.answers, batch.judged.pairs)
    wanted = options(batch.judged, batch, batch.there).softmax(1)
    found = options(scores, batch, batch.there).log_softmax(1)
    return {
        "relevance": relevance_loss(scores.sentences, relevant, batch.weight),
        "answer": functional.binary_cross_entropy_with_logits(scores.pairs, answers),
        "agreement": -(wanted * found).sum(1).mean(),
    }


def report(judged: Judgement, rows: Rows) -> dict[str, float]:
    """How well a judgement tells questions that are answered from those that are not, by its best
    sentence (AUROC), and the share of the answered whose best sentence, or one of whose best
    three, is right.
    """
    best, answered, first, three = [], [], [], []
    for scores, relevant in _by_question(judged, rows):
        best.append(scores.max())
        answered.append(bool(relevant.any()))
        if answered[-1]:
            order = np.argsort(-scores, kind="stable")
            first.append(bool(relevant[order[0]]))
            three.append(bool(relevant[order[:3]].any()))
    found = auroc(np.array(best, np.float64), np.array(answered))
    if found is None:
        raise SystemExit("of the questions all are answered, or none is; prepare more: --limit")
    figures = {"auroc": found, "first": float(np.mean(first)), "among three": float(np.mean(three))}
    return {name: round(figure, 4) for name, figure in figures.items()}


def _by_question(judged: Judgement, rows: Rows) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    scores = judged.sentences + np.repeat(judged.pairs, rows.sentences)
    of_question = np.add.reduceat(rows.sentences, starts(rows.sizes))
    for start, count in zip(starts(of_question), of_question, strict=True):
        yield scores[start : start + count], rows.relevant[start : start + count] > 0
