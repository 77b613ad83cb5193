"""Markdown of other dialects: headings without a space, boxes, attributes, tags with titles."""

import pytest

from tests.ingest.kinds.samples import PARAGRAPH, read, text

BODY = "The ferry leaves at nine. It comes back at noon."


def paragraphs(markdown: str) -> list[str]:
    return text("a.md", markdown).split("\n\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"##Opening hours\n\n{BODY}", ["Opening hours", BODY]),
        (f"{BODY}\n\n###If you come by boat\n{BODY}", [BODY, "If you come by boat", BODY]),
        (f"##Way there##\n\n{BODY}", ["Way there", BODY]),
        (f"######*Fares* and fees\n\n{BODY}", ["Fares and fees", BODY]),
        (f"> ##Notice\n>\n> {BODY}", ["Notice", BODY]),
        (f"##Fares\n\n## Dogs\n\n{BODY}", ["Fares", "Dogs", BODY]),
        (f"#The ferry book\n\n##Fares\n\n{BODY}", ["The ferry book", "Fares", BODY]),
        (f"#The old pier\n\n{BODY}\n\n#The new pier\n\n{BODY}",
         ["The old pier", BODY, "The new pier", BODY]),
    ],
)  # fmt: skip
def test_headings_without_a_space(written, shown):
    assert paragraphs(f"{written}\n") == shown


def test_a_title_without_a_space_is_the_title():
    assert read("a.md", f"#The ferry book\n\n##Fares\n\n{BODY}\n").metadata.title.value == (
        "The ferry book"
    )


@pytest.mark.parametrize(
    "line",
    [
        "#1 in the charts for nine weeks was a song about eels.",
        "#harbour and #eels were what everybody wrote about",
        "#SaveThePier",
        "#SaveThePier was written on every wall",
        "#Harbour days are over, and nobody minds.",
        "#Harbour days again this year",  # alone, it may be either
        "#",
        "##",
        "## ##",
    ],
)
def test_a_hash_alone_is_no_heading(line):
    assert line.strip("# ") == "" or line in text("a.md", f"{BODY}\n\n{line}\n\n{PARAGRAPH}\n")


def test_hashtags_beside_headings_stay():
    written = f"# The pier\n\n{BODY}\n\n#Harbour days again this year\n\n#Eels for all of us\n"
    assert paragraphs(written)[2:] == [
        "#Harbour days again this year", "#Eels for all of us"
    ]  # fmt: skip


def test_code_keeps_its_hashes():
    assert "##INFO=<ID=3>" in text("a.md", f"{BODY}\n\n```\n##INFO=<ID=3>\n```\n\n    ##raw\n")
    assert "##raw" in text("a.md", f"{BODY}\n\n    ##raw\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("^You need a ticket for each dog.^", ["You need a ticket for each dog."]),
        ("^You need a ticket for each dog.", ["You need a ticket for each dog."]),
        ("^16 and 17 year olds pay half.^", ["16 and 17 year olds pay half."]),
        ("^[Dogs](/dogs) need a ticket too.", ["Dogs need a ticket too."]),
        ("^You need a ticket\nfor each dog.^", ["You need a ticket for each dog."]),
        ("%Mind the gap at low tide.%", ["Mind the gap at low tide."]),
        ("@Book a day ahead.@", ["Book a day ahead."]),
        ("$CTA\nCall the harbour office.\n$CTA", ["Call the harbour office."]),
        ("$!\nThe pier is shut.\n$!", ["The pier is shut."]),
        ("$E\n- one\n- two\n$E", ["one\ntwo"]),
        ("$A\n14 Mill Lane\nVelm\n$A", ["14 Mill Lane\nVelm"]),
        ("s1. Buy a ticket.\ns2. Go on board.", ["1. Buy a ticket.\n2. Go on board."]),
        ("{button start}[Buy now](/buy){/button}", ["Buy now"]),
        ("The HTML is old.\n\n*[HTML]: Hyper Text Markup Language", ["The HTML is old."]),
        ("So.{::comment}not this{:/comment}", ["So."]),
    ],
)
def test_boxes_of_govspeak(written, shown):
    assert paragraphs(f"{BODY}\n\n{written}\n\n{BODY}\n") == [BODY, *shown, BODY]


