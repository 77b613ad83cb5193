import pytest

from ingest.dates import dates_in, first_date, only_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-29", "2024-05-29"),
        ("2024-05-29T10:11:12Z", "2024-05-29"),
        ("2024/5/29", "2024-05-29"),
        ("MAY 29, 2024", "2024-05-29"),
        ("May 29th, 2024 at 10:30 AM ET", "2024-05-29"),
        ("29 May 2024", "2024-05-29"),
        ("Wed, 29 May 2024", "2024-05-29"),
        ("Wednesday, May 29, 2024, 6 p.m. EDT", "2024-05-29"),
        ("Sept. 3, 2023", "2023-09-03"),
        ("3rd of September 2023", "2023-09-03"),
        ("29/05/2024", "2024-05-29"),
        ("05/29/2024", "2024-05-29"),
        ("04.04.2024", "2024-04-04"),
        ("2024年5月29日", "2024-05-29"),
    ],
)
def test_full_dates(text, iso):
    assert only_date(text) == first_date(f"Published {text}") == iso


@pytest.mark.parametrize(
    "text",
    ["03/04/2024", "May 2024", "May 29", "2024", "31 February 2024", "2024-13-01", "Oct. 10",
     "last Tuesday", "version 1.2024-05-29x", "12/2024-05-29"],
)  # fmt: skip
def test_what_is_no_full_date_or_could_be_two_is_none(text):
    assert first_date(text) == ""


def test_a_date_among_other_words_is_not_a_line_of_its_own():
    assert only_date("The minister speaks in Tokyo, Sept. 13, 2023.") == ""
    assert dates_in("From May 1, 2023 to 2 June 2023") == [
        ("2023-05-01", 5, 16),
        ("2023-06-02", 20, 31),
    ]
