"""How many wrong sentences the verifier catches, and how many true ones it calls unsupported.

Usage: python -m bench.mutants [--shared FOLDER] [--half A|B] [--show KIND] [--entailment NAME]

The wrong ones are made by `bench.mutations` from two kinds of true sentences: sentences of the
paragraphs that the gold questions quote (one in two shortened or turned about first), and claims
that people wrote of Wikipedia sentences in words of their own. Articles are divided in two by a
digest of their name: rules are made with half A and judged on half B. The true ones are the same
quotes after edits that keep their meaning, and the claims. `--shared` is the folder that holds the
public sets; without it only the sample is measured.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.mutations import BROKEN, KEPT
from bench.sets import PROJECT
from bench.sets import SHARED as BESIDE
from ingest.sentences import sentences
from qa_app.evaluation.gold import load_gold
from qa_app.verification import Entailment, verify
from qa_app.verification.entailment import load

SUPPORTS = ("supported", "partly", "unsupported")
WRONG_CITATION = "wrong citation"
CLAIMS = ("fm2", "fever_symmetric", "fever_pairs_dev", "wice")
_MOST_QUOTED, _MOST_CLAIMED = 160, 100
_MOST_TRUE = 400
_AROUND = 2
_LEAST_WORDS = 6
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKUP = re.compile(r"^[#>*|\-\s]+|\[(?=[^\]]*\]\()|(?<=\])\([^)]*\)|[*_`]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Truth:
    """A true sentence: the words that it is cited from, and words that do not say it."""

    family: str
    article: str
    text: str
    words: str
    elsewhere: str = ""

    @property
    def half(self) -> str:
        """`A`, to look at, or `B`, to report."""
        return article_half(self.article)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what it cites. `base` is the true sentence that it was made of."""

    kind: str
    family: str
    text: str
    words: str
    base: Truth


def article_half(article: str) -> str:
    """`A` or `B`, the half that an article is in, by a digest of its name."""
    return "AB"[digest(article) % 2]


def digest(text: str) -> int:
    """A number by which things are divided and put in order without chance."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def quoted(gold: Path, folder: Path) -> Iterator[Truth]:
    """The sentences of every paragraph that a gold question quotes, with two on either side."""
    seen: set[str] = set()
    paragraphs: dict[str, list[str]] = {}
    for question in load_gold(gold).questions:
        for evidence in question.evidence:
            if not evidence.source or not (folder / evidence.source).is_file():
                continue
            if evidence.source not in paragraphs:
                paragraphs[evidence.source] = _paragraphs(folder / evidence.source)
            own = paragraphs[evidence.source]
            quote = _flat(evidence.quote)
            for paragraph in own:
                if quote in paragraph and paragraph not in seen:
                    seen.add(paragraph)
                    yield from _of_paragraph(evidence.source, paragraph, own)


def _paragraphs(path: Path) -> list[str]:
    text = _FRONT.sub("", path.read_text(encoding="utf-8"))
    return [_flat(_MARKUP.sub("", part)) for part in re.split(r"\n\s*\n", text)]


def _flat(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())


def _of_paragraph(article: str, paragraph: str, others: Sequence[str]) -> Iterator[Truth]:
    spans = [span.of(paragraph) for span in sentences(paragraph)]
    for i, sentence in enumerate(spans):
        if len(sentence.split()) >= _LEAST_WORDS and sentence.endswith("."):
            words = " ".join(spans[max(0, i - _AROUND) : i + _AROUND + 1])
            yield Truth("quotes", article, sentence, words, _nearest(sentence, paragraph, others))


def _nearest(sentence: str, own: str, others: Sequence[str]) -> str:
    """The other paragraph of the article that has most words of the sentence."""
    wanted = set(sentence.lower().split())
    left = [other for other in others if other != own and sentence not in other]
    return max(left, key=lambda other: len(wanted & set(other.lower().split())), default="")


def claimed(path: Path) -> Iterator[Truth]:
    """The claims that people call supported, the evidence under the name of its article.

    A claim with a name that its evidence lacks is left out: in a passage the name would be near.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["label"] != "supported":
                continue
            titled = row["dataset"] == "fm2"
            words = f"{row['doc']}\n{row['evidence']}" if titled else row["evidence"]
            if named(row["claim"], words):
                away = [s for s in row.get("retrieved", ()) if s not in row["evidence"]]
                article = row.get("doc") or row["evidence"]
                yield Truth(row["dataset"], article, row["claim"], words, "\n".join(away[:3]))


def named(claim: str, words: str) -> bool:
    """Whether every name of a claim, but for its first word, is among the words."""
    names = re.findall(r"(?<=\s)[A-Z][\w'’.-]*", claim)
    low = words.lower()
    return all(name.lower().removesuffix("'s").strip(".'") in low for name in names)


def gather(shared: Path | None) -> list[Truth]:
    """All true sentences, each once, in an order that chance has no part in."""
    found = list(quoted(PROJECT / "evals" / "sample.jsonl", PROJECT / "articles"))
    if shared:
        benchmarks = shared / "benchmarks"
        for name in ("wiki", "blog", "news"):
            plain = benchmarks / "plain-questions" / name
            found += quoted(plain.with_suffix(".jsonl"), plain)
        for name in ("squad2-dev", "realtimeqa-2022"):
            found += quoted(benchmarks / name / "gold.jsonl", benchmarks / name / "corpus")
        for name in CLAIMS:
            found += claimed(shared / "training" / f"{name}.jsonl.gz")
    once = {base.text: base for base in found}
    return sorted(once.values(), key=lambda base: digest(base.text))


