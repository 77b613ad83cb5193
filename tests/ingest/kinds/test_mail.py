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


SENDER = "Bo Reed <bo@ink.example>"


@pytest.mark.parametrize(
    ("subject", "above"),
    [
        ("Miete", f"----- Weitergeleitete Mail -----\nVon: {SENDER}\nGesendet: Montag 9:00"),
        ("Huur", f"Begin doorgestuurd bericht:\n\nVan: {SENDER}\nOnderwerp: Huur\nDatum: 2 mei"),
        ("Czynsz", f"-------- Przekazana wiadomość --------\nTemat: Czynsz\nNadawca: {SENDER}"),
        ("Kira", f"-------- Yönlendirilmiş İleti --------\nKonu: Kira\nKimden: {SENDER}"),
        ("Rent", f'-------- Пересылаемое сообщение --------\n2.05.2022, 9:00, "Bo" {SENDER[8:]}:'),
        ("[EXTERNAL] FW: Rent", HEADER),
        ("ΠΡΘ: Ενοίκιο", f"Από: {SENDER}\nΣτάλθηκε: Δευτέρα\nΘέμα: Ενοίκιο"),
    ],
)
def test_what_is_forwarded_in_other_languages_stays(subject, above):
    kept = text("a.eml", mail(f"For the file.\n\n{above}\n\n{FACT}\n\nBo", subject))
    assert FACT in kept
    assert kept.endswith("Bo")


@pytest.mark.parametrize(
    "above",
    [
        f"man. 2. mai 2022 kl. 16:40 skrev {SENDER}:",
        f"{SENDER} ezt írta (időpont: 2022. máj. 2., H, 16:40):",
        f"În lun., 2 mai 2022 la 16:40, {SENDER} a\nscris:",
        f"De: {SENDER}\nEnviada em: segunda-feira\nAssunto: Rent",
        f"-------- Originalnachricht --------\nBetreff: Rent\nDatum: 2022\nVon: {SENDER}",
        f"-----Oprindelig meddelelse-----\nFra: {SENDER}\nSendt: 2. maj 2022",
    ],
)
def test_what_is_answered_goes_in_any_language_without_marks(above):
    kept = text("a.eml", mail(f"No, we stay.\n\n{above}\n\n{FACT}\n\nBo", "Re: Rent"))
    assert kept == "Re: Rent\n\nNo, we stay."


@pytest.mark.parametrize(
    "above",
    [
        f"Dne 02. 05. 22 v 16:40 {SENDER} napsal(a):",
        f"{SENDER} 于2022年5月2日周一 16:40写道\uff1a",
        f"2022년 5월 2일 (월) 오후 4:40, {SENDER}님이 작성:",
        "Sent from my Galaxy",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://ink.example/o>",
    ],
)
def test_what_stands_above_a_quotation_goes_with_it(above):
    body = f"It opens at 16:40.\nNo, we stay.\n\n{above}\n\n> {FACT}\n"
    assert text("a.eml", mail(body, "Re: Rent")).endswith("It opens at 16:40.\nNo, we stay.")


@pytest.mark.parametrize(
    "html",
    [
        f"<div>No, we stay.</div><div>2.05.2022, 9:00, Bo &lt;bo@ink.example&gt;:</div>"
        f"<blockquote><p>{FACT}</p></blockquote>",
        f"<div>No, we stay.</div><blockquote>2 мая 2022, 9:00 от Bo:<br><p>{FACT}</p></blockquote>",
        "<div class=gmail_quote><div class=gmail_attr>On 2 May Bo wrote:</div><blockquote"
        f" class=gmail_quote>{FACT}</blockquote><div>No, we stay.</div></div>",
    ],
)
def test_what_is_answered_goes_from_pages_of_other_clients(html):
    assert text("a.eml", mail(html, "Re: Rent", "html")) == "Re: Rent\n\nNo, we stay."


def test_a_quotation_that_nothing_introduces_as_a_mail_stays():
    html = f"<p>The charter of 1721 says:</p><blockquote><p>{FACT}</p></blockquote>"
    assert FACT in text("a.eml", mail(html, "Rent", "html"))


@pytest.mark.parametrize(
    "body",
    [
        "Wash\n--\n4 crowns\n\nDryer\n--\n3 crowns",
        "--- Original prices ---\nWash: 4 crowns\nDryer: 3 crowns",
        "The hours are these:\n\nMonday: from 9\nDate: 3 May\nDryer: 3 crowns",
        "We meet at six.\n\nDiese Woche wurde von der Post ein Paket gebracht: 3 crowns",
    ],
)
def test_lines_that_only_look_like_another_mail_stay(body):
    assert text("a.eml", mail(body)).endswith("3 crowns")


def test_what_a_list_of_subscribers_adds_goes():
    foot = "House mailing list\nHouse@ink.example\nhttps://ink.example/house"
    for below in (f"{'_' * 47}\n{foot}", "-- \nYou are subscribed to the list of this house."):
        assert text("a.eml", mail(f"We meet at six.\n{below}\n")).endswith("We meet at six.")


def test_what_surrounds_a_newsletter_goes():
    body = (
        f"View this email in your browser (https://ink.example/1)\n\n{FACT}\n\nYou are receiving"
        " this email because you opted in.\n\nUnsubscribe | Update your preferences\n"
    )
    assert text("a.eml", mail(body, "Boats")) == f"Boats\n\n{FACT}"
    assert "Share this page" in text("a.eml", mail("Share this page\n\nSo it is.", "Boats"))
