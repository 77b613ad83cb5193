"""What the writer of a mail wrote or passed on, without the mail that it answers. Pure.

What is forwarded stays, whatever program did it; what is quoted in a reply goes. A line of two
dashes begins a signature only where what follows looks like one.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from ingest.people import only_names
from ingest.readers.markup import outermost, words_of
from vectorstore.model import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

QUOTED, SIGNED = "quoted reply", "signature"
NOTES = {QUOTED: "quoted replies were left out", SIGNED: "a signature was left out"}
"""For the reasons why words were left out, what a report says."""

_WHOLE = re.compile(r"yahoo_quoted|tutanota_quote|zmail_extra")  # classes of all that is quoted
_LABEL = re.compile(r"\s*[^\s:\uff1a][^:\uff1a]{0,30}[:\uff1a]")
_QUOTE_CLASSES = re.compile(
    r"\b(?:gmail_quote|gmail_attr|\w*yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote"
    r"|zmail_extra)\b"
)
_SIGNATURE_CLASSES = re.compile(r"\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b")
_ALL_BELOW = re.compile(r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro", re.I)
_PASSED_ON = re.compile(
    r"(?:\s*\[[^\[\]]{1,40}\])*\s*(?:fwd?|wg|tr|rvs?|enc|vs|vl|vb|vidarebefordrat|videresendt|doorst"
    r"|i|inoltro|pd|[iİ]lt|πρθ|továbbítás|weitergeleitet|пересл|转发|轉寄|転送|전달)\s?[:\uff1a]",
    re.IGNORECASE,
)
_WROTE = "wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev"
_ATTRIBUTION = re.compile(
    rf"(?:-{{2,}}\s)?(?:on|am|le|el|il|op|em|den|på)\s.{{4,200}}\b(?:{_WROTE})\b.{{0,80}}:?\s*",
    re.IGNORECASE,
)
# Above a quotation, in any language: a time or an address, or just who wrote, and a colon.
_DATED = r"(?=.*\d[:.]\d\d)(?=.*(?:\d{4}|\d\d[./-]\d\d)).*[:\uff1a]"
_INTRODUCTION = re.compile(
    rf"{_DATED}|.*[^\s@]@\w.*[:\uff1a]|\S.{{0,80}}\s(?:{_WROTE}|writes|pisze|napsal|napisał|kirjoitti"
    r"|írta|написал|пишет)(?:\(a\))?\s?:",
    re.IGNORECASE,
)
_DATED_INTRODUCTION = re.compile(_DATED)
_INTRODUCED = re.compile(r"(?:\d[:.]\d\d|[^\s@]@\w)[^\n]{0,100}[:\uff1a]\s*\Z")
_ADDRESSED = re.compile(rf"(?=.*[<(][^<>()\s]{{1,80}}@[^<>()\s]{{1,80}}[>)]){_DATED}")
_FROM = re.compile(
    r"\*?(?:from|von|de(?: la)?|da|van|från|fra|od|nadawca|lähettäjä|feladó|kimden|gönderen"
    r"|expeditor|από|от|від|发件人|寄件者|寄件人|差出人|送信者|보낸 사람)\s?(?::\*?\s|\uff1a).+",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\*?(?:sent|date|gesendet|datum|dato|envoyé|enviad[oa](?: el| em)?|inviato|data|verzonden"
    r"|skickat|sendt|fecha|wysłano|data wysłania|odesláno|lähetetty|päiväys|päivämäärä|küldve"
    r"|elküldve|dátum|gönderildi|tarih|trimis|στάλθηκε|ημερομηνία|отправлено|дата|надіслано"
    r"|发送时间|日期|時間|送信日時|日付|보낸 날짜)\s?(?::\*?\s|\uff1a).+",
    re.IGNORECASE,
)
_DASHED = re.compile(r"-{2,}\s?([^\W\d_][^\n]{2,120}?)\s?-{2,}")
_ORIGINAL = re.compile(
    r"orig|ursprung|ursprüng|oorspronk|oprind|opprinn|alkuper|oryg|původn|eredeti|исходн|原|αρχικ",
    re.IGNORECASE,
)  # in the name of a mail that is answered; one that is passed on has another
_FORWARDED = re.compile(r"(?:-{2,}|begin)\s*forwarded (?:message|by)\b", re.IGNORECASE)
_ANSWER = re.compile(r"\s*\w{1,4}(?:\[\d+\])?\s?[:\uff1a]")
_DEVICE = re.compile(
    r"(?:sent|gesendet|envoyé|enviad[oa]|inviat[oa]|verstuurd|verzonden|skickat|sendt|wysłan[eo]"
    r"|odesláno|lähetetty|отправлено|get(?= outlook for)|von(?= meinem)|diese nachricht)\s"
    r"[^:]{0,40}(?:iphone|ipad|galaxy|android|samsung|blackberry|outlook|mail|smartphone|tablet|phone)"
    r"\b[^:]{0,40}(?:<\S+>)?",
    re.IGNORECASE,
)  # the last line of what is written on a telephone
_RULE = re.compile(r"[_-]{5,}")
_SIGNATURE = re.compile(r"--\s?|_{20,}")
_SHORT = 60
_LONGEST = 300  # characters of what introduces a quotation
_SIGNATURE_LINES = 10
_FEW = 2  # lines of a signature that need not look like one
_MARKED = re.compile(r"\A\s*(?:>\s?)+")  # the marks of a quotation, with which some forward
_REACHED = re.compile(r"\S@\S|https?:|www\.|\+?\(?\d[\d ()/.-]{5,}\d")
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!?]\s*")


def own_words(text: str, subject: str = "") -> tuple[str, list[Dropped]]:
    """The text without quoted replies and signature, and these.

    A text that is nothing but quotation stays as it is.

    Args:
        subject: of the mail; it may say that it passes on another one, or answers it.
    """
    lines = text.splitlines()
    start = _passed_on(lines, subject)
    own, passed = lines[:start], lines[start:]
    kept, signature = _without_signature(own)
    end = _reply_below(kept)
    attributed = _without_attribution(kept[:end])
    without = [line for line in attributed if not _is_quote(line)]
    written = [place for place, line in enumerate(without) if line.strip()]
    if written and _DEVICE.fullmatch(without[written[-1]].strip()):
        signature = [without.pop(written[-1]).strip(), *signature]
    answered = [
        line
        for line, then in zip(kept[:end], attributed, strict=True)
        if (line != then or _is_quote(line)) and line.strip("> ")
    ]
    dropped = [
        Dropped("\n".join(lines), reason)
        for lines, reason in (([*answered, *kept[end:]], QUOTED), (signature, SIGNED))
        if lines
    ]
    result = "\n".join([*without, "", *(_MARKED.sub("", line) for line in passed)]).strip()
    return (result, dropped) if result else (text.strip(), [])


def cut_elements(tree: HtmlElement, subject: str = "") -> list[Dropped]:
    """Remove quoted replies and signatures from the tree of a mail; what was removed.

    What is passed on stays, and so does everything when nothing else would remain.
    """
    quotes = [] if _is_forward(subject) or _passes_on(tree) else _quotations(tree)
    signatures = [e for e in tree.iter("*") if _SIGNATURE_CLASSES.search(e.get("class") or "")]
    words = len(words_of(tree).split())
    dropped = []
    for elements, reason in ((quotes, QUOTED), (signatures, SIGNED)):
        whole = outermost(elements)
        cut = sum(len(words_of(element).split()) for element in whole)
        if elements and cut < words:
            for element in whole:
                dropped.append(Dropped(words_of(element), reason))
                if reason == QUOTED:  # so that who wrote it, on the line above, is seen to go too
                    mark = element.makeelement("p")
                    mark.text = ">"
                    element.addprevious(mark)
                element.drop_tree()
            words -= cut
    return dropped


def _is_forward(subject: str) -> bool:
    return _PASSED_ON.match(subject) is not None


def _passes_on(tree: HtmlElement) -> bool:
    """Whether a line outside of all quotations says that what follows is passed on."""
    for element in tree.iter("*"):
        for text in (element.text, element.tail):
            if text and _names_forward(" ".join(text.split())):
                inside = element if text is element.text else element.getparent()
                around = [] if inside is None else [inside, *inside.iterancestors()]
                if not any(map(_is_cited, around)):
                    return True
    return False


def _names_forward(line: str) -> bool:
    """Whether a line like `---- Forwarded message ----` stands above a mail that is passed on."""
    dashed = _DASHED.fullmatch(line)
    if dashed is not None and not _ORIGINAL.search(dashed[1]):
        return True
    return _FORWARDED.match(line) is not None


def _quotations(tree: HtmlElement) -> list[HtmlElement]:
    quotes = [element for element in tree.iter("*") if _is_cited(element)]
    for element in tree.iter("*"):
        if _ALL_BELOW.search(element.get("id") or ""):
            return [*quotes, element, *_all_below(element)]
    return quotes


def _all_below(element: HtmlElement) -> list[HtmlElement]:
    """The elements that stand after this one, text between them put into elements as well."""
    found: list[HtmlElement] = []
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html"):
            break
        following = list(one.itersiblings())
        for sibling in (one, *following):
            sibling.tail = None
        found += following
    return found


def _is_cited(element: HtmlElement) -> bool:
    names = element.get("class") or ""
    if element.tag == "blockquote":
        cited = (element.get("type") or "").lower() == "cite" or _QUOTE_CLASSES.search(names)
        cited = cited or _INTRODUCED.search(_words_before(element))
    else:
        inner = None if _WHOLE.search(names) else element.find(".//blockquote")
        cited = element.get("name") == "quote" or _QUOTE_CLASSES.search(names)
        cited = cited and (inner is None or not _is_cited(inner))
    return bool(cited) and not _begins_forward(element)


def _begins_forward(element: HtmlElement) -> bool:
    words = words_of(element)[:_LONGEST].strip()
    if _FORWARDED.match(words):
        return True
    dashed = _DASHED.match(words)
    if dashed is not None:
        return not _ORIGINAL.search(dashed[1]) and _LABEL.match(words[dashed.end() :]) is not None
    above, colon, below = words.partition(":")
    return _is_introduction(above + colon) and _FROM.match(below.strip()) is not None


def _is_introduction(line: str) -> bool:
    """Whether a line like `Begin forwarded message:` may stand above the head of a mail."""
    return len(line) < _SHORT and re.fullmatch(r"[^\d@]+[:\uff1a]", line) is not None


def _words_before(element: HtmlElement) -> str:
    """The text that stands before an element, or with which it begins."""
    if (element.text or "").strip():
        return element.text or ""
    for one in (element, *element.iterancestors()):
        before = one.getprevious()
        while before is not None:
            if text := (before.tail or "").strip() or words_of(before).strip():
                return text
            before = before.getprevious()
        parent = one.getparent()
        if parent is not None and (parent.text or "").strip():
            return parent.text or ""
    return ""


def _passed_on(lines: list[str], subject: str) -> int:
    """Where what is passed on begins; after the last line when nothing is."""
    answers = _ANSWER.match(subject) is not None
    for index, line in enumerate(lines):
        stripped = line.strip()
        if _FORWARDED.match(stripped):
            return index
        below = [_MARKED.sub("", one).strip() for one in _filled(lines[index + 1 :], 5)]
        if below and _names_forward(stripped) and (_LABEL.match(below[0]) or "@" in below[0]):
            return index
        if not answers and _is_introduction(stripped) and _is_head(below):
            return index
    if not _is_forward(subject):
        return len(lines)
    below_reply = _reply_below(lines)
    return below_reply if below_reply < len(lines) else 0


def _filled(lines: list[str], count: int) -> list[str]:
    """The first lines that are not empty."""
    return [line.strip() for line in lines[: 2 * count] if line.strip()][:count]


def _is_head(lines: list[str]) -> bool:
    """Whether these lines begin with the head of a mail: from whom it is, and when it was sent."""
    if not lines:
        return False
    first, others = lines[0], lines[1:4]
    return bool(_FROM.fullmatch(first) and any(map(_SENT.fullmatch, others))) or bool(
        _SENT.fullmatch(first) and any(_FROM.fullmatch(one) and "@" in one for one in others)
    )


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without the signature at their end, and its lines, if there is one."""
    marks = [index for index, line in enumerate(lines) if _SIGNATURE.fullmatch(line)]
    if not marks:
        return lines, []
    below = lines[marks[-1] + 1 :]
    end = next((i for i, line in enumerate(below) if _is_quote(line)), len(below))
    end = min(end, _reply_below(below, first=True))
    signature = [line for line in below[:end] if line.strip()]
    if len(signature) > _SIGNATURE_LINES or any(
        _SENTENCE.fullmatch(line) and "subscribe" not in line for line in signature
    ):
        return lines, []
    told = len(signature) > _FEW or any(map(str.isdigit, "".join(signature)))
    bare = (lines[marks[-1]] == "--" and told) or lines[marks[-1]].startswith("_")
    if bare and not any(map(_is_signed, signature)):
        return lines, []  # a rule under a heading
    return [*lines[: marks[-1]], "", *below[end:]], signature


