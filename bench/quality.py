"""Answer quality on question sets: how much is answered, how much rightly, and how sure it is.

    python -m bench.quality [--sets news,blog] [--half A] [--ids nq01,nq02] [--set name=value …]
                            [--jsonl FILE] [--out FILE] [--by-kind] [--plain-chain]

Whatever is learned or chosen is learned and chosen on half A, so half B is the figure to quote.
The columns are defined in docs/evaluation.md. `--jsonl` keeps every question with its whole answer,
to be read. `--plain-chain` adds LangChain's splitter with vectors only (bench/plain_chain.py).
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import figures, sets
from bench.figures import Asked
from qa_app.assistant import Assistant
from qa_app.contract import Answer
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.measures.citations import is_exact
from qa_app.evaluation.places import Case
from qa_app.ingesting import options as ingest_options
from qa_app.settings import Settings, load_settings
from vectorstore import embedding
from vectorstore.embedding.base import Embedder

HALVES = ("A", "B", "all")


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the sets and print the table."""
    given = _parser().parse_args(arguments)
    names = [name for name in given.sets.split(",") if name]
    unknown = sorted(set(names) - set(sets.ALL))
    if unknown:
        raise SystemExit(f"unknown set {unknown[0]!r}; known are {', '.join(sets.ALL)}")
    if set(names) != {"sample"} and not sets.present():
        raise SystemExit(f"the question sets are not at {sets.SHARED}; nothing was measured")
    embedder, overrides = embedding.load(), dict(map(_override, given.set))
    halves = HALVES if given.half == "all" else (given.half,)
    rows: list[list[str]] = []
    kept: list[tuple[str, Asked]] = []
    for name in names:
        chosen = list(_chosen(name, given.half, set(given.ids.split(",")) if given.ids else None))
        if not chosen:
            continue
        settings = load_settings(store=sets.CACHE / name, **overrides)
        asked = ask_all(name, chosen, embedder, settings)
        kept += [(name, each) for each in asked]
        rows += _rows(name, halves, asked, given.by_kind)
        print(f"{name}: {len(asked)} questions asked", file=sys.stderr, flush=True)
    text = f"{figures.table(('set', 'half', *figures.FIGURES), rows)}\n\n{environment(embedder)}\n"
    if given.plain_chain:
        from bench.plain_chain import compared

        text += f"\n{compared(names, halves, embedder, kept)}\n"
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    if given.jsonl:
        _write(given.jsonl, kept)


def ask_all(
    name: str, questions: Sequence[GoldQuestion], embedder: Embedder, settings: Settings
) -> list[Asked]:
    """Every question asked of an ordinary assistant; a quote that is not exact stops the run."""
    store = sets.open_store(name, embedder, _to_stderr, ingest_options(settings))
    with Assistant(store, settings) as assistant:
        corpus = Corpus.of(assistant)
        assistant.ask("Is everything loaded?")  # the first question pays for what is loaded late
        return [_ask(assistant, Case.of(question, corpus)) for question in questions]


def _ask(assistant: Assistant, case: Case) -> Asked:
    question = case.question
    began = time.perf_counter()
    answer = assistant.ask(
        question.question,
        history=question.history,
        filters=question.filters,
        asked_on=date.fromisoformat(question.asked_on) if question.asked_on else None,
        id=question.id,
    )
    spent = (time.perf_counter() - began) * 1000
    _refuse_inexact(answer, case.corpus)
    return Asked(case, answer, spent)


def _refuse_inexact(answer: Answer, corpus: Corpus) -> None:
    for citation in (*answer.citations, *answer.closest):
        if not is_exact(citation, corpus):
            raise SystemExit(f"{answer.id}: a quote is not in {citation.source}")


def _chosen(name: str, half: str, ids: set[str] | None) -> Iterator[GoldQuestion]:
    for question in sets.questions(name).questions:
        if half in ("all", sets.half(question, name)) and (ids is None or question.id in ids):
            yield question


def _rows(
    name: str, halves: Sequence[str], asked: Sequence[Asked], by_kind: bool
) -> Iterator[list[str]]:
    for half in halves:
        part = [each for each in asked if half in ("all", sets.half(each.case.question, name))]
        if part:
            yield [name, half, *figures.row(part)]
    if by_kind:
        for kind in dict.fromkeys(each.case.question.kind for each in asked):
            part = [each for each in asked if each.case.question.kind == kind]
            yield [f"  {kind}", halves[-1], *figures.row(part)]


def _write(path: Path, kept: Sequence[tuple[str, Asked]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for name, each in kept:
            out.write(json.dumps(_row(name, each), ensure_ascii=False) + "\n")


def _row(name: str, each: Asked) -> dict[str, Any]:
    gold = each.case.question
    evidence = [{"source": piece.source, "quote": piece.quote} for piece in gold.evidence]
    places = [[[span.start, span.end] for span in place.spans] for place in each.case.places]
    return {
        "set": name,
        "half": sets.half(gold, name),
        "id": gold.id,
        "kind": gold.kind,
        "question": gold.question,
        "answerable": gold.answerable,
        "gold": gold.answers,
        "evidence": evidence,
        "places": places,
        "outcome": each.answer.outcome,
        "worth": each.worth,
        "right": each.right,
        "rank": each.rank,
        "ms": round(each.ms, 1),
        "history": [{"role": turn.role, "text": turn.text} for turn in gold.history],
        "answer": each.answer.to_json(),
    }


def environment(embedder: Embedder) -> str:
    """The machine and the versions that the figures were made with."""
    packages = ("chromadb", "sentence-transformers", "torch")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"{platform.machine()}, Python {platform.python_version()}, {embedder.name}, {versions}"


def _override(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise SystemExit(f"--set {text!r} is not of the form name=value")
    return name.strip().replace("-", "_"), value.strip()


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--sets", default=",".join(sets.ALL), help=f"of {', '.join(sets.ALL)}")
    add("--half", choices=HALVES, default="all", help="ask only the questions of this half")
    add("--ids", default="", help="ask only these questions")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting; may be given often",
    )
    add("--jsonl", type=Path, metavar="FILE", help="write each question with its whole answer here")
    add("--out", type=Path, metavar="FILE", help="also write the table here")
    add("--by-kind", action="store_true", help="also a row for each kind of question")
    add("--plain-chain", action="store_true", help="also what a plain chain retrieves")
    return parser


if __name__ == "__main__":
    main()
