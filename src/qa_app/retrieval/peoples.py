"""Countries, by whatever name a text has for them: their own, their people's, their capital's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from qa_app.retrieval.query import Alias
from qa_app.values.lexicon import CAPITALS, COUNTRIES
from qa_app.verification.words import peoples, same_people

_ENDINGS = ("n", "an", "ian", "ese", "ish")
_IN_FULL = {"america": "united states", "britain": "united kingdom"}
NAME_WORD = re.compile(
    r"united (?:states(?: of america)?|kingdom)|(?:\w\.){2,}|[\w&-]+", re.IGNORECASE
)
_ONE_NAME = {
    "united states": "america",
    "united states of america": "america",
    "united kingdom": "uk",
}
_COUNTRIES = sorted(COUNTRIES - CAPITALS.keys() | {"korea", "saudi"})
_CONTINENTS = ("europe", "asia", "africa", "antarctica")
OTHERWISE = frozenset(("kiwi", "poles", "polish", "turkey", "us"))
"""In small letters they are something else."""


def called_otherwise(
    absent: Iterable[tuple[str, str]], holding: Callable[[str], int], texts: Sequence[str]
) -> tuple[Alias, ...]:
    """Other names, which some passage has, of countries and peoples that none names as it is asked:
    "French" where "France" is asked for, "United States" and "Americans" for "US".

    Args:
        absent: lower-case words that no passage holds, each with how the question writes it.
        holding: in how many passages a lower-case word stands.
        texts: of passages that were found, in which names of two words are looked for.
    """
    found = []
    for word, written in absent:
        if word in OTHERWISE and not written[:1].isupper():
            continue
        others = [other for other in dict.fromkeys(_others(word)) if other != word]
        found += [Alias(word, other) for other in others if holding(other)]
        full = [_IN_FULL[other] for other in (word, *others) if other in _IN_FULL]
        found += [Alias(word, one) for one in full if any(one in text.lower() for text in texts)]
    return tuple(found)


def _others(word: str) -> Iterator[str]:
    """What the country is called, and its people, that a word names; nothing for other words."""
    known = peoples(word)
    yield from sorted(known)
    for country in sorted(COUNTRIES - CAPITALS.keys()):
        if country in known or same_people(country, word):
            yield country
            yield from (
                form
                for root in (country, country[:-1])
                for form in (root + ending for ending in _ENDINGS)
                if same_people(country, form)
            )


@cache
def country(word: str) -> str:
    """The country that a lower-case word names, or whose people or capital; "" for no country."""
    word = CAPITALS.get(word, word)
    return next((one for one in _COUNTRIES if same_people(one, word)), "")


def is_country(word: str) -> bool:
    """Whether a lower-case word names a country, its people or its capital."""
    return bool(country(word))


def countries(text: str) -> frozenset[str]:
    """The countries that a text names, or whose people or capitals. A name has a capital letter,
    unless the whole text has none.
    """
    careless, found = text.islower(), set()
    for match in NAME_WORD.finditer(text):
        written = match.group()
        if text[match.end() : match.end() + 1] == "$":  # US$
            continue
        if (written[0].isupper() and written != "Us") or (careless and written != "us"):
            found |= {country(word) for word in names_in(written)}
    return frozenset(found) - {"", *_CONTINENTS}


def silent_on(question: str, texts: Mapping[str, str]) -> frozenset[str]:
    """The keys of the texts that name none of the countries that a question names, or their people
    or capitals: whatever such an article tells is of other countries.
    """
    asked = countries(question)
    if not asked:
        return frozenset()
    return frozenset(key for key, text in texts.items() if not _names_any(asked, text))


def _names_any(asked: frozenset[str], text: str) -> bool:
    found = {match.group() for match in NAME_WORD.finditer(text)}
    written = [one for one in found if one[0].isupper()] or found
    words = {word for one in written for word in names_in(one)}
    words |= {word.removesuffix("s") for word in words}  # "the Americans"
    return any(
        same_people(one, word) or CAPITALS.get(word) == one for one in asked for word in words
    )


def names_in(text: str) -> tuple[str, ...]:
    """The lower-case words of a text, what a country is called in several words as one."""
    words = (m.group().lower().replace(".", "") for m in NAME_WORD.finditer(text))
    return tuple(_ONE_NAME.get(word, word) for word in words)
