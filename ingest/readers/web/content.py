"""The main content of a page as text: trafilatura, in the way that measured best.

The measurements are in docs/extraction.md.
"""

from __future__ import annotations

import logging
from copy import deepcopy
from typing import TYPE_CHECKING

import trafilatura

from ingest.readers.markup import to_text
from ingest.readers.web.shape import shape

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what is found is judged here

_TOO_LITTLE = 0.5  # of what the less strict extraction finds: then the strict one lost the article
# What trafilatura calls its elements -> what HTML calls them.
_TAGS = {
    "list": "ul", "item": "li", "row": "tr", "cell": "td", "lb": "br", "head": "h2",
    "quote": "blockquote", "hi": "span", "ref": "span", "del": "span", "done": "p",
}  # fmt: skip


def main_text(tree: HtmlElement) -> str:
    """The text of the article on a page; empty when none is found.

    The tree is changed. It holds nothing that is hidden: trafilatura does not look for that.
    """
    shape(tree)
    strict = _extracted(tree, favor_precision=True, fast=True)
    visible = len(" ".join(tree.itertext()).split())
    if len(strict.split()) >= _TOO_LITTLE * visible:
        return strict
    loose = _extracted(tree, fast=True) or _extracted(tree)
    return loose if len(strict) < _TOO_LITTLE * len(loose) else strict


def _extracted(tree: HtmlElement, **options: bool) -> str:
    found = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_formatting=True, **options
    )
    return "" if found is None else to_text(_as_html(found.body))


def _as_html(body: _Element) -> _Element:
    for element in body.iter("*"):
        if element.tag == "cell" and element.get("role") == "head":
            element.tag = "th"
        elif element.tag in _TAGS:  # what is broken keeps its name: lxml takes no such name
            element.tag = _TAGS[element.tag]
    return body
