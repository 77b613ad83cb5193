"""Forms of the same kinds that other clients, programs and languages write."""

import json

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.containers import container_kind, expand
from ingest.prepare import document
from tests.ingest.kinds.samples import PARAGRAPH, mail, page, plain_page, read, text

FACT = "The pump loses 55 litres a day"
OWN = "No, we stay where we are."
RENT = "The rent is 940 crowns from 1 July."
BODY = (
    "The council of Harwick decided on Tuesday to mend the northern pier before the winter, and the"
    " works will begin in the second week of March. They will cost 4 million crowns."
)


def record(fields: dict[str, str]) -> bytes:
    data = json.dumps(fields).encode()
    kind = container_kind("a.json", data)
    assert kind is not None
    return next(expand(data, kind)).data


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("In 2004<span style='vertical-align: super'>7</span> it froze.", "In 2004 it froze."),
        ("In 2004<a class='footnote-ref' href='#fn8'>8</a> it froze.", "In 2004 it froze."),
        ("In 2004<a href='#n1'>[1]</a> it froze.", "In 2004 it froze."),
        ("At 10<sup>h</sup>30 it froze.", "At 10h30 it froze."),
        ("So E = mc<sup>2</sup> holds.", "So E = mc² holds."),
        ("See <a href='#two'>2</a> below.", "See 2 below."),
        ("It has 5<a href='/x'>00</a> boats.", "It has 500 boats."),
    ],
)
def test_marks_that_are_not_called_marks(markup, words):
    assert words in text("a.html", page(f"<p>{markup}</p>"))


def test_a_number_that_is_a_link_behind_a_word_of_markdown():
    written = (
        "# Dam\n\nBuilt in 1987[3] and broken in 2004.[4] See [5].\n\n[3]: /x\n[4]: /y\n[5]: /z\n"
    )
    assert "Built in 1987 and broken in 2004. See 5." in text("a.md", written)


def test_a_run_that_is_raised_by_its_place_in_word():
    import io

    import docx

    new = docx.Document()
    paragraph = new.add_paragraph("In 1987")
    raised = paragraph.add_run("3")
    place = OxmlElement("w:position")
    place.set(qn("w:val"), "8")
    raised._r.get_or_add_rPr().append(place)
    paragraph.add_run(" it broke.")
    file = io.BytesIO()
    new.save(file)
    assert "In 1987 it broke." in text("a.docx", file.getvalue())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "It held &ldquo;10&rdquo; litres &#8211; caf&eacute; &amp; all."},
         "It held “10” litres – café & all."),
        ({"text": f"<p>{BODY}</p><p>[button link='/x' size='small']Get it[/button]</p>"}, BODY),
    ],
)  # fmt: skip
def test_records_with_what_a_page_would_show_otherwise(fields, words):
    shown = document("a.record", record({"title": "Dam &amp; Lake", **fields}))
    assert words in shown.text
    assert "[button" not in shown.text
    assert shown.metadata.title.value == "Dam & Lake"


@pytest.mark.parametrize(
    "body",
    [
        f"<h2><a href='#pump'>{FACT}</a></h2><p>So.</p>",
        f"<div class=timeline-item><span class=date>1990</span> {FACT}</div>",
        f"<figure class=wp-block-pullquote><blockquote><p>{FACT}</p></blockquote></figure>",
    ],
)
def test_headings_that_link_to_themselves_and_entries_that_begin_with_a_date(body):
    assert FACT in text("a.html", page(body))
    assert FACT in text("a.html", plain_page(body))


