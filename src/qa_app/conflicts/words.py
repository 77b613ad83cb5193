"""A conflict in words: what it is about, and the values as they are written."""

from __future__ import annotations

import re

from qa_app.conflicts.model import Claim
from qa_app.values import Amount
from qa_app.values.lexicon import FUNCTION_WORDS
from qa_app.verification.reading import Word
from qa_app.verification.words import find

_MOST_WORDS = 7
_BETWEEN = 2
_HYPHENATED = re.compile(r"-\w+")
_STATING = frozenset(("came", "worth", "stood", "rose", "fell", "grew", "hit", "made", "put"))


def shared(first: Claim, second: Claim) -> list[Word]:
    """The words around the first value that stand around the second one too."""
    theirs = [word.stem for word in second.context]
    return [word for word in first.context if find(word.stem, theirs)]


def written(claim: Claim) -> str:
    """The value as its article writes it; ranks with their adjective ("third-largest")."""
    value = claim.value
    if isinstance(value.detail, Amount) and value.detail.ordinal:
        rest = _HYPHENATED.match(claim.statement.text, value.end)
        return value.text + (rest.group() if rest else "")
    return value.text


def about(first: Claim, second: Claim) -> str:
    """What both are about, in the words of the first, and the year when both give it for one."""
    words = shared(first, second)
    if first.value.kind != "date":
        words = [w for w in words if w.low not in _STATING and not w.low.endswith("ed")] or words
    text = _joined(words[:_MOST_WORDS], first.statement.text)
    year = first.date.year if first.date else None
    agreed = year and (second.date is None or second.date.year == year)
    return f"{text} in {year}" if agreed else text


def _joined(words: list[Word], text: str) -> str:
    """The words in their order, with the small words that stand directly between two of them."""
    parts: list[str] = []
    end = 0
    for word in sorted(words, key=lambda w: w.start):
        between = text[end : word.start].split() if parts else []
        small = [w for w in between if w.lower() in FUNCTION_WORDS]
        if small == between and len(small) <= _BETWEEN:
            parts.extend(small)
        parts.append(word.text.removesuffix("'s").removesuffix("’s"))
        end = word.start + len(word.text)
    return " ".join(parts)
