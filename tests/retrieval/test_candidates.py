"""What a candidate holds: its sentences word for word, and the stems of its parts."""

from __future__ import annotations

from qa_app.retrieval.words import stem
from tests.retrieval.build import candidate

ONE = candidate("Boats sailed. A boat was paid for.\n\nThe end", start=70, title="Paid boats")
TEXTS = ("boats sailed", "a boat was paid for", "the end")


def test_the_sentences_of_a_passage_word_for_word() -> None:
    assert ONE.sentence_texts == ["Boats sailed.", "A boat was paid for.", "The end"]


def test_stems_of_the_passage_its_title_and_its_sentences() -> None:
    sentences = [tuple(map(stem, text.split())) for text in TEXTS]
    assert ONE.sentence_stems == sentences
    assert ONE.stems == sum(sentences, ())
    assert ONE.stem_set == set(ONE.stems)
    assert ONE.title_stems == {stem("paid"), "boat"}
    assert candidate("Rain fell.").title_stems == frozenset()
