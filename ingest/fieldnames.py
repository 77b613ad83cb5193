"""What people and programs call the things that are known of an article."""

from __future__ import annotations

NAMES = {
    field: tuple(names.split())
    for field, names in {
        "title": "title headline post_title original_title",
        "byline": "byline author authors by writer creator",
        "published": "date published publish_date publication_date date_published datepublished"
        " published_at published_on first_published pubdate post_date posted posted_on created",
        "publisher": "publisher publication site site_name outlet source",
        "language": "language lang",
        "url": "url canonical_url canonical link permalink source_url",
    }.items()
}
"""The names of each field of `vectorstore.model.Metadata`, the best first, as `key` has them."""


def key(name: str) -> str:
    """A name in the form in which names are compared."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")
