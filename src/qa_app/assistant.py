"""The assistant: a store, a model for vectors, and questions answered from both."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Self

from qa_app import inputs, prompts, weights
from qa_app.answering import confidence, quotes
from qa_app.answering.follow_up import stand_alone
from qa_app.contract import Answer, Retrieved, Turn
from qa_app.memory import EmbeddingMemory
from qa_app.opening import open_store
from qa_app.question import cleaned
from qa_app.retrieval import search
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from qa_app.settings import Settings, load_settings
from vectorstore.closing import Closing
from vectorstore.model import Filter, StoredArticle
from vectorstore.store import Store


class Assistant(Closing):
    """Answers questions from one store; a context manager. May be shared by threads."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._search = search.Options(
            candidates=settings.candidates,
            vector_weight=settings.vector_weight,
            word_weight=settings.word_weight,
            rerank=settings.rerank,
            passages=settings.passages,
        )
        self._embed = EmbeddingMemory(lambda texts: store.embedder.encode(texts))
        self._quotes = quotes.Options(
            threshold=_threshold(settings), most=settings.max_sentences, prompts=settings.prompts
        )

    @classmethod
    def open(cls, store: Path | str | None = None, settings: Settings | None = None) -> Self:
        """The assistant over the store in a folder; nothing heavy is loaded before a question.

        Raises:
            StoreMissingError: there is no store.
            ModelMismatchError: it was built with another embedding model than the settings name.
        """
        chosen = settings or load_settings()
        if store is not None:
            chosen = chosen.model_copy(update={"store": Path(store)})
        return cls(open_store(chosen), chosen)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn | Mapping[str, str]] = (),
        filters: Filter | Mapping[str, Any] | None = None,
        asked_on: date | str | None = None,
        id: str = "",
    ) -> Answer:
        """Answer a question from the current generation of the store.

        Args:
            question: anything; what is no question is refused in words, never with an error.
            history: the conversation so far, oldest first, as `Turn`s or {"role", "text"}.
            filters: which articles may be used: a `Filter`, or its fields as an object.
            asked_on: the day that "this week" refers to.
            id: handed back with the answer.

        Raises:
            InputError: history, filters or date are not of the form they must have.
            StoreError: the store cannot be read.
            EmbeddingModelError: the embedding model cannot be used.
        """
        began = time.perf_counter()
        said_before, where = inputs.turns(history), inputs.filters(filters)
        day = inputs.day(asked_on, "asked_on")
        asked = cleaned(question)
        searched = stand_alone(asked, said_before) if asked else ""
        if not any(character.isalnum() for character in searched):
            found, said, spent = None, self._no_question(), {}
        else:
            query = Query(searched, where, day)
            found = search.retrieve(self.store, query, self._search)
            retrieved_at = time.perf_counter()
            said = quotes.answer(found, self._embed, self._quotes)
            spent = {
                "retrieve": _ms(began, retrieved_at),
                "answer": _ms(retrieved_at, time.perf_counter()),
            }
        spent["total"] = _ms(began, time.perf_counter())
        return self._answer(id, asked, searched, said, found, spent)

    def _answer(
        self,
        id: str,
        question: str,
        searched: str,
        said: quotes.Quotes,
        found: Retrieval | None,
        spent: dict[str, float],
    ) -> Answer:
        return Answer(
            id=id,
            question=question,
            searched=searched,
            answer=said.answer,
            sentences=said.sentences,
            citations=said.citations,
            outcome=said.outcome,
            reason=said.reason,
            closest=said.closest,
            confidence=round(said.confidence, 4),
            conflicts=said.conflicts,
            retrieved=_retrieved(found) if found else (),
            mode="quotes",
            model="",
            generation=found.generation if found else self.generation(),
            timings_ms=spent,
        )

    def _no_question(self) -> quotes.Quotes:
        text = prompts.text("abstain", self.settings.prompts)
        reason = prompts.text("reason-no-question", self.settings.prompts)
        return quotes.Quotes(text, (), (), (), "no_question", reason, (), 0.0)

    def articles(self) -> list[StoredArticle]:
        """The current articles."""
        with self.store.read() as snapshot:
            return snapshot.articles()

    def text(self, source: str) -> str:
        """The text of a current article, the base of every offset.

        Raises:
            StoreError: there is no such article.
        """
        with self.store.read() as snapshot:
            return snapshot.text(source)

    def generation(self) -> int:
        """The number of the last committed ingest."""
        return self.store.generation()

    def warm_up(self) -> None:
        """Load the embedding model now rather than with the first question."""
        self.store.embedder.encode(["ready"])

    def close(self) -> None:
        """Let the store go."""
        self.store.close()


def _threshold(settings: Settings) -> float:
    if settings.threshold is not None:
        return settings.threshold
    return weights.load("confidence", confidence.FEATURES).threshold


def _retrieved(found: Retrieval) -> tuple[Retrieved, ...]:
    return tuple(
        Retrieved(
            source=ranked.candidate.passage.source,
            start=ranked.candidate.passage.span.start,
            end=ranked.candidate.passage.span.end,
            score=round(ranked.score, 4),
        )
        for ranked in found.ranked
    )


def _ms(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 2)
