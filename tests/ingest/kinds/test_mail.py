"""Mail: what is passed on stays, what is answered goes, dashes are told apart."""

import base64
from email.message import EmailMessage

import pytest

from tests.ingest.kinds.samples import mail, read, text

HEADER = "From: Bo Reed <bo@ink.example>\nSent: Monday, 2 May 2022 16:40\nTo: Ada\nSubject: Rent"
FACT = "The rent is 730 crowns from June."


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Fwd: Rent", f"See below.\n\n---------- Forwarded message ---------\n{HEADER}\n\n{FACT}"),
        ("Rent", f"-- \nAda Quill\n\n-------- Forwarded Message --------\n{HEADER}\n\n{FACT}"),
        ("FW: Rent", f"For the file.\n\n{HEADER}\n\n{FACT}"),
        ("FW: Rent", f"So.\n\n-----Original Message-----\n{HEADER}\n\n{FACT}"),
        ("Fwd: Rent", f"Begin forwarded message:\n\n> {HEADER.splitlines()[0]}\n> \n> {FACT}"),
        ("WG: Miete", f"Zur Ablage.\n\nVon: Bo Reed\nGesendet: Montag\nAn: Ada\n\n{FACT}"),
        ("TR: Loyer", f"Pour info.\n\nDe : Bo Reed\nEnvoyé : lundi\n\n{FACT}"),
    ],
)
def test_what_is_forwarded_stays(subject, body):
    assert FACT in text("a.eml", mail(body, subject))


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("RE: Rent", f"No, we stay.\n\n{HEADER}\n\n{FACT}"),
        ("RE: Rent", f"No, we stay.\n\n________________________________\n{HEADER}\n\n{FACT}"),
        ("Re: Rent", f"No, we stay.\n\nOn Mon, 2 May 2022, Bo Reed wrote:\n> {FACT}"),
        ("Re: Rent", f"No, we stay.\n\n-----Original Message-----\n{HEADER}\n\n{FACT}"),
        ("AW: Miete", f"No, we stay.\n\nVon: Bo Reed\nGesendet: Montag\n\n{FACT}"),
        ("Re: Rent", f"No, we stay.\n\n> -------- Forwarded Message --------\n> {FACT}"),
    ],
)
def test_what_is_answered_goes(subject, body):
    kept = text("a.eml", mail(body, subject))
    assert "No, we stay." in kept
    assert FACT not in kept
    assert "____" not in kept


OUTLOOK = (
    "<html><body><div>No, we stay.</div>{}<div id=divRplyFwdMsg><b>From:</b> Bo<br><b>Sent:</b>"
    f" Monday</div><div><p>{FACT}</p></div></body></html>"
)


@pytest.mark.parametrize(
    "html",
    [
        OUTLOOK.format("<div id=appendonsend></div><hr>"),
        OUTLOOK.format(""),
        f"<div>No, we stay.</div><div class=gmail_quote>Bo wrote:<blockquote>{FACT}</blockquote>",
        f"<p>No, we stay.</p><blockquote type=cite><p>{FACT}</p></blockquote>",
        f"<p>No, we stay.</p><div><p>From: Bo Reed<br>Sent: Monday</p><p>{FACT}</p></div>",
    ],
)
def test_what_is_answered_goes_from_html(html):
    kept = text("a.eml", mail(html, "RE: Rent", "html"))
    assert "No, we stay." in kept
    assert FACT not in kept
    assert FACT in text("a.eml", mail(html, "FW: Rent", "html"))


@pytest.mark.parametrize(
    "html",
    [
        f"<div>So.</div><div class=gmail_quote><div>---------- Forwarded message ---------<br>From:"
        f" Bo</div><p>{FACT}</p></div>",
        f"<div>Begin forwarded message:</div><blockquote type=cite><p>{FACT}</p></blockquote>",
    ],
)
def test_what_is_forwarded_stays_in_html_whatever_the_subject(html):
    assert FACT in text("a.eml", mail(html, "Rent", "html"))


def test_a_mail_that_hangs_on_another_is_read():
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Bo Reed <bo@ink.example>", "Rent"
    inner.set_content(FACT)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Ada <ada@ink.example>", "See this"
    outer.set_content("It hangs on this.")
    outer.add_attachment(inner)
    kept = text("a.eml", outer.as_bytes())
    assert all(words in kept for words in ("It hangs on this.", FACT, "From: Bo Reed"))


@pytest.mark.parametrize("mark", ["--", "-- "])
def test_dashes_between_sections_are_no_signature(mark):
    sections = f"\n{mark}\n".join(
        ["ROOF\nIt is mended.", "WASH\nA wash costs 4 crowns now.", "YARD"]
    )
    assert "A wash costs 4 crowns now." in text("a.eml", mail(sections))
    assert "It has 9 places to sit." in text(
        "a.eml", mail(f"Yard.\n{mark}\nIt has 9 places to sit.")
    )


