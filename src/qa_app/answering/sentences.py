"""The sentences of the best passages, and what choosing between them looks at. Pure.

`FEATURES` come from the words and the vectors, `READ` from the reader; their order is that of the
columns and of the weights in `learned/`, which `bench/train.py` learns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa_app.injected import withheld
from qa_app.reader.base import Excerpt, ExcerptReading, SentenceReading
from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.search import Ranked, Retrieval
from qa_app.retrieval.words import stem, tokens
from qa_app.values import ExpectedAnswer, Value, extract, question_type
from vectorstore.model import Span, StoredPassage

FEATURES = (
    "cosine",  # the sentence means what is asked
    "coverage",  # it holds the question's words,
    "context_coverage",  # or it does with the sentence before it, its heading and the title
    "passage",  # the passage it stands in is likely
    "rank",
    "form",  # it holds a value of the kind that is asked for,
    "nearness",  # near the question's words
    "bigrams",  # words of the question stand side by side
    "cause",  # "why" is answered by a cause,
    "way",  # "how" by a way of doing
    "negated",  # "not" answers no question without one
    "heading",  # headings name what is told below them
    "asks",  # a question answers none
    "short",  # three words rarely say anything
    "length",
)
READ = (
    "relevance",  # the reader calls the sentence an answer,
    "margin",  # and finds answering words in it,
    "answers",  # in a passage that answers
)

PASSAGES_READ = 12
_SHORT_WORDS, _NEAR, _LEAST_LOG = 5, 40.0, -8.0
_SHORT_REPLY = 8
_CLIP = 12.0

_LEANS_BACK = re.compile(
    r"^[\"'“‘(]*(?:(?:and|but|so|then|also|however|still|yet|instead|later|there|here),?\s+)?"
    r"(?:he|she|it|they|this|that|these|those|his|her|hers|its|their|such"
    r"|both(?! (?:[\w-]+ ){1,3}and\b)|the (?:same|former|latter|two))\b"
    r"(?! (?:year|week|month|season|summer|autumn|fall|winter|spring|morning"
    r"|evening|afternoon|time|century|decade)(?:['’]?s['’]?)?\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_ITEM = re.compile(r"^(?:[-–—•*·▪◦]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_REPLY = re.compile(r"^\W*(?:A:|Answer:|Yes\b|No\b|Because\b)")
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|in order to|as a result|therefore|thus"
    r"|hence|caus(?:e|ed|es|ing)|reasons?|led to|leads? to|leading to|result(?:s|ed|ing)?"
    r" (?:in|from)"
    r"|means? that|which is why|that is why|that'?s why|aim(?:s|ed)? (?:to|at)|to (?:help|make"
    r"|ensure|avoid|prevent|keep|protect|allow|give|get|show|reduce|improve|save)|prompt(?:s|ed)|after"
    r"|amid"
    r"|for fear|blam(?:e|es|ed|ing)|motivat\w+|intended|fear(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\b(?:by \w+ing|using|us(?:e|ed|es)|through|via|with the help|means of|first|then|method"
    r"|process|way|steps?|mechanism|allow(?:s|ed)?|enable[sd]?|works?|approach)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|none|nobody|neither|nor|without|cannot|failed to|refus\w+"
    r"|den(?:y|ied|ies))\b"
    r"|n['’]t\b|\bno\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence that might answer: where it stands and the passage it is part of.

    Attributes:
        rank, index: the passage's place among the ranked, the sentence's place in the passage.
        leans_on: the index of the sentence before it that holds its subject, or None.
        is_heading: whether it stands alone in its line as a heading does.
        answers_question: whether the sentence before it is a question of the text that it answers.
        read: what the reader says of it, and the log-odds that its passage answers.
    """

    ranked: Ranked
    rank: int
    index: int
    span: Span
    text: str
    stems: frozenset[str]
    leans_on: int | None = None
    is_heading: bool = False
    answers_question: bool = False
    read: SentenceReading | None = None
    answers: float = 0.0

    @property
    def passage(self) -> StoredPassage:
        """The passage that holds it."""
        return self.ranked.candidate.passage

    @property
    def answered_stems(self) -> Sequence[str]:
        """The stems of the question of the text that it answers; none if it answers none."""
        return self.ranked.candidate.sentence_stems[self.index - 1] if self.answers_question else ()


@lru_cache(maxsize=20_000)
def values_of(text: str) -> tuple[Value, ...]:
    """The typed values of a text, remembered: the same sentences are read again and again."""
    return extract(text)


def excerpts(retrieval: Retrieval, passages: int = PASSAGES_READ) -> list[Excerpt]:
    """The best passages as a reader is given them."""
    return [_excerpt(ranked.candidate.passage) for ranked in retrieval.ranked[:passages]]


def _excerpt(passage: StoredPassage) -> Excerpt:
    base = passage.span.start
    spans = tuple((s.start - base, s.end - base) for s in passage.sentences)
    # The first passage of an article begins with its title; it is read once.
    title = "" if passage.text.startswith(passage.title) else passage.title
    return Excerpt(title, passage.text, spans)


