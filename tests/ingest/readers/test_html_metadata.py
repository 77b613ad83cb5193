"""What a page says of its article: where it is found, and what is never taken for it."""

import json

import pytest

from ingest.limits import Limits
from ingest.readers import html
from vectorstore.model import Field


def metadata(head="", body="", root=""):
    page = (
        f"<html {root}><head>{head}</head><body><article>{body}<p>Some text.</p></article></body>"
    )
    return html.read(page.encode(), Limits()).metadata


def meta(name, content, key="property"):
    return f'<meta {key}="{name}" content="{content}">'


def linked(**data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Budget &amp; tax agreed",
    "author": [{"@type": "Person", "name": "Ada Quill"}, {"name": "Bo Reed"}],
    "publisher": {"@type": "Organization", "name": "The Daily Ink"},
    "datePublished": "2023-11-18T23:30:00-05:00",
    "dateModified": "2024-02-01",
    "inLanguage": "en",
    "mainEntityOfPage": {"@id": "https://ink.example/budget"},
}


@pytest.mark.parametrize(
    "data",
    [ARTICLE, {"@graph": [{"@type": "WebPage"}, ARTICLE]}, {"mainEntity": ARTICLE},
     {"@type": "WebPage", "mainEntity": [ARTICLE]},
     {**ARTICLE, "@type": ["Article", "BlogPosting"]}],
)  # fmt: skip
def test_json_ld_gives_every_field(data):
    found = metadata(linked(**data))
    assert found.title == Field("Budget & tax agreed", "JSON-LD")
    assert found.byline == Field("Ada Quill, Bo Reed", "JSON-LD")
    assert found.publisher == Field("The Daily Ink", "JSON-LD")
    assert found.published == Field("2023-11-18", "JSON-LD")
    assert found.language == Field("en", "JSON-LD")
    assert found.url == Field("https://ink.example/budget", "JSON-LD")


def test_json_ld_in_a_list_or_in_comments_is_read():
    in_list = f'<script type="application/ld+json">[{json.dumps(ARTICLE)}]</script>'
    wrapped = f'<script type="application/ld+json">\n<!-- {json.dumps(ARTICLE)} -->\n</script>'
    assert (
        metadata(in_list).title
        == metadata(wrapped).title
        == Field("Budget & tax agreed", "JSON-LD")
    )


@pytest.mark.parametrize(
    "broken",
    ["{", "[" * 50_000, '{"@type": "Article", "headline": }', "null", "[3]", '"x"'],
)
def test_broken_json_ld_says_nothing_and_does_no_harm(broken):
    head = f'<script type="application/ld+json">{broken}</script>' + meta("og:title", "From a tag")
    assert metadata(head).title == Field("From a tag", "meta tag og:title")


