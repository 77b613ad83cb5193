import pytest

from ingest.people import name_before_comma, names_of_byline, only_names, several_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Quill", "Ada Quill"),
        ("by: Ada Quill and Bo Reed", "Ada Quill and Bo Reed"),
        ("BY ADA QUILL", "ADA QUILL"),
        ("By Ada Quill, staff writer", "Ada Quill"),
        ("By Ada Quill, Senior Correspondent for the Inkwell", "Ada Quill"),
        ("By Ada B. Quill, Bo Reed and Cy Van Dyke", "Ada B. Quill, Bo Reed and Cy Van Dyke"),
        ("By Ada Quill | The Inkwell", "Ada Quill"),
        ("By Ada Quill, CNN", "Ada Quill"),
        ("Written by Nguyễn Văn Ánh", "Nguyễn Văn Ánh"),
        ("By Ada Quill, Bo Reed, and Inkwell Staff", "Ada Quill, Bo Reed, and Inkwell Staff"),
    ],
)
def test_bylines(line, names):
    assert names_of_byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By the river",
        "By 2030 the bridge will pay for itself.",
        "Ada Quill",
        "By noon, all was over",
    ],
)
def test_lines_that_only_begin_like_a_byline(line):
    assert names_of_byline(line) == ""


def test_lines_of_names():
    assert only_names("Ada Quill, Bo Reed and Cy Dove") == "Ada Quill, Bo Reed and Cy Dove"
    assert several_names("Ada Quill and Bo Reed")
    assert not several_names("Ada Quill")
    assert only_names("A bridge for Inkwell and its people") == ""
    assert only_names("New York City") == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ada B. Quill, Inkwell Paper No. 12", "Ada B. Quill"),
        ("Ada Quill, Professor of Bridges", "Ada Quill"),
        ("Ada Quill, a fellow at the Bridge Institute", "Ada Quill"),
        ("New York, United States", ""),
        ("Ho Chi Minh City, Vietnam", ""),
        ("Tokyo, Japan", ""),
        ("Ada Quill, Inkwell", ""),
    ],
)
def test_a_name_before_a_comma(line, name):
    assert name_before_comma(line) == name
