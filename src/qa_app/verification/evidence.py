"""Which sentences of the evidence bear on a claim, and the words there that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.values import compare, entails
from qa_app.verification.align import Alignment
from qa_app.verification.lexicon import LIGHT
from qa_app.verification.reading import Sentence, Word
from qa_app.verification.words import alike, same_people

MOST_WORDS = 160
_MOST_ROWS, _LEAST_GAIN = 4, 0.02
_GAP = 2
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a verdict rests on: `spans[span][start:end]`, in code points."""

    span: int
    start: int
    end: int


def bearing(alignment: Alignment, most: int = MOST_WORDS) -> tuple[int, ...]:
    """The sentences of the evidence that bear most on the claim, in their order.

    The window of neighbouring sentences that hold most of it, then the others, best first, as far
    as there is room for whole sentences; the first one is in however long it is.
    """
    window = range(alignment.window.first, alignment.window.last)
    order = sorted(range(len(alignment.sentences)), key=lambda row: -alignment.singles[row])
    kept: set[int] = set()
    room = most
    for row in (*sorted(window, key=order.index), *(row for row in order if row not in window)):
        length = len(alignment.sentences[row].words)
        if length <= room or not kept:
            kept.add(row)
            room -= length
    return tuple(sorted(kept))


def joined(alignment: Alignment, rows: Sequence[int]) -> str:
    """The sentences as one text; " … " stands for what is left out between them."""
    parts: list[str] = []
    for before, row in zip((None, *rows), rows, strict=False):
        if before is not None:
            parts.append(" " if row == before + 1 else " … ")
        parts.append(alignment.sentences[row].text)
    return "".join(parts)


def rests_on(alignment: Alignment) -> tuple[Evidence, ...]:
    """The words of the evidence that say what the claim says, in the order of the evidence: the
    fewest sentences that hold as much of it as all do, and in each the stretches from a word of
    the claim to the next one close by.
    """
    rows, found = _fewest(alignment), []
    for n, row in enumerate(rows):
        # What an earlier one says already it need not say again.
        held = alignment.held(rows[:n])
        wanted = [key for key, weight in zip(alignment.keys, held, strict=True) if not weight]
        for start, end in _stretches(wanted, alignment.sentences[row]):
            found.append(Evidence(alignment.spans[row], start, end))
    return tuple(sorted(found, key=lambda place: (place.span, place.start)))


def _fewest(alignment: Alignment) -> list[int]:
    """The best sentence, then whichever adds most, while one adds anything to speak of."""
    rows = list(alignment.candidates[:1])
    while len(rows) < _MOST_ROWS:
        held = alignment.coverage(rows)
        rest = [row for row in range(len(alignment.sentences)) if row not in rows]
        gain = {row: alignment.coverage([*rows, row]) - held for row in rest}
        # Of equal ones the nearest to what is there already.
        best = max(rest, key=lambda row: (gain[row], -min(abs(row - r) for r in rows)), default=-1)
        if best < 0 or gain[best] < _LEAST_GAIN:
            break
        rows.append(best)
    return rows


def _stretches(wanted: Sequence[Word], evidence: Sentence) -> Iterator[tuple[int, int]]:
    """Where words of the claim stand in a sentence, those with hardly a word between them as one;
    none that is made of words that say little.
    """
    run: list[Word] = []
    gap = 0
    for word in evidence.words:
        if word.content and any(_same(word, own) for own in wanted):
            run.append(word)
            gap = 0
        elif (gap := gap + 1) > _GAP:
            yield from _place(run)
            run = []
    yield from _place(run)


def _place(run: Sequence[Word]) -> Iterator[tuple[int, int]]:
    if any(word.stem not in LIGHT for word in run):
        yield run[0].start, run[-1].start + len(run[-1].text)


def _same(word: Word, own: Word) -> bool:
    if word.value is not None and own.value is not None:
        return entails(word.value, own.value) or compare(word.value, own.value) == "compatible"
    named = word.named and own.named and same_people(word.low, own.low)
    return named or alike(word.stem, own.stem)


def standing(claim: str, texts: Sequence[str]) -> tuple[Evidence, ...]:
    """Where a claim stands in one of the texts, quotation marks, white space and case aside."""
    words = claim.strip().replace("...", "…").split()
    wanted = re.compile(r"\s+".join("".join(map(_any_form, word)) for word in words), re.IGNORECASE)
    found = ((number, wanted.search(text)) for number, text in enumerate(texts))
    return tuple(Evidence(number, *match.span()) for number, match in found if match)[:1]


def _any_form(character: str) -> str:
    if character in _QUOTES:
        return f"[{_QUOTES}]"
    return r"(?:…|\.\.\.)" if character == "…" else re.escape(character)


def in_original(place: Evidence, mended: str, original: str) -> Evidence:
    """A place of a text whose torn numbers were joined, in the text as it is: what differs is white
    space that is left out, and letter case.
    """
    at, places = 0, []
    for character in mended:
        while original[at].isspace() and not character.isspace():
            at += 1
        places.append(at)
        at += 1
    return Evidence(place.span, places[place.start], places[place.end - 1] + 1)
