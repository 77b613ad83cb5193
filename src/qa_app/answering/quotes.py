"""The quotes answer: verbatim sentences, the closest passages, or that there is no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from qa_app import weights
from qa_app.answering import confidence, wording
from qa_app.answering.another import another, of_another_country, of_another_time, tells_of_the_time
from qa_app.answering.choose import (
    Limits,
    below_headings,
    below_questions,
    choose,
    reading_order,
    whole_list,
    with_context,
)
from qa_app.answering.citing import citation, closest, telling
from qa_app.answering.claimed import by_somebody, claim, saying_it, with_speakers
from qa_app.answering.extremes import Extreme, extreme
from qa_app.answering.office import Holder, holders, still, who_is
from qa_app.answering.reading import Reading
from qa_app.answering.rows import is_row, looked_up
from qa_app.answering.sentences import Sentence, answering_values, context_of
from qa_app.answering.speaker import group, said_by, said_by_group, said_of, speaker
from qa_app.conflicts import Statement, find_conflicts
from qa_app.contract import AnswerSentence, Citation, Conflict, ConflictValue, Outcome, Strictness
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from qa_app.retrieval.words import search_terms, stem, tokens
from qa_app.values import question_type
from qa_app.verification import verify

_MOSTLY = 0.5
_CONFLICT_POOL = 12
_LISTS, _WHOLE_LIST = 2, 12
_LESS = ((0.8, 0.1), (_MOSTLY, 0.7))
"""Shares of the threshold by how much of the question a sentence holds, 0 to 1."""
_SHARES: Mapping[Holder, float] = {"own": 1.0, "": 0.02, "other": 0.01}
"""What is left of a sentence's likelihood where another one is of whom the question asks about."""
_TOLD, _OWN = 2, 0.05
_RIVAL, _MOVED, _COMPARED = 0.02, 0.9, 0.5
_AS_LIKELY, _THEIRS = 0.3, 0.05
"""Shares of the likeliest sentence's likelihood: of one that answers where that one is of another
thing, and of what some people are said to say, who say much else."""
_SURELY_THE_ONE = 0.5
"""From this likelihood on one sentence answers, even where several were asked for."""


@dataclass(frozen=True)
class Thresholds:
    """The confidence from which a question is answered, and below which it is not found."""

    answered: float
    unsure: float

    @classmethod
    def of(cls, threshold: float | None, *, read: bool) -> Thresholds:
        """The learned ones, or with another one to answer from.

        Args:
            threshold: what a setting says; None to take the learned one.
            read: whether there is a reader.
        """
        names = confidence.READ if read else confidence.FEATURES
        model = weights.load("confidence-read" if read else "confidence", names)
        answered = model.threshold if threshold is None else threshold
        return cls(answered, min(model.lower, answered))

    def at(self, strictness: Strictness) -> Thresholds:
        """These, for who wants fewer answers and surer ones, or all there may be.

        Strict asks for half of what is missing to certainty; open takes for an answer what would
        else be shown as what comes closest.
        """
        if strictness == "strict":
            return replace(self, answered=(1 + self.answered) / 2)
        return replace(self, answered=self.unsure) if strictness == "open" else self

    def outcome(self, confidence: float) -> Outcome:
        """What becomes of a question."""
        if confidence >= self.answered:
            return "answered"
        return "unsure" if confidence >= self.unsure else "not_found"


@dataclass(frozen=True)
class Said:
    """What is to be said: sentences with their citations, or why there are none."""

    answer: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    outcome: Outcome
    reason: str = ""
    closest: tuple[Citation, ...] = ()
    confidence: float = 0.0
    mode: Literal["quotes", "model"] = "quotes"
    model: str = ""
    prompt: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()


def answer(retrieval: Retrieval, reading: Reading, thresholds: Thresholds, limits: Limits) -> Said:
    """Answer from what was read, or abstain."""
    if not reading.sentences:
        return abstained(wording.nothing(retrieval), (), "not_found", 0.0)
    elsewhere = is_elsewhere(retrieval)
    outcome = "not_found" if elsewhere else thresholds.outcome(reading.confidence)
    whose = _whose(retrieval, reading)
    row = extreme(retrieval.query.text, reading.sentences)
    order = _ranking(retrieval, reading, whose, row)
    best = int(np.argmax(order))
    if outcome == "answered" and _of_another(retrieval, reading.sentences[best]):
        order = _without_others(retrieval, reading, order)
        best = int(np.argmax(order))
    aside = whose[best] == "other" or _beside(retrieval, reading, best)
    if outcome == "answered" and aside:
        outcome = "unsure"  # of another office, what somebody else said, of another kind or time
    elif outcome != "answered" and not elsewhere:
        needed = _needed(retrieval, reading.sentences[best], whose[best])
        if row is not None:  # the figures of the table are read and compared
            needed = min(needed, _COMPARED)
        if reading.confidence >= needed * thresholds.answered:
            outcome, reading = "answered", replace(reading, confidence=thresholds.answered)
    if outcome == "answered":
        said = _quoted(retrieval, reading, order, limits, row)
        if said.sentences:
            return said
        outcome = "unsure"  # no quote passed the verifier
    near = tuple(closest(retrieval, reading, order, outcome))
    if outcome == "unsure":
        return abstained(wording.unsure(retrieval), near, outcome, reading.confidence)
    said = abstained(wording.missing(retrieval), near, outcome, reading.confidence)
    # That the articles do not say it is claimed only where a name is absent: what an English word
    # means may well be told in other words.
    if retrieval.absent_names:
        return said
    return replace(said, answer=wording.no_clear_answer(retrieval))


