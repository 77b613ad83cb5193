"""Windows as rows of tokens, end to end in flat arrays: those of the judge and those of the reader.

A window has a row of either kind at the same place, so that what the judge thinks of a row and its
sentences can be read off for the reader by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bench.judged.draws import Question, Window
from bench.reader_data import Example, sentence_indices
from bench.train_reader import CLS, SEP, Encoder

KINDS = ("judge", "reader")
MOST = 500
"""Tokens of a row; a window of more is left out."""
START, END = "<|endoftext|>", "<|im_end|>"
_QUESTION_LETTERS, _TITLE_LETTERS = 400, 150


class Row(NamedTuple):
    """A window in tokens.

    Attributes:
        sentence: the number of each token's sentence, or -1.
        first: where title and passage begin.
        spans: first and last token of the answering words, each one an alternative.
    """

    ids: list[int]
    sentence: list[int]
    first: int
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class Rows:
    """Rows of one kind, those of a question one after another.

    Attributes:
        ids, sentence: of all tokens.
        lengths, first: of each row.
        span: first and last token of answering words, shape (rows, 2): (0, 0) where nothing
            answers, -1 where something does and the words are not known.
        relevant: of all sentences, 0 or 1.
        sentences: how many each row has.
        sizes: rows of each question.
        own: which questions are in people's own words.
    """

    ids: NDArray[np.int32]
    sentence: NDArray[np.int16]
    lengths: NDArray[np.int64]
    first: NDArray[np.int64]
    span: NDArray[np.int64]
    relevant: NDArray[np.uint8]
    sentences: NDArray[np.int64]
    sizes: NDArray[np.int64]
    own: NDArray[np.bool_]

    @staticmethod
    def read(file: Path, kind: str) -> Rows:
        """The rows of a kind that `save` wrote."""
        if not file.exists():
            raise SystemExit(
                f"{file}: not there; run `python -m bench.judged prepare EXAMPLES {file.parent}`"
            )
        with np.load(file) as arrays:
            names = (field.name for field in fields(Rows))
            return Rows(**{n: arrays[n if n in _OF_BOTH else f"{kind}.{n}"] for n in names})


_OF_BOTH = ("relevant", "sentences", "sizes", "own")


def starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some runs of given lengths begins, one after another."""
    return np.cumsum(counts) - counts


def judge_row(tokenizer: Tokenizer, window: Window) -> Row:
    """Question, title and passage, a line each, as the judge reads them."""
    example = window.example
    front = f"{window.plain.strip()[:_QUESTION_LETTERS]}\n{example.title[:_TITLE_LETTERS]}\n"
    head = tokenizer.encode(front, add_special_tokens=False).ids
    body = tokenizer.encode(example.passage, add_special_tokens=False)
    # A token begins with the space before it, so its last letter says where it belongs.
    within = sentence_indices((end - 1 for _, end in body.offsets), example.spans)
    first = 1 + len(head)
    spans = [
        (first + held[0], first + held[-1])
        for s, e in example.answers
        if (held := [i for i, (a, b) in enumerate(body.offsets) if a < e and s < b])
    ]
    start, end = (_number(tokenizer, token) for token in (START, END))
    return Row([start, *head, *body.ids, end], [-1] * first + within + [-1], first, spans)


def _number(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise SystemExit(f"the judge's tokenizer has no {token}; a model of the SmolLM2 family has")
    return int(number)


def reader_row(encoder: Encoder, window: Window) -> Row | None:
    """`[CLS] question [SEP] title and passage [SEP]`; None where it is too long."""
    row = encoder.row(window.example)
    if row is None:
        return None
    question, passage, within, _, spans, _ = row
    first = len(question) + 2
    return Row(
        [CLS, *question, SEP, *passage, SEP],
        [-1] * first + within + [-1],
        first,
        [(first + start, first + end) for start, end in spans],
    )


def flat(
    questions: Iterable[Question], encoder: Encoder, tokenizer: Tokenizer
) -> tuple[dict[str, Rows], int]:
    """Rows of either kind, and how many windows were left out: too long, or without a sentence.

    A sentence without a token of its own in either row is none.
    """
    both: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    examples: list[Example] = []
    relevant: list[list[bool]] = []
    sizes, own, left_out = [], [], 0
    for question in questions:
        before = len(examples)
        for window in question.windows:
            judge, reader = judge_row(tokenizer, window), reader_row(encoder, window)
            present = set(judge.sentence) & set(reader.sentence if reader else ()) - {-1}
            if reader is None or not present or max(len(judge.ids), len(reader.ids)) > MOST:
                left_out += 1
                continue
            examples.append(window.example)
            relevant.append([window.example.relevant[n] for n in sorted(present)])
            for kind, row in zip(KINDS, (judge, reader), strict=True):
                both[kind].append(row._replace(sentence=_renumbered(row.sentence, present)))
        if len(examples) > before:
            sizes.append(len(examples) - before)
            own.append(question.own)
    rows = {
        kind: Rows(
            ids=_end_to_end([row.ids for row in found], np.int32),
            sentence=_end_to_end([row.sentence for row in found], np.int16),
            lengths=np.array([len(row.ids) for row in found], np.int64),
            first=np.array([row.first for row in found], np.int64),
            span=np.array(list(map(_span, found, examples, count())), np.int64).reshape(-1, 2),
            relevant=_end_to_end(relevant, np.uint8),
            sentences=np.array([len(labels) for labels in relevant], np.int64),
            sizes=np.array(sizes, np.int64),
            own=np.array(own, np.bool_),
        )
        for kind, found in both.items()
    }
    return rows, left_out


def save(file: Path, rows: dict[str, Rows]) -> None:
    """Rows of either kind in one `.npz` file."""
    arrays = {
        field.name if field.name in _OF_BOTH else f"{kind}.{field.name}": getattr(of, field.name)
        for kind, of in rows.items()
        for field in fields(Rows)
    }
    np.savez_compressed(file, **arrays)


def _renumbered(sentence: Sequence[int], present: set[int]) -> list[int]:
    numbers = {old: new for new, old in enumerate(sorted(present))}
    return [numbers.get(one, -1) for one in sentence]


def _end_to_end(parts: Sequence[Sequence[int]], kind: type[np.generic]) -> NDArray[Any]:
    return np.fromiter(chain.from_iterable(parts), kind, sum(map(len, parts)))


def _span(row: Row, example: Example, number: int) -> tuple[int, int]:
    """One of the alternatives, another one for another number."""
    if row.spans:
        return row.spans[number % len(row.spans)]
    return (-1, -1) if example.answerable else (0, 0)
