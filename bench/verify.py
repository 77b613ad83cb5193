"""Measures the verifier and prints the tables of docs/verification.md.

Usage: python bench/verify.py [--articles FOLDER] [--qags PAIRS.jsonl] [--meaning]

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
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sklearn.metrics import roc_auc_score  # noqa: E402

from bench.train_verify import Item, for_training, items  # noqa: E402
from ingest.sentences import sentences  # noqa: E402
from qa_app.values import extract  # noqa: E402
from qa_app.verification import Verdict, verify  # noqa: E402

Edit = Callable[[str, Random], str | None]
SUPPORTS = ("supported", "partly", "unsupported")
_MARKUP = re.compile(r"^[#>*|\-\d.\s]+|\[|\]\([^)]*\)|[*_`]")
_LEADING = re.compile(r"^(In|On|By|At|Since|During|After|Before) ([^,]{3,40}), (\w)(.*)\.$")
_TRAILING = re.compile(r", (?:according to|\w+ (?:said|says|told)|he said|she said)[^,]*\.$")
_CURLY = str.maketrans({"“": '"', "”": '"'})
_BRACKETS = re.compile(r" \([^)]*\)")
_ADVERBS = re.compile(r" (?:also|however|already|currently|recently|still|really|very)\b")
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could)\b(?! not)")
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|rather|unlike|"
    r"more than|deni\w+|refus\w+|fail\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def _replaced(pattern: str, options: Sequence[str]) -> Edit:
    def edit(text: str, random: Random) -> str | None:
        match = re.search(pattern, text)
        if not match:
            return None
        new = random.choice([option for option in options if option != match.group()])
        return text[: match.start()] + new + text[match.end() :]

    return edit


def _sub(pattern: re.Pattern[str] | str, new: str) -> Edit:
    def edit(text: str, _: Random) -> str | None:
        changed = re.sub(pattern, new, text, count=1)
        return changed if changed != text else None

    return edit


def _moved(text: str, _: Random) -> str | None:
    match = _LEADING.match(text)
    if not match:
        return None
    word, rest, first, main = match.groups()
    return f"{first.upper()}{main} {word.lower()} {rest}."


def _quotes(text: str, _: Random) -> str | None:
    changed = text.translate(_CURLY) if "“" in text else re.sub(r'"([^"]*)"', r"“\1”", text)
    return changed if changed != text else None


def _digits(text: str, _: Random) -> str | None:
    words = "two three four five six seven eight nine ten eleven twelve".split()
    match = re.search(rf"(?<=[a-z] )({'|'.join(words)})(?= [a-z])", text)
    if not match:
        return None
    return text[: match.start()] + str(words.index(match.group()) + 2) + text[match.end() :]


def _number(text: str, random: Random) -> str | None:
    """Another number in the place of the first one that is written in digits."""
    match = re.search(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])", text)
    if not match or re.fullmatch(r"(?:19|20)\d\d", match.group()):
        return None
    digits = match.group()
    new = re.sub(r"\d", lambda m: str((int(m.group()) + random.randint(1, 8)) % 9 + 1), digits)
    return None if new == digits else text[: match.start()] + new + text[match.end() :]


def _year(text: str, random: Random) -> str | None:
    match = re.search(r"\b(?:19|20)\d\d\b", text)
    if not match:
        return None
    new = str(int(match.group()) + random.choice((-2, -1, 1, 2, 10)))
    return None if new in text else text[: match.start()] + new + text[match.end() :]


def _name(text: str, random: Random) -> str | None:
    """A made-up name in the place of the last name."""
    found = [value for value in extract(text) if value.kind == "name" and value.start > 0]
    if not found:
        return None
    new = random.choice(("Marisol Quint", "Vandermeer", "Port Ellery", "Osterholm", "Kitwe Union"))
    return text[: found[-1].start] + new + text[found[-1].end :]


def _negate(text: str, _: Random) -> str | None:
    """Puts "not" after the first auxiliary, in a sentence that has no negation yet."""
    match = None if _NEGATIVE.search(text) else _NEGATED.search(text)
    return f"{text[: match.end()]} not{text[match.end() :]}" if match else None


def _swapped(text: str, _: Random) -> str | None:
    """The first two different names around a plain past tense exchanged."""
    found = [value for value in extract(text) if value.kind == "name"]
    for a, b in pairwise(found):
        between = text[a.end : b.start]
        verb = re.fullmatch(r" (\w+ed|beat|won|sold|bought|gave|sent|led|paid) (?:the )?", between)
        if verb and a.normal != b.normal:
            return text[: a.start] + b.text + between + a.text + text[b.end :]
    return None


KEPT: dict[str, Edit] = {
    "as it stands": lambda text, _: text,
    "other quotation marks": _quotes,
    "without brackets": _sub(_BRACKETS, ""),
    "without 'he said'": _sub(_TRAILING, "."),
    "without an adverb": _sub(_ADVERBS, ""),
    "opening moved to the end": _moved,
    "percent for per cent": _sub(r"(\d)(?:%| per cent)", r"\1 percent"),
    "short scale": _sub(r"([$£€¥]\d[\d.]*) billion", r"\1bn"),
    "number in digits": _digits,
    "cut after 'and'": _sub(r"(^.{60,}?),? and [^,]{20,}\.$", r"\1."),
}
BROKEN: dict[str, Edit] = {
    "another number": _number,
    "another currency": _replaced(r"[$£€¥](?=\d)", ("$", "£", "€", "¥")),
    "another scale": _replaced(
        r"\b(million|billion|trillion)\b", ("million", "billion", "trillion")
    ),
    "another year": _year,
    "another month": _replaced(rf"\b({_MONTHS.replace(' ', '|')})\b", _MONTHS.split()),
    "another weekday": _replaced(rf"\b({_DAYS.replace(' ', '|')})\b", _DAYS.split()),
    "another name": _name,
    "negated": _negate,
    "sides exchanged": _swapped,
}


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


def edits(folder: Path, table: dict[str, Edit], *, show: str = "") -> None:
    """One row an edit: what the verifier says of the edited sentences."""
    pairs = list(article_sentences(folder))
    for name, edit in table.items():
        counts: Counter[str] = Counter()
        random = Random(7)
        for sentence, passage in pairs:
            changed = edit(sentence, random)
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


def qags(path: Path, embedder: Any) -> None:
    """AUROC of the score and balanced accuracy of "supported", per source, held-out half."""
    print("\n| QAGS, held-out half | pairs | AUROC | balanced accuracy | precision | recall |")
    print("|---|---|---|---|---|---|")
    held = [item for item in items(path) if not for_training(item)]
    started = time.perf_counter()
    verdicts = [verify(item.sentence, [item.passage], embedder) for item in held]
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
    parser.add_argument("--meaning", action="store_true", help="with the packaged embedding model")
    parser.add_argument("--show", default="", choices=("", *SUPPORTS), help="print such sentences")
    arguments = parser.parse_args()
    contrast()
    _head("articles: the meaning kept")
    edits(arguments.articles, KEPT, show="unsupported" if arguments.show == "unsupported" else "")
    _head("articles: the meaning broken")
    edits(arguments.articles, BROKEN, show="supported" if arguments.show == "supported" else "")
    if arguments.qags:
        embedder = None
        if arguments.meaning:
            from vectorstore.embedding import default

            embedder = default()
        qags(arguments.qags, embedder)


if __name__ == "__main__":
    main()
