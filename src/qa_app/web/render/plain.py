"""An answer as plain text, for the clipboard."""

from __future__ import annotations

from qa_app.contract import Answer, Citation
from qa_app.web.render import wording
from qa_app.web.render.escape import NO_DATE


def as_text(given: Answer) -> str:
    """The question, the answer with its markers, and the sources that the markers name."""
    lines = [given.question, "", given.answer]
    if given.why:
        lines.append(given.why)
    before = f"{wording.NEAREST}: " if given.outcome == "not_found" else ""
    shown = given.closest if given.abstained else given.citations
    sources = [f"{before}[{c.n}] {_source(c)}" for c in shown]
    return "\n".join([*lines, "", *sources]).strip()


def reference(citation: Citation) -> str:
    """Where the quote stands: title, file, page and date."""
    published = citation.published or NO_DATE
    page = f", page {citation.page}" if citation.page else ""
    where = f"{citation.source}{page}, {published}"
    return f"{citation.title or citation.source} ({where})"


def _source(citation: Citation) -> str:
    return f'{reference(citation)}: "{citation.quote}"'
