"""Every name of a sentence must be in the evidence, whole, and where the rest of the claim is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_app.values import Name, Value, compare
from qa_app.values.lexicon import PARTICLES
from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.reading import Sentence
from qa_app.verification.words import same_people

_SMALL = PARTICLES | {"of", "the", "and", "for", "mr", "mrs", "ms", "dr"}
_SLACK = 1
_CARRIED = 0.6


def check_names(alignment: Alignment) -> Iterator[Finding]:
    """Objections to the names and quoted titles of the claim."""
    lows = frozenset(_base(word.low) for s in alignment.sentences for word in s.words)
    named = [value for sentence in alignment.sentences for value in sentence.values]
    for value in alignment.claim.values:
        if value.kind not in ("name", "title"):
            continue
        parts = [part for part in value.normal.split() if part not in _SMALL]
        present = [_present(part, lows) for part in parts]
        if not parts or _abbreviated(value, named):
            continue
        if not all(present):
            yield _unknown(alignment, value, present)
        elif finding := _together(alignment, value, parts) or _replaced(alignment, value, parts):
            yield finding


def _base(low: str) -> str:
    return low[:-2] if low.endswith("'s") else low.rstrip("'.")


def _present(part: str, lows: frozenset[str]) -> bool:
    part = part.rstrip(".")
    return part in lows or any(same_people(part, low) for low in lows if low[:2] == part[:2])


def _abbreviated(value: Value, named: Sequence[Value]) -> bool:
    """Whether the evidence has the name's initials, or the words that it is the initials of."""
    one = len(value.normal.split()) == 1
    return any(
        other.kind == "name"
        and (len(other.normal.split()) == 1) != one
        and compare(other, value) == "compatible"
        and not set(other.normal.split()) & set(value.normal.split())
        for other in named
    )


def _unknown(alignment: Alignment, value: Value, present: Sequence[bool]) -> Finding:
    """Hard, unless only a first name was added, or the capital may not mean a name at all."""
    reason = f"'{value.text}' is not in the cited words"
    first = value.start == alignment.claim.words[0].start
    unsure = first and len(present) == 1 and _type(value) == "other"
    fuller = present[-1] and len(present) > 1
    return Finding("name", "soft" if unsure or fuller else "hard", reason)


def _type(value: Value) -> str:
    return value.detail.type if isinstance(value.detail, Name) else "title"


def _together(alignment: Alignment, value: Value, parts: Sequence[str]) -> Finding | None:
    """An objection when the words of the name never stand together in the evidence."""
    if len(parts) == 1 or any(_run(s, parts) for s in alignment.sentences):
        return None
    reason = f"'{value.text}' is not one name in the cited words"
    return Finding("name_parts", "hard" if _type(value) == "person" else "soft", reason)


def _run(sentence: Sentence, parts: Sequence[str]) -> bool:
    """Whether all parts stand within little more than their number of words."""
    lows = [low for low in (_base(word.low) for word in sentence.words) if low not in _SMALL]
    reach = len(parts) + _SLACK
    for i, low in enumerate(lows):
        if low == parts[0] or same_people(low, parts[0]):
            near = frozenset(lows[max(0, i - 2) : i + reach])
            if all(_present(part, near) for part in parts):
                return True
    return False


def _replaced(alignment: Alignment, value: Value, parts: Sequence[str]) -> Finding | None:
    """An objection when the sentence that carries the rest of the claim names somebody else."""
    row = alignment.candidates[0]
    sentence = alignment.sentences[row]
    if alignment.singles[row] < _CARRIED or _run(sentence, parts[-1:]):
        return None
    others = [
        other
        for other in sentence.values
        if other.kind == "name"
        and _comparable(_type(other), _type(value))
        and not any(_same(other, own) for own in alignment.claim.values)
    ]
    if not others:
        return None
    reason = f"the cited words say this of '{others[0].text}', not of '{value.text}'"
    return Finding("name_replaced", "soft", reason)


def _comparable(first: str, second: str) -> bool:
    """Whether two names can be mistaken for one another, as far as their types are known."""
    loose = {"other", "title"}
    return first == second or first in loose or second in loose


def _same(other: Value, own: Value) -> bool:
    if compare(other, own) != "different":
        return True
    return any(same_people(a, b) for a in other.normal.split() for b in own.normal.split())