@pytest.mark.parametrize(
    "line",
    [
        "Updated rules apply from 4 May 2022.",
        "Popular on the island: eel, 12 crowns.",
        "Sign up at the gate by 9 am.",
        "Tell us where the pump is, they said.",
        "Click the lock open and wait for the boat.",
        "Comments on the plan may be sent to the clerk until 4 May.",
        "The teacher wrote [sic] it so, and he laughed [laughs] at it.",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_lines_that_only_begin_like_residue(name, line):
    lines = ["Notes", PARAGRAPH, line, PARAGRAPH]
    written = page(f"<p>{line}</p>") if name == "a.html" else "\n\n".join(lines)
    assert line in text(name, written)


@pytest.mark.parametrize(
    "line",
    [
        "Related post: The Keeper of Harwick and His Lamp",
        "Popular on Inkwell Daily",
        "Sign Up: The Morning Letter",
        "Tell us what YOU think in the comments below!",
        "What do you think? Let us know in the comments.",
        "1996-98 AccuSoft Inc., All right",
        "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90",
        "OLYMPUS DIGITAL CAMERA",
        "Click here to subscribe",
        "A post shared by Ada Quill (@ada)",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Lesen Sie auch: Der alte Pier",
        "Lire aussi : Le vieux pont",
        "Publicité",
    ],
)
def test_residue_of_other_sites_and_languages(line):
    lines = ["Notes", *[PARAGRAPH] * 3, line, *[PARAGRAPH] * 3]
    found = read("a.txt", "\n\n".join(lines))
    assert line not in found.text
    assert [one.reason.partition(":")[0] for one in found.dropped if one.text == line] == [
        "residue"
    ]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ('[button link="/x" size="small"]Get the magazine[/button]', ""),
        ('[vc_row][vc_column width="1/2"]The dam holds.[/vc_column][/vc_row]', "The dam holds."),
        ('[caption id="a7" align="none"]A wall[/caption] The wall is old.', "The wall is old."),
        ('The wall is old. [gallery ids="1,2"]', "The wall is old."),
        ("[fusion_text]The wall is old.[/fusion_text]", "The wall is old."),
        ('Write [gallery ids="1"] to show them.', 'Write [gallery ids="1"] to show them.'),
        ("“[The pier] is old” [sic] [1].", "“[The pier] is old” [sic] [1]."),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_shortcodes(name, line, left):
    lines = ["Notes", PARAGRAPH, line, PARAGRAPH]
    written = page(f"<p>{line}</p>") if name == "a.html" else "\n\n".join(lines)
    found = read(name, written)
    assert left in found.text
    assert line == left or line not in found.text
    assert (line != left) == any(one.text == line for one in found.dropped)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Vidarebefordrat: Hyra",
            "Se nedan.\n\nFrån: Bo Reed <bo@x.example>\nSkickat: den 2 maj\n\n",
        ),
        ("I: Affitto", "Ecco.\n\n-----Messaggio originale-----\nDa: Bo Reed\nInviato: lunedì\n\n"),
        ("Fwd: Rent", "So.\n\n------- Forwarded Message -------\nFrom: Bo <bo@x.example>\n\n> "),
        ("Rent", "So.\n\n----- Forwarded by Ada Quill/INK on 05/02/2022 -----\n\nFrom: Bo\n\n"),
    ],
)
def test_what_other_clients_forward_stays(subject, body):
    assert RENT in text("a.eml", mail(body + RENT, subject))


@pytest.mark.parametrize(
    "before",
    [
        "W dniu 02.05.2022 o 09:00, Bo Reed pisze:",
        "2022-05-02 9:00 GMT+02:00 Bo Reed <bo@x.example>:",
        "2022年5月2日(月) 9:00 Bo Reed <bo@x.example>:",
        "пн, 2 мая 2022 г. в 09:00, Bo Reed <bo@x.example>:",
        "Bo Reed wrote:",
    ],
)
def test_what_introduces_a_quotation_goes_with_it_in_any_language(before):
    assert text("a.eml", mail(f"{OWN}\n\n{before}\n\n> {RENT}", "Re: Rent")) == f"Re: Rent\n\n{OWN}"


