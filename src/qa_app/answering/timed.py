"""A question about a time, answered from what was said at that time.

An article tells of its own time without naming it, so the question is asked without its words of
time, of the articles of those days; what an article of another time says of those days counts too.
An article without a date is never guessed to be of a time, and is named where it is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from qa_app.answering.quotes import Said
from qa_app.answering.reading import Reading
from qa_app.answering.sentences import Sentence, values_of
from qa_app.conflicts.dates import written_on
from qa_app.contract import Citation
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from qa_app.timing import Prefers, Timing
from qa_app.values import When, question_type
from qa_app.values.spans import Days, days_of
from vectorstore.model import Filter, StoredPassage

Read = tuple[Retrieval, Reading]
_NEAR = 0.45
"""The confidence of the whole question below which it is not asked without its words of time."""
_LIKELY, _LIKELIEST, _DOUBTFUL, _AHEAD, _LESS = 0.1, 0.2, 2.0, 2.0, 1e-6
"""The share of the likeliest sentence's likelihood from which a sentence answers, without a reader
and whatever the reader says; by how many logits an
answer of the wanted time may be less relevant than the best before another is shown beside it; how
much likelier it is then taken to be; what a confidence lacks that is no answer's."""


def narrowed(where: Filter, days: Days) -> Filter:
    """The filter, and only articles that were published in those days."""
    first = days.first.isoformat() if days.first else ""
    last = days.last.isoformat() if days.last else ""
    return replace(
        where,
        published_from=max(where.published_from, first),
        published_to=min(filter(None, (where.published_to, last)), default=""),
    )


def at_its_time(
    timing: Timing, first: Read, look: Callable[[Query], Read], sure: float
) -> tuple[Read, str]:
    """What is found and read for a question about a time, and what is to be said of it.

    Args:
        first: what was found and read for the whole question.
        look: finds and reads.
        sure: the confidence from which a question is answered.
    """
    query = replace(first[0].query, text=timing.question)
    if first[1].confidence < _NEAR:  # without its year "Who won the cup in 2022?" asks of any cup
        return first, ""
    if timing.days == Days(None, None):
        bare = look(query)
        taken = bare if bare[1].confidence >= min(sure, first[1].confidence) else first
        return (taken[0], preferred(taken[1], timing.prefers)), ""
    best = _likeliest(first[1])
    if not timing.strict and first[1].confidence >= sure and best is not None:
        passage = best.passage
        if _is_written_in(passage, timing.days):
            return (first[0], _within(first[1], lambda p: _is_written_in(p, timing.days))), ""
        if not passage.published:
            return first, ""
        if _names(passage.text, passage, timing.days):
            return (first[0], _within(first[1], lambda p: _may_be_of(p, timing.days))), ""
    inside = look(replace(query, where=narrowed(query.where, timing.days)))
    if timing.strict and _names_surer(first[1], inside[1], timing.days):
        return (first[0], _within(first[1], lambda p: _may_be_of(p, timing.days))), ""
    if inside[1].confidence >= sure:
        read = preferred(inside[1], timing.prefers)
        return (inside[0], read), f"From articles published {in_words(timing.days)}."
    if timing.strict:
        kept = _within(first[1], lambda passage: _may_be_of(passage, timing.days))
        # What is of another time is no answer, and yet what comes closest.
        likeliest = _likeliest(first[1])
        answers = likeliest is not None and _may_be_of(likeliest.passage, timing.days)
        told = (first[0], kept if answers else replace(first[1], confidence=0.0))
        return max(told, inside, key=lambda one: one[1].confidence), ""
    return _told_later(timing, first, look(query), sure) or _in_force(timing, first, look, sure)


def _likeliest(read: Reading) -> Sentence | None:
    return read.sentences[int(np.argmax(read.likely))] if read.sentences else None


def _names_surer(whole: Reading, inside: Reading, days: Days) -> bool:
    """Whether a surer answer than that of the articles of those days names them itself."""
    best = _likeliest(whole)
    surer = whole.confidence > inside.confidence
    return best is not None and surer and _names(best.text, best.passage, days)


def _told_later(timing: Timing, first: Read, bare: Read, sure: float) -> tuple[Read, str] | None:
    """What articles of other times say of those days in the sentence that answers."""
    read = bare[1]
    best = max(read.likely, default=0.0)
    named = {
        id(s.passage)
        for s, likely in zip(read.sentences, read.likely, strict=True)
        if _answers(s, likely, best) and _names(s.text, s.passage, timing.days)
    }
    if not named or read.confidence < sure:
        return None
    return (bare[0], _within(read, lambda passage: id(passage) in named)), ""


def _in_force(
    timing: Timing, first: Read, look: Callable[[Query], Read], sure: float
) -> tuple[Read, str]:
    """The newest that was said before the end of those days, where that answers; or `first`, not as
    an answer where its likeliest sentence is about other days.
    """
    query = replace(first[0].query, text=timing.question)
    if timing.in_force and timing.days.last is not None:
        before = Days(None, timing.days.last)
        earlier = look(replace(query, where=narrowed(query.where, before)))
        if earlier[1].confidence >= sure:
            note = f"No article of that time was found to say so; this was said {in_words(before)}."
            return (earlier[0], preferred(earlier[1], "newest")), note
    read = first[1]
    likeliest = _likeliest(read)
    dated = likeliest is not None and bool(_days_in(likeliest.text, likeliest.passage))
    if dated and read.confidence >= sure:
        return (first[0], replace(read, confidence=min(read.confidence, sure - _LESS))), ""
    return first, ""


