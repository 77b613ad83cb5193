"""Elements to lines: what a reader of the rendered page would see."""

import pytest
from lxml import etree, html

from ingest.readers.markup import to_text


def text(fragment):
    return to_text(html.document_fromstring(f"<html><body>{fragment}</body></html>"))


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<h1>Head</h1>text<div>more</div>tail", "Head\n\ntext\n\nmore\n\ntail"),
        ("a <b>bold</b> and <i>italic</i> word", "a bold and italic word"),
        ("in<b>side</b> a word", "inside a word"),
        ("one\n  two\t three&nbsp;four", "one two three four"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<ul><li>One</li><li>Two<ul><li>Inner</li></ul></li></ul>after",
         "One\nTwo\nInner\n\nafter"),
        ("<p>So:</p><ol><li><p>One</p></li><li><p>Two</p></li></ol>", "So:\n\n1. One\n2. Two"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\nMeaning"),
        ("<pre>a = 1\nb = 2</pre>", "a = 1\nb = 2"),
        ("a<!-- comment -->b <?php x ?>c", "ab c"),
        ("a<script>x</script>b<style>y</style>c", "abc"),
        ("<p></p><div> </div><p>One</p>", "One"),
    ],
)  # fmt: skip
def test_blocks_lists_and_breaks(fragment, expected):
    assert text(fragment) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>1<td>2</tr><tr><td>3<td>4</tr>", "1 | 2\n3 | 4"),
        ("<tr><th>City<th>People</tr><tr><td>Oslo<td>709,000</tr>", "City: Oslo | People: 709,000"),
        ("<tr><th>City<th>People</tr><tr><th>City<th>People</tr><tr><td>Oslo<td>7</tr>",
         "City: Oslo | People: 7"),
        ("<tr><th>City<th>7</tr><tr><td>Oslo<td>8</tr><tr><td>City<td>7</tr>", "City: Oslo | 7: 8"),
        ("<tr><th></th><th>2023</th></tr><tr><td>Oslo<td>7</tr>", "Oslo | 2023: 7"),
        ("<tr><th>Born<td>1901</tr><tr><th>Died<td>1987</tr>", "Born: 1901\nDied: 1987"),
        ("<tr><th>A<th>B</tr><tr><td>1<td>2<td>3</tr>", "A | B\n1 | 2 | 3"),
        ("<tr><th colspan=2>A<th>B</tr><tr><td>1<td>2</tr>", "A: 1 | A: 2"),
        ("<caption>Cities</caption><tr><td>1<td>2</tr><tr><td>3<td>4</tr>", "Cities\n1 | 2\n3 | 4"),
        ("<tr><td><p>a</p><p>b</p></td><td>c</td></tr><tr><td>d<td>e</tr>", "a b | c\nd | e"),
        ("<tr><td>1<td></tr><tr><td>3<td>4</tr>", "1\n3 | 4"),
    ],
)  # fmt: skip
def test_tables_of_data_are_a_line_a_row(table, expected):
    assert text(f"<p>Before</p><table>{table}</table>after") == f"Before\n\n{expected}\n\nafter"


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>One<td>Two</tr><tr><td>Three<td>Four</tr></table>",
        "<table><tr><td>One</td></tr><tr><td>Two</td></tr><tr><td>Three<tr><td>Four</table>",
        "<table><tr><td>One<td>Two<tr><td>Three<td><table><tr><td>Four</table></table>",
    ],
)
def test_tables_that_arrange_a_page_are_blocks(table):
    assert text(table) == "One\n\nTwo\n\nThree\n\nFour"


def test_a_table_with_long_cells_arranges_a_page():
    words = "word " * 200
    assert "|" not in text(f"<table><tr><td><p>{words}<td>b</tr><tr><td>c<td>d</tr></table>")
    assert "|" in text(f"<table><tr><td>{words}<td>b</tr><tr><td>c<td>d</tr></table>")


def test_hidden_elements_are_left_out_and_what_follows_them_is_kept():
    assert text("a <span hidden>no <b>no</b></span>b<div style='display:none'>no</div>c") == "a bc"


def test_xhtml_in_a_namespace_reads_like_html():
    root = etree.fromstring(
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>One</p>'
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
    )
    assert to_text(root) == "One\n\nA: 1 | B: 2"


def test_the_tree_is_not_changed_and_its_tail_is_not_read():
    root = html.fragment_fromstring("<div>One<p>Two</p></div>")
    root.tail = "tail"
    before = etree.tostring(root)
    assert to_text(root) == "One\n\nTwo"
    assert etree.tostring(root) == before
