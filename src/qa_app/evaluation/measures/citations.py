"""Whether the citations are exact, to the point, complete and tight.

Precision follows ALCE (Gao et al., "Enabling Large Language Models to Generate Text with
Citations", EMNLP 2023): the share of citations that bear on the answer; here the gold evidence
decides, not a model. Its recall, the share of sentences that their citations support, would be the
assistant's own verifier judging itself, and is not a measure of this program.
Localisation is the Dice overlap (F1) of the quoted and the gold words by their positions.
"""

from __future__ import annotations

from collections.abc import Iterable

from qa_app.contract import Answer, Citation
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.measures.answer_text import found
from qa_app.evaluation.measures.part import Part, mean_part, yes
from qa_app.evaluation.places import Case, says, word_starts
from vectorstore.model import Span


def is_exact(citation: Citation, corpus: Corpus) -> bool:
    """Whether the quote is what stands at its place, and every emphasis lies inside it."""
    text = corpus.texts.get(citation.source)
    if text is None or not 0 <= citation.start < citation.end <= len(text):
        return False
    inside = all(0 <= start < end <= len(citation.quote) for start, end in citation.emphasis)
    return inside and text[citation.start : citation.end] == citation.quote


def exactness(answer: Answer, corpus: Corpus) -> Part | None:
    """Exact ones of all citations shown, the closest of an abstention included; none: no part.

    A marker that names no citation, or two citations with one number, is a citation not exact.
    """
    shown = [*answer.citations, *answer.closest]
    numbers = [citation.n for citation in answer.citations]
    named = {number for sentence in answer.sentences for number in sentence.citations}
    wrong = len(named - set(numbers)) + len(numbers) - len(set(numbers))
    right = sum(is_exact(citation, corpus) for citation in shown)
    total = len(shown) + wrong
    return Part(right, total) if total else None


def bears(case: Case, citation: Citation) -> bool:
    """Whether the citation holds a piece of the evidence or, wherever it stands, an answer.

    Where gold names no answers, some words of the evidence are enough.
    """
    if not case.question.answers:
        return bool(case.pieces_touched(citation))
    return bool(case.pieces_in(citation)) or found(citation.quote, case.question.answers)


def precision(case: Case, answer: Answer) -> Part | None:
    """Citations that bear on the answer, of those shown; no part without citations."""
    shown = len(answer.citations)
    right = sum(bears(case, citation) for citation in answer.citations)
    return Part(right, shown) if shown else None


def uncited(answer: Answer) -> Part | None:
    """Sentences that cite nothing that is there, of those shown; no part without sentences."""
    numbers = {citation.n for citation in answer.citations}
    bare = sum(not numbers & set(sentence.citations) for sentence in answer.sentences)
    return Part(bare, len(answer.sentences)) if answer.sentences else None


def evidence_cited(case: Case, answer: Answer) -> Part | None:
    """Pieces of evidence that a citation holds, of those needed; no part when their words are not
    known.
    """
    if not case.words_known:
        return None
    cited = {piece for citation in answer.citations for piece in case.pieces_in(citation)}
    if case.question.needs_all:
        return Part(len(cited), len(case.places))
    return yes(bool(cited))


def in_quotes(case: Case, answer: Answer) -> Part | None:
    """Whether the quotes, taken together, hold a gold answer; no part without either."""
    if not case.question.answers:
        return None
    quotes = " ".join(citation.quote for citation in answer.citations)
    return yes(says(case.question, quotes)) if answer.citations else None


def localisation(case: Case, answer: Answer) -> Part | None:
    """Dice overlap of quoted and gold words, of alternatives the best; no part without either."""
    if not case.words_known or not answer.citations:
        return None
    quoted = _words(case.corpus, ((c.source, (Span(c.start, c.end),)) for c in answer.citations))
    choices = [case.places] if case.question.needs_all else [(each,) for each in case.places]
    golds = [_words(case.corpus, ((p.source, p.spans) for p in each)) for each in choices]
    return mean_part(max(_dice(quoted, gold) for gold in (*golds, set().union(*golds))))


def _dice(first: set[tuple[str, int]], second: set[tuple[str, int]]) -> float:
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _words(
    corpus: Corpus, stretches: Iterable[tuple[str, tuple[Span, ...]]]
) -> set[tuple[str, int]]:
    return {word for source, spans in stretches for word in word_starts(corpus, source, spans)}
