"""Words that make a number approximate or one-sided: "nearly", "more than", "or so"."""

from __future__ import annotations

from typing import Final, NamedTuple

from qa_app.values.model import Bound
from qa_app.values.tokens import Tokens


class Limit(NamedTuple):
    """What the words say, and the token after them."""

    bound: Bound
    end: int


_WORDS: Final[dict[Bound, str]] = {
    "about": "about|around|roughly|approximately|some|an estimated|estimated|circa|"
    "in the region of|something like|or so",
    "below": "nearly|almost|close to|just under|under|below|less than|fewer than|up to|"
    "as many as|as much as|at most|no more than|not more than|a maximum of|just short of",
    "above": "over|above|more than|at least|just over|well over|upwards of|no less than|"
    "no fewer than|not less than|a minimum of|exceeding|greater than",
}
_VERBS: Final[dict[str, Bound]] = {
    "neared": "below",
    "nearing": "below",
    "nears": "below",
    "approached": "below",
    "approaching": "below",
    "exceeded": "above",
    "exceeds": "above",
    "surpassed": "above",
    "surpassing": "above",
    "topped": "above",
    "topping": "above",
}
_AFTER: Final[dict[tuple[str, str], Bound]] = {
    ("or", "so"): "about",
    ("or", "more"): "above",
    ("or", "less"): "below",
    ("or", "fewer"): "below",
    ("or", "thereabouts"): "about",
}


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    table: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, phrases in _WORDS.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, bound))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


_TABLE: Final = _by_first_word()
LIMITS: Final = frozenset(_TABLE)


def limit_before(tokens: Tokens, i: int) -> Limit:
    """The limit that starts at token `i` ("more than" 40); no bound when there is none."""
    for words, bound in _TABLE.get(tokens.low(i), ()):
        if tokens.words(i, len(words)) == words:
            return Limit(bound, i + len(words))
    return Limit("", i)


def limit_of_verb(tokens: Tokens, i: int) -> Bound:
    """What the verb before the number at token `i` says: "neared $37 billion"."""
    return _VERBS.get(tokens.low(i - 1), "")


def limit_after(tokens: Tokens, end: int) -> Limit:
    """A limit after the number: "40 or more", "40+"."""
    if tokens.low(end) == "+" and tokens.glued(end):
        return Limit("above", end + 1)
    found = _AFTER.get((tokens.low(end), tokens.low(end + 1)))
    return Limit(found, end + 2) if found else Limit("", end)
