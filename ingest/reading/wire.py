"""What parent and child say to each other: frames of a length, a JSON header and raw bytes.

Nothing that arrives is ever executed or unpickled: a child that a hostile file has taken over can
give its parent a wrong text, and no more.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, BinaryIO, TypeVar, get_args, get_origin, get_type_hints

_LENGTHS = struct.Struct(">QQ")
_LARGEST_HEADER = 1 << 31
T = TypeVar("T")


class BrokenFrameError(Exception):
    """What arrived is not what the other side would have sent."""


def send(stream: BinaryIO, header: Mapping[str, Any], data: bytes = b"") -> None:
    """Write one frame."""
    encoded = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(_LENGTHS.pack(len(encoded), len(data)))
    stream.write(encoded)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, largest: int = _LARGEST_HEADER) -> tuple[dict[str, Any], bytes]:
    """Read one frame.

    Raises:
        EOFError: the other side has closed, perhaps in the middle of a frame.
        BrokenFrameError: it is not a frame, or larger than `largest`.
    """
    header_size, data_size = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if header_size + data_size > largest:
        raise BrokenFrameError("too large an answer")
    try:
        header = json.loads(_exactly(stream, header_size).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BrokenFrameError("an answer that is no JSON") from error
    if not isinstance(header, dict):
        raise BrokenFrameError("an answer that is no JSON object")
    return header, _exactly(stream, data_size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def plain(value: Any) -> dict[str, Any]:
    """A dataclass as plain data for JSON."""
    return asdict(value)


def restored(kind: type[T], value: Any) -> T:
    """The dataclass that `plain` was given.

    Known are dataclasses, `str`, `int`, `float`, `bool` and tuples `tuple[X, ...]` or of fixed
    length.

    Raises:
        BrokenFrameError: the value is not of this type.
    """
    result: T = _restored(kind, value)
    return result


def _restored(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        known = _fields(kind)
        if known.keys() == value.keys():
            return kind(**{name: _restored(known[name], value[name]) for name in known})
    elif get_origin(kind) is tuple and isinstance(value, list):
        return _tuple(get_args(kind), value)
    elif kind is float and isinstance(value, int | float):
        return float(value)
    elif kind in (str, int, bool) and type(value) is kind:
        return value
    raise BrokenFrameError(f"an answer with something else than {kind}")


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _tuple(kinds: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_restored(kinds[0], one) for one in value)
    if len(kinds) != len(value):
        raise BrokenFrameError("an answer of the wrong length")
    return tuple(_restored(kind, one) for kind, one in zip(kinds, value, strict=True))
