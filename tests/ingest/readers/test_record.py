"""One JSON record as an article."""

import json

import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import kind
from ingest.readers.record import read
from ingest.readers.records import DEFAULT_FIELDS, RecordFields, canonical, from_canonical
from vectorstore.model import Field, Metadata


def reading(record: dict[str, object]):
    return read(canonical(record, DEFAULT_FIELDS), Limits())


def test_every_field_says_where_it_came_from():
    found = reading({
        "headline": "A  title", "articleBody": "One.\n\nTwo.", "authors": ["A B", {"name": "C D"}],
        "datePublished": "2024-03-05T10:00:00Z", "source": {"name": "The Paper"}, "lang": "en",
        "url": "https://x.org/a", "id": 1, "views": 9,
    })  # fmt: skip
    assert found.text == "One.\n\nTwo."
    assert found.metadata == Metadata(
        title=Field("A title", "record field headline"),
        byline=Field("A B, C D", "record field authors"),
        published=Field("2024-03-05", "record field datePublished"),
        publisher=Field("The Paper", "record field source.name"),
        language=Field("en", "record field lang"),
        url=Field("https://x.org/a", "record field url"),
    )


def test_what_is_empty_or_unknown_stays_empty():
    found = reading({"text": "x", "title": None, "author": "", "date": "yesterday", "url": "no"})
    assert found.metadata == Metadata()


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1_709_640_000, "2024-03-05"), (1_709_640_000_000, "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("03/04/2024", ""), (True, ""), (5, ""), (1e300, ""), ("1709640000", ""),
    ],
)  # fmt: skip
def test_dates(value, iso):
    assert reading({"text": "x", "published": value}).metadata.published.value == iso


def test_markup_becomes_text():
    found = reading(
        {"content": {"rendered": "<p>One &amp; two.</p><script>x</script><p>Three.</p>"}}
    )
    assert found.text.split("\n\n") == ["One & two.", "Three."]
    assert reading({"text": "<p>One.<li>Two."}).text == "One.\n\nTwo."
    assert reading({"text": "One <em>two</em>.\n\nThree."}).text == "One two.\n\nThree."
    assert reading({"text": "If a < b and c > d."}).text == "If a < b and c > d."


def test_paragraphs_in_a_list():
    assert reading({"text": ["One.", "Two.", ["no"], 3]}).text == "One.\n\nTwo.\n\n3"


def test_an_earlier_field_that_is_empty_gives_way():
    assert reading({"text": " ", "body": "Words."}).text == "Words."
    assert reading({"text": ""}).text == ""


def test_canonical_bytes_are_a_record_under_any_name():
    data = canonical({"text": "x\ud800", "title": "T"}, RecordFields())
    assert kind("a.html/b.md", data) == "record"
    assert from_canonical(data) == {"text": ("text", "x\ud800"), "title": ("title", "T")}
    assert from_canonical(b'{"text": "x"}') is None


def test_plain_json_of_one_record_is_read_as_well():
    assert read(json.dumps({"body": "Words."}).encode(), Limits()).text == "Words."


@pytest.mark.parametrize("data", [b"[]", b"{", b'{"title": "T"}', b'{"qa-app article":{"text":1}}'])
def test_what_is_no_record(data):
    with pytest.raises(UnreadableError):
        read(data, Limits())
