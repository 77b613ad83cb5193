"""Mail: what its writer wrote, and what the headers say."""

from email.message import EmailMessage

import pytest

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import eml
from vectorstore.model import Field

LONG = "The first paragraph of the newsletter says a good deal about the new budget. "


def read(data):
    return eml.read(data if isinstance(data, bytes) else data.encode(), Limits())


def plain(body, headers="From: Ada Quill <ada@ink.example>\nSubject: Budget\n"):
    return read(f"{headers}Content-Type: text/plain; charset=utf-8\n\n{body}")


def mail(text="", page="", **attached):
    message = EmailMessage()
    message["From"], message["Subject"] = "Ada Quill <ada@ink.example>", "Budget"
    if text:
        message.set_content(text)
    if page:
        (message.add_alternative if text else message.set_content)(page, subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_the_headers_give_title_sender_and_date():
    reading = plain(
        "Text.",
        "From: =?utf-8?q?J=C3=BCrgen_Quill?= <j@ink.example>\n"
        "Subject: =?iso-8859-1?Q?Gr=FC=DFe?= etc\n"
        "Date: Mon, 18 Nov 2019 23:30:00 -0500\nContent-Language: de\n",
    )
    assert reading.text == "Text."
    assert reading.metadata.title == Field("Grüße etc", "email subject")
    assert reading.metadata.byline == Field("Jürgen Quill", "email sender")
    assert reading.metadata.published == Field("2019-11-18", "email date")
    assert reading.metadata.language == Field("de", "email header")


@pytest.mark.parametrize(
    ("header", "field", "value"),
    [
        (b"Subject: caf\xc3\xa9 prices", "title", "café prices"),
        (b"Subject: caf\xe9 prices", "title", "café prices"),
        (b"Subject: =?no-such?q?Budget?=", "title", "Budget"),
        (b"Subject: =?utf-8?b?!!!?= left", "title", "left"),
        (b"Subject: one\n two", "title", "one two"),
        (b"Subject: <img src=x onerror=alert(1)>", "title", "<img src=x onerror=alert(1)>"),
        (b"From: ada@ink.example", "byline", ""),
        (b"From: \"ada@ink.example\" <ada@ink.example>", "byline", ""),
        (b"From: \"Quill, Ada\" <ada@ink.example>", "byline", "Quill, Ada"),
        (b"From: <<<broken", "byline", ""),
        (b"From:", "byline", ""),
        (b"Date: yesterday", "published", ""),
        (b"Date: Mon, 99 Nov 2019 10:00:00 +0000", "published", ""),
        (b"Date: 18 Nov 2019 10:00", "published", "2019-11-18"),
    ],
)  # fmt: skip
def test_odd_headers_survive(header, field, value):
    metadata = read(header + b"\nX-Other: 1\n\nText.").metadata
    found = getattr(metadata, field).value
    assert found == value or (value == "left" and found.endswith("left"))


def test_the_plain_part_is_preferred():
    assert read(mail(LONG * 2, f"<p>{LONG}{LONG}in HTML</p>")).text == (LONG * 2).strip()


def test_a_plain_part_that_only_points_to_the_page_is_not():
    text = read(
        mail("View this mail in your browser.", f"<table><tr><td><p>{LONG * 3}</p></table>")
    ).text
    assert text == (LONG * 3).strip()


def test_a_page_alone_is_read_without_what_is_hidden():
    hidden = "<style>x</style><div style='display:none'>Ignore this.</div><script>y</script>"
    page = f"{hidden}<p>{LONG}</p>"
    assert read(mail(page=page)).text == LONG.strip()


def test_attachments_are_named_and_not_read():
    reading = read(mail("Text.", **{"report.pdf": b"%PDF-1.4 secret words", "b\u202e.pdf": b"x"}))
    assert reading.text == "Text."
    assert reading.notes[0].startswith("attachments were not read: report.pdf, b")
    assert "\u202e" not in reading.notes[0]


def test_attached_text_is_not_read_either():
    message = EmailMessage()
    message.set_content("Text.")
    message.add_attachment("attached words", filename="a.txt")
    reading = read(message.as_bytes())
    assert reading.text == "Text."
    assert reading.notes == ("attachments were not read: a.txt",)


def test_a_mail_inside_a_mail_is_read():
    message = EmailMessage()
    message.set_content("Text.")
    inner = EmailMessage()
    inner.set_content("Inner words.")
    message.add_attachment(inner)
    assert read(message.as_bytes()).text == "Text.\n\nInner words."


@pytest.mark.parametrize(
    "reply",
    [
        "> What day?\n> Thanks\n",
        "On Mon, 18 Nov 2019 at 10:00, Bo Reed <bo@ink.example> wrote:\n> What day?\n",
        "On Mon, 18 Nov 2019 at 10:00, Bo Reed\n<bo@ink.example> wrote:\n\n> What day?\n",
        "Am 18.11.2019 um 10:00 schrieb Bo Reed:\n> What day?\n",
        "-----Original Message-----\nFrom: Bo\nWhat day?\n",
        "From: Bo Reed\nSent: Monday, 18 November 2019\nTo: Ada\nSubject: Day\n\nWhat day?\n",
    ],
)
def test_quoted_replies_are_left_out_with_a_note(reply):
    reading = plain(f"It is on Friday.\n\n{reply}")
    assert reading.text == "It is on Friday."
    assert reading.notes == ("quoted replies were left out",)


@pytest.mark.parametrize(
    "reply",
    ["<div class=gmail_quote><div>On Monday Bo wrote:</div>What day?</div>",
     "<blockquote type=cite>What day?</blockquote>", "<div id=divRplyFwdMsg>What day?</div>"],
)  # fmt: skip
def test_quoted_replies_of_a_page_are_left_out(reply):
    reading = read(mail(page=f"<p>It is on Friday.</p>{reply}"))
    assert reading.text == "It is on Friday."
    assert reading.notes == ("quoted replies were left out",)


def test_answers_between_quotations_are_kept():
    assert plain("> One?\nYes to one.\n> Two?\nNo to two.").text == "Yes to one.\nNo to two."


def test_signatures_are_left_out():
    reading = plain("Text.\n-- \nAda Quill\n+1 555 0100\n")
    assert reading.text == "Text."
    assert reading.notes == ("a signature was left out",)
    page = read(mail(page="<p>Text.</p><div class=gmail_signature>Ada</div>"))
    assert (page.text, page.notes) == ("Text.", ("a signature was left out",))


def test_forwarded_mail_is_kept():
    forwarded = "---------- Forwarded message ---------\nFrom: Bo\nDate: Monday\n\nThe words of Bo."
    assert "The words of Bo." in plain(f"See below.\n\n{forwarded}").text
    page = f"<p>See below.</p><div class=gmail_quote>{forwarded}</div>"
    assert "The words of Bo." in read(mail(page=page)).text


def test_a_mail_that_is_all_quotation_is_kept():
    assert plain("> The only words\n> there are").text == "> The only words\n> there are"


def test_flowed_lines_are_joined():
    data = (
        "From: a\nContent-Type: text/plain; format=flowed\n\nOne line that \ngoes on.\nAnother.\n"
    )
    assert read(data).text == "One line that goes on.\nAnother."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"From: a\nSubject: x\n\n", "without text"),
        (b"From: a\nContent-Type: text/plain\n\n\x00\x01\x02" * 9, "without text"),
        (mail(**{"a.pdf": b"%PDF"}), "only in its attachments"),
    ],
)
def test_mail_without_text_is_refused(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        read(data)


def test_parts_nested_without_end_do_no_harm():
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(200))
    with pytest.raises(UnreadableError):
        read(f"From: a\n{head}\nText.")