@pytest.mark.parametrize(
    ("kind", "below"),
    [
        ("plain", f"Od: Bo Reed <bo@x.example>\nWysłano: poniedziałek\nTemat: Najem\n\n{RENT}"),
        ("plain", f"Feladó: Bo Reed\nElküldve: hétfő\n\n{RENT}"),
        (
            "html",
            f"<div name=quote><b>Gesendet:</b> Montag<br><b>Von:</b> Bo<div>{RENT}</div></div>",
        ),
        ("html", f"<div class=zmail_extra><div>---- Bo wrote ----</div><p>{RENT}</p></div>"),
        ("html", f"<div class=tutanota_quote>2 May by bo@x.example:<br>{RENT}</div>"),
        ("html", f"<div class=ydp1yahoo_quoted><div>Bo wrote:</div><div>{RENT}</div></div>"),
    ],
)
def test_what_other_clients_answer_goes(kind, below):
    body = f"{OWN}\n\n{below}" if kind == "plain" else f"<p>{OWN}</p>{below}"
    assert text("a.eml", mail(body, "Re: Rent", kind)) == f"Re: Rent\n\n{OWN}"


def test_a_heading_with_a_rule_of_two_dashes_begins_no_signature():
    kept = text("a.eml", mail("Ada\n\nTimetable\n--\nMon 9:00\nTue 10:00\nWed 11:00\n"))
    assert "Tue 10:00" in kept


def test_rows_of_boxes_that_are_called_a_table():
    cells = [("columnheader", "Boat", "Built"), ("cell", "Mord", "1917"), ("cell", "Zorn", "1922")]
    rows = "".join(
        f"<div role=row><span role={role}>{a}</span><span role={role}>{b}</span></div>"
        for role, a, b in cells
    )
    assert "Boat: Mord | Built: 1917" in text("a.html", page(f"<div role=table>{rows}</div>"))


def test_what_a_style_sheet_strikes_out():
    markup = page("<p>A pass costs <span class=old>9 crowns</span> 11 crowns.</p>")
    styled = markup.replace("</head>", "<style>.old{text-decoration:line-through}</style></head>")
    found = read("a.html", styled)
    assert "A pass costs 11 crowns." in found.text
    assert ("9 crowns", "struck out") in [(one.text, one.reason) for one in found.dropped]


@pytest.mark.parametrize(
    ("style", "line"), [("lower-alpha", "b. Open"), ("upper-roman", "II. Open"), ("none", "Open")]
)
def test_numbers_that_a_style_gives(style, line):
    listed = f"<ol style='list-style-type: {style}'><li>Close</li><li>Open</li></ol>"
    assert f"\n{line}\n" in text("a.html", page(listed))


def test_numbers_of_lists_of_old_rich_text():
    written = r"{\rtf1\ansi Do:\par {\pntext\f0 1.\tab}Close\par {\pntext\f0 2.\tab}Open\par}"
    assert "2. Open" in " ".join(text("a.rtf", written).split())


@pytest.mark.parametrize(
    ("below", "byline", "published"),
    [
        ("<div class=byline>By Ada Quill, November 15, 2019</div>", "Ada Quill", "2019-11-15"),
        ("<p class=meta>By <a href=/a>Ada Quill</a> | Nov 15, 2019 | 4 comments</p>", "Ada Quill",
         "2019-11-15"),
        ("<div>Posted by Ada Quill on November 15, 2019</div>", "Ada Quill", "2019-11-15"),
        ("<div class=article__date>Fri 15 Nov 2019 10.04 GMT</div>", "", "2019-11-15"),
        ("<p>Veröffentlicht am 15. November 2019</p><p>Von Ada Quill</p>", "Ada Quill",
         "2019-11-15"),
        ("<span class=entry-date>15 novembre 2019</span>", "", "2019-11-15"),
        ("<div class=event-date>November 15, 2019</div>", "", ""),
        ("<ul class=comments><li><span>November 15, 2019</span> Nice.</li></ul>", "", ""),
    ],
)  # fmt: skip
def test_author_and_date_of_a_block_below_the_headline(below, byline, published):
    known = read("a.html", page("").replace("</h1>", f"</h1>{below}")).metadata
    assert (known.byline.value, known.published.value) == (byline, published)


