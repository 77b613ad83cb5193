"""Measures the verifier and prints the tables of docs/verification.md.

Usage: python bench/verify.py [--articles FOLDER] [--qags PAIRS.jsonl] [--entailment NAME]

Four questions: does it call a wrong sentence of the hand-written set supported; what does it say of
sentences as they stand, after edits that keep the meaning, after edits that break it; how well does
it agree with people (QAGS, the half of the articles it was not trained on); how fast is it.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sklearn.metrics import roc_auc_score  # noqa: E402

from bench.mutations import BROKEN, KEPT, Edit  # noqa: E402
from bench.train_verify import Item, for_training, items  # noqa: E402
from ingest.sentences import sentences  # noqa: E402
from qa_app.verification import Entailment, Verdict, verify  # noqa: E402
from qa_app.verification.entailment import load  # noqa: E402

SUPPORTS = ("supported", "partly", "unsupported")
_MARKUP = re.compile(r"^[#>*|\-\d.\s]+|\[|\]\([^)]*\)|[*_`]")


def article_sentences(folder: Path) -> Iterator[tuple[str, str]]:
    """Every sentence of at least six words, and the passage of up to five sentences around it."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".md", ".txt"):
            continue
        text = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
        lines = [_MARKUP.sub("", line) for line in text.splitlines()]
        plain = "\n".join(line for line in lines if line.rstrip().endswith((".", "”", "?")))
        spans = [span.of(plain) for span in sentences(plain)]
        for i, sentence in enumerate(spans):
            if len(sentence.split()) >= 6 and sentence.endswith("."):
                yield sentence, " ".join(spans[max(0, i - 2) : i + 3])


def _row(name: str, counts: Counter[str]) -> str:
    total = max(1, sum(counts.values()))
    cells = " | ".join(f"{100 * counts[support] / total:.1f} %" for support in SUPPORTS)
    return f"| {name} | {sum(counts.values())} | {cells} |"


def _head(first: str) -> None:
    print(f"\n| {first} | pairs | {' | '.join(SUPPORTS)} |\n|---|---|---|---|---|")


def edits(folder: Path, table: Mapping[str, Edit], *, show: str = "") -> None:
    """One row an edit: what the verifier says of the edited sentences."""
    pairs = list(article_sentences(folder))
    for name, edit in table.items():
        counts: Counter[str] = Counter()
        random = Random(7)
        for sentence, passage in pairs:
            changed = edit(sentence, passage, random)
            if changed is not None:
                verdict = verify(changed, [passage])
                counts[verdict.support] += 1
                if verdict.support == show:
                    print(f"  {name}: {changed} -> {verdict.reason}", file=sys.stderr)
        print(_row(name, counts))


def contrast() -> None:
    """One row a kind of error or rewording of the hand-written set."""
    pairs = _contrast_pairs()
    _head("hand-written: wrong")
    _by_kind(pairs.FALSE)
    _head("hand-written: right")
    _by_kind(pairs.TRUE)


def _by_kind(pairs: Sequence[Any]) -> None:
    kinds: dict[str, Counter[str]] = {}
    for pair in pairs:
        support = verify(pair.sentence, [pair.span]).support
        kinds.setdefault(pair.kind, Counter())[support] += 1
    for kind, counts in kinds.items():
        print(_row(kind, counts))
    print(_row("**all**", sum(kinds.values(), Counter())))


def _contrast_pairs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("contrast", ROOT / "tests/verify/contrast.py")
    if spec is None or spec.loader is None:
        raise SystemExit("tests/verify/contrast.py is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules["contrast"] = module
    spec.loader.exec_module(module)
    return module


def qags(path: Path, entailment: Entailment | None) -> None:
    """AUROC of the score and balanced accuracy of "supported", per source, held-out half."""
    print("\n| QAGS, held-out half | pairs | AUROC | balanced accuracy | precision | recall |")
    print("|---|---|---|---|---|---|")
    held = [item for item in items(path) if not for_training(item)]
    started = time.perf_counter()
    verdicts = [verify(item.sentence, [item.passage], entailment) for item in held]
    seconds = time.perf_counter() - started
    for source in ("cnndm", "xsum", "both"):
        _agreement(source, held, verdicts)
    print(f"\n{1000 * seconds / len(held):.0f} ms a pair, articles of 1,900 characters on average")


def _agreement(source: str, held: Sequence[Item], verdicts: Sequence[Verdict]) -> None:
    chosen = [
        (item.supported, verdict)
        for item, verdict in zip(held, verdicts, strict=True)
        if source in (item.source, "both")
    ]
    truth = [supported for supported, _ in chosen]
    said = [verdict.support == "supported" for _, verdict in chosen]
    right = sum(a and b for a, b in zip(truth, said, strict=True))
    spared = sum(not a and not b for a, b in zip(truth, said, strict=True))
    recall = right / sum(truth)
    balanced = (recall + spared / (len(truth) - sum(truth))) / 2
    area = roc_auc_score(truth, [verdict.score for _, verdict in chosen])
    precision = right / max(1, sum(said))
    cells = " | ".join(f"{figure:.3f}" for figure in (area, balanced, precision, recall))
    print(f"| {source} | {len(chosen)} | {cells} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=Path, default=ROOT / "articles")
    parser.add_argument("--qags", type=Path)
    parser.add_argument("--entailment", default="packaged", help="packaged, none, or a model")
    parser.add_argument("--show", default="", choices=("", *SUPPORTS), help="print such sentences")
    arguments = parser.parse_args()
    contrast()
    _head("articles: the meaning kept")
    edits(arguments.articles, KEPT, show="unsupported" if arguments.show == "unsupported" else "")
    _head("articles: the meaning broken")
    edits(arguments.articles, BROKEN, show="supported" if arguments.show == "supported" else "")
    if arguments.qags:
        qags(arguments.qags, load(arguments.entailment))


if __name__ == "__main__":
    main()
