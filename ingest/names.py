"""File names as ids and as something that can be shown safely."""

from __future__ import annotations

import os
import unicodedata

# Characters of a name that would change how a terminal, a log or a page shows what is around it.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # part of many emoji and of Persian and Indic words, and harmless


def label(name: str | bytes) -> str:
    """The name as text: what is not UTF-8, control and direction characters appear as escapes.

    A name without any of these is its own label, so that case and Unicode form are kept.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _UNSAFE:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
