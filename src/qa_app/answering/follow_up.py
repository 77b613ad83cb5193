"""A follow-up is made stand-alone from the conversation, without a language model.

Two ways, the first that fits: a value of the earlier question is replaced by the one of the same
kind that the follow-up names ("And in 2019?"), or the subject of the earlier question is put in
front of what the follow-up asks ("Who signed it?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_app.answering.subjects import Talk, named
from qa_app.contract import Turn
from qa_app.retrieval.words import STOPWORDS, stem, tokens
from qa_app.values import Name, Value, When, extract, question_type

_CONNECTIVE = re.compile(r"^\W*(?:and|but|so|then|or|also|ok(?:ay)?|well)\b[\s,]*", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:what|how) about\b|(?:in|on|for|by|since|before|after|during|from)\b"
    r"(?! (?:what|which|whose|whom|how)\b))",
    re.IGNORECASE,
)
_OPENING_WORDS = re.compile(
    r"^\W*(?:(?:and|but|or|also|ok(?:ay)?|well|so|then)\b[\s,]*)*(?:(?:what|how) about\b\s*)?",
    re.IGNORECASE,
)
_ONE = re.compile(r"^(?:the (?:ones?|other|same)|that|those)\b\s*", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:do|does|did)\s+((?:the |a |an )?[a-z]+)\s+[a-z]+", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\b(?:it|its|itself|they|them|theirs?|he|him|his|she|hers?|these|this|those|there|then"
    r"|the (?:(?:first|second|third|fourth|fifth|last) )?ones?|the (?:same|former|latter)"
    r"|(?:was|is|did|does|do|were|of|in|on|about|by|after|before"
    r"|from) that)\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\b(?:else|another|(?:any|some|the|what|which|who|many) other|anything|any more"
    r"|tell me more|more about)\b",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\b(?:the|a|an|this|that|some|every|each)\s+(?!same\b)[a-z]{3,}", re.IGNORECASE
)
_AUXILIARY = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might)(?:n['’]t)?\s+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how|do|does|did|is|are|was|were|has|have|had|can"
    r"|could|will|would|should)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^(?:.*[\s,])?(?:which|how many) [\w-]+ \w+", re.IGNORECASE)
_COUNTS = re.compile(r"^(?:.*[\s,])?how many\b", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:they|them|their|theirs|these|those|the ones)\b", re.IGNORECASE)
_OF_IT = re.compile(r"\s+(?:from|for|of|to|behind|about|on|in)\s+$", re.IGNORECASE)
# "the name of his first play", "the film that he made": what it belongs to is no antecedent.
_INSIDE = re.compile(r"\b(?:of|that|which|whom|behind)\s+$", re.IGNORECASE)
_NTH = re.compile(
    r"\bthe (?P<nth>first|second|third|fourth|fifth|last|former|latter)(?: ones?\b|(?=\W*$)"
    r"|(?= (?:is|was|are|were|do|does|did|has|have|had|can|could|will|would)\b))",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "fourth": 3, "fifth": 4}
# "Who said that?", "Why?", "How so?" ask about what was answered.
_OF_ANSWER = re.compile(
    r"\b(?:that|this|so)\b\W*$"
    r"|^\W*(?:but |and |so )?(?:why(?: not)?|how come|really|how so|since when|says? who)\W*$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\[\d+\]")
_LENT = 8
_PRONOUN = re.compile(r"\b(?:he|him|his|she|hers?|it|its|they|them|theirs?|there)\b", re.IGNORECASE)
_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b|\bthere(?:['’]s| is| are| was| were)", re.I)
_OWN = frozenset(["his", "its", "their", "hers", "theirs"])
_OWNS = re.compile(
    r"\s+(?!(?:and|or|to|in|on|at|for|from|with|about|by|of|as|when|after|before|do|go|be|become|leave|get)\b)\w"
)
# Words that ask for an amount say nothing of a subject.
_MEASURES = frozenset(
    ["many", "much", "long", "far", "often", "old", "about", "first", "last", "next", "same"]
)
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
_YEARS_ON = re.compile(
    r"^\W*(?:(?:and|but|so|then|or|what about|how about|in|for|of)\b[\s,]*)*"
    r"(?:(?:the )?year (?P<a>before|earlier|previous|after|later)"
    r"|(?P<n>an?|one|two|three|four|five|ten) years? (?P<b>before|earlier|previously|after|later)"
    r"|the (?P<c>previous|preceding|prior|next|following) year)(?: that| then| this)?\W*$",
    re.IGNORECASE,
)
_LATER = frozenset(("after", "later", "next", "following"))
_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_SEASONS = re.compile(r"q[1-4]|spring|summer|autumn|fall|winter")
_ASKING = frozenset(map(stem, "tell know like give show list name think say let".split()))
_TIMES = frozenset(("before", "after", "since", "until"))
_FEW_WORDS, _MOST_NAMES = 2, 3
_SHORT = 8
_TELLING = 4
MOST_TURNS = 12


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question as it would be asked to somebody who did not hear the conversation.

    A question that refers to nothing before it comes back as it is.
    """
    talk = talk_of(history)
    if not talk.question or not refers_back(question):
        return question
    return _complete(question, talk)[0]