@pytest.mark.parametrize("mark", ["--", "-- "])
def test_a_signature_goes(mark):
    kept = text(
        "a.eml", mail(f"The roof is mended.\n{mark}\nAda Quill\nInkwell Housing\n+43 1 234")
    )
    assert kept.endswith("The roof is mended.")


ADDRESSED = "On Wed, May 18, 2016 at 11:10 PM Bo Reed <bo@ink.example>"


@pytest.mark.parametrize(
    ("body", "stays"),
    [
        (f"We agree.\n\n{ADDRESSED}\nwrote:\n\nDo you agree with all of it?\nBo\n", "We agree."),
        (f"We agree.\n\n{ADDRESSED} wrote:\nDo you agree?\n", "We agree."),
        ("We agree.\n\nOn Dec 16, 2011, at 12:47 PM, Bo Reed\n<bo@ink.example>\nwrote:\n\n\n> Do"
         " you?\n", "We agree."),
        ("We agree.\n\n" + "-" * 30 + "\n\n*From:* Bo Reed [mailto:bo@ink.example]\n*Sent:* Thu,"
         " February 09, 2012\n*To:* ada@ink.example\n\nDo you agree?\n", "We agree."),
        (f"{ADDRESSED} wrote:\n> Do you agree?\n\nWe agree.\n\n> With all?\n\nWith most.\n",
         "We agree.\n\nWith most."),
    ],
)  # fmt: skip
def test_the_mail_that_is_answered_goes_however_it_is_announced(body, stays):
    made = read("a.eml", mail(body, subject="Re: Boats"))
    assert made.text.removeprefix("Re: Boats").strip() == stays
    assert any(one.reason == "quoted reply" for one in made.dropped)


@pytest.mark.parametrize(
    "body",
    [
        "We agree.\n\nAda Quill\nada@ink.example",
        "We agree.\n\nWrite to ada@ink.example\nor to bo@ink.example",
        "We agree.\n\nada@ink.example:",
    ],
)
def test_an_address_on_the_last_lines_is_text(body):
    assert text("a.eml", mail(body, "Boats")).endswith(body.splitlines()[-1])


def test_an_introduction_wrapped_inside_an_address_goes_as_a_whole():
    body = (
        'We agree.\n\n02.04.2012 14:20 пользователь "bo@ink.example" <\nbo@ink.example> написал:\n'
        "> Do you?\n"
    )
    assert text("a.eml", mail(body, "Re: Boats")).endswith("We agree.")


@pytest.mark.parametrize(
    "above",
    [
        "--- On Wed, 4/4/12, Bo <bo@ink.example> wrote:",
        "On Tuesday, April 3, 2012 at 4:55 PM, Bo wrote:",
    ],
)
def test_who_wrote_a_quotation_of_html_goes_with_it(above):
    above = above.replace("<", "&lt;").replace(">", "&gt;")
    html = f"<p>We agree.</p><p>{above}</p><blockquote type=cite><p>{FACT}</p></blockquote>"
    made = read("a.eml", mail(html, "Re: Boats", "html"))
    assert made.text.endswith("We agree.")
    assert {one.text for one in made.dropped} == {FACT, above.replace("&lt;", "<")
                                                  .replace("&gt;", ">")}  # fmt: skip


def test_flowed_lines_of_a_quotation_do_not_go_on_in_the_answer():
    body = "On 2 May 2022 16:40, Bo wrote:\n> Do you \nWe do, all \nof us."
    flowed = mail(body, "Re: Boats").replace(b"charset=utf-8", b"charset=utf-8; format=flowed")
    assert text("a.eml", flowed).removeprefix("Re: Boats").strip() == "We do, all of us."


def test_a_mail_that_hangs_on_another_may_be_packed():
    packed = base64.encodebytes(mail(FACT, "Rent")).decode()
    body = (
        "\n--cut\nContent-Type: text/plain\n\nIt hangs on this."
        "\n--cut\nContent-Type: message/rfc822\n"
        f"Content-Transfer-Encoding: base64\n\n{packed}\n--cut--\n"
    )
    outer = mail(body).replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="cut"', 1)
    kept = text("a.eml", outer)
    assert all(words in kept for words in ("It hangs on this.", FACT, "From: Ada Quill", "Rent"))


def test_who_wrote_something_in_a_sentence_is_no_attribution():
    body = "On Monday the mayor wrote: we agree.\n\nThe pier is old.\n"
    assert "The pier is old." in text("a.eml", mail(body))
    assert "we agree" in text("a.eml", mail(body))
