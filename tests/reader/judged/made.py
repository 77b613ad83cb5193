"""Made-up examples, tokenizers of single letters, and networks too small to know anything."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel

from bench.judged.draws import Question, Window
from bench.judged.rows import END, START, Rows, flat
from bench.judged.smollm2 import Language
from bench.reader_data import Example
from bench.train_reader import Encoder
from qa_app.reader.network import ReaderNetwork
from tests.reader import models

WORDS = (
    "the old mill burned down when a lamp fell and Ada Brill paid for its repair in June".split()
)


NAMES = "Ada Brill", "Tor Lind"


def passage(sentences: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentences, a space between them, and where they stand."""
    starts = [sum(len(text) + 1 for text in sentences[:i]) for i in range(len(sentences))]
    spans = tuple((s, s + len(text)) for s, text in zip(starts, sentences, strict=True))
    return " ".join(sentences), spans


def example(rng: random.Random, kind: str, question: str, sentences: int = 12) -> Example:
    """One that answers, tempts or does neither (`kind`: answer, tempt, other)."""
    texts = [
        " ".join(rng.choices(WORDS, k=rng.randint(3, 12))).capitalize() + "."
        for _ in range(sentences)
    ]
    text, spans = passage(texts)
    hit = rng.randrange(sentences)
    marked = tuple(n == hit for n in range(sentences))
    none = (False,) * sentences
    start, end = spans[hit]
    return Example(
        "made",
        question,
        "A mill",
        text,
        spans,
        marked if kind == "answer" else none,
        ((start, start + 3), (end - 4, end)) if kind == "answer" else (),
        marked if kind == "tempt" else (),
    )


def sets(questions: int = 12) -> dict[str, list[Example]]:
    """Three sets, each question with an example that answers or tempts and others that do not."""
    rng = random.Random(5)
    kinds = [["answer", "other", "other"], ["tempt", "other"], ["other"] * 6, ["answer"]]
    return {
        name: [
            example(rng, kind, f"Who paid {NAMES[number % 2]} for mill {number} in June 1921?")
            for number in range(questions)
            for kind in kinds[number % 4]
        ]
        for name in ("own-made", "qamr", "squad2-A")
    }


def byte_tokenizer() -> Tokenizer:
    """Each byte is a token."""
    alphabet = sorted(ByteLevel.alphabet())
    known = {token: n for n, token in enumerate([START, END, *alphabet])}
    made = Tokenizer(BPE(known, []))
    made.pre_tokenizer = ByteLevel(add_prefix_space=False)
    return made


def encoder(folder: Path) -> Encoder:
    """Each letter is a token."""
    models.tokenizer().save(str(folder / "tokenizer.json"))
    return Encoder(folder)


def questions(count: int, seed: int = 1) -> list[Question]:
    """Questions with short windows: one that answers for every other, and one or two others."""
    rng = random.Random(seed)
    found = []
    for n in range(count):
        kinds = ["answer" if n % 2 else "tempt", *["other"] * rng.randint(1, 2)]
        shorts = [example(rng, kind, f"Why {n}?", rng.randint(2, 4)) for kind in kinds]
        found.append(Question(n % 3 == 0, [Window(one, one.question) for one in shorts]))
    return found


def rows(folder: Path, count: int = 12, seed: int = 1) -> dict[str, Rows]:
    return flat(questions(count, seed), encoder(folder), byte_tokenizer())[0]


def language(layers: int = 2, heads: int = 4, key_heads: int = 2, width: int = 4) -> Language:
    """One of random numbers that knows the byte tokenizer's tokens."""
    made = torch.Generator().manual_seed(7)
    size, inner = heads * width, 24
    vocabulary = byte_tokenizer().get_vocab_size()

    def drawn(rows: int, columns: int) -> torch.Tensor:
        return torch.randn(rows, columns, generator=made) / columns**0.5

    weights = {
        "token_embd.weight": torch.randn(vocabulary, size, generator=made),
        "output_norm.weight": torch.ones(size),
    }
    for layer in range(layers):
        shapes = {
            "attn_q": (size, size),
            "attn_k": (key_heads * width, size),
            "attn_v": (key_heads * width, size),
            "attn_output": (size, size),
            "ffn_gate": (inner, size),
            "ffn_up": (inner, size),
            "ffn_down": (size, inner),
        }
        for name, shape in shapes.items():
            weights[f"blk.{layer}.{name}.weight"] = drawn(*shape)
        for name in ("attn_norm", "ffn_norm"):
            weights[f"blk.{layer}.{name}.weight"] = torch.ones(size)
    return Language(weights, layers, heads, key_heads, 10_000.0, 1e-5)


def network(seed: int = 3) -> ReaderNetwork:
    from transformers import BertModel

    torch.manual_seed(seed)
    config: Any = models.config(attn_implementation="sdpa")
    return ReaderNetwork(BertModel(config, add_pooling_layer=False))
