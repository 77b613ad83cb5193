import pytest

from ingest.frontmatter import split_front_matter
from vectorstore.model import Field, Metadata


def _split(yaml, body="The text.\n"):
    return split_front_matter(f"---\n{yaml}\n---\n{body}")


def test_fields_and_where_they_are_from():
    front = _split(
        'title: "Bridge: it opens"\ndate: 2023-12-19\nauthors:\n  - Ada Quill\n  - name: Bo Reed\n'
        "publisher: The Inkwell\nlang: en\nurl: https://example.org/a\nsources:\n  - x"
    )
    assert front.body == "The text.\n"
    assert front.notes == ()
    expected = Metadata(
        title=Field("Bridge: it opens", "front matter"),
        byline=Field("Ada Quill, Bo Reed", "front matter"),
        published=Field("2023-12-19", "front matter"),
        publisher=Field("The Inkwell", "front matter"),
        language=Field("en", "front matter"),
        url=Field("https://example.org/a", "front matter"),
    )
    assert front.metadata == expected


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-12-19T10:00:00Z", "2023-12-19"),
        ("19 December 2023", "2023-12-19"),
        ("'2023-12-19'", "2023-12-19"),
    ],
)
def test_dates_in_several_forms(value, iso):
    assert _split(f"date: {value}").metadata.published.value == iso


@pytest.mark.parametrize("value", ["2023", "soon", "2023-02-31", "03/04/2023"])
def test_a_date_that_is_none_is_left_empty_with_a_note(value):
    front = _split(f"date: {value}")
    assert front.metadata.published == Field()
    assert "no full date" in front.notes[0]


def test_broken_yaml_is_read_line_by_line_with_a_note():
    front = _split("title: Bridge: it opens\nauthor: Ada Quill")
    assert front.metadata.title.value == "Bridge: it opens"
    assert front.metadata.byline.value == "Ada Quill"
    assert "not valid YAML (line 2)" in front.notes[0]
    assert front.body == "The text.\n"


@pytest.mark.parametrize(
    "text",
    [
        "No front matter.",
        "---\nA rule above.\n\nAnd no end.",
        "---\nJust a sentence\n---\nMore.",
        "--- a\nb: c\n---\n",
    ],
)
def test_what_is_no_front_matter_is_text(text):
    assert split_front_matter(text).body == text


def test_values_that_are_no_text_are_left_out():
    front = _split("title: [a, [b, c], {name: d}]\nurl: example\nauthor: {first: x}")
    assert front.metadata == Metadata(title=Field("a, d", "front matter"))


@pytest.mark.parametrize(
    "yaml",
    ["title: " + "[" * 30_000, "a: &a [*a, *a]\ntitle: *a", "title: !!python/name:os.system x"],
)
def test_hostile_yaml_does_no_harm(yaml):
    assert _split(yaml).body == "The text.\n"


def test_windows_line_ends():
    front = split_front_matter("---\r\ntitle: Bridge\r\n---\r\nText.")
    assert front.metadata.title.value == "Bridge"
    assert front.body == "Text."
