"""The reader's weights: 8 bits a number and a scale a row, and what is damaged is said."""

from __future__ import annotations

import numpy as np
import pytest

from qa_app.reader import ReaderError
from qa_app.reader.weights import packed, unpacked


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
