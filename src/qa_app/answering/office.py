"""Who holds an office: the president of one country is not that of another. Pure.

"Who is the president of Laos?" shares its words with "the president spoke in Laos" as with "Laos's
president, Ann Lee"; only in the second do office, place and person belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa_app.answering.sentences import Sentence, context_of, values_of
from qa_app.retrieval.peoples import NAME_WORD, is_country, names_in
from qa_app.retrieval.words import stem
from qa_app.values import Name, When
from qa_app.verification.words import same_people

_NOW = re.compile(r"^\W*who(?:['’]s| is| are)\b(?!.*\b(?:19|20)\d\d\b)", re.IGNORECASE)
_ASKS = re.compile(
    r"^\W*who(?:['’]s| is| was| are| were)(?: (?:now|currently|the|then))* (?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_ROLE, _NAME = r"[\w-]+(?: [\w-]+){0,3}", r"[\w.&-]+(?: [\w.&-]+){0,3}"
_OF = re.compile(rf"^(?P<role>{_ROLE}) (?:of|for) (?:the )?(?P<of>{_NAME})$", re.IGNORECASE)
_WHOSE = re.compile(rf"^(?P<of>{_NAME})['’]s? (?P<role>{_ROLE})$", re.IGNORECASE)
_WHEN = re.compile(
    r" (?:before|after|until|since|during|in|at|when|while|that|who|which)\b.*", re.IGNORECASE
)
_PEOPLES = re.compile(rf"^(?P<of>[\w-]+) (?P<role>{_ROLE})$")
_OTHER_RANK = frozenset("vice deputy assistant former ex acting interim late".split())
_BEFORE, _BEHIND = 3, 4
_HALVED = 4.0
"""Years after which a holder of an office is half as likely to hold it still."""
_REACH = 40
"""Characters between an office and the name of who holds it: some seven words."""


Holder = Literal["own", "other", ""]


@dataclass(frozen=True)
class Office:
    """What somebody is asked for by: lower-case words of the office, and of whose office it is."""

    role: tuple[str, ...]
    of: tuple[str, ...]


def who_is(question: str) -> str:
    """The name of whom a question asks who it is ("Who is Ann Lee?"), "" where it asks no such."""
    asks = _ASKS.match(question)
    named = asks and re.fullmatch(r"(?:[A-Z][\w.'’-]*(?: |$)){1,5}", asks["what"])
    return named.group() if named else ""


def office(question: str) -> Office | None:
    """The office that the question asks the holder of, if it names one and whose it is."""
    asks = _ASKS.match(question)
    what = asks["what"] if asks else ""
    what = _WHEN.sub("", what)
    found = _OF.match(what) or _WHOSE.match(what)
    if found is None:
        found = _PEOPLES.match(what)
        if found is None or not is_country(found["of"].lower()):
            return None
    return Office(names_in(found["role"]), names_in(found["of"]))


def holders(question: str, sentences: Sequence[Sentence]) -> list[Holder]:
    """For each sentence whether it names who holds the office that is asked for, or who holds
    another one of that name; nothing where no office is asked for.

    "Chief executive Ann Lee said" is of the firm that the sentence before it, the heading or the
    title names; where none of these does, nobody is told to hold the office there.
    """
    asked = office(question)
    if asked is None:
        return [""] * len(sentences)
    return [_holder_at(asked, sentence) for sentence in sentences]


def still(question: str, sentences: Sequence[Sentence]) -> list[float]:
    """For each sentence how likely, 0 to 1, who holds an office by it holds it still, where that is
    asked: less by half for every few years since its year, counted from the latest that one tells.
    """
    asked = office(question) if _NOW.match(question) else None
    if asked is None:
        return [1.0] * len(sentences)
    years = [_year(sentence.text) if _has(asked, sentence.text) else 0 for sentence in sentences]
    latest = max(years, default=0)
    return [0.5 ** ((latest - year) / _HALVED) if year else 1.0 for year in years]


def _has(asked: Office, text: str) -> bool:
    words, size = names_in(text), len(asked.role)
    return any(words[i : i + size] == asked.role for i in range(len(words) - size + 1))


def _year(text: str) -> int:
    """The latest year that a text names, 0 where it names none."""
    dates = (value.detail for value in values_of(text))
    return max((when.year or 0 for when in dates if isinstance(when, When)), default=0)


def _holder_at(asked: Office, sentence: Sentence) -> Holder:
    found = _holder(asked, sentence.text)
    if found:
        return found
    around, told = context_of(sentence), names_in(sentence.text)
    # A name is rarely told whole twice: "Acme" is Acme Foods.
    near = any(stem(word) in around or _any_same(told, word) for word in asked.of)
    return "" if near else "other"


def holder_in(question: str, text: str) -> tuple[int, int] | None:
    """Where in a sentence the name of who holds the office stands that the question asks for."""
    asked = office(question)
    places = _places(asked, text) if asked else []
    return next((place for _, place in places if place), None)


def _holder(asked: Office, text: str) -> Holder:
    found = {whose for whose, _ in _places(asked, text)}
    return "own" if "own" in found else "other" if "other" in found else ""


def _places(asked: Office, text: str) -> list[tuple[Holder, tuple[int, int] | None]]:
    """Each place that names the office: whose it is there, and where the holder's name stands."""
    places, words = [m.span() for m in NAME_WORD.finditer(text)], names_in(text)
    size, own = len(asked.role), len(asked.of)
    found: list[tuple[Holder, tuple[int, int] | None]] = []
    for i in range(len(words) - size + 1):
        if words[i : i + size] != asked.role:
            continue
        before, behind = words[max(0, i - _BEFORE - own) : i], words[i + size :]
        around = before + behind[: _BEHIND + own]
        # "Rovers manager Ann Lee" is of Hexley Rovers as well.
        short = bool(before) and _any_same(asked.of, before[-1])
        of_it = short or all(_any_same(around, one) for one in asked.of)
        another = any(is_country(w) and not _any_same(asked.of, w) for w in before[-2:])
        if another or set(before[-1:]) & _OTHER_RANK:
            found.append(("other", None))
        elif of_it and (who := _person(asked, text, places[i][0], places[i + size - 1][1])):
            found.append(("own", who))
    return found


def _any_same(words: Sequence[str], one: str) -> bool:
    return any(same_people(word, one) for word in words)


def _person(asked: Office, text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name of somebody beside the office, the nearest one."""
    near: list[tuple[int, int, int]] = []
    for value in values_of(text):
        detail = value.detail
        if not isinstance(detail, Name) or detail.type in ("place", "organisation"):
            continue
        own = [word for word in names_in(value.text) if word not in asked.role]
        gap = max(value.start - end, start - value.end)
        if gap <= _REACH and any(not _any_same(asked.of, word) for word in own):
            near.append((gap, value.start, value.end))
    return min(near)[1:] if near else None
