"""The characters of a page -> a tree of its elements, without what its reader never sees.

libxml2 reads HTML as browsers do, broken or not; it knows no entities but those of HTML, expands
none that a page declares, and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree, html

from ingest.errors import UnreadableError
from ingest.readers.base import STRUCK_OUT
from ingest.readers.markup import hidden, outermost, tag_of
from ingest.readers.web.deep import flattened
from ingest.readers.web.hidden import strikes
from ingest.readers.web.styles import styled
from vectorstore.model import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_IMAGE = re.compile(r"data:[\w.+/-]{0,60}(?:;[\w=.-]{0,60}){0,4};base64,[A-Za-z0-9+/=%_-]+")
# Control characters, written as they are or as references: no tree that is changed may hold them.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])(?![0-9a-f]);?"
    r"|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]);?",
    re.IGNORECASE,
)
_TABLE_ROLES = {
    "table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th",
}  # fmt: skip
_IN_HEAD = frozenset({"title", "meta", "link", "script", "style", "base", "noscript", "template"})
_XML = re.compile(r"\s*<\?xml\b[^>]*>", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\b[^\[<>]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
# Elements that XHTML may close at once, and that would swallow the rest of a page in HTML.
_CLOSED_AT_ONCE = re.compile(
    r"<(script|style|title|iframe|textarea|noscript|template|div|span|p|a|i|b|em|strong|td|th|li)"
    r"(\s[^<>]*)?/>",
    re.IGNORECASE,
)


def parse_page(text: str) -> HtmlElement:
    """The tree of a page, comments left out.

    Raises:
        UnreadableError: there are no elements and no text in it.
    """
    text = _IMAGE.sub("data:,", _CONTROLS.sub("", text))
    if _XML.match(text):
        text = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", _XML.sub("", text, count=1))
    if declarations := _DOCTYPE.match(text):
        text = text[declarations.end() :]
    tree, too_deep = _parse(text)
    if too_deep:
        tree, _ = _parse(flattened(text))
    if tree is None:
        raise UnreadableError("no article text in the page")
    for element in tree.iterfind(".//*[@role]"):
        element.tag = _TABLE_ROLES.get(element.get("role", "").lower(), element.tag)
    return _with_body(tree)


def _with_body(tree: HtmlElement) -> HtmlElement:
    """The tree with what belongs into the body in the body.

    Both `<head>` and `<body>` may be left out of a page. libxml2 then takes elements that it does
    not know from HTML 4, such as `<article>`, for the head's.
    """
    head, body = tree.find("head"), tree.find("body")
    misplaced = [one for one in head if one.tag not in _IN_HEAD] if head is not None else []
    if not misplaced:
        return tree
    if body is None:
        body = etree.SubElement(tree, "body")
    last = misplaced[-1]
    last.tail = (last.tail or "") + (body.text or "") or None
    body.text = None
    for place, element in enumerate(misplaced):
        body.insert(place, element)  # its tail goes along
    return tree


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, none when there is nothing in it; and whether libxml2 gave up at some depth."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except etree.ParserError:
        tree = None
    return tree, any("depth" in entry.message for entry in parser.error_log)


def struck_out(tree: HtmlElement) -> tuple[Dropped, ...]:
    """The words that are struck out on the page; the tree stays as it is."""
    return _words(_struck(tree, styled(tree)[1]))


def without_hidden(tree: HtmlElement) -> tuple[Dropped, ...]:
    """Take the elements that its reader does not see out of the tree; the words struck out."""
    unseen, struck = styled(tree)
    unseen += struck
    dropped = _words(_struck(tree, struck))
    unseen += [element for element in tree.iter("*") if hidden(element)]
    for element in unseen:
        if element.tag not in ("html", "head", "body") and element.getparent() is not None:
            element.drop_tree()
    return dropped


def _struck(tree: HtmlElement, styled: Sequence[HtmlElement]) -> list[HtmlElement]:
    return [*(one for one in tree.iter("*") if strikes(tag_of(one), one.attrib)), *styled]


def _words(struck: Sequence[HtmlElement]) -> tuple[Dropped, ...]:
    words = ("".join(one.itertext()).split() for one in outermost(struck))
    return tuple(Dropped(" ".join(one), STRUCK_OUT) for one in words)
