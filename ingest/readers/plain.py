"""Plain text, with or without front matter."""

from __future__ import annotations

import re
from html import unescape

from ingest.decode import decode
from ingest.frontmatter import split_front_matter
from ingest.readers.base import Reading

# Characters that a page writes so, and that copying it has left so; `&amp;` may be meant.
_REFERENCE = re.compile(
    r"&(?:nbsp|shy|[lr][sd]quo|quot|apos|[mn]dash|hellip|euro|#\d{2,6}|#x[0-9a-f]{2,5});", re.I
)


def read(data: bytes) -> Reading:
    """Decode `data` and set its front matter apart.

    Raises:
        NotTextError: the bytes are no text.
    """
    decoded = decode(data)
    front = split_front_matter(decoded.text)
    text = _REFERENCE.sub(lambda match: unescape(match[0]), front.body)
    return Reading(text, front.metadata, (*decoded.notes, *front.notes), scraped=True)
