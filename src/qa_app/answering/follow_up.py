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
from qa_app.values import Name, Value, extract, question_type

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
_SUBJECT = re.compile(r"\b(?:do|does|did)\s+((?:the |a |an )?[a-z]+)\s+[a-z]+", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\b(?:it|its|itself|they|them|theirs?|he|him|his|she|hers?|these|this|those|there|then"
    r"|the (?:ones?|same|former|latter)|(?:was|is|did|does|do|were|of|in|on|about|by|after|before"
    r"|from) that)\b",
    re.IGNORECASE,
)
# Words that ask for an amount say nothing of a subject.
_FURTHER = re.compile(
    r"\b(?:else|another|(?:any|some|the|what|which|who|many) other|anything|any more|tell me more|more about)\b", re.IGNORECASE
)
_DESCRIBED = re.compile(r"\b(?:the|a|an|this|that|some|every|each)\s+(?!same\b)[a-z]{3,}", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might)(?:n['’]t)?\s+$", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|hers?|it|its|they|them|theirs?|there)\b", re.IGNORECASE
)
_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b|\bthere(?:['’]s| is| are| was| were)", re.I)
_OWN = frozenset(["his", "its", "their", "hers", "theirs"])
_OWNS = re.compile(r"\s+(?!(?:and|or|to|in|on|at|for|from|with|about|by|of|as|when|after|before|do|go|be|become|leave|get)\b)\w")
_MEASURES = frozenset(
    ["many", "much", "long", "far", "often", "old", "about", "first", "last", "next", "same"]
)
_ASKING = frozenset(map(stem, "tell know like give show list name think say let".split()))
_FEW_WORDS, _MOST_NAMES = 2, 3
_SHORT = 8
MOST_TURNS = 12


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question as it would be asked to somebody who did not hear the conversation.

    A question that refers to nothing before it comes back as it is.
    """
    talk = _talk(history)
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
    talk = _talk(history)
    if not talk.question:
        return question
    worded = _complete(question, talk)[0]
    return _lent(worded, talk.chief(), talk.question, _names(talk.answer))


def may_refer_back(question: str) -> bool:
    """Whether a question names nothing, so that it may be about what was named before it."""
    return not any(named(question))


def _names(answer: str) -> str:
    return " ".join(list(dict.fromkeys(text for text, _ in named(answer)))[:_MOST_NAMES])


def _lent(question: str, *texts: str) -> str:
    """The question with the telling words of `texts` after it, in brackets."""
    known = {stem(word) for word in tokens(question)} | _ASKING
    lent = []
    for word in (word for text in texts for word in _cased_words(text)):
        if word.lower() not in STOPWORDS and stem(word.lower()) not in known:
            known.add(stem(word.lower()))
            lent.append(word)
    return f"{question} ({' '.join(lent)})" if lent else question


def _talk(history: Sequence[Turn]) -> Talk:
    """What was said, each question made stand-alone from what was said before it."""
    talk = Talk()
    for turn in history[-2 * MOST_TURNS :]:
        if turn.role != "user":
            talk = talk.answered(turn.text) if talk.question else talk
        elif turn.text.strip():
            alone = not talk.question or not refers_back(turn.text)
            full, taken = _resolve(turn.text, talk) if alone else _complete(turn.text, talk)
            talk = talk.asked(full, alone=alone, taken=taken)
    return talk


def refers_back(question: str) -> bool:
    """Whether a question leans on what was said before it."""
    if _CONNECTIVE.match(question) or _is_fragment(question) or _FURTHER.search(question):
        return True
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
    return bool(_DESCRIBED.search(before)) and not _AUXILIARY.search(before)


def _complete(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """The question made stand-alone, and what its pronouns were read as."""
    replaced = _replace_value(question, talk.question) or _replace_subject(question, talk.question)
    if replaced:
        return replaced, {}
    resolved, taken = _resolve(question, talk)
    if taken:
        return resolved, taken
    asked = question_type(talk.question).head
    last = " ".join(word for word in _cased_words(talk.question) if word.lower() != asked)
    return _lent(question, talk.chief(), last), {}


def _resolve(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """The question with the first pronoun that nothing in it explains written out."""
    for name, _ in named(question):
        full = talk.fuller(name)
        if full != name:
            return question.replace(name, full, 1), {name: full}
    for match in _PRONOUN.finditer(question):
        if _has_antecedent(question[: match.start()], ""):
            break
        pronoun = match.group().lower()
        if pronoun == "there" and _EXISTS.search(question[max(0, match.start() - 8) : match.end() + 5]):
            continue
        if meant := talk.meant_by(pronoun):
            after = question[match.end() :]
            if pronoun in _OWN or (pronoun == "her" and _OWNS.match(after)):
                written = f"{meant}’s" if not meant.endswith("s") else f"{meant}’"
            else:
                written = meant
            return question[: match.start()] + written + after, {pronoun: meant}
    return question, {}


def _replace_subject(question: str, context: str) -> str:
    """The earlier question of another subject: "And children?" after "How much do adults pay?"."""
    bare = _OPENING_WORDS.sub("", question).strip(" ?.!")
    subject = _SUBJECT.search(context)
    if subject is None or len(tokens(bare)) > _FEW_WORDS or not _subject_words(bare):
        return ""
    return context[: subject.start(1)] + bare + context[subject.end(1) :]


def _replace_value(question: str, context: str) -> str:
    """The earlier question with one value replaced, or "" when the follow-up asks something new."""
    bare = _CONNECTIVE.sub("", question)
    new, old = extract(bare), extract(context)
    named = {stem(word) for value in new for word in tokens(value.text)}
    rest = {stem(word) for word in _subject_words(bare)} - named
    if not new or rest - {stem(word) for word in tokens(context)}:
        return ""
    for value in new:
        same = [other for other in old if _same_sort(value, other)]
        if same:
            target = max(
                same, key=lambda other: (_likeness(bare, value, context, other), other.end)
            )
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
    return f"{context.rstrip(' ?.!')} {question.strip(' ?.!')}?"


def _cased_words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-.]\w+)*", text)


EXPS = {"in_context": in_context}
