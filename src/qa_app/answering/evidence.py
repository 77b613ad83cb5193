"""The sentences of the articles that say most of something. Pure, but for the search."""

from __future__ import annotations

from dataclasses import replace

from qa_app.answering.articles import LEAST_WORDS
from qa_app.answering.citing import cite
from qa_app.answering.sentences import Sentence, sentences_of
from qa_app.contract import Citation
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval, Searcher

COVERED = 0.5
_NEARLY = 0.65


def evidence(
    searcher: Searcher, query: Query, about: str, most: int, passages: int | None = None
) -> list[Citation]:
    """The sentences that say most of `about`, at least half of it, none of them a heading."""
    found = searcher.retrieve(replace(query, text=about), passages)
    if not found.ranked:
        return []
    every = sentences_of(found, passages=len(found.ranked))
    scored = sorted(
        ((share_of(found, s), -n, s) for n, s in enumerate(every) if tells(s)),
        key=lambda one: one[:2],
        reverse=True,
    )
    least = max(COVERED, _NEARLY * scored[0][0]) if scored else 0.0
    chosen = [s for share, _, s in scored if share >= least][:most]
    return [cite(1, s.passage, s.span, found, ()) for s in chosen]


def share_of(found: Retrieval, sentence: Sentence) -> float:
    """How much of what is searched a sentence says, 0 to 1; its title counts for a little."""
    own = found.weights.coverage(found.query.meant_by(sentence.stems))
    title = found.weights.coverage(
        found.query.meant_by(sentence.stems | sentence.ranked.candidate.title_stems)
    )
    return 0.7 * own + 0.3 * title


def tells(sentence: Sentence, least: int = LEAST_WORDS) -> bool:
    """Whether a sentence of at least so many words states something: no heading, no question."""
    long = len(sentence.text.split()) >= least
    title = sentence.is_heading or sentence.text.strip() == sentence.passage.title
    return long and not title and not sentence.text.rstrip().endswith("?")