@pytest.mark.parametrize(
    "line",
    [
        "So x^2^ and y^10^ are powers.",
        "^a+b.*c$ is a pattern of three parts",
        "%d boats of 20%",
        "@ada asked @bo to come",
        "It costs 5 $A and 4 $C.",
        "5 ^ 3 is not much",
        "s1. is a name of a street.",
    ],
)
def test_signs_that_mark_no_box_stay(line):
    shown = line.replace("^2^", "²").replace("^10^", "¹⁰")
    assert shown in text("a.md", f"{BODY}\n\n{line}\n\n{BODY}\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("In [wartime]{#wartime} it was grey.", "In wartime it was grey."),
        ("In [the *old* days]{.small lang=en} it was grey.", "In the old days it was grey."),
        ("See [the [plan](/p) of it]{.note} now.", "See the plan of it now."),
        ('See [the plan](/p){target="_blank" .out} now.', "See the plan now."),
        ("See [the plan][p]{.out} now.\n\n[p]: /p", "See the plan now."),
        ("It is **very old**{.big} and `x`{.py} too.", "It is very old and x too."),
        ("It is old{.big} now.", "It is old now."),
        ("So![a boat](b.png){width=50%} it is.", "So it is."),
        ("## Way there{#way}", "Way there"),
        ("## Way there {#way .big} ##", "Way there"),
        ("## Way there {-}", "Way there"),
        ("Way there {#way}\n---------", "Way there"),
        ("A [line\nlonger]{.x} here.", "A line longer here."),
    ],
)
def test_attribute_lists(written, shown):
    assert paragraphs(f"{BODY}\n\n{written}\n\n{BODY}\n") == [BODY, shown, BODY]


@pytest.mark.parametrize(
    "line",
    [
        "The set {a, b} and f{x} are so.",
        "The name {name} stands in braces.",
        "So `[word]{.class}` is written.",
        "A [sic] {or so} it was.",
        "The file a{.txt,.md} is one of two.",
        r"The sum is $\sum_{i=1}^{52} b_{i}$ and no more.",
    ],
)
def test_braces_that_hold_no_attributes_stay(line):
    assert line.replace("`", "") in text("a.md", f"{BODY}\n\n{line}\n\n{BODY}\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It is so.**  The pier is\nshut now.**  Nobody minds.",
         "It is so. The pier is shut now. Nobody minds."),
        ("It is f** and s** today.", "It is f** and s** today."),
        ("So 2 ** 3 ** 4 is much.", "So 2 ** 3 ** 4 is much."),
        ("It costs 5** now.", "It costs 5** now."),
    ],
)  # fmt: skip
def test_marks_of_bold_words_that_a_space_has_broken(written, shown):
    assert paragraphs(f"{BODY}\n\n{written}\n") == [BODY, shown]


def test_attributes_are_listed():
    found = read("a.md", f"In [wartime]{{#wartime}} it was grey.\n\n{BODY}\n")
    assert [(one.text, one.reason) for one in found.dropped] == [("{#wartime}", "attributes")]


@pytest.mark.parametrize(
    "tag",
    [
        '{% include head-of-article with title: "The ferry’s book", author: "Ada Quill" %}',
        '{% include post.html title="The ferry’s book" byline="Ada Quill" %}',
        '{% include_cached "box.html" heading="The ferry’s book" author=\'Ada Quill\' %}',
        '{%- render "banner", headline: "The ferry’s book", author: "Ada Quill" -%}',
        '{{< masthead title="The ferry’s book" author="Ada Quill" >}}',
        '{% include x\n  title: "The ferry’s book",\n  author: "Ada Quill",\n%}',
    ],
)
def test_a_title_among_the_arguments_of_a_tag(tag):
    found = read("a.md", f"{tag}\n\n{BODY}\n")
    assert found.text == f"The ferry’s book\n\n{BODY}"
    assert (found.metadata.title.value, found.metadata.byline.value) == (
        "The ferry’s book", "Ada Quill"
    )  # fmt: skip
    (gone,) = found.dropped
    assert "Ada Quill" in gone.text
    assert "ferry" not in gone.text
    later = read("a.md", f"{BODY}\n\n{tag}\n\n{PARAGRAPH}\n")
    assert later.text == f"{BODY}\n\nThe ferry’s book\n\n{PARAGRAPH.strip()}"
    assert not later.metadata.byline.value


