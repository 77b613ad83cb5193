"""Answer quality on the public question sets, beside a plain chain.

    python -m bench.quality [--sets squad2-dev,stici-note] [--full N] [--out FILE]

Rows: a plain chain (LangChain's recursive splitter at 1,000 characters, vectors only, the same
embedding model), our passages with equal-weight fusion only, and qa-app as it is. Everything that
was learned was learned on half A, so half B is the figure to quote.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from numpy.typing import NDArray

from bench import sets
from bench.train import contains, overlap
from qa_app.assistant import Assistant
from qa_app.contract import Answer
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.locate import locate
from qa_app.evaluation.measures.confidence import auroc
from qa_app.settings import Settings, load_settings
from vectorstore import embedding
from vectorstore.embedding.base import Embedder
from vectorstore.model import Span

COLUMNS = (
    "set", "half", "n", "system", "art@1", "art@5", "passage@5", "answer@5", "in quotes",
    "sentences", "refusal P", "refusal R", "answered", "AUROC",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What one system made of one question; spans are of the text it read."""

    articles: tuple[str, ...]
    spans: tuple[tuple[str, Span], ...]
    passages: tuple[str, ...]
    quotes: tuple[str, ...] | None
    abstained: bool | None
    confidence: float


System = Callable[[GoldQuestion], Outcome]


def plain_chain(name: str, embedder: Embedder) -> tuple[System, dict[str, str]]:
    """Chunks of 1,000 characters with LangChain's overlap of 200, nearest by cosine."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    folder = sets.BENCHMARKS / name / "corpus"
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
    documents = splitter.create_documents(
        list(texts.values()), metadatas=[{"source": source} for source in texts]
    )
    chunks = [document.page_content for document in documents]
    sources = [document.metadata["source"] for document in documents]
    starts = [document.metadata["start_index"] for document in documents]
    vectors = _cached(name, chunks, embedder)

    def ask(question: GoldQuestion) -> Outcome:
        allowed = [not question.scope or source == question.scope for source in sources]
        scores = np.where(allowed, vectors @ embedder.encode([question.question])[0], -1.0)
        order = [int(i) for i in np.argsort(-scores, kind="stable")[:5]]
        spans = [
            (sources[i], Span(max(starts[i], 0), max(starts[i], 0) + len(chunks[i]))) for i in order
        ]
        return Outcome(
            tuple(sources[i] for i in order),
            tuple(spans),
            tuple(chunks[i] for i in order),
            None,
            None,
            float(scores[order[0]]),
        )

    return ask, texts


def _cached(name: str, chunks: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    key = hashlib.sha256("\0".join([embedder.fingerprint, *chunks]).encode()).hexdigest()[:16]
    path = sets.CACHE / f"plain-{name}-{key}.npy"
    if not path.is_file():
        np.save(path, embedder.encode(chunks))
    return np.asarray(np.load(path))


def ours(assistant: Assistant, keep: Callable[[GoldQuestion, Answer], None]) -> System:
    """qa-app, each answer checked: a quote that is not the article's words stops the run."""
    texts: dict[str, str] = {}

    def ask(question: GoldQuestion) -> Outcome:
        asked = date.fromisoformat(question.asked_on) if question.asked_on else None
        answer = assistant.ask(
            question.question, filters=question.filters, asked_on=asked, id=question.id
        )
        keep(question, answer)
        found = answer.retrieved[:5]
        for item in (*found, *answer.citations):
            if item.source not in texts:
                texts[item.source] = assistant.text(item.source)
        for citation in answer.citations:
            exact = texts[citation.source][citation.start : citation.end]
            if exact != citation.quote:
                raise SystemExit(f"{question.id}: a quote is not in {citation.source}")
        return Outcome(
            tuple(item.source for item in found),
            tuple((item.source, Span(item.start, item.end)) for item in found),
            tuple(texts[item.source][item.start : item.end] for item in found),
            tuple(citation.quote for citation in answer.citations),
            answer.abstained,
            answer.confidence,
        )

    return ask


