"""Sentence and cited words -> verdict: rules that fail closed over a small learned model."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_app.verification.align import Alignment, align
from qa_app.verification.copies import changed
from qa_app.verification.degree import degrees
from qa_app.verification.entailment import PACKAGED, Entailment
from qa_app.verification.evidence import bearing, in_original, joined, rests_on, standing
from qa_app.verification.features import features
from qa_app.verification.finding import Finding
from qa_app.verification.mend import mended
from qa_app.verification.model import Verdict
from qa_app.verification.names_rule import check_names
from qa_app.verification.polarity import hedge, polarity
from qa_app.verification.reading import Sentence, read
from qa_app.verification.roles import agents, roles
from qa_app.verification.speakers import speakers
from qa_app.verification.values_rule import check_measures
from qa_app.verification.weights import load, logistic, logit

_SPACES = re.compile(r"\s+")
_MARKER = re.compile(r"\s*\[\d+\]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "…": "..."})
_ENDS = frozenset(".!?…:;\"'”’)]\n")
_HALF = re.compile("[\ud800-\udfff]")
_VERBATIM = 0.99
_ALL = "all that it says is in the cited words"
_FOLLOWS = "it says in other words what the cited words say"
_HARD, _SOFT = 0.2, 0.65
_WORDS, _LEAST = 0.7, 1e-9
"""What the words weigh beside a reading in the score; chosen with both halves of QAGS in view."""


def verify(
    sentence: str, spans: Sequence[str], entailment: Entailment | None = PACKAGED
) -> Verdict:
    """Whether the cited words `spans` support `sentence`.

    Every number with its unit, every date and name must be in `spans` and belong to the same
    thing; nothing may be negated, turned round or stated more firmly than it is there. What passes
    is judged by how much of the sentence stands in one to three neighbouring sentences of a span.
    A sentence that stands there word for word is supported. One to which no rule objects and of
    which too few words are there is read beside them by `entailment`, and may be found to follow.

    Args:
        entailment: a model, loaded with the first sentence it is asked about; None asks none.

    Raises:
        EntailmentError: that model cannot be used.
    """
    claim = _MARKER.sub("", sentence).strip()
    cited = [number for number, span in enumerate(spans) if span.strip()]
    texts = [mended(spans[number], claim) for number in cited]
    if not any(character.isalnum() for character in claim):
        return Verdict("unsupported", 0.0, "there is no sentence to check")
    if not texts:
        return Verdict("unsupported", 0.0, "no words are cited for it")
    verdict = _of_texts(claim, texts, entailment)
    places = (
        in_original(place, texts[place.span], spans[cited[place.span]])
        for place in verdict.evidence
    )
    return replace(
        verdict, evidence=tuple(replace(place, span=cited[place.span]) for place in places)
    )


def _of_texts(claim: str, texts: Sequence[str], entailment: Entailment | None) -> Verdict:
    if _verbatim(claim, texts):
        reason = "it stands word for word in the cited words"
        return Verdict("supported", _VERBATIM, reason, standing(claim, texts))
    parts = [part for part in read(claim) if len(part.content) > 1]
    if len(parts) < 2:
        return _judge(whole(claim), texts, entailment)
    verdicts = [_of_texts(part.text, texts, entailment) for part in parts]
    worst = min(verdicts, key=lambda verdict: (_RANK[verdict.support], verdict.score))
    if worst.support == "unsupported":
        return worst
    every = {place for verdict in verdicts for place in verdict.evidence}
    return replace(worst, evidence=tuple(sorted(every, key=lambda e: (e.span, e.start, e.end))))


_RANK = {"unsupported": 0, "partly": 1, "supported": 2}


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip().casefold()


def _verbatim(claim: str, spans: Sequence[str]) -> bool:
    """Whether the claim stands in a span, from the start of a sentence to the end of one."""
    wanted = _plain(claim)
    for span in spans:
        text = _plain(span)
        if " " not in wanted and wanted != text:
            continue
        at = text.find(wanted)
        while at >= 0:
            before, after = text[:at].rstrip(), text[at + len(wanted) :]
            opens = not before or before[-1] in _ENDS
            closes = not after.strip(" .!?\"')]") or after[0] in ".!?" or wanted[-1] in '.!?"'
            if opens and closes:
                return True
            at = text.find(wanted, at + 1)
    return False


def whole(claim: str) -> Sentence:
    """The claim as one sentence, however it is divided."""
    parts = read(claim)
    if len(parts) == 1:
        return parts[0]
    words = tuple(word for part in parts for word in part.words)
    values = tuple(value for part in parts for value in part.values)
    return Sentence(claim, 0, len(claim), words, values)


def examine(claim: Sentence, spans: Sequence[str]) -> tuple[Alignment, list[Finding]]:
    """The claim beside its evidence, and every objection to it, the hard ones first."""
    alignment = align(claim, spans)
    if not alignment.sentences:
        return alignment, []
    found = [
        *check_measures(alignment),
        *check_names(alignment),
        *_contradictions(alignment),
        *changed(alignment),
        *agents(alignment),
        *speakers(alignment),
    ]
    return alignment, sorted(found, key=lambda finding: finding.weight != "hard")


def _contradictions(alignment: Alignment) -> list[Finding]:
    """The objections of the sentence that objects least, among those that hold most."""
    per_row = [list(_against(alignment, row)) for row in alignment.candidates]
    return min(per_row, key=lambda found: [f.weight == "hard" for f in found], default=[])


def _against(alignment: Alignment, row: int) -> Iterator[Finding]:
    yield from polarity(alignment, row)
    yield from roles(alignment, row)
    yield from degrees(alignment, row)
    yield from hedge(alignment, row)


def _judge(claim: Sentence, spans: Sequence[str], entailment: Entailment | None) -> Verdict:
    alignment, found = examine(claim, spans)
    if not alignment.sentences:
        return Verdict("unsupported", 0.0, "there are no words in what is cited")
    chance = load("words").probability(features(alignment))
    hard = bool(found) and found[0].weight == "hard"
    # A rule that objects leaves no more than "partly" to be reached.
    enough = load("words").partly if found else load("words").supported
    if entailment is not None and not hard and chance < enough:
        pair = claim.text, joined(alignment, bearing(alignment))
        # Half a character is valid in a text of Python, and to no tokenizer.
        follows = entailment.probability(*(_HALF.sub("\N{REPLACEMENT CHARACTER}", t) for t in pair))
        if follows > chance:
            return _verdict(alignment, found, _re_admitted(chance, follows), read=True)
    return _verdict(alignment, found, chance)


def _re_admitted(chance: float, follows: float) -> float:
    """The probability of a claim that was read: the mean of both in log-odds, but no less than the
    verdict takes that reading it alone would give.
    """
    model = load("words")
    own, other = (logit(min(max(p, _LEAST), 1 - _LEAST)) for p in (chance, follows))
    least = max(cut for cut in (0.0, model.partly, model.supported) if cut <= follows)
    return max(least, logistic(_WORDS * own + (1 - _WORDS) * other))


def _verdict(
    alignment: Alignment, found: Sequence[Finding], chance: float, read: bool = False
) -> Verdict:
    model = load("words")
    if found and found[0].weight == "hard":
        return Verdict("unsupported", round(_HARD * chance, 4), found[0].reason)
    if chance < model.partly or not math.isfinite(chance):
        return Verdict("unsupported", round(chance, 4), _missing(alignment))
    evidence = rests_on(alignment)
    if found:
        return Verdict("partly", round(_SOFT * chance, 4), found[0].reason, evidence)
    if chance < model.supported:
        return Verdict("partly", round(chance, 4), _missing(alignment), evidence)
    return Verdict("supported", round(chance, 4), _FOLLOWS if read else _ALL, evidence)


def _missing(alignment: Alignment) -> str:
    words = [f"'{word.text}'" for word in alignment.missing[:3]]
    if words:
        return f"the cited words do not say {', '.join(words)}"
    return "its words are in what is cited, but not said together"
