"""Which engine and number format embeds: by setting, or the fastest faithful one, measured once."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from vectorstore.embedding import machine
from vectorstore.embedding.engines import Engine, OpenVinoEngine, TorchEngine, convert
from vectorstore.embedding.folder import ModelFolder
from vectorstore.errors import EmbeddingModelError

log = logging.getLogger(__name__)

REFERENCE = "torch-float32"
FORMATS: Mapping[str, tuple[str, ...]] = {
    "auto": ("openvino-bfloat16", "openvino-float32", "torch-bfloat16", "torch-float32"),
    "float32": ("torch-float32",),
    "bfloat16": ("torch-bfloat16",),
    "openvino": ("openvino-bfloat16", "openvino-float32"),
}
"""What each setting allows."""

FAITHFUL = 0.999
"""The least cosine to float32 that a format may give for any text of the measurement."""

TORCH_STARTS_SLOWLY = 1.5
"""Torch is chosen only if it is so many times faster: it takes seconds to import, OpenVINO none."""

ROUNDS = 4

Measured = Mapping[str, tuple[float, float]]
"""For each format the least time it took, in seconds, and its least cosine to the reference."""


def choose(
    folder: ModelFolder, format: str, threads: int | None, sample: Sequence[Sequence[int]]
) -> Engine:
    """The engine for a setting; `sample` is what a measurement, if one is needed, is made on.

    Raises:
        EmbeddingModelError: there is no such format, or the model cannot be loaded.
    """
    if format not in FORMATS:
        raise EmbeddingModelError(
            f"{format}: there is no such number format; there are {', '.join(FORMATS)}"
        )
    possible = _possible(folder, format)
    if len(possible) == 1:
        return build(folder, possible[0], threads)
    key = f"{folder.fingerprint[:16]} {machine.signature()} {' '.join(possible)}"
    remembered = _remembered().get(key)
    if remembered in possible:
        return build(folder, remembered, threads)
    log.info("measuring, once for this machine, which number format embeds fastest")
    engines = {name: build(folder, name, threads) for name in {*possible, REFERENCE}}
    chosen = fastest(measure(engines, sample), possible)
    _remember(key, chosen)
    return engines[chosen]


def build(folder: ModelFolder, name: str, threads: int | None) -> Engine:
    """The engine of this name."""
    kind, precision = name.split("-")
    if kind == "torch":
        return TorchEngine(folder, precision, threads)
    path = converted(folder.fingerprint[:16], lambda target: convert(folder, target))
    return OpenVinoEngine(folder, path, precision, threads)


def measure(
    engines: Mapping[str, Engine],
    sample: Sequence[Sequence[int]],
    clock: Callable[[], float] = time.perf_counter,
) -> Measured:
    """Time the engines in turns, so that whatever else the machine does meets all of them."""
    expected = engines[REFERENCE].encode(sample)  # the first run of each is not counted
    cosines = {
        name: float((engine.encode(sample) * expected).sum(axis=1).min())
        for name, engine in engines.items()
    }
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, engine in engines.items():
            started = clock()
            engine.encode(sample)
            seconds[name].append(clock() - started)
    return {name: (min(seconds[name]), cosines[name]) for name in engines}


def fastest(measured: Measured, possible: Sequence[str]) -> str:
    """The fastest of the possible formats that are faithful; the reference if none is."""
    faithful = [name for name in possible if measured[name][1] >= FAITHFUL]
    return min(faithful, key=lambda name: _cost(name, measured), default=REFERENCE)


def _cost(name: str, measured: Measured) -> float:
    return measured[name][0] * (TORCH_STARTS_SLOWLY if name.startswith("torch") else 1)


def converted(key: str, write: Callable[[Path], None]) -> Path:
    """A model as OpenVINO's files, kept from the first time on.

    Args:
        key: follows from the content of the model's files.
        write: makes the files, given where the first of them goes.

    Raises:
        EmbeddingModelError: there is no place to keep them.
    """
    name = f"{key}-{machine.version('openvino')}"
    home = machine.cache_folder() / "openvino" / name
    if _is_whole(home):
        return home / "model.xml"
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=home.parent))
    except OSError as error:
        raise EmbeddingModelError(
            f"{home.parent}: cannot be written ({error.strerror}); set QA_APP_CACHE to a folder"
            " that can"
        ) from error
    try:
        write(making / "model.xml")
        (making / "size").write_text(str((making / "model.bin").stat().st_size))
        shutil.rmtree(home, ignore_errors=True)
        os.replace(making, home)
    except OSError:
        if not _is_whole(home):  # else another process was faster
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return home / "model.xml"


def _is_whole(home: Path) -> bool:
    try:
        size = int((home / "size").read_text())
        return (home / "model.xml").is_file() and (home / "model.bin").stat().st_size == size
    except (OSError, ValueError):
        return False


def _possible(folder: ModelFolder, format: str) -> tuple[str, ...]:
    """What the setting allows and this machine and model can do; what is named is not doubted."""
    allowed = FORMATS[format]
    if len(allowed) > 1 and not machine.has_bfloat16():
        allowed = tuple(name for name in allowed if not name.endswith("bfloat16"))
    if format == "openvino" and not folder.is_mean_pooled:
        raise EmbeddingModelError(
            f"{folder.path}: is made of other steps than OpenVINO is used for here; set the number"
            " format to auto"
        )
    if format == "auto" and not (folder.is_mean_pooled and find_spec("openvino")):
        allowed = tuple(name for name in allowed if name.startswith("torch"))
    return allowed


def _memory() -> Path:
    return machine.cache_folder() / "formats.json"


def _remembered() -> dict[str, str]:
    try:
        found = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(key: str, chosen: str) -> None:
    """Note the choice; where nothing can be kept it is measured again the next time."""
    path = _memory()
    content = json.dumps(_remembered() | {key: chosen}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(content, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        log.debug("%s: %s", path, error)
