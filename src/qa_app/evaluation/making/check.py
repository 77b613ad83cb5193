"""Checking gold: twins, questions that give their answer away, evidence that moved.

Evidence that is not where it was is looked for in all articles, and only by its words, all of them
and in their order: a lookalike is never offered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.evidence import places_of, stands_in_file, words_in
from qa_app.evaluation.gold_model import Evidence, GoldQuestion, Origin
from qa_app.evaluation.locate import locate_all
from qa_app.evaluation.measures.answer_text import found, normalise

Problem = Literal[
    "twin", "leak", "unproven", "unknown source", "changed", "removed", "moved", "gone"
]

WARNINGS: frozenset[Problem] = frozenset({"leak", "unproven", "changed", "removed"})
"""Problems that do not keep a set from being used."""


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """One thing found in a gold set.

    Attributes:
        piece: number of the piece of evidence that it is about, from 0, or `None`.
        offers: where the same words stand now, the article of the evidence first.
    """

    id: str
    origin: Origin
    problem: Problem
    message: str
    piece: int | None = None
    offers: tuple[Evidence, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether the set can be used all the same."""
        return self.problem in WARNINGS

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.origin.file}:{self.origin.line}: {self.id}: {self.message}"


def check_gold(questions: Sequence[GoldQuestion], corpus: Corpus) -> list[GoldFinding]:
    """Everything found, in the order of the questions; empty for a sound set."""
    findings = []
    seen: dict[str, GoldQuestion] = {}
    for question in questions:
        first = seen.setdefault(_key(question), question)
        if first is not question:
            findings.append(_finding(question, "twin", f"asks the same as {first.id}"))
        findings += _of_answers(question)
        for number, piece in enumerate(question.evidence):
            findings += _of_evidence(question, number, piece, corpus)
    return findings


def question_key(question: str) -> str:
    """What two questions have in common that ask the same in the same words."""
    return normalise(question)


def leak(question: str, answers: Iterable[str]) -> str:
    """The answer that stands in the question itself, or nothing."""
    return next((answer for answer in answers if found(question, [answer])), "")


def _key(question: GoldQuestion) -> str:
    turns = " | ".join(question_key(turn.text) for turn in question.history)
    return "\n".join((question_key(question.question), turns, question.scope, question.asked_on))


def _of_answers(question: GoldQuestion) -> Iterator[GoldFinding]:
    given_away = leak(question.question, question.answers)
    if given_away:
        yield _finding(question, "leak", f"the question holds its answer {given_away!r}")
    quotes = " ".join(piece.quote for piece in question.evidence)
    if question.answers and quotes.strip() and not found(quotes, question.answers):
        yield _finding(question, "unproven", "no answer stands in the evidence")


def _of_evidence(
    question: GoldQuestion, number: int, piece: Evidence, corpus: Corpus
) -> Iterator[GoldFinding]:
    text = corpus.texts.get(piece.source)
    if not piece.quote:
        if text is None:
            yield _finding(question, "unknown source", f"there is no article {piece.source!r}")
        return
    if text is not None and _reads_so(piece, text, corpus):
        return
    here = locate_all(piece.quote, text) if text is not None else ()
    if text is not None and here:
        offer = Evidence(piece.source, here[0].of(text))
        says = f"the evidence reads otherwise in {piece.source}, with the same words"
        yield _finding(question, "changed", says, number, (offer,))
        return
    if text is not None and stands_in_file(piece.quote, corpus.as_file(piece.source)):
        says = f"the evidence is in the file {piece.source}, but the cleaning removed it"
        yield _finding(question, "removed", says, number)
        return
    offers = tuple(_offers(piece, corpus))
    if offers:
        places = ", ".join(dict.fromkeys(offer.source for offer in offers))
        says = f"the evidence is no longer so in {piece.source}; its words stand in {places}"
        yield _finding(question, "moved", says, number, offers)
    elif text is None:
        yield _finding(question, "unknown source", f"there is no article {piece.source!r}", number)
    else:
        says = f"the evidence is gone from {piece.source}, and its words stand nowhere else"
        yield _finding(question, "gone", says, number)


def _reads_so(piece: Evidence, text: str, corpus: Corpus) -> bool:
    """Whether the quote is what the text says, white space and unseen characters aside.

    So is what the file says word for word, where the text says the same without its markup.
    """
    if piece.quote in text:
        return True
    wanted = _seen(piece.quote)
    if any(_seen(span.of(text)) == wanted for span in locate_all(piece.quote, text)):
        return True
    as_file = _seen(corpus.as_file(piece.source))
    return wanted in as_file and bool(places_of(piece.quote, text))


def _seen(text: str) -> str:
    """What can be seen of a text, its white space unified."""
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _offers(piece: Evidence, corpus: Corpus) -> Iterator[Evidence]:
    for source in sorted(corpus.texts, key=lambda name: (name != piece.source, name)):
        text = corpus.texts[source]
        for span in locate_all(piece.quote, text) or words_in(piece.quote, text):
            yield Evidence(source, span.of(text))


def _finding(
    question: GoldQuestion,
    problem: Problem,
    message: str,
    piece: int | None = None,
    offers: tuple[Evidence, ...] = (),
) -> GoldFinding:
    return GoldFinding(question.id, question.origin, problem, message, piece, offers)