def _beside(retrieval: Retrieval, reading: Reading, best: int) -> bool:
    """Whether the likeliest sentence is of another one of the kind, another country or another
    time, or answers only by a heading above it that tells nothing itself.
    """
    below = best > 0 and reading.sentences[best - 1].is_heading
    if below and reading.likely[best] < _OWN < _MOSTLY < reading.likely[best - 1]:
        return True
    return _of_another(retrieval, reading.sentences[best])


def _of_another(retrieval: Retrieval, sentence: Sentence) -> bool:
    """Whether a sentence tells of another one of the kind, another country or another time."""
    question = retrieval.query.text
    return (
        sentence.passage.source in retrieval.silent
        or bool(another(question, sentence))
        or of_another_country(question, sentence)
        or of_another_time(question, sentence)
    )


def _without_others(retrieval: Retrieval, reading: Reading, order: np.ndarray) -> np.ndarray:
    """The likelihoods without the sentences of another one of the kind, country or time, where one
    that is left is about as likely and answers by itself as the reader sees it; else as they are.
    """
    others = np.array([_of_another(retrieval, sentence) for sentence in reading.sentences])
    left = np.where(others, 0.0, order)
    best = int(np.argmax(left))
    sentence = reading.sentences[best]
    answers = sentence.read is not None and min(sentence.read.relevance, sentence.answers) > 0
    if not answers or left[best] < _AS_LIKELY * order.max():
        return order
    return np.asarray(left / left.sum())


def is_elsewhere(retrieval: Retrieval) -> bool:
    """Whether the question is mostly about a name that no article has: what others said or did, in
    the same words, answers nothing ("What did Biden say?").
    """
    telling = retrieval.weights
    names = {stem(word) for name in retrieval.absent_names for word in tokens(name)}
    return sum(w for word, w in telling.weights.items() if word in names) >= _MOSTLY * telling.total


def _needed(retrieval: Retrieval, sentence: Sentence, whose: Holder) -> float:
    """The share of the threshold that suffices where a sentence names who holds the office or whom
    the question names, is what the person said, or is the row of a table, that is asked for: that
    it answers is seen in its words, the more surely the more of the question it holds.
    """
    is_named = bool(who_is(retrieval.query.text)) and not sentence.is_heading
    known = whose == "own" or is_named
    if not known and not looked_up(retrieval.query, retrieval.weights, sentence.text):
        return 1.0
    told = {stem(word) for word in said_of(retrieval.query.text)} if whose == "own" else set()
    covered = retrieval.weights.coverage(retrieval.query.meant_by(context_of(sentence) | told))
    return next((share for least, share in _LESS if covered >= least), 1.0)


def _whose(retrieval: Retrieval, reading: Reading) -> list[Holder]:
    """For each sentence whether it is of whom the question asks, where it asks of somebody."""
    asked = retrieval.query.text
    if claim(asked):
        return by_somebody(reading.sentences)
    if who := group(asked):
        theirs = said_by_group(who, reading.sentences)
        shares = [p for p, one in zip(reading.likely, theirs, strict=True) if one == "own"]
        if max(shares, default=0.0) >= _THEIRS * reading.likely.max():
            return theirs
    if speaker(asked):
        return said_by(asked, reading.sentences)
    return holders(asked, reading.sentences)


def abstained(
    reason: str, closest: tuple[Citation, ...], outcome: Outcome, confidence: float
) -> Said:
    """That nothing is stated, and what comes closest."""
    text = wording.ABSTENTIONS[outcome]
    return Said(text, (), (), (), outcome, reason, closest, confidence)


