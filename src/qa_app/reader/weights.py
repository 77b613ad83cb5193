"""A network's weights as they are shipped: matrices in 8 bits with a scale for each row.

Rounding a row to 255 steps of its largest number changes an output by less than bfloat16 does;
`docs/reader.md` has the measurement. Embeddings are the package's and are not shipped twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qa_app.reader.base import ReaderError

_SCALE, _LEFT, _RIGHT = ".scale", ".left", ".right"
Floats = NDArray[np.float32]


def packed(state: Mapping[str, Floats]) -> bytes:
    """The state of a network without its embeddings, as a safetensors file."""
    from safetensors.numpy import save

    arrays: dict[str, NDArray[np.generic]] = {}
    for name, values in state.items():
        if "embeddings." in name:
            continue
        if values.ndim < 2:
            arrays[name] = values.astype(np.float32)
            continue
        scale = np.abs(values).max(axis=1, keepdims=True) / 127
        scale[scale == 0] = 1
        arrays[name] = np.round(values / scale).astype(np.int8)
        arrays[name + _SCALE] = scale.astype(np.float32)
    return bytes(save(arrays))


def unpacked(data: bytes) -> dict[str, Floats]:
    """The state that `packed` wrote, or plain numbers of any precision.

    Raises:
        ReaderError: the data are damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(data)
    except (SafetensorError, ValueError) as error:
        raise ReaderError(f"the reader's weights are damaged ({error}); reinstall qa-app") from None
    return {
        name: values.astype(np.float32) * arrays.get(name + _SCALE, np.float32(1))
        for name, values in arrays.items()
        if not name.endswith(_SCALE)
    }


def lowered(
    state: Mapping[str, Floats], base: Mapping[str, Floats], rank: int
) -> dict[str, Floats]:
    """A state by what it adds to the matrices of `base`: of each difference the product of two
    narrow matrices that comes nearest to it (Eckart and Young, 1936). Everything else as it is.
    """
    found: dict[str, Floats] = {}
    for name, values in state.items():
        if name not in base or values.ndim != 2 or min(values.shape) <= rank:
            found[name] = values
            continue
        left, weights, right = np.linalg.svd(values - base[name], full_matrices=False)
        root = np.sqrt(weights[:rank])
        found[name + _LEFT] = (left[:, :rank] * root).astype(np.float32)
        found[name + _RIGHT] = (root[:, None] * right[:rank]).astype(np.float32)
    return found


def raised(state: Mapping[str, Floats], base: Mapping[str, Floats]) -> dict[str, Floats]:
    """The state that was `lowered`.

    Raises:
        KeyError, ValueError: it was made over another base.
    """
    narrow = {name.removesuffix(_LEFT) for name in state if name.endswith(_LEFT)}
    found = {k: v for k, v in state.items() if not k.endswith((_LEFT, _RIGHT))}
    for name in sorted(narrow):
        found[name] = base[name] + state[name + _LEFT] @ state[name + _RIGHT]
    return found
