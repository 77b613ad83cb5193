"""Who said something: told from what is said by nobody, and from what else was said. Pure.

"Who said that the ferry is dear?" shares more words with "The ferry became dear in May" than with
"“We pay too much for the crossing,” Ann Lee said"; and who reads a quote wants to know whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from qa_app.answering.office import Holder
from qa_app.answering.sentences import Sentence, values_of
from qa_app.answering.speaker import is_unnamed, speakers_of
from qa_app.retrieval.search import Retrieval
from qa_app.retrieval.words import STOPWORDS, stems, tokens
from qa_app.values import Name, question_type
from qa_app.verification.lexicon import SAYING

_SAYS = (
    r"(?:says?|said|saying|thinks?|thought|believes?|believed|argues?|argued|warns?|warned|tells?"
    r"|told|claimed|predicts?|predicted|suggests?|suggested|insists?|insisted|complained|remarked"
    r"|commented|expects?|expected|doubts?|doubted)"
)
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:and |but |so )?who(?: (?:is|was) it(?: that)?)?(?: else)?(?: (?:is|was|has|have"
        rf"|had|did|also|once|quoted as|cited as))* {_SAYS}\b(?: that\b)?(?P<claim>.+)",
        rf"^\W*(?:which|what) (?!of\b)(?:[\w'’-]+ ){{1,6}}?{_SAYS} that (?P<claim>.+)",
        rf"^\W*(?:which|what) (?P<who>\w+) {_SAYS}\b(?P<claim>.+)",
        r"^\W*according to (?:who|whom)\b(?P<claim>.+)",
        r"^\W*whose (?:words?|view|opinion|claim|argument|statement|quote)s? (?:is|was|are|were)"
        r" (?:it|this|that)\b(?P<claim>.+)",
    )
)
_QUOTED = re.compile(r"[\"“”„«»]|(?:^|\s)‘")
_TELLS = SAYING - {"states", "claims", "state"} | frozenset(
    "think thinks thought doubts doubted expects expected sees saw calls called regards regarded"
    " asked complained fears feared hopes hoped criticised criticized praised".split()
)
_SO = re.compile(r"\baccording to\b|\b(?:states|claims) that\b", re.IGNORECASE)
_UNSAID, _NEARLY = 0.02, 0.8
_FURTHEST = 6
"""So many sentences of a passage may lie between what somebody says and where they are named."""


def claim(question: str) -> str:
    """What somebody is asked to have said, "" where the question does not ask who said something.

    "Who told the Echo?" and "Who was told?" name nothing that was said.
    """
    found = next((match for asks in _ASKS if (match := asks.match(question))), None)
    of_whom = found.groupdict().get("who") if found else ""
    if found is None or (of_whom and question_type(question).kind != "person"):
        return ""
    said = found["claim"].strip(" ?.!,")
    return said if any(word not in STOPWORDS for word in stems(said)) else ""


def by_somebody(sentences: Sequence[Sentence]) -> list[Holder]:
    """For each sentence "own" where it tells what somebody said or thinks, else nothing."""
    return ["own" if _is_told(sentence.text) else "" for sentence in sentences]


def saying_it(found: Retrieval, sentences: Sequence[Sentence], said: str) -> np.ndarray:
    """How much of what is claimed each sentence says, shape (n,), from `_UNSAID` to 1, where one
    says nearly all of it; elsewhere all the same, since it may be told in other words.
    """
    wanted = frozenset(stems(said)) & found.weights.weights.keys()
    total = sum(found.weights.weights[word] for word in wanted)
    held = [found.query.meant_by(sentence.stems) & wanted for sentence in sentences]
    shares = [sum(found.weights.weights[word] for word in words) for words in held]
    if not total or max(shares) < _NEARLY * total:
        return np.ones(len(sentences))
    return np.maximum(np.array(shares) / total, _UNSAID)


def with_speakers(sentences: Sequence[Sentence], chosen: Sequence[int], most: int) -> list[int]:
    """The chosen sentences, each that does not tell whose words it has with the one that does: the
    last one before it in its passage that names somebody, while there is room.
    """
    kept = list(chosen)
    for i in chosen:
        if not is_unnamed(sentences[i].text) or len(kept) >= most:
            continue
        before = [j for j in range(max(0, i - _FURTHEST), i) if _same(sentences, i, j)]
        named = (j for j in reversed(before) if _names_somebody(sentences[j].text))
        if (j := next(named, None)) is not None and j not in kept:
            kept.append(j)
    return kept


def _same(sentences: Sequence[Sentence], i: int, j: int) -> bool:
    return sentences[i].passage.id == sentences[j].passage.id and not sentences[j].is_heading


def _names_somebody(text: str) -> bool:
    if any(speakers_of(text)):
        return True
    names = [(v.text, v.detail.type) for v in values_of(text) if isinstance(v.detail, Name)]
    return any(sort == "person" or (sort == "other" and " " in name) for name, sort in names)


def _is_told(text: str) -> bool:
    return bool(_QUOTED.search(text) or _TELLS & set(tokens(text)) or _SO.search(text))
