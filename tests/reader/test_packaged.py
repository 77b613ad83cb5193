"""The packaged reader: any number of excerpts in their order, on either engine; damage is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa_app.reader import ReaderError, packaged
from qa_app.reader.packaged import BATCH, WEIGHTS, PackagedReader, TorchEngine
from qa_app.reader.pairs import Rows
from qa_app.reader.weights import packed
from tests.reader.test_pairs import excerpt

QUESTION = "Who came to the port?"


class FakeEngine:
    """Scores each token by its id; what it ran is in `history`."""

    def __init__(self) -> None:
        self.history: list[Rows] = []

    def run(self, rows: Rows) -> tuple[Any, Any]:
        self.history.append(rows)
        tokens = np.repeat(rows.ids[:, :, None], 3, axis=2).astype(np.float32)
        return tokens, rows.mask.sum(axis=1).astype(np.float32)


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> tuple[PackagedReader, FakeEngine]:
    reader, engine = PackagedReader(), FakeEngine()
    monkeypatch.setattr(reader, "_loaded", lambda: engine)
    return reader, engine


def test_readings_come_in_the_order_of_the_excerpts(
    faked: tuple[PackagedReader, FakeEngine],
) -> None:
    reader, engine = faked
    lengths = [9, 2, 30, 1, 5, 3, 12, 4]
    given = [excerpt("boat " * n + "came.", "It left.", title="Port") for n in lengths]
    found = reader.read(QUESTION, given)
    tokens = [one.answers for one in found]
    assert [tokens[0] - one for one in tokens] == [9 - n for n in lengths]
    assert [len(one.sentences) for one in found] == [2] * 8
    assert [len(rows.ids) for rows in engine.history] == [BATCH, 8 - BATCH]
    widths = [rows.ids.shape[1] for rows in engine.history]
    assert widths == sorted(widths)
    for one, told in zip(given, found, strict=True):
        assert told == reader.read(QUESTION, [one])[0]


def test_nothing_to_read_loads_nothing(tmp_path: Path) -> None:
    assert PackagedReader(tmp_path / "missing").read(QUESTION, []) == []


def state() -> dict[str, Any]:
    """Weights of the whole network, of random numbers."""
    import torch

    from qa_app.reader.network import ReaderNetwork, base_encoder

    torch.manual_seed(3)
    network = ReaderNetwork(base_encoder(PackagedReader()._folder.path))
    return {name: value.numpy() for name, value in network.state_dict().items()}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "reader.safetensors"
    path.write_bytes(packed(state()))
    return path


def read(reader: PackagedReader) -> Sequence[Any]:
    given = [excerpt("Ada came to the port.", "It rained.", title="Port"), excerpt("Nobody came.")]
    return reader.read(QUESTION, given)


@pytest.mark.slow
def test_both_engines_say_the_same(
    weights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("openvino")
    monkeypatch.setenv("QA_APP_CACHE", str(tmp_path))
    monkeypatch.setattr(packaged.machine, "has_bfloat16", lambda: False)
    fast = read(PackagedReader(weights, threads=1))
    monkeypatch.setattr(packaged, "find_spec", lambda _: None)
    slow = PackagedReader(weights)
    told = read(slow)
    assert isinstance(slow._engine, TorchEngine)
    for one, other in zip(fast, told, strict=True):
        assert one.answers == pytest.approx(other.answers, abs=1e-3)
        for a, b in zip(one.sentences, other.sentences, strict=True):
            assert a.span == b.span
            assert (a.relevance, a.margin) == pytest.approx((b.relevance, b.margin), abs=1e-3)
    assert [len(one.sentences) for one in told] == [2, 1]


@pytest.mark.slow
def test_other_weights_are_another_conversion(
    weights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys: list[str] = []

    def converted(key: str, write: object) -> Path:
        keys.append(key)
        return tmp_path

    monkeypatch.setattr(packaged, "converted", converted)
    monkeypatch.setattr(packaged, "OpenVinoEngine", lambda *given: given)
    PackagedReader(weights)._openvino()
    other = tmp_path / "other"
    other.write_bytes(weights.read_bytes() + b" ")
    PackagedReader(other)._openvino()
    PackagedReader(weights)._openvino()
    assert keys[0] == keys[2] != keys[1]


@pytest.fixture
def on_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "find_spec", lambda _: None)


def test_missing_weights_are_said(tmp_path: Path, on_torch: None) -> None:
    with pytest.raises(ReaderError, match=r"gone: .*cannot be read .*reinstall qa-app.*none"):
        read(PackagedReader(tmp_path / "gone"))


@pytest.mark.parametrize("content", [b"", b"\x08", b"12345678 is no header", b"\xff" * 64])
def test_damaged_weights_are_said(tmp_path: Path, on_torch: None, content: bytes) -> None:
    path = tmp_path / "damaged"
    path.write_bytes(content)
    with pytest.raises(ReaderError, match="damaged"):
        read(PackagedReader(path))


def test_weights_of_another_model_are_said(tmp_path: Path, on_torch: None) -> None:
    path = tmp_path / "other"
    path.write_bytes(packed({"something.else": np.ones((2, 2), np.float32)}))
    with pytest.raises(ReaderError, match="weights of another model"):
        read(PackagedReader(path))


@pytest.mark.parametrize("change", ["left out", "of another shape"])
def test_weights_that_lack_a_part_are_said(tmp_path: Path, on_torch: None, change: str) -> None:
    given = state()
    if change == "left out":
        del given["head.weight"]
    else:
        given["head.weight"] = given["head.weight"][:, :7].copy()
    path = tmp_path / "part"
    path.write_bytes(packed(given))
    with pytest.raises(ReaderError, match="weights of another model"):
        read(PackagedReader(path))


@pytest.mark.slow
@pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not there yet")
def test_the_shipped_weights_read() -> None:
    told = read(PackagedReader(threads=1))
    came, rained = told[0].sentences
    assert came.margin > rained.margin
    text = "Ada came to the port. It rained."
    assert text[slice(*came.span)] == "Ada"


@pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not there yet")
def test_the_shipped_weights_are_small_and_without_embeddings() -> None:
    from safetensors import safe_open

    assert WEIGHTS.stat().st_size < 25_000_000
    with safe_open(str(WEIGHTS), framework="np") as opened:
        assert not [name for name in opened.keys() if "embeddings." in name]  # noqa: SIM118
