"""Whether the words of a citation still stand where they stood when they were cited. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from qa_app.contract import Citation
from qa_app.evaluation.locate import locate_all
from vectorstore.model import Span

Kind = Literal["valid", "moved", "changed", "deleted"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of cited words; `span` is where they stand now, if they do.

    Attributes:
        kind: `valid` at the same place, `moved` within the article, `changed` when the article
            does not hold them any more, `deleted` when there is no such article.
    """

    kind: Kind
    span: Span | None = None


def standing(citation: Citation, text: str | None) -> Standing:
    """What has become of the words; `text` is the article's as it is now, None without one."""
    if text is None:
        return Standing("deleted")
    if text[citation.start : citation.end] == citation.quote:
        return Standing("valid", Span(citation.start, citation.end))
    places = locate_all(citation.quote, text)
    if not places:
        return Standing("changed")
    return Standing("moved", min(places, key=lambda span: abs(span.start - citation.start)))


def at(citation: Citation, span: Span, text: str) -> Citation:
    """The citation with its words at another place of the text."""
    quote = span.of(text)
    emphasis = citation.emphasis if len(quote) == len(citation.quote) else ()
    return replace(citation, start=span.start, end=span.end, quote=quote, emphasis=emphasis)


def worst(kinds: Iterable[Kind]) -> Kind:
    """The one of these that a reader has to know of first; `valid` for none."""
    order: tuple[Kind, ...] = ("deleted", "changed", "moved")
    found = set(kinds)
    return next((kind for kind in order if kind in found), "valid")