def mutants(bases: Sequence[Truth], most: int = 0) -> Iterator[Pair]:
    """Wrong sentences by kind, of every kind as many as there are up to a limit for each half."""
    limits = (most, most) if most else (_MOST_CLAIMED, _MOST_QUOTED)
    taken: Counter[tuple[str, bool, str]] = Counter()
    for base in bases:
        random = Random(digest(base.text))
        is_quote = base.family == "quotes"
        text = _shortened(base, random) if is_quote and random.random() < 0.5 else base.text
        for kind, edit in BROKEN.items():
            key = (kind, is_quote, base.half)
            if taken[key] >= limits[is_quote]:
                continue
            changed = edit(text, base.words, random)
            if changed is not None and changed not in base.words:
                taken[key] += 1
                yield Pair(kind, base.family, changed, base.words, base)
        key = (WRONG_CITATION, is_quote, base.half)
        if base.elsewhere and taken[key] < limits[is_quote]:
            taken[key] += 1
            yield Pair(WRONG_CITATION, base.family, text, base.elsewhere, base)


def _shortened(base: Truth, random: Random) -> str:
    """The sentence after the first edit that keeps its meaning and changes it."""
    for name in ("without an adverb", "opening moved to the end", "cut after 'and'"):
        changed = KEPT[name](base.text, base.words, random)
        if changed is not None:
            return changed
    return base.text


def truths(bases: Sequence[Truth]) -> Iterator[Pair]:
    """True sentences by way of saying the same: edited quotes, and claims by their set."""
    taken: Counter[tuple[str, str]] = Counter()
    for base in bases:
        random = Random(digest(base.text))
        is_quote = base.family == "quotes"
        edits = KEPT if is_quote else {base.family: KEPT["as it stands"]}
        for kind, edit in edits.items():
            if taken[kind, base.half] >= _MOST_TRUE:
                continue
            changed = edit(base.text, base.words, random)
            if changed is not None:
                taken[kind, base.half] += 1
                yield Pair(kind, base.family, changed, base.words, base)


def judged_by(bases: Sequence[Truth]) -> Iterator[Pair]:
    """Every pair that a report of these sentences holds."""
    yield from mutants(bases)
    yield from truths(bases)


def tabulate(
    pairs: Iterable[Pair],
    entailment: Entailment | None,
    *,
    first: str,
    show: str = "",
    wanted: str = "",
) -> Counter[str]:
    """Prints a table by kind, and the pairs of kind `show` with verdict `wanted`; the sums."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        verdict = verify(pair.text, [pair.words], entailment)
        counts[pair.kind][verdict.support] += 1
        if show in (pair.kind, "all") and verdict.support == wanted:
            print(f"- {pair.kind}: {pair.text}\n    {pair.words}\n    {verdict.reason}")
    print(f"\n| {first} | pairs | {' | '.join(SUPPORTS)} |\n|---|---|---|---|---|")
    for kind, found in counts.items():
        print(_row(kind, found))
    every: Counter[str] = sum(counts.values(), Counter())
    print(_row("**all**", every))
    return every


def _row(name: str, counts: Counter[str]) -> str:
    total = max(1, sum(counts.values()))
    cells = " | ".join(f"{100 * counts[support] / total:.1f} %" for support in SUPPORTS)
    return f"| {name} | {sum(counts.values())} | {cells} |"


def report(bases: Sequence[Truth], half: str, show: str, entailment: Entailment | None) -> None:
    """The tables of one half: wrong sentences of quotes and of claims, true ones of both."""
    own = [base for base in bases if base.half == half]
    wrong = list(mutants(own))
    held = {base for base in {p.base for p in wrong} if _supported(base, entailment)}
    print(f"\n## Half {half}: {len(wrong)} wrong sentences")
    by_quote = [pair for pair in wrong if pair.family == "quotes"]
    by_claim = [pair for pair in wrong if pair.family != "quotes"]
    tabulate(by_quote, entailment, first="wrong, of quotes", show=show, wanted="supported")
    tabulate(by_claim, entailment, first="wrong, of claims", show=show, wanted="supported")
    passing = [pair for pair in by_claim if pair.base in held]
    tabulate(passing, entailment, first="wrong, of claims that are called supported as they are")
    true = list(truths(own))
    edited = [pair for pair in true if pair.family == "quotes"]
    people = [pair for pair in true if pair.family != "quotes"]
    tabulate(edited, entailment, first="true: quotes edited", show=show, wanted="unsupported")
    tabulate(people, entailment, first="true: people's words", show=show, wanted="unsupported")


def _supported(base: Truth, entailment: Entailment | None) -> bool:
    return verify(base.text, [base.words], entailment).support == "supported"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=BESIDE if BESIDE.is_dir() else None)
    parser.add_argument("--half", choices=("A", "B"), help="only this half")
    parser.add_argument("--show", default="", metavar="KIND", help="print the errors of a kind")
    parser.add_argument("--entailment", default="packaged", help="packaged, none, or a model")
    arguments = parser.parse_args()
    entailment = load(arguments.entailment)
    bases = gather(arguments.shared)
    for half in (arguments.half,) if arguments.half else ("A", "B"):
        report(bases, half, arguments.show, entailment)


if __name__ == "__main__":
    main()
