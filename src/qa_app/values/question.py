"""What kind of answer a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from qa_app.values.lexicon import AUXILIARIES, CONJUNCTIONS, FUNCTION_WORDS, TITLES, word_set
from qa_app.values.model import Amount, Kind, Name, Value, When
from qa_app.values.tokens import Token, Tokens, base
from qa_app.values.units import CURRENCIES, singular, unit_of

AnswerKind = Literal[
    "person", "place", "organisation", "name", "title", "date", "year", "number", "ordinal",
    "money", "percent", "duration", "age", "reason", "manner", "definition", "yes-no", "text",
]  # fmt: skip

_WHO: Final = frozenset(("who", "whom", "whose", "who's"))
_ASKS: Final = _WHO | frozenset(
    ("what", "which", "when", "where", "why", "how", "what's", "where's", "when's", "how's")
)
_VALUE_KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    "person": ("name",),
    "place": ("name",),
    "organisation": ("name",),
    "name": ("name", "title"),
    "title": ("title", "name"),
    "date": ("date",),
    "year": ("date",),
    "number": ("number", "duration"),
    "ordinal": ("number",),
    "money": ("number",),
    "percent": ("number",),
    "duration": ("duration",),
    "age": ("age", "duration"),
}


def _heads() -> dict[str, AnswerKind]:
    words: dict[AnswerKind, str] = {
        "year": "year",
        "date": "date day month time weekday decade century season",
        "percent": "percentage percent proportion share",
        "money": "price cost value amount salary fee fine budget revenue turnover profit worth sum "
        "wage loan debt income currency",
        "duration": "duration",
        "age": "age",
        "number": "number population speed height depth length distance temperature size weight "
        "score figure rate total width capacity area quantity magnitude",
        "place": "country city state town place village county province region continent island "
        "nation river location capital district area street venue stadium",
        "organisation": "company organisation organization party team club agency firm university "
        "newspaper bank group school college ministry airline league band union institution",
        "person": "person man woman president minister leader actor actress singer player author "
        "writer scientist king queen director politician artist astronaut billionaire driver "
        "dealer lawyer official analyst expert spokesman spokeswoman spokesperson judge senator "
        "governor "
        "mayor attorney prosecutor professor researcher teacher doctor farmer owner pilot captain "
        "engineer manager chairman chairwoman editor reporter journalist critic economist lawmaker "
        "activist resident neighbour neighbor witness survivor historian scholar diplomat "
        "ambassador commander detective sheriff priest bishop composer painter architect inventor "
        "founder boss chef designer photographer",
        "title": "film movie song book album series show novel play game",
        "ordinal": "rank place position ranking",
        "name": "name",
        "reason": "reason cause purpose motive",
        "definition": "definition meaning",
    }
    table: dict[str, AnswerKind] = {}
    for kind, names in words.items():
        for word in names.split():
            table.setdefault(word, kind)
    return table


_HEADS: Final = _heads()
_WHO_ONE_IS: Final = TITLES | word_set(
    "fellow member head chief founder cofounder co-founder student nurse volunteer candidate "
    "champion winner partner colleague assistant adviser advisor consultant specialist employee "
    "worker executive entrepreneur businessman businesswoman developer programmer illustrator "
    "novelist poet dancer comedian broadcaster columnist author mother father son daughter "
    "brother sister wife husband widow uncle aunt cousin neighbour friend"
)
"""Who somebody may be said to be, beside the nouns that ask for a person."""
_HOW: Final[dict[str, AnswerKind]] = {
    "many": "number",
    "much": "money",
    "old": "age",
    "long": "duration",
    "often": "number",
    "far": "number",
    "tall": "number",
    "high": "number",
    "big": "number",
    "large": "number",
    "deep": "number",
    "heavy": "number",
    "fast": "number",
    "wide": "number",
    "hot": "number",
    "soon": "date",
}
_UNCOUNTED_MONEY: Final = word_set(
    "money cost costs pay paid spend spent worth earn earned raise raised charge charged fine "
    "fined owe owed sell sold invest invested fund funding loan aid trade"
)
_ANY_AMOUNT: Final = frozenset(("figure", "total", "number", "amount", "sum", "size"))


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What kind of thing would answer a question.

    Attributes:
        kind: see `AnswerKind`; `text` when nothing more is known.
        units: lower-case words that name the unit or what is counted ("separate", "points").
        head: the noun asked for, singular ("point", "country"), or empty.
        is_list: whether several things are asked for.
    """

    kind: AnswerKind
    units: tuple[str, ...] = ()
    head: str = ""
    is_list: bool = False

    @property
    def value_kinds(self) -> tuple[Kind, ...]:
        """The kinds of value that can be the answer; empty for reasons, definitions, …"""
        return _VALUE_KINDS.get(self.kind, ())

    def accepts(self, value: Value) -> bool:
        """Whether `value` has the form of an answer: kind, and unit where one is asked for."""
        if value.kind not in self.value_kinds:
            return False
        detail = value.detail
        if isinstance(detail, Amount):
            return self._accepts_amount(detail)
        if isinstance(detail, When):
            return self.kind != "year" or detail.year is not None
        if isinstance(detail, Name) and self.kind in ("person", "place", "organisation"):
            return detail.type in (self.kind, "other")
        return True

    def _accepts_amount(self, detail: Amount) -> bool:
        money = detail.unit.split("/")[0] in CURRENCIES
        percent = detail.unit in ("%", "share", "percentage point")
        if self.kind in ("money", "percent"):
            return money if self.kind == "money" else percent
        if self.kind in ("ordinal", "number") and detail.ordinal:
            return self.kind == "ordinal"
        asked = {unit for word in self.units if (unit := unit_of(word))}
        if asked:
            return detail.unit.split("/")[0].split()[-1:] == [sorted(asked)[0]]
        if self.kind != "number" or self.head in _ANY_AMOUNT:
            return True
        plural = bool(self.units) and singular(self.units[-1]) != self.units[-1]
        return not money and not (percent and plural)


