"""From an open assistant to what a run needs of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from qa_app.contract import Answer
from qa_app.evaluation.corpus import no_file
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.meta import About
from qa_app.evaluation.originals import reader_of
from qa_app.evaluation.run import Ask

_NO_INFLUENCE = frozenset({"store", "host", "port", "threads"})


def asker(assistant: Any) -> Ask:
    """A function that asks `assistant` a gold question: its history, scope and day included."""

    def ask(question: GoldQuestion) -> Answer:
        answer: Answer = assistant.ask(
            question.question,
            history=question.history,
            filters=question.filters or None,
            asked_on=date.fromisoformat(question.asked_on) if question.asked_on else None,
            id=question.id,
        )
        return answer

    return ask


def about(assistant: Any) -> About:
    """The settings of `assistant` that can change an answer, and its embedding model."""
    settings = getattr(assistant, "settings", None)
    values = settings.model_dump(mode="json") if settings is not None else {}
    store = getattr(assistant, "store", None)
    model = {"embedding": f"{store.embedder.name} {store.embedder.fingerprint}"} if store else {}
    kept = {name: value for name, value in values.items() if name not in _NO_INFLUENCE}
    return About(settings=kept, model=model)


def files_of(assistant: Any) -> Callable[[str], str]:
    """A function that gives the text of an article's file, from the folders that were ingested."""
    store = getattr(assistant, "store", None)
    if store is None:
        return no_file
    with store.read() as snapshot:
        return reader_of(snapshot.roots())
