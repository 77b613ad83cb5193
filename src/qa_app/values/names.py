"""Names: capitalised runs, with titles taken off, and what kind of thing they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qa_app.values.lexicon import (
    COMMON_FIRST_NAMES,
    COUNTRIES,
    FUNCTION_WORDS,
    HEADS_WITH_OF,
    MONTHS,
    OPENERS,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    TITLE_MODIFIERS,
    TITLES,
    WEEKDAYS,
    word_set,
)
from qa_app.values.model import Name, NameType
from qa_app.values.numerals import HYPHENS
from qa_app.values.tokens import Token, Tokens, base

_COMMON_ENDINGS = ("ly", "ing", "tion", "tions", "ment", "ments", "ness", "ists", "ers", "ed")
_AND_JOINS = frozenset(("and", "for", "of", "the", "&"))
_STATES = frozenset(("u.s", "u.k", "u.n", "e.u"))
_SPEECH = word_set(
    "said says told added tweeted wrote argued insisted admitted who whose met married"
)
_TITLE_CHAIN = TITLES | TITLE_MODIFIERS | {"."}
_NEVER_AFTER_TITLES = ORGANISATION_WORDS | {"of", "for", "'s"}
_AT_PLACE = word_set("in at near from to across outside throughout")


class Named(NamedTuple):
    """A name: tokens `start` to `end` (the possessive left out), its words, what is known."""

    start: int
    end: int
    normal: str
    detail: Name


def names(tokens: Tokens, taken: list[bool]) -> Iterator[Named]:
    """Every name in the text, in order; tokens that are `taken` by dates belong to none."""
    known = _recurring(tokens)
    i = 0
    while i < len(tokens):
        end = i if taken[i] else _run(tokens, i, taken)
        if end == i:
            i += 1
            continue
        yield from _from_run(tokens, i, end, known)
        i = end


def _recurring(tokens: Tokens) -> tuple[frozenset[str], frozenset[str]]:
    """Words seen with a capital inside a sentence, and words seen without one."""
    inside = frozenset(base(t) for t in tokens.items if _capital(t) and not t.initial)
    small = frozenset(t.low for t in tokens.items if t.kind == "word" and t.text[0].islower())
    return inside - FUNCTION_WORDS, small


def _capital(token: Token) -> bool:
    if token.kind == "initials":
        return True
    mixed = token.text[:1].islower() and len(token.text) > 2 and token.text[1].isupper()
    return token.kind == "word" and (token.text[0].isupper() or mixed)


def _run(tokens: Tokens, i: int, taken: list[bool]) -> int:
    """The token after the capitalised run that starts at `i`; `i` itself when none does."""
    if not _opens(tokens, i):
        return i
    end = i + 1
    while end < len(tokens) and not taken[end] and not _closed(tokens, end):
        step = _continues(tokens, i, end, taken)
        if not step:
            break
        end += step
    return end


def _opens(tokens: Tokens, i: int) -> bool:
    token = tokens.at(i)
    if _capital(token):
        return True
    follow = tokens.at(i + 1)
    coded = token.kind == "number" and tokens.glued(i + 1) and follow.kind == "word"
    return coded and follow.text[0].isupper() and not tokens.glued(i)


def _closed(tokens: Tokens, end: int) -> bool:
    """Whether the word before ends the name: a possessive, or an abbreviation ending a sentence."""
    before = tokens.at(end - 1)
    return before.low.endswith("'s") or (tokens.at(end).initial and before.kind != "sign")


def _continues(tokens: Tokens, i: int, end: int, taken: list[bool]) -> int:
    """How many tokens from `end` the name goes on for."""
    token, follow = tokens.at(end), tokens.at(end + 1)
    if _capital(token) or (token.kind == "number" and tokens.glued(end)):
        return 1
    free = end + 1 < len(tokens) and not taken[end + 1]
    if not free:
        return 0
    if token.low in HYPHENS and tokens.glued(end) and tokens.glued(end + 1):
        return 2 if _capital(follow) or follow.kind == "number" else 0
    if token.text == "." and _abbreviated(tokens, end):
        return 2 if _capital(follow) else 0
    if token.text == "&" and _capital(follow):
        return 2
    if token.low in PARTICLES and (_capital(follow) or follow.low in PARTICLES):
        return 1 if tokens.at(end - 1).kind == "word" else 0
    return _joined(tokens, i, end)


def _abbreviated(tokens: Tokens, end: int) -> bool:
    before = tokens.at(end - 1)
    short = len(before.text) == 1 or before.low in TITLES or before.low in ("st", "jr", "mt", "ft")
    return short and tokens.glued(end)


def _joined(tokens: Tokens, i: int, end: int) -> int:
    """Reads "of [the]" after an institution's head word, "and" and "for" inside such a name."""
    word = tokens.low(end)
    if word not in _AND_JOINS:
        return 0
    run = {tokens.low(j) for j in range(i, end)}
    headed = base(tokens.at(end - 1)) in HEADS_WITH_OF
    inside = bool(run & _AND_JOINS) and bool(run & ORGANISATION_WORDS)
    if not (headed and word in ("of", "for")) and not (inside and word in ("and", "of")):
        return 0
    skip = 2 if tokens.low(end + 1) == "the" else 1
    return skip + 1 if _capital(tokens.at(end + skip)) else 0


