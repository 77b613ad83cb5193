"""The thing without a name that a question asks of: "the new pier in Velm". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_app.retrieval.english import is_english
from qa_app.retrieval.forms import base_form
from qa_app.values.lexicon import AUXILIARIES, FUNCTION_WORDS, TITLES
from qa_app.verification.lexicon import BE, SEXES
from qa_app.verification.words import is_common_verb
from qa_app.verification.words import stem as form

SPOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
"""A word as it is spoken, with what is joined to it."""
_ACT = frozenset("do does did will would can could shall should may might must".split())
_ARTICLES = frozenset("the a an this".split())
_PARTICLES = frozenset("up down off out over".split())
_TOLD = frozenset("of about for with against behind".split())
_WHERE = frozenset("in at on to under over near for from between across against about".split())
_NO_OBJECTS = (
    TITLES
    | frozenset(SEXES.split())
    | frozenset(
        "person mayor boss student teacher expert author poet pilot judge nurse friend child"
        " one same first last other next rest most way time year day week month century name number"
        " price cost value amount date age reason cause idea difference kind type size height"
        " length weight depth population capital result answer question total".split()
    )
)
"""Heads of what is no "it" of a later question: people, times, and what something else has."""
_NOUNS = frozenset(
    "building meeting painting wedding ruling hearing crossing landing opening drawing ceiling"
    " spring ring wing string".split()
)
"""Words in -ing of which there are some."""


def unnamed(question: str) -> str:
    """The thing without a name that a question asks of, and where it is: "the new pier in Velm" of
    "How much did the new pier in Velm cost?"; "" where there is none.

    It is the subject or the object, else what stands behind "of" or "about".
    """
    words = SPOKEN.findall(question.lower() if question.isupper() else question)
    places = [i for i in range(1, len(words) - 1) if words[i].lower() in _ARTICLES]
    asked = [i for i in places if _is_asked_of(words, i)]
    told = [i for i in places if words[i - 1].lower() in _TOLD]
    return next(filter(None, (_thing_at(words, i) for i in (*asked, *told))), "")


def _thing_at(words: Sequence[str], article: int) -> str:
    """The thing of which the name begins with an article, or ""."""
    end = article + 1
    while end < min(len(words), article + 5) and _is_plain(words[end]):
        end += 1
    whole, where = list(words[article + 1 : end]), _where(words, end)
    if words[end : end + 1] == ["of"]:
        return ""
    before, first = words[article - 1].lower(), words[0].lower()
    at_end = end + len(where) >= len(words)
    if before not in _ACT and len(whole) > 1 and _is_done(whole[-1]):
        whole.pop()
    elif before in _ACT and (acts := [w for w in whole[1:] if is_common_verb(form(w))]):
        whole = whole[: whole.index(acts[0])]  # "did the committee get set up"
    elif len(whole) > 1 and before in _ACT and (at_end or not where):
        whole = whole[:-2] if whole[-1].endswith("ing") and len(whole) > 2 else whole[:-1]
    elif len(whole) > 1 and before in BE and at_end and not where and first in ("why", before):
        whole.pop()  # "why is the tunnel important"
    head = whole[-1] if whole else ""
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    does = any(word.endswith("ing") and word not in _NOUNS for word in whole[1:])
    if not head or plural or does or head in _NO_OBJECTS or not is_english(head):
        return ""
    return " ".join(["the", *whole, *(where if end - article - 1 == len(whole) else ())])


def _is_asked_of(words: Sequence[str], article: int) -> bool:
    """Whether what follows an article is the subject or the object of a question: it stands behind
    a verb, or what goes with one ("set up").
    """
    before = words[article - 1]
    if before[:1].isupper() and article > 1:
        return False
    if before in _PARTICLES and article > 1:
        return words[article - 2].lower() not in FUNCTION_WORDS
    return before.lower() not in FUNCTION_WORDS - AUXILIARIES


def _is_plain(word: str) -> bool:
    return word.islower() and word not in FUNCTION_WORDS


def _is_done(word: str) -> bool:
    """Whether a word behind a noun is what was done to it: "opened", "built"."""
    base = base_form(word)
    return word.endswith("ed") or (base != word and is_common_verb(form(base)))


def _where(words: Sequence[str], at: int) -> list[str]:
    """The words that say where something is, which begin at a word: "in Velm", "on the hill"."""
    if at >= len(words) - 1 or words[at] not in _WHERE:
        return []
    end = at + 1
    if words[end] in ("the", "a"):
        end += 1
        while end < min(len(words), at + 4) and _is_plain(words[end]) and not _is_done(words[end]):
            end += 1
    while end < len(words) and words[end][:1].isupper():
        end += 1
    return list(words[at:end]) if end > at + 1 + (words[at + 1] in ("the", "a")) else []
