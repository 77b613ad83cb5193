"""What an article says must not be left out, however it is marked up or looks."""

import pytest

from ingest.prepare import document
from tests.ingest.kinds.samples import PARAGRAPH, mail, page, plain_page, read, text, word

FACT = "The pump loses 55 litres a day"


@pytest.mark.parametrize(
    "body",
    [
        f"<ul><li>{FACT}</li><li>No fire door</li></ul>",
        f"<ol><li>{FACT}.</li><li>Invoices were paid twice.</li></ol>",
        f"<dl><dt>Pump</dt><dd>{FACT}</dd></dl>",
        f"<h3>{FACT}</h3>",
        f"<div>{FACT}.</div>",
        f"<div><b>Note</b> {FACT}.</div>",
        f"<section><h4>Pump</h4><div>{FACT}</div></section>",
        f"<p><a href='/p'>{FACT}, said the office, and nobody knows since when.</a></p>",
        f"<ul><li><a href='/a'>{FACT}</a></li><li><a href='/b'>Letter, 2 pages</a></li></ul>",
        f"<table><tr><th>Pump</th><td><ul><li>{FACT}</li><li>it is old</li></ul></td></tr>"
        "<tr><th>Door</th><td><ul><li>none at all</li></ul></td></tr></table>",
        f"<blockquote>{FACT}</blockquote>",
        f"<div class='result'><h3>Pump</h3><p>{FACT}</p></div>",
    ],
)
def test_content_between_paragraphs_stays(body):
    assert FACT in text("a.html", page(body))
    assert FACT in text("a.html", plain_page(body))


def test_a_standfirst_in_the_header_stays():
    markup = page("").replace(
        "<h1>The ferry book</h1>",
        f"<header><h1>The ferry book</h1><p class=intro>{FACT} and it is not new.</p></header>",
    )
    assert f"{FACT} and it is not new." in text("a.html", markup)


def test_the_last_list_of_an_article_stays_and_what_surrounds_it_does_not():
    markup = page(f"<p>{PARAGRAPH * 3}</p>").replace(
        "</article>",
        f"<ul><li>{FACT}</li></ul></article><div class=related><ul><li><a href=/x>More boats</a>"
        "</li></ul></div><aside><p>Join our club of friends.</p></aside>",
    )
    kept = text("a.html", markup)
    assert FACT in kept
    assert "More boats" not in kept
    assert "club of friends" not in kept


def test_a_list_behind_the_last_line_stays_where_that_leads_it_in():
    def cell(lead: str) -> str:
        return (
            f"<html><body><table><tr><td>{PARAGRAPH * 3}</td></tr><tr><td>{lead}<ul><li>{FACT}</li>"
            "<li>No fire door was found</li></ul></td></tr></table></body></html>"
        )

    led = text("a.html", cell(f"{PARAGRAPH} These were found:"))
    assert f"{FACT}\nNo fire door was found" in led


def test_captions_and_shares_between_paragraphs_do_not_come_in():
    markup = page(
        "<figure><figcaption>A boat. Photo: Ada Quill</figcaption></figure>"
        "<div class='share-bar'><span>Share</span></div><div class='ad-slot'>Buy a boat</div>"
    )
    assert not any(word in text("a.html", markup) for word in ("Photo", "Share", "Buy a boat"))


@pytest.mark.parametrize(
    "line",
    [
        "2,410 votes",
        "We use cookies to keep your place in the queue for 90 days.",
        "Sign up for our newsletter at the desk; it comes six times a year.",
        "All rights reserved for the drawings lie with Bo Reed; write to him first.",
        "Watch: the keeper lights the lamp at dusk.",
        "Contact the author at the counter on the first floor.",
        "By using the pier you agree to the rules of 9 May 2021 and its fees.",
    ],
)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Notes on the pier\n\n{0}\n\n{1}\n\n{0}"),
        ("a.md", "# Notes on the pier\n\n{0}\n\n{1}\n\n{0}"),
    ],
)
def test_lines_that_look_like_residue_and_tell_something(name, content, line):
    assert line in text(name, content.format(PARAGRAPH, line))


def test_a_list_that_is_announced_is_no_menu():
    names = ["Business", "Technology", "Health", "Science", "Sports", "Arts", "Travel"]
    listed = "\n\n".join(["Notes", PARAGRAPH, "The school teaches:", *names, PARAGRAPH])
    assert all(name in text("a.txt", listed) for name in names)
    assert "Technology" not in text("a.txt", listed.replace("The school teaches:", PARAGRAPH))


def test_residue_is_looked_for_only_in_what_was_scraped():
    for name, content in (
        ("a.md", f"# Pier\n\n{PARAGRAPH}\n\nShare this article\n"),
        ("a.eml", mail(f"{PARAGRAPH}\n\nShare this article\n")),
        ("a.docx", word("Share this article")),
    ):
        assert "Share this article" in text(name, content)
    assert "Share this article" not in text("a.txt", f"Pier\n\n{PARAGRAPH}\n\nShare this article")


def test_a_line_with_a_figure_is_never_a_line_of_the_site():
    lines = [f"Line {n} about the pier and its boats." for n in range(9)]
    article = "\n\n".join(["Pier", *lines[:4], PARAGRAPH, *lines[4:], "A berth costs 8 crowns."])
    edges = read("a.txt", article).edges.lines
    dropped = document("a.txt", article.encode(), [edge.line for edge in edges]).text
    assert dropped.endswith("A berth costs 8 crowns.")


def test_a_quotation_in_a_figure_stays():
    quoted = "<figure><blockquote>We pay 40 crowns a day.</blockquote><figcaption>Bo</figcaption>"
    assert "We pay 40 crowns a day." in text("a.html", page(f"{quoted}</figure>"))


def _posts(*said: str, name: str = "post") -> str:
    return "".join(
        f"<div class='{name}'><div class='author'>user {n}, 12 posts</div>"
        f"<div class='content'>{words}</div></div>"
        for n, words in enumerate(said)
    )


@pytest.mark.parametrize("first", [PARAGRAPH * 3, f"{PARAGRAPH}<br><br>{PARAGRAPH * 2}"])
def test_each_post_of_a_discussion_stays(first):
    posts = _posts(first, f"No, it is more. {FACT}.", f"<p>{PARAGRAPH}</p><p>It is mended.</p>")
    markup = f"<html><head><title>Pump</title></head><body><h2>Pump</h2>{posts}</body></html>"
    kept = text("a.html", markup)
    for words in (f"No, it is more. {FACT}.", "It is mended."):
        assert words in kept
    assert "12 posts" not in kept


def test_what_is_named_otherwise_or_holds_links_stays_out():
    body = _posts(PARAGRAPH * 3)
    body += _posts("Buy the best boats of all, and cheaply too.", name="offer")
    body += _posts("<a href='/x'>Ten boats that nobody has wanted to buy this year</a>")
    kept = text("a.html", f"<html><head><title>Pump</title></head><body>{body}</body></html>")
    assert "best boats" not in kept
    assert "Ten boats" not in kept
