"""A question's words brought to those of the articles: typing errors, accents, short forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from qa_app.retrieval.query import Alias
from qa_app.retrieval.vocabulary import Vocabulary, surface
from qa_app.retrieval.words import STOPWORDS, tokens

_WORD = re.compile(r"\w+")
_INITIALS = 3
_LONG_NAME = 6
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?")
_EXPLAINED = re.compile(
    r"((?:[A-Z][\w'’-]*\s+(?:(?:of|and|the|for|on|in|de|la)\s+){0,2}){1,7}[A-Z]?[\w'’-]+)\s+"
    r"\(\s*[\"“]?((?:[A-Z]\.?){2,8}s?)[\"”]?\s*\)"
)
_EXPLAINED_BEHIND = re.compile(
    r"\b((?:[A-Z]\.?){2,8})\s+\(\s*((?:[A-Z][\w'’-]*\s*(?:(?:of|and|the|for|on|in)\s+){0,2}){2,8})\)"
)


def respelled(
    question: str, vocabulary: Vocabulary, holding: Callable[[str], Iterable[str]]
) -> tuple[str, tuple[str, ...]]:
    """The question with words that no passage holds replaced by those that they may stand for.

    Args:
        holding: gives some texts of passages that hold an index term.

    Returns:
        the question, and the words that were put in.
    """
    # A reader takes "V.I.U." for another name than "VIU".
    question = _DOTTED.sub(lambda found: _undotted(found.group(), vocabulary), question)
    put_in: dict[str, str] = {}
    names = _short_names(question)
    for word in dict.fromkeys(tokens(question)):
        if word in STOPWORDS or word in names:
            continue
        term = vocabulary.meant(word)
        written = surface(term, holding(term)) if term else ""
        if written:
            put_in[word] = written
    if not put_in:
        return question, ()

    def replace(match: re.Match[str]) -> str:
        return put_in.get(match.group().lower(), match.group())

    return _WORD.sub(replace, question), tuple(dict.fromkeys(put_in.values()))


def _short_names(question: str) -> set[str]:
    """Short names that a question writes as such: "Noem" is rather somebody else than "Noam"."""
    if question.isupper() or question.istitle():
        return set()
    found = (word.group() for word in _WORD.finditer(question) if word.start())
    return {word.lower() for word in found if word[:1].isupper() and len(word) < _LONG_NAME}


def _undotted(initials: str, vocabulary: Vocabulary) -> str:
    """Initials without their dots where the articles write them so."""
    plain = initials.replace(".", "")
    return plain if len(plain) >= _INITIALS and vocabulary.holding(plain.lower()) else initials


def aliases(question: str, texts: Sequence[str]) -> tuple[Alias, ...]:
    """Short forms that one of the texts explains, and that the question uses or writes out."""
    asked = " ".join(tokens(question))
    words = set(asked.split())
    found: dict[str, Alias] = {}
    for text in texts:
        for short, long in _explained(text):
            plain = "".join(tokens(short))
            written = " ".join(tokens(long))
            if plain in words or f" {written} " in f" {asked} ":
                found.setdefault(plain, Alias(plain, long))
    return tuple(found.values())


def _explained(text: str) -> Iterable[tuple[str, str]]:
    if "(" not in text:
        return
    pairs = [(m[2], m[1]) for m in _EXPLAINED.finditer(text)]
    pairs += [(m[1], m[2]) for m in _EXPLAINED_BEHIND.finditer(text)]
    for short, long in pairs:
        named = _named_by(short.rstrip("s"), long)
        if named:
            yield short.rstrip("s"), named


def _named_by(short: str, long: str) -> str:
    """The last words of `long` whose initials are `short`; "" if there are none."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = long.split()
    for first in range(len(words) - 1, -1, -1):
        part = words[first:]
        initials = [word[0].lower() for word in part if word[0].isalnum()]
        capitals = [word[0].lower() for word in part if word[0].isupper()]
        if letters in (initials, capitals) and words[first][0].isupper():
            return " ".join(part)
    return ""
