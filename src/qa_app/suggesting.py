"""Questions that a reader might ask of an article, taken from its own sentences. Pure.

Only sentences of a few plain forms give one, and only English ones: a question that sounds made is
worse than none. Whether it can be answered, whoever shows it has to find out by asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import sentences
from qa_app.retrieval.words import STOPWORDS
from vectorstore.model import Span

LONGEST = 90
MOST_WORDS = 7

_DETERMINER = r"(?:The|A|An|Its|Their|This|That|These|Those|His|Her)"
# The subject at the beginning of a sentence: words without a comma, a verb or another clause.
_SUBJECT = r"(?P<subject>(?:The )?[A-Z0-9][\w’'-]*(?: (?!(?:is|are|was|were|has|had|and|but|that|which|who|as|by|at|to|from|with|in|on)\b)[\w’'-]+){0,6})"
_DATE = r"(?:in|on|since) (?:early |late |mid-)?(?:\d{1,2} )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?(?:\d{1,2}, )?(?:1[5-9]|20)\d\d\b"
_EVENTS = (
    "opened|founded|built|signed|established|elected|announced|launched|completed|created|born|"
    "delivered|adopted|introduced|inaugurated|appointed|released|published|formed|finished|"
    "invented|discovered|abolished|closed|unveiled|ratified|enacted|granted|awarded|destroyed"
)
_WHEN = re.compile(
    rf"^{_SUBJECT} (?P<be>was|were) (?:first |formally |officially )?(?P<event>{_EVENTS})\b[^.;]*? {_DATE}"
)
# What is done on one day: base form, past form.
_DEEDS = {
    "gave": "give", "opened": "open", "signed": "sign", "launched": "launch", "joined": "join",
    "won": "win", "left": "leave", "became": "become", "founded": "found", "bought": "buy",
    "sold": "sell", "visited": "visit", "announced": "announce", "approved": "approve",
    "adopted": "adopt", "published": "publish", "introduced": "introduce", "invaded": "invade",
    "banned": "ban", "resigned": "resign", "died": "die", "retired": "retire", "lost": "lose",
    "began": "begin", "withdrew": "withdraw", "established": "establish", "completed": "complete",
    "elected": "elect", "appointed": "appoint", "released": "release", "ratified": "ratify",
    "married": "marry", "moved": "move", "discovered": "discover", "built": "build",
}  # fmt: skip
_ALONE = {"began", "opened", "died", "resigned", "retired"}
_PLACING = {"near", "inside", "outside", "around", "along", "across", "behind", "beyond", "despite"}
_DID = re.compile(
    rf"^{_SUBJECT} (?P<deed>{'|'.join(_DEEDS)})\b(?P<object>(?: (?!(?:in|on|since|and|but|that|which|who|when|after|before|while|as|later|again|there)\b)[\w’'$€£¥%.-]+){{0,8}}) {_DATE}"
)
_WORTH = re.compile(rf"^{_SUBJECT} (?P<be>is|was|were|are) worth\b")
_MEASURE = re.compile(
    rf"^{_SUBJECT} (?P<be>is|are|was|were) (?:about |some |nearly |almost |over )?[\d.,]+ ?(?:km|kilomet\w+|miles?|met\w+|m|feet|ft) (?P<how>long|tall|high|deep|wide)\b"
)
_PERSON = re.compile(
    r"(?<![\w’'.-])(?<![Tt]he )(?P<name>(?:[A-Z][a-zà-ÿ’'-]+|[A-Z]\.)(?: (?:[A-Z][a-zà-ÿ’'-]+|[A-Z]\.)){1,3}), "
    r"(?P<role>(?:an?|the|its|then|former|who (?:is|was|has))\b[^,.;:]{6,90}),"
)
_NUMBER = (
    r"(?:(?:the|about|around|some|nearly|almost|over|only|more than|at least) )?"
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
# What is counted: small words up to where the clause goes on.
_COUNTED = (
    r"(?P<counted>(?!(?:per|percent|million|billion|trillion|times|of|in|on|years|days|months)\b)[a-z-]+"
    r"(?: (?!(?:of|in|on|at|for|with|and|or|from|to|that|which|who|as|by|when|after|before|each|between|since|under)\b)[a-z-]+){0,2})"
    r"(?=[,.;:]|$| (?:in|on|at|for|with|from|to|that|which|as|when|after|before|between|since|under)\b)"
)
# What somebody has or does to something: base form by the form in the sentence.
_HAVING = {
    "has": "have", "have": "have", "employs": "employ", "employ": "employ", "operates": "operate",
    "operate": "operate", "owns": "own", "own": "own", "carries": "carry", "contains": "contain",
    "produces": "produce", "needs": "need", "covers": "cover", "serves": "serve",
}  # fmt: skip
_MAKING = {
    "supplied": "supply", "donated": "donate", "delivered": "deliver", "promised": "promise",
    "offered": "offer", "designed": "design", "developed": "develop", "produced": "produce",
    "gave": "give", "bought": "buy", "sold": "sell", "built": "build", "signed": "sign",
    "ordered": "order", "invented": "invent", "banned": "ban", "proposed": "propose",
    "introduced": "introduce", "hired": "hire", "killed": "kill", "employed": "employ",
}  # fmt: skip
_SINGULAR = {"has", "employs", "operates", "owns", "carries", "contains", "produces", "needs"} | {
    "covers",
    "serves",
}
_HOW_MANY = re.compile(
    rf"^{_SUBJECT} (?P<verb>{'|'.join((*_HAVING, *_MAKING))}) {_NUMBER} {_COUNTED}"
)
_WHAT = re.compile(
    rf"^{_SUBJECT} (?P<verb>{'|'.join(_MAKING)}) (?:the|an?|its|their|his|her) [a-z]"
)
_COST = re.compile(
    rf"^{_SUBJECT}(?: which| that|,)? cost (?:about |some |nearly |almost |over |around |an estimated )?"
    r"(?:US)?[$€£¥]? ?\d"
)
_PLACED = "born|founded|held|built|based|signed|filmed|buried|discovered|invented"
_WHERE = re.compile(
    rf"^{_SUBJECT} (?P<be>is|are|was|were) (?P<event>{_PLACED}) (?:in|at|near) "
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"(?:the )?[A-Z][a-z]"
)
_DONE = (
    "designed|built|founded|led|written|invented|discovered|directed|composed|painted|owned|run|"
    "opened|financed|funded|organised|organized|supplied|developed|operated|published|made"
)
_BY_WHOM = re.compile(rf"^{_SUBJECT} (?P<be>is|are|was|were) (?P<event>{_DONE}) by (?:the )?[A-Z]")
_PAST = {"written": "wrote", "run": "ran"}
_RUN = {"owned": "owns", "led": "leads", "run": "runs", "operated": "operates"}
_ASKED = re.compile(
    r"(?:^|: )(?P<asked>(?:what|who|why|how|when|where|which)\b[^.?!:]{8,80}\?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question and the sentence of the article that it came from."""

    question: str
    span: Span