def question_type(question: str) -> ExpectedAnswer:
    """What `question` asks for; `text` when it cannot be told. Never fails."""
    tokens = Tokens(question)
    at = _question_word(tokens)
    if at is None:
        return _without_question_word(tokens)
    word = tokens.low(at).split("'")[0]
    if word == "how":
        return _how(tokens, at)
    if word in ("what", "which"):
        return _what(tokens, at, word)
    if word == "why":
        return ExpectedAnswer("reason")
    if word == "when":
        return ExpectedAnswer("date")
    if word == "where":
        return ExpectedAnswer("place")
    plural = tokens.low(at + 1) in ("are", "were")
    return ExpectedAnswer("person", is_list=plural)


def _question_word(tokens: Tokens) -> int | None:
    """The token that asks: the first question word, unless a yes-no question holds it."""
    if tokens.low(0) in AUXILIARIES:
        return None
    for i in range(len(tokens)):
        if tokens.low(i) not in _ASKS:
            continue
        relative = i > 0 and tokens.low(i - 1) not in (",", ":", ";", "-", "–", "—", "?", ".")
        clause = tokens.low(i) in CONJUNCTIONS | {"which", "who", "where", "when"} and relative
        if not clause or tokens.low(i - 1) in ("in", "on", "at", "to", "by", "for", "of", "and"):
            return i
    asked = [i for i in range(len(tokens)) if tokens.low(i) in _ASKS]
    return asked[-1] if asked else None


def _without_question_word(tokens: Tokens) -> ExpectedAnswer:
    first = tokens.low(0)
    if first in AUXILIARIES:
        return ExpectedAnswer("yes-no")
    if first in ("list", "name", "enumerate"):
        words = _phrase(tokens, 1)
        head = singular(words[-1]) if words else ""
        # "Name the drivers" asks for several; "name of the new driver" for one.
        one = first == "name" and tokens.low(1) == "of" and bool(words) and words[-1] == head
        return ExpectedAnswer(_HEADS.get(head, "name"), words, head, is_list=not one)
    return ExpectedAnswer("definition" if first == "define" else "text")


def _phrase(tokens: Tokens, at: int) -> tuple[str, ...]:
    """The words from `at` up to the first function word or sign, articles skipped."""
    while tokens.low(at) in ("the", "a", "an", "of", "all", "some"):
        at += 1
    words: list[str] = []
    while len(words) < 5 and _in_phrase(tokens.at(at)):
        words.append(base(tokens.at(at)))
        at += 1
    return tuple(words)


def _in_phrase(token: Token) -> bool:
    """A word that is no function word; "US" is a country."""
    if token.kind not in ("word", "initials"):
        return False
    return token.low not in FUNCTION_WORDS or (token.text.isupper() and len(token.text) > 1)


