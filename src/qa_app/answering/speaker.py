"""What somebody said: what others said of the same is no answer. Pure.

"What did Ann Lee say about the treaty?" shares as many words with what others said of the treaty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_app.answering.office import Holder
from qa_app.answering.sentences import Sentence
from qa_app.retrieval.peoples import is_country
from qa_app.retrieval.words import STOPWORDS
from qa_app.values.question import says_who
from qa_app.values.units import singular
from qa_app.verification.lexicon import SAYING
from qa_app.verification.reading import read
from qa_app.verification.speakers import speaking
from qa_app.verification.words import same_people

_SAY = (
    r"(?:say|said|saying|think|thinks|tell|told|argue|argued|claim|claimed|write|written|warn"
    r"|warned|announce|announced|believe|promise|promised|reply|replied|suggest|suggested|state"
    r"|stated|mean|meant|predict|predicted|admit|admitted|add|comment|commented|explain|explained)"
)
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*what (?:did|does|do|has|have|had) (?P<who>.+?) (?:also |once )?{_SAY}\b",
        r"^\W*what (?:is|was|were|are) (?P<who>.+?)['’]s? (?:\w+ )?(?:reaction|response|comments?"
        r"|view|views|opinion|statement|remarks?|reply|words|advice|warning)\b",
        r"^\W*how did (?P<who>.+?) (?:react|respond|reply|comment)\b",
    )
)
_NOBODY = frozenset(
    "he she it they you we i one people anyone someone somebody anybody everybody article articles"
    " author authors writer text texts document documents story report reports paper papers source"
    " sources law rule rules study studies post posts news data figures this that word name"
    " sign".split()
)
_EXPERTS = frozenset(
    "analysts experts observers scholars academics researchers commentators scientists".split()
)
_LEARNED = re.compile(
    r"\b(?:prof(?:essor)?|dr|fellow|researcher|analyst|scholar|academic|economist|scientist|historian"
    r"|expert|lecturer|institute|university|think tank|cent(?:re|er) for)\b",
    re.IGNORECASE,
)
_NAME_WORDS = 4
"""A name at the beginning of a sentence, with a title before it, is as long as this."""
_SAID = rf"(?:{'|'.join(sorted(SAYING))})"
_VIEWS = rf"(?:{_SAID}|acknowledged?|fears?|feared|hopes?|hoped|expect(?:s|ed)?|thinks?|noted)"
_PRONOUN = re.compile(
    rf"\b(?:he|she|they|the (?:two|pair)|both)(?: \w+)? {_SAID}\b"
    rf"|\b{_SAID} (?:he|she|they)(?=[,.;]|$)",
    re.IGNORECASE,
)
_QUOTES = frozenset("according say tell write argu warn explain believ add".split())
"""Verbs of those who are quoted; what is announced or reported is nobody's view."""
_TOLD_BEHIND = re.compile(
    rf"((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+), (?:[^“”\"]{{3,160}}?), (?i:{_SAID})\b"
)
_QUOTED = re.compile(r"^[\"“‘„«]|[\"”’»]\W*$")
_WORD = re.compile(r"[\w&-]+")


def speaker(question: str) -> tuple[str, ...]:
    """The lower-case words of the name of who is asked to have said something; none where nobody
    is, or it is somebody without a name ("the company's chief executive").
    """
    for asks in _ASKS:
        if found := asks.match(question):
            who = [w for w in _WORD.findall(found["who"]) if w.lower() not in STOPWORDS]
            named = all(w[:1].isupper() or is_country(w) for w in who) or _is_careless(question)
            words = tuple(_bare(w) for w in who)
            return words if named and not _NOBODY.intersection(words) else ()
    return ()


def group(question: str) -> tuple[str, ...]:
    """The lower-case words of some people who are asked to have said something and are called by
    what they are ("officials", "vietnamese"), that first; none where nobody such is.
    """
    for asks in _ASKS:
        if found := asks.match(question):
            who = [w for w in _WORD.findall(found["who"]) if w.lower() not in STOPWORDS]
            if who and who[-1][0].isupper() and not question.isupper():
                return ()  # somebody of that name
            who = [word.lower() for word in who]
            several = bool(who) and singular(who[-1]) != who[-1] and says_who(who[-1])
            return tuple(reversed(who)) if several and not _NOBODY.intersection(who) else ()
    return ()


