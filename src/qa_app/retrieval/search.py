"""Retrieve: both searches, fused, ordered by the reranker, without repeats."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.diversify import diversify
from qa_app.retrieval.english import is_english
from qa_app.retrieval.fuse import fuse
from qa_app.retrieval.initials import followed, written_out
from qa_app.retrieval.peoples import called_otherwise, countries, silent_on
from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.reranker import Linear, Reranker, load
from qa_app.retrieval.vocabulary import Vocabulary
from qa_app.retrieval.wording import aliases, cased, is_careless, respelled
from qa_app.retrieval.words import tokens
from qa_app.settings import Settings
from vectorstore.model import Beside, Hit
from vectorstore.search import Nearest
from vectorstore.snapshot import Snapshot
from vectorstore.store import Store

_EXPLAINED_IN, _SPELLED_IN, _CASED_IN = 40, 3, 8
_SPECIAL_TOKENS = 2


@dataclass(frozen=True)
class Options:
    """How many passages each search gives, how they are weighed, how many are returned."""

    candidates: int = 60
    vector_weight: float = 1.0
    word_weight: float = 1.0
    passages: int = 12
    reranker: Reranker = field(default_factory=Linear)

    @classmethod
    def of(cls, settings: Settings) -> Options:
        """As the settings want it.

        Raises:
            RerankerError: if the settings name a cross-encoder that is not there.
        """
        return cls(
            candidates=settings.candidates,
            vector_weight=settings.vector_weight,
            word_weight=settings.word_weight,
            passages=settings.passages,
            reranker=load(settings.reranker),
        )


@dataclass(frozen=True)
class Ranked:
    """A candidate, and the reranker's score when it was listed."""

    candidate: Candidate
    score: float


@dataclass(frozen=True)
class Retrieval:
    """What was found for a query in one generation, best first.

    Attributes:
        also: words that were put in for mistyped ones, and short forms that were followed.
        absent: what the question names and no article of the store does, in any form; as the
            question writes it.
        passages: how many the store holds, found or not.
        beside: tells more of the articles found.
        credited: what the question names and only bylines or publishers of articles do, as the
            question writes it, with the title of one of those articles.
        silent: the articles found that name none of the countries that the question names.
    """

    query: Query
    also: tuple[str, ...]
    absent: tuple[str, ...]
    generation: int
    passages: int
    vector: NDArray[np.float32]
    weights: TermWeights
    ranked: tuple[Ranked, ...]
    beside: Mapping[str, Beside] = field(default_factory=dict)
    credited: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    @property
    def asks_of_credited(self) -> bool:
        """Whether the question is about nothing but who wrote or published articles, of whom they
        tell nothing.
        """
        names = {word for written in self.credited for word in tokens(written)}
        others = (term for term in self.query.terms if term not in names)
        return bool(names) and not any(self.query.topic(term) for term in others)

    @property
    def absent_names(self) -> tuple[str, ...]:
        """Those of `absent` that are names: written with a capital, or no English word. A year is
        none: an article of that year need not say so. Who only wrote the articles is one where
        nothing else is asked about.
        """
        told = (*self.absent, *(self.credited if self.asks_of_credited else ()))
        words = (w for w in told if not w[:1].isdigit())
        return tuple(w for w in words if w[:1].isupper() or not is_english(w.lower()))


