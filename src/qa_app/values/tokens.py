"""Text cut into words, numbers and signs, with their places. One pass, linear time."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa_app.values.lexicon import word_set

_LETTER = r"[^\W\d_]"
_ALNUM = r"(?:[^\W_]|[\u0300-\u036f])"
_TOKEN = re.compile(
    rf"(?P<initials>[A-Za-z](?:\.[A-Za-z])+(?![^\W_])\.?)"
    rf"|(?P<number>\d{{1,3}}(?:,\d{{2,3}}){{0,6}},\d{{3}}(?![\d])(?:\.\d+)?|\d+(?:\.\d+)*)"
    rf"|(?P<word>{_LETTER}{_ALNUM}*(?:['’]{_LETTER}{_ALNUM}*)*)"
    rf"|(?P<sign>\S)"
)
_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof st sr jr lt gen col maj sgt capt cmdr adm rev hon gov sen rep pres no vs "
    "inc corp co ltd jan feb mar apr jun jul aug sept sep oct nov dec mt ft u.s u.k u.n e.g i.e "
    "etc"
)
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]»")
_OPENERS = frozenset("\"'“‘([«•*-–—>#")


class Token(NamedTuple):
    """A word, number or sign. `spaced`: white space (or nothing) stands before it."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    spaced: bool
    initial: bool


class Tokens:
    """The tokens of a text; asking beyond either end gives an empty word instead of an error."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: list[Token] = list(_tokens(text))

    def __len__(self) -> int:
        return len(self.items)

    def at(self, i: int) -> Token:
        """Token number `i`, or an empty one."""
        return self.items[i] if 0 <= i < len(self.items) else NOTHING

    def low(self, i: int) -> str:
        """The lower-case words of token `i`, straight apostrophes."""
        return self.items[i].low if 0 <= i < len(self.items) else ""

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the one before it without white space."""
        return 0 < i < len(self.items) and not self.items[i].spaced

    def words(self, i: int, count: int) -> tuple[str, ...]:
        """The lower-case words of `count` tokens from `i`."""
        return tuple(self.low(j) for j in range(i, i + count))


NOTHING = Token(0, 0, "", "", "", True, False)


def base(token: Token) -> str:
    """The word in lower case without a possessive ending."""
    low = token.low
    return low[:-2] if low.endswith("'s") else low


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    end, initial = 0, True
    for match in _TOKEN.finditer(text):
        start = match.start()
        gap = text[end:start]
        if "\n" in gap:
            initial = True
        word = match.group()
        kind = match.lastgroup or ""
        low = word.lower().replace("’", "'")
        found.append(Token(start, match.end(), word, low, kind, start == 0 or bool(gap), initial))
        end = match.end()
        initial = _starts_sentence_after(found, initial)
    return found


def _starts_sentence_after(found: list[Token], initial: bool) -> bool:
    """Whether the next token opens a sentence, given the tokens up to now."""
    last = found[-1]
    if last.text in _ENDS:
        before = found[-2] if len(found) > 1 else NOTHING
        short = len(before.text) == 1 and before.text.isupper()
        return not (last.text == "." and (before.low in _ABBREVIATIONS or short))
    if last.text in "“‘":
        return True
    if last.text in _CLOSERS or last.text in _OPENERS or last.kind == "sign":
        return initial or last.text in ":•"
    return False
