"""What the page says of itself, one sentence a place."""

from __future__ import annotations

NEAREST = "What comes nearest"
SEARCHING = "Searching the articles…"
STOPPED = "Stopped."
STOPPED_PARTLY = "Stopped before the answer was complete."
EVERYWHERE = "Search all articles"
VERBATIM = "Quoted verbatim"


def reading(passages: int) -> str:
    """What is said while the answer is looked for in what was found."""
    return f"Reading {passages:,} passage{'' if passages == 1 else 's'}…"
