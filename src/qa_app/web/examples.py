"""Questions to begin with that people have written down."""

from __future__ import annotations

import re
from pathlib import Path

from qa_app import prompts
from qa_app.web.catalogue import Listing

_NAME = re.compile(r"(?<!^)\b[A-Z]\w+")


def kept(listing: Listing, override: Path | None = None) -> tuple[str, ...]:
    """The questions of the prompts if they fit the articles, else none.

    Args:
        override: a folder whose prompts come before the shipped ones.
    """
    if not listing.articles:
        return ()
    titles = [article.metadata.title.value for article in listing.articles]
    written = prompts.lines("example-questions", override)
    return written if fit(written, titles) else ()


def fit(questions: tuple[str, ...], titles: list[str]) -> bool:
    """Whether the names in the questions are names that the titles know: half of them or more."""
    names = {name for question in questions for name in _NAME.findall(question)}
    known = {word for title in titles for word in re.findall(r"\w+", title)}
    return 2 * len(names & known) >= len(names)
