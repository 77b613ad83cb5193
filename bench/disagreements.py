"""Disagreements planted in copies of benchmark articles: how many are found, how many are imagined.

Usage: python -m bench.disagreements [--shared FOLDER] [--half A|B] [--show]

For a gold question whose answer is a number, a date or a length of time, the paragraph that
answers it is given to `find_conflicts` beside a copy of it, as of another article. In half of the
copies the answer is another one: these should be found. In the controls it is said in another way,
rounded, given less exactly, brought up to date or expected: these should not. Articles are divided
in two by a digest of their name; rules are made with half A and judged on half B.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from bench.mutants import _digest, _flat
from bench.mutations import KEPT
from bench.sets import PROJECT
from bench.sets import SHARED as BESIDE
from ingest.sentences import sentences
from qa_app.conflicts import Statement, find_conflicts
from qa_app.evaluation.gold import load_gold
from qa_app.values import Amount, Value, When, extract
from qa_app.values.lexicon import FUNCTION_WORDS
from qa_app.verification.reading import MEASURES

_EACH = 150
_AROUND = 2
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
Rewrite = Callable[[str, Value, Random], str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A gold question with the paragraph that answers it; `value` lies in sentence `at`."""

    question: str
    article: str
    sentences: tuple[str, ...]
    at: int
    value: Value

    @property
    def half(self) -> str:
        """`A`, to look at, or `B`, to report."""
        return "AB"[_digest(self.article) % 2]


@dataclass(frozen=True, slots=True)
class Planted:
    """A question, the sentence that answers it, and what the copy of its article says instead."""

    kind: str
    asked: Asked
    copy: str
    wrong: bool


def asked(gold: Path) -> Iterator[Asked]:
    """The gold questions of a file that a value answers."""
    for question in load_gold(gold).questions:
        for evidence in question.evidence[:1] if question.answerable else ():
            text = _flat(evidence.quote)
            yield from _asked(question.question, evidence.source, text, question.answers)


def asked_of_paragraphs(gold: Path, corpus: Path) -> Iterator[Asked]:
    """The same for lines of the older shape, which give the number of the paragraph."""
    texts: dict[str, list[str]] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["answerable"]:
            continue
        source = row["source"][0]
        if source not in texts:
            texts[source] = (corpus / source).read_text(encoding="utf-8").split("\n\n")
        text = _flat(texts[source][row["paragraph"] + 1])
        yield from _asked(row["question"], source, text, row["answers"])


def _asked(question: str, source: str, text: str, answers: Sequence[str]) -> Iterator[Asked]:
    spans = [span.of(text) for span in sentences(text)]
    found = _answering(spans, answers)
    if found is not None:
        at, value = found
        first = max(0, at - _AROUND)
        yield Asked(question, source, tuple(spans[first : at + _AROUND + 1]), at - first, value)


def _answering(spans: Sequence[str], answers: Sequence[str]) -> tuple[int, Value] | None:
    """The first sentence with an answer that is little more than a value, and the value."""
    for at, sentence in enumerate(spans):
        for answer in answers:
            start = sentence.find(answer)
            for value in extract(sentence) if start >= 0 else ():
                inside = value.start < start + len(answer) and start < value.end
                if inside and value.kind in MEASURES and len(answer.split()) <= 5:
                    return at, value
    return None


def _put(text: str, value: Value, new: str) -> str:
    return text[: value.start] + new + text[value.end :]


def _another(text: str, value: Value, random: Random) -> str | None:
    """Another number or date, clearly so."""
    if isinstance(value.detail, When):
        year = re.search(r"\b\d{4}\b", value.text)
        shift = random.choice((-9, -4, -2, 2, 3, 7))
        if not year:
            return None
        new = value.text.replace(year.group(), str(int(year.group()) + shift), 1)
        return _put(text, value, new)
    digits = _DIGITS.search(value.text)
    if digits:
        number = Decimal(digits.group().replace(",", ""))
        if re.fullmatch(r"1\d\d\d|20\d\d", digits.group()):
            return _put(text, value, value.text.replace(digits.group(), str(number + 6), 1))
        new = number * Decimal(random.choice(("0.6", "1.4", "2.2", "3.0")))
        places = len(digits.group().partition(".")[2])
        shown = f"{new:,.{places}f}" if "," in digits.group() else f"{new:.{places}f}"
        if shown == digits.group() or Decimal(shown.replace(",", "")) == 1:
            return None
        return _put(text, value, value.text.replace(digits.group(), shown, 1))
    word = next((w for w in _WORDS if re.search(rf"\b{w}\b", value.text)), None)
    if not word:
        return None
    left = [w for w in _WORDS if abs(_WORDS.index(w) - _WORDS.index(word)) > 1]
    return _put(text, value, re.sub(rf"\b{word}\b", random.choice(left), value.text))


def _rounded(text: str, value: Value, _: Random) -> str | None:
    """The number to two digits, with "about" or "nearly"."""
    detail, digits = value.detail, _DIGITS.search(value.text)
    plain = isinstance(detail, Amount) and not detail.bound and not detail.ordinal
    if not plain or not digits or value.text[: digits.start()].strip("$£€¥ "):
        return None
    number = Decimal(digits.group().replace(",", ""))
    coarse = number.quantize(Decimal(10) ** (number.adjusted() - 1))
    if coarse == number or len(digits.group().strip("0.,")) < 3:
        return None
    front = "nearly" if coarse > number else "about"
    new = value.text.replace(digits.group(), f"{coarse:,f}", 1)
    return _put(text, value, f"{front} {new}")


