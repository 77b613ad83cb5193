"""What a conversation has been about: who and what its questions and answers name. Pure.

A `Talk` is folded over the turns of a conversation, oldest first. A pronoun is read as whoever or
whatever of the right sort was named most, lately, and in a question rather than in an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from qa_app.answering.office import office
from qa_app.answering.unnamed import SPOKEN, unnamed
from qa_app.retrieval.english import is_english
from qa_app.retrieval.words import STOPWORDS, tokens
from qa_app.values import Name, extract, question_type
from qa_app.values.lexicon import AUXILIARIES, FUNCTION_WORDS, ORGANISATION_WORDS

Sort = Literal["person", "place", "thing", "object", "several", "any"]
"""A body or work is a thing, which may be "they"; what has no name is an object, which is not."""
Kind = Literal["he", "she", "it", "they", "there"]

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys("he him his himself".split(), "he"),
    **dict.fromkeys("she her hers herself".split(), "she"),
    **dict.fromkeys("it its itself".split(), "it"),
    **dict.fromkeys("they them their theirs themselves".split(), "they"),
    "there": "there",
}

_ASKED, _ANSWERED, _TOPIC, _SAME, _SURELY, _FADES = 1.0, 0.3, 1.0, 2.0, 0.5, 0.75
_UNNAMED = 1.5
"""What a question asks of is meant by an "it" before the town that it stands in."""
_IMPERATIVE = re.compile(
    r"^\W*(?:tell|give|show|list|name|explain|describe|compare|let|summari[sz]e)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^(?:what|who|where)(?:['’]s| is| are| was| were) (?:the |a |an )?(?P<is>[^,;:(?]+)\?*$"
    r"|\b(?:tell (?:me|us)|know|learn|hear|talk) (?:more |all |everything |something )?about"
    r" (?P<about>[^,;:(?.]+)",
    re.IGNORECASE,
)
_WHAT = re.compile(r"^\W*(?:what|where)\b", re.IGNORECASE)
_MOST_WORDS = 5
# Whose office, work or sales are asked about is a body or a place, no "he" or "she"; whose brother
# is asked about is somebody.
_KIN = frozenset(
    "wife husband widow widower spouse partner son daughter child children father mother parent"
    " parents brother sister sibling siblings uncle aunt nephew niece cousin grandson granddaughter"
    " grandfather grandmother friend lover fiance fiancee teacher pupil student biographer author"
    " killer successor predecessor heir boyfriend girlfriend assistant doctor lawyer".split()
)
_LED = re.compile(
    r"\b(?:work(?:s|ed|ing)?|employed) (?:for|at|by|in) (?:the )?$"
    r"|\b(?:play|scor|sign|captain)\w* (?:[\w-]+ ){0,4}(?:for|against|at) (?:the )?$"
    r"|^\W*who (?:now |still )?(?:runs?|ran|leads?|led|heads?|headed|owns?|owned|manages?|managed"
    r"|chairs?|chaired|governs?|governed|founded) (?:the )?$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b((?:the|these|those)(?: (?!of\b)[a-z][\w-]*){0,2} ([a-z]{3,}s))\W*$", re.IGNORECASE
)
_WHICH = re.compile(
    r"^\W*(?:and |so |but )?(?:which|what) ((?:[a-z]+ )??([a-z]{3,}s))"
    r" (?:are|were|have|had|can|could|will|would|should)\b"
    r"|^\W*(?:and |so |but )?which ((?:[a-z]+ )??([a-z]{3,}s)) (?:[a-z]+ed|came|went|took)\b",
    re.IGNORECASE,
)
_DOERS = re.compile(
    r"\b(?:do|did|are|were|have|can|will|would|could|should)\s+((?:[a-z]+\s)??([a-z]{3,}s))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:dollars?|euros?|pounds?|yen|crowns?|USD|EUR|GBP)$", re.IGNORECASE)
_HAS = re.compile(
    r"['’]s? (?:\w+ ){0,2}(?:sales|shares?|staff|employees|workers|profits?|turnover|revenues?"
    r"|customers|headquarters|factor(?:y|ies)|branch(?:es)?|population|inhabitants|residents)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that was named.

    Attributes:
        weight: how present it is; fades with every exchange.
        called: the pronouns that it was taken for.
        acts: whether a question asks what it does, of a place.
    """

    text: str
    sort: Sort
    weight: float
    called: frozenset[Kind] = frozenset()
    asked: bool = False
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said so far.

    Attributes:
        question: the last question, made stand-alone.
        answer: what was answered last, or "".
    """

    question: str = ""
    answer: str = ""
    subjects: Mapping[str, Subject] = field(default_factory=dict)

    def asked(self, question: str, *, alone: bool, taken: Mapping[str, str]) -> Talk:
        """With a further question, stand-alone already.

        Args:
            alone: whether it stood alone as it was asked.
            taken: the pronouns that were read as a subject, with its text.
        """
        faded = {key: replace(s, weight=s.weight * _FADES) for key, s in self.subjects.items()}
        for text, sort in named(_IMPERATIVE.sub(lambda m: m.group().lower(), question)):
            body = sort == "any" and _is_body(text, question)
            _add(faded, text, "thing" if body else sort, _ASKED, asked=True)
            if sort == "place" and _acts(text, question):
                faded[_key(text)] = replace(faded[_key(text)], acts=True)
        topic = topic_of(question) if alone else ""
        if alone:  # a question that leans on nothing speaks of another "it"
            faded = {key: s for key, s in faded.items() if s.sort != "object"}
        if alone and not topic and (thing := unnamed(question)):
            _add(faded, thing, "object", _UNNAMED, asked=True)
        if several := _counted(question) or _several(question):
            _add(faded, several, "several", _ASKED, asked=True)
        if topic:
            what = _WHAT.match(question) and any(word[:1].islower() for word in topic.split())
            _add(faded, topic, "thing" if what else "any", _TOPIC, asked=True)
        for pronoun, text in taken.items():
            if (found := faded.get(_key(text))) and pronoun in _KINDS:
                called = found.called | {_KINDS[pronoun]}
                faded[_key(text)] = replace(found, called=called)
        return Talk(question, "", faded)

    def answered(self, answer: str) -> Talk:
        """With what was answered."""
        grown = dict(self.subjects)
        thing = unnamed(self.question)
        asked = ""  # the name that a question for one asks for is what is talked about
        who = question_type(self.question).kind == "person"
        sorts: dict[str, Sort] = {}  # a long answer names its town in every sentence
        for text, sort in named(answer):
            if sorts.get(text, "any") == "any":
                sorts[text] = sort
        told = list(sorts.items())
        somebody = any(sort == "person" for _, sort in told)
        for text, sort in told:
            # "Volkswagen's lawyer, Ann Lee": one word may be anything, two are rather somebody.
            may_be = sort == "person" or not somebody or (sort == "any" and " " in text)
            if who and (may_be if not asked else sort == "several" and text.startswith(asked)):
                asked = asked or text
                _add(grown, text, "person" if sort == "any" else sort, _ASKED, asked=True)
            else:
                _add(grown, text, sort, _ANSWERED)
                if sort == "thing" and thing.split(" ")[-1] in ORGANISATION_WORDS:
                    grown.pop(_key(thing), None)  # "Who founded the company?" names it
        return replace(self, answer=answer, subjects=grown)

    def meant_by(self, pronoun: str) -> str:
        """The subject that a pronoun stands for, or "" where nothing of its sort was named."""
        kind = _KINDS[pronoun]
        fitting = [s for s in self.subjects.values() if _fits(s, kind)]
        # What the questions are about comes before what an answer names by the way.
        fitting = [s for s in fitting if s.asked or kind in s.called] or fitting
        if not fitting:
            return ""
        surely = {"he": "person", "she": "person", "they": "several"}.get(kind)

        def worth(subject: Subject) -> float:
            same = _SAME * (kind in subject.called)
            return subject.weight + same + _SURELY * (subject.sort == surely)

        return max(fitting, key=worth).text

    def chief(self) -> str:
        """The subject that is most present, or ""."""
        asked = (s for s in self.subjects.values() if s.asked and s.sort != "object")
        found = max(asked, key=lambda s: s.weight, default=None)
        return found.text if found else ""

    def fuller(self, name: str) -> str:
        """The whole name that a name is a part of ("Scott": "Walter Scott"), or the name."""
        words = _key(name).split()

        def is_part(key: str, subject: Subject) -> bool:
            whole = key.split()
            # "Walter Scott born" is what a question is about, and no name.
            is_name = not subject.text.split()[-1].islower()
            if len(whole) <= len(words) or subject.sort == "several" or not is_name:
                return False
            if not subject.asked:
                return whole[-len(words) :] == words and subject.sort == "person"
            # "Vietnam" is a name by itself beside "the president of Vietnam".
            starts = (i for i in range(len(whole)) if whole[max(i - 1, 0) : i] != ["of"])
            return any(whole[i : i + len(words)] == words for i in starts)

        longer = [s for key, s in self.subjects.items() if is_part(key, s)]
        return max(longer, key=lambda s: s.weight).text if longer else name


def named(text: str) -> Iterator[tuple[str, Sort]]:
    """The names in a text, in order, and what each is one of; "A, B and C" is several as well."""
    first = last = None
    for value in extract(text):
        if value.kind == "name":
            between = text[last.end : value.start] if last else ""
            if first is None or between.strip() not in (",", "and", "&", ", and"):
                first = value
            elif between.strip() != ",":
                yield text[first.start : value.end], "several"
            last = value
        if value.kind == "name" and _MONEY.search(value.text):
            continue
        if value.kind == "title":
            yield value.text, "thing"
        elif isinstance(value.detail, Name):
            sorts: dict[str, Sort] = {"person": "person", "place": "place", "other": "any"}
            sort = sorts.get(value.detail.type, "thing")
            begins = not re.search(r"\w[^\w.!?]*$", text[: value.start])
            if sort != "any" or not begins or not is_english(value.text.lower()):
                yield value.text, sort


def _counted(question: str) -> str:
    """What a question asks the number of, "the patrol vessels" of "How many patrol vessels …?", or
    "": that is what a "they" behind it means.
    """
    expected = question_type(question)
    several = expected.units and expected.units[-1] != expected.head
    return f"the {' '.join(expected.units)}" if expected.kind == "number" and several else ""


def _several(question: str) -> str:
    """The things that a question asks about last, "the six boats" of "What does he say about the
    six boats?", those that do what it asks of, "nurses" of "How are nurses paid?", or those that it
    asks for, "the ships" of "Which ships were there?"; or "".
    """
    found = _THINGS.search(question) or _DOERS.search(question) or _WHICH.match(question)
    if found is None:
        return ""
    several, head = [group for group in found.groups() if group]
    if head.endswith(("ss", "us", "is")) or not is_english(head.lower()):
        return ""
    return f"the {several}" if found.re is _WHICH else several


def _is_body(name: str, question: str) -> bool:
    """Whether a question tells that a name is of a company, a club or a place: somebody works for
    it, holds an office there, or it has what no person has.
    """
    at = question.find(name)
    held = office(question)
    if held and set(tokens(name)) <= set(held.of) and not set(held.role) & _KIN:
        return True
    return bool(_LED.search(question[:at]) or _HAS.match(question[at + len(name) :]))


def _acts(place: str, question: str) -> bool:
    """Whether a question asks what a place does or is, as a country does: "What did Laos say?"."""
    acts = rf"\b(?:{'|'.join(sorted(AUXILIARIES))})\s+(?:the )?{re.escape(place)}(?![\w'’])"
    return re.search(acts, question, re.IGNORECASE) is not None


def topic_of(question: str) -> str:
    """What a question of the form "What is …?" or "Tell me about …", or of a few words without a
    verb, is about, or "".
    """
    match = _ABOUT.search(question.strip())
    if match is None:
        # "coal tax rate?" is about that, and asks nothing else.
        words = SPOKEN.findall(question)
        whole = 1 < len(words) <= _MOST_WORDS and not FUNCTION_WORDS & {w.lower() for w in words}
        return " ".join(words) if whole else ""
    topic = (match["is"] or match["about"]).strip()
    return topic if 0 < len(topic.split()) <= _MOST_WORDS else ""


def _add(
    subjects: dict[str, Subject], text: str, sort: Sort, weight: float, asked: bool = False
) -> None:
    key = _key(text)
    if not set(key.split()) - STOPWORDS:
        return
    known = subjects.get(key)
    if known is None:
        subjects[key] = Subject(text, sort, weight, asked=asked)
    else:
        better = sort if known.sort == "any" else known.sort
        subjects[key] = replace(
            known, sort=better, weight=known.weight + weight, asked=known.asked or asked
        )


def _key(text: str) -> str:
    words = tokens(text)
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _fits(subject: Subject, kind: Kind) -> bool:
    known = subject.asked or kind in subject.called
    if kind in ("he", "she"):
        named_so = not is_english(subject.text.lower()) and not subject.text.isupper()
        maybe = subject.sort == "any" and known and named_so
        other: Kind = "she" if kind == "he" else "he"
        return (subject.sort == "person" or maybe) and other not in subject.called
    if kind == "there":
        return subject.sort == "place"
    if kind == "they":
        single = subject.sort != "several" and subject.called & {"he", "she"}
        if subject.sort == "place":  # a town is no "they", a government may be
            return subject.acts or "they" in subject.called
        return (
            subject.sort != "object"
            and not single
            and (known or subject.sort in ("several", "thing"))
        )
    return subject.sort in ("place", "thing", "object") or (subject.sort == "any" and known)
