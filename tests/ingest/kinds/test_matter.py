"""Title, author, date and first line; wrapped lines; Markdown as sites keep it."""

import pytest

from ingest.passages import PassageOptions
from tests.fakes import FakeEmbedder
from tests.ingest.kinds.samples import PARAGRAPH, mail, page, read, text, word
from tests.ingest.making import make

BODY = "The county voted for the works on Monday. The clerk reads the budget of the harbour aloud."


@pytest.mark.parametrize(
    "content",
    [
        f"Harbour Works Begin\nMarch 4, 2021\n\n{BODY}",
        f"County Reads Budget\nReuters\n\n{BODY}",
        f"Clerk Reads Budget\n4 March 2021\n\n{BODY}",
        f"Works And Budget\n\nAFP\n\n{BODY}",
        f"Harbour Clerk Votes\n\n2021-03-04\n\n{BODY}",
    ],
)
def test_a_headline_is_no_author(content):
    metadata = read("a.txt", content).metadata
    assert metadata.title.value == content.partition("\n")[0]
    assert not metadata.byline.value


@pytest.mark.parametrize("first", ["By Train", "By Bus And Tram", "By Night"])
def test_headings_that_begin_with_by_are_no_authors(first):
    found = read("a.txt", f"Getting There\n\n{first}\n\n{BODY}\n\nBy Car\n\nTake the train or bus.")
    assert not found.metadata.byline.value
    assert first in found.text


@pytest.mark.parametrize(
    "line", ["By Ada Quill", "by Bo Reed and Ada Quill", "By Ada Quill, editor"]
)
def test_an_author_is_one(line):
    assert "Quill" in read("a.txt", f"Works at the pier\n\n{line}\n\n{BODY}").metadata.byline.value


TIME = "<time datetime=2026-12-24>24 December</time>"


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (page(f"<p>When: {TIME}</p>"), ""),
        (page(f"<p>The pier opened on {TIME} for good.</p>"), ""),
        (page("").replace("</article>", f"</article><div class=replies>Bo {TIME}</div>"), ""),
        (page(f"<div class=event-date>{TIME}</div>"), ""),
        (page(f"<p class=entry-meta>{TIME}</p>"), "2026-12-24"),
        (page(f"<p>{TIME.replace('<time', '<time class=published')}</p>"), "2026-12-24"),
        (page("").replace("<h1>The ferry book</h1>",
                          f"<header><h1>The ferry book</h1>{TIME}</header>"), "2026-12-24"),
    ],
)  # fmt: skip
def test_a_time_is_a_date_of_publication_only_where_something_says_so(markup, published):
    assert read("a.html", markup).metadata.published.value == published


def test_another_date_in_a_mail_is_not_its_date_and_stays():
    found = read("a.eml", mail(f"Hello.\n\nDate: 9 May 2020\n\n{BODY}", "Works"))
    assert found.metadata.published.value == "2022-05-03"
    assert "9 May 2020" in found.text


@pytest.mark.parametrize(
    "lines",
    [
        ["The southern quay is shut for repairs from the third of March",
         "to the end of May, and boats must use the northern quay."],
        ["The southern quay is shut", "for repairs from March until", "the end of May, and boats",
         "must use the northern quay", "which has thirty berths."],
        ["Nobody may land at the southern quay unless the keeper has been",
         "told of it before by letter or by wire."],
        ["The bell rings at noon and the gates", "are shut for an hour until the boat",
         "from the island has been unloaded."],
        ["Boats that come in after ten at night have to make fast at",
         "the outer mole and wait there until the morning."],
    ],
)  # fmt: skip
def test_wrapped_lines_are_one_sentence(lines):
    whole = " ".join(lines)
    found = read("a.txt", "\n".join(lines))
    assert found.text == whole
    assert not found.metadata.title.value
    assert whole in text("a.txt", "Notice of the office\n\n" + "\n".join(lines) + "\n\nIt is so.")


