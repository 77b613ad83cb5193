"""What was asked and not found: where the articles have a gap, for who looks after them. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.conversation import Exchange
from qa_app.retrieval.words import search_terms, stem

ALIKE = 0.6
"""Questions are one when they share this part of their words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same thing that got no answer, the newest first, each as it was asked.

    Attributes:
        times: how often it was asked in all.
        unsure: how often the closest passages were shown, rather than nothing.
    """

    questions: tuple[str, ...]
    times: int
    unsure: int


def gaps(exchanges: Iterable[Exchange]) -> list[Gap]:
    """The questions without an answer, those about the same together, the most asked first.

    What was asked under a limit is left out: the rest of the articles may hold it. So is an answer
    that somebody called right.
    """
    missed = [
        (exchange, frozenset(map(stem, search_terms(answer.searched or exchange.question))))
        for exchange in exchanges
        if (answer := exchange.answer) is not None and _missed(exchange, answer.outcome)
    ]
    asked = Counter(term for _, terms in missed for term in terms)
    groups: list[tuple[frozenset[str], list[Exchange]]] = []
    by_term: defaultdict[str, list[int]] = defaultdict(list)
    for exchange, terms in missed:
        telling = _telling(terms, asked)
        near = sorted({number for term in telling for number in by_term[term]})
        for number in near:
            known, members = groups[number]
            if len(terms & known) >= ALIKE * len(terms | known):
                members.append(exchange)
                break
        else:
            for term in telling:
                by_term[term].append(len(groups))
            groups.append((terms, [exchange]))
    found = [_gap(members) for _, members in groups]
    return sorted(found, key=lambda gap: -gap.times)


def _missed(exchange: Exchange, outcome: str) -> bool:
    found = outcome not in ("unsure", "not_found") or exchange.verdict == "right"
    return not found and not exchange.limits


def _telling(terms: frozenset[str], asked: Counter[str]) -> list[str]:
    """The rarest terms, so many that every question alike has one of them among its own.

    Whatever shares the part `ALIKE` of all words with these has that part of them at least; of so
    many, one more than may be missing are enough to meet it (prefix filtering: Chaudhuri, Ganti and
    Kaushik, 2006). So a question is held against few others, and not against all before it.
    """
    ordered = sorted(terms, key=lambda term: (asked[term], term))
    shared = math.ceil(ALIKE * len(terms) - 1e-9)
    return ordered[: len(terms) - shared + 1]


def _gap(members: list[Exchange]) -> Gap:
    questions = dict.fromkeys(one.question for one in reversed(members))
    unsure = sum(one.answer is not None and one.answer.outcome == "unsure" for one in members)
    return Gap(tuple(questions), len(members), unsure)
