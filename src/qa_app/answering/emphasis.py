"""The answering words inside a quote: the number, name or date that was asked for. Pure."""

from __future__ import annotations

import re

from qa_app.answering.sentences import Sentence, answering_values
from qa_app.retrieval.words import search_terms, stem
from qa_app.values import Value, question_type

Stretch = tuple[int, int]
_SURE = 2.0
_MOST_WORDS = 14


def emphasis(question: str, sentence: Sentence) -> tuple[Stretch, ...]:
    """Stretches of the sentence (code points of it) that answer, or none.

    With a reader, the words that it marks, widened to the value they are part of; a value of the
    form asked for that the reader does not mark is not the answer. Without one, the value of that
    form nearest to the question's words. Where a list is asked for, all values of the form.
    """
    expected = question_type(question)
    fitting = answering_values(expected, question, sentence.text)
    if expected.is_list and len(fitting) > 1:
        return tuple((value.start, value.end) for value in fitting)
    if sentence.read is not None:
        return _read(sentence, fitting)
    if not fitting:
        return ()
    places = _places(question, sentence.text)
    nearest = min(fitting, key=lambda value: (_distance(value, places), value.start))
    return ((nearest.start, nearest.end),)


def _read(sentence: Sentence, fitting: list[Value]) -> tuple[Stretch, ...]:
    assert sentence.read is not None
    base = sentence.span.start - sentence.passage.span.start
    start, end = (max(place - base, 0) for place in sentence.read.span)
    if sentence.read.margin <= 0 or end <= start:
        return ()
    held = [value for value in fitting if value.start < end and start < value.end]
    if len(held) == 1:
        return ((held[0].start, held[0].end),)
    short = len(sentence.text[start:end].split()) <= _MOST_WORDS
    if short and (held or not fitting or sentence.read.margin > _SURE):
        return ((start, min(end, len(sentence.text))),)
    return ()


def _places(question: str, quote: str) -> list[Stretch]:
    """Where the question's telling words stand in the quote, inflected or not."""
    asked = {stem(term) for term in search_terms(question)}
    return [m.span() for m in re.finditer(r"\w+", quote) if stem(m.group().lower()) in asked]


def _distance(value: Value, places: list[Stretch]) -> float:
    """Mean distance in characters to the places; 0 when there are none."""
    gaps = [max(start - value.end, value.start - end, 0) for start, end in places]
    return sum(gaps) / len(gaps) if gaps else 0.0
