"""Words that were divided at the end of a line, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.readers.pdf_lines import HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\x02]$")
_FIRST = re.compile(r"[^\W\d_]+")
# First parts of compounds that keep their hyphen in English more often than not.
_PARTS = frozenset(
    "all anti broad co cross cutting de double eight ex far fast fifty first five forty four free "
    "full good half hard high in inter ill key large last late left light long low lower man mid "
    "middle multi must near never new nine ninety no non off old on one open out over own part "
    "post pre pro quasi re real record right second self semi seven seventy short single six sixty "
    "small so soft strong sub take tax ten third thirty three time top tri twenty two ultra under "
    "up upper vice well wide world year".split()
)


class Vocabulary:
    """The words that a document holds undivided."""

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
        if last is None or first is None:
            return line.replace(HYPHEN, "-") + ("" if line.endswith(HYPHEN) else " ")
        kept = line[:-1] + "-"
        if not first[0].islower():
            return kept
        start, rest = last[1].casefold(), first[0]
        if start + rest in self._words:
            return line[:-1]
        return kept if self._is_compound(start, rest) else line[:-1]

    def _is_compound(self, start: str, rest: str) -> bool:
        if f"{start}-{rest}" in self._words:
            return True
        part = start.rpartition("-")[2]
        return part in _PARTS or part in self._words
