"""The quotes answer: verbatim sentences, or the statement that the articles do not say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_app import prompts
from qa_app.answering.choose import Choice, choose
from qa_app.answering.confidence import Embed
from qa_app.answering.emphasis import emphasis
from qa_app.answering.reading import Reading, confidence_of, read
from qa_app.answering.sentences import Sentence
from qa_app.conflicts import Statement, find_conflicts
from qa_app.contract import AnswerSentence, Citation, Conflict, ConflictValue, Outcome
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from qa_app.retrieval.words import stem
from vectorstore.model import Beside

# A missing word is named as the reason when it carries this share of the question's weight.
_TELLING = 0.15
_CONFLICT_POOL = 12
# Words that ask rather than tell what is asked for are no reason.
_ASKING = """say said says tell told give given gave get got make made happen happened much many
kind type name named called number come came go went take took become know mean call first last next
date use used like way thing things long old far often ever since"""
_NOT_TELLING = frozenset(_ASKING.split())


@dataclass(frozen=True)
class Options:
    """When to refuse, and how much to quote.

    Attributes:
        threshold: confidence below which the answer is refused.
        enough, least: see `choose`.
        most: the most sentences in an answer.
        prompts: a folder that overrides the prompt texts.
    """

    threshold: float = 0.5
    enough: float = 0.7
    least: float = 0.2
    most: int = 4
    prompts: Path | None = None


@dataclass(frozen=True)
class Quotes:
    """What is to be said: sentences with their citations, or why there are none."""

    answer: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    outcome: Outcome
    reason: str
    closest: tuple[Citation, ...]
    confidence: float


def answer(retrieval: Retrieval, embed: Embed, options: Options) -> Quotes:
    """Answer from what was retrieved, or abstain.

    Raises:
        EmbeddingModelError: if the sentences cannot be embedded.
    """
    reading = read(retrieval, embed)
    if not reading.sentences:
        return _refuse(_why_nothing(retrieval, options), None, 0.0, options)
    sure = confidence_of(retrieval, reading, embed)
    best = reading.sentences[int(np.argmax(reading.likely))]
    if sure < options.threshold:
        nearest = _citation(1, best, retrieval)
        return _refuse(_why_unsure(retrieval, best, options), nearest, sure, options)
    chosen = choose(
        reading.sentences,
        reading.likely,
        enough=options.enough,
        least=options.least,
        most=options.most,
    )
    return _quote(retrieval, reading, chosen, sure)


def _quote(found: Retrieval, reading: Reading, chosen: list[Choice], sure: float) -> Quotes:
    picked = [choice.sentence for choice in chosen]
    picked, conflicts = _with_conflicts(found.query, reading, picked)
    citations = tuple(_citation(n, s, found) for n, s in enumerate(picked, start=1))
    sentences = tuple(AnswerSentence(c.quote, (c.n,), "supported") for c in citations)
    text = " ".join(f"{citation.quote} [{citation.n}]" for citation in citations)
    return Quotes(text, sentences, citations, conflicts, "answered", "", (), sure)


def _with_conflicts(
    query: Query, reading: Reading, picked: list[Sentence]
) -> tuple[list[Sentence], tuple[Conflict, ...]]:
    """The chosen sentences, with those of other articles that contradict one of them."""
    order = np.argsort(-reading.likely, kind="stable")[:_CONFLICT_POOL]
    others = [reading.sentences[i] for i in order]
    pool = picked + [sentence for sentence in others if sentence not in picked]
    statements = [_statement(n, sentence) for n, sentence in enumerate(pool, start=1)]
    kept = list(picked)
    conflicts = []
    for found in find_conflicts(query.text, statements):
        sides = [pool[value.citation - 1] for value in found.values]
        if not any(side in picked for side in sides):
            continue
        kept += [side for side in sides if side not in kept]
        values = tuple(
            ConflictValue(value.value, kept.index(side) + 1)
            for value, side in zip(found.values, sides, strict=True)
        )
        conflicts.append(Conflict(found.about, values))
    return kept, tuple(conflicts)


def _statement(n: int, sentence: Sentence) -> Statement:
    passage = sentence.passage
    return Statement(
        source=passage.source,
        published=passage.published,
        title=passage.title,
        text=sentence.text,
        n=n,
    )


def _citation(n: int, sentence: Sentence, found: Retrieval) -> Citation:
    passage = sentence.passage
    beside = found.beside.get(passage.source, Beside())
    return Citation(
        n=n,
        source=passage.source,
        title=passage.title,
        published=passage.published,
        start=sentence.span.start,
        end=sentence.span.end,
        quote=sentence.text,
        emphasis=emphasis(found.query.text, sentence.text),
        page=beside.page(sentence.span.start),
        copies=beside.copies,
    )


def _refuse(reason: str, nearest: Citation | None, sure: float, options: Options) -> Quotes:
    text = prompts.text("abstain", options.prompts)
    return Quotes(text, (), (), (), "not_found", reason, (nearest,) if nearest else (), sure)


def _why_nothing(retrieval: Retrieval, options: Options) -> str:
    if not retrieval.passages:
        return prompts.text("no-articles", options.prompts)
    name = "reason-filter" if retrieval.query.where else "reason-nothing-found"
    return prompts.text(name, options.prompts)


def _why_unsure(retrieval: Retrieval, best: Sentence, options: Options) -> str:
    candidate = best.ranked.candidate
    held = candidate.stem_set | candidate.title_stems
    telling = [
        word
        for word in retrieval.weights.missing(held)
        if retrieval.weights.weights[word] >= _TELLING * retrieval.weights.total
    ]
    spoken = [
        term for term in retrieval.query.terms if stem(term) in telling and term not in _NOT_TELLING
    ]
    if not spoken:
        return prompts.text("reason-unsure", options.prompts)
    missing = ", ".join(f"“{word}”" for word in spoken)
    return prompts.text("reason-missing", options.prompts, missing=missing)
