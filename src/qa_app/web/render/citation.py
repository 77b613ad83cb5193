"""Markers, and the cards that show a citation."""

from __future__ import annotations

from collections.abc import Iterable

from qa_app.contract import Citation
from qa_app.web.render.escape import attributes, day, element, text, words

_COPIES = 3
BRACKETS = '<span class="bracket">{}</span>'


def marker(exchange: str, citation: Citation) -> str:
    """The small button after a sentence that opens its source."""
    label = f"Source {citation.n}: {citation.title or citation.source}. Show the quoted words."
    tag = attributes(
        type="button",
        class_="marker",
        data_exchange=exchange,
        data_cite=citation.n,
        aria_label=label,
        title=citation.title or citation.source,
    )
    inner = BRACKETS.format("[") + text(citation.n) + BRACKETS.format("]")
    return f"<button{tag}>{inner}</button>"


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


def card(exchange: str, citation: Citation, *, name: str = "") -> str:
    """A citation as a card; `name` is what it is opened by, its number unless said otherwise."""
    number = words("span", citation.n, class_="card-number", aria_hidden="true") if not name else ""
    head = element(
        "button",
        words("span", citation.title or citation.source, class_="card-title", dir="auto"),
        type="button",
        class_="card-open",
        data_exchange=exchange,
        data_cite=name or citation.n,
        aria_label=f"Open {citation.title or citation.source} at the quoted words",
    )
    meta = element("p", _where(citation), class_="card-meta")
    quote = element(
        "blockquote", emphasised(citation.quote, citation.emphasis), class_="card-quote", dir="auto"
    )
    return element("div", number + element("div", head + meta + quote), class_="card")


def _where(citation: Citation) -> str:
    dot = '<span class="dot" aria-hidden="true"> · </span>'
    parts = [words("span", citation.source, class_="path", dir="ltr")]
    if citation.page:
        parts.append(words("span", f"page {citation.page}", class_="page"))
    parts.append(day(citation.published))
    if citation.copies:
        parts.append(words("span", _also(citation.copies), class_="copies", dir="ltr"))
    return dot.join(parts)


def _also(copies: tuple[str, ...]) -> str:
    """The other articles that have the same words."""
    more = f" and {len(copies) - _COPIES} more" if len(copies) > _COPIES else ""
    return f"same article: {', '.join(copies[:_COPIES])}{more}"
