"""A text prepared for comparison: sentences of stems, with values, negation and hedges marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa_app.values.extract import extract_from
from qa_app.values.model import Value
from qa_app.values.tokens import Token, Tokens
from qa_app.verification.lexicon import (
    CLAUSE_ENDS,
    HEDGES,
    HEDGES_BEFORE_TO,
    NEGATIONS,
    NOT_NEGATIONS,
)
from qa_app.verification.words import is_content, stem

_SCOPE = 8
_DOUBLE = 4
_MORE_OR_LESS = frozenset(("more", "less", "fewer"))
_NEEDS = {"ruled": "out", "decline": "to", "declined": "to", "declines": "to"}
PLAIN = frozenset(("not", "no", "never", "cannot"))
MEASURES = frozenset(("number", "date", "duration", "age"))
_ENDS = frozenset(".!?…")
_CLAUSE_SIGNS = frozenset(",;:—–()")
_SCOPE_ENDS = _ENDS | frozenset(";:—–") | CLAUSE_ENDS


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, or a whole number, date or age ("nearly $50 billion").

    Attributes:
        stem: for a value `=` and its normal form, so that "14" and "fourteen" are one.
        at: its number among the tokens of the text.
        clause: counts the clauses of the sentence; separated by commas, "and", "but", …
        negated_by: the number of the negation that reaches it, or -1.
        hedged: whether a hedge reaches it.
        named: whether it belongs to a name.
        cue: whether it is itself a negation.
        head: whether it is the first word that a plain negation reaches ("not copied").
    """

    text: str
    low: str
    stem: str
    start: int
    at: int
    content: bool
    clause: int
    negated_by: int
    hedged: bool
    value: Value | None = None
    head: bool = False
    named: bool = False
    cue: bool = False

    @property
    def negated(self) -> bool:
        """Whether a negation reaches it."""
        return self.negated_by >= 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text with its words and the values that start in it."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    values: tuple[Value, ...]

    @property
    def content(self) -> tuple[Word, ...]:
        """The words that say something by themselves."""
        return tuple(word for word in self.words if word.content)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(word.stem for word in self.words if word.content)


def name_words(sentence: Sentence, first: int, last: int) -> frozenset[str]:
    """The lower-case words of the names among the words `first` to `last` of a sentence."""
    words = sentence.words[max(0, first) : last]
    return frozenset(word.low.removesuffix("'s") for word in words if word.named)


def context(sentence: Sentence, value: Value, rivals: Sequence[Value]) -> tuple[Word, ...]:
    """The words nearer to `value` than to its rivals, which divide the sentence between them."""
    before = [other.end for other in rivals if other.end <= value.start]
    after = [other.start for other in rivals if other.start >= value.end]
    left = max((_cut(sentence, end, value.start) for end in before), default=sentence.start)
    right = min((_cut(sentence, value.end, start) for start in after), default=sentence.end)
    return tuple(
        word
        for word in sentence.words
        if left <= word.start < right and word.content and word.start != value.start
    )


def _cut(sentence: Sentence, start: int, end: int) -> int:
    """Where the sentence divides between two values: at a clause, else at the middle."""
    between = [word for word in sentence.words if start <= word.start < end]
    for previous, word in pairwise(between):
        if word.clause != previous.clause:
            return word.start
    return (start + end) // 2


