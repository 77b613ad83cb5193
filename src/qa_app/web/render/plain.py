"""An answer as plain text, for the clipboard."""

from __future__ import annotations

from qa_app.contract import Answer, Citation
from qa_app.web.render.escape import NO_DATE


def as_text(given: Answer) -> str:
    """The question, the answer with its markers, and the sources that the markers name."""
    lines = [given.question, "", given.answer]
    if given.reason and given.reason not in given.answer:
        lines.append(given.reason)
    sources = [f"[{c.n}] {_source(c)}" for c in given.citations]
    if given.abstained and given.nearest is not None:
        sources = [f"Nearest: {_source(given.nearest)}"]
    return "\n".join([*lines, "", *sources]).strip()


def _source(citation: Citation) -> str:
    published = citation.published or NO_DATE
    page = f", page {citation.page}" if citation.page else ""
    where = f"{citation.source}{page}, {published}"
    return f'{citation.title or citation.source} ({where}): "{citation.quote}"'
