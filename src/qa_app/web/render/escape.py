"""The only way for words from outside into the page."""

from __future__ import annotations

import datetime
import html
import re

# What no browser shows, and what JSON or an HTML parser would refuse or change.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NO_DATE = "no date given"


def text(value: object) -> str:
    """`value` as HTML text or as an attribute's value: no markup, no quote, no control survives."""
    return html.escape(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value)), quote=True)


def attributes(**values: object) -> str:
    """Attributes, each after a space; `_` in a name becomes a hyphen, None is left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value)}"'
        for name, value in values.items()
        if value is not None
    )


def element(name: str, inner: str, /, **values: object) -> str:
    """An element around HTML that is safe already."""
    return f"<{name}{attributes(**values)}>{inner}</{name}>"


def words(name: str, value: object, /, **values: object) -> str:
    """An element around words from outside."""
    return element(name, text(value), **values)


def wide_table(kind: str, label: str, heads: str, rows: str) -> str:
    """A table of HTML that is safe already; it scrolls where it is wider than the page."""
    table = element("thead", element("tr", heads)) + element("tbody", rows)
    inner = element("table", table, class_=kind)
    return element("div", inner, class_="wide", tabindex="0", role="region", aria_label=label)


def day(published: str, *, short: bool = False) -> str:
    """A date for people inside <time>, or that none is given; `short` where many stand in rows."""
    if not published:
        return words("span", NO_DATE, class_="no-date")
    try:
        date = datetime.date.fromisoformat(published)
    except ValueError:
        return words("span", published)
    said = f"{date.day} {date:%b %Y}" if short else f"{date.day} {date:%B %Y}"
    return words("time", said, datetime=date.isoformat())