def test_strange_types_in_json_ld_do_no_harm():
    found = metadata(
        linked(**{"@type": "Article", "headline": 3, "author": {"name": None}, "publisher": [1],
                  "datePublished": {"x": 1}, "url": ["a"], "inLanguage": 7})
    )  # fmt: skip
    assert found.title == found.byline == found.publisher == found.published == Field()


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        (meta("og:title", "A"), "title", Field("A", "meta tag og:title")),
        (meta("citation_title", "A", "name"), "title", Field("A", "meta tag citation_title")),
        (meta("DC.Title", "A", "name"), "title", Field("A", "meta tag dc.title")),
        ("<title>A - B</title>", "title", Field("A - B", "title element")),
        (meta("author", "By Ada Quill", "name"), "byline", Field("Ada Quill", "meta tag author")),
        (meta("dc.creator", "Ada Quill", "name"), "byline",
         Field("Ada Quill", "meta tag dc.creator")),
        (meta("citation_author", "Ada Quill", "name") + meta("citation_author", "Bo Reed", "name"),
         "byline", Field("Ada Quill, Bo Reed", "meta tag citation_author")),
        (meta("article:published_time", "2023-11-18T10:00:00Z"), "published",
         Field("2023-11-18", "meta tag article:published_time")),
        (meta("parsely-pub-date", "2023-11-18", "name"), "published",
         Field("2023-11-18", "meta tag parsely-pub-date")),
        (meta("citation_publication_date", "2023/11/18", "name"), "published",
         Field("2023-11-18", "meta tag citation_publication_date")),
        (meta("date", "Sat, 18 Nov 2023 10:00:00 GMT", "name"), "published",
         Field("2023-11-18", "meta tag date")),
        (meta("pubdate", "20231118", "name"), "published", Field("2023-11-18", "meta tag pubdate")),
        (meta("datePublished", "2023-11-18", "itemprop"), "published",
         Field("2023-11-18", "meta tag datepublished")),
        (meta("og:site_name", "The Ink"), "publisher", Field("The Ink", "meta tag og:site_name")),
        (meta("content-language", "de-AT", "http-equiv"), "language",
         Field("de-AT", "meta tag content-language")),
        (meta("og:locale", "pt_BR"), "language", Field("pt-BR", "meta tag og:locale")),
        ("<link rel=canonical href=https://ink.example/a>", "url",
         Field("https://ink.example/a", "link rel=canonical")),
        (meta("og:url", "https://ink.example/a"), "url",
         Field("https://ink.example/a", "meta tag og:url")),
    ],
)  # fmt: skip
def test_the_head_gives_a_field_and_where_it_stands(head, field, expected):
    assert getattr(metadata(head), field) == expected


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        ("<h1>A heading</h1>", "title", Field("A heading", "heading")),
        ("<a rel=author href=/ada>Ada Quill</a>", "byline", Field("Ada Quill", "rel=author")),
        ("<span itemprop=author><span itemprop=name>Ada Quill</span> is a writer</span>", "byline",
         Field("Ada Quill", "itemprop author")),
        ("<p class=byline>By Ada Quill, staff writer</p>", "byline",
         Field("Ada Quill", "byline element")),
        ("<header><h1>A</h1><time datetime='2023-11-18T10:00'>18 Nov</time></header>", "published",
         Field("2023-11-18", "time element")),
        ("<span itemprop=datePublished content=2023-11-18>Saturday</span>", "published",
         Field("2023-11-18", "itemprop datePublished")),
        ("<time class=published>18 November 2023</time><time datetime=2020-01-01>x</time>",
         "published", Field("2023-11-18", "time element")),
    ],
)  # fmt: skip
def test_marked_elements_give_a_field(body, field, expected):
    assert getattr(metadata(body=body), field) == expected


def test_the_language_of_the_page_comes_first():
    assert metadata(meta("og:locale", "en_US"), root="lang=nb-no").language == Field(
        "nb-NO", "html lang"
    )


