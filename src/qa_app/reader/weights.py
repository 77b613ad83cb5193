"""The reader's weights as they are shipped: matrices in 8 bits with a scale for each row.

Rounding a row to 255 steps of its largest number changes an output by less than bfloat16 does;
`docs/reader.md` has the measurement. Embeddings are the package's and are not shipped twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qa_app.reader.base import ReaderError

_SCALE = ".scale"
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
