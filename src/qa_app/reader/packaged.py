"""The reader that is shipped with the program: our weights over the packaged embedding model."""

from __future__ import annotations

import hashlib
import threading
import warnings
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_app.reader import pairs
from qa_app.reader.base import Excerpt, ExcerptReading, ReaderError
from qa_app.reader.weights import raised, unpacked
from vectorstore.embedding import machine
from vectorstore.embedding.engines import openvino
from vectorstore.embedding.folder import ModelFolder, find
from vectorstore.embedding.formats import converted
from vectorstore.errors import EmbeddingModelError

WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
BATCH = 6
Floats = NDArray[np.float32]


class Engine(Protocol):
    """Runs the network on one batch."""

    def run(self, rows: pairs.Rows) -> tuple[Floats, Floats]:
        """Token scores, shape (n, length, 3), and pair scores, shape (n,)."""


class PackagedReader:
    """Fulfils `base.Reader`. The model is loaded when the first question is read.

    Args:
        weights: those of the reader, or of another task that is learned on the same network.
        setting: the setting that chooses it, for messages.
        asked: how many tokens of a question are read.
    """

    name = "packaged"

    def __init__(
        self,
        weights: Path = WEIGHTS,
        threads: int | None = None,
        *,
        setting: str = "reader",
        asked: int = pairs.QUESTION_TOKENS,
    ) -> None:
        self._weights = weights
        self._threads = threads
        self._setting = setting
        self._most_asked = asked
        self._loading = threading.Lock()
        self._engine: Engine | None = None

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[ExcerptReading]:
        """One reading an excerpt.

        Raises:
            ReaderError: the model cannot be used.
        """
        if not excerpts:
            return []
        engine = self._loaded()
        asked = [
            pairs.pair(self._tokenizer, question, excerpt, self._most_asked) for excerpt in excerpts
        ]
        found: dict[int, ExcerptReading] = {}
        order = sorted(range(len(asked)), key=lambda n: len(asked[n].ids))
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            tokens, answers = engine.run(pairs.rows([asked[n] for n in part]))
            for row, n in enumerate(part):
                one, held = asked[n], len(excerpts[n].sentences)
                found[n] = pairs.reading(one, tokens[row], float(answers[row]), held)
        return [found[n] for n in range(len(excerpts))]

    @cached_property
    def _folder(self) -> ModelFolder:
        try:
            return ModelFolder(find("all-MiniLM-L6-v2"))
        except EmbeddingModelError as error:
            raise ReaderError(f"{self._setting}: {error}") from error

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder.path / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _loaded(self) -> Engine:
        with self._loading:
            if self._engine is None:
                fast = find_spec("openvino") is not None
                self._engine = self._openvino() if fast else TorchEngine(self._network())
            return self._engine

    def _openvino(self) -> Engine:
        digest = hashlib.sha256(self._weights_bytes() + self._folder.fingerprint.encode())
        path = converted(f"reader-{digest.hexdigest()[:16]}", self._convert)
        precision = "bf16" if machine.has_bfloat16() else "f32"
        return OpenVinoEngine(path, precision, self._threads)

    def _weights_bytes(self) -> bytes:
        try:
            return self._weights.read_bytes()
        except OSError as error:
            raise ReaderError(
                f"{self._weights}: the weights of the {self._setting} cannot be read"
                f" ({error.strerror}); reinstall qa-app, or set {self._setting} to none"
            ) from error

    def _network(self) -> Any:
        from qa_app.reader.network import ReaderNetwork, base_encoder

        import torch  # isort: skip

        network = ReaderNetwork(base_encoder(self._folder.path))
        wrong = f"{self._weights}: are weights of another model; reinstall qa-app"
        base = {k: v.numpy() for k, v in network.state_dict().items()}
        try:
            full = raised(unpacked(self._weights_bytes()), base)
            state = {k: torch.from_numpy(v) for k, v in full.items()}
            loaded = network.load_state_dict(state, strict=False)
        except (KeyError, ValueError, RuntimeError) as error:  # of another shape
            raise ReaderError(wrong) from error
        # The embeddings are those of the embedding model.
        if loaded.unexpected_keys or any("embeddings." not in k for k in loaded.missing_keys):
            raise ReaderError(wrong)
        return network.eval()

    def _convert(self, target: Path) -> None:
        import torch

        ones = torch.ones(2, 16, dtype=torch.long)
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # tracing warns of what does not concern this model
            vino = openvino()
            example = {"ids": ones, "types": ones, "mask": ones}
            model = vino.convert_model(self._network(), example_input=example)
            vino.save_model(model, str(target), compress_to_fp16=False)


class OpenVinoEngine:
    """The network as OpenVINO runs it."""

    def __init__(self, path: Path, precision: str, threads: int | None) -> None:
        settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": precision,
        }
        if threads:
            settings["INFERENCE_NUM_THREADS"] = threads
        try:
            self._model = openvino().Core().compile_model(str(path), "CPU", settings)
        except RuntimeError as error:
            raise ReaderError(
                f"{path}: cannot be used by OpenVINO; delete its folder to have it made again"
            ) from error

    def run(self, rows: pairs.Rows) -> tuple[Floats, Floats]:
        """Token scores and pair scores."""
        # A request of its own for each call, since threads may ask at once.
        request = self._model.create_infer_request()
        found = request.infer({"ids": rows.ids, "types": rows.types, "mask": rows.mask})
        return np.asarray(found[0], dtype=np.float32), np.asarray(found[1], dtype=np.float32)


class TorchEngine:
    """The network as it is, where OpenVINO is not installed."""

    def __init__(self, network: Any) -> None:
        self._network = network

    def run(self, rows: pairs.Rows) -> tuple[Floats, Floats]:
        """Token scores and pair scores."""
        import torch

        with torch.inference_mode():
            inputs = (torch.from_numpy(array) for array in (rows.ids, rows.types, rows.mask))
            tokens, answers = self._network(*inputs)
        return tokens.float().numpy(), answers.float().numpy()