class Searcher:
    """Searches one store; keeps the words of its current generation. May be shared by threads."""

    def __init__(self, store: Store, options: Options = Options()) -> None:
        self.store = store
        self.options = options
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._credits: tuple[int, Mapping[str, str]] | None = None
        self._reading = threading.Lock()

    def cased(self, question: str) -> str:
        """A question that was written without capitals, but for the first, with those of its names.

        Raises:
            StoreError: if the store cannot be read.
        """
        if not is_careless(question):
            return question
        with self.store.read() as snapshot:
            return cased(question, lambda word: _holding(snapshot, word, _CASED_IN))

    def worded(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """The query in the spelling of the articles, and the words that were put in.

        Raises:
            StoreError: if the store cannot be read.
        """
        with self.store.read() as snapshot:

            def holding(term: str) -> list[str]:
                return _holding(snapshot, term, _SPELLED_IN)

            def found(more: Sequence[str]) -> list[str]:
                searched = [*replace(query, text=text).searched, *more]
                hits = snapshot.by_words(searched, self.options.candidates)
                passages = snapshot.passages([hit.passage for hit in hits], with_sentences=False)
                return [passages[hit.passage].text for hit in hits]

            words = self._words(snapshot)
            text, put_in = respelled(
                query.text, words, holding, lambda word: word in self._credited(snapshot)
            )
            text, long = written_out(text, lambda word: bool(words.holding(word)), found)
        return replace(query, text=text), (*put_in, *long)

    def retrieve(self, query: Query, passages: int | None = None) -> Retrieval:
        """Search the store for a query.

        Args:
            query: what is searched for, and where.
            passages: how many are returned; with None as many as the options say.

        Raises:
            StoreError: if the store cannot be read.
            EmbeddingModelError: if the question cannot be embedded.
            RerankerError: if the cross-encoder cannot be used.
        """
        query, put_in = self.worded(query)
        vector = self.store.embedder.encode([query.text])[0]
        options = replace(self.options, passages=passages or self.options.passages)
        nearest = Nearest(vector, options.candidates)
        with self.store.read(nearest, where=query.where) as snapshot:
            vocabulary = self._words(snapshot)
            found = self._candidates(snapshot, query, vector)
            texts = [candidate.passage.text for candidate in found[:_EXPLAINED_IN]]
            lacking = [term for term in query.terms if not vocabulary.holding(term)]
            topics = {term: written for term in lacking if (written := query.topic(term))}
            peoples = called_otherwise(topics.items(), vocabulary.holding, texts)
            named = (*aliases(query.text, texts), *followed(query.text, texts))
            if named or peoples:
                query = replace(query, aliases=(*named, *peoples))
                found = self._candidates(snapshot, query, vector)
            term_weights = TermWeights.of(query, vocabulary)
            ranked = rank(query, term_weights, found, options)
            whole = snapshot.divided([one.candidate.passage for one in ranked])
            sources = {one.candidate.passage.source for one in ranked}
            beside = snapshot.beside(sources)
            of_countries = sources if countries(query.text) else ()
            silent = silent_on(query.text, {one: snapshot.text(one) for one in of_countries})
            known = {one.short for one in peoples}
            topics = {term: written for term, written in topics.items() if term not in known}
            credits = self._credited(snapshot) if topics else {}
        ranked = tuple(
            replace(one, candidate=replace(one.candidate, passage=whole[one.candidate.passage.id]))
            for one in ranked
        )
        names = (name for one in named for name in (one.short.upper(), one.long))
        also = dict.fromkeys((*put_in, *names, *(one.long.title() for one in peoples)))
        absent = tuple(written for term, written in topics.items() if term not in credits)
        return Retrieval(
            query,
            tuple(also),
            absent,
            snapshot.generation,
            vocabulary.passages,
            vector,
            term_weights,
            ranked,
            beside,
            {written: credits[term] for term, written in topics.items() if term in credits},
            silent,
        )

    def _words(self, snapshot: Snapshot) -> Vocabulary:
        with self._reading:
            if self._vocabulary is None or self._vocabulary[0] != snapshot.generation:
                words = Vocabulary(snapshot.vocabulary(), snapshot.passage_count(), self._is_word)
                self._vocabulary = (snapshot.generation, words)
            return self._vocabulary[1]

    def _credited(self, snapshot: Snapshot) -> Mapping[str, str]:
        """The words of bylines and publishers, with the title of an article that has each."""
        with self._reading:
            if self._credits is None or self._credits[0] != snapshot.generation:
                known = [(a, a.metadata) for a in snapshot.articles()]
                words = {
                    word: data.title.value or article.source
                    for article, data in known
                    for word in tokens(f"{data.byline.value} {data.publisher.value}")
                }
                self._credits = (snapshot.generation, words)
            return self._credits[1]

    def _is_word(self, word: str) -> bool:
        """Whether a word is English, or the embedding model knows it whole: 20,000 words, names
        among them.
        """
        known = self.store.embedder.count_tokens([word])[0] == _SPECIAL_TOKENS + 1
        return known or is_english(word)

    def _candidates(
        self, snapshot: Snapshot, query: Query, vector: NDArray[np.float32]
    ) -> list[Candidate]:
        near = snapshot.nearest
        worded = snapshot.by_words(query.searched, self.options.candidates)
        fused = fuse(
            [[hit.passage for hit in near], [hit.passage for hit in worded]],
            [self.options.vector_weight, self.options.word_weight],
        )
        passages = snapshot.passages(fused, with_sentences=False)
        cosines = {hit.passage: hit.score for hit in near}
        unknown = [id_ for id_ in fused if id_ not in cosines]
        cosines |= {id_: float(v @ vector) for id_, v in snapshot.vectors(unknown).items()}
        bm25 = {hit.passage: hit.score for hit in worded}
        near_rank, word_rank = _ranks(near), _ranks(worded)
        return [
            Candidate(
                passage=passages[id_],
                cosine=cosines.get(id_, 0.0),
                bm25=bm25.get(id_, 0.0),
                vector_rank=near_rank.get(id_),
                word_rank=word_rank.get(id_),
                fused=score,
            )
            for id_, score in fused.items()
        ]


def rank(
    query: Query, term_weights: TermWeights, found: list[Candidate], options: Options
) -> tuple[Ranked, ...]:
    """Candidates best first, near-duplicates left out."""
    if not found:
        return ()
    scores = options.reranker.score(query, term_weights, found)
    order = sorted(range(len(found)), key=lambda i: _place(found[i]))
    listed = diversify(
        [found[i] for i in order],
        [float(scores[i]) for i in order],
        options.passages,
        options.reranker.penalty,
    )
    return tuple(Ranked(found[order[i]], worth) for i, worth in listed)


def _place(candidate: Candidate) -> tuple[str, int]:
    # Ties are broken by place, not by row id: two stores of the same articles answer alike.
    return candidate.passage.source, candidate.passage.span.start


def _ranks(hits: list[Hit]) -> dict[int, int]:
    return {hit.passage: rank for rank, hit in enumerate(hits)}


def _holding(snapshot: Snapshot, term: str, most: int) -> list[str]:
    """Texts and titles of the passages that hold a term, at most so many."""
    hits = snapshot.by_words([term], most)
    found = snapshot.passages([hit.passage for hit in hits], with_sentences=False)
    return [text for passage in found.values() for text in (passage.text, passage.title)]
