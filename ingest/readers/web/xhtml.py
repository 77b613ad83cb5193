"""XML of books (XHTML, package files) -> trees, with no entity expanded and nothing fetched."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree

from ingest.readers.web.charset import decode_page
from ingest.readers.web.tree import parse_page

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_XML_OWN = frozenset("amp lt gt quot apos".split())


def parse_xml(data: bytes) -> _Element | None:
    """The root of an XML document; none when it is not well formed.

    Document types are left out, and with them every entity that a document declares. The named
    characters of HTML are known nevertheless.
    """
    text = _DECLARATION.sub("", decode_page(data).text, count=1)
    text = _NAMED.sub(_character, _DOCTYPE.sub("", text, count=1)).replace("\0", "")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_chapter(data: bytes) -> _Element:
    """The tree of a chapter, which is XHTML or, against the rules, HTML.

    Raises:
        UnreadableError: there is nothing in it.
    """
    tree = parse_xml(data)
    return parse_page(decode_page(data).text) if tree is None else tree


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_OWN:
        return match[0]
    return html5.get(f"{name};", match[0].replace("&", "&amp;"))
