"""Characters as they were read -> the text that every offset refers to. Pure.

The text is in Unicode's composed form (NFC). A blank line stands between paragraphs, and a single
line feed only inside what is made of short lines: lists, verse, tables, code. Lines that were
wrapped at a fixed width are joined to the paragraph that they were. Cleaning a cleaned text changes
nothing.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.invisible import cap_marks, strip_invisible
from ingest.unwrap import join_indented, paragraphs_of

_BREAKS = {
    **dict.fromkeys(map(ord, "\r\f\v\x85\u2028\x1c\x1d\x1e"), "\n"),
    ord("\u2029"): "\n\n",
    ord("\t"): " ",
    ord("\x1f"): " ",
}


def clean(raw: str, keep: str = "") -> str:
    """The text of `raw`; empty when it holds nothing that can be seen.

    Args:
        raw: characters of any kind.
        keep: an invisible character that is to stay all the same.
    """
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())  # one line of plain characters, as most are
    text = raw.replace("\r\n", "\n").replace("\u00ad\n", "").translate(_BREAKS)
    text = cap_marks(strip_invisible(text, keep))
    text = cap_marks(unicodedata.normalize("NFC", text))
    text = re.sub(r"[^\S\n]+", " ", join_indented(text))
    lines = [line.strip() for line in text.split("\n")]
    return join_blocks(paragraphs_of(split_blocks(lines)))


def clean_line(raw: str) -> str:
    """`raw` cleaned and on one line, as for a title or a name."""
    return " ".join(clean(raw).split())


def letters(text: str) -> str:
    """What two forms of a title have in common: their letters and digits, in small letters."""
    return "".join(filter(str.isalnum, text.casefold()))


def split_blocks(lines: list[str]) -> list[list[str]]:
    """Runs of lines without an empty one between them."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def join_blocks(blocks: list[list[str]]) -> str:
    """The text made of these blocks of lines, a blank line between them."""
    return "\n\n".join("\n".join(block) for block in blocks if block)