@pytest.mark.parametrize(
    "lines",
    [
        ["Roses are red", "violets are blue."],
        ["Harbour Office", "14 Mill Lane", "Velm."],
        ["- close the valve that stands at the end of the long quay", "- open it again."],
        ["x = first(value) + second(value) + third(value) + fourth(v)", "return x."],
    ],
)
def test_short_lines_stay(lines):
    assert "\n".join(lines) in text("a.txt", "Notes\n\n" + "\n".join(lines) + f"\n\n{PARAGRAPH}")


TITLE = "Version 3.1 came out on 5 May 2021"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", f"# {TITLE}\n\n{BODY}\n"),
        ("a.md", f"---\ntitle: {TITLE}\n---\n{BODY}\n"),
        ("a.txt", f"{TITLE}\n\n{BODY}"),
        ("a.html", page("", TITLE)),
        ("a.eml", mail(BODY, TITLE)),
    ],
)
def test_what_the_title_says_is_the_first_sentence(name, content):
    found = read(name, content)
    assert found.metadata.title.value == TITLE
    assert found.text.startswith(f"{TITLE}\n\n")
    assert found.text.count(TITLE) == 1
    data = content.encode() if isinstance(content, str) else content
    made = make(name, data, PassageOptions(), FakeEmbedder())
    first = made.passages[0]
    assert first.sentences[0].of(made.text) == TITLE
    assert first.embedded.count(TITLE) == 1


def test_a_word_document_without_title_has_none_in_front():
    assert text("a.docx", word("Only this is said here.")) == "Only this is said here."


SITE = """---
title: "It&#8217;s open"
authors:
  - name: Ada Quill
  - Bo Reed
---
See [the plan]({{{{ site.baseurl }}}}/plan.html) or [this]({{{{< ref "a b.md" >}}}}) of the pier.
{{: .note}}

{{% include picture.html src="a.png" %}}

{{{{< figure src="a.png" caption="A" >}}}}

## Way there {{#way}}

It costs &#8217;four&#8217; crowns.

```
{{% raw %}} {{{{ stays }}}}
```
""".format()


def test_markdown_as_sites_keep_it():
    found = read("blog/2016-07-07-open.md", SITE)
    metadata = found.metadata
    assert metadata.title.value == "It’s open"
    assert metadata.byline.value == "Ada Quill, Bo Reed"
    assert (metadata.published.value, metadata.published.origin) == ("2016-07-07", "file name")
    assert "See the plan or this of the pier." in found.text
    assert "Way there\n\nIt costs ’four’ crowns." in found.text
    assert "{% raw %} {{ stays }}" in found.text
    assert not any(mark in found.text for mark in ("include", "figure", ".note", "#way", "]("))


@pytest.mark.parametrize(
    ("front", "published"),
    [
        ("+++\ntitle = 'Open'\ndate = 2016-07-08T10:00:00Z\n+++\n", "2016-07-08"),
        ("+++\ntitle = 'Open'\n+++\n", "2016-07-07"),
        ("---\ntitle: Open\ndate: 2016-07-08 10:00:00 +0200\n---\n", "2016-07-08"),
        ("# Open\n\n", "2016-07-07"),
    ],
)
def test_a_date_in_the_file_wins_over_the_one_in_its_name(front, published):
    metadata = read("2016-07-07-open.md", f"{front}{BODY}\n").metadata
    assert (metadata.title.value, metadata.published.value) == ("Open", published)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{% comment %}not this{% endcomment %}It is so.", "It is so."),
        ("{% highlight sh %}\nls\n{% endhighlight %}", "ls"),
        ("Go [there]({% post_url 2016-07-07-open %}) now.", "Go there now."),
        ("Go [there][a] now.\n\n[a]: {{ site.url }}/a", "Go there now."),
        ("{{% notice %}}Mind the gap.{{% /notice %}}", "Mind the gap."),
        ("* TOC\n{:toc}\n\nIt is so.", "It is so."),
        ("H~2~O and x^2^ are so.", "H2O and x² are so."),
    ],
)
def test_templates_are_not_read(written, shown):
    assert text("a.md", f"{written}\n") == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '1. one\n   - [note a="b"]inner[/note]\n   - second\n2. two\n',
            "1. one\ninner\nsecond\n2. two",
        ),
        (
            "- one\n  1. first [/warn_box]\n  2. next\n- two\n",
            "one\n1. first\n2. next\ntwo",
        ),
        (
            '1. one\n\n   [box kind="a"]It goes on.[/box]\n\n   1. inner\n\n2. two\n',
            "1. one\n\nIt goes on.\n1. inner\n2. two",
        ),
        (
            '> - [note a="b"]said[/note]\n> - again\n\nEnd.\n',
            "said\nagain\n\nEnd.",
        ),
        (
            "1. one\n   {% if x %}\n   1. inner\n   {% endif %}\n2. two\n",
            "1. one\n1. inner\n2. two",
        ),
        ('* [x] [button to="a"]Go[/button]\n* Stay. [gallery ids="1"]\n', "[x]\nStay."),
    ],
)  # fmt: skip
def test_lists_keep_their_form_where_a_shortcode_goes(written, shown):
    assert text("a.md", written) == shown


