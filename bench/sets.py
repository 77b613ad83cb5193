"""The public question sets beside the project, each with its own store, kept between runs.

A question belongs to half A or half B by the hash of its article (of its id where it has none), so
that no article is in both. Whatever is learned or chosen is learned and chosen on half A.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.options import IngestOptions
from ingest.run import ingest
from qa_app.evaluation.gold import load_gold
from qa_app.evaluation.gold_model import Evidence, GoldQuestion
from vectorstore.embedding.base import Embedder
from vectorstore.store import Store

PROJECT = Path(__file__).parents[1]
BENCHMARKS = PROJECT.parent / "shared" / "benchmarks"
CACHE = PROJECT / "bench" / ".cache"
NAMES = ("squad2-dev", "stici-note", "realtimeqa-2022")


@dataclass(frozen=True)
class QuestionSet:
    """A question set; `source_of` is the article a question is about, or empty."""

    name: str
    questions: tuple[GoldQuestion, ...]


def present() -> bool:
    """Whether the question sets are there."""
    return BENCHMARKS.is_dir()


def half(question: GoldQuestion) -> str:
    """`A` or `B`."""
    key = question.evidence[0].source if question.evidence else question.scope or question.id
    return "AB"[hashlib.sha256(key.encode()).digest()[0] % 2]


def read(name: str, file: str = "gold.jsonl") -> QuestionSet:
    """The questions of a set in its older shape (`source`, `passages`)."""
    path = BENCHMARKS / name / file
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return QuestionSet(name, tuple(_question(row) for row in rows))


def sample() -> QuestionSet:
    """The gold questions of the project's own sample corpus."""
    return QuestionSet("sample", tuple(load_gold(PROJECT / "evals" / "sample.jsonl").questions))


def _question(row: dict) -> GoldQuestion:
    pairs = [(s, p) for s in row.get("source") or () for p in row.get("passages") or [""]]
    return GoldQuestion(
        id=row["id"],
        question=row["question"],
        answers=tuple(row.get("answers") or ()),
        answerable=row["answerable"],
        # The article of an unanswerable question tells only which half it is in.
        evidence=tuple(Evidence(source, passage) for source, passage in pairs),
        kind=row["kind"],
        asked_on=row.get("asked_on") or "",
        scope=row.get("scope") or "",
        also_supported_by=tuple(row.get("also_supported_by") or ()),
    )


def read_full_squad(per_article: int, seed: int = 0) -> QuestionSet:
    """`per_article` answerable and as many unanswerable questions of each article of squad2-dev."""
    path = BENCHMARKS / "squad2-dev" / "gold_full.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    short = {question.id for question in read("squad2-dev").questions}
    groups: dict[tuple[str, bool], list[dict]] = {}
    for row in rows:
        if row["id"] not in short:
            groups.setdefault((row["source"][0], row["answerable"]), []).append(row)
    chosen = []
    for key in sorted(groups):
        picked = random.Random(f"{seed}{key}").sample(
            groups[key], min(per_article, len(groups[key]))
        )
        chosen += [_with_paragraph(row) for row in picked]
    return QuestionSet("squad2-full", tuple(chosen))


def _with_paragraph(row: dict) -> GoldQuestion:
    text = (BENCHMARKS / "squad2-dev" / "corpus" / row["source"][0]).read_text("utf-8")
    paragraphs = text.split("\n\n")
    question = _question(row)
    if not row["answerable"]:
        return question
    passage = paragraphs[row["paragraph"] + 1]
    assert any(answer in passage for answer in row["answers"]), row["id"]
    return replace(question, evidence=(Evidence(row["source"][0], passage),))


def open_store(name: str, embedder: Embedder, say: Callable[[str], None] = print) -> Store:
    """The set's store, brought up to date with its corpus."""
    corpus = BENCHMARKS / name / "corpus" if name != "sample" else PROJECT / "articles"
    CACHE.mkdir(parents=True, exist_ok=True)
    store = Store.open(CACHE / name, embedder, create=True)
    report = ingest(store, [corpus], IngestOptions())
    done = report.count("added") + report.count("changed")
    say(f"{name}: {done} articles put in, {report.embedded} passages embedded")
    return store
