"""What is stored of a page beside what Chromium shows of it: the same words in the same order, and
what is left out is left out by whole blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bench.innertext import differences, shown_in, still, words
from ingest.prepare import Document, document
from tests.ingest.kinds.samples import PARAGRAPH, page, plain_page

BODIES = {
    "time, q, label, output": "<p>On <time>3 May</time> she said <q>no</q> to the"
    " <label>tax</label> of <output>12</output> euros and went home.</p>",
    "words in nested emphasis": "<p>The <b>s</b>tr<i>on</i>g<b><i>est</i></b> pier of <em>all</em>,"
    " <strong>they</strong><em>said</em> again.</p>",
    "block edges": "<div>The pier<div>is old</div>and long<p>and grey.</p>It stands.</div>",
    "line breaks": "<p>The pier<br>is old<br/>and long,<wbr>they<wbr/>said.</p>",
    "soft hyphens": "<p>A not&shy;fall daten&shy;satz is kept in the off&#8203;ice.</p>",
    "links in words": "<p>The <a href='/x'>pier</a>s of <a href='/y'>Har</a>wick are old.</p>",
    "abbreviations": "<p>The <abbr title='European Union'>EU</abbr>'s <dfn>pier</dfn> and"
    " <kbd>Enter</kbd>, <samp>ok</samp>, <var>x</var>, <data value=1>one</data>.</p>",
    "marks and insertions": "<p>It was <mark>never</mark> <ins>quite</ins> <u>sure</u> what"
    " <small>they</small> <big>meant</big> by that.</p>",
    "tables": "<table><tr><th>Boat</th><th>Year</th></tr><tr><td>Ada <b>II</b></td><td>1999</td>"
    "</tr><tr><td>Bo<br>Reed</td><td>2001</td></tr></table>",
    "lists in lists": "<ol><li>One pump<ul><li>of iron</li><li>and <b>tin</b></li></ul></li>"
    "<li><p>Two doors</p></li></ol>",
    "definitions": "<dl><dt>Pump</dt><dd>A thing of iron.</dd><dt>Door</dt><dd>Of wood.</dd></dl>",
    "preformatted": "<pre>One line\n  and another\n\tone</pre>",
    "comments and scripts": "<p>The pier<!-- not --> is<script>document.write('x')</script> old"
    "<style>p{color:red}</style> and<template><p>no</p></template> long.</p>",
    "hidden words": "<p>The pier is <span hidden>not</span><span style='display:none'>never</span>"
    " old, they say.</p>",
    "hidden by a class": "<style>.gone{display:none}</style><p>The pier is <i class=gone>not</i>"
    " old, they say.</p>",
    "entities": "<p>Fish&nbsp;&amp;&nbsp;chips at 5&frac12; &euro; &ndash; &Auml;pfel f&uuml;r"
    " alle&hellip;</p>",
    "a quotation": "<blockquote><p>We <cite>never</cite> go there.</p></blockquote>",
    "figures": "<figure><img alt='No words'><figcaption>The pier in May</figcaption></figure>",
    "unfolded": "<details open><summary>More of the pier</summary><p>It is old.</p></details>",
    "right to left and other scripts": "<p>The <bdi>מזח</bdi> of <bdo dir=ltr>Harwick</bdo> and the"
    " <ruby>波止場<rp>(</rp><rt>はとば</rt><rp>)</rp></ruby> of Kobe.</p>",
    "capitals by a style": "<p style='text-transform:uppercase'>The pier is old and long.</p>",
    "custom elements": "<p>The <x-boat>pier</x-boat> is <font color=red>old</font> and <nobr>long"
    "</nobr>.</p>",
    "a picture inside": "<p>The pier <img src='x.png' alt='no'> is <svg><path /></svg>old.</p>",
}
WRAPPED = [pytest.param(page(body), id=name) for name, body in BODIES.items()] + [
    pytest.param(plain_page(body), id=f"{name}, plain") for name, body in BODIES.items()
]


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    with still(chromium) as tab:
        yield tab


def compared(tab: Page, markup: str) -> tuple[Document, str]:
    made = document("a.html", markup.encode())
    return made, shown_in(tab, markup)


@pytest.mark.parametrize("markup", WRAPPED)
def test_paragraphs_are_runs_of_the_words_shown_and_whole_blocks_are_left_out_and_listed(
    tab: Page, markup: str
) -> None:
    made, shown = compared(tab, markup)
    assert list(differences(made.text, shown)) == []
    assert words(PARAGRAPH)[-1] in words(made.text)
    kept = f" {' '.join(words(made.text))} "
    listed = " ".join(f" {' '.join(words(one.text))} " for one in made.dropped)
    for line in filter(words, shown.split("\n")):
        cells = [f" {' '.join(words(cell))} " for cell in line.split("\t") if words(cell)]
        assert all(cell in kept or cell in listed for cell in cells), line


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("<p>In 1998<sup>3</sup> the pier was new.</p>", "In 1998 the pier was new."),
        ("<p>It has 5 km<sup>2</sup> of wood.</p>", "It has 5 km² of wood."),
        ("<p>It cost <del>55</del> <ins>66</ins> euros.</p>", "It cost 66 euros."),
        ("<p>Some 10<sup>9</sup> nails<sup>[4]</sup> hold it.</p>", "Some 10⁹ nails hold it."),
        ("<p><span style='float:left'>H</span>arwick is old.</p>", "Harwick is old."),
        ("<details><summary>More</summary><p>It is very old.</p></details>", "It is very old."),
        ("<p>The pier is <svg><text>no</text></svg>old.</p>", "The pier is old."),
    ],
)
def test_what_is_written_otherwise_on_purpose_is_a_difference(
    tab: Page, body: str, stored: str
) -> None:
    made, shown = compared(tab, page(body))
    assert stored in made.text
    assert list(differences(made.text, shown))


def test_a_word_that_is_lost_or_glued_is_seen() -> None:
    shown = "The pier is very old\nand long, they say."
    for wrong in ("The pier is old", "The pieris very old", "and long, they never say."):
        assert list(differences(wrong, shown))
    assert list(differences("The pier is very old\n\n1. and long, they say.", shown)) == []
