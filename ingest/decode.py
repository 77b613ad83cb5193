"""Bytes -> characters, or the reason why they are no text.

In this order: a byte order mark; UTF-16 without one, recognised by its zero bytes; strict UTF-8;
UTF-8 with a few stray bytes of Windows-1252 in it; another encoding. The last is Windows-1252 when
only a small part of the letters is outside ASCII, as in the languages it was made for, and
otherwise what charset-normalizer finds. Every step but strict UTF-8 leaves a note. What was UTF-8,
taken for another encoding and saved again, is put right where that is beyond doubt.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingest.errors import NotTextError
from ingest.mojibake import repaired

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"OggS\x00", "a sound file"),
    (b"ID3\x03", "a sound file"),
    (b"ID3\x04", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_CONTROLS = bytes([*range(1, 9), 11, *range(14, 27), *range(28, 32), 127])
_MAX_CONTROLS = 0.01  # of all bytes
_MAX_ZEROS = 0.05
_WESTERN = 0.4  # largest part of letters outside ASCII in a Windows-1252 language
_SAMPLE = 1 << 16
_STRAY_HANDLER = "qa-app-stray-windows-1252"
_WINDOWS = "windows-1252"
# What other encodings look like when they are taken for Windows-1252: signs and capitals in a word.
_IMPLAUSIBLE = re.compile(r"[^\W\d_][¡-¦¨©¬-³µ¶¸¹¼-¿×÷][^\W\d_]|[a-zß-ÿ][À-ÖØ-ÞŠŒŽŸ]|[ÐÝÞðþ]")
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, the encoding they were read with, and what a person should know."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The characters of `data`, without a byte order mark.

    Raises:
        NotTextError: when the bytes are no text, or not in an encoding that can be told.
    """
    decoded = _marked(data)
    if decoded is None:
        _refuse_binary(data)
        decoded = _unmarked(data)
    mended = repaired(decoded.text)
    if mended != decoded.text:
        note = "undid UTF-8 that had been taken for another encoding"
        decoded = Decoded(mended, decoded.encoding, (*decoded.notes, note))
    lost = decoded.text.count("\ufffd")
    if not lost:
        return decoded
    note = f"{lost} characters were lost before the file was saved (U+FFFD)"
    return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note))


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    return None


def _with_mark(data: bytes, encoding: str) -> Decoded | None:
    if encoding.startswith("utf-32") and len(data) % 4:
        return None  # UTF-16 that begins with a NUL
    if encoding == "utf-8":
        _refuse_binary(data)
        _refuse_controls(data)
        return _utf8(data) or _stray(data) or _legacy(data)
    try:
        text = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        raise NotTextError(f"marked as {encoding} but broken at byte {error.start}") from error
    strange = len(_STRANGE.findall(text))
    if strange > max(2, _MAX_CONTROLS * len(text)):
        raise NotTextError(f"marked as {encoding} but not text")
    return Decoded(text, encoding, (f"read as {encoding}",))


def _refuse_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise NotTextError(f"not text: {what}")
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ", b"WEBP")):
        raise NotTextError("not text: a picture, sound or video")


def _refuse_controls(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(2, _MAX_CONTROLS * len(data)):
        raise NotTextError("not text: full of control characters")
    if data.count(0) > max(2, _MAX_ZEROS * len(data)):
        raise NotTextError("not text: full of zero bytes")


def _unmarked(data: bytes) -> Decoded:
    wide = _wide(data)
    if wide is not None:
        return wide
    _refuse_controls(data)
    return _utf8(data) or _stray(data) or _legacy(data)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: text in most scripts has zero bytes at every other place only."""
    if len(data) < 4 or len(data) % 2:
        return None
    low, high = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    for encoding, zeros, others in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if zeros > 0.4 * half and others < 0.05 * half:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return Decoded(text, encoding, (f"read as {encoding}, which has no mark",))
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return Decoded(text, "utf-8", ("holds surrogates, which are no characters",))


def _stray(data: bytes) -> Decoded | None:
    """UTF-8 with single bytes of Windows-1252 in between, when UTF-8 is clearly the main part."""
    text = data.decode("utf-8", _STRAY_HANDLER)
    plain = data.decode("utf-8", "ignore")
    good = sum(1 for _ in re.finditer(r"[^\x00-\x7f]", plain))
    stray = len(text) - len(plain)
    if good < 2 * stray or _odd(text):
        return None
    return Decoded(text, "utf-8", (f"{stray} bytes are not UTF-8 and were read as {_WINDOWS}",))


def _legacy(data: bytes) -> Decoded:
    high = sum(len(run) for run in re.findall(rb"[\x80-\xff]+", data))
    letters = sum(len(run) for run in re.findall(rb"[A-Za-z]+", data)) + high
    western = high <= _WESTERN * letters and not _UNDEFINED & set(data)
    windows = data.decode("cp1252") if western else ""
    if western and not _IMPLAUSIBLE.search(windows):
        return Decoded(windows, _WINDOWS, (f"not UTF-8; read as {_WINDOWS}",))
    found = _detected(data) or ((windows, _WINDOWS) if western else None)
    if found is None:
        raise NotTextError("not text in any encoding that could be told; save it as UTF-8")
    text, encoding = found
    return Decoded(text, encoding, (f"not UTF-8; read as {encoding}",))


def _detected(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _odd(text) else (text, best.encoding)


def _odd(text: str) -> bool:
    """Whether there are C1 control characters, the sign of a wrong guess."""
    return re.search(r"[\x80-\x84\x86-\x9f]", text) is not None


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "ignore") or bad.decode("latin-1"), error.end


codecs.register_error(_STRAY_HANDLER, _from_windows)
