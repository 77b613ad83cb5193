"""Follow-ups made stand-alone, beside what people made of them.

    python -m bench.rewriting [--sets canard_dev] [--half A] [--most 300] [--assistant]

Two sets of conversations with rewrites by people. A row tells how much of what the human rewrite
finds is found by the question as it was asked ("raw") and by each wording of `qa_app` (no model):

- evidence: what the conversation answers next is one passage among the answers of all conversations
  of the set, in a store of their own, with the title of the article where the set tells it. It is
  found when it is among the passages that the reader is given. Where nothing is told next, or "I
  don't know", there is no evidence.
- words: the share of the human rewrite's search terms (stems) that are in the wording.

"Tell me about …" with the title of the article that both speakers of canard_dev look at is the
first turn of its conversations. Half A is for tuning, half B is the figure to quote; a title or a
topic is in one half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bench.figures import table
from bench.sets import CACHE, SHARED
from ingest.run import ingest
from qa_app.answering.follow_up import in_context, stand_alone
from qa_app.answering.sentences import PASSAGES_READ
from qa_app.assistant import Assistant
from qa_app.contract import Answer, Turn
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Options, Searcher
from qa_app.retrieval.words import search_terms, stem
from qa_app.settings import load_settings
from vectorstore import embedding
from vectorstore.embedding.base import Embedder
from vectorstore.store import Store

NAMES = ("canard_dev", "trec_cast")
NOT_KNOWN = "I don't know."
WORDINGS: Mapping[str, Callable[[str, Sequence[Turn]], str]] = {
    "stand alone": stand_alone,
    "in context": in_context,
}
"""The wordings in the order in which the assistant tries them."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question of a conversation.

    Attributes:
        rewrite: the question as somebody wrote it who knew the conversation.
        answer: what is said next, or "".
        title: of the article that it is from, or "".
    """

    id: str
    half: str
    history: tuple[Turn, ...]
    question: str
    rewrite: str
    answer: str
    title: str

    @property
    def stands_alone(self) -> bool:
        """Whether the human rewrite is the question itself."""
        return _plain(self.question) == _plain(self.rewrite)


def read(name: str) -> tuple[FollowUp, ...]:
    """The questions of a set, in its order."""
    path = SHARED / "training" / f"{name}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    told: dict[tuple[str, ...], str] = {}
    for row in rows:
        texts = tuple(turn["text"] for turn in row["history"])
        for i, turn in enumerate(row["history"]):
            if turn["role"] == "agent":
                told[texts[:i]] = turn["text"]
    return tuple(_follow_up(row, told) for row in rows)


def _follow_up(row: dict, told: Mapping[tuple[str, ...], str]) -> FollowUp:
    texts = tuple(turn["text"] for turn in row["history"])
    answer = told.get((*texts, row["question"]), "")
    roles = [turn["role"] for turn in row["history"]]
    looked_at = texts[: sum(role in ("title", "section") for role in roles)]
    opening = (Turn("user", f"Tell me about {looked_at[0]}."),) if looked_at else ()
    said = tuple(
        Turn("user" if role == "user" else "assistant", text)
        for role, text in zip(roles, texts, strict=True)
        if role in ("user", "agent")
    )
    key = looked_at[0] if looked_at else row["id"].rpartition("_" if "_" in row["id"] else "-")[0]
    if not looked_at and texts:
        key = texts[0]  # the conversations of one topic branch off the same first question
    half = "AB"[hashlib.sha256((key or row["question"]).encode()).digest()[0] % 2]
    return FollowUp(
        id=row["id"],
        half=half,
        history=opening + said,
        question=row["question"],
        rewrite=row["rewrite"],
        answer="" if answer == NOT_KNOWN else answer,
        title=looked_at[0] if looked_at else "",
    )


Wording = Callable[[FollowUp], str]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def open_store(name: str, questions: Sequence[FollowUp], embedder: Embedder) -> Store:
    """A store in which each answer of the set's conversations is an article."""
    folder = CACHE / f"rewriting-{name}"
    articles = folder / "corpus"
    articles.mkdir(parents=True, exist_ok=True)
    for one in questions:
        path = articles / f"{_source(one)}"
        if one.answer and not path.exists():
            front = f"---\ntitle: {json.dumps(one.title)}\n---\n" if one.title else ""
            path.write_text(front + one.answer + "\n", encoding="utf-8")
    store = Store.open(folder / "store", embedder, create=True)
    ingest(store, [articles])
    return store


