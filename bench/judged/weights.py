"""Weights of the reader as files: read, averaged, written without the embeddings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save

from qa_app.reader.base import ReaderError
from qa_app.reader.weights import packed, unpacked

Floats = NDArray[np.float32]


def read(file: Path) -> dict[str, Floats]:
    """Weights of any precision, or a checkpoint of `bench.train_reader` (`.pt`)."""
    try:
        if file.suffix == ".pt":
            state = torch.load(file, map_location="cpu", weights_only=True)["model"]
            return numbers(state)
        return unpacked(file.read_bytes())
    except (OSError, ReaderError) as error:
        raise SystemExit(f"{file}: cannot be read as weights of a reader ({error})") from None


def numbers(state: Mapping[str, torch.Tensor]) -> dict[str, Floats]:
    """The state of a network, without the embeddings, which are the embedding model's."""
    return {
        name: weight.detach().float().cpu().numpy().copy()
        for name, weight in state.items()
        if "embeddings." not in name
    }


def mean(files: Sequence[Path]) -> dict[str, Floats]:
    """The mean of the weights of some files."""
    states = [read(file) for file in files]
    shapes = [{name: weight.shape for name, weight in state.items()} for state in states]
    for file, shape in zip(files, shapes, strict=True):
        if shape != shapes[0]:
            raise SystemExit(f"{file}: weights of another network than those of {files[0]}")
    return {n: np.mean([state[n] for state in states], axis=0) for n in states[0]}


def write(file: Path, state: Mapping[str, Floats], eight_bits: bool = False) -> None:
    """In half precision, or as they are shipped: in 8 bits with a scale a row."""
    halves = {name: weight.astype(np.float16) for name, weight in state.items()}
    file.write_bytes(packed(state) if eight_bits else save(halves))
