"""What a run was made with: whatever must be equal for two answers to be of one run."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qa_app import prompts
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import RunError
from qa_app.evaluation.gold_model import GoldSet

_ASSISTANT = ("vectorstore", "ingest", "qa_app")
_NOT_ASSISTANT = {"evaluation", "cli", "web", "__pycache__"}


@dataclass(frozen=True, slots=True)
class About:
    """What the caller knows of the assistant that is asked.

    Attributes:
        settings: every setting that can change an answer.
        model: names and fingerprints, such as `{"embedding": …, "answers": …}`.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    model: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Meta:
    """The contents of `meta.json`; nothing in it depends on when the run was made."""

    settings: Mapping[str, Any]
    model: Mapping[str, str]
    versions: Mapping[str, str]
    corpus: Mapping[str, Any]
    gold: Mapping[str, Any]
    seed: int
    judge: Mapping[str, Any] | None = None

    @classmethod
    def of(
        cls,
        about: About,
        corpus: Corpus,
        gold: GoldSet,
        seed: int,
        judge: Mapping[str, Any] | None = None,
    ) -> Meta:
        """What a run over `gold` and `corpus`, begun now, is made with."""
        texts = {"sha256": corpus.sha256, "texts_sha256": corpus.texts_sha256}
        return cls(
            settings=dict(about.settings),
            model=dict(about.model),
            versions=_versions(),
            corpus={"articles": len(corpus.texts), **texts},
            gold={"files": sorted(gold.files), "questions": len(gold), "sha256": gold.sha256},
            seed=seed,
            judge=judge,
        )

    def to_json(self) -> dict[str, Any]:
        """The document in `meta.json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Meta:
        """The meta data in such a document.

        Raises:
            RunError: if it has another shape, as one written by another version may.
        """
        try:
            return cls(**data)
        except TypeError as error:
            raise RunError(f"meta.json is not of this version: {error}") from None


def differences(old: Meta, new: Meta) -> list[str]:
    """What keeps answers of `old` from being continued by `new`: the names of what differs."""
    pairs = {
        "gold questions": (old.gold["sha256"], new.gold["sha256"]),
        "articles": (old.corpus["sha256"], new.corpus["sha256"]),
        "cleaned texts": (old.corpus["texts_sha256"], new.corpus["texts_sha256"]),
        "model": (old.model, new.model),
        "program": (old.versions.get("code"), new.versions.get("code")),
    }
    changed = [name for name, (before, after) in pairs.items() if before != after]
    names = sorted(set(old.settings) | set(new.settings))
    return changed + [f"setting {n}" for n in names if old.settings.get(n) != new.settings.get(n)]


def _versions() -> dict[str, str]:
    names = ("qa-app", "numpy", "scipy", "ir-measures")
    return {
        "code": _code(),
        "python": platform.python_version(),
        **{name: _version(name) for name in names},
    }


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


@cache
def _code() -> str:
    """Digest of the program that answers: its modules, weights and prompts."""
    total = hashlib.sha256()
    for name, path in sorted(_sources()):
        total.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources() -> Iterator[tuple[str, Path]]:
    folders = {"prompts": prompts.folder()}
    for package in _ASSISTANT:
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            folders[package] = Path(next(iter(spec.submodule_search_locations)))
    for package, folder in folders.items():
        for path in folder.rglob("*"):
            inside = path.relative_to(folder)
            if path.is_file() and not _NOT_ASSISTANT & set(inside.parts):
                yield f"{package}/{inside.as_posix()}", path
