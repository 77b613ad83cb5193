"""Questions to begin with."""

from __future__ import annotations

import re
from pathlib import Path

from qa_app import prompts
from qa_app.web.catalogue import Listing

SHOWN = 4
LONGEST_TITLE = 70
_NAME = re.compile(r"(?<!^)\b[A-Z]\w+")


def choose(
    listing: Listing, given: tuple[str, ...] = (), override: Path | None = None
) -> tuple[str, ...]:
    """The questions given, else those of the prompts if they fit the articles, else from titles.

    Args:
        override: a folder whose prompts come before the shipped ones.
    """
    if not listing.articles:
        return ()
    titles = [article.metadata.title.value for article in listing.articles]
    kept = given or prompts.lines("example-questions", override)
    return (kept if given or fit(kept, titles) else _from_titles(titles))[:SHOWN]


def fit(questions: tuple[str, ...], titles: list[str]) -> bool:
    """Whether the names in the questions are names that the titles know: half of them or more."""
    names = {name for question in questions for name in _NAME.findall(question)}
    known = {word for title in titles for word in re.findall(r"\w+", title)}
    return 2 * len(names & known) >= len(names)


def _from_titles(titles: list[str]) -> tuple[str, ...]:
    short = sorted({title for title in titles if 0 < len(title) <= LONGEST_TITLE})
    step = max(1, len(short) // SHOWN)
    return tuple(f"What do the articles say about “{title}”?" for title in short[::step])
