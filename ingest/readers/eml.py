"""Mail (EML): what its writer wrote or passed on; not quoted replies, signatures, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.errors import NotTextError, UnreadableError
from ingest.limits import Limits
from ingest.names import label
from ingest.readers.base import Reading
from ingest.readers.markup import to_text
from ingest.readers.web import fields, mime
from ingest.readers.web.replies import NOTES, cut_elements, own_words
from ingest.readers.web.tree import parse_page, without_hidden
from vectorstore.model import Dropped, Field, Metadata

_STUB = 0.5  # of the words of the HTML part; a plain part with fewer only points to it
_MOST_NAMED = 10  # attachments that a note names


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a mail.

    Raises:
        UnreadableError: there is no text in it.
    """
    message = mime.parse(data)
    notes: list[str] = []
    found = _text(message, notes, subject=mime.header(message, "subject"))
    text = found.text
    notes += [note for one in found.dropped if (note := NOTES.get(one.reason))]
    leaves = mime.leaves(message)
    attached = [leaf for leaf in leaves if not _is_body(leaf) and not _is_passed_on(leaf)]
    if attached:
        notes.append(_attachments(attached))
    if not text.strip():
        reason = "a mail whose text is only in its attachments; save these and ingest them"
        raise UnreadableError(reason if attached else "a mail without text")
    return Reading(
        text,
        _metadata(message),
        tuple(dict.fromkeys(notes)),
        scraped="unsubscribe" in text.casefold(),  # a newsletter, with what surrounds its articles
        dropped=found.dropped,
    )


class _Words(NamedTuple):
    """The text of a part of a mail, and what was left out of it."""

    text: str = ""
    dropped: tuple[Dropped, ...] = ()


def _joined(parts: Sequence[_Words]) -> _Words:
    texts = [part.text for part in parts if part.text]
    return _Words("\n\n".join(texts), tuple(one for part in parts for one in part.dropped))


def _text(part: mime.Part, notes: list[str], depth: int = 30, *, subject: str) -> _Words:
    """The text of a part and all parts inside; what could not be read goes into the notes."""
    if _is_passed_on(part) and depth:
        return _joined([_message(one, notes, depth) for one in mime.subparts(part)])
    inner = mime.subparts(part) if part.get_content_maintype() == "multipart" else []
    if inner and depth:
        texts = [_text(one, notes, depth - 1, subject=subject) for one in inner]
        if part.get_content_subtype() == "alternative":
            return _best(inner, texts)
        return _joined(texts)
    if not _is_body(part):
        return _Words()
    try:
        return _of_body(part, subject=subject)
    except NotTextError as error:
        notes.append(f"a part of the mail was left out: {error}")
        return _Words()


def _message(message: mime.Part, notes: list[str], depth: int) -> _Words:
    """A mail that hangs on another one, with what its headers say of it."""
    given = [(name, mime.header(message, name)) for name in ("from", "date", "subject")]
    head = "\n".join(f"{name.capitalize()}: {value}" for name, value in given if value)
    subject = mime.header(message, "subject")
    inner = _text(message, notes, depth - 1, subject=subject)
    return _Words(f"{head}\n\n{inner.text}".strip(), inner.dropped)


def _is_passed_on(part: mime.Part) -> bool:
    return part.get_content_type() == "message/rfc822"


def _best(parts: list[mime.Part], texts: list[_Words]) -> _Words:
    """The plain form of what a mail gives in several, unless it is a stub of another."""
    longest = max(texts, key=lambda one: len(one.text), default=_Words())
    plain = [
        text
        for part, text in zip(parts, texts, strict=True)
        if part.get_content_type() == "text/plain"
    ]
    enough = _STUB * len(longest.text.split())
    full = [one for one in plain if len(one.text.split()) >= enough]
    return full[0] if full else longest


def _is_body(part: mime.Part) -> bool:
    """Whether a part is something to read, as it stands in the mail."""
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    return part.get_content_disposition() != "attachment" and not mime.filename(part)


def _of_body(part: mime.Part, *, subject: str) -> _Words:
    text = mime.text(part)
    dropped: list[Dropped] = []
    if part.get_content_type() == "text/html":
        if not text.strip():
            return _Words()
        tree = parse_page(text)
        dropped += without_hidden(tree)
        dropped += cut_elements(tree, subject)
        text = to_text(tree)
    elif str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, drop=str(part.get_param("delsp") or "").lower() == "yes")
    text, left_out = own_words(text, subject)
    return _Words(text, (*dropped, *left_out))


def _unflowed(text: str, *, drop: bool) -> str:
    """Lines that end with a space go on in the next one (RFC 3676)."""
    lines: list[str] = []
    open_line = False
    for line in text.splitlines():
        goes_on = line.endswith(" ") and line != "-- "
        quoted = line.startswith(">") or (lines[-1:] and lines[-1].startswith(">"))
        if open_line and line != "-- " and not quoted:
            lines[-1] = (lines[-1][:-1] if drop else lines[-1]) + line
        else:
            lines.append(line)
        open_line = goes_on
    return "\n".join(lines)


def _attachments(parts: list[mime.Part]) -> str:
    shown = [label(mime.filename(part)) or part.get_content_type() for part in parts]
    more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    return f"attachments were not read: {', '.join(shown[:_MOST_NAMED])}{more}"


def _metadata(message: mime.Part) -> Metadata:
    """What the headers say; an address is not the name of its owner."""
    subject = mime.header(message, "subject")
    byline = fields.byline(mime.names(message, "from"), ())
    day = mime.date(message)
    language = fields.language(mime.header(message, "content-language"))
    return Metadata(
        title=Field(subject, "email subject") if subject else Field(),
        byline=Field(byline, "email sender") if byline else Field(),
        published=Field(day, "email date") if day else Field(),
        language=Field(language, "email header") if language else Field(),
    )
