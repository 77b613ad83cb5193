"""A question as it is searched: words, stems, weights of the stems, date it was asked on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from qa_app.retrieval.english import is_topic
from qa_app.retrieval.forms import spellings
from qa_app.retrieval.vocabulary import Vocabulary
from qa_app.retrieval.words import bigrams, search_terms, stem, stems, tokens
from vectorstore.model import Filter

# A word as it is written, dots of initials among it.
_SHORTEST_WORD = 4
_WRITTEN = re.compile(r"\w+(?:\.\w+)*\.?")


@dataclass(frozen=True, slots=True)
class Alias:
    """A short form and what it stands for, as an article explains it: "(ORA)"."""

    short: str
    long: str


@dataclass(frozen=True)
class Query:
    """What is searched.

    Attributes:
        text: the stand-alone question.
        where: which articles may be used.
        asked_on: the day that "this week" refers to, if it is known.
        aliases: short forms that the question or the articles use for something it names.
    """

    text: str
    where: Filter = field(default_factory=Filter)
    asked_on: date | None = None
    aliases: tuple[Alias, ...] = ()

    @cached_property
    def terms(self) -> list[str]:
        """The words worth searching."""
        return search_terms(self.text)

    def topic(self, term: str) -> str:
        """How the question writes a term; "" where that names nothing an article is about."""
        first = re.search(r"\w", self.text)
        places = [m for m in _WRITTEN.finditer(self.text) if tokens(m.group()) == [term]]
        inside = [_shown(m.group()) for m in places if not first or m.start() != first.start()]
        styled = self.text.isupper() or self.text.istitle()
        written = inside[0] if inside and not styled else term
        return written if is_topic(term, written) else ""

    @cached_property
    def searched(self) -> list[str]:
        """The words and phrases that the full-text index is asked for: the terms in all forms that
        the index holds apart, and other names of what they name.
        """
        forms = [form for term in self.terms for form in spellings(term)]
        named = [name for alias in self.aliases for name in (alias.short, alias.long)]
        apart = [" ".join(term) for term in self.terms if self._is_initials(term)]
        return list(dict.fromkeys([*forms, *named, *apart]))

    def _is_initials(self, term: str) -> bool:
        return 2 <= len(term) <= 5 and term.isalpha() and term.upper() in self.text.replace(".", "")

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of `terms`."""
        return frozenset(stem(term) for term in self.terms)

    @cached_property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        """Neighbouring stems of the question, at least one of each pair being worth searching."""
        pairs = bigrams(stems(self.text))
        return frozenset(pair for pair in pairs if self.stems.intersection(pair))

    def neighbours(self, stemmed: Sequence[str], held: frozenset[str]) -> float:
        """The share of the question's `bigrams` that a text holds, 0 to 1.

        Args:
            stemmed: the text's stems, in order.
            held: the same as a set, by which most pairs are seen not to be there.
        """
        possible = [pair for pair in self.bigrams if held.issuperset(pair)]
        if not possible:
            return 0.0
        return len(bigrams(stemmed).intersection(possible)) / len(self.bigrams)

    def as_written_in(self, text: str) -> str:
        """The question with the short forms that a text mostly uses for what it names: asked of
        "The MOU included …", a memorandum is an MOU. "5 PM" is no prime minister.
        """
        question = self.text
        for alias in self.aliases:
            short = alias.short.upper()
            long = re.compile(r"\b" + r"\s+".join(map(re.escape, alias.long.split())) + r"\b", re.I)
            used = len(re.findall(rf"(?<!\d )(?<!\d)\b{re.escape(short)}s?\b", text))
            if used > len(long.findall(text)):
                question = long.sub(short, question)
        return question

    def meant_by(self, words: Iterable[str]) -> frozenset[str]:
        """Stems, with those of the other name of whatever they name."""
        held = frozenset(words)
        for alias in self.aliases:
            short, long = frozenset(stems(alias.short)), frozenset(stems(alias.long))
            if short <= held or long <= held:
                held |= short | long
        return held


def _shown(written: str) -> str:
    """A word as it is shown by itself: "Dr." and "U.S." with their dots, no other."""
    bare = written.rstrip(".")
    return written if "." in bare or len(bare) < _SHORTEST_WORD else bare


@dataclass(frozen=True)
class TermWeights:
    """How telling each stem of the question is among the passages of the store.

    The weight is the inverse document frequency of BM25 (Robertson & Zaragoza 2009, eq. 3.3, with 1
    added so that it is never negative): ln(1 + (N - n + 0.5) / (n + 0.5)).
    """

    weights: Mapping[str, float]

    @classmethod
    def of(cls, query: Query, vocabulary: Vocabulary) -> TermWeights:
        """The weights of a query's stems in a store with this vocabulary."""
        merged: dict[str, int] = {}
        for term in query.terms:
            merged[stem(term)] = max(vocabulary.holding(term), merged.get(stem(term), 0))
        passages = vocabulary.passages
        return cls({word: _idf(min(n, passages), passages) for word, n in merged.items()})

    @cached_property
    def total(self) -> float:
        """The sum over the question's stems; at least a hair above zero."""
        return sum(self.weights.values()) or 1e-9

    def coverage(self, words: frozenset[str] | set[str]) -> float:
        """The share of the question's weight that `words` (stems) hold, 0 to 1."""
        return sum(w for word, w in self.weights.items() if word in words) / self.total

    def missing(self, words: frozenset[str] | set[str]) -> list[str]:
        """The stems that `words` do not hold, the most telling first."""
        absent = [(w, word) for word, w in self.weights.items() if word not in words]
        return [word for _, word in sorted(absent, key=lambda pair: (-pair[0], pair[1]))]


def _idf(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
