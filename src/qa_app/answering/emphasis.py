"""The answering words inside a quote: the number, name or date that was asked for. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from qa_app.answering.office import who_is
from qa_app.answering.sentences import Sentence, answering_values, values_of
from qa_app.retrieval.peoples import is_country
from qa_app.retrieval.words import search_terms, stem, tokens
from qa_app.values import ExpectedAnswer, Value, question_type
from qa_app.values.lexicon import FUNCTION_WORDS, TITLE_MODIFIERS
from qa_app.values.question import says_who

Stretch = tuple[int, int]
_LEAST, _SURE = 2.0, 4.0
"""Margins of the reader, in logits: below the first only what the question tells apart is marked
(of the words marked above it .88 are right on squad2-dev, .81 on plain questions), from the second
also words of another form."""
_ORDER = frozenset(
    "first second third fourth fifth last final next previous earlier later former latter oldest"
    " youngest largest smallest highest lowest".split()
)
_OPPOSITES = (
    ("first", "last"), ("earlier", "later"), ("former", "latter"), ("oldest", "youngest"),
    ("largest", "smallest"), ("highest", "lowest"), ("previous", "next"),
)  # fmt: skip
_OF_ANY_FORM = frozenset(("name", "title", "text", "organisation"))
"""What may be written in many forms. Of the others the only one of a sentence, where the reader
marks it too, was right in 22 of 23, however sure the reader was."""
_MOST_WORDS, _SEVERAL = 14, 2
_TOLD = re.compile(r"\b(?:is|are|was|were|has|have|had|be|becomes|became|[a-z]{3,}ed)\b")
"""A verb between two names, which are one no more."""
_BEHIND = re.compile(
    r"(?: [A-Z][\w’'-]*)*(?:, \d+)?"
    r"(?:(?:, | \(|,? (?:who )?(?:is|was) )(?=(?:an?|the|one)\b)|, (?=[a-z]))"
    r"(?P<who>(?P<head>(?:(?!(?:of|in|at|from|to|for|with|on|by|and|or|who|whose|whom|that|which|when)\b)"
    r"[\w’'-]+(?: |(?=[,.)])))+)[^,.;:()—–]{0,110})"
)
"""What follows a name that may say who that is, and its words up to the first preposition."""
_NO_NOUN = re.compile(r"\w+(?:ing|ed)$")
_SINGLE = re.compile(r"^\W*who(?:['’]s| is| was)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:|]|\b(?:and|but|while|whereas)\b", re.IGNORECASE)


def emphasis(question: str, sentence: Sentence) -> tuple[Stretch, ...]:
    """Stretches of the sentence (code points of it) that answer, or none.

    With a reader, the words that it marks, widened to the value they are part of; a value of the
    form asked for that the reader does not mark is not the answer. Without one, the value of that
    form nearest to the question's words. Where a list is asked for, all values of the form. Of who
    somebody is only what stands beside the name.
    """
    expected = question_type(question)
    fitting = answering_values(expected, question, sentence.text)
    name = who_is(question) if _SINGLE.match(question) else ""
    if name and not says_who(name.split()[-1]):
        return _who(name, sentence.text)
    if expected.is_list and len(fitting) > 1:
        return tuple((value.start, value.end) for value in fitting)
    if sentence.read is not None:
        return _read(question, sentence, expected, fitting)
    told_apart = _told_apart(question, sentence.text, fitting, _ORDER)
    if told_apart is not None:
        return ((told_apart.start, told_apart.end),)
    if not fitting:
        return ()
    places = _places(question, sentence.text)
    if not places and len({value.text for value in fitting}) > 1:
        return ()  # nothing tells them apart
    nearest = min(fitting, key=lambda value: (_distance(value, places), value.start))
    return ((nearest.start, nearest.end),)


def _told_apart(
    question: str, quote: str, fitting: list[Value], words: frozenset[str] = frozenset()
) -> Value | None:
    """Of several values the one beside the year, the number or, of `words`, the "first" that the
    question names; None where it names none that the quote has.
    """
    if len(fitting) < _SEVERAL:
        return None
    asked = {word for word in tokens(question) if word.isdigit() or word in words}
    named = [m.span() for m in re.finditer(r"\w+", quote) if m.group().lower() in asked]
    if not named:
        return None
    return min(
        fitting,
        key=lambda value: (
            min(_clauses_and_gap(value, place, quote) for place in named),
            value.start,
        ),
    )


def _opposed(question: str, quote: str) -> frozenset[str]:
    """The words of order of a question of which the quote has the opposite as well."""
    asked, told = set(tokens(question)), set(tokens(quote))
    return frozenset(
        word
        for pair in _OPPOSITES
        for word, other in (pair, pair[::-1])
        if word in asked and word in told and other in told
    )


def _clauses_and_gap(value: Value, place: Stretch, quote: str) -> tuple[int, int]:
    """How many clauses end between a value and a place, and the characters between them."""
    between = quote[value.end : place[0]] or quote[place[1] : value.start]
    return len(_CLAUSE.findall(between)), _gap(value, place)


def _gap(value: Value, place: Stretch) -> int:
    """Characters between a value and a place; 0 where they touch."""
    return max(place[0] - value.end, value.start - place[1], 0)


def _read(
    question: str, sentence: Sentence, expected: ExpectedAnswer, fitting: list[Value]
) -> tuple[Stretch, ...]:
    assert sentence.read is not None
    base = sentence.span.start - sentence.passage.span.start
    start, end = (min(max(at - base, 0), len(sentence.text)) for at in sentence.read.span)
    if end <= start:
        return ()
    held = [value for value in fitting if value.start < end and start < value.end]
    alone = len(fitting) == len(held) == 1 and not expected.is_list
    if alone and expected.kind not in _OF_ANY_FORM:
        return ((held[0].start, held[0].end),)
    if sentence.read.margin <= 0:
        return ()
    if sentence.read.margin <= _LEAST:  # that something answers, but it is not sure what
        named = _told_apart(question, sentence.text, fitting, _ORDER)
        return ((named.start, named.end),) if named else ()
    # A reader mixes up the values of two years more often than it takes a year for "the first",
    # unless the sentence tells of the first and of the last.
    opposed = _opposed(question, sentence.text)
    told_apart = _told_apart(question, sentence.text, fitting, opposed)
    if told_apart is not None:
        return ((told_apart.start, told_apart.end),)
    names = [v for v in values_of(sentence.text) if v.kind == "name" and start <= v.start < end]
    if any(_TOLD.search(sentence.text[a.end : b.start]) for a, b in pairwise(names)):
        return ()  # "Japan became Vietnam" is no name
    if len(held) == 1:
        # "Japanese landing ship Kunisaki" is no more called "Japanese" than a date is its sentence.
        whole = (min(start, held[0].start), max(end, held[0].end))
        short = len(sentence.text[slice(*whole)].split()) <= _MOST_WORDS
        by_name = held[0].kind == "name" and short
        return (whole,) if by_name else ((held[0].start, held[0].end),)
    short = len(sentence.text[start:end].split()) <= _MOST_WORDS
    if short and (held or not fitting or sentence.read.margin > _SURE):
        return ((start, end),)
    return ()


def _who(name: str, text: str) -> tuple[Stretch, ...]:
    """Who somebody is, where that stands beside the name: "Ann Lee, a farmer", "the Norwegian
    foreign minister Ann Lee". No other name is who somebody is, whatever the reader marks.
    """
    asked = tokens(name)
    words = list(re.finditer(r"[\w.-]+(?:['’]\w+)?", text))
    for at, found in enumerate(words):
        if tokens(found.group()) != asked[-1:]:
            continue
        first = at
        while first and set(tokens(words[first - 1].group())) & set(asked):
            first -= 1
        before = words[first - 1].group() if first else ""
        if first == at and len(asked) > 1 and before[:1].isupper() and not _is_of_title(before):
            continue  # somebody else of that surname
        behind = _BEHIND.match(text, found.end())
        if behind and _is_role(behind["head"]):
            return (behind.span("who"),)
        start = first
        while start and _goes_on(words[start - 1], text):
            start -= 1
        run = [word.group() for word in words[start:first]]
        roles = [n for n, word in enumerate(run) if says_who(word)]
        whose = [n for n, word in enumerate(run) if re.search(r"['’]s?$", word)]
        begins = [n for n, word in enumerate(run) if _is_of_title(word) or is_country(word.lower())]
        if roles:
            low = 0 if whose and whose[0] < roles[-1] else min(begins)
            return ((words[start + low].start(), words[start + roles[-1]].end()),)
    return ()


def _is_role(head: str) -> bool:
    """Whether the words behind a name say who that is: "a retired farmer", no "speaking to"."""
    first = head.split()[0].lower()
    stands = first in ("a", "an", "the", "one") or (
        first not in FUNCTION_WORDS and not _NO_NOUN.match(first)
    )
    return stands and says_who(head)


def _goes_on(word: re.Match[str], text: str) -> bool:
    """Whether a word may stand in the title before a name: nothing ends behind it."""
    low = word.group().lower()
    over = text[word.end() : word.end() + 1] != " " or (low.endswith(".") and len(low) > 4)
    capital = word.group()[0].isupper() and low not in FUNCTION_WORDS
    return not over and (capital or _is_of_title(low))


def _is_of_title(word: str) -> bool:
    return word.lower() in TITLE_MODIFIERS or says_who(word)


def _places(question: str, quote: str) -> list[Stretch]:
    """Where the question's telling words stand in the quote, inflected or not."""
    asked = {stem(term) for term in search_terms(question)}
    return [m.span() for m in re.finditer(r"\w+", quote) if stem(m.group().lower()) in asked]


def _distance(value: Value, places: list[Stretch]) -> float:
    """Mean distance in characters to the places; 0 when there are none."""
    gaps = [_gap(value, place) for place in places]
    return sum(gaps) / len(gaps) if gaps else 0.0