@pytest.mark.parametrize(
    ("above", "byline"),
    [
        ("Brücke wieder offen\n\nVon Ada Quill\n4. März 2021", "Ada Quill"),
        ("Le pont rouvre\n\nPar Ada Quill et Bo Reed\nPublié le 4 mars 2021",
         "Ada Quill et Bo Reed"),
        ("El puente reabre\n\nPor Ada Quill\n4 de marzo de 2021", "Ada Quill"),
        ("Mayor Opens Pier, Thanks Crew\nAssociated Press\nMar 4, 2021", ""),
        ("By Land And Sea\n\nMarch 4, 2021 | 3 min read", ""),
        ("Storm Shuts Road\n\nBy ADA QUILL, Harwick Herald\n\nPublished 9 am, March 4, 2021",
         "ADA QUILL"),
    ],
)  # fmt: skip
def test_authors_and_dates_as_other_papers_write_them(above, byline):
    found = read("a.txt", f"{above}\n\n{BODY}\n\n{PARAGRAPH}")
    assert found.metadata.title.value == above.partition("\n")[0]
    assert (found.metadata.byline.value, found.metadata.published.value) == (byline, "2021-03-04")
    assert f"\n\n{BODY}" in found.text


def test_a_title_with_its_site_is_not_stored_beside_the_headline():
    markup = f"<title>Pier to be mended | News | Inkwell</title><h2>Pier to be mended</h2><p>{BODY}"
    for found in (
        read("a.html", f"<html><body>{markup}<p>{PARAGRAPH * 2}</body></html>"),
        read("a.txt", f"Pier to be mended - The Inkwell\n\nPier to be mended\n\n{BODY}"),
    ):
        assert found.text.split("\n\n")[:2] == ["Pier to be mended", BODY]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[Pier|the pier]] and [[Crane]] are old.", "the pier and Crane are old."),
        ("![[wall.png]] It is ==very== old.", "It is very old."),
        ("> [!NOTE]\n> Mind the gap.", "Mind the gap."),
        (":::note\nMind the gap.\n:::", "Mind the gap."),
        ("[TOC]\n\nIt is old.", "It is old."),
        ('[youtube id="x"]\n\nIt is old.', "It is old."),
        ('```\n[youtube id="x"]\n```', '[youtube id="x"]'),
    ],
)
def test_markdown_of_note_takers_and_manuals(written, shown):
    assert text("a.md", f"# Pier\n\n{written}\n").split("\n\n")[1:] == [shown]


def test_headers_without_dashes():
    written = f"Title: Pier\nDate: 2019-11-15 10:20\nAuthor: Ada Quill\nSlug: pier\n\n{BODY}\n"
    found = read("a.md", written)
    assert found.text == f"Pier\n\n{BODY}"
    assert (found.metadata.byline.value, found.metadata.published.value) == (
        "Ada Quill", "2019-11-15"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "clean"),
    [
        (["The herons[1] are counted since 1987.[2] Thuong [3] was first.", "[1] Grey.",
          "[2] A report.", "[3] A name."], "The herons are counted since 1987. Thuong was first."),
        (["Soils1,2 hold water for days3–5 as shown in 19986 too.7", "1. A.", "2. B.", "3. C.",
          "4. D.", "5. E.", "6. F.", "7. G."], "Soils hold water for days as shown in 1998 too."),
        (["The herons* of the river are old.", "* Grey ones only."],
         "The herons of the river are old."),
        (["The *old* herons* are here.", "* one", "* two"], "The *old* herons* are here."),
    ],
)  # fmt: skip
def test_marks_of_notes_in_plain_text(lines, clean):
    first, *notes = lines
    written = "\n\n".join(["Birds", first, PARAGRAPH, *notes])
    assert clean in text("a.txt", written)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices slide after the minister's comments",
        "The first digital camera",
        "Image metadata and privacy",
        "Sign up: the new law in brief",
    ],
)
def test_headings_that_look_like_residue_stay(line):
    lines = ["Notes", *[PARAGRAPH] * 3, line, *[PARAGRAPH] * 3]
    assert line in read("a.txt", "\n\n".join(lines)).text
