"""Sentences with evidence to learn entailment from: claims of people, quotes edited and broken.

The quotes are those of half A of `bench.mutants`. Of the claims, what shares the claim or a
sentence of evidence with anything that half B is measured on is left out. Nothing is of QAGS.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.mutants import CLAIMS, Truth, digest, gather, judged_by, mutants, named
from bench.mutations import KEPT
from ingest.sentences import sentences

_LONG = 40
_MUTANTS = 2800
_ELSEWHERE = 1200
_WORDS, _EDITS = 12, 3
_WRONG = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, the words beside it, and whether they support it.

    Attributes:
        kind: the set it is of, or how it was made.
        article: what it is divided by, for a part that is held out.
    """

    kind: str
    article: str
    sentence: str
    words: str
    supported: bool

    @property
    def held_out(self) -> bool:
        """Whether it is in the tenth that is never learned from."""
        return digest(f"held {self.article}") % 10 == 0


def samples(shared: Path) -> list[Sample]:
    """Everything to learn from, in an order that chance has no part in."""
    bases = gather(shared)
    measured = {p.base for p in judged_by([base for base in bases if base.half == "B"])}
    claims = {base.text.casefold() for base in measured}
    seen = {s for base in measured if base.family != "quotes" for s in _long(base.words)}

    def apart(sentence: str, words: str) -> bool:
        return sentence.casefold() not in claims and not seen.intersection(_long(words))

    found: list[Sample] = []
    for name in CLAIMS:
        rows = list(_rows(shared / "training" / f"{name}.jsonl.gz"))
        rows.sort(key=lambda row: digest(row.sentence))
        most = _WRONG * sum(row.supported for row in rows)
        wrong = [row for row in rows if not row.supported][:most]
        kept = (*wrong, *(row for row in rows if row.supported))
        found += [row for row in kept if apart(row.sentence, row.words)]
    quotes = [base for base in bases if base.family == "quotes" and base.half == "A"]
    others = [b for b in bases if b.family != "quotes" and apart(b.text, b.words)]
    found += _broken(quotes, _MUTANTS)
    found += _broken(others, _MUTANTS)
    found += _kept(quotes)
    found += _elsewhere([row for row in found if row.supported and row.kind in CLAIMS])
    once = {(row.sentence, row.words): row for row in found}
    return sorted(once.values(), key=lambda row: digest(row.sentence + row.words))


def _long(text: str) -> list[str]:
    return [s for span in sentences(text) if len(s := span.of(text).strip()) > _LONG]


def _rows(path: Path) -> Iterator[Sample]:
    """The claims of a set. A supported one whose evidence lacks a name that it has is left out:
    taken with its article it may be true, by itself it is not.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            words = (
                f"{row['doc']}\n{row['evidence']}" if row["dataset"] == "fm2" else row["evidence"]
            )
            article = row.get("doc") or row["evidence"]
            supported = row["label"] == "supported"
            if not supported or named(row["claim"], words):
                yield Sample(row["dataset"], article, row["claim"], words, supported)


def _broken(bases: Sequence[Truth], most: int) -> Iterator[Sample]:
    """At most so many wrong sentences, of every kind about as many."""
    taken: Counter[str] = Counter()
    wrong = list(mutants(bases, most=10**6))
    each = most // len({pair.kind for pair in wrong})
    for pair in wrong:
        taken[pair.kind] += 1
        if taken[pair.kind] <= each:
            yield Sample(f"wrong: {pair.kind}", pair.base.article, pair.text, pair.words, False)


def _kept(bases: Sequence[Truth]) -> Iterator[Sample]:
    """Each quote after up to three edits that keep its meaning."""
    edits = [edit for name, edit in KEPT.items() if name != "as it stands"]
    for base in bases:
        random = Random(digest(base.text))
        changed = (edit(base.text, base.words, random) for edit in random.sample(edits, len(edits)))
        for text in [text for text in changed if text is not None][:_EDITS]:
            yield Sample("edited", base.article, text, base.words, True)


def _elsewhere(rows: Sequence[Sample]) -> Iterator[Sample]:
    """Claims beside the evidence of another one that has most of their words."""
    having: dict[str, list[int]] = defaultdict(list)
    words = [set(row.words.lower().split()) for row in rows]
    for number, own in enumerate(words):
        for word in own:
            having[word].append(number)
    for number, row in enumerate(rows[: 4 * _ELSEWHERE : 4]):
        number *= 4
        rare = sorted(set(row.sentence.lower().split()), key=lambda word: len(having[word]))
        shared: Counter[int] = Counter(n for w in rare[:_WORDS] for n in having[w][:400])
        for other, _ in shared.most_common(8):
            if not words[other] & words[number] >= words[number] and _apart(rows[other], row):
                yield Sample("elsewhere", row.article, row.sentence, rows[other].words, False)
                break


def _apart(a: Sample, b: Sample) -> bool:
    return (
        a.article != b.article
        and a.sentence != b.sentence
        and not set(_long(a.words)) & set(_long(b.words))
    )
