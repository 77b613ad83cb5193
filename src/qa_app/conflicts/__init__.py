"""Articles that give different values for the same thing.

Precise rather than complete: values are only held against one another when unit, time, names,
what is counted and most of the words around them agree. See docs/verification.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from qa_app.conflicts.asked import Asked
from qa_app.conflicts.claims import claims
from qa_app.conflicts.model import Claim, Statement
from qa_app.conflicts.same import disagree
from qa_app.conflicts.words import about, written
from qa_app.contract import Conflict, ConflictValue
from qa_app.values import question_type, same_value

__all__ = ["Statement", "find_conflicts"]


def find_conflicts(question: str, statements: Sequence[Statement]) -> tuple[Conflict, ...]:
    """What the statements of different articles disagree on, as far as `question` asks for it.

    The values of a conflict are in the words of the statements, each different value once, newest
    article first, articles without a date last; `citation` is the `n` of its statement.
    """
    expected = question_type(question)
    asked = Asked.of(question)
    found = [claim for statement in statements for claim in claims(statement, expected)]
    pairs = [
        (first, second)
        for first, second in combinations(found, 2)
        if disagree(first, second) and asked.is_about(first, second)
    ]
    return tuple(_conflict(group) for group in _groups(pairs))


def _groups(pairs: Sequence[tuple[Claim, Claim]]) -> list[list[Claim]]:
    """Pairs that have a claim in common belong to one conflict."""
    groups: list[list[Claim]] = []
    for pair in pairs:
        meeting = [group for group in groups if any(claim in group for claim in pair)]
        merged = [claim for group in meeting for claim in group]
        merged += [claim for claim in pair if claim not in merged]
        groups = [group for group in groups if group not in meeting] + [merged]
    return groups


def _conflict(group: list[Claim]) -> Conflict:
    newest = sorted(group, key=lambda claim: claim.statement.published, reverse=True)
    kept: list[Claim] = []
    for claim in newest:
        if not any(same_value(claim.value, other.value) for other in kept):
            kept.append(claim)
    values = tuple(ConflictValue(written(claim), claim.statement.n) for claim in kept)
    return Conflict(about(kept[0], kept[1]), values)
