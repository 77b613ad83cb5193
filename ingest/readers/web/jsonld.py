"""What a page says of its article in JSON-LD (schema.org). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ORIGIN = "JSON-LD"
_ARTICLE = re.compile(
    r"(?:\w*Article|\w*Posting|Report|\w*Review|OpinionNewsArticle|Newsletter|Chapter|Book|\w*Essay"
    r"|MedicalWebPage)\Z"
)
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?://)?\s*(?:-->|\]\]>)?\s*;?\s*\Z", re.S
)
_DEEPEST = 6
_MOST = 2_000  # things that are looked at; a page describes a handful

Thing = Mapping[str, object]


def article_of(tree: HtmlElement) -> Thing | None:
    """The article that the page is, as JSON-LD describes it: the first with a headline or date."""
    articles = [thing for thing in things(tree) if is_article(thing)]
    telling = [thing for thing in articles if thing.get("headline") or thing.get("datePublished")]
    return next(iter(telling or articles), None)


def things(tree: HtmlElement) -> list[Thing]:
    """Everything that the page describes, what lies in lists and graphs included."""
    found: list[Thing] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for thing in _unpacked(_loaded(script.text or ""), _DEEPEST):
                found.append(thing)
                if len(found) >= _MOST:
                    return found
    return found


def is_article(thing: Thing) -> bool:
    """Whether a thing is an article of some kind."""
    types = _listed(thing.get("@type"))
    return any(isinstance(name, str) and _ARTICLE.search(name) for name in types)


def names(value: object) -> list[str]:
    """The names of people or organisations, given as strings or things, one or several."""
    found = []
    for item in _listed(value):
        name = item.get("name") if isinstance(item, Mapping) else item
        found += [part for part in _listed(name) if isinstance(part, str)]
    return found


def text(value: object) -> str:
    """A string, the first of several, or the name or `@value` of a thing; empty otherwise."""
    for item in _listed(value):
        if isinstance(item, Mapping):
            item = item.get("@value") or item.get("name") or item.get("alternateName")
        if isinstance(item, str) and item.strip():
            return item
    return ""


def address(thing: Thing) -> str:
    """The address of the page that an article is."""
    page = thing.get("mainEntityOfPage")
    if isinstance(page, Mapping):
        page = page.get("@id") or page.get("url")
    given = thing.get("url")
    return next((item for item in (given, page) if isinstance(item, str) and item), "")


def _loaded(source: str) -> object:
    try:
        return json.loads(_WRAPPING.sub("", source), strict=False)
    except (ValueError, RecursionError):
        return None  # broken data says nothing


def _unpacked(value: object, depth: int) -> Iterator[Thing]:
    if depth == 0:
        return
    for item in _listed(value):
        if isinstance(item, Mapping):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _unpacked(item.get(key), depth - 1)
        elif isinstance(item, list):
            yield from _unpacked(item, depth - 1)


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