def suggestions(text: str, title: str = "") -> list[Suggestion]:
    """Questions that the text seems to answer, in its order, each once."""
    found: dict[str, Suggestion] = {}
    for question, span in (*_from_title(title, text), *_from_sentences(text)):
        if len(question) <= LONGEST:
            found.setdefault(question.casefold(), Suggestion(question, span))
    return list(found.values())


def _from_title(title: str, text: str) -> Iterator[tuple[str, Span]]:
    asked = _ASKED.search(title)
    if asked and text:
        yield _capital(asked["asked"]), Span(0, len(text))


def _from_sentences(text: str) -> Iterator[tuple[str, Span]]:
    names = _names(text)
    for span in sentences(text):
        sentence = span.of(text)
        for question in _of_sentence(sentence, names, text):
            yield question, span


def _of_sentence(sentence: str, names: set[str], text: str) -> Iterator[str]:
    when, worth, measure = (form.match(sentence) for form in (_WHEN, _WORTH, _MEASURE))
    if when and _definite(when["subject"], names):
        yield f"When {when['be']} {_inside(when['subject'])} {when['event']}?"
    did = _DID.match(sentence)
    if did and _definite(did["subject"], names) and (did["object"] or did["deed"] in _ALONE):
        deed = _DEEDS[did["deed"]] + did["object"]
        yield f"When did {_inside(did['subject'])} {deed}?"
    if worth and _definite(worth["subject"], names):
        yield f"How much {worth['be']} {_inside(worth['subject'])} worth?"
    if measure and _definite(measure["subject"], names):
        how = measure["how"]
        yield f"How {how} {measure['be']} {_inside(measure['subject'])}?"
    yield from _of_deeds(sentence, names)
    for person in _PERSON.finditer(sentence):
        words = person["name"].split()
        if not any(_is_common(word, text) for word in (words[0], words[-1])):
            yield f"Who is {person['name']}?"


def _of_deeds(sentence: str, names: set[str]) -> Iterator[str]:
    """How many, what, where and by whom: what the subject has, has done, or what was done to it."""
    many, what, cost, where, whom = (
        form.match(sentence) for form in (_HOW_MANY, _WHAT, _COST, _WHERE, _BY_WHOM)
    )
    if many and _definite(many["subject"], names):
        verb, subject = many["verb"], _inside(many["subject"])
        does = "did" if verb in _MAKING else "does" if verb in _SINGULAR else "do"
        base = _MAKING.get(verb) or _HAVING[verb]
        yield f"How many {many['counted']} {does} {subject} {base}?"
    elif what and _definite(what["subject"], names):
        yield f"What did {_inside(what['subject'])} {_MAKING[what['verb']]}?"
    if cost and _definite(cost["subject"], names):
        yield f"How much did {_inside(cost['subject'])} cost?"
    if where and _definite(where["subject"], names):
        yield f"Where {where['be']} {_inside(where['subject'])} {where['event']}?"
    if whom and _definite(whom["subject"], names):
        now = _RUN.get(whom["event"]) if whom["be"] in ("is", "are") else None
        if now or whom["be"] in ("was", "were"):
            done = now or _PAST.get(whom["event"], whom["event"])
            yield f"Who {done} {_inside(whom['subject'])}?"


def _names(text: str) -> set[str]:
    """Words with a capital where no sentence begins: names, as far as a text shows them."""
    return set(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", text))


def _is_common(word: str, text: str) -> bool:
    """Whether the word stands in the text, or in any text, without its capital."""
    small = word.lower()
    return (
        small in STOPWORDS | _PLACING
        or re.search(rf"(?<![\w’'-]){re.escape(small)}(?![\w’'-])", text) is not None
    )


def _definite(subject: str, names: set[str]) -> bool:
    """Whether the words name one thing by themselves: a name is among them, and no pronoun."""
    words = subject.split()
    if len(words) > MOST_WORDS or (words[0] != "The" and words[0].lower() in STOPWORDS):
        return False
    return any(word in names for word in (words[1:] if words[0] == "The" else words))


def _inside(subject: str) -> str:
    """The subject as it stands inside a sentence."""
    return f"the {subject[4:]}" if subject.startswith("The ") else subject


def _capital(question: str) -> str:
    return question[0].upper() + question[1:]
