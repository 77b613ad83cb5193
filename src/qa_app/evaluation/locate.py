"""Finding a gold quote in an article's cleaned text.

Cleaning may have changed white space, the form of quotation marks and dashes, and what cannot be
seen; it never changes a word. So two texts are compared after folding exactly these, and a match
must cover whole words: a lookalike is never a match.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.model import Span

WORD = re.compile(r"\w+")

_UNIFIED = (
    dict.fromkeys("‘’‚‛′´`ʼ", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−﹣-", "-")
    | {"…": "..."}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its variable parts unified; `origin[i]` is where character `i` came from."""

    text: str
    origin: array[int]


def fold(text: str) -> str:
    """`text` in NFC, white space runs as one space, quotes and dashes unified, nothing unseen."""
    return _fold(unicodedata.normalize("NFC", text)).text.strip()


def locate_all(quote: str, text: str) -> tuple[Span, ...]:
    """Every place of `quote` in `text` (which is NFC, as the store keeps it), in order.

    Places do not overlap. A quote without a word has no place.
    """
    wanted = fold(quote)
    if not WORD.search(wanted):
        return ()
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("the text is not in NFC, so offsets into it would have no meaning")
    folded = _folded(text)
    return tuple(_span(folded, start, len(wanted)) for start in _starts(wanted, folded.text))


def locate(quote: str, text: str) -> Span | None:
    """The first place of `quote` in `text`, or `None`; `locate_all` says how they are compared."""
    places = locate_all(quote, text)
    return places[0] if places else None


def words_between(text: str, start: int, end: int) -> bool:
    """Whether a whole word lies within `text[start:end]`; a word that it cuts is none."""
    return any(
        _whole_words(text, word.start(), word.end()) for word in WORD.finditer(text, start, end)
    )


def _starts(wanted: str, text: str) -> list[int]:
    starts, at = [], text.find(wanted)
    while at >= 0:
        if _whole_words(text, at, at + len(wanted)):
            starts.append(at)
            at = text.find(wanted, at + len(wanted))
        else:
            at = text.find(wanted, at + 1)
    return starts


def _whole_words(text: str, start: int, end: int) -> bool:
    def cut(at: int) -> bool:
        return 0 < at < len(text) and _wordlike(text[at - 1]) and _wordlike(text[at])

    return not cut(start) and not cut(end)


def _wordlike(character: str) -> bool:
    return bool(WORD.match(character)) or unicodedata.category(character).startswith("M")


def _span(folded: Folded, start: int, length: int) -> Span:
    return Span(folded.origin[start], folded.origin[start + length - 1] + 1)


@lru_cache(maxsize=128)
def _folded(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    characters: list[str] = []
    origin = array("L")
    for at, character in enumerate(text):
        for piece in _fold_one(character):
            if piece == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(piece)
            origin.append(at)
    return Folded("".join(characters), origin)


def _fold_one(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return _UNIFIED.get(character, character)
