"""What the writer of a mail wrote or passed on, without the mail that it answers. Pure.

What is forwarded stays, whatever program did it; what is quoted in a reply goes. A line of two
dashes begins a signature only where what follows looks like one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.people import only_names
from ingest.readers.markup import outermost, words_of
from vectorstore.model import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

QUOTED, SIGNED = "quoted reply", "signature"
NOTES = {QUOTED: "quoted replies were left out", SIGNED: "a signature was left out"}
"""For the reasons why words were left out, what a report says."""

_QUOTE_CLASSES = re.compile(
    r"\b(?:gmail_quote|gmail_attr|\w*yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote"
    r"|zmail_extra)\b"
)
_SIGNATURE_CLASSES = re.compile(r"\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b")
_ALL_BELOW = re.compile(r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro", re.I)
_PASSED_ON = re.compile(
    r"\s*(?:fwd?|wg|tr|rvs?|enc|vs|vl|vb|vidarebefordrat|videresendt|doorst|i|inoltro|pd|ilt"
    r"|weitergeleitet|пересл|转发|轉寄|転送|전달)\s?[:\uff1a]",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded (?:message|by\b.{0,80})|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada"
    r"|vidarebefordrat meddelande|videresendt (?:besked|melding))"
    r"|(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:réexpédié|transféré)|inizio messaggio inoltrato"
    r"|inicio del mensaje reenviado)\s*:?",
    re.IGNORECASE,
)
_WROTE = "wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev"
_ATTRIBUTION = re.compile(
    rf"(?:-{{2,}}\s)?(?:on|am|le|el|il|op|em|den|på)\s.{{4,200}}\b(?:{_WROTE})\b.{{0,80}}:?\s*",
    re.IGNORECASE,
)
# Directly above a quotation, in any language: an address or a day and a time, or just who wrote.
_DATED_INTRODUCTION = re.compile(
    r".*\b\d{4}\b.*\b\d{1,2}[:.]\d\d\b.*:|.*\b\d{1,2}[:.]\d\d\b.*\b\d{4}\b.*:"
    r"|.*<[^<>\s]{1,80}@[^<>\s]{1,80}>\W{0,3}:"
)
_INTRODUCTION = re.compile(
    rf"{_DATED_INTRODUCTION.pattern}|\S{{1,80}}@\S{{1,80}}\s?:"
    rf"|\S.{{0,80}}\s(?:{_WROTE}|writes|pisze|napsal|kirjoitti|írta|написал)\s?:",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original)\s*-{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\*?(?:from|von|de|da|van|från|fra|od|lähettäjä|feladó|kimden|gönderen|expeditor|от|від|发件人"
    r"|寄件者|寄件人|差出人|送信者|보낸 사람)\s?(?::\*?\s|\uff1a).+",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\*?(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|inviato|data|verzonden|skickat|sendt"
    r"|fecha|wysłano|data wysłania|odesláno|lähetetty|küldve|elküldve|dátum|gönderildi|tarih|trimis"
    r"|отправлено|дата|надіслано|发送时间|日期|時間|送信日時|日付|보낸 날짜)\s?(?::\*?\s|\uff1a).+",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{5,}")
_SIGNATURE = re.compile(r"--\s?")
_LONGEST = 300  # characters of what introduces a quotation
_SIGNATURE_LINES = 10
_FEW = 2  # lines of a signature that need not look like one
_MARKED = re.compile(r"\A\s*(?:>\s?)+")  # the marks of a quotation, with which some forward
_REACHED = re.compile(r"\S@\S|https?:|www\.|\+?\(?\d[\d ()/.-]{5,}\d")
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!?]\s*")


def is_forward(subject: str) -> bool:
    """Whether the subject of a mail says that it passes on another one."""
    return _PASSED_ON.match(subject) is not None


def own_words(text: str, *, forward: bool = False) -> tuple[str, list[Dropped]]:
    """The text without quoted replies and signature, and these.

    A text that is nothing but quotation stays as it is.

    Args:
        forward: whether the mail is said to pass on another one.
    """
    lines = text.splitlines()
    start = _passed_on(lines, forward=forward)
    own, passed = lines[:start], lines[start:]
    kept, signature = _without_signature(own)
    end = _reply_below(kept)
    attributed = _without_attribution(kept[:end])
    without = [line for line in attributed if not _is_quote(line)]
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


def cut_elements(tree: HtmlElement, *, forward: bool = False) -> list[Dropped]:
    """Remove quoted replies and signatures from the tree of a mail; what was removed.

    What is passed on stays, and so does everything when nothing else would remain.
    """
    quotes = [] if forward or _passes_on(tree) else _quotations(tree)
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


def _passes_on(tree: HtmlElement) -> bool:
    """Whether a line outside of all quotations says that what follows is passed on."""
    for element in tree.iter("*"):
        for text in (element.text, element.tail):
            if text and _FORWARDED.match(" ".join(text.split())):
                inside = element if text is element.text else element.getparent()
                around = [] if inside is None else [inside, *inside.iterancestors()]
                if not any(map(_is_cited, around)):
                    return True
    return False


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
    cited = element.tag == "blockquote" and (element.get("type") or "").lower() == "cite"
    cited = cited or element.get("name") == "quote"
    if not cited and not _QUOTE_CLASSES.search(element.get("class") or ""):
        return False
    return _FORWARDED.match(words_of(element)[:200]) is None


def _passed_on(lines: list[str], *, forward: bool) -> int:
    """Where what is passed on begins; after the last line when nothing is."""
    for index, line in enumerate(lines):
        if _FORWARDED.match(line.strip()):
            return index
    if not forward:
        return len(lines)
    below = _reply_below(lines)
    return below if below < len(lines) else 0


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without the signature at their end, and its lines, if there is one."""
    marks = [index for index, line in enumerate(lines) if _SIGNATURE.fullmatch(line)]
    if not marks:
        return lines, []
    below = lines[marks[-1] + 1 :]
    end = next((i for i, line in enumerate(below) if _is_quote(line)), len(below))
    end = min(end, _reply_below(below, first=True))
    signature = [line for line in below[:end] if line.strip()]
    if len(signature) > _SIGNATURE_LINES or any(map(_SENTENCE.fullmatch, signature)):
        return lines, []
    if lines[marks[-1]] == "--" and len(signature) > _FEW and not any(map(_is_signed, signature)):
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
        stripped = line.strip()
        following = [one.strip() for one in lines[index + 1 : index + 4] if one.strip()]
        header = (_FROM.fullmatch(stripped) and any(map(_SENT.fullmatch, following))) or (
            _SENT.fullmatch(stripped) and any(_FROM.fullmatch(o) and "@" in o for o in following)
        )
        if _ORIGINAL.fullmatch(stripped) or (header and (index or first)):
            above = [place for place in range(max(0, index - 3), index) if lines[place].strip()]
            return above[-1] if above and _RULE.fullmatch(lines[above[-1]].strip()) else index
        if _is_addressed(lines, index) and not any(map(_is_quote, lines[index:])):
            return index
    return len(lines)


def _is_addressed(lines: list[str], index: int) -> bool:
    """Whether `On …, … <address> wrote:` begins here, on one line or wrapped onto up to three."""
    said = [one.strip() for one in lines[index : index + 3]]
    return any(
        "@" in joined and joined.endswith(":") and _ATTRIBUTION.fullmatch(joined)
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
        dated = [(count, _DATED_INTRODUCTION) for count in (1, 2)]
        for count, form in (*forms, *dated, (1, _INTRODUCTION)):
            said = " ".join(kept[place].strip() for place in before[-count:])
            if len(before) >= count and len(said) < _LONGEST and form.fullmatch(said):
                for place in before[-count:]:
                    kept[place] = ""
                break
    return kept