def said_by_group(who: Sequence[str], sentences: Sequence[Sentence]) -> list[Holder]:
    """For each sentence whether it tells what these people say: "officials privately said". Whoever
    is quoted as a professor, a fellow or of an institute is one of the experts that are asked for.
    """
    one = rf"{re.escape(who[0].removesuffix('s'))}s?"
    told = re.compile(
        rf"\b{one}(?: (?!(?:is|are|was|were|be|been|not)\b)\w+)? {_VIEWS}\b"
        rf"|[,”\"’] {_SAID} (?:[\w-]+ )?{one}\b"
        rf"|\baccording to (?:[\w-]+ ){{0,2}}{one}\b",
        re.IGNORECASE,
    )
    known = {
        name
        for sentence in sentences
        if who[0] in _EXPERTS and _LEARNED.search(sentence.text)
        for name in speakers_of(sentence.text)
    } - STOPWORDS
    said: list[Holder] = []
    for sentence in sentences:
        words = [_bare(w) for w in _WORD.findall(sentence.text)]
        theirs = all(_same([word], words) for word in who[1:])
        quoted = not known.isdisjoint(speakers_of(sentence.text))
        said.append("own" if theirs and (quoted or told.search(sentence.text)) else "")
    return said


def said_of(question: str) -> tuple[str, ...]:
    """The words of the question that a sentence of who is asked about answers by being theirs: the
    name, and that it is said ("Ann Lee" and "write" in "What did Ann Lee write of the treaty?").
    """
    who = speaker(question) or group(question)
    said = (w.lower() for w in _WORD.findall(question) if re.fullmatch(_SAY, w, re.IGNORECASE))
    return (*who, *said) if who else ()


def _is_careless(question: str) -> bool:
    """Whether it is written without capitals, but for an initial ("write on X")."""
    return not any(w[0].isupper() and (w[1:] or n == 0) for n, w in enumerate(question.split()))


def said_by(question: str, sentences: Sequence[Sentence]) -> list[Holder]:
    """For each sentence whether who is asked about says it, or somebody else who is named; nothing
    where that cannot be told, or the question asks for nobody's words.
    """
    asked = speaker(question)
    said: list[Holder] = []
    for n, sentence in enumerate(sentences):
        same = n > 0 and sentences[n - 1].passage.id == sentence.passage.id
        before = (sentences[n - 1], said[n - 1]) if same else None
        said.append(_whose(asked, sentence, before) if asked else "")
    return said


def _whose(
    asked: tuple[str, ...], sentence: Sentence, before: tuple[Sentence, Holder] | None
) -> Holder:
    parts = read(sentence.text)
    found = [one for part in parts for one in speaking(part)]
    named = [[_bare(word.low) for word in one.name] for one in found if one.name]
    if any(_same(asked, name) for name in named):
        return "own"
    if any(_is_told_behind(w, sentence.text) or _speaks_for(w, sentence.text) for w in asked):
        return "own"
    follows = before is not None and (
        before[1] == "own" or _same(asked, [_bare(w) for w in _WORD.findall(before[0].text)])
    )
    if found and follows and _PRONOUN.search(sentence.text):
        return "own"
    first = [_bare(word.low) for word in parts[0].words[:_NAME_WORDS] if word.named]
    if found and not named and first and not _QUOTED.search(sentence.text):
        return "own" if _same(asked, first) else "other"  # "Lee, in a talk of some length, said"
    names = [_bare(word.low) for part in parts for word in part.words if word.named]
    if found and _same(asked, names):
        return ""
    if named:
        return "other"
    goes_on = not found and _QUOTED.search(sentence.text)
    return before[1] if before is not None and goes_on else ""


def speakers_of(text: str) -> Iterator[str]:
    """The lower-case words of the names of those whose words or views a sentence tells."""
    for part in read(text):
        for one in speaking(part):
            hears = one.verb == "tell" and one.name and _hears(text, one.name[0].text)
            if one.verb in _QUOTES and not hears:
                yield from (_bare(word.low) for word in one.name)
    for name in _TOLD_BEHIND.finditer(text):
        yield from (_bare(word) for word in name[1].split())


def is_unnamed(text: str) -> bool:
    """Whether a sentence has words of somebody whom it does not name: a quote alone, or "she said"
    beside it.
    """
    return bool(_QUOTED.search(text) or _PRONOUN.search(text)) and not any(speakers_of(text))


def _hears(text: str, name: str) -> bool:
    return re.search(rf"\b(?:told|tells?) (?:the )?{re.escape(name)}", text) is not None


def _is_told_behind(name: str, text: str) -> bool:
    """Whether who they are stands between a name and the verb: "Ann Lee, a fellow of the
    institute, told us".
    """
    return any(name in map(_bare, found[1].split()) for found in _TOLD_BEHIND.finditer(text))


def _speaks_for(name: str, text: str) -> bool:
    """Whether somebody of theirs says it: "Laos’s state radio said"."""
    whose = rf"\b{re.escape(name)}['’]s? (?:[\w-]+ ){{1,5}}{_SAID}\b"
    return re.search(whose, text, re.IGNORECASE) is not None


def _same(asked: Sequence[str], words: Sequence[str]) -> bool:
    return any(same_people(one, word) for one in asked for word in words)


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")
