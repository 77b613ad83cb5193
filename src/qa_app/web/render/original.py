"""The page of an article beside its original, and a file's characters with quoted words marked."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from datetime import UTC, datetime
from itertools import accumulate
from urllib.parse import urlencode

from qa_app.originals import Found
from qa_app.web.render.body import Mark, body
from qa_app.web.render.escape import day, element, text, words
from qa_app.web.render.panel import DOT, credits, title
from vectorstore.model import Span

SHOWN = 500_000
"""Characters of a file that are shown, around the quoted words where it has more."""
SEARCHED = 5_000_000
"""In a file of more characters the quoted words are not looked for."""
MARKED = "The quoted words are marked."
NOT_MARKED = (
    "The quoted words are written differently here (mark-up, accents or encodings lie between"
    " their letters), so they are not marked."
)
NOT_SOUGHT = "The file is so long that the quoted words were not looked for in it."
STYLES = ("colours", "original", "reading")
DARK = '<link rel="stylesheet" href="./web/dark.css" media="(prefers-color-scheme: dark)">'
# Mark-up and references of a page, which are passed by, or what a quote has to have in common with
# the file: words and numbers, these with what is inside them.
_PIECE = re.compile(r"</?[A-Za-z!?][^<>]*>|&#?\w{1,31};|(\d+(?:[.,:]\d+)*|[^\W\d_]+)")
_PAGE = """<!doctype html><html lang="en" class="plain"><head><meta charset="utf-8">
<title>{title}: text and original</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="./web/favicon.svg">{styles}</head>
<body><main><header><h1 dir="auto">{title}</h1><p class="meta">{meta}</p></header>
<div class="sides">{text}{original}</div></main></body></html>"""
_CHARACTERS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Original</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>
<body>{said}<pre dir="auto">{words}</pre></body></html>"""
STYLE = """
:root { color-scheme: light dark; font: .84rem/1.6 ui-monospace, Menlo, Consolas, monospace; }
body { margin: 0; padding: .6rem 1rem 2rem; }
p { margin: 0 0 .8rem; font: .84rem/1.5 system-ui, sans-serif; opacity: .8; }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: #ffe9a3; color: #211f1b; scroll-margin-block: 30vh; }
"""
"""The one style of a file that is shown as text; it has no origin, so it cannot load a sheet."""


def page(found: Found, given: str, marked: Span | None) -> str:
    """An article's text and, beside or below it, its original or what has become of that."""
    name = title(found.article)
    marks = [Mark(marked.start, marked.end, chosen=True)] if marked is not None else []
    reading = element("div", body(given, marks, name), class_="article-text", dir="auto")
    facts = [
        day(found.article.metadata.published.value),
        *credits(found.article.metadata),
        words("span", found.article.source, class_="path", dir="ltr"),
    ]
    pane = element("div", reading, class_="pane", tabindex="0", role="group", aria_label="The text")
    read_on = f"As it was read on {_read_on(found)}."
    return _PAGE.format(
        title=text(name),
        meta=DOT.join(facts),
        styles="".join(f'<link rel="stylesheet" href="./web/{one}.css">' for one in STYLES) + DARK,
        text=_side("text", "Text", words("span", read_on), pane),
        original=_original(found, marked),
    )


def _side(name: str, heading: str, note: str, inner: str) -> str:
    head = words("h2", heading, id=f"{name}-heading") + element("p", note, class_="note")
    return element(
        "section", head + inner, id=name, class_="side", aria_labelledby=f"{name}-heading"
    )


