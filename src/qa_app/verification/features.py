"""What the learned part looks at: how much of a sentence is in the evidence, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from qa_app.verification.align import Alignment
from qa_app.verification.reading import Word
from qa_app.verification.words import alike

_LONG = 160


def _pairs(words: Sequence[Word], reach: int) -> set[tuple[str, str]]:
    stems = [word.stem for word in words if word.content]
    return {(stem, other) for i, stem in enumerate(stems) for other in stems[i + 1 : i + 1 + reach]}


def pair_share(alignment: Alignment, rows: Sequence[int], reach: int) -> float:
    """The share of the claim's pairs of neighbouring words that are neighbours in the evidence."""
    ours = _pairs(alignment.claim.words, reach)
    theirs: set[tuple[str, str]] = set()
    for row in rows:
        theirs |= _pairs(alignment.sentences[row].words, reach + 1)
    if not ours:
        return 1.0
    held = sum(
        pair in theirs or any(alike(pair[0], a) and alike(pair[1], b) for a, b in theirs)
        for pair in ours
    )
    return held / len(ours)


def fragments(
    claim: Sequence[str],
    evidence: Sequence[Sequence[str]],
    plain: Collection[str] = (),
    first: Collection[int] = (),
) -> tuple[float, float]:
    """How the claim is pieced together from the evidence, by greedy longest matches.

    Grusky, Naaman, Artzi, "Newsroom", 2018: density (the squared lengths of the stretches
    over the squared length of the claim), and how many sentences more than one they come from, as
    a share of the claim's words. Stretches of `plain` words alone count for no sentence;
    of equal stretches the one in a sentence of `first`, or one that is used already, is taken.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for row, words in enumerate(evidence):
        for column, word in enumerate(words):
            places.setdefault(word, []).append((row, column))
    at, squares, rows, liked = 0, 0, set(), set(first)
    while at < len(claim):
        length, row = _longest_from(claim, at, evidence, places, liked)
        if length:
            squares += length * length
            if not all(word in plain for word in claim[at : at + length]):
                rows.add(row)
                liked.add(row)
        at += max(1, length)
    count = max(1, len(claim))
    return squares / count**2, max(0, len(rows) - 1) / count


def _longest_from(
    claim: Sequence[str],
    at: int,
    evidence: Sequence[Sequence[str]],
    places: Mapping[str, Sequence[tuple[int, int]]],
    liked: Collection[int],
) -> tuple[int, int]:
    """The longest stretch of the claim from `at` that stands in one sentence, and in which."""
    best, found = 0, 0
    for row, column in places.get(claim[at], ())[:_LONG]:
        words, length = evidence[row], 0
        while (
            at + length < len(claim)
            and column + length < len(words)
            and claim[at + length] == words[column + length]
        ):
            length += 1
        if length > best or (length == best and row in liked and found not in liked):
            best, found = length, row
    return best, found


MEASURES: dict[str, Callable[[Alignment], float]] = {
    "single": lambda a: max(a.singles, default=0.0),
    "anywhere": lambda a: a.coverage(range(len(a.sentences))),
    "skipgrams": lambda a: pair_share(a, range(a.window.first, a.window.last), 3),
    "missing": lambda a: min(len(a.missing), 5) / 5,
}
FEATURES = (*MEASURES, "density", "sources")


def features(alignment: Alignment) -> list[float]:
    """The features of a claim beside its evidence, in the order of `FEATURES`."""
    ours = [word.stem for word in alignment.claim.words][:_LONG]
    theirs = [[word.stem for word in sentence.words] for sentence in alignment.sentences]
    measured = [measure(alignment) for measure in MEASURES.values()]
    plain = {word.stem for word in alignment.claim.words if not word.content}
    return [*measured, *fragments(ours, theirs, plain, alignment.candidates[:1])]
