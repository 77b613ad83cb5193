"""Pages whose first heading names the site; dates beside an article; front matter of pages."""

import pytest

from tests.ingest.kinds.samples import PARAGRAPH, page, read

TITLE = "Four new ferries for Harwick"
SITE = "Inkwell Notes"


def themed(
    banner: str, headline: str = f"<h3>{TITLE}</h3>", title: str = f"{TITLE} – {SITE}",
    inside: str = "", beside: str = "",
) -> str:  # fmt: skip
    """A page with a banner above its article, and something beside that."""
    return (
        f"<html><head><title>{title}</title></head><body><header>{banner}</header>"
        f"<nav><a href='/about'>About</a></nav><div><article>{headline}{inside}"
        f"<p>{PARAGRAPH}</p><p>{PARAGRAPH * 2}</p></article>{beside}</div></body></html>"
    )


@pytest.mark.parametrize(
    "written",
    [
        themed(f"<h1><a href='/'>{SITE}</a></h1>"),
        themed(f"<h1><a href='https://ink.example/'>{SITE}</a></h1>", f"<h2>{TITLE}</h2>"),
        themed(f"<h1><a href='../../index.html'>{SITE}</a></h1>", f"<h4>{TITLE}</h4>"),
        themed(f"<a href='./' rel=home><h1>{SITE}</h1></a>", title=f"{SITE} | {TITLE}"),
        themed(f"<h1>{SITE}</h1><p>Notes of a harbour</p>"),
        themed(f"<h1>{SITE}</h1>", f"<h1>{TITLE}</h1>"),
        themed(f"<h1><a href='/'>{SITE}</a></h1>", ""),
    ],
)
def test_a_heading_that_names_the_site_is_no_title(written):
    found = read("a.html", written)
    assert found.metadata.title.value == TITLE
    assert found.text.startswith(f"{TITLE}\n\n{PARAGRAPH.strip()}")
    assert SITE not in found.text


@pytest.mark.parametrize(
    "written",
    [
        page("", TITLE),
        page("", TITLE).replace(f"<title>{TITLE}", f"<title>{TITLE} – {SITE}"),
        page("", TITLE).replace(f"<h1>{TITLE}", f"<h1><a href='/2020/ferries'>{TITLE}</a>"),
        page("", TITLE).replace(f"<h1>{TITLE}", f"<h1><a href='/'>{TITLE}</a>"),
        themed(f"<h1>{TITLE}</h1>", f"<h2>About {SITE}</h2>", f"{TITLE} – {SITE}"),
    ],
)
def test_a_heading_that_is_the_headline_stays_the_title(written):
    assert read("a.html", written).metadata.title.value == TITLE


DAY = "<time datetime='2013-09-30'>Monday Sep 30, 2013</time>"


@pytest.mark.parametrize(
    ("written", "published"),
    [
        (themed("", beside=f"<aside><ul><li>Posted on {DAY}</ul></aside>"), "2013-09-30"),
        (themed("", beside=f"<div class=sidebar><p>Published: {DAY}</div>"), "2013-09-30"),
        (themed("", inside=f"<footer class=end><span>Posted on {DAY}</span></footer>"),
         "2013-09-30"),
        (themed("", inside=f"<p>Veröffentlicht am {DAY.replace('Monday Sep 30,', '30. Mai')}</p>"),
         "2013-09-30"),
        (themed("", f"<header><h2>{TITLE}</h2>{DAY}</header>"), "2013-09-30"),
        (themed("", inside=f"<div class=post-header>{DAY}</div>"), "2013-09-30"),
        (themed("", inside=f"<p class='meta'>{DAY} in <a href=/c>Harbour</a></p>"), "2013-09-30"),
        (themed("", beside=f"<aside><ul><li>Updated on {DAY}</ul></aside>"), ""),
        (themed("", beside=f"<aside class=recent-posts><p>Posted on {DAY}</aside>"), ""),
        (themed("", beside=f"<div id=comments><p>Posted on {DAY}</div>"), ""),
        (themed("", beside=f"<aside><p>Posted on {DAY}<p>Posted on <time>2 May 2014</time>"), ""),
        (themed("", beside=f"<aside><p>The next boat: {DAY}</aside>"), ""),
        (themed("", inside=f"<p>It was posted on {DAY} by the clerk, who was late again."), ""),
    ],
)  # fmt: skip
def test_a_date_beside_the_article_counts_where_words_say_so(written, published):
    assert read("a.html", written).metadata.published.value == published


@pytest.mark.parametrize(
    "line",
    [
        "comments powered by Disqus",
        "Please enable JavaScript to view the comments powered by Disqus.",
        "Comments powered by Talkyard.",
    ],
)
def test_who_runs_the_comments_is_no_text(line):
    found = read("a.html", page(f"<p>{PARAGRAPH}</p><a href=x>{line}</a>"))
    assert line not in found.text
    assert line in [one.text for one in found.dropped]


def test_a_sentence_about_comments_stays():
    line = "The comments powered by anger were left out of the book."
    assert line in read("a.html", page(f"<p>{line}</p>")).text


FRONT = "---\nlayout: post\ntitle: {}\ndate: '2010-05-12 15:04:58 -0700'\nauthor: Ada Quill\n---\n"
TEXT = f"<p>{PARAGRAPH}</p>\n\n<p>{PARAGRAPH * 2}</p>\n"


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml"])
@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        f"<h1>{TITLE}</h1>{TEXT}",
        f"{{% include nav.html %}}\n<div>{TEXT}</div>\n<!--more-->",
        page("", TITLE),
        page("", TITLE).replace("<h1>", "<h1 class=big>").replace("<title>", "<title>Old "),
    ],
)
def test_front_matter_before_a_page(name, body):
    found = read(name, FRONT.format(TITLE) + body)
    known = found.metadata
    assert (known.title.value, known.byline.value, known.published.value) == (
        TITLE, "Ada Quill", "2010-05-12"
    )  # fmt: skip
    assert known.title.origin == "front matter"
    assert found.text.startswith(f"{TITLE}\n\n{PARAGRAPH.strip()}")
    assert not any(mark in found.text for mark in ("---", "layout", "include", "{%"))


def test_front_matter_in_toml_and_broken_front_matter_before_a_page():
    assert read("a.html", f"+++\ntitle = '{TITLE}'\n+++\n{TEXT}").metadata.title.value == TITLE
    broken = read("a.html", f"---\ntitle: {TITLE}: again\nauthor: Ada Quill\n---\n{TEXT}")
    assert broken.metadata.byline.value == "Ada Quill"
    assert any("not valid YAML" in note for note in broken.notes)


def test_a_tag_with_a_title_in_a_page_with_front_matter():
    tag = '{% include box.html title="Mind the <gap>" kind="red" %}'
    found = read("a.html", FRONT.format(TITLE) + f"<p>{PARAGRAPH}</p>\n{tag}\n" + TEXT)
    assert f"{PARAGRAPH.strip()}\n\nMind the <gap>\n\n{PARAGRAPH.strip()}" in found.text
    assert 'kind="red"' in found.dropped[0].text


def test_dashes_that_are_no_front_matter_stay_in_a_page():
    assert "{% raw %}" in read("a.html", f"<p>So {{% raw %}} is written.</p>{TEXT}").text
