"""Web pages: the article on the page, as lines, and what the page says of it."""

from __future__ import annotations

from html import escape

from ingest.clean import clean_line, letters
from ingest.errors import UnreadableError
from ingest.frontmatter import split_front_matter
from ingest.limits import Limits
from ingest.readers.base import Reading
from ingest.readers.markup import says_more, to_lines, to_text
from ingest.readers.templates import without_tags
from ingest.readers.web.charset import decode_page
from ingest.readers.web.content import main_text
from ingest.readers.web.elements import CAPTIONS, is_caption
from ingest.readers.web.metadata import described, heading_of, metadata_of
from ingest.readers.web.tree import parse_page, without_hidden
from vectorstore.model import Dropped

_WHOLE = "no article was told from what surrounds it on the page; all that the page shows was kept"
_TITLE = "the title in another form"
_TINY = 400  # characters; a page that shows no more is read as it is
_TOP = 4  # blocks at the top in which a headline may stand


def read(data: bytes, limits: Limits) -> Reading:
    """The article on a page.

    Raises:
        NotTextError: the bytes are no text.
        UnreadableError: nothing on the page can be seen.
    """
    decoded = decode_page(data)
    return read_page(decoded.text, decoded.notes)


def whole(data: bytes, charset: str = "") -> str:
    """All that a page shows, as text.

    Raises:
        NotTextError: the bytes are no text.
        UnreadableError: nothing on the page can be seen.
    """
    tree = parse_page(decode_page(data, charset).text)
    without_hidden(tree)
    return to_text(tree)


def read_page(page: str, notes: tuple[str, ...] = ()) -> Reading:
    """The article on a page that is decoded already.

    Raises:
        UnreadableError: nothing on the page can be seen.
    """
    front = split_front_matter(page)
    left_out: list[Dropped] = []
    if front.body != page:
        page = without_tags(front.body, left_out, _heading, {})
    tree = parse_page(page)
    held = list(tree.iter())  # lxml makes an element anew each time when nobody holds it
    metadata, titles, sites = metadata_of(tree, front.metadata)
    dropped = without_hidden(tree)
    heading = heading_of(tree, sites)
    below = filter(is_caption, tree.iter(*CAPTIONS))
    captions = tuple(line.text for element in below for line in to_lines(element))
    known = frozenset(map(letters, titles))
    if says_more(tree, _TINY):
        text, around, above = main_text(tree, known)
    else:
        text, around, above = to_text(tree), (), ()
        if not text:
            raise UnreadableError("no article text in the page")
    del held
    metadata = described(metadata, above, text)
    if not text:
        tree = parse_page(page)  # anew: looking for the article has changed the other one
        without_hidden(tree)
        text, around, notes = to_text(tree), (), (*notes, _WHOLE)
    text, again = _without_titles(text, known, metadata.title.value)
    if heading and not _repeats(heading, metadata.title.value, text):
        text = f"{heading}\n\n{text}"
    said = (*left_out, *dropped, *around, *again)
    notes = (*front.notes, *notes)
    return Reading(text, metadata, notes, scraped=True, dropped=said, captions=captions)


def _heading(level: str, text: str) -> str:
    return f"<h{len(level)}>{escape(text)}</h{len(level)}>"


def _without_titles(
    text: str, known: frozenset[str], title: str
) -> tuple[str, tuple[Dropped, ...]]:
    """The text without the headline above it, in whichever form the page repeats it; the forms
    that say something else than the title.
    """
    blocks = text.split("\n\n")
    top = [block for block in blocks[:_TOP] if letters(clean_line(block)) not in known]
    if not top + blocks[_TOP:]:
        return text, ()
    other = (block for block in blocks[:_TOP] if block not in top)
    gone = tuple(Dropped(one, _TITLE) for one in other if letters(one) != letters(title))
    return "\n\n".join(top + blocks[_TOP:]), gone


def _repeats(heading: str, title: str, text: str) -> bool:
    """Whether the title, or the text, says what the heading says."""
    said, titled = letters(heading), letters(title)
    return not said or said in titled or titled in said or said in letters(text)
