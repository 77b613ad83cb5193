import pytest

from ingest.names import label


@pytest.mark.parametrize(
    "name",
    ["plain.txt", "Ünï.txt", "Unï.txt", "👩\u200d👧.txt", "-x.txt", "<img src=x>.txt", "a](b).txt"],
)
def test_row_12_a_name_that_is_safe_as_text_is_kept(name):
    assert label(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.txt", "a\\x0ab.txt"),
        ("a\x1b[31m.txt", "a\\x1b[31m.txt"),
        ("\u202egnp.txt", "\\u202egnp.txt"),
        (b"caf\xe9.txt", "caf\\xe9.txt"),
        ("tag\U000e0041.txt", "tag\\U000e0041.txt"),
    ],
)
def test_row_12_what_could_deceive_is_shown_as_an_escape(name, shown):
    assert label(name) == shown


def test_row_13_case_and_unicode_form_are_kept_apart():
    assert len({label(name) for name in ("É.txt", "E\u0301.txt", "é.txt", "e\u0301.txt")}) == 4
