"""Near misses: a question that can be answered, turned into one that perhaps cannot.

A name or a number of the question is swapped for another one that the articles use elsewhere, so
that everything in it sounds right. Whether the articles answer it all the same, a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.locate import fold

_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_STARTERS = {
    *("a", "an", "and", "are", "at", "by", "can", "could", "did", "do", "does", "for", "from"),
    *("had", "has", "have", "how", "in", "is", "of", "on", "the", "to", "was", "were", "what"),
    *("when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would"),
}


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A changed question, what was swapped in it and by what."""

    question: str
    swapped: str
    by: str


def near_misses(question: str, corpus: Corpus, source: str, most: int = 5) -> list[NearMiss]:
    """Up to `most` changed questions, the same each time; none if nothing in it can be swapped.

    What is swapped in comes from articles other than `source` and does not stand in `source`.
    """
    own, asked = fold(corpus.texts.get(source, "")), fold(question)
    found = [
        NearMiss(question.replace(swapped, by, 1), swapped, by)
        for swapped in _swappable(question)
        for by in _swaps(swapped, corpus, source)
        if fold(by) not in own and fold(by) not in asked
    ]
    return _spread(found)[:most]


def _swaps(swapped: str, corpus: Corpus, source: str) -> list[str]:
    return list(dict.fromkeys(_like(swapped, corpus, source)))


def _spread(found: list[NearMiss]) -> list[NearMiss]:
    """At most two for each thing swapped, so that not all of them swap the same."""
    taken: Counter[str] = Counter()
    kept = []
    for each in found:
        taken[each.swapped] += 1
        if taken[each.swapped] <= 2:
            kept.append(each)
    return kept


def _swappable(question: str) -> list[str]:
    numbers = _NUMBER.findall(question)
    return list(dict.fromkeys([*_names(question), *numbers]))


def _names(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _STARTERS:
            words = words[1:]
        if words:
            yield " ".join(words)


def _like(swapped: str, corpus: Corpus, source: str) -> Iterator[str]:
    """Names of as many words, or numbers of the same form, from the other articles."""
    shape = _shape(swapped)
    for name in sorted(corpus.texts):
        if name != source:
            text = corpus.texts[name]
            candidates = _NUMBER.findall(text) if swapped[0].isdigit() else _inner_names(text)
            yield from (each for each in candidates if _shape(each) == shape and each != swapped)


def _inner_names(text: str) -> Iterator[str]:
    """Names that do not begin a sentence, where any word has a capital."""
    for match in _NAME.finditer(text):
        if re.search(r"[a-z,] $", text[max(0, match.start() - 2) : match.start()]):
            yield match.group()


def _shape(text: str) -> str:
    if text[0].isdigit():
        return re.sub(r"\d", "9", text.rstrip(",."))
    return " ".join("A" for _ in text.split())
