"""The answering words inside a quote: the number, name or date that was asked for. Pure."""

from __future__ import annotations

import re

from qa_app.answering.sentences import answering_values
from qa_app.retrieval.words import search_terms, stem
from qa_app.values import Value, question_type


def emphasis(question: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Stretches of `quote` (code points) that have the form of the answer.

    Where one thing is asked for and several fit, the one nearest to the question's words; where a
    list is asked for, all. Nothing where the question does not ask for a value.
    """
    expected = question_type(question)
    fitting = answering_values(expected, question, quote)
    if len(fitting) > 1 and not expected.is_list:
        places = _places(question, quote)
        fitting = [min(fitting, key=lambda value: (_distance(value, places), value.start))]
    return tuple((value.start, value.end) for value in fitting)


def _places(question: str, quote: str) -> list[tuple[int, int]]:
    """Where the question's telling words stand in the quote, inflected or not."""
    asked = {stem(term) for term in search_terms(question)}
    return [m.span() for m in re.finditer(r"\w+", quote) if stem(m.group().lower()) in asked]


def _distance(value: Value, places: list[tuple[int, int]]) -> float:
    """Mean distance in characters to the places; 0 when there are none."""
    gaps = [max(start - value.end, value.start - end, 0) for start, end in places]
    return sum(gaps) / len(gaps) if gaps else 0.0
