from datetime import date

import pytest

from qa_app.values import When, extract
from qa_app.values.spans import Days, days_of

WRITTEN = date(2024, 3, 13)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2014", "2014-01-01", "2014-12-31"),
        ("in March 2014", "2014-03-01", "2014-03-31"),
        ("on 29 February 2024", "2024-02-29", "2024-02-29"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("yesterday", "2024-03-12", "2024-03-12"),
        ("last week", "2024-03-04", "2024-03-10"),
        ("this week", "2024-03-11", "2024-03-17"),
        ("last month", "2024-02-01", "2024-02-29"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("on Saturday", "2024-03-09", "2024-03-09"),
        ("in May", "2023-05-01", "2023-05-31"),
        ("in January", "2024-01-01", "2024-01-31"),
    ],
)
def test_the_days_that_a_date_means(text: str, first: str, last: str) -> None:
    when = next(v.detail for v in extract(f"It opened {text}.") if isinstance(v.detail, When))
    assert days_of(when, WRITTEN) == Days(date.fromisoformat(first), date.fromisoformat(last))


def test_what_only_the_day_of_writing_tells_is_not_guessed() -> None:
    assert days_of(When(relative="last month"), None) is None
    assert days_of(When(month=5), None) is None
    assert days_of(When(2023, 6, 31), WRITTEN) is None


def test_stretches_of_days_meet() -> None:
    year = Days(date(2014, 1, 1), date(2014, 12, 31))
    assert year.meets(Days(date(2014, 12, 31), None))
    assert year.meets(Days(None, None))
    assert not year.meets(Days(None, date(2013, 12, 31)))
    assert not year.meets(Days(date(2015, 1, 1), None))