def in_context(question: str, history: Sequence[Turn]) -> str:
    """The question with the words that the conversation so far may lend it, whether it seems to
    refer to it or not: what is "one" in "What makes one happen?", who "the attorney" is, and who
    "he" is in "Is he locked up now?" only the conversation knows.

    These are the subject that it is about most, and the words of the last question and the names
    of its answer.
    """
    talk = talk_of(history)
    if not talk.question:
        return question
    if refers_back(question) and (replaced := of_another(question, talk.question)):
        return replaced  # lent what was replaced, it would ask of both
    worded = _complete(question, talk)[0]
    return _lent(worded, talk.chief(), talk.question, _names(talk.answer))


def names_its_subject(question: str) -> bool:
    """Whether a question can be asked to anybody: it names something and leans on nothing."""
    bare = _CONNECTIVE.sub("", question)
    if not _CLAUSE.search(bare):
        return False
    return not bare.endswith(")") and not (refers_back(bare) or may_refer_back(bare))


def written_out(question: str, history: Sequence[Turn]) -> str:
    """The question with what a pronoun, or "the second one", stands for in its place."""
    talk = talk_of(history)
    return resolve(_nth(question, talk.answer), talk)[0] if talk.question else question


def may_refer_back(question: str) -> bool:
    """Whether a question names nothing, so that it may be about what was named before it."""
    return not any(named(question))


def _names(answer: str) -> str:
    return " ".join(list(dict.fromkeys(text for text, _ in named(answer)))[:_MOST_NAMES])


def _lent(question: str, *texts: str) -> str:
    """The question with the telling words of `texts` after it, in brackets."""
    known = {stem(word) for word in tokens(question)} | _ASKING
    lent = []
    for word in (word for text in texts for word in _words(_timeless(text))):
        if word.lower() not in STOPWORDS and stem(word.lower()) not in known:
            known.add(stem(word.lower()))
            lent.append(word)
    if not lent:
        return question
    more = " ".join(lent)
    return f"{question[:-1]} {more})" if question.endswith(")") else f"{question} ({more})"


def _timeless(text: str) -> str:
    """A text without "yesterday" and the like, which would narrow what is asked next."""
    for value in reversed(extract(text)):
        if isinstance(value.detail, When) and value.detail.relative:
            text = text[: value.start] + text[value.end :]
    return text


def talk_of(history: Sequence[Turn]) -> Talk:
    """What was said, each question made stand-alone from what was said before it."""
    talk = Talk()
    for turn in history[-2 * MOST_TURNS :]:
        if turn.role != "user":
            talk = talk.answered(turn.text) if talk.question else talk
        elif turn.text.strip():
            alone = not talk.question or not refers_back(turn.text)
            full, taken = resolve(turn.text, talk) if alone else _complete(turn.text, talk)
            talk = talk.asked(full, alone=alone, taken=taken)
    return talk


def refers_back(question: str) -> bool:
    """Whether a question leans on what was said before it."""
    if _CONNECTIVE.match(question) or _is_fragment(question) or _YEARS_ON.match(question):
        return True
    if _FURTHER.search(question) and may_refer_back(question):
        return len(_subject_words(question)) <= _SHORT
    if (nth := _NTH.search(question)) and nth.group().lower().endswith(("one", "ones")):
        return True  # of several that were named, which no single thing in the question is
    return any(
        not _has_antecedent(question[: pronoun.start()], question[pronoun.start() :])
        for pronoun in _BACKWARD.finditer(question)
    )


def _is_fragment(question: str) -> bool:
    """A question without a clause: "In 2019?", "What about Laos?", "How many from China?"."""
    if _OPENING.match(question) and len(tokens(question)) <= _SHORT:
        return True
    return len(_subject_words(question)) < _FEW_WORDS