def _source(question: FollowUp) -> str:
    return f"{hashlib.sha256((question.title + question.answer).encode()).hexdigest()[:16]}.md"


class Figures(NamedTuple):
    """What a wording reaches over some questions: shares, 0 to 1."""

    found: float
    words: float


def measured(
    questions: Sequence[FollowUp], wording: Wording, finds: Callable[[str], frozenset[str]]
) -> Figures:
    """How much evidence is found with a wording, and how many words of the rewrite it has.

    Args:
        finds: the articles that a text finds.
    """
    with_evidence = [one for one in questions if one.answer]
    hits = [_source(one) in finds(wording(one)) for one in with_evidence]
    words = [_recall(one.rewrite, wording(one)) for one in questions]
    return Figures(sum(hits) / max(len(hits), 1), sum(words) / max(len(words), 1))


def _recall(wanted: str, text: str) -> float:
    terms = {stem(word) for word in search_terms(wanted)}
    return len(terms & {stem(word) for word in search_terms(text)}) / len(terms) if terms else 1.0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default=",".join(NAMES))
    parser.add_argument("--half", choices=("A", "B", "all"), default="B")
    parser.add_argument("--most", type=int, default=600, help="questions of a set, 0 for all")
    parser.add_argument(
        "--assistant", action="store_true", help="also what the assistant with its reader searches"
    )
    given = parser.parse_args()
    if not (SHARED / "training").is_dir():
        raise SystemExit(f"the conversations are not at {SHARED}; nothing was measured")
    embedder = embedding.load()
    rows: list[list[str]] = []
    for name in given.sets.split(","):
        every = read(name)
        questions = chosen(every, given.half, given.most)
        with Assistant(open_store(name, every, embedder), load_settings()) as assistant:
            rows += _rows(name, questions, assistant, asked=given.assistant)
    print(table(("set", "wording", "n", "evidence", "of human", "words", "alone changed"), rows))


def chosen(questions: Sequence[FollowUp], half: str, most: int) -> list[FollowUp]:
    """The questions of a half with something said before them, spread evenly, at most `most`."""
    found = [one for one in questions if half in ("all", one.half) and one.history]
    step = max(1, -(-len(found) // most)) if most else 1
    return found[::step]


def _rows(
    name: str, questions: Sequence[FollowUp], assistant: Assistant, *, asked: bool
) -> Iterator[list[str]]:
    searcher = Searcher(assistant.store, Options.of(assistant.settings))

    @cache
    def finds(text: str) -> frozenset[str]:
        ranked = searcher.retrieve(Query(text)).ranked[:PASSAGES_READ]
        return frozenset(one.candidate.passage.source for one in ranked)

    @cache
    def answer(one: FollowUp) -> Answer:
        return assistant.ask(one.question, history=one.history)

    worded: dict[str, Wording] = {"human": lambda one: one.rewrite, "raw": lambda one: one.question}
    for rule, function in WORDINGS.items():
        worded[rule] = lambda one, f=function: f(one.question, one.history)  # type: ignore[misc]
    if asked:
        worded["assistant"] = lambda one: answer(one).searched
    human = 0.0
    alone = [one for one in questions if one.stands_alone]
    for rule, wording in worded.items():
        figures = measured(questions, wording, finds)
        human = human or figures.found
        changed = sum(wording(one) != one.question for one in alone)
        yield [
            name, rule, str(len(questions)), f"{figures.found:.3f}",
            f"{figures.found / human:.3f}" if human else "-", f"{figures.words:.3f}",
            "" if rule == "human" else f"{changed} of {len(alone)}",
        ]  # fmt: skip
        print(f"{name}: {rule} measured", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
