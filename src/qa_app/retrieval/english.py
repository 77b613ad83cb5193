"""English words that people know, from the frequency list of pyspellchecker (film subtitles)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from qa_app.retrieval.forms import base_form, spellings

_COMMON = 20_000
"""Uses in a list of 1.6 thousand million words: those of the 2,800 or so words that everybody uses
in any connection ("quiet", "stage", "firm")."""
_MANNER = re.compile(r"ly$")
_DEGREE = re.compile(r"(?:er|est)$")


@cache
def _uses() -> Mapping[str, int]:
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="en").word_frequency.items())


def is_english(word: str) -> bool:
    """Whether a lower-case word is an English one, in one of its spellings."""
    return any(form in _uses() for form in (word, *spellings(word)))


def is_topic(word: str, written: str) -> bool:
    """Whether a word names something, so that articles without it do not tell of that.

    Everyday words ("quiet"), those of manner ("roughly") and of degree ("longest") have many
    others that stand for them: that no article has one of them says nothing.

    Args:
        word: in lower case.
        written: as it stands in the question.
    """
    if any(character.isdigit() for character in word) or written[:1].isupper():
        return True
    uses = max(_uses().get(form, 0) for form in (word, base_form(word), *spellings(word)))
    if uses >= _COMMON or (_MANNER.search(word) and uses):
        return False
    return not (_DEGREE.search(word) and _is_of_degree(word))


def _is_of_degree(word: str) -> bool:
    """Whether "-er" or "-est" stands behind a word that is a common one without it."""
    bare = _DEGREE.sub("", word)
    shorter = bare[:-1] if bare[-1:] == bare[-2:-1] else bare
    bases = {bare, f"{bare}e", shorter, f"{bare.removesuffix('i')}y"}
    return any(_uses().get(base, 0) >= _COMMON for base in bases)
