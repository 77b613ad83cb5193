"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.model import Dropped, Metadata

UNKNOWN = Metadata()

PAGE = "\ufdd0"
"""Stands directly before the first character of every page but the first, in a `Reading` of a
document that has pages. Unicode sets this code point aside for use inside a program, and cleaning
removes it from every text; what remains of it are the offsets at which pages begin."""

STRUCK_OUT = "struck out"
"""The reason why words are left out that somebody has crossed out."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The readable text of a file, not yet cleaned, what the format itself says about it, and notes
    for the person who reads the report.

    Attributes:
        text: a blank line between paragraphs, a line for each item of a list and each row of a
            table.
        pages: how many pages the document has; 0 when it has none. Their beginnings are marked
            with `PAGE`.
        scraped: whether it may hold what a page has around its article; documents that people
            write hold none of that.
        dropped: words that a reader of the file would see and that `text` leaves out.
        captions: the lines of the text that the format says stand below a picture; none of them is
            a title or names an author.
    """

    text: str
    metadata: Metadata = UNKNOWN
    notes: tuple[str, ...] = ()
    pages: int = 0
    scraped: bool = False
    dropped: tuple[Dropped, ...] = ()
    captions: tuple[str, ...] = ()
