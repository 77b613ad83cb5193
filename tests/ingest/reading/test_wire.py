"""Frames between the reading process and its parent."""

import io
import struct
from dataclasses import dataclass

import pytest

from ingest.prepare import Document
from ingest.reading import wire
from vectorstore.model import Edge, Edges, Field, Metadata


def there_and_back(header: dict[str, object], data: bytes = b"") -> tuple[dict[str, object], bytes]:
    stream = io.BytesIO()
    wire.send(stream, header, data)
    stream.seek(0)
    return wire.receive(stream)


def test_what_is_sent_is_received():
    header = {"a": "é\ud800\x00 \U0001f600", "b": [1, 2.5, None, True]}
    assert there_and_back(header, b"\x00\xff") == (header, b"\x00\xff")


def test_a_document_comes_back_as_it_was():
    made = Document(
        "Text.",
        Metadata(title=Field("T", "x"), published=Field("2024-01-01", "y")),
        ("a note",),
        (0, 3),
        Edges("core", (Edge("hash", True), Edge("other"))),
    )
    header, _ = there_and_back({"document": wire.plain(made)})
    assert wire.restored(Document, header["document"]) == made


@dataclass(frozen=True)
class Pair:
    both: tuple[int, str]
    share: float
    yes: bool


def test_fixed_tuples_floats_and_truth():
    assert wire.restored(Pair, {"both": [1, "a"], "share": 1, "yes": True}) == Pair(
        (1, "a"), 1.0, True
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"both": [1, "a"], "share": 1.0},
        {"both": [1, "a"], "share": 1.0, "yes": True, "more": 1},
        {"both": ["1", "a"], "share": 1.0, "yes": True},
        {"both": [1], "share": 1.0, "yes": True},
        {"both": [True, "a"], "share": 1.0, "yes": True},
        {"both": [1, "a"], "share": "1", "yes": True},
        {"both": [1, "a"], "share": 1.0, "yes": 1},
        {"both": "1a", "share": 1.0, "yes": True},
    ],
)
def test_other_types_are_refused(value):
    with pytest.raises(wire.BrokenFrameError):
        wire.restored(Pair, value)


@pytest.mark.parametrize("header", [b"[]", b"{", b'"x"', b"\xff", b"[" * 100_000])
def test_headers_that_are_no_objects(header):
    stream = io.BytesIO(struct.pack(">QQ", len(header), 0) + header)
    with pytest.raises(wire.BrokenFrameError):
        wire.receive(stream)


def test_frames_of_a_size_that_nobody_sends_are_not_waited_for():
    with pytest.raises(wire.BrokenFrameError, match="too large"):
        wire.receive(io.BytesIO(struct.pack(">QQ", 1 << 40, 0)))


@pytest.mark.parametrize("cut", [0, 5, 16, 20, -1])
def test_frames_that_are_cut_off(cut):
    stream = io.BytesIO()
    wire.send(stream, {"a": 1}, b"data")
    with pytest.raises(EOFError):
        wire.receive(io.BytesIO(stream.getvalue()[:cut]))