@pytest.mark.parametrize(
    "name",
    ["http://x.example/ada", "https://facebook.com/ink", "admin", "Administrator", "The Ink",
     "THE INK", "news@ink.example", "-", "", "Editor"],
)  # fmt: skip
def test_what_is_no_byline(name):
    assert (
        metadata(meta("og:site_name", "The Ink") + meta("author", name, "name")).byline == Field()
    )


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("article:modified_time", "2023-11-18"), ""),
        (linked(**{"@type": "Article", "dateModified": "2023-11-18"}), ""),
        (meta("og:updated_time", "2023-11-18"), ""),
        (meta("date", "3 hours ago", "name"), ""),
        (meta("date", "1970-01-01T00:00:00", "name"), ""),
        (meta("date", "2023-11", "name"), ""),
        (meta("date", "03/04/2023", "name"), ""),
        ("<link rel=canonical href=https://ink.example/2023/11/18/budget>", ""),
        ("", "<p>Copyright 2023 The Ink</p>"),
        ("", "<time>3 hours ago</time>"),
        ("", "<time datetime=2023-11-18 class=updated>Updated</time>"),
        ("", "<time datetime=2023-11-18>Updated Nov 18</time>"),
        ("", "<time datetime=2023-11-18>a</time><time datetime=2022-01-01>b</time>"),
        ("", "<aside><time datetime=2023-11-18>x</time></aside>"),
    ],
)
def test_what_is_no_date_of_publication(head, body):
    page = f"<html><head>{head}</head><body>{body}<p>Some text.</p></body></html>"
    assert html.read(page.encode(), Limits()).metadata.published == Field()


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Budget agreed | The Ink", "Budget agreed"), ("The Ink - Budget agreed", "Budget agreed"),
     ("Budget agreed - THE INK", "Budget agreed"), ("Budget - tax | Other", "Budget - tax | Other"),
     ("The Ink: Budget agreed", "Budget agreed"), ("Budget: The Ink", "Budget: The Ink"),
     ("A-The Ink", "A-The Ink"), ("Budget agreed", "Budget agreed")],
)  # fmt: skip
def test_only_the_known_name_of_the_site_is_taken_from_a_title(title, expected):
    found = metadata(meta("og:site_name", "The Ink") + f"<title>{title}</title>")
    assert found.title.value == expected


def test_a_headline_that_was_cut_short_is_not_preferred():
    head = linked(**{"@type": "Article", "headline": "Budget agr..."}) + meta(
        "og:title", "Budget agreed"
    )
    assert metadata(head).title == Field("Budget agreed", "meta tag og:title")


@pytest.mark.parametrize(
    "address", ["/budget", "javascript:alert(1)", "ink.example/a", "data:text/html,x", ""]
)
def test_only_absolute_addresses_of_the_web_are_taken(address):
    assert metadata(f'<link rel=canonical href="{address}">').url == Field()


def test_a_page_that_says_nothing_has_no_metadata():
    found = html.read(b"<p>Only a paragraph of text.</p>", Limits()).metadata
    assert {getattr(found, name) for name in ("title", "byline", "published", "url")} == {Field()}


def test_a_headline_that_differs_from_the_title_is_in_the_text_once():
    text = "<p>" + "The council has agreed on it today. " * 20 + "</p>"
    head = meta("og:site_name", "The Ink") + meta("og:title", "What the budget means")
    head += "<title>Budget agreed | The Ink</title>"
    page = f"<head>{head}</head><body><h1>Budget agreed</h1>{text}{text}"
    reading = html.read(page.encode(), Limits())
    assert reading.metadata.title.value == "What the budget means"
    assert reading.text.startswith("Budget agreed\n\n")
    assert reading.text.count("Budget agreed") == 1


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Velm - The Free Almanac", "<h1>Velm</h1>", "Velm"),
        ("Velm - The Free Almanac", "<h1>Velm</h1><h1>Menu</h1>", "Velm"),
        ("The northern harbours", "", "The northern harbours"),
        ("", "", "town by a sea"),
    ],
)
def test_a_headline_that_no_title_of_the_page_says_describes_something_else(title, body, expected):
    described = linked(**{"@type": "Article", "name": "Velm", "headline": "town by a sea"})
    head = f"{described}<title>{title}</title>"
    assert metadata(head, body).title.value == expected


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Peanuts early may keep allergies away", "Allergies Health Center",
         "Peanuts early may keep allergies away"),
        ("Peanuts early may keep allergies away", "Peanuts may keep allergies away",
         "Peanuts may keep allergies away"),
        ("The Daily Ink", "Peanuts may keep allergies away", "The Daily Ink"),
        ("Daily Ink", "Peanuts may keep allergies away", "Peanuts may keep allergies away"),
        ("", "Peanuts may keep allergies away", "Peanuts may keep allergies away"),
    ],
)  # fmt: skip
def test_a_heading_that_says_something_else_than_the_page_is_that_of_its_site(
    title, heading, expected
):
    assert metadata(f"<title>{title}</title>", f"<h1>{heading}</h1>").title.value == expected
