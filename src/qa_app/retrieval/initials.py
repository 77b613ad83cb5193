"""Initials that no article writes, read as the words that it writes: "CEO", "DfT"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from qa_app.retrieval.query import Alias
from qa_app.retrieval.words import tokens

# Offices and bodies that everybody abbreviates, as they are written in small letters or capitals.
# None of them is here because of an article.
_TABLE = """
ceo: chief executive, managing director; cfo: chief financial officer, finance director, chief
finance officer, finance chief; coo: chief operating officer, operations director; cto: chief
technology officer, chief technical officer, technology director; cio: chief information officer;
cmo: chief marketing officer, chief medical officer; cso: chief scientific officer, chief science
officer; md: managing director; dg: director general, director-general; vp: vice president,
vice-president; svp: senior vice president; pm: prime minister; dpm: deputy prime minister; fm:
foreign minister, finance minister; mp: member of parliament; mep: member of the european
parliament; ag: attorney general, attorney-general; da: district attorney; pa: personal assistant;
hr: human resources; pr: public relations; un: united nations; eu: european union; uk: united
kingdom; ngo: non-governmental organisation, nongovernmental organization; vat: value added tax,
value-added tax; gdp: gross domestic product; agm: annual general meeting; ipo: initial public
offering; ev: electric vehicle, electric car; mou: memorandum of understanding, memorandum
"""
_KNOWN = {
    short.strip(): tuple(" ".join(long.split()) for long in longs.split(","))
    for short, longs in (row.split(":") for row in _TABLE.split(";"))
}
_INITIALS = re.compile(
    r"\b(?:(?:[A-Z]\.){2,}(?:[A-Z]\b)?|[A-Z]{2,6}(?=s?\b)|[A-Z][a-z]?[A-Z]{1,3}\b)"
)
_CLOCK = re.compile(r"\d[\d:.]*\s*$")
_SMALL = r"(?:of|and|the|for|on|in|to|de|la|du)"
_RUN = re.compile(rf"[A-Z][\w'’-]*(?:\s+(?:{_SMALL}\s+){{0,2}}[A-Z][\w'’-]*)+")
_LEAST = 3


def written_out(
    question: str,
    is_held: Callable[[str], bool],
    texts: Callable[[Sequence[str]], Sequence[str]],
) -> tuple[str, tuple[str, ...]]:
    """The question with initials that no passage holds written out as the passages do.

    Args:
        is_held: whether any passage holds a lower-case word.
        texts: gives the texts found for the question and for more words or phrases, best first.

    Returns:
        the question, and the words that were put in.
    """
    put_in = []
    for start, end in reversed(_places(question)):
        short = _plain(question[start:end])
        if is_held(short):
            continue
        longs = _KNOWN.get(short, ())
        found = texts(longs)
        if long := _first_of(longs, found) or _named_by(short, found):
            put_in.append(long)
            question = question[:start] + long + question[end:]
    return question, tuple(dict.fromkeys(reversed(put_in)))


def followed(question: str, texts: Sequence[str]) -> tuple[Alias, ...]:
    """The offices and bodies of the question that one of the texts writes the other way."""
    used = {_plain(question[start:end]) for start, end in _places(question)}
    asked = f" {' '.join(tokens(question))} "
    return tuple(
        Alias(short, long)
        for short, longs in _KNOWN.items()
        for long in longs
        if (short in used and _first_of((long,), texts))
        or (
            f" {' '.join(tokens(long))} " in asked
            and any(re.search(rf"\b{short.upper()}s?\b", text) for text in texts)
        )
    )


def _places(question: str) -> list[tuple[int, int]]:
    """Where the question has initials: in capitals, or such as everybody knows in small letters."""
    if question.isupper():
        return []
    found = [m.span() for m in _INITIALS.finditer(question)]
    small = re.finditer(r"\b[a-z]{3,}\b", question)
    found += [m.span() for m in small if m.group() in _KNOWN]
    return sorted(place for place in found if not _CLOCK.search(question[: place[0]]))


def _plain(short: str) -> str:
    return short.replace(".", "").lower()


def _first_of(longs: Sequence[str], texts: Iterable[str]) -> str:
    """Which of these phrases the first text that has one of them has."""
    for text in texts:
        low = text.lower()
        for long in longs:
            if re.search(rf"\b{re.escape(long)}\b", low):
                return long
    return ""


def _named_by(short: str, texts: Iterable[str]) -> str:
    """The capitalised words with these initials that the texts have most often, or ""."""
    if len(short) < _LEAST:
        return ""
    counted = Counter(
        name
        for text in texts
        for run in _RUN.finditer(text)
        for name in _with_initials(short, run.group().split())
    )
    return counted.most_common(1)[0][0] if counted else ""


def _with_initials(short: str, words: Sequence[str]) -> Iterable[str]:
    """The ends of a run of words whose initials, or whose capitals, are `short`."""
    for first in range(len(words) - 1):
        part = words[first:]
        initials = "".join(word[0] for word in part).lower()
        capitals = "".join(word[0] for word in part if word[0].isupper()).lower()
        if part[0][0].isupper() and short in (initials, capitals):
            yield re.sub(r"['’]s?$", "", " ".join(part))
