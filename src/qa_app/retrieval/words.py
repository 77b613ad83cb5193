"""Words of questions and passages: tokens, stems and what a question asks to be found."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from qa_app.retrieval.forms import base_form

# Letters with dots or hyphens between them are one word ("V.I.U."), and so is what an apostrophe
# leaves when it is taken off with its "s".
_WORD = re.compile(r"\w+")
_OWNED = re.compile(r"(?<=\w)['’]s?\b(?!\w)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?!\w)|\b(?:[a-z]\.)+[a-z]\b")
# What stands in capitals among other words is a name: "US", "WHO".
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{2,5}\b")
# Letters of their own, which no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})

# Words that carry the grammar of a question, not its subject.
_GRAMMAR = """
a about all also am an and any are as at be been being between but by can could d did do does
doing for from had has have having he her hers him his how i if in into is it its just ll m many
may me might much must my no nor not of on or our ours out over re s shall she should so some such
t than that the their theirs them then there these they this those to too up us ve was we were
what when where which while who whom whose why will with would you your yours
"""
STOPWORDS = frozenset(_GRAMMAR.split())


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")


def folded(word: str) -> str:
    """A lower-case word without its accents."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What all forms of a lower-case word have in common: without accents, in one spelling, the
    Porter stem of its base form. (The full-text index takes off accents and endings only.)
    """
    return porter(base_form(folded(word)))


@lru_cache(maxsize=200_000)
def porter(word: str) -> str:
    """The stem of a lower-case word after Porter (1980), as the full-text index takes it."""
    return str(_stemmer().stemWord(word))


def tokens(text: str) -> list[str]:
    """The lower-case words of a text, in order: initials in one, possessives without their "s"."""
    lower = text.lower()
    if "." in lower:
        lower = _DOTTED.sub(lambda match: match.group().replace(".", ""), lower)
    if "'" in lower or "’" in lower:
        lower = _OWNED.sub("", lower)
    return _WORD.findall(lower)


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [stem(word) for word in tokens(text)]


def search_terms(question: str) -> list[str]:
    """The words of a question worth searching, each once; all, if all are stopwords."""
    found = list(dict.fromkeys(tokens(question)))
    named = (
        set() if question.isupper() else {w for m in _INITIALS.findall(question) for w in tokens(m)}
    )
    return [word for word in found if word not in STOPWORDS or word in named] or found


def bigrams(stemmed: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs of neighbouring stems."""
    return set(itertools.pairwise(stemmed))