def _less_exact(text: str, value: Value, _: Random) -> str | None:
    """The year alone, or month and year."""
    when = value.detail
    if not isinstance(when, When) or not when.year or not when.month or when.end_day:
        return None
    month = f"{_MONTHS[when.month - 1]} {when.year}" if when.day else str(when.year)
    before = text[: value.start]
    return re.sub(r"\bon $", "in ", before) + month + text[value.end :]


def _other_form(text: str, value: Value, random: Random) -> str | None:
    """The same in digits or words, or the date the other way round."""
    return KEPT["date the other way"](text, "", random) or KEPT["number in digits"](
        text, "", random
    )


def _as_of(text: str, value: Value, random: Random) -> str | None:
    """Another number, as of another year."""
    changed = None if isinstance(value.detail, When) else _another(text, value, random)
    if changed is None or re.search(r"\b(?:1[5-9]|20)\d\d\b", text):
        return None
    first = changed.split()[0]
    small = first.lower() in FUNCTION_WORDS
    return f"By 2011, {first.lower() if small else first}{changed[len(first) :]}"


def _expected(text: str, value: Value, random: Random) -> str | None:
    """Another number, which only may be right."""
    changed = _another(text, value, random)
    verb = re.search(r"\b(?:is|are|was|were) (?=(?:\w+ ){0,4}$)", text[: value.start])
    if changed is None or not verb:
        return None
    return f"{changed[: verb.start()]}may have been {changed[verb.end() :]}"


def _reworded(text: str, _: Value, random: Random) -> str | None:
    for name in random.sample(list(KEPT), len(KEPT)):
        changed = KEPT[name](text, "", random) if name != "as it stands" else None
        if changed is not None:
            return changed
    return None


SAME: dict[str, Rewrite] = {
    "rounded": _rounded,
    "less exact": _less_exact,
    "in another form": _other_form,
    "as of another year": _as_of,
    "only expected": _expected,
    "in other words": _reworded,
}


def planted(questions: Sequence[Asked]) -> Iterator[Planted]:
    """Changed copies and controls, as many as are wanted of each."""
    counts: Counter[bool] = Counter()
    kinds: Counter[str] = Counter()
    for one in questions:
        random = Random(_digest(one.question))
        text = one.sentences[one.at]
        changed = _another(text, one.value, random)
        if changed is not None and counts[True] < _EACH:
            counts[True] += 1
            yield Planted(
                f"another {one.value.kind}", one, _again(changed, one, random), wrong=True
            )
        for kind in sorted(SAME, key=lambda kind: kinds[kind]):
            same = SAME[kind](text, one.value, random)
            if same is not None and same != text and counts[False] < _EACH:
                counts[False] += 1
                kinds[kind] += 1
                yield Planted(kind, one, same, wrong=False)
                break


def _again(changed: str, one: Asked, random: Random) -> str:
    """The changed sentence in other words where an edit leaves its value alone."""
    value = next((v.normal for v in extract(changed) if v.start == one.value.start), "")
    again = _reworded(changed, one.value, random)
    return again if again and any(v.normal == value for v in extract(again)) else changed


def is_found(one: Planted) -> bool:
    """Whether the value and that of the copy are called a disagreement."""
    title = Path(one.asked.article).stem.replace("-", " ").title()
    own = [
        Statement(one.asked.article, "", title, text, n)
        for n, text in enumerate(one.asked.sentences)
    ]
    copies = list(one.asked.sentences)
    copies[one.asked.at] = one.copy
    others = [
        Statement(f"copy/{one.asked.article}", "", title, text, len(own) + n)
        for n, text in enumerate(copies)
    ]
    return bool(find_conflicts(one.asked.question, [*own, *others]))


def report(questions: Sequence[Asked], half: str, *, show: bool) -> None:
    """Prints recall and false rate of one half, by kind."""
    table: dict[tuple[bool, str], Counter[bool]] = defaultdict(Counter)
    for one in planted([q for q in questions if q.half == half]):
        said = is_found(one)
        table[one.wrong, one.kind][said] += 1
        if show and said != one.wrong:
            sentence = one.asked.sentences[one.asked.at]
            print(f"- {one.kind}: {one.asked.question}\n    {sentence}\n    {one.copy}")
    print(f"\n| half {half} | pairs | called a disagreement |\n|---|---|---|")
    for wrong in (True, False):
        every: Counter[bool] = Counter()
        for (other, kind), counts in table.items():
            if other == wrong:
                every += counts
                print(_row(kind, counts))
        print(_row("**all planted**" if wrong else "**all controls**", every))


def _row(name: str, counts: Counter[bool]) -> str:
    total = sum(counts.values())
    return f"| {name} | {total} | {100 * counts[True] / max(1, total):.1f} % |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=BESIDE if BESIDE.is_dir() else None)
    parser.add_argument("--half", choices=("A", "B"), help="only this half")
    parser.add_argument("--show", action="store_true", help="print the errors")
    arguments = parser.parse_args()
    files = [PROJECT / "evals" / "sample.jsonl"]
    if arguments.shared:
        benchmarks = arguments.shared / "benchmarks"
        files += [benchmarks / "plain-questions" / f"{n}.jsonl" for n in ("wiki", "blog", "news")]
    every = [one for file in files for one in asked(file)]
    if arguments.shared:
        squad = arguments.shared / "benchmarks" / "squad2-dev"
        every += asked_of_paragraphs(squad / "gold_full.jsonl", squad / "corpus")
    once = {one.sentences[one.at]: one for one in every}
    questions = sorted(once.values(), key=lambda one: _digest(one.question))
    for half in (arguments.half,) if arguments.half else ("A", "B"):
        report(questions, half, show=arguments.show)


if __name__ == "__main__":
    main()