class Judge:
    """Measures outcomes against gold, in the texts that a system read."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._text = text
        self._texts: dict[str, str] = {}
        self._spans: dict[tuple[str, str], Span | None] = {}

    def gold_passage(self, question: GoldQuestion, outcome: Outcome) -> bool:
        """Whether one of the passages shares half of the shorter with a gold passage."""
        for piece in question.evidence:
            place = self._place(piece.source, piece.quote)
            for source, span in outcome.spans:
                if place and source == piece.source and overlap(place, span) >= 0.5:
                    return True
        return False

    def _place(self, source: str, quote: str) -> Span | None:
        if source not in self._texts:
            self._texts[source] = self._text(source)
        if (source, quote) not in self._spans:
            self._spans[source, quote] = locate(quote, self._texts[source])
        return self._spans[source, quote]


def row(judge: Judge, questions: Sequence[GoldQuestion], outcomes: Sequence[Outcome]) -> list[str]:
    """The measures of one system on some questions."""
    pairs = list(zip(questions, outcomes, strict=True))
    yes = [(q, o) for q, o in pairs if q.answerable]
    located = [(q, o) for q, o in yes if any(piece.quote for piece in q.evidence)]
    right = [{p.source for p in q.evidence} | set(q.also_supported_by) for q, _ in yes]
    labels = np.array([q.answerable for q, _ in pairs])
    return [
        _mean(
            [o.articles[:1] and o.articles[0] in r for (_, o), r in zip(yes, right, strict=True)]
        ),
        _mean([bool(r & set(o.articles)) for (_, o), r in zip(yes, right, strict=True)]),
        _mean([judge.gold_passage(q, o) for q, o in located]),
        _mean([_said(q, o.passages) for q, o in yes]),
        *_answering(yes, pairs),
        f"{auroc(np.array([o.confidence for _, o in pairs]), labels):.3f}",
    ]


def _said(question: GoldQuestion, texts: Sequence[str]) -> bool:
    return any(contains(answer, text) for answer in question.answers for text in texts)


def _answering(
    yes: Sequence[tuple[GoldQuestion, Outcome]], pairs: Sequence[tuple[GoldQuestion, Outcome]]
) -> list[str]:
    if any(outcome.quotes is None for _, outcome in pairs):
        return ["-"] * 5
    answered = [(q, o) for q, o in yes if not o.abstained]
    refused = [not q.answerable for q, o in pairs if o.abstained]
    unanswerable = [bool(o.abstained) for q, o in pairs if not q.answerable]
    quoted = [len(o.quotes or ()) for _, o in pairs if not o.abstained]
    return [
        _mean([_said(q, o.quotes or ()) for q, o in answered]),
        f"{np.mean(quoted):.1f}" if quoted else "-",
        _mean(refused),
        _mean(unanswerable),
        _mean([not o.abstained for _, o in yes]),
    ]


def _mean(values: Sequence[object]) -> str:
    return f"{np.mean([bool(value) for value in values]):.3f}" if values else "-"


def run(
    name: str,
    questions: Sequence[GoldQuestion],
    embedder: Embedder,
    keep: Callable[[GoldQuestion, Answer], None],
) -> list[list[str]]:
    """The rows of one set."""
    store = sets.open_store(name, embedder, say=lambda line: print(line, file=sys.stderr))
    settings = load_settings(store=sets.CACHE / name)
    systems: dict[str, tuple[System, Judge]] = {}
    plain, texts = plain_chain(name, embedder)
    systems["plain chain"] = (plain, Judge(texts.__getitem__))
    with Assistant(store, settings) as assistant:
        fused = Assistant(store, _without_rerank(settings))
        systems["fused, equal weights"] = (ours(fused, lambda *_: None), Judge(assistant.text))
        systems["qa-app"] = (ours(assistant, keep), Judge(assistant.text))
        rows = []
        for system, (ask, judge) in systems.items():
            outcomes = [ask(question) for question in questions]
            for half in ("A", "B", "all"):
                chosen = [
                    i for i, q in enumerate(questions) if half == "all" or sets.half(q) == half
                ]
                part = [questions[i] for i in chosen]
                measured = row(judge, part, [outcomes[i] for i in chosen])
                rows.append([name, half, str(len(part)), system, *measured])
            print(f"{name}: {system} done", file=sys.stderr, flush=True)
    return sorted(rows, key=lambda r: ("A", "B", "all").index(r[1]))


def _without_rerank(settings: Settings) -> Settings:
    return settings.model_copy(update={"rerank": False})


def table(rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join([*lines, *("| " + " | ".join(r) + " |" for r in rows)])


def environment() -> str:
    """The machine and the versions that the figures were made with."""
    packages = ("chromadb", "sentence-transformers", "torch", "langchain-text-splitters")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"{platform.machine()}, Python {platform.python_version()}, {versions}"


def main() -> None:
    """Run the sets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default=",".join(sets.NAMES))
    parser.add_argument(
        "--full",
        type=int,
        default=0,
        help="also so many questions of each kind an article of gold_full.jsonl; 9999: all",
    )
    parser.add_argument("--out", type=Path, help="also write the table here")
    parser.add_argument("--answers", type=Path, help="write qa-app's answers here (JSON Lines)")
    arguments = parser.parse_args()
    if not sets.present():
        raise SystemExit(f"the question sets are not at {sets.BENCHMARKS}; nothing was measured")
    embedder = embedding.load()
    rows: list[list[str]] = []
    kept: list[tuple[GoldQuestion, Answer]] = []
    for name in arguments.sets.split(","):
        rows += run(name, sets.read(name).questions, embedder, lambda q, a: kept.append((q, a)))
    if arguments.full:
        full = sets.read_full_squad(arguments.full)
        more = run("squad2-dev", full.questions, embedder, lambda *_: None)
        rows += [["squad2-full", *r[1:]] for r in more]
    text = f"{table(rows)}\n\n{environment()}\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    if arguments.answers:
        _write_answers(arguments.answers, kept)


def _write_answers(path: Path, kept: Sequence[tuple[GoldQuestion, Answer]]) -> None:
    import json

    with path.open("w", encoding="utf-8") as out:
        for question, answer in kept:
            data = {"gold": question.answers, "answerable": question.answerable}
            out.write(json.dumps(data | answer.to_json(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
