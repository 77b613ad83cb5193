"""Lines near an article's beginning and end, so that what a whole folder has there can be found.

Which of them are repeated is known to the store alone; here they are only named, by the hash of
their words, and left out when they are said to be repeated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence

from vectorstore.model import Edge, Edges

KIND = "site"
"""What `residue` and `describe` call a repeated line."""

_EDGE = 8  # lines at either end
_SHARE = 3  # at most one line in three at either end, so that the middle always remains
_LONGEST = 320  # characters; what says more is text
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def edge_lines(lines: Sequence[str], kinds: Sequence[str]) -> dict[int, str]:
    """The places of the edge lines and their hashes; the article's longest line is none of them.

    Lines that are residue already do not count, nor do lines with a figure: several articles may
    rightly say what something costs.
    """
    filled = [i for i, line in enumerate(lines) if line and not kinds[i]]
    size = min(_EDGE, len(filled) // _SHARE)
    if not size:
        return {}
    longest = _longest(lines, filled)
    hashes = {i: _hash(lines[i]) for i in (*filled[:size], *filled[-size:]) if i != longest}
    return {i: hash_ for i, hash_ in hashes.items() if hash_ and not _is_text(lines[i])}


def _is_text(line: str) -> bool:
    """Whether a line says too much to be a site's: a long one, or one with a figure."""
    return len(line) > _LONGEST or (_FIGURE.search(line) is not None and "©" not in line)


def marked(kinds: Sequence[str], edges: dict[int, str], drop: Collection[str]) -> list[str]:
    """The kinds, with the edge lines whose hashes are to be dropped marked as repeated."""
    return [KIND if edges.get(i) in drop and i in edges else kind for i, kind in enumerate(kinds)]


def describe_edges(
    lines: Sequence[str], kinds: Sequence[str], edges: dict[int, str], drop: Collection[str]
) -> Edges:
    """What the store keeps of them."""
    filled = [i for i, line in enumerate(lines) if line and not kinds[i]]
    if not edges:
        return Edges()
    found = tuple(Edge(line, line in drop) for line in dict.fromkeys(edges.values()))
    return Edges(_hash(lines[_longest(lines, filled)]), found)


def _longest(lines: Sequence[str], filled: Sequence[int]) -> int:
    return max(filled, key=lambda i: (len(lines[i]), -i))


def _hash(line: str) -> str:
    """Of the words alone, so that decoration and case do not matter; empty without a word."""
    words = " ".join(_WORD.findall(line.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""
