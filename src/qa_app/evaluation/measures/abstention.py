"""Whether refusing was right: precision and recall with "refused" as the positive class.

As in SQuAD 2.0 (Rajpurkar et al., "Know What You Don't Know", ACL 2018), where a question without
an answer is answered rightly by refusing it.
"""

from __future__ import annotations

from qa_app.evaluation.measures.part import Part, yes


def precision(answerable: bool, refused: bool) -> Part | None:
    """Of the refused: those that cannot be answered. No part for a question that was answered."""
    return yes(not answerable) if refused else None


def recall(answerable: bool, refused: bool) -> Part | None:
    """Of those that cannot be answered: the refused. No part for an answerable question."""
    return None if answerable else yes(refused)


def false_refusals(answerable: bool, refused: bool) -> Part | None:
    """Of the answerable: the refused. No part for a question that cannot be answered."""
    return yes(refused) if answerable else None
