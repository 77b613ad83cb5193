"""Plain text, with or without front matter."""

from __future__ import annotations

from ingest.decode import decode
from ingest.frontmatter import split_front_matter
from ingest.readers.base import Reading


def read(data: bytes) -> Reading:
    """Decode `data` and set its front matter apart.

    Raises:
        NotTextError: the bytes are no text.
    """
    decoded = decode(data)
    front = split_front_matter(decoded.text)
    return Reading(front.body, front.metadata, (*decoded.notes, *front.notes), scraped=True)