def _subject_words(question: str) -> list[str]:
    skipped = STOPWORDS | _MEASURES
    return [word for word in tokens(question) if word not in skipped]


def _has_antecedent(before: str, rest: str) -> bool:
    # "What did Japan say of its loans?", "Why did the party chief praise his rival?"
    if any(named(before)):
        return True
    if len(_subject_words(before)) >= _TELLING:
        return True
    inside = _AUXILIARY.search(before) or _INSIDE.search(before)
    which = _WHICH.search(before) and not rest.lower().startswith("there")
    if _COUNTS.search(before) and not _SEVERAL.match(rest):
        which = None  # "How many children were hurt in it?": the children are no "it"
    # "Who gets the money from it?": what something is from, or for, is not that itself.
    found = _DESCRIBED.finditer(before)
    described = [one for one in found if not _OF_IT.match(before[one.end() :])]
    return bool(described or which) and not inside


def _complete(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """The question made stand-alone, and what its pronouns were read as."""
    if replaced := of_another(question, talk.question):
        return replaced, {}
    resolved, taken = resolve(_nth(question, talk.answer), talk)
    if taken or resolved != question:
        return resolved, taken
    asked = question_type(talk.question).head
    last = " ".join(word for word in _words(talk.question) if word.lower() != asked)
    said = _telling(talk.answer) if _OF_ANSWER.search(question) else ""
    return _lent(question, talk.chief(), last, said), {}


def _nth(question: str, answer: str) -> str:
    """The question with "the second one" written out, where the last answer lists as many."""
    match = _NTH.search(question)
    if match is None:
        return question
    listed = _listed(answer)
    n = len(listed) - 1 if match["nth"].lower() == "last" else _PLACES[match["nth"].lower()]
    if len(listed) < 2 or n >= len(listed):
        return question
    return question[: match.start()] + listed[n] + question[match.end() :]


def _listed(answer: str) -> list[str]:
    """The items of the first list in a text ("A, B and C"), each without what leads up to it."""
    for sentence in re.split(r"(?<=[.!?])\s+", _MARKER.sub("", answer)):
        parts = re.split(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+", sentence.strip(" .!?"))
        if len(parts) >= 2:
            lead = [w for w in re.split(r"\s+", parts[0].rpartition(":")[2]) if w]
            after = max((i for i, w in enumerate(lead) if w.lower() in STOPWORDS), default=-1)
            return [_name_of(item) for item in (" ".join(lead[after + 1 :]), *parts[1:])]
    return []


def _name_of(item: str) -> str:
    """The name that an item of a list begins with, or the item."""
    first = next(named(item), ("", ""))[0]
    return first if first and item.startswith(first) else item


def _telling(answer: str) -> str:
    """The first telling words of an answer."""
    words = [w for w in _words(_MARKER.sub("", answer)) if w.lower() not in STOPWORDS]
    return " ".join(words[:_LENT])


def resolve(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """The question with the first pronoun that nothing in it explains written out."""
    for name, _ in named(question):
        full = talk.fuller(name)
        if full != name:
            return question.replace(name, full, 1), {name: full}
    for match in _PRONOUN.finditer(question):
        if _has_antecedent(question[: match.start()], question[match.start() :]):
            break
        pronoun = match.group().lower()
        if pronoun == "there" and _EXISTS.search(
            question[max(0, match.start() - 8) : match.end() + 5]
        ):
            continue
        if meant := talk.meant_by(pronoun):
            after = question[match.end() :]
            if pronoun in _OWN or (pronoun == "her" and _OWNS.match(after)):
                written = f"{meant}’s" if not meant.endswith("s") else f"{meant}’"
            else:
                written = f"in {meant}" if pronoun == "there" else meant
            return question[: match.start()] + written + after, {pronoun: meant}
    return question, {}


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
    if subject is None or len(tokens(bare)) > _FEW_WORDS or not _subject_words(bare):
        return ""
    if any(value.kind == "date" for value in extract(bare)):
        return ""
    return context[: subject.start(1)] + bare + context[subject.end(1) :]


def _other_year(question: str, context: str) -> str:
    """The earlier question of so many years before or after, with its year and in words, as either
    may be written: "What about the year before?". "" where the follow-up does not ask for that, or
    the question names no single year.
    """
    match = _YEARS_ON.match(question)
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
    bare = _CONNECTIVE.sub("", question)
    new, old = extract(bare), extract(context)
    named = {stem(word) for value in new for word in tokens(value.text)}
    rest = {stem(word) for word in _subject_words(bare) if word not in _TIMES} - named
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


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-.]\w+)*", text)
