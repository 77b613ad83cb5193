"""Cited words that an ingest has changed: in saved conversations, judgements and gold sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.report import Report
from qa_app import conversations, feedback, lines
from qa_app.conversations import SavedConversations
from qa_app.evaluation.gold import load_gold
from qa_app.evaluation.locate import locate
from qa_app.settings import Settings
from vectorstore.errors import QaAppError
from vectorstore.store import Store


@dataclass(frozen=True, slots=True)
class CitedWords:
    """Words of an article that somebody relies on, for which question, and where that stands."""

    where: str
    question: str
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Cited words that are no longer there: their article has changed, or is gone."""

    words: CitedWords
    outcome: Literal["changed", "deleted"]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON data."""
        return {"outcome": self.outcome, **asdict(self.words)}


def relied_on(settings: Settings) -> Iterator[CitedWords]:
    """All words that the saved conversations, the judgements and the gold sets cite.

    Raises:
        QaAppError: a gold set that the settings name cannot be read.
    """
    saved = settings.store / conversations.FILE
    for _, exchange in SavedConversations(saved).exchanges():
        for citation in exchange.answer.citations if exchange.answer is not None else ():
            yield CitedWords(saved.stem, exchange.question, citation.source, citation.quote)
    yield from _of_lines(settings.store / feedback.FILE)
    for path in settings.gold:
        for question in load_gold(path).questions:
            for piece in question.evidence:
                if piece.quote:
                    where = f"{path.name}: {question.id}"
                    yield CitedWords(where, question.question, piece.source, piece.quote)


def _of_lines(path: Path) -> Iterator[CitedWords]:
    try:
        for row in lines.objects(path) if path.exists() else ():
            for piece in row.get("citations") or ():
                if isinstance(piece, dict) and {"source", "quote"} <= piece.keys():
                    question = str(row.get("question", ""))
                    yield CitedWords(path.stem, question, piece["source"], piece["quote"])
    except OSError as error:
        raise QaAppError(f"{path}: cannot be read ({error.strerror or error})") from error


def lost(store: Store, report: Report, cited: Iterable[CitedWords]) -> tuple[Lost, ...]:
    """Which cited words were there before an ingest and are not any more, each once.

    Words that only moved within their article, or whose article was renamed, are not lost.
    """
    touched: dict[str, str] = {}
    for file in report.files:
        if file.outcome == "renamed":
            touched[file.reason.removeprefix("was ")] = file.source
        elif file.outcome in ("changed", "removed") or file.reason:
            touched[file.source] = file.source
    texts = _Texts(store)
    found: dict[Lost, None] = {}
    for words in cited:
        if words.source in touched:
            text = texts.of(touched[words.source])
            if text is None:
                found[Lost(words, "deleted")] = None
            elif locate(words.quote, text) is None:
                found[Lost(words, "changed")] = None
    return tuple(found)


def summary(found: Iterable[Lost]) -> str:
    """One sentence, such as "3 cited passages changed, 1 was deleted"; empty if none is lost."""
    outcomes = [one.outcome for one in found]
    changed, deleted = outcomes.count("changed"), outcomes.count("deleted")
    said = []
    if changed:
        said.append(f"{changed} cited passage{'s' if changed > 1 else ''} changed")
    if deleted:
        said.append(f"{deleted} {'were' if deleted > 1 else 'was'} deleted")
    if said and not changed:
        said = [f"{deleted} cited passage{'s were' if deleted > 1 else ' was'} deleted"]
    return ", ".join(said)


class _Texts:
    """The texts of articles, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: Mapping[str, str | None] = {}

    def of(self, source: str) -> str | None:
        if source not in self._held:
            with self._store.read() as snapshot:
                there = snapshot.article(source) is not None
                self._held = {source: snapshot.text(source) if there else None}
        return self._held[source]
