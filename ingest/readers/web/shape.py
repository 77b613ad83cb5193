"""A page's tree -> the same tree in a shape that main-content extraction reads right.

Each step undoes one habit of pages under which part of an article is lost: a body cut into several
containers, paragraphs that are only line breaks, quoted posts inside wrappers that look like
sharing buttons, notes that unfold over a word in the middle of a sentence. No step knows a site.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from ingest.readers.markup import BLOCKS, label_of, outermost, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BODY = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|content|blog)[_-]{0,2}(?:body|text|content|copy)|body__"
    r"|articlebody|storybody|postbody|body-?(?:text|copy)",
    re.IGNORECASE,
)
_UNFOLDING = re.compile(r"tool-?tip|roll-?over|pop-?over|hover-?card|pop-?up", re.IGNORECASE)
_CONTAINERS = frozenset("div section article td main body blockquote li center".split())
_WRAPPERS = frozenset("blockquote div figure section span".split())
_SELF_CONTAINED = frozenset(("li", "td", "blockquote"))  # text beside blocks is usual in these
_UNFOLDED = 60
_BARE = 40  # characters of text directly in a container that make it a paragraph
_QUOTED = 15  # characters of a quotation
_ENOUGH = 200  # characters of a container that is part of a body


def shape(tree: HtmlElement) -> list[str]:
    """Change the tree of a page so that all parts of its article are recognised as such.

    Returns:
        The words of what was removed because it unfolds over another word.
    """
    unfolding = _drop_unfolding(tree)
    _free_quotes(tree)
    _wrap_paragraphs(tree)
    _join_parts(tree)
    return unfolding


def _drop_unfolding(tree: HtmlElement) -> list[str]:
    """Remove what unfolds only when one points at a word; the word, or a link that opens something,
    is no such thing itself.
    """
    gone: list[str] = []
    for paragraph in tree.iter("p"):
        named = [element for element in paragraph.iterdescendants() if _unfolds(element)]
        outer = {ancestor for element in named for ancestor in element.iterancestors()}
        for element in named:
            if element not in outer and len(words_of(element)) >= _UNFOLDED:
                gone.append(words_of(element))
                element.drop_tree()
    return gone


def _unfolds(element: HtmlElement) -> bool:
    return element.tag != "a" and _UNFOLDING.search(label_of(element)) is not None


def _free_quotes(tree: HtmlElement) -> None:
    """Take the names from wrappers that hold a quotation and nothing else."""
    for quote in tree.iter("blockquote"):
        parent = quote.getparent()
        if parent is not None and parent.tag == "figure" and not label_of(parent):
            parent.tag = "div"
        if len(words_of(quote)) < _QUOTED:
            continue
        element = quote
        while element is not None and element.tag in _WRAPPERS:
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)
            element.tag = "div" if element.tag == "figure" else element.tag
            element = _wrapper(element)


def _wrapper(element: HtmlElement) -> HtmlElement | None:
    """The element that holds this one and nothing else."""
    parent = element.getparent()
    if parent is None or len(parent) > 1:
        return None
    return None if (parent.text or "").strip() or (element.tail or "").strip() else parent


def _wrap_paragraphs(tree: HtmlElement) -> None:
    """Make paragraphs of text that stands directly in a container, divided by line breaks."""
    for container in list(tree.iter(*_CONTAINERS)):
        if _bare_length(container) < _BARE:
            continue
        mixed = container.tag not in _SELF_CONTAINED and _has_blocks(container)
        if mixed or _double_breaks(list(container)):
            _wrap(container)


def _bare_length(container: HtmlElement) -> int:
    pieces = [container.text or "", *((child.tail or "") for child in container)]
    return max(len(piece.strip()) for piece in pieces)


def _has_blocks(container: HtmlElement) -> bool:
    return any(child.tag in BLOCKS for child in container)


def _wrap(container: HtmlElement) -> None:
    """Put each run of text and inline elements into a paragraph of its own."""
    children = list(container)
    breaks = _double_breaks(children)
    text, container.text = container.text, None
    current = _continued(container, None, text)
    for child in children:
        tail, child.tail = child.tail, None
        if child in breaks:
            container.remove(child)
            current = None
        elif child.tag not in BLOCKS:
            current = _paragraph(container) if current is None else current
            current.append(child)
            child.tail, tail = tail, None
        else:
            container.append(child)  # behind the paragraphs that stand before it
            current = None
        current = _continued(container, current, tail)


def _continued(
    container: HtmlElement, paragraph: HtmlElement | None, text: str | None
) -> HtmlElement | None:
    """The paragraph that goes on with this text, a new one if none is open."""
    if not text or not text.strip():
        return paragraph
    begun = _paragraph(container)
    begun.text = text
    return begun


def _paragraph(container: HtmlElement) -> HtmlElement:
    return etree.SubElement(container, "p")


def _double_breaks(children: list[HtmlElement]) -> set[HtmlElement]:
    """The line breaks that directly follow, or are followed by, another one."""
    found: set[HtmlElement] = set()
    for child, following in pairwise(children):
        if child.tag == following.tag == "br" and not (child.tail or "").strip():
            found |= {child, following}
    return found


def _join_parts(tree: HtmlElement) -> None:
    """Move what stands in later parts of a body into the first, when all are named alike."""
    groups: dict[tuple[str, str], list[HtmlElement]] = {}
    for element in tree.iter("div", "section"):
        classes = (element.get("class") or "").split()
        name = " ".join(filter(_BODY.search, classes)) or " ".join(classes)
        if _BODY.search(name) or element.get("itemprop") == "articleBody":
            groups.setdefault((element.tag, name), []).append(element)
    for parts in groups.values():
        if len(parts) > 1 and _are_parts(parts):
            for part in parts[1:]:
                if _bare_length(part):
                    part.tag = "div" if _has_blocks(part) else "p"
                    part.tail = None
                    part.attrib.pop("class", None)
                    parts[0].append(part)
                else:
                    parts[0].extend(list(part))


def _are_parts(parts: list[HtmlElement]) -> bool:
    """Whether containers named alike hold one article: in one place, none inside another."""
    homes = {next(part.iterancestors("article", "li", "aside", "footer"), None) for part in parts}
    nested = len(outermost(parts)) < len(parts)
    headed = any(part.find(".//h1") is not None for part in parts[1:])
    long = sum(1 for part in parts if len(words_of(part)) >= _ENOUGH)
    return len(homes) == 1 and not nested and not headed and long > 1