def preferred(read: Reading, prefers: Prefers) -> Reading:
    """Only what the newest (or oldest) article says that answers, and the next one where the first
    is doubtful. Articles without a date are neither.
    """
    if not prefers:
        return read
    best = max(read.likely, default=0.0)
    answering = [
        sentence
        for sentence, likely in zip(read.sentences, read.likely, strict=True)
        if sentence.passage.published and _answers(sentence, likely, best)
    ]
    days = sorted({s.passage.published for s in answering}, reverse=prefers == "newest")
    if not days:
        return read
    wanted = [s for s in answering if s.passage.published == days[0]]
    kept = days[:1] if _is_sure(wanted, answering) else days[:2]
    cut = _within(read, lambda passage: passage.published in kept)
    chosen = set(map(id, wanted))
    is_wanted = np.array([id(sentence) in chosen for sentence in cut.sentences])
    others = float(cut.likely[~is_wanted].max(initial=0.0))
    ahead = max(1.0, _AHEAD * others / max(float(cut.likely[is_wanted].max()), 1e-9))
    raised = np.where(is_wanted, cut.likely * ahead, cut.likely)
    return replace(cut, likely=raised / raised.sum())


def _answers(sentence: Sentence, likely: float, best: float) -> bool:
    if sentence.read is None:
        return likely >= _LIKELY * best
    read = sentence.read
    return likely >= _LIKELIEST * best or (read.relevance > 0 and read.margin > 0)


def _is_sure(wanted: Sequence[Sentence], answering: Sequence[Sentence]) -> bool:
    def relevance(sentences: Iterable[Sentence]) -> float:
        return max((s.read.relevance for s in sentences if s.read), default=0.0)

    return relevance(wanted) >= relevance(answering) - _DOUBTFUL


def _within(read: Reading, holds: Callable[[StoredPassage], bool]) -> Reading:
    """Only the sentences of some passages."""
    held = {id(s.passage): holds(s.passage) for s in read.sentences}
    keep = np.array([held[id(s.passage)] for s in read.sentences], dtype=bool)
    sentences = tuple(s for s, kept in zip(read.sentences, keep, strict=True) if kept)
    likely = read.likely[keep]
    total = float(likely.sum()) or 1.0
    return Reading(sentences, read.features[keep], likely / total, read.confidence)


def _is_written_in(passage: StoredPassage, days: Days) -> bool:
    day = written_on(passage.published)
    return day is not None and Days(day, day).meets(days)


def _days_in(text: str, passage: StoredPassage) -> list[Days]:
    """The days that a text of a passage names, read from the day that it was published."""
    day = written_on(passage.published)
    dates = (v.detail for v in values_of(text) if isinstance(v.detail, When))
    return [found for when in dates if (found := days_of(when, day)) is not None]


def _names(text: str, passage: StoredPassage, days: Days) -> bool:
    return any(found.meets(days) for found in _days_in(text, passage))


def _may_be_of(passage: StoredPassage, days: Days) -> bool:
    """Whether a passage was written in those days or names one; without a date it may have been."""
    written_in = not passage.published or _is_written_in(passage, days)
    return written_in or _names(passage.text, passage, days)


def in_words(days: Days) -> str:
    """Days in words: "from 2014-01-01 to 2014-12-31", "up to 2013-12-31"."""
    if days.first is None:
        return f"up to {days.last}"
    return f"from {days.first} on" if days.last is None else f"from {days.first} to {days.last}"


def with_dates(said: Said, question: str, timing: Timing, note: str) -> Said:
    """What is said, with a note on its time: `note`, the articles without a date that a question
    about a time was answered from, and which days "last week" means where a day is asked for.
    """
    notes = [note] if note and said.outcome == "answered" else []
    if timing:
        undated = dict.fromkeys(
            c.title or c.source
            for c in said.citations
            if not c.published and not _names_a_year(c.quote)
        )
        if undated:
            titles = ", ".join(f"“{title}”" for title in undated)
            notes.append(f"Not dated, so it may be of any time: {titles}.")
    if question_type(question).kind in ("date", "year"):
        notes += dict.fromkeys(line for c in said.citations for line in _relative(c))
    return replace(said, note=" ".join(filter(None, (*notes, said.note))))


def _names_a_year(text: str) -> bool:
    return any(isinstance(v.detail, When) and v.detail.year for v in values_of(text))


def _relative(cited: Citation) -> Iterable[str]:
    """What the marked words of a citation mean that only the day of writing explains."""
    for value in values_of(cited.quote):
        marked = any(start < value.end and value.start < end for start, end in cited.emphasis)
        if not marked or not isinstance(value.detail, When) or not value.detail.relative:
            continue
        day = written_on(cited.published)
        if day is None:
            yield f"Which day “{value.text}” was cannot be told: the article has no date."
        elif days := days_of(value.detail, day):
            meant = str(days.first) if days.first == days.last else in_words(days)
            yield f"“{value.text}”, written on {day}, means {meant}."
