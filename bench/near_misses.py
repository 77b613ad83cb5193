"""Questions made into near misses by rule: another year, month, country, people or name, or the
opposite, none of which the passage holds. What it says of the same matter then answers nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

from qa_app.values.lexicon import word_set

RATE = 0.3
"""The share of the questions for which a rule applies that are changed."""

_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20[0-2]\d)\b")
_MONTHS = (
    "January February March April June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTRIES = (
    "France Germany Italy Spain Portugal Poland Sweden Norway Denmark Finland Greece Turkey Russia"
    " Ukraine Egypt Morocco Nigeria Kenya Ethiopia India Pakistan Bangladesh China Japan Korea"
    " Vietnam Thailand Indonesia Malaysia Australia Canada Mexico Brazil Argentina Chile Peru"
    " Colombia Cuba Israel Iran Iraq Syria Ireland Scotland England Wales Britain Austria Hungary"
    " Romania Bulgaria Serbia Croatia Belgium Switzerland Iceland Singapore Taiwan Philippines"
).split()
_PEOPLES = (
    "French German Italian Spanish Portuguese Polish Swedish Norwegian Danish Finnish Greek Turkish"
    " Russian Ukrainian Egyptian Moroccan Nigerian Kenyan Ethiopian Indian Pakistani Chinese"
    " Japanese Korean Vietnamese Thai Indonesian Malaysian Australian Canadian Mexican Brazilian"
    " Argentine Chilean Peruvian Colombian Cuban Israeli Iranian Iraqi Syrian Irish Scottish"
    " English Welsh British American Austrian Hungarian Romanian Bulgarian Serbian Croatian"
    " Belgian Swiss Dutch"
).split()
_OPPOSITES = [
    tuple(pair.split())
    for pair in (
        "largest smallest|biggest smallest|highest lowest|oldest youngest|longest"
        " shortest|best worst|most least|north south|northern southern|east west|eastern western"
        "|import export|imports exports|imported exported|buy sell|bought sold|win lose|won lost"
        "|winner loser|support oppose|supported opposed|supporters opponents"
        "|increase decrease|increased decreased|rise fall|rose fell|men women|male female"
        "|mother father|son daughter|brother sister|husband wife|winter summer|morning evening"
        "|upper lower|maximum minimum|allowed forbidden|advantages disadvantages|second third"
        "|hired fired|gained lost|richest poorest|fastest slowest|ally enemy|inside outside"
    ).split("|")
]
_OPPOSITE = {a: b for x, y in _OPPOSITES for a, b in ((x, y), (y, x))}
_NAME = re.compile(r"(?<=[a-z,'’] )[A-Z][\w'’.-]*[a-z](?: [A-Z][\w'’.-]*[a-z]){0,3}")
_NO_NAMES = word_set("i the a an and of in")


def names_in(questions: Iterable[str]) -> list[str]:
    """Names that the questions hold, to put in place of others."""
    return sorted({name for question in questions for name in _NAME.findall(question)})


def near_miss(question: str, passage: str, names: Sequence[str], rng: random.Random) -> str:
    """The question with one thing changed, or nothing where no rule applies or by chance.

    Args:
        names: what may stand in place of a name, as `names_in` gives them.
    """
    if rng.random() > RATE:
        return ""
    held = passage.lower()
    rules: list[Callable[[], str]] = [
        lambda: _year(question, held, rng),
        lambda: _among(question, held, _MONTHS, rng),
        lambda: _among(question, held, _DAYS, rng),
        lambda: _among(question, held, _COUNTRIES, rng),
        lambda: _among(question, held, _PEOPLES, rng),
        lambda: _name(question, held, names, rng),
        lambda: _opposite(question, held),
    ]
    rng.shuffle(rules)
    return next(filter(None, (rule() for rule in rules)), "")


def _year(question: str, held: str, rng: random.Random) -> str:
    year = _YEAR.search(question)
    if not year or year.group() not in held:
        return ""
    other = str(int(year.group()) + rng.choice([-9, -6, -3, -2, -1, 1, 2, 3, 5, 8]))
    return _put(question, year, other, held)


def _among(question: str, held: str, words: Sequence[str], rng: random.Random) -> str:
    found = re.search(rf"\b(?:{'|'.join(words)})\b", question)
    if not found or found.group().lower() not in held:
        return ""
    return _put(question, found, rng.choice(words), held)


def _name(question: str, held: str, names: Sequence[str], rng: random.Random) -> str:
    found = [m for m in _NAME.finditer(question) if m.group().lower() in held]
    if not found or not names:
        return ""
    name = rng.choice(found)
    length = len(name.group().split())
    for other in rng.sample(names, min(20, len(names))):
        if len(other.split()) == length:
            return _put(question, name, other, held)
    return ""


def _opposite(question: str, held: str) -> str:
    for word in re.finditer(r"\b[a-z]+\b", question):
        other = _OPPOSITE.get(word.group())
        if other and word.group() in held:
            return _put(question, word, other, held)
    return ""


def _put(question: str, old: re.Match[str], new: str, held: str) -> str:
    """`new` in place of `old`, where the passage holds no word of it."""
    words = [word for word in re.findall(r"\w+", new.lower()) if word not in _NO_NAMES]
    if any(re.search(rf"\b{re.escape(word)}", held) for word in words):
        return ""
    return question[: old.start()] + new + question[old.end() :]
