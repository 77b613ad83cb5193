"""Words of questions and passages: tokens, stems and what a question asks to be found."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"\w+")

# Words that carry the grammar of a question, not its subject.
_GRAMMAR = """a about all also am an and any are as at be been being between but by can could d did
do does doing for from had has have having he her hers him his how i if in into is it its just ll m
may me might must my no nor not of on or our ours out over re s shall she should so some such t than
that the their theirs them then there these they this those to too up us ve was we were what when
where which while who whom whose why will with would you your yours"""
STOPWORDS = frozenset(_GRAMMAR.split())


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter stem of a lower-case word (the full-text index stems the same way)."""
    return str(_stemmer().stemWord(word))


def tokens(text: str) -> list[str]:
    """The lower-case words of a text, in order."""
    return _WORD.findall(text.lower())


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [stem(word) for word in tokens(text)]


def search_terms(question: str) -> list[str]:
    """The words of a question worth searching, each once; all, if all are stopwords."""
    found = list(dict.fromkeys(tokens(question)))
    return [word for word in found if word not in STOPWORDS] or found


def bigrams(stemmed: list[str]) -> set[tuple[str, str]]:
    """Pairs of neighbouring stems."""
    return set(itertools.pairwise(stemmed))