def _before_verb(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words up to one that looks like a verb or an adverb: "state announced"."""
    for i, word in enumerate(words[1:], start=1):
        if len(word) > 4 and word.endswith(("ed", "ly")):
            return words[:i]
    return words


def _how(tokens: Tokens, at: int) -> ExpectedAnswer:
    word = tokens.low(at + 1)
    kind = _HOW.get(word)
    if kind is None:
        return ExpectedAnswer("manner")
    words = _phrase(tokens, at + 2)
    head = singular(words[-1]) if words else ""
    if word == "long" and words and words[0] in ("bridge", "river", "road", "wall"):
        kind = "number"
    if word == "many":
        return _how_many(words)
    if word == "much":
        return _how_much(tokens, words)
    return ExpectedAnswer(kind, words, head)


def _how_many(words: tuple[str, ...]) -> ExpectedAnswer:
    unit = next((unit_of(w) for w in words if unit_of(w)), "")
    timed = unit in ("second", "minute", "hour", "day", "week", "month", "year", "decade")
    head = singular(words[-1]) if words else ""
    if words and words[0] in ("dollars", "euros", "yen", "pounds"):
        return ExpectedAnswer("money", words, head)
    return ExpectedAnswer("duration" if timed else "number", words, head)


def _how_much(tokens: Tokens, words: tuple[str, ...]) -> ExpectedAnswer:
    """Money, unless something else is measured ("how much water")."""
    said = {t.low for t in tokens.items}
    if words and words[0] not in _UNCOUNTED_MONEY and not said & _UNCOUNTED_MONEY:
        return ExpectedAnswer("number", words, words[0])
    return ExpectedAnswer("money", words, singular(words[-1]) if words else "")


def _what(tokens: Tokens, at: int, word: str) -> ExpectedAnswer:
    short = tokens.low(at).endswith("'s")
    after = tokens.low(at + 1)
    linked = short or after in ("is", "was", "are", "were", "'s")
    words = _phrase(tokens, at + (1 if short or not linked else 2))
    if not linked and words:
        return _what_noun(tokens, at, words)
    if not linked:
        return ExpectedAnswer("yes-no" if word == "which" and not after else "text")
    return _what_is(tokens, at, words, plural=after in ("are", "were"))


def _what_noun(tokens: Tokens, at: int, words: tuple[str, ...]) -> ExpectedAnswer:
    """Reads "What year …", "which Japanese companies …": the noun may stand before a verb."""
    of = tokens.low(at + 1 + len(words)) == "of"
    words = _before_verb(words)
    heads = [w for w in words if singular(w) in _HEADS or _ies(w) in _HEADS]
    if words[0] in ("happened", "caused", "led", "made"):
        return ExpectedAnswer("reason" if words[0] != "happened" else "text")
    if not heads:
        plural = singular(words[-1]) != words[-1]
        return ExpectedAnswer("name", words, singular(words[-1]), is_list=plural and not of)
    nouns = [singular(w) if singular(w) in _HEADS else _ies(w) for w in heads]
    # "Which city official" asks for somebody, "which official language" is rare.
    at_head = next((i for i, noun in enumerate(nouns) if _HEADS[noun] == "person"), 0)
    noun, written = nouns[at_head], heads[at_head]
    kind: AnswerKind = "place" if noun == "area" else _HEADS[noun]
    return ExpectedAnswer(kind, words, noun, is_list=written != noun and noun != "series")


def says_who(text: str) -> bool:
    """Whether words like "a farmer from Laos" have a noun for what somebody is."""
    nouns = [singular(word) for word in re.findall(r"[\w-]+", text.lower())]
    return any(noun in _WHO_ONE_IS or _HEADS.get(noun) == "person" for noun in nouns)


def _ies(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word


def _what_is(tokens: Tokens, at: int, words: tuple[str, ...], *, plural: bool) -> ExpectedAnswer:
    if not words:
        return ExpectedAnswer("text", is_list=plural)
    head = singular(words[-1])
    kind = _HEADS.get(head)
    if head == "name":
        return _what_name(tokens, at, plural=plural)
    if kind:
        return ExpectedAnswer(kind, words, head, is_list=plural)
    if words[-1] in ("called", "named"):
        return ExpectedAnswer("name", words[:-1], singular(words[:-1][-1]) if words[:-1] else "")
    rest = len(tokens) - at
    if rest <= 4 + len(words) and not plural and tokens.low(len(tokens) - 2) in words:
        return ExpectedAnswer("definition", words, head)
    return ExpectedAnswer("text", words, head, is_list=plural)


def _what_name(tokens: Tokens, at: int, *, plural: bool) -> ExpectedAnswer:
    """Reads "What is the name of the company …": the kind of the noun after "of"."""
    for i in range(at, len(tokens)):
        if tokens.low(i) == "of":
            words = _phrase(tokens, i + 1)
            known = [singular(w) for w in words if singular(w) in _HEADS]
            if known:
                return ExpectedAnswer(_HEADS[known[0]], words, known[0], is_list=plural)
            break
    return ExpectedAnswer("name", (), "name", is_list=plural)
