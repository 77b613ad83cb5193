"""Question sets beside the project, and its own sample, each with its own store, kept between runs.

Three kinds: the public benchmarks in their older shape, the plain questions (gold lines beside a
folder of articles), and the sample. Whatever is learned or chosen is learned and chosen on half A.
A question of a benchmark or of the sample belongs to a half by the hash of its article (of its id
where it has none), so that no article is in both; a plain question by its number, odd in A.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import ingest as ingest_package
from ingest.options import IngestOptions
from ingest.run import ingest
from qa_app.evaluation.gold import load_gold
from qa_app.evaluation.gold_model import Evidence, GoldQuestion
from vectorstore.embedding.base import Embedder
from vectorstore.errors import QaAppError
from vectorstore.store import Store

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
BENCHMARKS = SHARED / "benchmarks"
CACHE = PROJECT / "bench" / ".cache"
NAMES = ("squad2-dev", "stici-note", "realtimeqa-2022")
PLAIN = {
    **{name: BENCHMARKS / "plain-questions" / name for name in ("blog", "wiki", "news")},
    **{name: SHARED / "training" / "plain" / name for name in ("blog4", "gov4")},
}
"""Folders of articles by the name of their set; the questions are in the `.jsonl` beside them."""
ALL = (*NAMES, "sample", *PLAIN)


@dataclass(frozen=True)
class QuestionSet:
    """A question set by its name."""

    name: str
    questions: tuple[GoldQuestion, ...]


def present() -> bool:
    """Whether the question sets are there."""
    return BENCHMARKS.is_dir()


def half(question: GoldQuestion, name: str = "") -> str:
    """`A` or `B`; `name` is that of the set where it is a plain one."""
    if name in PLAIN:
        number = re.search(r"\d+$", question.id)
        assert number, f"{question.id}: a plain question without a number"
        return "BA"[int(number.group()) % 2]
    key = question.evidence[0].source if question.evidence else question.scope or question.id
    return "AB"[hashlib.sha256(key.encode()).digest()[0] % 2]


def corpus(name: str) -> Path:
    """The folder of articles that a set is about."""
    if name == "sample":
        return PROJECT / "articles"
    return PLAIN.get(name, BENCHMARKS / name / "corpus")


def questions(name: str) -> QuestionSet:
    """The questions of any of the sets in `ALL`."""
    if name in PLAIN:
        return QuestionSet(name, load_gold(PLAIN[name].with_suffix(".jsonl")).questions)
    return sample() if name == "sample" else read(name)


def read(name: str, file: str = "gold.jsonl") -> QuestionSet:
    """The questions of a set in its older shape (`source`, `passages`)."""
    path = BENCHMARKS / name / file
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return QuestionSet(name, tuple(_question(row) for row in rows))


def sample() -> QuestionSet:
    """The gold questions of the project's own sample corpus."""
    return QuestionSet("sample", load_gold(PROJECT / "evals" / "sample.jsonl").questions)


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


def open_store(
    name: str,
    embedder: Embedder,
    say: Callable[[str], None] = print,
    options: IngestOptions | None = None,
) -> Store:
    """The set's store, brought up to date with its corpus.

    What was made by another version of the cleaning or with other options is prepared again; a
    store that this version cannot open is made anew.
    """
    options = options or IngestOptions()
    folder, stamp = CACHE / name, CACHE / f"{name}.stamp"
    now = _stamp(options)
    CACHE.mkdir(parents=True, exist_ok=True)
    outdated = folder.is_dir() and (not stamp.is_file() or stamp.read_text("utf-8") != now)
    stamp.unlink(missing_ok=True)
    try:
        store = Store.open(folder, embedder, create=True)
    except QaAppError as error:
        say(f"{name}: made anew ({error})")
        shutil.rmtree(folder)
        store = Store.open(folder, embedder, create=True)
    report = ingest(store, [corpus(name)], replace(options, rebuild=outdated))
    if not report.ok:
        raise SystemExit(f"{name}: {report.count('failed')} articles could not be read")
    stamp.write_text(now, "utf-8")
    done = report.count("added") + report.count("changed")
    say(f"{name}: {done} articles put in, {report.embedded} passages embedded")
    return store


def _stamp(options: IngestOptions) -> str:
    """What an ingest depends on besides its files: its options and the program."""
    total = hashlib.sha256(repr(options).encode())
    for path in sorted(Path(ingest_package.__path__[0]).rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()
