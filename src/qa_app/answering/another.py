"""Whether a sentence is about another one of the kind that the question asks about. Pure.

"How many Chinese nationals live there?" shares all its words but one with "Just over 565,000
Vietnamese nationals live there", and a reader of meaning takes one for the other. Only words are
looked at that say which one is meant, in front of the same word, and of classes whose members
exclude each other: contraries ("public" and "private schools", "temperate" and "non-temperate"),
peoples and countries, ordinals, and marks of which only the number differs ("X.25", "X.75").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise, product

from qa_app.answering.sentences import Sentence, context_of, text_before, values_of
from qa_app.retrieval.peoples import countries, country
from qa_app.retrieval.words import STOPWORDS, stem
from qa_app.values import When, question_type
from qa_app.verification.words import antonyms
from qa_app.verification.words import stem as form

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_TWO = re.compile(r"(?<![\w-])([^\W\d_]{3,})[-–—]([^\W\d_]{3,})(?![\w-])")
_MARK = re.compile(r"(?=\S*\d)(?=\S*[a-z])\S+")
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_NOT = ("non-", "non", "un", "in", "im", "dis", "anti-", "anti")
_LEAST = 4
"""Letters of a word that may have its contrary by a prefix: "in" and "inside" are none."""
_YES_NO = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)


def another(question: str, sentence: Sentence) -> tuple[str, str] | None:
    """The word of the question and the one that stands in its place in the sentence, or None.

    Never where the sentence, the one before it, its heading or its title has the word as well, nor
    where a yes or a no is asked for: what is private answers "Is it public?".
    """
    if _YES_NO.match(question):
        return None
    known, asked, told = context_of(sentence), _words(question), _words(sentence.text)
    own = {stem(word) for word in asked}
    for (word, head), (other, same) in product(pairwise(asked), pairwise(told)):
        if stem(head) != stem(same) or word == other or {word, other, head} & STOPWORDS:
            continue
        if stem(word) in known or stem(other) in own or not _excludes(word, other):
            continue
        if country(word) not in countries(sentence.text):  # "as Beijing calls it": the Chinese
            return word, other
    return _of_two(question, sentence.text, known)


def _of_two(question: str, text: str, known: frozenset[str]) -> tuple[str, str] | None:
    """The part of a name of two that another one has in its place: the Arlen-Velm line is not the
    Norvik–Velm line.
    """
    told = [
        one.groups() for one in _TWO.finditer(text) if all(w[0].isupper() for w in one.groups())
    ]
    for match in _TWO.finditer(question):
        first, second = (word.lower() for word in match.groups())
        if {stem(first), stem(second)} <= known:
            continue
        for a, b in ((one.lower(), other.lower()) for one, other in told):
            if b == second and a != first and stem(first) not in known:
                return first, a
            if a == first and b != second and stem(second) not in known:
                return second, b
    return None


def of_another_country(question: str, sentence: Sentence) -> bool:
    """Whether what is asked of two countries is told of one of them and a third: "How much did
    Norway lend Laos?", "Tokyo lent Laos nine million".

    Never where the sentence, what stands right before it, its heading or its title has the country
    as well, nor where a reason or a way is asked for.
    """
    if question_type(question).kind in _OF_MANY:
        return False
    around = f"{text_before(sentence)} {sentence.passage.title}"
    return _exchanged(question, sentence.text, around)


_WHERE = re.compile(r"\bin (?:the )?\w+", re.IGNORECASE)
"""Where something was is often told elsewhere, or by the name of a town."""
_OF_MANY = frozenset(("reason", "manner", "definition"))


def _exchanged(question: str, text: str, around: str) -> bool:
    asked, told = countries(question), countries(text)
    missing = countries(_WHERE.sub("", question)) - told - countries(around)
    return bool(missing and asked & told and told - asked)


def of_another_time(question: str, sentence: Sentence) -> bool:
    """Whether a figure or a name is asked for of one year or month, and the sentence tells that of
    another one: "How many tickets were sold in November?", "In December 4,000 tickets were sold".

    Never where the sentence, what stands right before it, its heading or its title has the time as
    well (unless the sentence begins with its own: "In 2015, …"), nor where a time is asked for.
    """
    if question_type(question).kind in _NOT_OF_A_TIME or _YES_NO.match(question):
        return False
    asked, told = _times(question), _times(sentence.text)
    if not asked or not told or _SINCE.search(sentence.text):
        return False
    # Where a month is asked for, a year by itself ("4,000 in 2025") is not that month's.
    of_months = [t for t in told if t.month] if any(a.month for a in asked) else []
    if any(_may_be(a, t) for a in asked for t in of_months or told):
        return False
    if _FRAMED.match(sentence.text):
        return True
    around = _times(f"{text_before(sentence)} {sentence.passage.title}")
    return not any(_may_be(a, t) for a in asked for t in around if (t.month if a.month else t.year))


_FRAMED = re.compile(r"\W*(?:in|during|on|at)\s[^,;:.]{0,20}?\b(?:1\d|20)\d\d\b", re.IGNORECASE)
_NOT_OF_A_TIME = frozenset(("date", "year", "reason", "manner", "definition", "yes-no"))
_SINCE = re.compile(
    r"\b(?:since|after|before|until|till|by|from|between)\s+(?:\w+\s+){0,2}\d{4}\b", re.IGNORECASE
)
"""A time told so reaches to others."""


def tells_of_the_time(question: str, sentence: Sentence) -> bool:
    """Whether a sentence names the year or the month that the question names."""
    asked, told = _times(question), _times(sentence.text)
    return any(_may_be(a, t) for a in asked for t in told if (t.month if a.month else t.year))


def _times(text: str) -> list[When]:
    found = (value.detail for value in values_of(text))
    return [w for w in found if isinstance(w, When) and (w.year or w.month) and not w.span]


def _may_be(asked: When, told: When) -> bool:
    """Whether two times agree in the year and in the month, as far as both name them."""
    if asked.year and told.year and not told.year <= asked.year <= (told.end_year or told.year):
        return False
    return not asked.month or not told.month or asked.month == told.month


def _excludes(word: str, other: str) -> bool:
    """Whether what is the one is not the other."""
    if form(other) in antonyms(form(word)) or _negates(word, other) or _negates(other, word):
        return True
    if {word, other} <= _ORDINALS or (_ORDINAL.fullmatch(word) and _ORDINAL.fullmatch(other)):
        return True
    if _MARK.fullmatch(word) and _MARK.fullmatch(other):
        return re.sub(r"\d", "", word) == re.sub(r"\d", "", other)
    return bool(country(word) and country(other)) and country(word) != country(other)


@lru_cache(maxsize=20_000)
def _negates(word: str, other: str) -> bool:
    """Whether a word is the other with "non-", "un" or the like in front."""
    return len(other) >= _LEAST and any(
        word.startswith(prefix) and stem(word[len(prefix) :]) == stem(other) for prefix in _NOT
    )


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text.lower())]
