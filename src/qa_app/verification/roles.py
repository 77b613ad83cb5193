"""Who did it to whom: "A sued B" is not supported by "B sued A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from qa_app.values.lexicon import DETERMINERS, PREPOSITIONS
from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.lexicon import BE, SYMMETRIC, VERBS
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, same_people, stem

_REACH = 8
_NEAR, _AGENTS = 4, 12
_PARTICIPLES = ("ed", "en", "wn", "de", "ld", "lt", "nt", "ng", "ut")
Place = tuple[Sentence, int]
Voice = Literal["active", "passive", "by"]


def roles(alignment: Alignment, row: int) -> Iterator[Finding]:
    """An objection when the sides of a verb are exchanged between claim and evidence."""
    claim, evidence = alignment.claim, alignment.sentences[row]
    compared = any(word.low == "than" for word in claim.words)
    for i, verb in enumerate(claim.words):
        if verb.low in BE and not compared:
            places = [j for j, word in enumerate(evidence.words) if word.low in BE]
        elif verb.low not in BE and _is_verb(claim.words, i):
            places = _verb_places(verb, evidence.words)
        else:
            continue
        if places and all(_exchanged((claim, i), (evidence, j)) for j in places):
            reason = f"who did what to whom differs around '{verb.text}' in the cited words"
            yield Finding("roles", "hard", reason)
            return


def agents(alignment: Alignment) -> Iterator[Finding]:
    """An objection when the evidence says of the same verb "by" somebody else."""
    theirs = [one for sentence in alignment.sentences for one in _by(sentence)]
    for verb, names in _by_name(alignment.claim):
        others = [other for same, other in theirs if alike(verb.stem, same.stem)]
        held = {word.low.removesuffix("'s") for other in others for word in other}
        if held and not any(same_people(w.low.removesuffix("'s"), o) for w in names for o in held):
            reason = f"in the cited words it is '{verb.text} by' '{others[0][0].text}'"
            yield Finding("agent", "hard", f"{reason}, not '{names[0].text}'")


def _by(sentence: Sentence) -> Iterator[tuple[Word, list[Word]]]:
    """Each verb before a "by", with the names after it: "written and directed by Ann and Bo"."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.low != "by":
            continue
        names = [after for after in words[i + 1 : i + 1 + _AGENTS] if after.named]
        for verb in words[max(0, i - _NEAR) : i]:
            if names and verb.content and verb.low.endswith(_PARTICIPLES):
                yield verb, names


def _by_name(sentence: Sentence) -> Iterator[tuple[Word, list[Word]]]:
    """The same where a name alone follows: not "by a Danish writer", "by the US ministry"."""
    words = sentence.words
    for verb, names in _by(sentence):
        at = words.index(names[0])
        last = at
        while last + 1 < len(words) and words[last + 1].named:
            last += 1
        alone = last + 1 == len(words) or not words[last + 1].content
        if words[at - 1].low == "by" and alone:
            yield verb, list(words[at : last + 1])


def _verb_places(verb: Word, words: Sequence[Word]) -> list[int]:
    return [j for j, w in enumerate(words) if alike(verb.stem, w.stem) and _is_verb(words, j)]


def _is_verb(words: Sequence[Word], i: int) -> bool:
    """Whether word `i` has the form and the place of a verb."""
    word = words[i]
    if word.low in SYMMETRIC or (word.text[0].isupper() and i > 0):
        return False
    before = words[i - 1].low if i else ""
    if (
        before in DETERMINERS
        or before.endswith("'s")
        or (before in PREPOSITIONS and before != "to")
    ):
        return False
    past = word.low.endswith("ed") and len(word.low) > 4
    return past or word.stem in _verb_stems()


@cache
def _verb_stems() -> frozenset[str]:
    return frozenset(stem(verb) for verb in VERBS)


def _exchanged(ours: Place, theirs: Place) -> bool:
    """Whether the words on either side of the verb have changed places, passives undone."""
    (claim, i), (evidence, j) = ours, theirs
    copula = claim.words[i].low in BE
    voices = ("active", "active") if copula else (_voice(claim.words, i), _voice(evidence.words, j))
    if "passive" in voices and voices[0] != voices[1]:
        return False
    left, right = _sides(claim.words, i)
    first, second = _sides(evidence.words, j)
    if voices[0] != voices[1]:
        first, second = second, first
    straight = (_shared(left, first), _shared(right, second))
    crossed = (_shared(left, second), _shared(right, first))
    named = _names_exchanged(ours, theirs, turned=voices[0] != voices[1])
    if copula:
        return named and sum(straight) > 0 and sum(crossed) <= 2 and max(crossed) == 1
    if named or voices[0] != voices[1]:
        return named
    return all(crossed) and sum(crossed) > sum(straight) and not all(straight)


def _names_exchanged(ours: Place, theirs: Place, *, turned: bool) -> bool:
    """Whether the names next to the verb have changed sides."""
    left, right = _next_names(*ours)
    first, second = _next_names(*theirs)
    if turned:
        first, second = second, first
    crossed = _same_name(left, second) and _same_name(right, first)
    return crossed and not _same_name(left, first) and not _same_name(right, second)


def _next_names(sentence: Sentence, i: int) -> tuple[str, str]:
    """The last word of the nearest name before word `i`, and of the nearest one after it."""
    words = sentence.words
    before = next((word for word in reversed(words[max(0, i - _REACH) : i]) if word.named), None)
    after = ""
    for word in words[i + 1 : i + 1 + _REACH]:
        if word.named:
            after = word.low
        elif after:
            break
    return (before.low if before else ""), after


def _same_name(first: str, second: str) -> bool:
    first, second = first.removesuffix("'s"), second.removesuffix("'s")
    return bool(first and second) and same_people(first, second)


def _sides(words: Sequence[Word], i: int) -> tuple[list[Word], list[Word]]:
    """The nearest content words left and right of word `i`."""
    left = [word for word in words[max(0, i - _REACH) : i] if word.content]
    right = [word for word in words[i + 1 : i + 1 + _REACH] if word.content]
    return left[-4:], right[:4]


def _shared(first: Sequence[Word], second: Sequence[Word]) -> int:
    return sum(any(_same(a, b) for b in second) for a in first)


def _same(a: Word, b: Word) -> bool:
    return alike(a.stem, b.stem) or (a.text[0].isupper() and same_people(a.low, b.low))


def _voice(words: Sequence[Word], i: int) -> Voice:
    """How the verb is used; a bare passive ("was named") has no doer that could be exchanged."""
    if words[i].low.endswith("ing"):
        return "active"
    for word in words[i + 1 : i + 5]:
        if word.low == "by":
            return "by"
        if word.low.endswith("ed"):
            break
    passive = any(word.low in BE for word in words[max(0, i - 2) : i])
    return "passive" if passive else "active"
