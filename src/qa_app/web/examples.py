"""Questions to begin with."""

from __future__ import annotations

import json
from importlib import resources

from qa_app.web.catalogue import Listing

SHOWN = 4
LONGEST_TITLE = 70


def choose(listing: Listing, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The questions given, else those kept for articles that are there, else some from titles."""
    if given or not listing.articles:
        return given[:SHOWN]
    sources = {article.source for article in listing.articles}
    kept = [item["question"] for item in _kept() if item["source"] in sources]
    return tuple(kept[:SHOWN]) or _from_titles(listing)


def _kept() -> list[dict[str, str]]:
    """Questions written for the sample articles, each with the article that answers it."""
    path = resources.files("qa_app.web").joinpath("examples.json")
    items: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return items


def _from_titles(listing: Listing) -> tuple[str, ...]:
    titles = [article.metadata.title.value for article in listing.articles]
    short = sorted({t for t in titles if 0 < len(t) <= LONGEST_TITLE})
    step = max(1, len(short) // SHOWN)
    return tuple(f"What do the articles say about “{t}”?" for t in short[::step][:SHOWN])