def sentences_of(
    retrieval: Retrieval,
    readings: Sequence[ExcerptReading] | None = None,
    passages: int = PASSAGES_READ,
) -> list[Sentence]:
    """The sentences of the best passages, in order of rank and place; none that is addressed to a
    language model.
    """
    found = []
    for rank, ranked in enumerate(retrieval.ranked[:passages]):
        candidate = ranked.candidate
        reading = readings[rank] if readings else None
        headings = _headings(candidate.passage)
        hidden = withheld(candidate.passage)
        asked = _answered_questions(candidate.passage)
        for index, (span, text) in enumerate(
            zip(candidate.passage.sentences, candidate.sentence_texts, strict=True)
        ):
            if hidden[index]:
                continue
            leans = index - 1 if index and leans_back(text) and not headings[index - 1] else None
            if asked[index] and (_REPLY.match(text) or len(text.split()) <= _SHORT_REPLY):
                leans = index - 1
            if index and hidden[index - 1]:
                leans = None
            found.append(
                Sentence(
                    ranked, rank, index, span, text, frozenset(candidate.sentence_stems[index]),
                    leans_on=leans,
                    is_heading=headings[index],
                    answers_question=asked[index],
                    read=reading.sentences[index] if reading else None,
                    answers=reading.answers if reading else 0.0,
                )
            )  # fmt: skip
    return found


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a word that only the one before it explains."""
    return _LEANS_BACK.match(text) is not None


def _headings(passage: StoredPassage) -> list[bool]:
    """For each sentence whether it is a heading: the title, or a short line of its own without a
    full stop that is no item of a list. A heading and the one right below it are no list.
    """
    base, text = passage.span.start, passage.text
    places = [(span.start - base, span.end - base) for span in passage.sentences]
    plain = [
        _is_plain_line(text, start, end) or text[start:end] == passage.title
        for start, end in places
    ]
    flags = list(plain)
    right_below = [
        plain[n - 1] and plain[n] and text[places[n - 1][1] : places[n][0]].count("\n") == 1
        for n in range(1, len(places))
    ]
    for n in range(1, len(places)):
        above = places[n - 1]
        if right_below[n - 1]:  # lines right below one another are items
            of_two = not any(right_below[max(0, n - 2) : n - 1] + right_below[n : n + 1])
            led_in = n > 1 and text[slice(*places[n - 2])].rstrip().endswith(":")
            pair = text[slice(*above)], text[slice(*places[n])]
            flags[n - 1] = flags[n] = of_two and not led_in and _are_headings(*pair)
        elif text[above[0] : above[1]].rstrip().endswith(":"):
            flags[n] = False
    return flags


def _are_headings(first: str, second: str) -> bool:
    """Whether two lines are a heading and one below it: the first is written like the titles of
    English papers, each longer word with a capital, and the second is a few words.
    """
    long = [word for word in first.split() if len(word) > 3]
    titled = len(long) >= 3 and all(word[0].isupper() for word in long)
    return titled and len(second.split()) <= 3 and not re.search(r"\d", first + second)


def _answered_questions(passage: StoredPassage) -> list[bool]:
    """For each sentence whether a question that ends the paragraph or line above it is answered by
    it, as in an interview or a list of questions and answers.
    """
    base, flags = passage.span.start, [False] * len(passage.sentences)
    for n in range(1, len(flags)):
        above, here = passage.sentences[n - 1], passage.sentences[n]
        asks = passage.text[above.start - base : above.end - base].rstrip(" \"'”’)*_")[-1:] == "?"
        between = passage.text[above.end - base : here.start - base]
        own = passage.text[here.start - base : here.end - base].rstrip(" \"'”’)*_")
        flags[n] = asks and own[-1:] != "?" and ("\n" in between or bool(_REPLY.match(own)))
    return flags


def _is_plain_line(text: str, start: int, end: int) -> bool:
    line, before, behind = text[start:end], text[:start].rstrip(" "), text[end:].lstrip(" ")
    alone = before[-1:] in ("", "\n") and behind[:1] in ("", "\n")
    plain = not _ENDS.search(line) and not _ITEM.match(line) and " | " not in line
    return alone and plain and len(line.split()) <= 14 and ": " not in line


def text_before(sentence: Sentence, sentences: int = 2) -> str:
    """What stands right before a sentence in its passage, and its heading."""
    passage, flags = sentence.passage, _headings(sentence.passage)
    base, spans, at = passage.span.start, passage.sentences, sentence.index
    heading = next((n for n in range(at - 1, -1, -1) if flags[n]), at)
    places = sorted({heading, *range(max(0, at - sentences), at)} - {at})
    return " ".join(passage.text[spans[n].start - base : spans[n].end - base] for n in places)


def context_of(sentence: Sentence) -> frozenset[str]:
    """The stems of a sentence with those of the one before it, its heading and the title."""
    candidate = sentence.ranked.candidate
    held = sentence.stems | candidate.title_stems
    flags = _headings(candidate.passage)
    for index in range(sentence.index - 1, -1, -1):
        if index == sentence.index - 1 or flags[index]:
            held |= frozenset(candidate.sentence_stems[index])
        if flags[index]:
            break
    return held


def answering_values(expected: ExpectedAnswer, question: str, text: str) -> list[Value]:
    """The values of `text` that have the form asked for and do not repeat the question."""
    asked = {stem(word) for word in tokens(question)}
    return [
        value
        for value in values_of(text)
        if expected.accepts(value) and not {stem(w) for w in tokens(value.text)} <= asked
    ]


def sentence_features(
    retrieval: Retrieval,
    sentences: Sequence[Sentence],
    cosines: NDArray[np.float32],
    *,
    read: bool,
) -> NDArray[np.float64]:
    """One row a sentence, shape (len(sentences), f) with f the number of FEATURES and, where they
    were `read`, of READ.

    Args:
        retrieval: what the sentences were taken from.
        sentences: as `sentences_of` gives them.
        cosines: similarity of each sentence to the question, shape (len(sentences),).
    """
    expected = question_type(retrieval.query.text)
    shares = _shares(retrieval)
    rows = []
    for n, sentence in enumerate(sentences):
        pair = told_together(sentences, n)
        row = _row(retrieval, expected, sentence, float(cosines[pair].max()), shares)
        rows.append(row + (_read(sentences[pair]) if read else []))
    width = len(FEATURES) + (len(READ) if read else 0)
    return np.array(rows, dtype=np.float64).reshape(len(sentences), width)


def told_together(sentences: Sequence[Sentence], n: int) -> slice:
    """A sentence with the question that it answers: "A: The sea and the hills." means what the
    question above it asks, and has its words.
    """
    return slice(n - 1 if sentences[n].answers_question and n else n, n + 1)


def _shares(retrieval: Retrieval) -> Mapping[int, float]:
    """Log of each passage's share of likelihood, by rank."""
    scores = np.array([ranked.score for ranked in retrieval.ranked])
    logs = scores - scores.max() - math.log(float(np.exp(scores - scores.max()).sum()))
    return {rank: max(float(log), _LEAST_LOG) for rank, log in enumerate(logs)}


