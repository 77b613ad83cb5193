"""Plain text, with or without front matter."""

from __future__ import annotations

import re
from html import unescape

from ingest.decode import decode
from ingest.frontmatter import split_front_matter
from ingest.readers.base import Reading
from ingest.readers.markdown import visible

# Characters that a page writes so, and that copying it has left so; `&amp;` may be meant.
_REFERENCE = re.compile(
    r"&(?:nbsp|shy|[lr][sd]quo|quot|apos|[mn]dash|hellip|euro|#\d{2,6}|#x[0-9a-f]{2,5});", re.I
)
_TAG = re.compile(r"</?(?:p|br|div|li|[uo]l|h[1-6]|blockquote|t[rdh]|table)\b[^<>]{0,300}>", re.I)
_NAMED = re.compile(
    r"`</?\w|[\"'“‘]</?\w+[^<>]{0,80}>[\"'”’]|</?\w+[^<>]{0,80}>[ -](?:tags?|elements?)\b", re.I
)
_WORD = re.compile(r"[a-z,] (?:</?\w+[^<>]{0,80}>[.,;:]|</?(?!br\b)\w+[^<>]{0,80}> [a-z])")
_PARAGRAPHS = re.compile(r"\n[ \t]*(?=\n)\s*")
_FEWEST, _MOSTLY = 2, 0.5


def read(data: bytes) -> Reading:
    """Decode `data`, set its front matter apart and show what stands in it between tags.

    Raises:
        NotTextError: the bytes are no text.
    """
    decoded = decode(data)
    front = split_front_matter(decoded.text)
    text = _REFERENCE.sub(lambda match: unescape(match[0]), _shown(front.body))
    return Reading(text, front.metadata, (*decoded.notes, *front.notes), scraped=True)


def _shown(text: str) -> str:
    """A text that was saved with the tags of its page, as the page showed it. One that is about
    tags has most of its words elsewhere, puts them in quotes, or uses them as words.
    """
    if len(_TAG.findall(text)) < _FEWEST or _NAMED.search(text) or _WORD.search(text):
        return text
    blocks = _PARAGRAPHS.split(text)
    tagged = [bool(_TAG.search(block)) for block in blocks]
    words = [len(block.split()) for block in blocks]
    inside = sum(n for n, marked in zip(words, tagged, strict=True) if marked)
    if inside < _MOSTLY * sum(words):
        return text
    return "\n\n".join(visible(block)[0] if "<" in block else block for block in blocks)
