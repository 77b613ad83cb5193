"""At which stage a question went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from qa_app.contract import Answer, Citation, Retrieved
from qa_app.evaluation.measures.answer_text import found, without_markers
from qa_app.evaluation.measures.citations import bears
from qa_app.evaluation.measures.worth import cites_evidence
from qa_app.evaluation.places import Case, says


class Stage(StrEnum):
    """Where it ended, the earliest failing stage first."""

    NOT_RETRIEVED = "not retrieved"
    NOT_CHOSEN = "retrieved but not chosen"
    WRONG_WORDS = "chosen but wrong words"
    REFUSED = "refused"
    SHOULD_HAVE_REFUSED = "should have refused"
    RIGHT = "right"


def diagnose(case: Case, answer: Answer) -> Stage:
    """The stage that failed, or `RIGHT`.

    An answer is right when its text holds a gold answer, or, where gold names none, when it cites
    the evidence; an unanswerable question is right when it was refused. To be unsure is to refuse.
    Evidence that was not retrieved is the cause whether or not the question was then refused, so
    `REFUSED` means that the evidence was at hand.
    """
    if not case.question.answerable:
        return Stage.RIGHT if answer.abstained else Stage.SHOULD_HAVE_REFUSED
    if is_right(case, answer):
        return Stage.RIGHT
    if not was_retrieved(case, answer.retrieved):
        return Stage.NOT_RETRIEVED
    if answer.abstained:
        return Stage.REFUSED
    return Stage.WRONG_WORDS if was_chosen(case, answer.citations) else Stage.NOT_CHOSEN


def is_right(case: Case, answer: Answer) -> bool:
    """Whether it was answered, with a text that holds a gold answer (on a disagreement, all).

    Where gold names no answers the evidence has to be cited.
    """
    if answer.abstained:
        return False
    if not case.question.answers:
        return cites_evidence(case, answer.citations)
    return says(case.question, without_markers(answer.answer))


def would_be_right(case: Case, answer: Answer) -> bool:
    """Whether the answer given, or withheld in a refusal, is right: what confidence must predict.

    An abstention withholds what comes closest. Any answer to an unanswerable question is wrong.
    """
    if not case.question.answerable:
        return False
    if answer.abstained:
        return any(bears(case, citation) for citation in answer.closest)
    return is_right(case, answer)


def was_retrieved(case: Case, retrieved: Sequence[Retrieved]) -> bool:
    """Whether a passage holds evidence, or is of an article known to hold the answer and has it.

    Without known words the article of the evidence is enough.
    """
    return any(_at_hand(case, passage) for passage in retrieved)


def was_chosen(case: Case, citations: Sequence[Citation]) -> bool:
    """Whether a citation shares words with the evidence, or is of its article if none are known."""
    return any(_touches(case, citation) for citation in citations)


def _at_hand(case: Case, passage: Retrieved) -> bool:
    if not case.words_known and case.articles_in(passage):
        return True
    if passage.source in case.question.also_supported_by:
        text = case.corpus.texts.get(passage.source, "")
        return found(text[passage.start : passage.end], case.question.answers)
    return bool(case.pieces_in(passage))


def _touches(case: Case, citation: Citation) -> bool:
    if not case.words_known:
        return bool(case.articles_in(citation))
    return bool(case.pieces_touched(citation))
