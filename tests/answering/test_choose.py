"""The shortest set of sentences that suffices."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa_app.answering.choose import choose, likelihoods, reading_order
from qa_app.answering.sentences import Sentence
from qa_app.retrieval.search import Ranked
from tests.retrieval.build import candidate


def sentences(*texts: str, source: str = "a.txt", id: int = 1) -> list[Sentence]:
    """The sentences of one passage."""
    ranked = Ranked(candidate(" ".join(texts), source=source, id=id), 1.0, np.zeros(1))
    found = []
    for index, span in enumerate(ranked.candidate.passage.sentences):
        text = ranked.candidate.sentence_texts[index]
        stemmed = frozenset(ranked.candidate.sentence_stems[index])
        found.append(Sentence(ranked, 0, index, span, text, stemmed))
    return found


def chosen(found: list[Sentence], likely: list[float], **limits: float) -> list[str]:
    options = {"enough": 0.6, "least": 0.2, "most": 4} | limits
    return [c.sentence.text for c in choose(found, np.array(likely), **options)]  # type: ignore[arg-type]


def test_one_sentence_when_it_is_enough() -> None:
    found = sentences("Trade grew.", "Six boats came in June.", "Rain fell.")
    assert chosen(found, [0.1, 0.8, 0.1]) == ["Six boats came in June."]


def test_more_until_it_is_enough_in_the_order_of_the_text() -> None:
    found = sentences("Trade grew.", "Six boats came in June.", "Rain fell.")
    assert chosen(found, [0.3, 0.4, 0.3]) == ["Trade grew.", "Six boats came in June."]


def test_a_sentence_far_behind_adds_nothing() -> None:
    found = sentences("Trade grew.", "Six boats came in June.", "Rain fell.")
    assert chosen(found, [0.05, 0.5, 0.05], enough=0.99) == ["Six boats came in June."]


def test_a_sentence_that_leans_back_brings_the_one_before() -> None:
    found = sentences("Tokyo sent a ship.", "It reached Da Nang.", "Rain fell.")
    assert chosen(found, [0.1, 0.8, 0.1]) == ["Tokyo sent a ship.", "It reached Da Nang."]


def test_the_same_words_in_another_article_are_not_said_twice() -> None:
    one = sentences("Six boats came to the port in June of that year.")
    two = sentences("Six boats came to the port in June of that year.", source="b.txt", id=2)
    assert len(chosen(one + two, [0.5, 0.5], enough=0.9)) == 1


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_likelihoods_are_a_distribution(scores: list[float]) -> None:
    likely = likelihoods(np.array(scores))
    assert np.isclose(likely.sum(), 1.0)
    assert likely[int(np.argmax(scores))] == likely.max()


@given(st.permutations(range(6)), st.integers(1, 6))
def test_reading_order_keeps_every_choice_once(order: list[int], count: int) -> None:
    found = sentences("Aa.", "Bb.", "Cc.") + sentences("Dd.", "Ee.", "Ff.", source="b.txt", id=2)
    picked = order[:count]
    result = reading_order(found, picked)
    assert sorted(result) == sorted(picked)
    starts = [found[i].span.start for i in result if found[i].passage.source == "a.txt"]
    assert starts == sorted(starts)
