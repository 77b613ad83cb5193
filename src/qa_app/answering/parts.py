"""A question that asks two things: each is answered by itself, and the answers are put together.

"When was it built, and who paid for it?" has its answers in two sentences that share few words;
read as one question, the likelier of them would be all that is quoted. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa_app.answering.quotes import Said
from qa_app.contract import AnswerSentence, Citation, Conflict
from qa_app.retrieval.search import Ranked, Retrieval
from qa_app.retrieval.words import STOPWORDS, tokens

_ASKS = (
    r"(?:who|whom|whose|what|when|where|why|which|how)(?: (?!and\b|or\b)[\w-]+){0,3}?"
    r" (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n['’]t)?\b"
    r"|who (?:\w+ed|wrote|made|built|paid|said|won|lost|led|took|gave|got|runs|owns|leads) \w+"
)
_DANGLES = re.compile(r"\b(?:who|whom|whose|what|when|where|why|which|how)\W*$", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?:\?\s+|,?\s+)(?:and|but)\s+(?:also\s+)?(?=(?:{_ASKS}))|\?\s+(?=(?:{_ASKS}))", re.I
)
_BEGINS = re.compile(rf"^\W*(?:{_ASKS}|(?:is|are|was|were|do|does|did|has|have|can|will) )", re.I)
_PRONOUNS = frozenset("he him his she her it its they them their one ones there that this".split())
_LEAST_WORDS, _MOST_PARTS, _MOST_QUOTES = 3, 3, 3


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question is put together from; one where it asks one thing."""
    found = [part.strip(" ,") for part in _BETWEEN.split(question)]
    if not 2 <= len(found) <= _MOST_PARTS or not all(map(_asks_by_itself, found)):
        return (question,)
    return tuple(part if part.endswith("?") else f"{part}?" for part in found)


def _asks_by_itself(part: str) -> bool:
    """Whether a part asks something; "what were they" asks no more than what stands before it."""
    told = [word for word in tokens(part) if word not in STOPWORDS and word not in _PRONOUNS]
    asks = _BEGINS.match(part) and not _DANGLES.search(part)
    return bool(asks and told) and len(part.split()) >= _LEAST_WORDS


def found_together(found: Sequence[Retrieval]) -> Retrieval:
    """What was found for the parts of a question, in their order, no passage twice."""
    ranked: dict[int, Ranked] = {}
    for one in found:
        for passage in one.ranked:
            ranked.setdefault(passage.candidate.passage.id, passage)
    worded = replace(found[0].query, text=" ".join(one.query.text for one in found))
    return replace(found[0], ranked=tuple(ranked.values()), query=worded)


def said_together(asked: Sequence[str], said: Sequence[Said]) -> Said | None:
    """The answers to the parts of a question as one: the first quotes of each, and which part has
    none. None where no part is answered.

    Args:
        asked: the parts, as many as there are answers.
    """
    answered = [one for one in said if one.outcome == "answered"]
    if not answered:
        return None
    places: dict[tuple[str, int, int], int] = {}
    cited: list[Citation] = []
    sentences: list[AnswerSentence] = []
    conflicts: list[Conflict] = []
    for one in answered:
        kept = {c.n for c in one.citations[:_MOST_QUOTES]}
        kept |= {value.citation for conflict in one.conflicts for value in conflict.values}
        numbers: dict[int, int] = {}
        for c in one.citations:
            place = (c.source, c.start, c.end)
            if c.n in kept and place not in places:
                places[place] = len(cited) + 1
                cited.append(replace(c, n=places[place]))
                sentences += [
                    replace(sentence, citations=(places[place],))
                    for sentence in one.sentences
                    if sentence.citations == (c.n,)
                ]
            numbers[c.n] = places.get(place, 0)
        for conflict in one.conflicts:
            values = tuple(replace(v, citation=numbers[v.citation]) for v in conflict.values)
            renumbered = replace(conflict, values=values)
            conflicts += [renumbered] if renumbered not in conflicts else []
    open_ones = [f"“{part}”" for part, one in zip(asked, said, strict=True) if one not in answered]
    notes = [one.note for one in answered if one.note]
    if open_ones:
        notes.append(f"No clear answer was found to {' or '.join(open_ones)}")
    return replace(
        answered[0],
        answer=" ".join(f"{s.text} [{s.citations[0]}]" for s in sentences),
        sentences=tuple(sentences),
        citations=tuple(cited),
        conflicts=tuple(conflicts),
        confidence=min(one.confidence for one in answered),
        note=" ".join(dict.fromkeys(notes)),
    )