def word_before(sentence: Sentence, value: Value) -> str:
    """The lower-case word right before a value, or nothing."""
    before = [word.low for word in sentence.words if word.start < value.start]
    return before[-1] if before else ""


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`; what is cited is often checked more than once, so it is kept."""
    tokens = Tokens(text)
    values = extract_from(tokens)
    found: list[Sentence] = []
    at = 0
    for first, last in _bounds(tokens):
        start, end = tokens.at(first).start, tokens.at(last - 1).end
        own = []
        while at < len(values) and values[at].start < end:
            own.append(values[at])
            at += 1
        words = _words(tokens, first, last, own)
        found.append(Sentence(text[start:end], start, end, words, tuple(own)))
    return tuple(found)


def _bounds(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Token ranges of sentences: cut after end marks (and closing quotes) and at line ends."""
    first = 0
    for i in range(1, len(tokens)):
        if i > first and _opens(tokens, i):
            yield first, i
            first = i
    if len(tokens):
        yield first, len(tokens)


def _opens(tokens: Tokens, i: int) -> bool:
    before, token = tokens.at(i - 1), tokens.at(i)
    if "\n" in tokens.text[before.end : token.start]:
        return True
    if not token.initial or not token.spaced:
        return False
    closing = before.kind == "sign" and before.text in "\"'”’)]"
    quoted = closing and tokens.at(i - 2).text in _ENDS and not token.text[0].islower()
    return before.text in _ENDS or quoted


@dataclass(slots=True)
class _Scope:
    """What reaches the words that are being read."""

    clause: int = 0
    negated_by: int = -1
    negated_until: int = -1
    hedged_until: int = -1
    plain: bool = False

    def pass_over(self, tokens: Tokens, i: int) -> None:
        """Takes in that token `i` ends a clause or the reach of a negation."""
        token = tokens.at(i)
        if token.text in _CLAUSE_SIGNS or token.low in ("and", *CLAUSE_ENDS):
            self.clause += 1
        if _ends_scope(tokens, i):
            self.negated_until = self.hedged_until = -1
            self.plain = False

    def open(self, tokens: Tokens, i: int) -> None:
        """Takes in that token `i` may be a negation or a hedge; a second negation undoes one."""
        if _negates(tokens, i):
            undone = i <= self.negated_until and i - self.negated_by <= _DOUBLE
            self.negated_by = i
            self.negated_until = -1 if undone else i + _SCOPE
            self.plain = not undone and (tokens.low(i) in PLAIN or tokens.low(i).endswith("n't"))
        if _hedges(tokens, i):
            self.hedged_until = i + _SCOPE


def _words(tokens: Tokens, first: int, last: int, values: Sequence[Value]) -> tuple[Word, ...]:
    measured = [value for value in values if value.kind in MEASURES][::-1]
    named = {at for v in values if v.kind in ("name", "title") for at in range(v.start, v.end)}
    found: list[Word] = []
    scope, inside = _Scope(), 0
    for i in range(first, last):
        token = tokens.at(i)
        if token.start < inside:
            continue
        scope.pass_over(tokens, i)
        value = measured.pop() if measured and measured[-1].start == token.start else None
        if value or token.kind != "sign":
            inside = value.end if value else 0
            word = _word(
                token, scope, value, at=i, named=token.start in named, cue=_negates(tokens, i)
            )
            scope.plain = scope.plain and not word.content
            found.append(word)
        scope.open(tokens, i)
    return tuple(found)


def _ends_scope(tokens: Tokens, i: int) -> bool:
    """Whether no negation or hedge reaches over token `i`: clause ends, commas, dashes."""
    token = tokens.at(i)
    if token.text == ",":
        return not _negates(tokens, i - 1)
    dash = token.text == "-" and token.spaced and tokens.at(i + 1).spaced
    return token.low in _SCOPE_ENDS or dash


def _word(
    token: Token, scope: _Scope, value: Value | None, *, at: int, named: bool, cue: bool
) -> Word:
    if value is not None:
        text, low = value.text, value.text.lower()
        stemmed, content = "=" + value.normal.lstrip("<>~"), True
    else:
        text, low = token.text, token.low
        stemmed = low if token.kind == "number" else stem(low)
        content = is_content(low)
    negated = at <= scope.negated_until
    return Word(
        text,
        low,
        stemmed,
        token.start,
        at,
        content,
        scope.clause,
        scope.negated_by if negated else -1,
        hedged=at <= scope.hedged_until,
        value=value,
        head=negated and content and scope.plain,
        named=named and value is None,
        cue=cue and value is None,
    )


def _hedges(tokens: Tokens, i: int) -> bool:
    """Whether token `i` makes what follows less than a fact; "May" is a month."""
    token = tokens.at(i)
    if token.low in HEDGES_BEFORE_TO:
        return tokens.low(i + 1) == "to"
    return token.low in HEDGES and not (token.low == "may" and token.text != "may")


def _negates(tokens: Tokens, i: int) -> bool:
    word = tokens.low(i)
    first, second = tokens.low(i + 1), tokens.low(i + 2)
    follow = second if first == "be" else first
    plain = word in ("not", "no") or word.endswith("n't")
    if plain and (follow in NOT_NEGATIONS or (first in _MORE_OR_LESS and second == "than")):
        return False
    if word == "rather" or word == "instead":
        return tokens.low(i + 1) in ("than", "of")
    if word == "no" and tokens.at(i + 1).kind in ("number", "sign"):
        return False
    if word in _NEEDS:
        return first == _NEEDS[word]
    return word in NEGATIONS or word.endswith("n't")
