"""The main content of a page, as blocks of lines: trafilatura, and what measurement added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.readers.markup import to_text

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# What trafilatura calls its elements -> what HTML calls them.
_TAGS = {
    "list": "ul", "item": "li", "row": "tr", "cell": "td", "lb": "br", "head": "h2",
    "quote": "blockquote", "hi": "span", "ref": "span", "del": "span", "done": "p",
}  # fmt: skip


def main_text(tree: HtmlElement) -> str:
    """The text of the article on a page; empty when none is found."""
    import trafilatura

    found = trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, include_formatting=True
    )
    if found is None:
        return ""
    return to_text(_as_html(found.body))


def _as_html(body: _Element) -> _Element:
    for element in body.iter("*"):
        if element.tag == "cell" and element.get("role") == "head":
            element.tag = "th"
        else:
            element.tag = _TAGS.get(element.tag, element.tag)
    return body
