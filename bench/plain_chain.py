"""A plain chain beside us: LangChain's recursive splitter and vectors only, the same model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from numpy.typing import NDArray

from bench import figures, sets
from bench.figures import Asked
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.measures.answer_text import found
from vectorstore.embedding.base import Embedder

HEADS = ("set", "half", "n", "system", "article@1", "article@5", "answer@5")
Texts = list[tuple[str, str]]
"""Sources and texts of the passages found, best first."""


def compared(
    names: Sequence[str],
    halves: Sequence[str],
    embedder: Embedder,
    kept: Sequence[tuple[str, Asked]],
) -> str:
    """A table of what both retrieve for the answerable questions that were asked."""
    rows: list[list[str]] = []
    for name in names:
        asked = [each for of, each in kept if of == name and each.answerable]
        chain = plain_chain(name, embedder)
        systems: dict[str, list[Texts]] = {
            "plain chain": [chain(each.case.question) for each in asked],
            "qa-app": [_ours(each) for each in asked],
        }
        for half in halves:
            for system, texts in systems.items():
                pairs = [
                    (each.case.question, found_)
                    for each, found_ in zip(asked, texts, strict=True)
                    if half in ("all", sets.half(each.case.question, name))
                ]
                if pairs:
                    rows.append([name, half, str(len(pairs)), system, *_figures(pairs)])
    return figures.table(HEADS, rows)


def plain_chain(name: str, embedder: Embedder) -> Callable[[GoldQuestion], Texts]:
    """Chunks of 1,000 characters with LangChain's overlap of 200, nearest by cosine."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    folder = sets.corpus(name)
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    documents = splitter.create_documents(
        [path.read_text("utf-8") for path in files],
        metadatas=[{"source": path.relative_to(folder).as_posix()} for path in files],
    )
    chunks = [document.page_content for document in documents]
    sources = [document.metadata["source"] for document in documents]
    vectors = _cached(name, chunks, embedder)

    def ask(question: GoldQuestion) -> Texts:
        allowed = [not question.scope or source == question.scope for source in sources]
        scores = np.where(allowed, vectors @ embedder.encode([question.question])[0], -1.0)
        return [(sources[i], chunks[i]) for i in np.argsort(-scores, kind="stable")[:5]]

    return ask


def _ours(each: Asked) -> Texts:
    texts = each.case.corpus.texts
    return [(p.source, texts[p.source][p.start : p.end]) for p in each.answer.retrieved[:5]]


def _figures(pairs: Sequence[tuple[GoldQuestion, Texts]]) -> list[str]:
    def share(values: Sequence[bool]) -> str:
        return f"{np.mean(values):.3f}" if values else "-"

    right = [{p.source for p in q.evidence} | set(q.also_supported_by) for q, _ in pairs]
    sources = [[source for source, _ in texts] for _, texts in pairs]
    return [
        share([bool(r & set(s[:1])) for r, s in zip(right, sources, strict=True)]),
        share([bool(r & set(s)) for r, s in zip(right, sources, strict=True)]),
        share(
            [any(found(text, q.answers) for _, text in texts) for q, texts in pairs if q.answers]
        ),
    ]


def _cached(name: str, chunks: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    key = hashlib.sha256("\0".join([embedder.fingerprint, *chunks]).encode()).hexdigest()[:16]
    path = sets.CACHE / f"plain-{name}-{key}.npy"
    if not path.is_file():
        np.save(path, embedder.encode(chunks))
    return np.asarray(np.load(path))
