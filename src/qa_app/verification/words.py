"""Words made comparable: stems, irregular forms, synonyms, antonyms, peoples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from qa_app.values.lexicon import FUNCTION_WORDS
from qa_app.verification.lexicon import PEOPLES, SEXES
from qa_app.verification.thesaurus import ANTONYMS, IRREGULAR, SYNONYMS

_NATIONAL_ENDINGS = frozenset(("n", "an", "ian", "ean", "ese", "i", "ish", "ic", "s"))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def _irregular() -> Mapping[str, str]:
    rows = (line.split() for line in IRREGULAR.strip().splitlines())
    return {form: row[0] for row in rows for form in row[1:]}


def is_common_verb(stemmed: str) -> bool:
    """Whether a stem is that of an irregular verb ("become", "give"): it says little alone."""
    return stemmed in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in _irregular().values())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: irregular forms resolved, then the English Snowball stemmer.

    Porter, "Snowball: a language for stemming algorithms", 2001.
    """
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    return str(_stemmer().stemWord(_irregular().get(word, word)))


def is_content(word: str) -> bool:
    """Whether a lower-case word says something by itself."""
    return word not in FUNCTION_WORDS and word != "none" and not word.endswith("n't")


@cache
def _groups(rows: str) -> Mapping[str, frozenset[str]]:
    """Stem -> all stems that share a row with it."""
    table: dict[str, set[str]] = defaultdict(set)
    for line in rows.strip().splitlines():
        row = {stem(word) for word in line.split()}
        for word in row:
            table[word] |= row
    return {word: frozenset(row - {word}) for word, row in table.items()}


def synonyms(stemmed: str) -> frozenset[str]:
    """Stems that may stand for this one."""
    return _groups(SYNONYMS).get(stemmed, frozenset())


def antonyms(stemmed: str) -> frozenset[str]:
    """Stems that say the contrary of this one."""
    return _groups(ANTONYMS).get(stemmed, frozenset()) | other_sex(stemmed)


def other_sex(stemmed: str) -> frozenset[str]:
    """The word for the other sex: "daughter" for "son"."""
    return _groups(SEXES).get(stemmed, frozenset())


@lru_cache(maxsize=100_000)
def alike(first: str, second: str) -> bool:
    """Whether two stems are the same word, synonyms, or one derived from the other."""
    if first == second or second in synonyms(first):
        return True
    if "=" in (first[:1], second[:1]):
        return False
    short, long = sorted((first, second), key=len)
    derived = len(short) >= 4 and len(long) - len(short) <= 4 and long.startswith(short)
    return derived and second not in antonyms(first)


def find(stemmed: str, among: Iterable[str]) -> str | None:
    """The first of `among` that is alike to `stemmed`."""
    return next((other for other in among if alike(stemmed, other)), None)


@cache
def _peoples() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for line in PEOPLES.strip().splitlines():
        row = set(line.split())
        for word in row:
            table[word] |= row
    return {word: frozenset(row) for word, row in table.items()}


def peoples(word: str) -> frozenset[str]:
    """The words for a country and its people of which a lower-case word is one, itself among them;
    empty where they differ by their ending only ("Australia"), or for other words.
    """
    return _peoples().get(word, frozenset())


def same_people(first: str, second: str) -> bool:
    """Whether two lower-case words name the same country or its people ("Japan", "Japanese")."""
    if first == second or second in peoples(first):
        return True
    short, long = sorted((first, second), key=len)
    if len(short) < 4 or not long.startswith(short[:-1]):
        return False
    whole = long.startswith(short) and long[len(short) :] in _NATIONAL_ENDINGS
    return whole or long[len(short) - 1 :] in ("ian", "ese", "ish", "ean", "an")
