"""What was asked and not found: where the articles have a gap, for who looks after them. Pure."""

from __future__ import annotations

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
    groups: list[tuple[frozenset[str], list[Exchange]]] = []
    for exchange in exchanges:
        answer = exchange.answer
        if answer is None or answer.outcome not in ("unsure", "not_found"):
            continue
        if exchange.limits or exchange.verdict == "right":
            continue
        terms = frozenset(map(stem, search_terms(answer.searched or exchange.question)))
        for known, members in groups:
            if terms and len(terms & known) >= ALIKE * len(terms | known):
                members.append(exchange)
                break
        else:
            groups.append((terms, [exchange]))
    found = [_gap(members) for _, members in groups]
    return sorted(found, key=lambda gap: -gap.times)


def _gap(members: list[Exchange]) -> Gap:
    questions = dict.fromkeys(one.question for one in reversed(members))
    unsure = sum(one.answer is not None and one.answer.outcome == "unsure" for one in members)
    return Gap(tuple(questions), len(members), unsure)
