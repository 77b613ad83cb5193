"""A question's words brought to those of the articles: typing errors, accents, short forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from qa_app.retrieval.peoples import OTHERWISE, is_country
from qa_app.retrieval.query import Alias
from qa_app.retrieval.vocabulary import Vocabulary, surface
from qa_app.retrieval.words import STOPWORDS, tokens

_WORD = re.compile(r"\w+")
_INITIALS = 3
_LONG_NAME, _LONG = 6, 9
_LETTERS_AN_ERROR = 5
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?")
_EXPLAINED = re.compile(
    r"((?:[A-Z][\w'’-]*\s+(?:(?:of|and|the|for|on|in|de|la)\s+){0,2}){1,7}[A-Z]?[\w'’-]+)\s+"
    r"\(\s*[\"“]?((?:[A-Z]\.?){2,8}s?)[\"”]?\s*\)"
)
_EXPLAINED_BEHIND = re.compile(
    r"\b((?:[A-Z]\.?){2,8})\s+\(\s*((?:[A-Z][\w'’-]*\s*(?:(?:of|and|the|for|on|in)\s+){0,2}){2,8})\)"
)


def respelled(
    question: str,
    vocabulary: Vocabulary,
    holding: Callable[[str], Iterable[str]],
    is_name: Callable[[str], bool] = lambda word: False,
) -> tuple[str, tuple[str, ...]]:
    """The question with words that no passage holds replaced by those that they may stand for.

    Args:
        holding: gives some texts of passages that hold an index term.
        is_name: whether a lower-case word is one of a name known without any passage.

    Returns:
        the question, and the words that were put in.
    """
    # A reader takes "V.I.U." for another name than "VIU".
    question = _DOTTED.sub(lambda found: _undotted(found.group(), vocabulary), question)
    put_in: dict[str, str] = {}
    capitals = _capitals(question)
    names = {word for word in capitals if len(word) < _LONG_NAME}
    for word in dict.fromkeys(tokens(question)):
        if word in STOPWORDS:
            continue
        term = vocabulary.meant(word)
        if not term or is_name(word):
            continue
        texts = list(holding(term))
        written = surface(term, texts)
        # Two letters exchanged are a slip even in a short name: "Hlom" for "Holm".
        if word in names and sorted(written.lower()) != sorted(word):
            continue
        if written and (word not in capitals or _may_be_mistyped(word, written, texts)):
            put_in[word] = written
    if not put_in:
        return question, ()

    def replace(match: re.Match[str]) -> str:
        return put_in.get(match.group().lower(), match.group())

    return _WORD.sub(replace, question), tuple(dict.fromkeys(put_in.values()))


def cased(question: str, holding: Callable[[str], Iterable[str]]) -> str:
    """A question that has no capital, or only its first, with those of its names as the articles
    write them: "who is ann lee" is asked of Ann Lee. Countries have theirs in any case.

    Args:
        holding: gives some texts of passages that hold a word.
    """
    if not is_careless(question):
        return question
    words = [w for w in dict.fromkeys(tokens(question)) if w.isalpha() and w not in STOPWORDS]
    names = {w: w.capitalize() for w in words if w not in OTHERWISE and is_country(w)}
    for word in words:
        if word not in names and (written := _as_name(word, words, list(holding(word)))):
            names[word] = written
    for first, second in pairwise(tokens(question)):  # "lee" is a name behind "Ann"
        known, other = (first, second) if first in names else (second, first)
        if known in names and other in words and other not in names:
            beside = rf"\b{re.escape(first)} {re.escape(second)}\b"
            found = (re.search(beside, text, re.IGNORECASE) for text in holding(known))
            pair = next((match[0].split() for match in found if match), [])
            if pair and all(word[:1].isupper() for word in pair):
                names |= dict(zip((first, second), pair, strict=True))
    return _WORD.sub(lambda match: names.get(match.group(), match.group()), question)


def is_careless(question: str) -> bool:
    """Whether a question has no capital but the first, which a telephone may have put there."""
    return (question[:1].lower() + question[1:]).replace(" I ", " ").islower()


def _as_name(word: str, asked: Sequence[str], texts: Sequence[str]) -> str:
    """How the texts write a word that they use as a name only: never in small letters, and with a
    capital inside a sentence, behind a small word or another one that is asked for; or "".
    """
    found: Counter[str] = Counter()
    inside: object = False
    for text in texts:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            before = re.search(r"(\w+)(?:['’]s)?,? [\"“‘(]?$", text[: match.start()][-40:])
            beside = before[1] if before else ""
            after = re.match(r" ([^\W\d_]\w*)", text[match.end() :][:40])
            behind = after[1] if after and after[1][0].isupper() else ""
            inside = inside or beside.islower() or {beside.lower(), behind.lower()} & {*asked}
            found[match.group()] += 1
    return found.most_common(1)[0][0] if inside and not any(map(str.islower, found)) else ""


def _capitals(question: str) -> set[str]:
    """The words, in lower case, that a question writes as names. A short one is hardly mistyped:
    "Noem" is rather somebody else than "Noam".
    """
    if question.isupper() or question.istitle():
        return set()
    found = (word.group() for word in _WORD.finditer(question) if word.start())
    named = (word for word in found if word[:1].isupper())
    return {word.lower() for word in named if len(word) < _LONG_NAME or not word.isupper()}


def _may_be_mistyped(name: str, written: str, texts: Iterable[str]) -> bool:
    """Whether a name may stand for a word of the texts. Where they have that word in small letters
    it is rather another name, "Norvale" rather a place than "normal", unless it is long and nearly
    the same.
    """
    from rapidfuzz.distance import OSA

    if not any(re.search(rf"\b{re.escape(written)}\b", text) for text in texts):
        return True
    return len(name) >= _LONG and OSA.distance(name, written) <= len(name) // _LETTERS_AN_ERROR


def _undotted(initials: str, vocabulary: Vocabulary) -> str:
    """Initials without their dots where the articles write them so."""
    plain = initials.replace(".", "")
    return plain if len(plain) >= _INITIALS and vocabulary.holding(plain.lower()) else initials


def aliases(question: str, texts: Sequence[str]) -> tuple[Alias, ...]:
    """Short forms that one of the texts explains, and that the question uses or writes out."""
    asked = " ".join(tokens(question))
    words = set(asked.split())
    found: dict[str, Alias] = {}
    for text in texts:
        for short, long in _explained(text):
            plain = "".join(tokens(short))
            written = " ".join(tokens(long))
            if plain in words or f" {written} " in f" {asked} ":
                found.setdefault(plain, Alias(plain, long))
    return tuple(found.values())


def _explained(text: str) -> Iterable[tuple[str, str]]:
    if "(" not in text:
        return
    pairs = [(m[2], m[1]) for m in _EXPLAINED.finditer(text)]
    pairs += [(m[1], m[2]) for m in _EXPLAINED_BEHIND.finditer(text)]
    for short, long in pairs:
        named = _named_by(short.rstrip("s"), long)
        if named:
            yield short.rstrip("s"), named


def _named_by(short: str, long: str) -> str:
    """The last words of `long` whose initials are `short`; "" if there are none."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = long.split()
    for first in range(len(words) - 1, -1, -1):
        part = words[first:]
        initials = [word[0].lower() for word in part if word[0].isalnum()]
        capitals = [word[0].lower() for word in part if word[0].isupper()]
        if letters in (initials, capitals) and words[first][0].isupper():
            return " ".join(part)
    return ""
