"""What the writer of a mail wrote, without what is quoted below or between it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

QUOTED = "quoted replies were left out"
SIGNED = "a signature was left out"
_QUOTE_CLASSES = re.compile(
    r"\b(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote)\b"
)
_SIGNATURE_CLASSES = re.compile(r"\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b")
_REPLY_IDS = re.compile(r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro", re.I)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado)"
    r"|begin forwarded message",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"(?:on|am|le|el|il|op|em|den|på)\s.{4,200}\b"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev)\b.{0,80}:?\s*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale)\s*-{2,}",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(r"(?:from|von|de|da):\s.+", re.IGNORECASE)
_SENT = re.compile(r"(?:sent|date|gesendet|envoyé|enviado|inviato|datum):\s.+", re.IGNORECASE)
_SIGNATURE = re.compile(r"--\s?")


def own_words(text: str) -> tuple[str, list[str]]:
    """The text without quoted replies and signature, and notes of what was left out.

    A text that is nothing but quotation (a forwarded mail) stays as it is.
    """
    lines = text.splitlines()
    kept, notes = lines, []
    signature = next((i for i, line in enumerate(lines) if _SIGNATURE.fullmatch(line)), None)
    if signature is not None:
        kept, notes = kept[:signature], [SIGNED]
    end = _reply_below(kept)
    without = [line for line in _without_attribution(kept[:end]) if not _is_quote(line)]
    if len(without) < len(kept):
        notes = [QUOTED, *notes]
    result = "\n".join(without).strip()
    return (result, notes) if result else (text.strip(), [])


def cut_elements(tree: HtmlElement) -> list[str]:
    """Remove quoted replies and signatures from the tree of a mail; notes of what was left out.

    A forwarded mail stays, and so does everything when nothing else would remain.
    """
    quotes = [element for element in tree.iter("*") if _is_quotation(element)]
    signatures = [e for e in tree.iter("*") if _SIGNATURE_CLASSES.search(e.get("class") or "")]
    words = len(" ".join(tree.itertext()).split())
    notes = []
    for elements, note in ((quotes, QUOTED), (signatures, SIGNED)):
        cut = sum(len(" ".join(e.itertext()).split()) for e in _outermost(elements))
        if elements and cut < words:
            notes.append(note)
            for element in _outermost(elements):
                element.drop_tree()
            words -= cut
    return notes


def _is_quotation(element: HtmlElement) -> bool:
    label = element.get("class") or ""
    named = _QUOTE_CLASSES.search(label) or _REPLY_IDS.search(element.get("id") or "")
    cited = element.tag == "blockquote" and (element.get("type") or "").lower() == "cite"
    if not (named or cited):
        return False
    beginning = " ".join(" ".join(element.itertext()).split())[:200]
    return _FORWARDED.search(beginning) is None


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    among = set(elements)
    return [one for one in elements if not any(up in among for up in one.iterancestors())]


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">") and not line.startswith(">From ")


def _reply_below(lines: list[str]) -> int:
    """Where the mail that is answered begins, unmarked as some programs leave it."""
    for index, line in enumerate(lines):
        stripped = line.strip()
        following = [one.strip() for one in lines[index + 1 : index + 4] if one.strip()]
        if _ORIGINAL.fullmatch(stripped):
            return index
        if _OUTLOOK.fullmatch(stripped) and any(map(_SENT.fullmatch, following)):
            forwarded = _FORWARDED.search("\n".join(lines[max(0, index - 4) : index]))
            if not forwarded and index:
                return index
    return len(lines)


def _without_attribution(lines: list[str]) -> list[str]:
    """The lines without `On …, … wrote:` where a quotation follows."""
    kept = list(lines)
    for index, line in enumerate(lines):
        if not _is_quote(line) or (index and _is_quote(lines[index - 1])):
            continue
        before = [place for place in range(max(0, index - 4), index) if kept[place].strip()]
        for count in (1, 2):
            said = " ".join(kept[place].strip() for place in before[-count:])
            if before and _ATTRIBUTION.fullmatch(said) and len(before) >= count:
                for place in before[-count:]:
                    kept[place] = ""
                break
    return kept
