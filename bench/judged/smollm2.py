"""SmolLM2-135M from its GGUF file: plain numbers and the tokenizer, nothing of llama.cpp.

Reading such files is the package gguf's, of the llama.cpp project (MIT), wanted by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor


@dataclass(frozen=True)
class Language:
    """A language model of the Llama kind.

    Attributes:
        weights: by the names of the file, float32; queries and keys in halves (`in_halves`).
        layers, heads, key_heads: how many; as many value heads as key heads.
        base: of the rotary positions.
        epsilon: of the norms.
    """

    weights: Mapping[str, Tensor]
    layers: int
    heads: int
    key_heads: int
    base: float
    epsilon: float


def language(path: Path) -> Language:
    """The model of a GGUF file."""
    file = _opened(path)
    from gguf.quants import dequantize

    heads, key_heads = (_value(file, f"attention.head_count{kind}") for kind in ("", "_kv"))
    weights = {}
    for one in file.tensors:
        plain = np.ascontiguousarray(dequantize(one.data, one.tensor_type), np.float32)
        weight = torch.from_numpy(plain.copy())
        if one.name.endswith(("attn_q.weight", "attn_k.weight")):
            weight = in_halves(weight, heads if "attn_q" in one.name else key_heads)
        weights[one.name] = weight
    return Language(
        weights,
        _value(file, "block_count"),
        heads,
        key_heads,
        _value(file, "rope.freq_base"),
        _value(file, "attention.layer_norm_rms_epsilon"),
    )


def tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a GGUF file."""
    file = _opened(path)
    names = ("tokenizer.ggml.tokens", "tokenizer.ggml.merges")
    tokens, merges = (file.fields[name].contents() for name in names)
    known = {token: number for number, token in enumerate(tokens)}
    made = Tokenizer(models.BPE(known, [tuple(merge.split(" ")) for merge in merges]))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    made.decoder = decoders.ByteLevel()
    return made


def in_halves(weight: Tensor, heads: int) -> Tensor:
    """Rows of queries or keys in another order: a number and the one that it turns with are half a
    head apart, where in the file they are neighbours.
    """
    rows, columns = weight.shape
    neighbours = weight.view(heads, rows // heads // 2, 2, columns)
    return neighbours.transpose(1, 2).reshape(rows, columns)


def _opened(path: Path) -> Any:
    try:
        from gguf import GGUFReader
    except ImportError:
        raise SystemExit(
            f"{path} is read by the package gguf: pip install --no-deps gguf"
        ) from None
    try:
        return GGUFReader(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path}: cannot be read as a GGUF file ({error})") from None


def _value(file: Any, name: str) -> Any:
    kind = file.fields["general.architecture"].contents()
    return file.fields[f"{kind}.{name}"].contents()
