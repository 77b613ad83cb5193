"""Where words of gold evidence stand: in the stored text, or only in the file as it is.

Gold quotes words of the file. Cleaning takes markup away, and may take words away; so what is not
found as it is written is looked for without its markup, and then by its words alone, all of them
and in their order. A lookalike is never a match.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from qa_app.evaluation.locate import fold, locate_all
from vectorstore.model import Span

_TOKEN = re.compile(r"(?<!\w)[-−]?\d+(?:[.,]\d+)*(?!\w)|\w+|[$€£¥%‰°]")
"""Words, whole numbers with their sign, and the marks that give a number its meaning."""

_MARKUP = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])|[*`]+|^[ \t]*(?:#+|>)", re.MULTILINE), ""),
)
"""Of Markdown and HTML: what shows nothing goes, what only marks words leaves them."""


def places_of(quote: str, text: str) -> tuple[Span, ...]:
    """Every place of the words of `quote` in the stored text; none if they stand nowhere."""
    exact = locate_all(quote, text)
    if exact or not text:
        return exact
    plain = without_markup(quote)
    return locate_all(plain, text) or words_in(plain, text)


def stands_in_file(quote: str, file: str) -> bool:
    """Whether the words of `quote` stand in the text of a file, its markup left in or left out."""
    written = unicodedata.normalize("NFC", file)
    return bool(places_of(quote, written) or places_of(quote, without_markup(written)))


def without_markup(text: str) -> str:
    """`text` without the marks of Markdown and HTML, in NFC."""
    for pattern, left in _MARKUP:
        text = pattern.sub(left, text)
    return unicodedata.normalize("NFC", html.unescape(text))


def words_in(quote: str, text: str) -> tuple[Span, ...]:
    """Every place in `text` of exactly the words of `quote`, whatever marks stand between them."""
    wanted = tuple(word for word, _, _ in _tokens(fold(quote)))
    words = _tokens(text)
    plain = tuple(word for word, _, _ in words)
    if not wanted:
        return ()
    return tuple(
        Span(words[at][1], words[at + len(wanted) - 1][2])
        for at in range(len(plain) - len(wanted) + 1)
        if plain[at] == wanted[0] and plain[at : at + len(wanted)] == wanted
    )


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every token in one spelling, with its place."""
    return tuple(
        (fold(word.group()).casefold(), word.start(), word.end()) for word in _TOKEN.finditer(text)
    )
