"""The articles that a gold set speaks of, as the store holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol


class Listed(Protocol):
    """An article as a store lists it."""

    @property
    def source(self) -> str:
        """Its id."""

    @property
    def sha256(self) -> str:
        """Digest of the file that it was read from."""


class Library(Protocol):
    """What can list its articles and give their texts, such as an open assistant."""

    def articles(self) -> Iterable[Listed]:
        """All current articles."""

    def text(self, source: str) -> str:
        """The cleaned text of one of them."""


def no_file(source: str) -> str:
    """The text of a file that cannot be looked at."""
    return ""


@dataclass(frozen=True)
class Corpus:
    """The texts by source, and the digest of the file that each was read from.

    An article without a file digest counts by its text. `as_file` gives the text of the file as it
    is, empty where it is not at hand or is no text.
    """

    texts: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    as_file: Callable[[str], str] = field(default=no_file, compare=False)

    @classmethod
    def of(cls, library: Library, as_file: Callable[[str], str] = no_file) -> Corpus:
        """All current articles of `library`."""
        listed = list(library.articles())
        texts = {article.source: library.text(article.source) for article in listed}
        return cls(texts, {article.source: article.sha256 for article in listed}, as_file)

    @cached_property
    def sha256(self) -> str:
        """Which articles these are, whatever cleaning made of them; order does not matter."""
        return digest(f"{name}\0{self._file(name)}" for name in sorted(self.texts))

    @cached_property
    def texts_sha256(self) -> str:
        """Which texts these are, so that offsets into one mean the same in the other."""
        return digest(f"{name}\0{digest([text])}" for name, text in sorted(self.texts.items()))

    def _file(self, source: str) -> str:
        return self.files.get(source) or digest([self.texts[source]])


def digest(parts: Iterable[str]) -> str:
    """SHA-256 over the parts, each closed off so that their borders count."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return total.hexdigest()
