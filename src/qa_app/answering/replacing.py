"""The earlier question of another value, subject, year or way to ask: "And in 2019?". Pure."""

from __future__ import annotations

import re

from qa_app.retrieval.words import STOPWORDS, stem, tokens
from qa_app.values import Name, Value, When, extract

_ONE = re.compile(r"^(?:the (?:ones?|other|same)|that|those)\b\s*", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:do|does|did)\s+((?:the |a |an )?[a-z]+)\s+[a-z]+", re.IGNORECASE)
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n['’]t)?\b"
_ASKS_ONLY = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then)\b[\s,]*)*(?P<asks>where|when|why|how"
    r"|since when|until when|(?:by|with|to|for|from|against) whom"
    r"|(?:in|on|at|for|by) (?:what|which) [a-z]+"
    r"|who (?P<part>by|with|to|for|from))\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"^\W*(?:(?:when|where|why|how|(?:by|with|to|for) whom|(?:in|on|at) (?:what|which) [a-z]+)"
    rf"\s+)?(?P<rest>{_AUX}.+)",
    re.IGNORECASE,
)
_LATER = frozenset(("after", "later", "next", "following"))
_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_SEASONS = re.compile(r"q[1-4]|spring|summer|autumn|fall|winter")
_TIMES = frozenset(("before", "after", "since", "until"))
CONNECTIVE = re.compile(r"^\W*(?:and|but|so|then|or|also|ok(?:ay)?|well)\b[\s,]*", re.IGNORECASE)
_OPENING_WORDS = re.compile(
    r"^\W*(?:(?:and|but|or|also|ok(?:ay)?|well|so|then)\b[\s,]*)*(?:(?:what|how) about\b\s*)?",
    re.IGNORECASE,
)
# Words that ask for an amount say nothing of a subject.
_MEASURES = frozenset(
    ["many", "much", "long", "far", "often", "old", "about", "first", "last", "next", "same"]
)
YEARS_ON = re.compile(
    r"^\W*(?:(?:and|but|so|then|or|what about|how about|in|for|of)\b[\s,]*)*"
    r"(?:(?:the )?year (?P<a>before|earlier|previous|after|later)"
    r"|(?P<n>an?|one|two|three|four|five|ten) years? (?P<b>before|earlier|previously|after|later)"
    r"|the (?P<c>previous|preceding|prior|next|following) year)(?: that| then| this)?\W*$",
    re.IGNORECASE,
)
FEW_WORDS = 2


def of_another(question: str, context: str) -> str:
    """The earlier question of another value or subject, or ""."""
    return (
        _otherwise(question, context)
        or _other_year(question, context)
        or _replace_value(question, context)
        or _replace_subject(question, context)
    )


def _otherwise(question: str, context: str) -> str:
    """The earlier question with another word to ask by: "By whom?" after "When was it opened?"."""
    match, asked = _ASKS_ONLY.match(question), _ASKED.match(context)
    if match is None or asked is None:
        return ""
    asks, rest = f"{match['part']} whom" if match["part"] else match["asks"], asked["rest"]
    return f"{asks[:1].upper()}{asks[1:].lower()} {rest[:1].lower()}{rest[1:]}"


def _replace_subject(question: str, context: str) -> str:
    """The earlier question of another subject: "And children?" after "How much do adults pay?"."""
    bare = _OPENING_WORDS.sub("", question).strip(" ?.!")
    subject = _SUBJECT.search(context)
    if subject is None or len(tokens(bare)) > FEW_WORDS or not subject_words(bare):
        return ""
    if any(value.kind == "date" for value in extract(bare)):
        return ""
    return context[: subject.start(1)] + bare + context[subject.end(1) :]


def _other_year(question: str, context: str) -> str:
    """The earlier question of so many years before or after, with its year and in words, as either
    may be written: "What about the year before?". "" where the follow-up does not ask for that, or
    the question names no single year.
    """
    match = YEARS_ON.match(question)
    years = {date.year: v for v in extract(context) if (date := _date(v)) and date.year}
    if match is None or len(years) != 1:
        return ""
    ((year, value),) = years.items()
    number = (match["n"] or "").lower()
    by, later = _COUNTED.get(number, 1), (match["a"] or match["b"] or match["c"]).lower() in _LATER
    asked = _with_year(context, value, year + (by if later else -by))
    span = f"{number} years" if by > 1 else "a year"
    return asked and f"{asked.rstrip(' ?.!')}, {span} {'later' if later else 'earlier'}?"


def _date(value: Value) -> When | None:
    """The point of time that a value gives by itself, and no span of years."""
    detail = value.detail
    alone = isinstance(detail, When) and not (detail.relative or detail.span or detail.end_year)
    return detail if isinstance(detail, When) and alone else None


def _with_year(context: str, value: Value, year: int) -> str:
    """The question with the year of one of its dates replaced; "" where that is not in figures."""
    written = re.sub(r"\b[12]\d{3}\b", str(year), value.text)
    return context[: value.start] + written + context[value.end :] if written != value.text else ""


def _replace_value(question: str, context: str) -> str:
    """The earlier question with one value replaced, or "" when the follow-up asks something new."""
    bare = CONNECTIVE.sub("", question)
    new, old = extract(bare), extract(context)
    named = {stem(word) for value in new for word in tokens(value.text)}
    rest = {stem(word) for word in subject_words(bare) if word not in _TIMES} - named
    if not new or rest - {stem(word) for word in tokens(context)}:
        return ""
    for value in new:
        same = [other for other in old if _same_sort(value, other)]
        if same:
            target = max(
                same, key=lambda other: (_likeness(bare, value, context, other), other.end)
            )
            year, when = _date(value), _date(target)
            if year and when and year == When(year.year) and _SEASONS.fullmatch(when.part):
                return _with_year(context, target, year.year or 0) or context
            return context[: target.start] + value.text + context[target.end :]
    return _insert(context, bare) if any(value.kind == "date" for value in new) else ""


def _likeness(question: str, new: Value, context: str, old: Value) -> int:
    """How alike two values stand in their sentences: words before and after; no owner's name."""
    before = tokens(question[: new.start])[-2:]
    after = tokens(question[new.end :])[:1]
    score = len((set(before) - {"the"}) & set(tokens(context[: old.start])[-2:]))
    score += 2 * len(set(after) & set(tokens(context[old.end :])[:3]))
    # "Japan's loans to Laos … and Vietnam?": the name that owns something is rarely the subject.
    return score - context[old.end :].startswith(("'s", "’s"))


def _same_sort(a: Value, b: Value) -> bool:
    if a.kind != b.kind:
        return False
    if isinstance(a.detail, Name) and isinstance(b.detail, Name):
        return (a.detail.type == "person") == (b.detail.type == "person")
    return True


def _insert(context: str, question: str) -> str:
    question = _ONE.sub("", _OPENING_WORDS.sub("", question))
    return f"{context.rstrip(' ?.!')} {question.strip(' ?.!')}?"


def subject_words(question: str) -> list[str]:
    """The words of a question that tell what it is about."""
    skipped = STOPWORDS | _MEASURES
    return [word for word in tokens(question) if word not in skipped]
