"""The bytes of one file -> an article ready for the store. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ingest.clean import clean, join_blocks, split_blocks
from ingest.errors import UnreadableError
from ingest.fitting import Tokens
from ingest.metadata import describe
from ingest.passages import PassageOptions, passages
from ingest.readers import read
from ingest.sentences import sentences
from vectorstore.model import Article, Metadata


class EmptyError(UnreadableError):
    """The file holds no text."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, what is known of it, and notes for the person who reads the report."""

    text: str
    metadata: Metadata
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article and notes for the person who reads the report."""

    article: Article
    notes: tuple[str, ...] = ()


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def document(source: str, data: bytes) -> Document:
    """Read, clean and describe one file.

    Raises:
        EmptyError: there is no text in it.
        UnreadableError: with the reason.
    """
    reading = read(source, data)
    cleaned = clean(reading.text)
    if not cleaned:
        raise EmptyError("empty")
    described = describe(cleaned.split("\n"), reading.metadata)
    text = join_blocks(split_blocks(list(described.lines)))
    if not text:
        raise EmptyError("no text besides what surrounds an article on a page")
    return Document(text, described.metadata, reading.notes)


def prepare(source: str, data: bytes, options: PassageOptions, tokens: Tokens) -> Prepared:
    """Make an article of one file.

    Raises:
        EmptyError: there is no text in it.
        UnreadableError: with the reason.
    """
    read_file = document(source, data)
    found = passages(
        read_file.text,
        sentences(read_file.text),
        read_file.metadata.title.value,
        tokens,
        options,
    )
    article = Article(source, digest(data), read_file.text, read_file.metadata, found)
    return Prepared(article, read_file.notes)
