"""Countries that the articles name by their people, and peoples that they name by their country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from qa_app.retrieval.query import Alias
from qa_app.values.lexicon import CAPITALS, COUNTRIES
from qa_app.verification.words import peoples, same_people

_ENDINGS = ("n", "an", "ian", "ese", "ish")
_IN_FULL = {"america": "united states", "britain": "united kingdom"}
_OTHERWISE = frozenset(("kiwi", "poles", "polish", "turkey"))
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
        if word in _OTHERWISE and not written[:1].isupper():
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
