"""Markers, the line of sources below an answer, and the passages that come closest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from qa_app.contract import Citation
from qa_app.standing import Kind, worst
from qa_app.web.render.escape import attributes, day, element, text, words

_COPIES = 3
_TIP = 300
BRACKETS = '<span class="bracket">{}</span>'
NOW: dict[Kind, str] = {"moved": "moved since", "changed": "changed since", "deleted": "deleted"}
DOT = '<span class="dot" aria-hidden="true"> · </span>'


def marker(exchange: str, citation: Citation, before: str = "") -> str:
    """The small button that opens its source; `before` its number, what tells it from others."""
    name = citation.title or citation.source
    tag = attributes(
        type="button",
        class_="marker",
        data_exchange=exchange,
        data_cite=f"{before}{citation.n}",
        aria_label=f"Source {citation.n}: {name}. Show the quoted words.",
        data_tip=_short(citation.quote),
        data_from=name,
    )
    inner = BRACKETS.format("[") + text(citation.n) + BRACKETS.format("]")
    return f"<button{tag}>{inner}</button>"


def _short(quote: str) -> str:
    return quote if len(quote) <= _TIP else quote[:_TIP].rstrip() + "…"


def emphasised(quote: str, spans: Iterable[tuple[int, int]]) -> str:
    """The quote with the answering words strong; spans that do not fit are left out."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if not done <= start < end <= len(quote):
            continue
        parts.append(text(quote[done:start]))
        parts.append(words("strong", quote[start:end], class_="hit"))
        done = end
    parts.append(text(quote[done:]))
    return "".join(parts)


def sources(
    exchange: str,
    citations: Iterable[Citation],
    standings: Mapping[str, Kind] = MappingProxyType({}),
) -> str:
    """One line for each article that is cited, with the markers that lead into it."""
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.source, []).append(citation)
    lines = "".join(_source(exchange, cited, standings) for cited in by_article.values())
    return element("ol", lines, class_="sources", aria_label="Sources") if lines else ""


def _source(exchange: str, cited: list[Citation], standings: Mapping[str, Kind]) -> str:
    markers = "".join(marker(exchange, citation) for citation in cited)
    first = cited[0]
    kind = worst(standings.get(str(citation.n), "valid") for citation in cited)
    badge = words("span", NOW[kind], class_=f"now {kind}") if kind in NOW else ""
    inner = element("span", markers, class_="markers") + _title(exchange, first, "") + badge
    return element("li", inner + element("span", _where(first), class_="card-meta"), class_="card")


def passages(exchange: str, closest: Iterable[Citation], before: str) -> str:
    """The passages that come closest, each with its words, opened like any citation."""
    items = "".join(element("li", _passage(exchange, one, before)) for one in closest)
    return element("ol", items, class_="passages", aria_label="Closest passages")


def _passage(exchange: str, citation: Citation, before: str) -> str:
    quote = element(
        "blockquote", emphasised(citation.quote, citation.emphasis), class_="card-quote", dir="auto"
    )
    head = element(
        "p",
        marker(exchange, citation, before)
        + _title(exchange, citation, before)
        + element("span", _where(citation), class_="card-meta"),
        class_="card-head",
    )
    tag = {"data_exchange": exchange, "data_cite": f"{before}{citation.n}"}
    return element("div", quote + head, class_="passage", **tag)


def _title(exchange: str, citation: Citation, before: str) -> str:
    name = citation.title or citation.source
    return element(
        "button",
        words("span", name, class_="card-title", dir="auto"),
        type="button",
        class_="card-open",
        data_exchange=exchange,
        data_cite=f"{before}{citation.n}",
        aria_label=f"Open {name} at the quoted words",
    )


def _where(citation: Citation) -> str:
    parts = [day(citation.published)]
    if citation.page:
        parts.append(words("span", f"page {citation.page}", class_="page"))
    parts.append(words("span", citation.source, class_="path", dir="ltr"))
    if citation.copies:
        parts.append(words("span", _also(citation.copies), class_="copies", dir="ltr"))
    return DOT.join(parts)


def _also(copies: tuple[str, ...]) -> str:
    """The other articles that have the same words."""
    more = f" and {len(copies) - _COPIES} more" if len(copies) > _COPIES else ""
    return f"same article: {', '.join(copies[:_COPIES])}{more}"