def _read(pair: Sequence[Sentence]) -> list[float]:
    """What the reader says of a sentence, or of the question before it where that is more."""
    read = [sentence.read for sentence in pair if sentence.read is not None]
    relevance = max(one.relevance for one in read)
    return [clipped(x) for x in (relevance, read[-1].margin, pair[-1].answers)]


def clipped(logit: float) -> float:
    """A logit, kept from counting for more than it can know."""
    return min(max(logit, -_CLIP), _CLIP)


def _row(
    retrieval: Retrieval,
    expected: ExpectedAnswer,
    sentence: Sentence,
    cosine: float,
    shares: Mapping[int, float],
) -> list[float]:
    query, weights = retrieval.query, retrieval.weights
    ordered = sentence.ranked.candidate.sentence_stems[sentence.index]
    asked = sentence.answered_stems
    return [
        cosine,
        weights.coverage(query.meant_by(sentence.stems.union(asked))),
        weights.coverage(query.meant_by(context_of(sentence))),
        shares[sentence.rank],
        math.log1p(sentence.rank),
        *_form(expected, query, weights, sentence.text),
        query.neighbours((*asked, *ordered), sentence.stems.union(asked)),
        _asked_for(expected.kind == "reason", _CAUSE, sentence.text),
        _asked_for(expected.kind == "manner", _WAY, sentence.text),
        float(
            expected.kind != "yes-no"
            and bool(_NEGATED.search(sentence.text))
            and not _NEGATED.search(query.text)
        ),
        float(sentence.is_heading),
        float(sentence.text.rstrip(" \"'”’)").endswith("?")),
        float(len(ordered) < _SHORT_WORDS),
        math.log1p(len(ordered)),
    ]


def _asked_for(wanted: bool, pattern: re.Pattern[str], text: str) -> float:
    """1 or 0 whether the text has what is wanted, 0.5 where nothing of the kind is."""
    return float(bool(pattern.search(text))) if wanted else 0.5


def _form(expected: ExpectedAnswer, query: Query, weights: TermWeights, text: str) -> list[float]:
    """Whether a value of the form asked for is there (0.5 where none is asked for), and how near
    such a value stands to the question's words.
    """
    if not expected.value_kinds:
        return [0.5, 0.5]
    fitting = answering_values(expected, query.text, text)
    return [
        float(bool(fitting)),
        max((nearness(v, query, weights, text) for v in fitting), default=0.0),
    ]


def nearness(value: Value, query: Query, weights: TermWeights, text: str) -> float:
    """The share of the question's weight that stands near a value, 0 to 1.

    Each word counts by exp(-characters between / 40), some seven words.
    """
    best: dict[str, float] = {}
    for word, start, end in _places(text):
        if word in query.stems:
            gap = max(start - value.end, value.start - end, 0)
            best[word] = max(best.get(word, 0.0), math.exp(-gap / _NEAR))
    return sum(weights.weights.get(word, 0.0) * near for word, near in best.items()) / weights.total


@lru_cache(maxsize=20_000)
def _places(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((stem(m.group().lower()), *m.span()) for m in re.finditer(r"\w+", text))
