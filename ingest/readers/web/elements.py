"""Where in a page its metadata stands: meta tags, marked elements, links, times. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.headline import labelled_date
from ingest.people import names_of_byline, only_names
from ingest.readers.markup import BLOCKS, cell_text, label_of
from ingest.readers.web.fields import published

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author-?name|author|contributor-?name)(?:$|[\s_]|__name)", re.I
)
_PUBLISHED = re.compile(
    r"publish|posted|entry-date|dateline|pub-?date|date-?created|story-date", re.I
)
_BESIDE_BYLINE = re.compile(
    r"by-?line|(?:^|\s)meta(?:\s|$)|(?:entry|post|article|story)[_-]{0,2}(?:meta|date|info)", re.I
)
_CHANGED = re.compile(r"updated|modified|edited|revis", re.I)
_ELSEWHERE = frozenset(("aside", "figcaption", "footer", "nav"))
_OTHERS = re.compile(
    r"comment|repl(?:y|ies)|discussion|response|review|event|related|sidebar|widget|teaser|promo|most-|popular|recommend|card",
    re.I,
)
_OF_OTHERS = re.compile(
    r"comment|repl(?:y|ies)|discussion|response|review|event|related|widget|teaser|promo|popular"
    r"|recommend|recent|latest|card|read-?next|archive",
    re.I,
)
_HOME = re.compile(
    r"(?:https?:)?//[^/?#]+/?|(?:\.{0,2}/)+|\.{1,2}|(?:\.{0,2}/)*index\.(?:html?|php)", re.I
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-)?(?:fig|image|photo|img)?-?caption(?:$|[\s_]|-text)", re.I
)
CAPTIONS = ("figcaption", "p", "div", "span", "small", "em", "i", "dd")
"""Elements that may say what a picture shows."""

_LONGEST = 200  # characters of a byline or time; longer elements hold something else


class Elements:
    """The parts of a page that are asked for metadata; each is looked for once."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            content = element.get("content") or ""
            for key in ("property", "name", "itemprop", "http-equiv"):
                for name in (element.get(key) or "").lower().split():
                    if content.strip():
                        self._meta.setdefault(name, []).append(content)

    def meta(self, name: str) -> list[str]:
        """The contents of the meta tags of that name."""
        return self._meta.get(name, [])

    def title(self) -> str:
        """The title element of the page's head."""
        return next((e.text or "" for e in self._tree.iter("title") if _is_head(e)), "")

    def language(self) -> str:
        """The language that the page as a whole is in."""
        root = self._tree
        return root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""

    def link(self, relation: str) -> str:
        """The address that a link element of this relation gives."""
        for element in self._tree.iter("link"):
            if relation in (element.get("rel") or "").lower().split():
                return element.get("href") or ""
        return ""

    def headings(self) -> list[str]:
        """The headings of the first level."""
        return [text for text in map(cell_text, self._tree.iter("h1")) if text]

    def tops(self) -> list[tuple[str, bool, bool]]:
        """The headings of the first level; whether each is a link to the first page of its site,
        and whether it stands outside of all articles.
        """
        found = [(cell_text(one), one) for one in self._tree.iter("h1")]
        return [(text, _links_home(one, text), not _inside(one)) for text, one in found if text]

    def inner(self) -> set[str]:
        """The headings inside an article or the main part."""
        found = self._tree.iter("h1", "h2", "h3", "h4")
        return {cell_text(heading) for heading in found if _inside(heading)}

    def all_headings(self) -> list[str]:
        """The headings of the first three levels."""
        return [text for text in map(cell_text, self._tree.iter("h1", "h2", "h3")) if text]

    def marked(self, property_name: str) -> list[str]:
        """The values of elements with this itemprop, outside what surrounds the article."""
        found = []
        for element in self._tree.iterfind(".//*[@itemprop]"):
            names = element.get("itemprop", "").lower().split()
            if property_name in names and element.tag != "meta" and not is_apart(element):
                found.append(_value(element))
        return [value for value in found if value and len(value) < 2 * _LONGEST]

    def related(self, relation: str) -> list[str]:
        """The words of the links of this relation."""
        links = [
            link
            for link in self._tree.iter("a")
            if relation in (link.get("rel") or "").lower().split() and not is_apart(link)
        ]
        return [text for text in map(cell_text, links) if text and len(text) <= _LONGEST]

    def bylines(self) -> list[str]:
        """The authors that elements called byline name, where they hold names and nothing else."""
        for element in self._tree.iter("p", "div", "span", "a", "address", "li", "cite"):
            if _BYLINE.search(element.get("class") or "") and not is_apart(element):
                text = cell_text(element)
                names = names_of_byline(text) or only_names(text) if len(text) < _LONGEST else ""
                if names:
                    return [names]
        return []

    def times(self) -> list[str]:
        """The first date of a time element that is said to be of publication; of those beside the
        article the only one that words before it say to be of it.
        """
        for element in self._tree.iter("time"):
            value = published(element.get("datetime") or "") or published(cell_text(element))
            label = " ".join((element.get(key) or "") for key in ("class", "itemprop", "id"))
            if not value or is_apart(element) or _CHANGED.search(f"{label} {cell_text(element)}"):
                continue
            if element.get("pubdate") is not None or _PUBLISHED.search(label):
                return [value]
            if _is_in_header(element):
                return [value]
        return self._posted()

    def _posted(self) -> list[str]:
        """The date before which `Posted on` stands, where all such are the same."""
        dates = set()
        for element in self._tree.iter("time"):
            lines = [one for one in element.iterancestors() if one.tag in BLOCKS][:1]
            said = labelled_date(cell_text(lines[0])) if lines else ""
            if said and not any(
                _OF_OTHERS.search(label_of(one)) for one in element.iterancestors()
            ):
                dates.add(published(element.get("datetime") or "") or said)
        return list(dates) if len(dates) == 1 else []


