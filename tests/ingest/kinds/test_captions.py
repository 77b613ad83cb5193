"""What stands below a picture is text, but no title, no author and no date of the article."""

import io

import docx
import pytest

from ingest.metadata import describe
from tests.ingest.kinds.samples import PARAGRAPH, read
from tests.ingest.readers.test_odt import raw
from vectorstore.model import Metadata

CAPTION = "Ada Quill and Bo Reed on the old ferry"
HTML = [
    f"<figure><img src=a.png><figcaption>{CAPTION}</figcaption></figure>",
    f"<figure>\n<img src=a.png>\n<figcaption>\n\n{CAPTION}\n\n</figcaption>\n</figure>",
    f"<div><img src=a.png><p class='wp-caption-text'>{CAPTION}</p></div>",
    f'<div style="text-align:center">\n<img src=a.png>\n<div class="caption">{CAPTION}</div></div>',
]
MARKDOWN = [
    *HTML[:2],
    HTML[3],
    f"![a boat](a.png)\n*{CAPTION}*",
    f"![a boat](a.png)\n\n_{CAPTION}_",
    f"[![a boat](a.png)](b.png)\n\n*{CAPTION}*",
    f"<img src=a.png>\n\n*{CAPTION}*",
]


@pytest.mark.parametrize(
    ("name", "above"), [*(("a.md", one) for one in MARKDOWN), *(("a.html", one) for one in HTML)]
)
def test_a_caption_above_the_text_is_no_title(name, above):
    body = "\n\n".join([PARAGRAPH, PARAGRAPH]) if name == "a.md" else f"<p>{PARAGRAPH}</p>" * 2
    found = read(name, f"{above}\n\n{body}\n")
    assert not found.metadata.title.value
    assert CAPTION in found.text


@pytest.mark.parametrize("caption", [CAPTION, "By Ada Quill", "4 March 2021"])
def test_a_caption_of_a_document_is_no_title_and_names_no_author(caption):
    new = docx.Document()
    new.add_paragraph(caption, style="Caption")
    for _ in range(2):
        new.add_paragraph(PARAGRAPH)
    file = io.BytesIO()
    new.save(file)
    boxed = (
        '<text:p><draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        f'<draw:text-box><text:p text:style-name="Illustration">{caption}</text:p></draw:text-box>'
        f"</draw:frame></text:p><text:p>{PARAGRAPH}</text:p><text:p>{PARAGRAPH}</text:p>"
    )
    for found in (read("a.docx", file.getvalue()), read("a.odt", raw(boxed))):
        assert found.text.startswith(f"{caption}\n\n")
        known = found.metadata
        assert (known.title.value, known.byline.value, known.published.value) == ("", "", "")


@pytest.mark.parametrize("caption", ["By Ada Quill", "Ada Quill", "4 March 2021", "May 4, 2021"])
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_a_caption_names_neither_author_nor_date(name, caption):
    above = HTML[0].replace(CAPTION, caption)
    if name == "a.md":
        written = f"# The ferry book\n\n{above}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n"
    else:
        written = f"<title>The ferry book</title>{above}" + f"<p>{PARAGRAPH}</p>" * 2
    found = read(name, written)
    assert found.metadata.title.value == "The ferry book"
    assert not found.metadata.byline.value
    assert not found.metadata.published.value
    assert caption in found.text


@pytest.mark.parametrize(
    "first", [f"*{CAPTION}*", f"![a boat](a.png)\n\n{CAPTION}", f"![a boat](a.png) {CAPTION}"]
)
def test_a_line_that_no_picture_stands_above_or_that_is_not_in_italics_is_none(first):
    found = read("a.md", f"{first}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n".replace(CAPTION, "Quay works"))
    assert found.metadata.title.value == "Quay works"


def test_a_headline_that_a_caption_repeats_is_a_title():
    lines = ["The ferry book", "", "The ferry book", "", PARAGRAPH]
    described = describe(lines, Metadata(), captions=["The ferry book"])
    assert described.metadata.title.value == "The ferry book"
    assert not describe(lines[2:], Metadata(), captions=["The ferry book"]).metadata.title.value