def test_a_heading_that_says_something_else_than_the_title_stays():
    named = "<meta property='og:title' content='The ferry book'></head>"
    markup = page("").replace("<h1>The ferry book</h1>", f"<h1>{TITLE}</h1>")
    markup = markup.replace("</head>", named)
    assert text("a.html", markup).startswith(f"The ferry book\n\n{TITLE}\n\n")
    shorter = page("").replace("<h1>The ferry book</h1>", "<h1>Ferry book</h1>")
    shorter = shorter.replace("</head>", named)
    assert text("a.html", shorter).startswith(f"The ferry book\n\n{PARAGRAPH.strip()}")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("1. Nobody may land at the quay\n   unless told.\n2. Fees are due.",
         "1. Nobody may land at the quay unless told."),
        ("* up to 8 m: 9 crowns, which\n  includes water\n* more: 12",
         "* up to 8 m: 9 crowns, which includes water"),
        ("Boats of more than nine metres must not\nlie at the quay in\nMay.", ""),
        ("The fare for a boat rises from nine to ten crowns on the first of\nMay, said Ada.",
         "The fare for a boat rises from nine to ten crowns on the first of May, said Ada."),
    ],
)  # fmt: skip
def test_lines_that_go_on_below_an_item_or_a_small_word(written, line):
    whole = text("a.txt", f"Notice of the office\n\n{written}\n\nIt is so.")
    assert f"\n{line}\n" in whole if line else written in whole


def test_rules_below_headings_are_no_text():
    kept = text("a.txt", f"The Quay\n========\n\n{BODY}\n\nFees\n----\n\n{BODY}")
    assert kept == f"The Quay\n\n{BODY}\n\nFees\n\n{BODY}"


def test_what_kind_of_text_it_is_is_no_title():
    found = read("a.txt", f"FOR IMMEDIATE RELEASE\n\nHarwick Mends Quay\n\n{BODY}")
    assert found.metadata.title.value == "Harwick Mends Quay"


@pytest.mark.parametrize("label", ["Place: Old School", "Where: Old School"])
def test_the_day_of_an_event_is_not_its_date_and_stays(label):
    found = read("a.txt", f"Hearing on the Quay\n12 June 2030\n\n{label}\n\n{BODY}")
    assert not found.metadata.published.value
    assert "12 June 2030" in found.text


def test_statements_of_a_program_that_a_page_is():
    written = (
        "import Box from '../box'\n\nimport goods cost more.\n\nexport const a = {b: 1}\n\nSo.\n"
    )
    assert text("a.md", f"# Quay\n\n{written}") == "Quay\n\nimport goods cost more.\n\nSo."


def test_who_wrote_may_stand_behind_the_date():
    found = read("a.txt", f"Quay Mended\n\nPublished 4 March 2021 by Ada Quill\n\n{BODY}")
    assert found.metadata.byline.value == "Ada Quill"
    assert found.metadata.published.value == "2021-03-04"
