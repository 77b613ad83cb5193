"""A follow-up is made stand-alone from the conversation, without a language model.

Two ways, the first that fits: a value of the earlier question is replaced by the one of the same
kind that the follow-up names ("And in 2019?"), or the subject of the earlier question is put in
front of what the follow-up asks ("Who signed it?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_app.answering.replacing import (
    CONNECTIVE,
    FEW_WORDS,
    YEARS_ON,
    of_another,
    subject_words,
)
from qa_app.answering.subjects import Talk, named
from qa_app.contract import Turn
from qa_app.retrieval.words import STOPWORDS, stem, tokens
from qa_app.values import When, extract, question_type

_OPENING = re.compile(
    r"^(?:(?:what|how) about\b|(?:in|on|for|by|since|before|after|during|from)\b"
    r"(?! (?:what|which|whose|whom|how)\b))",
    re.IGNORECASE,
)
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
_WHOSE_WORDS = re.compile(
    r"^\W*(?:and |but |so |ok(?:ay)?,? )?(?:"
    r"who (?:(?:has|had|is it that|was it that|exactly|actually) )?"
    r"(?:(?:say|says|said|saying) (?:that|this|it|so)(?: quote)?"
    r"|(?P<written>thinks?|thought|claim(?:s|ed)?|argue[sd]?|wr(?:ites|ote)) (?:that|this|so))"
    r"|says? who|who is (?:being )?quoted(?: (?:here|there))?|whose (?:words?|quote|view|opinion)s?"
    r" (?:is|are|was|were) (?:that|this|these|those|it))\W*$",
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
_ASKING = frozenset(map(stem, "tell know like give show list name think say let".split()))
_MOST_NAMES = 3
_SHORT = 8
_TELLING = 4
_LONGEST_QUOTE = 40
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
    if said := _who_said(question, talk.answer):
        return said
    if refers_back(question) and (replaced := of_another(question, talk.question)):
        return replaced  # lent what was replaced, it would ask of both
    worded = _complete(question, talk)[0]
    return _lent(worded, talk.chief(), talk.question, _names(talk.answer))


def names_its_subject(question: str) -> bool:
    """Whether a question can be asked to anybody: it names something and leans on nothing."""
    bare = CONNECTIVE.sub("", question)
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
    if CONNECTIVE.match(question) or _is_fragment(question) or YEARS_ON.match(question):
        return True
    if _WHOSE_WORDS.match(question):
        return True
    if _FURTHER.search(question) and may_refer_back(question):
        return len(subject_words(question)) <= _SHORT
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
    return len(subject_words(question)) < FEW_WORDS


def _has_antecedent(before: str, rest: str) -> bool:
    # "What did Japan say of its loans?", "Why did the party chief praise his rival?"
    if any(named(before)):
        return True
    if len(subject_words(before)) >= _TELLING:
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
    if said := _who_said(question, talk.answer):
        return said, {}
    if replaced := of_another(question, talk.question):
        return replaced, {}
    resolved, taken = resolve(_nth(question, talk.answer), talk)
    if taken or resolved != question:
        return resolved, taken
    asked = question_type(talk.question).head
    last = " ".join(word for word in _words(talk.question) if word.lower() != asked)
    said = _telling(talk.answer) if _OF_ANSWER.search(question) else ""
    return _lent(question, talk.chief(), last, said), {}


def _who_said(question: str, answer: str) -> str:
    """The question who said what the last answer quotes first, "" where that is not asked; who
    wrote, claimed or thought it is asked of words only, not of what is told ("Who wrote this?").
    """
    asked = _WHOSE_WORDS.match(question)
    first, *cited = _MARKER.split(answer)
    words = re.sub(r"[“”„\"]", "", first).strip(" .!?‘’")
    if not asked or not cited or not words or (asked["written"] and words == first.strip(" .!?")):
        return ""
    return f"Who said that {' '.join(words.split()[:_LONGEST_QUOTE])}?"


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


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-.]\w+)*", text)
