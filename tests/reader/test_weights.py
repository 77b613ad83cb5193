"""The reader's weights: 8 bits a number and a scale a row, and what is damaged is said."""

from __future__ import annotations

import numpy as np
import pytest

from qa_app.reader import ReaderError
from qa_app.reader.weights import lowered, packed, raised, unpacked


def test_matrices_come_back_within_half_a_step_of_their_row() -> None:
    matrix = np.random.default_rng(1).normal(size=(9, 30)).astype(np.float32)
    matrix[3] = 0
    matrix[4] *= 1000
    back = unpacked(packed({"layer.weight": matrix}))
    assert list(back) == ["layer.weight"]
    assert back["layer.weight"].dtype == np.float32
    steps = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert (np.abs(back["layer.weight"] - matrix) <= steps * 0.5001).all()
    assert not back["layer.weight"][3].any()


def test_a_matrix_takes_a_byte_a_number() -> None:
    data = packed({"w": np.ones((64, 1024), np.float32)})
    assert 64 * 1024 < len(data) < 64 * 1024 + 2000


def test_vectors_come_back_as_they_were_and_embeddings_are_left_out() -> None:
    bias = np.array([0.1, -2.5, 1e-9], np.float32)
    back = unpacked(
        packed({"bias": bias, "bert.embeddings.word.weight": np.ones((5, 5), np.float32)})
    )
    assert list(back) == ["bias"]
    assert (back["bias"] == bias).all()


def test_plain_numbers_of_another_precision_are_taken_too() -> None:
    from safetensors.numpy import save

    data = save({"w": np.array([[1.5, -2.0]], np.float16)})
    back = unpacked(bytes(data))["w"]
    assert back.dtype == np.float32
    assert back.tolist() == [[1.5, -2.0]]


@pytest.mark.parametrize("keep", [0, 4, 8, 40, -1])
def test_what_is_cut_is_damaged(keep: int) -> None:
    data = packed({"w": np.ones((4, 4), np.float32)})
    with pytest.raises(ReaderError, match=r"weights are damaged .*reinstall qa-app"):
        unpacked(data[:keep])


@pytest.mark.parametrize(
    "data", [b"no header", b"\x00" * 64, b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]"]
)
def test_other_bytes_are_damaged(data: bytes) -> None:
    with pytest.raises(ReaderError, match="damaged"):
        unpacked(data)


def test_what_is_added_to_a_base_is_kept_by_its_rank() -> None:
    rng = np.random.default_rng(5)
    base = {"a": rng.normal(size=(12, 9)).astype(np.float32), "b": np.ones(4, np.float32)}
    narrow = (rng.normal(size=(12, 2)) @ rng.normal(size=(2, 9))).astype(np.float32)
    state = {
        "a": base["a"] + narrow,
        "b": np.zeros(4, np.float32),
        "new": np.ones((3, 3), np.float32),
    }
    low = lowered(state, base, 2)
    assert {name: one.shape for name, one in low.items()} == {
        "a.left": (12, 2), "a.right": (2, 9), "b": (4,), "new": (3, 3),
    }  # fmt: skip
    found = raised(unpacked(packed(low)), base)
    assert found.keys() == state.keys()
    assert np.abs(found["a"] - state["a"]).max() < 0.05 * np.abs(narrow).max()
    assert np.array_equal(found["b"], state["b"])
    with pytest.raises(KeyError):
        raised(low, {})
    assert lowered(state, base, 9)["a"] is state["a"], "nothing is won"
