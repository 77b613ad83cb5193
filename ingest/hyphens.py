"""Words and ranges that were divided at the end of a line, put together again.

A hyphen that is there only because the line ends goes; one that belongs to the word stays. The
text itself knows best; where it is silent, a list of common words tells `price-determining`, two
of them, from `determi-nation`, which is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

HYPHEN = "\x02"
"""At the end of a line: a hyphen that may be there only because the line ends."""

_MODEL = "all-MiniLM-L6-v2"  # whose vocabulary is the list of common words
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\x02]$")
_FIRST = re.compile(r"[^\W\d_]+")
_TIED = re.compile(r"\w[-–—\x02]$")  # a dash without a space before it
_FREQUENT = 20_000  # rank up to which a word is written closed, though its parts are words
_SHORTEST = 3  # letters of a word that can be told from a syllable
# First parts of compounds that keep their hyphen in English more often than not.
_PARTS = frozenset(
    "all anti broad co cross cutting de double eight ex far fast fifty first five forty four free "
    "full good half hard high in inter ill key large last late left light long low lower man mid "
    "middle multi must near never new nine ninety no non off old on one open out over own part "
    "post pre pro quasi re real record right second self semi seven seventy short single six sixty "
    "small so soft strong sub take tax ten third thirty three time top tri twenty two ultra under "
    "up upper vice well wide world year".split()
)
# Second parts that are hardly ever the end of an unhyphenated word.
_SECONDS = frozenset(
    "based dependent derived determining driven free induced like mediated oriented positive "
    "negative related resistant rich sensitive shaped specific type".split()
)
_SYLLABLES = frozenset(
    "able age ages al ally ance ant ate ated ates ed en ence ency ent er ers est ful hood ial ible "
    "ic ical ing ings ion ions ism ist ists ity ive ized less ling lings ly ment ments most ness "
    "or ors ous ship ships sion some ter ters tic tion tions ual ure ward wards wise land man men "
    "son sons ton ville".split()
)
_AND = frozenset("and or nor to und oder bis en of et ou y e o og och eller".split())


class Vocabulary:
    """The words that a text holds undivided."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            found = _WORD.findall(line.replace(HYPHEN, "-"))
            if found and _LAST.search(line):
                del found[-1]
            for word in found:
                self._words.add(word.casefold())
                self._words.update(word.casefold().split("-"))

    def joined(self, line: str, following: str) -> str:
        """`line` as it goes on with `following`: a space after it, or the hyphen kept or gone."""
        last, first = _LAST.search(line), _FIRST.match(following)
        kept = line.replace(HYPHEN, "-")
        if last is None or first is None:
            tied = _TIED.search(line) or re.match(r"[-–—][\d\w]", following)
            divided = line.endswith(HYPHEN) or (tied and following[:1].strip() != "")
            return kept + ("" if divided else " ")
        start, rest = last[1].casefold(), first[0]
        if rest in _AND and not line.endswith(HYPHEN):
            return f"{kept} "
        if not rest.islower() or self._is_compound(start, rest):
            return kept
        return line[:-1]

    def _is_compound(self, start: str, rest: str) -> bool:
        if start + rest in self._words:
            return False
        if f"{start}-{rest}" in self._words or len(start) == 1:
            return True
        part, common = start.rpartition("-")[2], _common()
        if part in _PARTS:
            return common.get(start + rest, _FREQUENT) >= _FREQUENT
        if part in self._words:
            return start + rest not in common
        if rest in _SECONDS:
            return True
        words = min(len(part), len(rest)) >= _SHORTEST and {part, rest} <= common.keys()
        return words and rest not in _SYLLABLES and start + rest not in common


@cache
def _common() -> dict[str, int]:
    """Words that are common in English, with their rank; none where the list is not installed."""
    from vectorstore.embedding.folder import find
    from vectorstore.errors import EmbeddingModelError

    try:
        text = (find(_MODEL) / "vocab.txt").read_text("utf-8")
    except (OSError, EmbeddingModelError):
        return {}
    return {word: rank for rank, word in enumerate(text.split()) if word.isalpha()}
