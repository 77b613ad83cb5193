"""What the reader learns from: questions with a passage, read from `shared/training`.

An `Example` is a passage with its sentences, which of them answer, and where the answering words
stand. Passages are cut anew, and some questions put into other clothes, each time one is drawn.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bench.near_misses import names_in, near_miss
from bench.sets import BENCHMARKS, PROJECT, half
from ingest.sentences import sentences
from qa_app.evaluation.clothes import dressed
from qa_app.evaluation.evidence import without_markup
from qa_app.evaluation.gold_model import GoldQuestion
from vectorstore.embedding.base import Embedder
from vectorstore.model import StoredPassage
from vectorstore.search import Nearest
from vectorstore.store import Store

TRAINING = PROJECT.parent / "shared" / "training"

SHARES = {
    "qed_nq": 1.0,
    "nq_open_oracle": 1.0,
    "tydiqa_goldp_en": 1.0,
    "squadshifts_newwiki": 1.0,
    "mlqa_en_dev": 1.0,
    "timeqa_human": 0.7,
    "multispanqa_valid": 1.0,
    "covidqa": 0.7,
    "doc2dial_val": 1.0,
    "quotesum_dev": 1.0,
    "qamr": 0.1,
    "selqa_ass": 1.0,
    "hard_negatives": 0.45,
}
"""The share of each set that one epoch draws, another one each time."""

_QUESTION = re.compile(
    r"\?\s*$|^\W*(?:who|what|when|where|which|why|how|can|do|does|is|are)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Attributes:
        spans: the sentences, as (start, end) in the passage, in order.
        relevant: whether each of them answers.
        answers: the answering words, each one an alternative; empty if only the sentence is known.
        tempting: whether each sentence only seems to answer; empty if none is known to.
    """

    origin: str
    question: str
    title: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    relevant: tuple[bool, ...]
    answers: tuple[tuple[int, int], ...] = ()
    tempting: tuple[bool, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the passage answers."""
        return any(self.relevant)


def base_examples() -> dict[str, list[Example]]:
    """The sets of `shared/training` in one shape, and half A of squad2-dev, by name."""
    found = {name: list(_of_set(name)) for name in SHARES}
    asked = {example.question for example in found["qed_nq"]}
    found["nq_open_oracle"] = [e for e in found["nq_open_oracle"] if e.question not in asked]
    found["squad2-A"] = list(_squad_half_a())
    return found


def _of_set(name: str) -> Iterator[Example]:
    with gzip.open(TRAINING / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if name == "doc2dial_val" and not _QUESTION.search(row["question"]):
                continue
            yield _from_sentences(name, row) if "sentences" in row else _from_context(name, row)


def _from_sentences(name: str, row: dict[str, Any]) -> Example:
    texts = [text.strip() for text in row["sentences"]]
    starts = [sum(len(text) + 1 for text in texts[:i]) for i in range(len(texts))]
    spans = tuple((s, s + len(text)) for s, text in zip(starts, texts, strict=True))
    labels = tuple(bool(label) for label in row["labels"])
    return Example(name, row["question"], _title(row), " ".join(texts), spans, labels)


def _from_context(name: str, row: dict[str, Any]) -> Example:
    context = row["context"]
    spans = tuple((span.start, span.end) for span in sentences(context))
    answers = tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
    relevant = tuple(any(s < end and start < e for start, end in answers) for s, e in spans)
    return Example(name, row["question"], _title(row), context, spans, relevant, answers)


def _title(row: dict[str, Any]) -> str:
    doc = row.get("doc") or ""
    usable = bool(doc) and not re.search(r"^Wiki1k|^wikinews|^\d|\.(?:json|txt)$|#\d", doc)
    return re.sub(r"^/wiki/", "", doc).replace("_", " ") if usable else ""


def _squad_half_a() -> Iterator[Example]:
    """Half A of squad2-dev without the articles that `plain-questions` asks about."""
    kept_apart = {path.name for path in (BENCHMARKS / "plain-questions" / "wiki").iterdir()}
    path = BENCHMARKS / "squad2-dev" / "gold_full.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    paragraphs: dict[str, list[str]] = {}
    for row in rows:
        source = row["source"][0]
        if source in kept_apart or _half(source) != "A":
            continue
        if source not in paragraphs:
            text = (BENCHMARKS / "squad2-dev" / "corpus" / source).read_text("utf-8")
            paragraphs[source] = text.split("\n\n")
        passage = paragraphs[source][row["paragraph"] + 1]
        answers = row["answers"] if row["answerable"] else []
        found = [
            (m.start(), m.end())
            for a in dict.fromkeys(answers)
            if a
            for m in [re.search(re.escape(a), passage)]
            if m
        ]
        context = {
            "question": row["question"],
            "context": passage,
            "doc": paragraphs[source][0].strip(),
            "answers": [{"start": s, "text": passage[s:e]} for s, e in found],
        }
        yield _from_context("squad2-A", context)


def _half(source: str) -> str:
    return half(
        GoldQuestion(
            id="", question="", answers=(), answerable=False, evidence=(), kind="", scope=source
        )
    )


def plain_examples(
    store: Store, rows: Sequence[dict[str, Any]], embedder: Embedder, negatives: int = 4
) -> list[Example]:
    """Plain questions over the articles of a store, with passages that retrieval finds for them.

    Args:
        rows: {"question", "evidence": [{"source", "quote"}], "answers", "answerable"}.
        negatives: passages without evidence for each question, the best found first; of them at
            least the one that holds the tempting sentence of a near miss.
    """
    vectors = embedder.encode([row["question"] for row in rows])
    return [
        e
        for row, vector in zip(rows, vectors, strict=True)
        for e in _plain(store, row, vector, negatives)
    ]


def _plain(store: Store, row: dict[str, Any], vector: Any, negatives: int) -> Iterator[Example]:
    from qa_app.retrieval.fuse import fuse
    from qa_app.retrieval.words import search_terms

    with store.read(Nearest(vector, 20)) as snapshot:
        worded = snapshot.by_words(search_terms(row["question"]), 20)
        order = fuse([[h.passage for h in snapshot.nearest], [h.passage for h in worded]], [1, 1])
        ranked = list(snapshot.passages(order).values())
        by_id = {passage.id: passage for passage in ranked}
        ranked = [by_id[i] for i in order if i in by_id]
        own = [p for e in row["evidence"] for p in snapshot.passages_of(e["source"])]
    # As written in the file; an address or an entity among the words would hide the sentence, and
    # the passage that answers would be learned as one that does not.
    quotes = [_squeezed(without_markup(e["quote"])) for e in row["evidence"]]
    answers = row.get("answers") or []
    holding, others = [], []
    for passage in {p.id: p for p in [*own, *ranked]}.values():
        example = _labelled(row["question"], passage, quotes, answers, row["answerable"])
        if example.answerable or any(example.tempting):
            holding.append(example)
        elif passage.id in by_id:
            others.append((order_of(order, passage.id), example))
    yield from holding[:3]
    yield from [example for _, example in sorted(others, key=lambda pair: pair[0])][:negatives]


def order_of(order: dict[int, float], passage: int) -> int:
    """The place of a passage in a ranking, from 0."""
    return list(order).index(passage)


def _labelled(
    question: str, passage: StoredPassage, quotes: list[str], answers: list[str], answerable: bool
) -> Example:
    base = passage.span.start
    spans = tuple((s.start - base, s.end - base) for s in passage.sentences)
    texts = [_squeezed(passage.text[s:e]) for s, e in spans]
    quoted = tuple(bool(text) and any(text in q or q in text for q in quotes) for text in texts)
    none = (False,) * len(quoted)
    relevant, tempting = (quoted, none) if answerable else (none, quoted)
    found = tuple(
        (s + m.start(), s + m.end())
        for (s, e), is_relevant in zip(spans, relevant, strict=True)
        if is_relevant
        for answer in answers
        if answer
        for m in [re.search(re.escape(answer), passage.text[s:e])]
        if m
    )
    return Example("plain", question, passage.title, passage.text, spans, relevant, found, tempting)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def epoch_examples(
    sets: Mapping[str, Sequence[Example]],
    shares: Mapping[str, float],
    seed: str,
    count: Any,
    most: int,
    others: int = 2,
) -> Iterator[tuple[str, list[tuple[Example, Example]]]]:
    """The questions of one epoch with the names of their sets: a share of each set, by the seed.

    Args:
        shares: how often a question of a set is asked; once where it says nothing.
        count, most: as in `drawn`.
        others: as `most` in `few`.

    Yields:
        The set, and each example of a question with what is learned of it this time.
    """
    for name in sorted(sets):
        rng = random.Random(f"{seed} {name}")
        share, names = shares.get(name, 1.0), names_in(e.question for e in sets[name])
        whole, part = int(share), share - int(share)
        asked = [list(same) for _, same in groupby(sets[name], key=lambda e: e.question)]
        for same in asked * whole + rng.sample(asked, int(part * len(asked))):
            chosen = few(same, rng, others)
            yield name, [(e, drawn(e, names, rng, count, most)) for e in chosen]


def few(examples: Sequence[Example], rng: random.Random, most: int) -> list[Example]:
    """What is learned of a question this time: what answers or tempts to, and few others."""
    held = [e for e in examples if e.answerable or any(e.tempting)]
    others = [e for e in examples if not (e.answerable or any(e.tempting))]
    return held + rng.sample(others, min(most if held else most + 1, len(others)))


def sentence_indices(places: Iterable[int], spans: Sequence[tuple[int, int]]) -> list[int]:
    """The sentence that holds each place, or -1; places and spans in order."""
    found, at = [], 0
    for place in places:
        while at < len(spans) and place >= spans[at][1]:
            at += 1
        found.append(at if at < len(spans) and place >= spans[at][0] else -1)
    return found


def drawn(
    example: Example, names: Sequence[str], rng: random.Random, count: Any, most: int
) -> Example:
    """The example as it is learned this time: a window of it, the question perhaps dressed.

    Args:
        names: what may take the place of a name in a near miss.
        count: gives the number of tokens of a text.
        most: the most tokens that the window may have.
    """
    question = example.question
    if rng.random() < 0.25:
        question = dressed(question, rng)
    title = example.title if rng.random() < 0.6 else ""
    window = _window(example, rng, count, rng.randint(most // 2, most))
    missed = near_miss(question, window.passage, names, rng) if window.answerable else ""
    if missed:
        return replace(
            window, question=missed, title=title, answers=(), relevant=(False,) * len(window.spans)
        )
    return replace(window, question=question, title=title)


def _window(example: Example, rng: random.Random, count: Any, most: int) -> Example:
    sizes = [count(example.passage[s:e]) for s, e in example.spans]
    if sum(sizes) <= most or not sizes:
        return example
    wanted = example.relevant if example.answerable else example.tempting
    hits = [i for i, is_wanted in enumerate(wanted) if is_wanted]
    low = high = rng.choice(hits) if hits else rng.randrange(len(sizes))
    total = sizes[low]
    while True:
        sides = [i for i in (low - 1, high + 1) if 0 <= i < len(sizes) and total + sizes[i] <= most]
        if not sides:
            break
        taken = rng.choice(sides)
        low, high, total = min(low, taken), max(high, taken), total + sizes[taken]
    start, end = example.spans[low][0], example.spans[high][1]
    return replace(
        example,
        passage=example.passage[start:end],
        spans=tuple((s - start, e - start) for s, e in example.spans[low : high + 1]),
        relevant=example.relevant[low : high + 1],
        tempting=example.tempting[low : high + 1],
        answers=tuple(
            (s - start, e - start) for s, e in example.answers if s >= start and e <= end
        ),
    )