def _is_signed(line: str) -> bool:
    """Whether a line is one by which its writer can be reached, or a name."""
    return _REACHED.search(line) is not None or bool(only_names(line))


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">") and not line.startswith(">From ")


def _reply_below(lines: list[str], *, first: bool = False) -> int:
    """Where the mail that is answered begins, unmarked as some programs leave it.

    Args:
        first: whether it may begin with the first line.
    """
    for index, line in enumerate(lines):
        below = _filled(lines[index:], 5)
        dashed = _DASHED.fullmatch(line.strip())
        original = dashed is not None and _ORIGINAL.search(dashed[1]) is not None
        told = original and any(_FROM.fullmatch(one) or _SENT.fullmatch(one) for one in below)
        if told or (line.strip() and _is_head(below) and (index or first)):
            above = [place for place in range(max(0, index - 3), index) if lines[place].strip()]
            return above[-1] if above and _RULE.fullmatch(lines[above[-1]].strip()) else index
        if _is_addressed(lines, index) and not any(map(_is_quote, lines[index:])):
            return index
    return len(lines)


def _is_addressed(lines: list[str], index: int) -> bool:
    """Whether `On …, … <address> wrote:` begins here, on one line or wrapped onto up to three."""
    said = list(takewhile(bool, (one.strip() for one in lines[index : index + 3])))
    begins = not index or not lines[index - 1].strip()
    return any(
        joined.endswith(":")
        and (
            ("@" in joined and _ATTRIBUTION.fullmatch(joined))
            or (begins and len(joined) < _LONGEST and _ADDRESSED.fullmatch(joined))
        )
        for count in range(1, len(said) + 1)
        if (joined := " ".join(said[:count]))
    )


def _without_attribution(lines: list[str]) -> list[str]:
    """The lines without `On …, … wrote:` where a quotation follows."""
    kept = list(lines)
    for index, line in enumerate(lines):
        if not _is_quote(line) or (index and _is_quote(lines[index - 1])):
            continue
        before = [place for place in range(max(0, index - 6), index) if kept[place].strip()]
        forms = [(count, _ATTRIBUTION) for count in (1, 2, 3)]
        for count, form in (*forms, (2, _DATED_INTRODUCTION), (1, _INTRODUCTION)):
            said = " ".join(kept[place].strip() for place in before[-count:])
            near = len(before) >= count and before[-1] - before[-count] == count - 1
            if near and len(said) < _LONGEST and form.fullmatch(said):
                for place in before[-count:]:
                    kept[place] = ""
                break
    return kept
