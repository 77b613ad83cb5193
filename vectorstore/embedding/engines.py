"""Two ways to run a model on token ids: torch, and OpenVINO, which starts without torch."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from vectorstore.embedding import machine
from vectorstore.embedding.base import Vectors
from vectorstore.embedding.folder import ModelFolder
from vectorstore.embedding.tokens import Batch, padded
from vectorstore.errors import EmbeddingModelError

log = logging.getLogger(__name__)

OPENVINO_PRECISIONS = {"float32": "f32", "bfloat16": "bf16"}


class Engine(Protocol):
    """Runs a model on token ids."""

    def encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of unit length, one a sequence, however many there are."""


BATCH = 8
"""Texts that a model is given at once: more gain nothing."""

MOST_STREAMS = 8
"""Batches that OpenVINO runs at the same time; each takes memory of its own."""


def in_batches(
    tokens: Sequence[Sequence[int]],
    run: Callable[[Sequence[Sequence[int]]], Vectors],
    streams: int = 1,
) -> Vectors:
    """What `run` makes of at least one sequence, in batches, `streams` of them at the same time.

    Texts of like length are together: padding is work, too.
    """
    order = sorted(range(len(tokens)), key=lambda n: len(tokens[n]))
    size = min(BATCH, -(-len(order) // streams))
    parts = [
        [tokens[n] for n in order[first : first + size]] for first in range(0, len(order), size)
    ]
    if streams == 1 or len(parts) == 1:
        found = [run(part) for part in parts]
    else:
        with ThreadPoolExecutor(streams) as pool:
            found = list(pool.map(run, parts))
    vectors = np.empty((len(order), found[0].shape[1]), dtype=np.float32)
    vectors[order] = np.concatenate(found)
    return vectors


class TorchEngine:
    """sentence-transformers, whatever steps the model is made of."""

    def __init__(self, folder: ModelFolder, precision: str, threads: int | None) -> None:
        self._folder = folder
        self._torch = _torch(threads)
        model = sentence_transformer(folder)
        self._model = model.to(getattr(self._torch, precision)).eval()

    def encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of unit length, one a sequence."""
        return in_batches(tokens, self._run)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        torch = self._torch
        batch = padded(tokens, self._folder.pad_token, self._folder.max_tokens)
        inputs = {
            "input_ids": torch.from_numpy(batch.ids),
            "attention_mask": torch.from_numpy(batch.mask),
        }
        with torch.inference_mode():
            found = self._model.forward(inputs)["sentence_embedding"]
            vectors = torch.nn.functional.normalize(found.float(), dim=1)
        return np.asarray(vectors.numpy(), dtype=np.float32)


_first_use = threading.Lock()


class OpenVinoEngine:
    """A converted transformer, mean pooled; only for models that are no more than that.

    A batch on each thread takes three quarters of the processor time, and half of the time, that
    one batch after the other takes on all threads together (two cores); the vectors are the same.
    """

    def __init__(
        self, folder: ModelFolder, converted: Path, precision: str, threads: int | None
    ) -> None:
        self._folder = folder
        self._streams = min(threads or machine.processors(), MOST_STREAMS)
        settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "THROUGHPUT",
            "NUM_STREAMS": self._streams,
            "INFERENCE_PRECISION_HINT": OPENVINO_PRECISIONS[precision],
        }
        if threads:
            settings["INFERENCE_NUM_THREADS"] = threads
        try:
            self._model = openvino().Core().compile_model(str(converted), "CPU", settings)
        except RuntimeError as error:
            raise EmbeddingModelError(
                f"{converted}: cannot be used by OpenVINO; delete its folder to have it made again"
            ) from error

    def encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of unit length, one a sequence."""
        return in_batches(tokens, self._run, self._streams)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        batch = padded(tokens, self._folder.pad_token, self._folder.max_tokens)
        # A request of its own for each call, since threads may ask at once.
        request = self._model.create_infer_request()
        found = request.infer({"input_ids": batch.ids, "attention_mask": batch.mask})
        return mean_pooled(np.asarray(found[0]), batch)


def mean_pooled(states: Vectors, batch: Batch) -> Vectors:
    """The mean of each text's own token states, brought to unit length."""
    mask = batch.mask[:, :, None].astype(np.float32)
    means = (states * mask).sum(axis=1) / mask.sum(axis=1)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


def convert(folder: ModelFolder, target: Path) -> None:
    """Write a model's transformer as OpenVINO's files, in full precision.

    Raises:
        EmbeddingModelError: the model cannot be loaded.
    """
    torch = _torch(None)

    class States(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            found = self.transformer(input_ids=input_ids, attention_mask=attention_mask)
            return found.last_hidden_state

    states = States(sentence_transformer(folder)[0].auto_model).eval()
    ones = torch.ones(2, 16, dtype=torch.long)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # tracing warns of what does not concern this model
        vino = openvino()
        example = {"input_ids": ones, "attention_mask": ones}
        model = vino.convert_model(states, example_input=example)
        vino.save_model(model, str(target), compress_to_fp16=False)


def openvino() -> Any:
    """The package, kept from telling its maker about each import and conversion.

    Raises:
        EmbeddingModelError: it is not installed.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import openvino as package
    except ImportError as error:
        raise EmbeddingModelError(
            "the number format openvino needs the package openvino: pip install 'qa-app[fast]',"
            " or set the format to auto"
        ) from error
    with _first_use:
        # The first look at a tensor's data makes a table once for the process, and lets other
        # threads run in between: two that look at once wait for each other for ever.
        package.Tensor(np.zeros(1, dtype=np.float32)).data  # noqa: B018
    return package


def sentence_transformer(folder: ModelFolder) -> Any:
    """The model as sentence-transformers loads it.

    Raises:
        EmbeddingModelError: it cannot be loaded; the message names the folder.
    """
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    try:
        return SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
    except Exception as error:
        reason = next(iter(str(error).splitlines()), "")
        raise EmbeddingModelError(
            f"{folder.path}: the embedding model cannot be loaded"
            f" ({type(error).__name__}: {reason})"
        ) from error


def _torch(threads: int | None) -> Any:
    # Waiting threads that spin slow each other down where other programs run as well.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    import torch

    if threads:
        torch.set_num_threads(threads)
    return torch
