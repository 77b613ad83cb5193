"""What an outcome is worth to the one who asked, a half for an honest "perhaps".

An answer to an answerable question is worth 1 when it cites the evidence; being unsure is worth 1/2
when the evidence is among the closest passages that are shown. For an unanswerable question it is 1
not to find it, 1/2 to be unsure and 0 to answer. That there was no question counts as not found.
"""

from __future__ import annotations

from collections.abc import Iterable

from qa_app.contract import Answer, Citation
from qa_app.evaluation.locate import locate_all
from qa_app.evaluation.measures.answer_text import found
from qa_app.evaluation.measures.part import Part, mean_part
from qa_app.evaluation.places import At, Case, Stretch

RIGHT, HALF, WRONG = 1.0, 0.5, 0.0


def worth(case: Case, answer: Answer) -> float:
    """1, 1/2 or 0, as the module says."""
    if not case.question.answerable:
        return {"answered": WRONG, "unsure": HALF}.get(answer.outcome, RIGHT)
    if answer.outcome == "answered":
        return RIGHT if cites_evidence(case, answer.citations) else WRONG
    if answer.outcome == "unsure":
        return HALF if cites_evidence(case, answer.closest) else WRONG
    return WRONG


def cites_evidence(case: Case, citations: Iterable[Citation]) -> bool:
    """Whether one of the citations shares words with a piece of the evidence.

    So does one of another article with the same words. Where the words of a piece are not known, or
    the article is one that is known to hold the answer too, the quotes must hold a gold answer.
    """
    shown = list(citations)
    return any(_pieces(case, citation) for citation in shown) or _by_answer(case, shown)


def cited_together(case: Case, answer: Answer) -> Part | None:
    """The share of the evidence that is cited, where its pieces answer only together.

    An abstention cites nothing. No part for other kinds, or when words are not known.
    """
    if not case.question.together or not case.words_known:
        return None
    cited = {piece for citation in answer.citations for piece in _pieces(case, citation)}
    return mean_part(len(cited) / len(case.places))


def _pieces(case: Case, citation: Citation) -> set[int]:
    stretches: list[Stretch] = [citation]
    for copy in citation.copies:
        text = case.corpus.texts.get(copy, "")
        stretches += [At(copy, span.start, span.end) for span in locate_all(citation.quote, text)]
    return {piece for stretch in stretches for piece in case.pieces_touched(stretch)}


def _by_answer(case: Case, citations: Iterable[Citation]) -> bool:
    question = case.question
    unknown = {piece.source for piece in question.evidence if not piece.quote}
    loose = unknown | set(question.also_supported_by)
    return found(" ".join(c.quote for c in citations if c.source in loose), question.answers)
