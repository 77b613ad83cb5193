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

from qa_app.answering.office import is_country
from qa_app.answering.sentences import Sentence, context_of
from qa_app.retrieval.words import STOPWORDS, stem
from qa_app.verification.words import antonyms, same_people
from qa_app.verification.words import stem as form

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
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
        if stem(word) not in known and stem(other) not in own and _excludes(word, other):
            return word, other
    return None


def _excludes(word: str, other: str) -> bool:
    """Whether what is the one is not the other."""
    if form(other) in antonyms(form(word)) or _negates(word, other) or _negates(other, word):
        return True
    if {word, other} <= _ORDINALS or (_ORDINAL.fullmatch(word) and _ORDINAL.fullmatch(other)):
        return True
    if _MARK.fullmatch(word) and _MARK.fullmatch(other):
        return re.sub(r"\d", "", word) == re.sub(r"\d", "", other)
    return is_country(word) and is_country(other) and not same_people(word, other)


@lru_cache(maxsize=20_000)
def _negates(word: str, other: str) -> bool:
    """Whether a word is the other with "non-", "un" or the like in front."""
    return len(other) >= _LEAST and any(
        word.startswith(prefix) and stem(word[len(prefix) :]) == stem(other) for prefix in _NOT
    )


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text.lower())]