def _from_run(
    tokens: Tokens, start: int, end: int, known: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Named]:
    """A run cut at its titles: "Vietnamese President Vo Van Thuong" holds two names."""
    start = _skip_opener(tokens, start, end, known)
    title: list[str] = []
    at = start
    for j in range(start, end + 1):
        if j < end and not _title_here(tokens, j, end):
            continue
        if j > at:
            yield from _pieces(tokens, at, j, " ".join(title))
            title = []
        if j < end and tokens.at(j).kind == "word":
            title.append(tokens.low(j))
        at = j + 1
    if at > end:
        return


def _title_here(tokens: Tokens, j: int, end: int) -> bool:
    """Whether token `j` belongs to a title that stands before a name ("Lt. General")."""
    if tokens.low(j) == "state" and tokens.words(j - 2, 2) == ("secretary", "of"):
        return True
    seen = False
    while j < end and (tokens.low(j) in _TITLE_CHAIN):
        seen = seen or tokens.low(j) in TITLES
        j += 1
    return seen and (j >= end or tokens.low(j) not in _NEVER_AFTER_TITLES)


def _skip_opener(
    tokens: Tokens, start: int, end: int, known: tuple[frozenset[str], frozenset[str]]
) -> int:
    """Leaves out the first word of a sentence when it is no name."""
    while start < end and (tokens.low(start) in FUNCTION_WORDS or tokens.at(start).low == "former"):
        if tokens.at(start).text.isupper() and len(tokens.at(start).text) > 1:
            break
        start += 1
    token = tokens.at(start)
    if start >= end or not token.initial:
        return start
    return start if _is_name(tokens, start, end, known) else start + 1


def _is_name(
    tokens: Tokens, start: int, end: int, known: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether the capital of a sentence's first word is there for a name."""
    token, word = tokens.at(start), base(tokens.at(start))
    inside, small = known
    if token.kind == "initials" or (token.text.isupper() and len(token.text) > 1):
        return True
    if word in inside or word in COUNTRIES or word in COMMON_FIRST_NAMES:
        return True
    if word in small or word in OPENERS or word in WEEKDAYS or word in MONTHS:
        return False
    if end > start + 1 or token.low.endswith("'s"):
        return True
    return not word.endswith(_COMMON_ENDINGS)


def _pieces(tokens: Tokens, start: int, end: int, title: str) -> Iterator[Named]:
    """The names of one stretch: "Japan-Vietnam" is two countries, the rest is one name."""
    while start < end and tokens.at(end - 1).kind == "sign":
        end -= 1
    while start < end and tokens.at(start).kind == "sign":
        start += 1
    if start == end:
        return
    words = [base(t) for t in tokens.items[start:end] if t.kind != "sign"]
    pair = end - start == 3 and tokens.low(start + 1) in HYPHENS
    if pair and all(word in COUNTRIES for word in words):
        yield Named(start, start + 1, words[0], Name("place"))
        yield Named(start + 2, end, words[1], Name("place"))
        return
    yield Named(start, end, " ".join(words), Name(_type(tokens, start, end, words, title), title))


def _type(tokens: Tokens, start: int, end: int, words: list[str], title: str) -> NameType:
    if title:
        return "person"
    if set(words) & ORGANISATION_WORDS or any(t.text == "&" for t in tokens.items[start:end]):
        return "organisation"
    if words[0] in COMMON_FIRST_NAMES and len(words) > 1:
        return "person"
    if words[-1] in COUNTRIES or set(words) & PLACE_WORDS:
        return "place"
    if tokens.low(end) in _SPEECH:
        return "organisation" if words[0].rstrip(".") in _STATES and len(words) > 1 else "person"
    if len(words) == 1 and tokens.at(start).text.isupper() and len(words[0]) > 1:
        return "organisation"
    return "place" if tokens.low(start - 1) in _AT_PLACE else "other"
