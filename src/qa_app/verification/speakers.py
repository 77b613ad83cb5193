"""Who said it: what one is said to have said, another one or nobody must not have said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa_app.verification.align import Alignment
from qa_app.verification.finding import Finding
from qa_app.verification.lexicon import BE, SAYING
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import same_people

_REACH = 3
_UNNAMED = frozenset(("he", "she", "they", "who", "it", "i", "we"))


class Speaker(NamedTuple):
    """A name and the verb of saying beside it; no name where a pronoun speaks."""

    name: tuple[Word, ...]
    verb: str


def speakers(alignment: Alignment) -> Iterator[Finding]:
    """Objections to the speakers that the claim names."""
    theirs = [one for sentence in alignment.sentences for one in speaking(sentence)]
    named = [one for one in theirs if one.name]
    if (
        _according(alignment.claim)
        and not theirs
        and not any(
            word.low in SAYING or word.low == "according"
            for sentence in alignment.sentences
            for word in sentence.words
        )
    ):
        yield Finding("speaker", "soft", "the cited words do not say who said it")
        return
    for one in speaking(alignment.claim):
        if not one.name or any(_same(one, other) for other in named):
            continue
        said = " ".join(word.text for word in one.name)
        if len(named) < len(theirs):
            yield Finding("speaker", "soft", f"the cited words do not say that '{said}' said it")
        elif named:
            sure = any(other.verb == one.verb for other in named)
            reason = f"in the cited words '{named[0].name[-1].text}' says this, not '{said}'"
            yield Finding("speaker", "hard" if sure else "soft", reason)
        else:
            yield Finding("speaker", "soft", f"the cited words do not say that '{said}' said it")


def speaking(sentence: Sentence) -> list[Speaker]:
    """Every name or pronoun that a verb of saying stands beside, and "according to" a name."""
    words, found = sentence.words, []
    for i, word in enumerate(words):
        if word.low == "according" and i + 1 < len(words) and words[i + 1].low == "to":
            found.append(Speaker(_name_from(words, i + 2), "according"))
        elif word.low in SAYING and not word.named and not _passive(words, i):
            before = words[i - 1].low if i else ""
            name = () if before in _UNNAMED else _name_before(words, i) or _name_from(words, i + 1)
            found.append(Speaker(name, word.stem))
    return [one for one in found if one.name or one.verb != "according"]


def _according(sentence: Sentence) -> bool:
    return any(word.low == "according" for word in sentence.words)


def _passive(words: Sequence[Word], i: int) -> bool:
    near = [word for word in words[max(0, i - 2) : i] if word.clause == words[i].clause]
    be = any(word.low in BE for word in near)
    return be or (i + 1 < len(words) and words[i + 1].low == "by")


def _name_before(words: Sequence[Word], i: int) -> tuple[Word, ...]:
    """The last name of the clause that ends within a few words before `i`."""
    near = range(i - 1, max(-1, i - 1 - _REACH), -1)
    last = next((j for j in near if words[j].named and words[j].clause == words[i].clause), None)
    if last is None:
        return ()
    first = last
    while first and words[first - 1].named:
        first -= 1
    return tuple(words[first : last + 1])


def _name_from(words: Sequence[Word], start: int) -> tuple[Word, ...]:
    """The name that begins within a few words from `start`, if one does."""
    first = next((i for i in range(start, min(start + _REACH, len(words))) if words[i].named), None)
    if first is None:
        return ()
    last = first
    while last + 1 < len(words) and words[last + 1].named:
        last += 1
    return tuple(words[first : last + 1])


def _same(a: Speaker, b: Speaker) -> bool:
    return any(
        same_people(x.low.removesuffix("'s"), y.low.removesuffix("'s"))
        for x in a.name
        for y in b.name
    )
