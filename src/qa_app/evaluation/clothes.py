"""The same question in other clothes: what changes nothing of what is asked. Pure, by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from qa_app.retrieval.words import STOPWORDS


def mistyped(question: str, rng: random.Random) -> str:
    """One typing error in one of the longer words: two letters swapped, one lost, one doubled."""
    words = [
        m for m in re.finditer(r"[A-Za-z]{5,}", question) if m.group().lower() not in STOPWORDS
    ]
    if not words:
        return question
    word = rng.choice(words)
    at = word.start() + rng.randint(1, len(word.group()) - 2)
    swapped = question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    lost = question[:at] + question[at + 1 :]
    doubled = question[: at + 1] + question[at:]
    return rng.choice([swapped, lost, doubled])


def keywords(question: str, rng: random.Random) -> str:
    """Only the words that are no grammar."""
    kept = [w for w in re.findall(r"[\w'’.-]+", question) if w.lower() not in STOPWORDS]
    return " ".join(kept) if len(kept) > 1 else question


def _lower_first(question: str) -> str:
    return question[:1].lower() + question[1:] if question[1:2].islower() else question


CLOTHES: Mapping[str, Callable[[str, random.Random], str]] = {
    "capitals": lambda q, rng: q.upper(),
    "lower": lambda q, rng: q.lower(),
    "title case": lambda q, rng: q.title(),
    "no mark": lambda q, rng: q.rstrip(" ?"),
    "hello": lambda q, rng: f"Hello, {_lower_first(q)}",
    "thanks": lambda q, rng: f"{q} Thanks!",
    "please": lambda q, rng: f"Please tell me: {_lower_first(q)}",
    "according": lambda q, rng: f"According to the articles, {_lower_first(q)}",
    "one sentence": lambda q, rng: f"{q} Answer in one sentence.",
    "typing error": mistyped,
}
"""Each gives the question in these clothes; `rng` decides where there is a choice."""

_LEARNED = ("lower", "no mark", "hello", "thanks", "please", "according", "one sentence")


def dressed(question: str, rng: random.Random) -> str:
    """A question in clothes drawn by `rng`; typing errors and bare keywords now and then."""
    draw = rng.random()
    if draw < 0.35:
        return mistyped(question, rng)
    if draw < 0.45:
        return keywords(question, rng)
    return CLOTHES[rng.choice(_LEARNED)](question, rng)
