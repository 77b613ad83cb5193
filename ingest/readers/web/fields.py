"""Values of metadata as pages give them -> values that can be shown, or nothing. Pure.

A value that is not what it should be (a byline that is an address, a date that is none) is as good
as none, and the next source is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ingest.clean import clean_line
from ingest.dates import first_date
from ingest.people import names_of_byline

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SEPARATOR = r"\s*(?:\s[-–—|·•:»/]{1,2}\s|[|»])\s*"
_BY = re.compile(r"(?:written |posted |story |words |text )?by:?\s+", re.IGNORECASE)
_NO_AUTHOR = re.compile(
    r"(?:(?:web ?)?admin(?:istrator)?|editors?|editorial(?: team| staff| board)?|staff(?: writer)?"
    r"|news ?(?:desk|room)|web ?(?:desk|master|team)|guest|author|user|unknown|anonymous|none|null"
    r"|n/?a|undefined|root|system|test|default|desk|redaction|team)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|//|@|\.(?:com|org|net|html?|php)\b", re.IGNORECASE)
_COMPACT = re.compile(r"\s*((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*")
_LANGUAGE = re.compile(r"([a-z]{2,3})((?:[-_][a-z0-9]{2,8})*)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/?#]+\.[^\s]*", re.IGNORECASE)
_PLACEHOLDER = "1970-01-01"  # the zero of computer clocks
_LONGEST_TITLE, _LONGEST_NAMES = 400, 300


def line(value: str) -> str:
    """A value on one clean line, without character references and tags."""
    return clean_line(_TAG.sub(" ", unescape(unescape(value))))


def title(value: str, sites: Iterable[str]) -> str:
    """A title without the name of the site before or behind it, where that name is known."""
    found = line(value)
    for site in filter(None, map(line, sites)):
        found = re.sub(rf"{_SEPARATOR}{re.escape(site)}\s*\Z", "", found, flags=re.IGNORECASE)
        before = rf"\A{re.escape(site)}(?:{_SEPARATOR}|:\s+)"
        found = re.sub(before, "", found, flags=re.IGNORECASE)
        if found.casefold() == site.casefold():
            return ""
    return found if len(found) <= _LONGEST_TITLE else ""


def byline(values: Sequence[str], publishers: Iterable[str]) -> str:
    """The names of authors; empty when they are none: an address, the publisher, `admin`."""
    others = {line(name).casefold() for name in publishers if name}
    kept: list[str] = []
    for value in values:
        name = _BY.sub("", line(value), count=1).strip(" ,;|")
        person = names_of_byline(f"By {name}")  # without what the person is
        name = person if " " in person else name
        known = any(name.casefold() in before.casefold() for before in kept)
        if name and not known and not _no_name(name) and name.casefold() not in others:
            kept.append(name)
    joined = ", ".join(kept)
    return joined if len(joined) <= _LONGEST_NAMES else ""


def _no_name(name: str) -> bool:
    letters = any(character.isalpha() for character in name)
    return not letters or bool(_NO_AUTHOR.fullmatch(name) or _ADDRESS.search(name))


def publisher(value: str) -> str:
    """The name of who publishes; empty for an address or an account."""
    name = line(value)
    return "" if len(name) > 120 or name.startswith("@") or "://" in name else name


def published(value: str) -> str:
    """The date of a time stamp, in ISO form, as the page wrote it; empty when there is no day."""
    compact = _COMPACT.fullmatch(value)
    day = re.sub(r"\A(\d{4}-\d\d-\d\d)[T ].*\Z", r"\1", line(value))  # without the time of day
    iso = first_date("-".join(compact.groups()) if compact else day)
    return "" if iso == _PLACEHOLDER else iso


def language(value: str) -> str:
    """A language tag such as `en` or `pt-BR`."""
    found = _LANGUAGE.fullmatch(value.strip().split(",")[0].strip())
    if not found:
        return ""
    parts = [part for part in re.split("[-_]", found[2]) if part]
    others = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part
        for part in parts
    ]
    return "-".join([found[1].lower(), *others])


def address(value: str) -> str:
    """An absolute address on the web."""
    stripped = value.strip()
    return stripped if _URL.fullmatch(stripped) and len(stripped) <= 2000 else ""
