"""How the words of an answer agree with the gold answers.

Normalisation, exact match and token F1 are those of the SQuAD evaluation script (Rajpurkar et al.,
"SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016): lower case, punctuation
and the articles a, an, the removed, white space unified; the best of the gold answers counts.
Typographic quotes and dashes are unified first, which the script, being ASCII, does not do.
Whether an answer is *found* in a text is asked more strictly and more fairly than that: 4.2 is not
42, 46 % is not 46 crowns but is 46 per cent, and "Vietnam" stands in "Japan–Vietnam" and in
"Vietnam's".
ROUGE-L is the F-measure of the longest common subsequence (Lin, "ROUGE", ACL 2004 workshop).
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

from qa_app.evaluation.locate import WORD, fold

LONG = 8
"""From so many words on a gold answer is long: nobody repeats it to the letter."""

LONG_RECALL = 0.6
"""The share of a long gold answer's words that must be there for it to count as found."""

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_PERCENT = re.compile(r"%|\bper cent\b")
_UNSPOKEN = re.compile(r"'s\b|[.'\"]")
_BETWEEN = re.compile(r"[^\w·]|_")
_MARKERS = re.compile(r"\s*\[\d+\]")


def without_markers(answer: str) -> str:
    """The answer as it reads without its [n] markers."""
    return _MARKERS.sub("", answer).strip()


def normalise(text: str) -> str:
    """`text` as the SQuAD script compares it; empty for a text without words."""
    plain = fold(text).lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def exact(given: str, answers: Sequence[str]) -> float:
    """1 if `given` equals one of the answers after normalisation, else 0; 0 without answers."""
    return float(any(normalise(given) == normalise(answer) for answer in answers))


def f1(given: str, answers: Sequence[str]) -> float:
    """The best F1 of shared tokens over the answers; 0 without answers."""
    return max((_f1(normalise(given).split(), normalise(a).split()) for a in answers), default=0.0)


def rouge_l(given: str, answers: Sequence[str]) -> float:
    """The best ROUGE-L F-measure over the answers; 0 without answers or without words."""
    return max((_rouge_l(_words(given), _words(answer)) for answer in answers), default=0.0)


def found(given: str, answers: Sequence[str]) -> bool:
    """Whether `given` holds one of the answers: its words in a row, or of a long answer at least
    the share `LONG_RECALL` of them. An answer without words is never held.
    """
    words = spoken(given)
    return any(_holds(words, spoken(answer)) for answer in answers)


def spoken(text: str) -> list[str]:
    """The words of `text` without case, articles, possessive s and marks; numbers stay whole."""
    plain = _DECIMAL.sub("·", _PERCENT.sub(" percent ", fold(text).lower()))
    plain = _UNSPOKEN.sub("", _THOUSANDS.sub("", plain))
    return _ARTICLES.sub(" ", _BETWEEN.sub(" ", plain)).split()


def is_long(answers: Sequence[str]) -> bool:
    """Whether every one of the answers is long; false without answers."""
    return bool(answers) and all(len(spoken(answer)) >= LONG for answer in answers)


def _holds(given: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return False
    if f" {' '.join(wanted)} " in f" {' '.join(given)} ":
        return True
    shared = (Counter(given) & Counter(wanted)).total()
    return len(wanted) >= LONG and shared >= LONG_RECALL * len(wanted)


def _f1(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return float(given == wanted)
    shared = (Counter(given) & Counter(wanted)).total()
    return 2 * shared / (len(given) + len(wanted))


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(fold(text))]


def _rouge_l(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return 0.0
    row = [0] * (len(wanted) + 1)
    for word in given:
        before = 0
        for at, other in enumerate(wanted, start=1):
            before, row[at] = row[at], before + 1 if word == other else max(row[at], row[at - 1])
    return 2 * row[-1] / (len(given) + len(wanted))
