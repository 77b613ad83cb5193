"""Whether articles that disagree are shown to disagree, and no others."""

from __future__ import annotations

from qa_app.contract import Answer, Conflict
from qa_app.evaluation.measures.answer_text import found
from qa_app.evaluation.measures.part import Part, yes
from qa_app.evaluation.places import Case


def found_part(case: Case, answer: Answer) -> Part | None:
    """Of the gold disagreements: those shown. No part for a question that is not one."""
    if not case.question.disagreement:
        return None
    return yes(any(_is_the_one(case, answer, conflict) for conflict in answer.conflicts))


def false_part(case: Case, answer: Answer) -> Part | None:
    """Of the other questions: those answered with a disagreement. No part for a gold one."""
    return None if case.question.disagreement else yes(bool(answer.conflicts))


def _is_the_one(case: Case, answer: Answer, conflict: Conflict) -> bool:
    """Whether two of its values are gold: each holds its own gold answer or piece of evidence."""
    by_number = {citation.n: citation for citation in answer.citations}
    answers: set[str] = set()
    pieces: set[int] = set()
    for value in conflict.values:
        answers |= {gold for gold in case.question.answers if found(value.value, [gold])}
        if value.citation in by_number:
            pieces |= set(case.pieces_in(by_number[value.citation]))
    return len(answers) >= 2 or len(pieces) >= 2
