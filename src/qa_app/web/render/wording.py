"""What the page says of itself, one sentence a place."""

from __future__ import annotations

from collections.abc import Sequence

from qa_app.standing import Kind

NEAREST = "What comes nearest"
SEARCHING = "Searching the articles…"
STOPPED = "Stopped."
STOPPED_PARTLY = "Stopped before the answer was complete."
EVERYWHERE = "Search all articles"
LIMITED = "Only a part of the articles was searched; the others may say it."
VERBATIM = "Quoted verbatim"
SAVE = "Save answers"
VERDICTS = {"right": "Right", "wrong": "Wrong", "wrong_citation": "Wrong citation"}
ABSTAINED_VERDICTS = {"right": "Right", "should_have_answered": "Should have answered"}
STRICTNESS = {
    "strict": "Only when sure",
    "balanced": "Balanced",
    "open": "Whatever comes closest",
}


def reading(passages: int) -> str:
    """What is said while the answer is looked for in what was found."""
    return f"Reading {passages:,} passage{'' if passages == 1 else 's'}…"


def since(kinds: Sequence[Kind]) -> str:
    """A sentence on quotes that do not stand where they stood; empty while they all do."""
    parts = [
        f"{kinds.count(kind)} {verb}"
        for kind, verb in (("changed", "changed"), ("deleted", "deleted"), ("moved", "moved"))
        if kind in kinds
    ]
    if not parts:
        return ""
    what = "The quoted words" if len(kinds) == 1 else f"Of {len(kinds)} quotes"
    if len(kinds) == 1:
        verbs = {
            "changed": "have been changed in the article since.",
            "deleted": "were in an article that has been deleted since.",
            "moved": "have moved within the article since.",
        }
        return f"{what} {verbs[kinds[0]]}"
    return f"{what}, since this was answered: {', '.join(parts)}."


def local(place: str) -> str:
    """Where it runs and what it keeps; `place` is empty where nothing is kept."""
    kept = f"answers are saved in {place}" if place else "answers are not saved"
    return f"Runs on this machine; {kept}."