def _links_home(element: HtmlElement, text: str) -> bool:
    """Whether all of an element is a link to the first page of a site."""
    links = [*element.iter("a"), *(one for one in element.iterancestors() if one.tag == "a")]
    for link in links:
        href = (link.get("href") or "").strip()
        home = _HOME.fullmatch(href) or "home" in (link.get("rel") or "").lower().split()
        if home and cell_text(link) == text:
            return True
    return False


def _inside(element: HtmlElement) -> bool:
    return any(one.tag in ("article", "main") for one in element.iterancestors())


def is_caption(element: HtmlElement) -> bool:
    """Whether an element says what a picture shows."""
    label = element.get("class") or ""
    return element.tag == "figcaption" or ("aption" in label and _CAPTION.search(label) is not None)


def _is_in_header(element: HtmlElement) -> bool:
    """Whether an element stands with the headline or the byline of an article."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("article", "main", "body"):
            return False
        headed = ancestor.tag == "header" and ancestor.find(".//h1") is not None
        if headed or _BESIDE_BYLINE.search(label_of(ancestor)):
            return True
    return False


def _is_head(title: HtmlElement) -> bool:
    parent = title.getparent()
    return parent is not None and parent.tag in ("head", "html", "body")


def _value(element: HtmlElement) -> str:
    """What a marked element says: an attribute, the name that is marked inside, or its words."""
    given = element.get("content") or element.get("datetime") or element.get("title")
    inner = element.find(".//*[@itemprop='name']")
    if inner is not None:
        given = inner.get("content") or cell_text(inner)
    return given or cell_text(element)


def is_apart(element: HtmlElement) -> bool:
    """Whether the element belongs to something beside the article."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("article", "main", "body"):
            return False
        if ancestor.tag in _ELSEWHERE or _OTHERS.search(label_of(ancestor)):
            return True
    return False
