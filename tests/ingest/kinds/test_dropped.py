"""Whatever is left out of an article is listed with its reason; all else is in the text."""

import io
import re

import docx
import pytest

from ingest.options import IngestOptions
from ingest.passages import PassageOptions
from ingest.prepare import document
from ingest.run import ingest
from tests.fakes import FakeEmbedder
from tests.ingest.kinds.samples import PARAGRAPH, mail, page, read, word
from tests.ingest.readers.pdfs import PROSE, made
from vectorstore import doctor
from vectorstore.store import Store


def left_out(name, content, **given):
    data = content.encode() if isinstance(content, str) else content
    return {one.text: one.reason for one in document(name, data, **given).dropped}


def words(text):
    return set("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def test_residue_is_listed_by_its_kind_and_lines_of_metadata_as_such():
    text = (
        f"The bridge\n\nBy Ada Quill\n\nMay 3, 2022\n\n{PARAGRAPH * 2}"
        f"\n\nAdvertisement\n\n{PARAGRAPH}\n\nShare on Facebook\n\n"
        "© 2022 The Daily Inkwell. All rights reserved.\n"
    )
    found = left_out("a.txt", text)
    assert found == {
        "By Ada Quill": "metadata",
        "May 3, 2022": "metadata",
        "Advertisement": "residue: advert",
        "Share on Facebook": "residue: sharing",
        "© 2022 The Daily Inkwell. All rights reserved.": "residue: rights",
    }


def test_the_title_is_not_left_out_but_its_copies_are():
    text = f"The bridge of Harwick\n\nThe bridge of Harwick\n\n{PARAGRAPH * 3}\n\n{PARAGRAPH}\n"
    assert left_out("a.txt", text) == {"The bridge of Harwick": "the title again"}
    assert read("a.txt", text).text.count("The bridge of Harwick") == 1


def test_a_labelled_title_is_not_left_out():
    text = f"Title: The bridge of Harwick\nURL: https://ink.example/a\n\n{PARAGRAPH * 3}\n"
    assert left_out("a.txt", text) == {"URL: https://ink.example/a": "metadata"}


def test_what_surrounds_an_article_on_its_page_is_listed():
    markup = page(f"<p>{PARAGRAPH} It cost <del>55</del> <ins>66</ins> euros.</p>").replace(
        "</main>", "<aside><p>Join our club of friends.</p></aside></main>"
    )
    found = left_out("a.html", markup)
    assert found["Start"] == found["Join our club of friends."] == "around the article on its page"
    assert found["55"] == "struck out"
    assert "66 euros" in read("a.html", markup).text


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{PARAGRAPH}</p><figure><figcaption>A boat at the pier</figcaption></figure>",
        "<div class='share'><a href='/f'>Facebook</a></div><ul><li>One pump</li></ul>",
        "<table><tr><th>Boat</th><th>Year</th></tr><tr><td>Ada</td><td>1999</td></tr></table>",
        "<form><label>Search the archive</label></form><blockquote>They said no.</blockquote>",
        f"<h2>Advertisement</h2><p>{PARAGRAPH}</p><footer>All rights reserved by Ink.</footer>",
    ],
)
def test_every_word_of_a_page_is_in_the_text_or_listed(body):
    made = document("a.html", page(body).encode())
    shown = words(re.sub("<[^<>]*>", " ", page(body).partition("<body>")[2]))
    assert shown <= words(made.text) | words(" ".join(one.text for one in made.dropped))


def test_quoted_replies_and_signatures_of_mail_are_listed():
    body = (
        "We agree.\n\nOn Monday, May 2, 2022, Bo wrote:\n> Do you agree?\n> Bo\n\n-- \nAda Quill\n"
    )
    found = left_out("a.eml", mail(body))
    assert found["Ada Quill"] == "signature"
    (quoted,) = [text for text, reason in found.items() if reason == "quoted reply"]
    assert words("On Monday Bo wrote Do you agree") <= words(quoted)
    html = "<p>We agree.</p><div class='gmail_quote'>On Monday Bo wrote: Do you agree?</div>"
    assert "quoted reply" in left_out("a.eml", mail(html, kind="html")).values()
    assert left_out("a.eml", mail("We agree.\n")) == {}


def test_running_lines_of_a_pdf_are_listed():
    data = made(
        lambda p: [p.paragraph(f"{n} {PROSE}") for n in range(40)],
        header="The Harwick Papers",
        footer="Page #",
    )
    found = left_out("a.pdf", data)
    assert {"The Harwick Papers", "Page 1", "Page 2"} <= set(found)
    assert set(found.values()) == {"running header, footer or page number"}


def test_what_a_word_document_strikes_out_deletes_or_repeats_on_pages_is_listed():
    found = left_out("a.docx", word("It cost ", ("55", "strike"), "66 euros."))
    assert found == {"55": "hidden or struck out"}
    new = docx.Document()
    new.add_paragraph(PARAGRAPH)
    new.sections[0].header.paragraphs[0].text = "Confidential draft"
    file = io.BytesIO()
    new.save(file)
    assert left_out("b.docx", file.getvalue()) == {"Confidential draft": "header or footer"}


def test_struck_words_of_markdown_are_listed():
    assert left_out("a.md", "It cost ~~55~~ 66 <del>77</del> euros.\n") == {
        "55": "struck out",
        "77": "struck out",
    }


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('{% include box.html words="Mind the gap" %}', "tag of a template"),
        ("{% comment %}Mind the gap{% endcomment %}", "comment of a template"),
        ('{{< figure src="a.png" caption="Mind the gap" >}}', "shortcode"),
        ('{{% notice text="Mind the gap" %}}', "shortcode"),
        ('[caption id="a"]Mind the gap[/caption]', "shortcode"),
        ("![[Mind the gap.png]]", "embedded file"),
        ("[TOC]", "table of contents"),
        ("::: warning", "mark of a box"),
        ("> [!WARNING]", "mark of a box"),
        ("{: .mind-the-gap}", "attributes"),
    ],
)
def test_what_a_site_makes_of_markdown_is_listed(written, reason):
    content = f"The pier is open.\n\n{written}\n\nThe lock is shut.\n"
    assert left_out("a.md", content) == {written: reason}
    assert read("a.md", content).text == "The pier is open.\n\nThe lock is shut."


def test_what_raw_html_in_markdown_strikes_out_is_listed():
    assert left_out("a.md", "<p>It cost <del>55</del> 66 euros.</p>\n") == {"55": "struck out"}


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store", FakeEmbedder(), create=True) as opened:
        yield opened


def test_the_store_keeps_it_and_so_do_lines_of_a_whole_folder(store, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(6):
        own = PARAGRAPH.replace("Harwick", f"Town{n}")
        (folder / f"{n}.txt").write_text(
            f"Story {n}\n\n{own}\n\n{own * 2}\n\n{own}\n\nThe Ink Club\n"
        )
    options = IngestOptions(passages=PassageOptions())
    ingest(store, [folder], options)
    with store.read() as snapshot:
        noted = snapshot.dropped("0.txt")
        assert [(one.text, one.reason) for one in noted] == [
            ("The Ink Club", "repeated all over its folder")
        ]
        assert snapshot.dropped("nowhere.txt") is None
    assert doctor.check(store) == ()
    ingest(store, [folder], options)
    with store.read() as snapshot:
        assert snapshot.dropped("0.txt") == noted