def _original(found: Found, marked: Span | None) -> str:
    """The original in its frame, or why there is none."""
    note, frame = _told(found), ""
    original = found.original
    asked: dict[str, str | int] = {"source": found.article.source}
    if original is not None and original.view == "text":
        if marked is not None:
            asked |= {"start": marked.start, "end": marked.end}
        frame = f"./original/text?{urlencode(asked)}#quote"
    elif original is not None and not found.inside:
        file = f"./original/file?{urlencode(asked)}"
        if original.view == "pdf":
            page = max(1, found.beside.page(marked.start)) if marked is not None else 1
            frame = f"{file}#page={page}"
            alone = f"Open it by itself at page {page}"
            note += words("a", alone, href=frame, target="_blank", rel="noopener") + DOT
            note += words("a", f"Save it ({_size(original.size)})", href=file, download=found.name)
        else:
            note += words("a", f"Save {found.name} ({_size(original.size)})", href=file)
    inner = ""
    if frame:
        inner = words("iframe", "", src=frame, title=f"The original, {found.name}", class_="pane")
    return _side("original", "Original", note, inner)


def _told(found: Found) -> str:
    """What has become of the file, in a sentence."""
    within = f"{found.inside}, inside {found.file}" if found.inside else found.file
    match found.state:
        case "changed":
            said = (
                f"The file has changed since it was read on {_read_on(found)};"
                " re-ingest it to read the new one."
            )
            return words("strong", said, role="status")
        case "gone":
            said = f"The file is gone: {found.file} is not where it was read on {_read_on(found)}."
            return words("strong", said, role="status")
        case "unreadable":
            return words("strong", f"The file cannot be opened: {found.reason}.", role="status")
    assert found.original is not None  # it is the same
    match found.original.view:
        case "text":
            return words("span", f"{within}, shown as text: nothing in it runs.")
        case _ if found.inside:
            said = f"The original, {found.inside}, is inside {found.file}; it is not shown alone."
            return words("span", said)
        case "pdf":
            return words("span", found.file) + DOT
        case _:
            return words("span", "A file of this kind is opened by another program. ")


def _read_on(found: Found) -> str:
    read = datetime.fromisoformat(found.article.ingested_at).astimezone(UTC)
    return f"{read.day} {read:%B %Y at %H:%M} UTC"


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 100_000 else f"{count / 1_000:,.1f} kB"


def characters(given: str, quoted: str = "") -> str:
    """What a file holds, as nothing but characters.

    Args:
        quoted: words that are marked where they stand; only words and numbers are compared, since
            mark-up lies between them.
    """
    given = unicodedata.normalize("NFC", given.replace("\r\n", "\n").replace("\r", "\n"))
    places = _places(given, quoted) if len(given) <= SEARCHED else []
    first = places[0].start if places else 0
    start = max(0, min(first - SHOWN // 2, len(given) - SHOWN))
    end = min(start + SHOWN, len(given))
    parts, done = [], start
    for number, place in enumerate(one for one in places if one.end <= end):
        mark = words("mark", place.of(given), id="quote" if number == 0 else None)
        parts += [text(given[done : place.start]), mark]
        done = place.end
    said = []
    if quoted:
        said.append(MARKED if places else NOT_MARKED if len(given) <= SEARCHED else NOT_SOUGHT)
    if end - start < len(given):
        said.append(f"Characters {start + 1:,} to {end:,} of {len(given):,} are shown.")
    return _CHARACTERS.format(
        style=STYLE,
        said=words("p", " ".join(said)) if said else "",
        words="".join([*parts, text(given[done:end])]),
    )


def _places(given: str, quoted: str) -> list[Span]:
    """Where all words of a quote stand one after the other."""
    wanted = [piece[1] for piece in _PIECE.finditer(quoted) if piece[1]]
    if not wanted:
        return []
    found = [Span(*piece.span(1)) for piece in _PIECE.finditer(given) if piece[1]]
    held = "".join(f"\0{span.of(given)}" for span in found) + "\0"
    sought = "".join(f"\0{word}" for word in wanted) + "\0"
    begins = list(accumulate((span.end - span.start + 1 for span in found), initial=0))
    places, at = [], held.find(sought)
    while at >= 0:
        first = bisect_left(begins, at)
        places.append(Span(found[first].start, found[first + len(wanted) - 1].end))
        at = held.find(sought, at + len(sought) - 1)
    return places
