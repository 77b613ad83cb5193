"""Title and author from the properties of a document, where somebody seems to have given them.

Most programs fill them in by themselves: the name of a file, a template, whoever is logged in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ingest.clean import clean_line, letters
from ingest.readers.package import local
from vectorstore.model import Field, Metadata

_NO_TITLE = re.compile(
    r"untitled|(?:document|slide|layout|presentation|page|title|print|doc)\W*\d*|"
    r".*\b(?:use style|(?:type|insert|enter) (?:the )?(?:document )?title|click (?:here )?to)\b.*|"
    r"(?:microsoft|powerpoint)\b.*|.*\.(?:docx?|pdf|odt|rtf|txt|indd|qx[dp]|tex|dvi|ps|pptx?|"
    r"xlsx?|html?|pages|pub|eps|ai)|(?:https?|file):.*|\W*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:admin\w*|user\w*|owner|unknown|author|default|anonymous|microsoft|office)\b.*|"
    r"python-docx|.*[@\d/\\].*",
    re.IGNORECASE,
)
_WORDS_OF_TITLE, _WORDS_OF_NAME = 3, 2


def in_package(root: Any, author: str, text: str, title: str, origin: str) -> Metadata:
    """What the properties of an office document say, and a paragraph in the style `Title`.

    Args:
        root: the part that holds them, or None.
        author: the name of the element that says who began it, not who saved it last.
        text, title: of the document, and of the paragraph.
    """
    given: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        given.setdefault(local(element), element.text or "")
    known = metadata(given.get("title", ""), given.get(author, ""), text[:2000], origin)
    styled, language = clean_line(title), clean_line(given.get("language", ""))
    if styled and not known.title.value:
        known = replace(known, title=Field(styled, "paragraph in the style Title"))
    return replace(known, language=Field(language, origin)) if language else known


def metadata(title: str, author: str, beginning: str, origin: str) -> Metadata:
    """What is plausible of a document's own title and author.

    Args:
        beginning: the first words of its text; what they say as well is believed.
        origin: what the properties are called in this kind of document.
    """
    title, author, beginning = clean_line(title), clean_line(author), letters(beginning)
    fields = {}
    if not _NO_TITLE.fullmatch(title) and _is_plausible(title, beginning, _WORDS_OF_TITLE):
        fields["title"] = Field(title, origin)
    if not _NO_AUTHOR.fullmatch(author) and _is_plausible(author, beginning, _WORDS_OF_NAME):
        fields["byline"] = Field(author, origin)
    return Metadata(**fields)


def _is_plausible(value: str, beginning: str, words: int) -> bool:
    """Whether the text says it too, or it has several words and is no name of a file."""
    if letters(value) and letters(value) in beginning:
        return True
    return len(value.split()) >= words and "_" not in value
