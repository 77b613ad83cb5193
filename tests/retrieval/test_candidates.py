"""What a candidate holds: its sentences word for word, and the stems of its parts."""

from __future__ import annotations

from tests.retrieval.build import candidate

ONE = candidate("Boats sailed. A boat was paid for.\n\nThe end", start=70, title="Paid boats")


def test_the_sentences_of_a_passage_word_for_word() -> None:
    assert ONE.sentence_texts == ["Boats sailed.", "A boat was paid for.", "The end"]


def test_stems_of_the_passage_its_title_and_its_sentences() -> None:
    sentences = [("boat", "sail"), ("a", "boat", "was", "pay", "for"), ("the", "end")]
    assert ONE.sentence_stems == sentences
    assert ONE.stems == tuple(stem for sentence in sentences for stem in sentence)
    assert ONE.stem_set == set(ONE.stems)
    assert ONE.title_stems == {"pay", "boat"}
    assert candidate("Rain fell.").title_stems == frozenset()