def _ranking(
    retrieval: Retrieval, reading: Reading, whose: Sequence[Holder], row: Extreme | None = None
) -> np.ndarray:
    """The likelihoods, headings that do not answer by themselves passed over; where it is told who
    holds the office, or what the person said, that is asked for, others count for little.
    """
    if row is not None:
        alone = np.zeros(len(reading.sentences))
        alone[row.sentence] = 1.0
        return alone
    likely = _of_its_row(retrieval, reading)
    if "own" in whose:
        likely = likely * np.array([_SHARES[one] for one in whose])
        likely = likely * np.array(still(retrieval.query.text, reading.sentences))
        if said := claim(retrieval.query.text):
            likely = likely * saying_it(retrieval, reading.sentences, said)
        likely = likely / likely.sum()
    likely = _of_its_time(retrieval.query.text, reading.sentences, likely)
    holds = np.array([s.is_heading and _answers_itself(retrieval, s) for s in reading.sentences])
    below = below_headings(reading.sentences, likely, holds)
    return below_questions(reading.sentences, below)


def _of_its_time(question: str, sentences: Sequence[Sentence], likely: np.ndarray) -> np.ndarray:
    """The likelihoods, that of a likeliest sentence of another time than the question names given
    to those that tell of the time, where one does.
    """
    best = int(np.argmax(likely))
    if not of_another_time(question, sentences[best]):
        return likely
    own = np.array([
        share >= _RIVAL * likely[best] and tells_of_the_time(question, s)
        for s, share in zip(sentences, likely, strict=True)
    ])  # fmt: skip
    if not own.any():
        return likely
    moved = np.where(own, likely, 0.0)
    return np.asarray(_MOVED * moved / moved.sum() + (1 - _MOVED) * likely)


def _of_its_row(retrieval: Retrieval, reading: Reading) -> np.ndarray:
    """The likelihoods, those of the rows of tables given to the row that is asked for, if one is:
    of a table's rows, which say the same of different things, the one that holds all of a question.
    """
    rows = np.array([is_row(s.text) for s in reading.sentences])
    asked = np.array([
        row and looked_up(retrieval.query, retrieval.weights, s.text) is not None
        for row, s in zip(rows, reading.sentences, strict=True)
    ])  # fmt: skip
    if not asked.any() or not rows[int(np.argmax(reading.likely))]:
        return reading.likely
    likely = np.where(rows & ~asked, 0.0, reading.likely)
    own = np.where(asked, likely, 0.0) + np.where(asked, 1e-9, 0.0)
    likely = likely + (1 - likely.sum()) * own / own.sum()
    return np.asarray(likely)


def _answers_itself(retrieval: Retrieval, heading: Sentence) -> bool:
    """Whether a heading holds the value asked for, or says all that is asked about and more: "The
    library opens at nine and closes at five".
    """
    query = retrieval.query
    if answering_values(question_type(query.text), query.text, heading.text):
        return True
    held = query.meant_by(heading.stems)
    more = {stem(word) for word in search_terms(heading.text)} - query.stems
    return len(more) >= _TOLD and not retrieval.weights.missing(held)


def _quoted(
    found: Retrieval,
    reading: Reading,
    likely: np.ndarray,
    limits: Limits,
    row: Extreme | None = None,
) -> Said:
    expected = question_type(found.query.text)
    several = expected.is_list or expected.kind == "manner"
    if several:
        limits = replace(limits, most=limits.most + _LISTS)
    own = choose(reading.sentences, likely, limits)
    first, *further = own
    own = [first, *(i for i in further if not _of_another(found, reading.sentences[i]))]
    if several:
        own = whole_list(reading.sentences, own, _WHOLE_LIST)
        limits = replace(limits, most=max(limits.most, len(own)))
    chosen = with_context(reading.sentences, own, limits.most + 1, found.query.stems)
    if claim(found.query.text):
        chosen = with_speakers(reading.sentences, chosen, limits.most + 1)
    in_parts = several and float(likely.max()) < _SURELY_THE_ONE
    ordered = reading_order(reading.sentences, chosen, len(own), in_text_order=in_parts)
    picked = [reading.sentences[i] for i in ordered]
    picked = [s for s in picked if verify(s.text, [s.text]).support != "unsupported"]
    picked, conflicts = _with_conflicts(found.query, reading, picked)
    surest = set(map(id, telling(reading, likely, picked)))
    citations = [
        citation(n, s, found, marked=id(s) in surest) for n, s in enumerate(picked, start=1)
    ]
    if row is not None and citations and citations[0].quote == reading.sentences[row.sentence].text:
        citations[0] = replace(citations[0], emphasis=((row.start, row.end),))
    sentences = tuple(
        AnswerSentence(c.quote, (c.n,), verify(c.quote, [c.quote]).support) for c in citations
    )
    text = " ".join(f"{s.text} [{s.citations[0]}]" for s in sentences)
    return Said(
        text, sentences, tuple(citations), conflicts, "answered", confidence=reading.confidence
    )


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
