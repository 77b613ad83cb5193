"""What a page says of its article, each piece with where it stands. Pure.

Sources are asked in a fixed order, those that describe the article before those that describe the
page; the first that gives a usable value wins. Nothing is concluded from addresses, copyright
years, relative dates or the date of the last change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest import headline
from ingest.clean import clean_line
from ingest.readers.web import fields, jsonld
from ingest.readers.web.elements import Elements
from vectorstore.model import Field, Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_FEW_WORDS = 3  # of a title that may name the site alone
_TITLE = ("og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title",
          "sailthru.title", "headline", "twitter:title")  # fmt: skip
_AUTHOR = ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator",
           "parsely-author", "sailthru.author", "byl", "byline", "article:author_name", "authors",
           "article.author", "og:article:author", "dc.contributor")  # fmt: skip
_PUBLISHER = ("og:site_name", "citation_publisher", "citation_journal_title", "dc.publisher",
              "dcterms.publisher", "publisher")  # fmt: skip
_PUBLISHED = ("article:published_time", "og:article:published_time", "og:published_time",
              "article:published", "citation_publication_date", "citation_date",
              "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date.created",
              "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date",
              "datepublished", "publish-date", "publish_date", "publishdate", "publication_date",
              "publication-date", "pubdate", "published-date", "article.published",
              "article_date_original", "cxenseparse:recs:publishtime", "date", "ptime")  # fmt: skip
_LANGUAGE = ("content-language", "language", "dc.language", "dcterms.language", "inlanguage")

_NOTHING = Metadata()

Candidates = Iterable[tuple[str, str]]
"""Values and where each stands, the most trustworthy first."""


def metadata_of(
    tree: HtmlElement, given: Metadata = _NOTHING
) -> tuple[Metadata, frozenset[str], tuple[str, ...]]:
    """The metadata of a page, where what is unknown is empty; every form in which the page gives
    the title of its article, its headings included; and the headings that name the site.

    Args:
        given: what stands above the page in its file, which is trusted most.
    """
    page = Elements(tree)
    article = jsonld.article_of(tree) or {}
    banners = _banners(page)
    site = (*_sites(page, article), *banners)
    publisher = _first(_publishers(page, article), fields.publisher)
    titles = [
        (fields.title(value, site), origin) for value, origin in _titles(page, article, banners)
    ]
    forms = {title for title, _ in titles} | {
        fields.title(one, site) for one in page.headings() if one not in banners
    }
    forms.add(given.title.value)
    known = Metadata(
        title=_first(titles, str),
        byline=_byline(page, article, (*site, publisher.value)),
        published=_first(_dates(page, article), fields.published),
        publisher=publisher,
        language=_first(_languages(page, article), fields.language),
        url=_first(_addresses(page, article), fields.address),
    )
    return _with(known, given), frozenset(forms - {""}), banners


def _with(known: Metadata, given: Metadata) -> Metadata:
    """What is known, but for what is given."""
    names = ("title", "byline", "published", "publisher", "language", "url")
    return replace(known, **{n: f for n in names if (f := getattr(given, n)).value})


def described(known: Metadata, above: Sequence[str], text: str) -> Metadata:
    """What is known, and what the lines below the headline say of author and date besides.

    Args:
        above: these lines.
        text: the article, whose words are no names.
    """
    lines, matter = [*above, *text.split("\n")], list(range(len(above)))
    byline = headline.find_byline(lines, matter, said=True)
    dates = headline.find_published(lines[: len(above)], matter)
    if byline and not known.byline.value:
        known = replace(known, byline=byline.field)
    if dates and not known.published.value:
        known = replace(known, published=dates[0].field)
    return known


def heading_of(tree: HtmlElement, banners: Collection[str] = ()) -> str:
    """The heading of the page, where there is only one of the first level besides its banners."""
    headings = [one for one in Elements(tree).headings() if one not in banners]
    return clean_line(headings[0]) if len(headings) == 1 else ""


def _first(candidates: Candidates, usable: Callable[[str], str]) -> Field:
    for value, origin in candidates:
        found = usable(value)
        if found:
            return Field(found, origin)
    return Field()


def _sites(page: Elements, article: jsonld.Thing) -> tuple[str, ...]:
    names = [jsonld.text(article.get("publisher")), *page.meta("og:site_name")]
    return tuple(dict.fromkeys(name for name in names if name))


def _banners(page: Elements) -> tuple[str, ...]:
    """The headings of the first level that name the site, as the title of the page does beside the
    title of the article: they link to the first page, or stand outside of the article in which
    another heading has the rest of the title.
    """
    title, found = fields.line(page.title()), []
    for text, links_home, is_outside in page.tops():
        rest = fields.title(title, [text])
        if rest not in ("", title) and (links_home or (is_outside and rest in page.inner())):
            found.append(text)
    return tuple(found)


def _meta(page: Elements, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in page.meta(name):
            yield value, f"meta tag {name}"


def _titles(
    page: Elements, article: jsonld.Thing, banners: Collection[str]
) -> Iterator[tuple[str, str]]:
    given, title = jsonld.text(article.get("headline")), page.title()
    headings = [one for one in page.headings() if one not in banners]
    said = [title, *page.all_headings(), *(value for value, _ in _meta(page, _TITLE))]
    if not given.rstrip().endswith(("...", "…")) and (not any(said) or _says(given, said)):
        yield given, jsonld.ORIGIN
    yield from _meta(page, _TITLE)
    yield from ((value, "itemprop headline") for value in page.marked("headline"))
    if len(headings) == 1 and (len(title.split()) < _FEW_WORDS or _says(headings[0], [title])):
        yield headings[0], "heading"
    yield from ((one, "heading") for one in page.all_headings() if headline.is_titled(title, one))
    yield title, "title element"
    yield from ((one, "heading") for one in headings[:1])


def _says(title: str, others: Iterable[str]) -> bool:
    """Whether one of these texts has half of the words of a title: what describes the site or the
    kind of page is none.
    """
    words = set(_WORD.findall(title.casefold()))
    return any(
        2 * len(words.intersection(_WORD.findall(o.casefold()))) >= len(words) for o in others
    )


def _byline(page: Elements, article: jsonld.Thing, others: Iterable[str]) -> Field:
    given = jsonld.names(article.get("author")) or jsonld.names(article.get("creator"))
    sources = [(given, jsonld.ORIGIN)]
    sources += [(page.meta(name), f"meta tag {name}") for name in _AUTHOR]
    sources += [(page.marked("author"), "itemprop author"), (page.related("author"), "rel=author")]
    sources.append((page.bylines(), "byline element"))
    for values, origin in sources:
        names = fields.byline(values, others)
        if names:
            return Field(names, origin)
    return Field()


def _publishers(page: Elements, article: jsonld.Thing) -> Iterator[tuple[str, str]]:
    yield jsonld.text(article.get("publisher")), jsonld.ORIGIN
    yield from _meta(page, _PUBLISHER)
    yield from ((value, "itemprop publisher") for value in page.marked("publisher"))


def _dates(page: Elements, article: jsonld.Thing) -> Iterator[tuple[str, str]]:
    yield jsonld.text(article.get("datePublished")), jsonld.ORIGIN
    yield from _meta(page, _PUBLISHED)
    yield from ((value, "itemprop datePublished") for value in page.marked("datepublished"))
    yield from ((value, "time element") for value in page.times())


def _languages(page: Elements, article: jsonld.Thing) -> Iterator[tuple[str, str]]:
    yield page.language(), "html lang"
    yield from _meta(page, _LANGUAGE)
    yield jsonld.text(article.get("inLanguage")), jsonld.ORIGIN
    yield from _meta(page, ("og:locale",))


def _addresses(page: Elements, article: jsonld.Thing) -> Iterator[tuple[str, str]]:
    yield page.link("canonical"), "link rel=canonical"
    yield from _meta(page, ("og:url",))
    yield jsonld.address(article), jsonld.ORIGIN
