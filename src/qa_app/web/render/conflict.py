"""Where articles give different values for the same thing."""

from __future__ import annotations

from qa_app.contract import Citation, Conflict
from qa_app.web.render.citation import marker
from qa_app.web.render.escape import day, element, text, words

NEWER_FIRST = "Newer first."


def conflict(exchange: str, given: Conflict, known: dict[int, Citation]) -> str:
    """The values with their dates; the newer ones first where the dates tell.

    The articles are named once, in the line of sources below.
    """
    values = [(v.value, known[v.citation]) for v in given.values if v.citation in known]
    values.sort(key=lambda pair: pair[1].published, reverse=True)
    rows = "".join(
        element("dt", text(value) + marker(exchange, citation), dir="auto")
        + element("dd", day(citation.published))
        for value, citation in values
    )
    head = element("h3", "The articles disagree: " + words("span", given.about, dir="auto"))
    note = words("p", NEWER_FIRST, class_="conflict-note") if _ordered(values) else ""
    return element("section", head + element("dl", rows) + note, class_="conflict")


def _ordered(values: list[tuple[str, Citation]]) -> bool:
    """Whether every value has a date and the dates differ."""
    days = {citation.published for _, citation in values}
    return "" not in days and len(days) > 1