@pytest.mark.parametrize(
    "tag",
    [
        '{% include figure.html src="a.png" title="The ferry’s book" %}',
        '{{< youtube id="x" title="The ferry’s book" >}}',
        "{% include head.html title=page.title %}",
        '{% assign title = "The ferry’s book" %}',
    ],
)
def test_tags_that_write_no_heading(tag):
    assert text("a.md", f"{tag}\n\n{BODY}\n") == BODY


def test_a_box_in_the_text_gives_it_no_title():
    found = read("a.md", f'{{% include note.html title="Mind the gap" %}}\n\n{BODY}\n')
    assert found.text == f"Mind the gap\n\n{BODY}"
    assert found.metadata.title.origin != "heading"


@pytest.mark.parametrize(
    "mark", ["[", "[a", "[ [x] ", "^", "{", "{.a ", "[x]{.a", "`", "$A\n", "#x\n\n"]
)
def test_hostile_marks_end(mark):
    assert read("a.md", f"{BODY}\n\n{mark * 4000}").text.startswith(BODY)


EXPORTED = f"""---
post_title: >
  The ferry
  book
post_date: 2016-02-06 15:30:21
published: true
---
[ad_1]
<br><div id="body">
<p>{BODY}</p>

        <span class="divide"/><p>"It was late," said the pilot.</p><p>Nobody came.</p>

<br>[ad_2]
"""


def test_paragraphs_of_a_page_that_are_indented_like_code():
    found = read("a.md", EXPORTED)
    assert found.text.split("\n\n") == [
        "The ferry book", BODY, '"It was late," said the pilot.', "Nobody came."
    ]  # fmt: skip
    assert (found.metadata.title.value, found.metadata.published.value) == (
        "The ferry book",
        "2016-02-06",
    )
    assert found.notes == ()


@pytest.mark.parametrize("around", ["", "<div>\n\n</div>\n\n"])
def test_an_example_of_markup_stays_code(around):
    assert paragraphs(f"{BODY}\n\n{around}    <b>x</b><p>Nobody came.</p>\n") == [
        BODY,
        "<b>x</b><p>Nobody came.</p>",
    ]


def test_the_title_where_a_program_would_write_it():
    front = "---\ntitle: The ferry book\n---\n"
    for written in ("{{ page.title }}\n====", "# {{page.title | escape}}", "# {{ .Title }}"):
        assert paragraphs(f"{front}{written}\n\n{BODY}\n") == ["The ferry book", BODY]
    assert paragraphs(f"{BODY} It is {{{{ price }}}}.\n")[0].startswith(BODY)


def test_an_address_with_spaces():
    written = f"{BODY}\n\nThe [report (PDF)](https://a.example/a b/FY2016 - X.pdf) of the pier.\n"
    assert paragraphs(written)[1] == "The report (PDF) of the pier."
    titled = f'{BODY}\n\nThe [report](https://a.example/a "Of the pier") says so.\n'
    assert paragraphs(titled)[1] == "The report says so."


def test_bare_marks_of_notes_go_and_places_in_lists_stay():
    written = "It rained.[1] It snowed,[2] and Reed[3] came.[4][5] Reed left.[1]"
    assert paragraphs(written) == ["It rained. It snowed, and Reed came. Reed left."]
    code = "Set a[1] and a[2] first, then a[3] of the list."
    assert paragraphs(code) == [code]
