"""From answers to what each question contributes to each measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.contract import Answer, Outcome
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.diagnose import Stage, diagnose, would_be_right
from qa_app.evaluation.gold_model import GoldSet
from qa_app.evaluation.measures import abstention, citations, disagreements, retrieval, worth
from qa_app.evaluation.measures.answer_text import (
    exact,
    f1,
    is_long,
    rouge_l,
    without_markers,
)
from qa_app.evaluation.measures.part import Part, mean_part, yes
from qa_app.evaluation.places import Case, says


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question, scored.

    Attributes:
        right: whether the answer given or withheld is right (what confidence must predict).
        evidence_rank: rank of the first passage that holds evidence, or is from its article where
            the words are not known; `None` if there is none.
        parts: what it contributes, by measure; a measure that does not apply is not there.
    """

    id: str
    kind: str
    answerable: bool
    outcome: Outcome
    confidence: float
    right: bool
    stage: Stage
    evidence_rank: int | None
    parts: Mapping[str, Part]

    @property
    def refused(self) -> bool:
        """Whether nothing was stated as an answer."""
        return self.outcome != "answered"

    def to_json(self) -> dict[str, Any]:
        """A line of `scores.jsonl`."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "parts": {name: [_short(p.num), _short(p.den)] for name, p in self.parts.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> QuestionScore:
        """The score on such a line."""
        parts = {name: Part(*pair) for name, pair in data["parts"].items()}
        plain = {name: data[name] for name in _PLAIN} | {"stage": Stage(data["stage"])}
        return cls(**plain, parts=parts)


_PLAIN = (
    *("id", "kind", "answerable", "outcome", "confidence", "right", "stage", "evidence_rank"),
)


def score_all(
    gold: GoldSet,
    answers: Mapping[str, Answer],
    corpus: Corpus,
    verdicts: Mapping[str, bool] | None = None,
) -> list[QuestionScore]:
    """Every question scored, in the order of their ids. `verdicts` are a judge's, by id."""
    cases = {question.id: Case.of(question, corpus) for question in gold}
    rankings = {name: _rankings(case, answers[name]) for name, case in cases.items()}
    articles = retrieval.measure({name: pair[0] for name, pair in rankings.items()})
    evidence = retrieval.measure({name: pair[1] for name, pair in rankings.items()})
    return [
        _score(
            cases[name],
            answers[name],
            rankings[name],
            _prefixed("article", articles.get(name, {}))
            | _prefixed("evidence", evidence.get(name, {}))
            | ({"judge.right": yes(verdicts[name])} if verdicts and name in verdicts else {}),
        )
        for name in sorted(cases)
    ]


def _rankings(case: Case, answer: Answer) -> tuple[retrieval.Ranking, retrieval.Ranking]:
    nothing = retrieval.Ranking(0, ())
    if not case.question.answerable:
        return nothing, nothing
    by_words = retrieval.by_evidence(case, answer.retrieved) if case.words_known else nothing
    return retrieval.by_article(case, answer.retrieved), by_words


def _score(
    case: Case,
    answer: Answer,
    rankings: tuple[retrieval.Ranking, retrieval.Ranking],
    parts: dict[str, Part],
) -> QuestionScore:
    question, stage = case.question, diagnose(case, answer)
    by_article, by_words = rankings
    possible = {
        "right": yes(stage is Stage.RIGHT),
        **_of_outcome(case, answer),
        **parts,
        **_of_text(case, answer),
        **_of_citations(case, answer),
        "abstention.precision": abstention.precision(question.answerable, answer.abstained),
        "abstention.recall": abstention.recall(question.answerable, answer.abstained),
        "abstention.false_refusals": abstention.false_refusals(
            question.answerable, answer.abstained
        ),
        "disagreement.found": disagreements.found_part(case, answer),
        "disagreement.false": disagreements.false_part(case, answer),
    }
    return QuestionScore(
        id=question.id,
        kind=question.kind,
        answerable=question.answerable,
        outcome=answer.outcome,
        confidence=answer.confidence,
        right=would_be_right(case, answer),
        stage=stage,
        evidence_rank=by_words.first if case.words_known else by_article.first,
        parts={name: part for name, part in possible.items() if part is not None},
    )


def _of_outcome(case: Case, answer: Answer) -> dict[str, Part]:
    part = mean_part(worth.worth(case, answer))
    side = "answerable" if case.question.answerable else "unanswerable"
    return {"worth": part, f"worth.{side}": part}


def _of_text(case: Case, answer: Answer) -> dict[str, Part]:
    """The text measures of a question that has gold answers; a refusal's text holds nothing."""
    if not case.question.answers:
        return {}
    gold = case.question.answers
    given = "" if answer.abstained else without_markers(answer.answer)
    parts = {
        "answer.contains": yes(says(case.question, given)),
        "answer.exact": mean_part(exact(given, gold)),
        "answer.f1": mean_part(f1(given, gold)),
    }
    if is_long(gold):
        parts["answer.rouge_l"] = mean_part(rouge_l(given, gold))
    return parts


def _of_citations(case: Case, answer: Answer) -> dict[str, Part | None]:
    parts = {
        "citation.exact": citations.exactness(answer, case.corpus),
        "citation.uncited": citations.uncited(answer),
    }
    if case.question.answerable:
        parts["citation.together"] = worth.cited_together(case, answer)
    if answer.abstained or not case.question.answerable:
        return parts
    return {
        **parts,
        "citation.precision": citations.precision(case, answer),
        "citation.evidence": citations.evidence_cited(case, answer),
        "citation.in_quotes": citations.in_quotes(case, answer),
        "citation.localisation": citations.localisation(case, answer),
    }


def _prefixed(group: str, values: Mapping[str, float]) -> dict[str, Part]:
    return {f"{group}.{name}": mean_part(value) for name, value in values.items()}


def _short(value: float) -> float:
    return round(value, 6)
