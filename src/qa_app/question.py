"""What people type, made fit to be searched. Pure."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 2_000

# Control, format, private and surrogate characters carry no words; white space is kept as blanks.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def cleaned(question: str) -> str:
    """The question in NFC, without control characters or lone surrogates, on one line.

    At most 2,000 characters are kept: a question longer than that is a text to be searched for
    by its beginning.
    """
    start = question[: 4 * MOST_CHARACTERS]
    printable = "".join(
        " " if character.isspace() else character
        for character in start
        if character.isspace() or unicodedata.category(character) not in _UNPRINTABLE
    )
    joined = re.sub(r"\s+", " ", unicodedata.normalize("NFC", printable)).strip()
    return joined[:MOST_CHARACTERS].rstrip()
