"""A sentence of a model held to the passages: supported by what it cites, by another, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_app.contract import Support
from qa_app.generation.drafts import Draft
from qa_app.generation.prompting import Excerpt
from qa_app.retrieval.words import stems
from qa_app.verification import Entailment, Verdict, verify
from vectorstore.model import Span

# A tag ends with ">", and of an address more follows its colon than a blank.
_ACTIVE = re.compile(
    r"!\[|\]\(|\]\s*\[|^\s*<[a-z]|<[a-z][^<>]*>|<[/!?]"
    r"|\b(?:(?:https?|ftp|javascript):\S|file:/|data:[^\s,]*,\S)",
    re.IGNORECASE,
)
_WHOLLY_QUOTED = re.compile(r"[\"“'‘]([^\"“”]*)[\"”'’]")
_QUOTED = re.compile(r"[“„\"«「『]([^“”„\"«»「」『』\n]{2,})[”“\"»」』]")
_LEAST_QUOTED = 3
_GAP = re.compile(r"\s*(?:\.\.\.|…|\[[^\]\n]*\])\s*")
_WEIGHED = 8
_RANK = {"unsupported": 0, "partly": 1, "supported": 2}
JOINED = "it is put together from articles of which none says it"
STITCHED = "its quotation is put together from words that do not stand together"


@dataclass(frozen=True, slots=True)
class Place:
    """Neighbouring sentences of a passage that support something.

    Attributes:
        words: the words of them that it rests on, in the order of the article.
    """

    excerpt: Excerpt
    span: Span
    words: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The sentences."""
        return self.excerpt.words(self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with what became of it.

    Attributes:
        reason: why, in words that hold nothing of the draft but single words.
        places: the fewest sentences that support it, in the order of the passages cited; empty
            where it is unsupported.
        corrected: whether it cited something else, or nothing.
    """

    draft: Draft
    support: Support
    reason: str
    places: tuple[Place, ...] = ()
    corrected: bool = False

    @property
    def sources(self) -> frozenset[str]:
        """The articles that it rests on."""
        return frozenset(place.excerpt.source for place in self.places)


def judge(draft: Draft, given: Sequence[Excerpt], entailment: Entailment | None) -> Judged:
    """Whether the passages that a draft cites support it; where they do not and another one does
    fully, it is cited instead.

    Raises:
        EntailmentError: the entailment model cannot be used.
    """
    objection = _objection(draft)
    if objection:
        return Judged(draft, "unsupported", objection)
    own = [excerpt for excerpt in given if excerpt.number in draft.numbers]
    own.sort(key=lambda excerpt: draft.numbers.index(excerpt.number))
    cited = _by(draft, own, entailment) if own else Judged(draft, "unsupported", "it cites nothing")
    if cited.support == "supported":
        return cited
    for other in given:
        if other in own:
            continue
        elsewhere = _by(draft, [other], entailment, corrected=True)
        if elsewhere.support == "supported":
            return elsewhere
    return cited


def _objection(draft: Draft) -> str:
    """Why a draft cannot be a sentence of an answer, whatever the passages say."""
    if draft.code:
        return "it is code"
    if _ACTIVE.search(draft.text):
        return "it holds a link, a picture or markup"
    if _is_question(draft.text):
        return "it is a question"
    return ""


def _is_question(text: str) -> bool:
    """Whether a sentence asks; one that tells what somebody asked does not."""
    plain = text.strip(" ()")
    quoted = _WHOLLY_QUOTED.fullmatch(plain)
    return (quoted.group(1).rstrip() if quoted else plain).endswith("?")


def _by(
    draft: Draft,
    cited: Sequence[Excerpt],
    entailment: Entailment | None,
    *,
    corrected: bool = False,
) -> Judged:
    """The verdict on a draft from these passages alone, and the sentences it rests on."""
    runs = [Place(e, Span(r[0].start, r[-1].end)) for e in cited for r in e.runs()]
    texts = [run.text for run in runs]
    stitched = _stitched(draft.text, texts)
    if stitched:
        return Judged(draft, "unsupported", stitched)
    verdict = verify(draft.text, texts, entailment)
    if verdict.support == "unsupported":
        return Judged(draft, "unsupported", verdict.reason)
    judged = Judged(
        draft,
        verdict.support,
        verdict.reason,
        _narrowed(draft.text, cited, _resting(runs, verdict), verdict.support, entailment),
        corrected,
    )
    if judged.support == "partly" and len(judged.sources) > 1:
        # What two articles say of two things makes half a case for what neither says.
        return Judged(draft, "unsupported", JOINED)
    return judged


def _stitched(text: str, texts: Sequence[str]) -> str:
    """What is wrong with the quotations of a sentence: each must stand in one text as it is."""
    held = [_flat(one) for one in texts]
    for quoted in _QUOTED.findall(text):
        parts = [part for part in map(_flat, _GAP.split(quoted)) if part]
        if sum(len(part.split()) for part in parts) < _LEAST_QUOTED:
            continue
        if any(_in_order(parts, one) for one in held):
            continue
        words = {word for part in parts for word in part.split()}
        known = {word for one in held for word in one.split()}
        return STITCHED if words <= known else "its quotation is not in the passages"
    return ""


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+(?:['’]\w+)?", text.replace("’", "'").casefold()))


def _in_order(parts: Sequence[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = f" {text} ".find(f" {part} ", at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _narrowed(
    text: str,
    cited: Sequence[Excerpt],
    runs: Sequence[Place],
    support: Support,
    entailment: Entailment | None,
) -> tuple[Place, ...]:
    """The fewest sentences by which a sentence is as well supported as by the whole passages, and
    their words that it rests on. Those that the verdict rests on, or else those most alike, are
    left out one after the other, the least alike first, where that changes nothing.
    """
    wanted = set(stems(text))
    every = [(excerpt, span) for excerpt in cited for span in excerpt.sentences]
    every.sort(key=lambda one: -len(wanted & set(stems(one[0].words(one[1].start, one[1].end)))))
    resting = [(e, span) for e, span in every if any(_rests(run, e, span) for run in runs)]
    for kept in (resting, every[:_WEIGHED], every):
        best = _holding(text, kept, cited, support, entailment)
        if best:
            break
    for one in kept[::-1]:
        rest = [other for other in kept if other != one]
        if rest and (found := _holding(text, rest, cited, support, entailment)):
            kept, best = rest, found
    return best


def _rests(run: Place, excerpt: Excerpt, span: Span) -> bool:
    """Whether a verdict rests on a sentence of an excerpt."""
    words = run.words if run.excerpt is excerpt else ()
    return any(one.start < span.end and span.start < one.end for one in words)


def _holding(
    text: str,
    kept: Sequence[tuple[Excerpt, Span]],
    cited: Sequence[Excerpt],
    support: Support,
    entailment: Entailment | None,
) -> tuple[Place, ...]:
    """The sentences kept, with their words that the text rests on; none where they support it less
    than they should.
    """
    places = list(_places(kept, cited))
    texts = [place.text for place in places]
    verdict = verify(text, texts, entailment)
    if _RANK[verdict.support] < _RANK[support] or _stitched(text, texts):
        return ()
    return tuple(_resting(places, verdict))


def _resting(places: Sequence[Place], verdict: Verdict) -> list[Place]:
    """The places with the words that a verdict on their texts rests on."""
    return [
        replace(
            place,
            words=tuple(
                Span(place.span.start + one.start, place.span.start + one.end)
                for one in verdict.evidence
                if one.span == number
            ),
        )
        for number, place in enumerate(places)
    ]


def _places(kept: Sequence[tuple[Excerpt, Span]], cited: Sequence[Excerpt]) -> Iterator[Place]:
    """The sentences kept, neighbours as one."""
    for excerpt in cited:
        own = {span for other, span in kept if other is excerpt}
        run: list[Span] = []
        for span in (*excerpt.ranked.candidate.passage.sentences, None):
            if span is not None and span in own:
                run.append(span)
            elif run:
                yield Place(excerpt, Span(run[0].start, run[-1].end))
                run = []
