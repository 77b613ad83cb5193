"""Text files that were saved with the tags of a page, and texts about tags."""

import pytest

from tests.ingest.kinds.samples import text

FIRST = "The ferry leaves at nine, the council said on Monday, and comes back at noon."
SECOND = "Ann Lee, who has run it for ten years, would not sell the boat to anybody."


@pytest.mark.parametrize(
    "written",
    [
        f"<p>{FIRST}</p><p>{SECOND}</p>",
        f'<div class="a">{FIRST}</div>\n<div>{SECOND}</div>\n',
        f"{FIRST}<br><br>{SECOND}",
        f"<P>{FIRST}\n\n<P><b>Ann Lee</b>{SECOND.removeprefix('Ann Lee')}",
        f"<!-- x --><p>{FIRST}</p>\n\n<script>var a = 1;</script>\n<p>{SECOND}</p>",
    ],
)
def test_tags_are_not_shown(written):
    assert text("a.txt", written).split("\n\n") == [FIRST, SECOND]


def test_quotes_beside_tags_are_those_of_the_text():
    said, again = '"It is late," he said. "So it is."', "“Nobody came,” she said. “Not one.”"
    assert text("a.txt", f"<p>{said}</p><p>{again}</p>\n<p>{SECOND}</p>").split("\n\n") == [
        said, again, SECOND
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "A paragraph begins with <p> and ends with </p>.\n\n<p>One</p>\n\n<p>Two</p>",
        'Write "<p>" first and "</p>" last; <br> breaks a line.',
        "The <p> tag and the <br> tag are older than the others, and both are still there.",
        f"{FIRST} {SECOND} So it was <br> for years.",
        f"{FIRST}\n\n{SECOND}\n\n<ul>\n<li>One\n</ul>",
        "If a <b and c> d, then <p and q> r.",
    ],
)
def test_texts_about_tags_stay(written):
    assert text("a.txt", written) == written


def test_marks_of_summaries_go():
    story = f"{FIRST}\n\n@highlight\n\nThe ferry leaves at nine\n\n{SECOND}"
    assert text("a.txt", story).split("\n\n") == [FIRST, "The ferry leaves at nine", SECOND]
