"""Writing gold questions: a passage is shown, a person asks, the evidence is checked.

The conversation is separate from the terminal: it talks to anything that can `say` and `ask`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.locate import WORD, locate
from qa_app.evaluation.making.check import leak, question_key
from qa_app.evaluation.making.nearmiss import near_misses
from qa_app.evaluation.measures.answer_text import found

QUIT = "q"
_LEAST_WORDS = 25

Save = Callable[[Mapping[str, Any]], None]


class Talk(Protocol):
    """A person, reached somehow."""

    def say(self, text: str) -> None:
        """Show `text`."""

    def ask(self, prompt: str) -> str:
        """What the person enters, without white space around it; `EOFError` when they leave."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph of an article, put before a person."""

    source: str
    text: str


@dataclass
class Session:
    """One sitting. Every question is saved as soon as it is complete.

    `known` are the questions that exist already: their ids and words are not taken again.
    """

    talk: Talk
    corpus: Corpus
    save: Save
    known: Sequence[GoldQuestion] = ()
    written: int = 0
    _ids: set[str] = field(default_factory=set)
    _keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ids = {question.id for question in self.known}
        self._keys = {question_key(question.question) for question in self.known}

    def run(self, passages: Iterator[Shown]) -> int:
        """Show passages until the person leaves or there are no more; how many were written."""
        self.talk.say(f"Enter a question, nothing for the next passage, {QUIT} to end.")
        try:
            for shown in passages:
                self.talk.say(f"\n{shown.source}\n\n{shown.text}\n")
                while question := self._question():
                    self._write(question, shown)
        except (EOFError, _LeaveError):
            pass
        return self.written

    def _question(self) -> str:
        while True:
            question = self.talk.ask("Question: ")
            if question == QUIT:
                raise _LeaveError
            if not question or question_key(question) not in self._keys:
                return question
            self.talk.say("This question is in the set already.")

    def _write(self, question: str, shown: Shown) -> None:
        given = self.talk.ask("Answers, with | between (nothing: the articles do not say): ")
        answers = [part.strip() for part in given.split("|") if part.strip()]
        if not answers:
            self._save(question, [], [], "unanswerable")
            return
        leaked = leak(question, answers)
        if leaked:
            self.talk.say(f"The question gives its answer away: {leaked}")
        quote = self._evidence(shown, answers)
        kind = self.talk.ask("Kind [fact]: ") or "fact"
        self._save(question, answers, [{"source": shown.source, "quote": quote}], kind)
        self._offer_near_misses(question, shown)

    def _evidence(self, shown: Shown, answers: Sequence[str]) -> str:
        text = self.corpus.texts[shown.source]
        while True:
            given = self.talk.ask("Evidence, word for word (nothing: the whole passage): ")
            span = locate(given or shown.text, text)
            if span is None:
                self.talk.say(f"These words are not in {shown.source}.")
            elif not found(span.of(text), answers):
                self.talk.say("These words hold none of the answers.")
            else:
                return span.of(text)

    def _offer_near_misses(self, question: str, shown: Shown) -> None:
        offers = near_misses(question, self.corpus, shown.source)
        offers = [each for each in offers if question_key(each.question) not in self._keys]
        if not offers:
            return
        self.talk.say("Near misses; keep only what no article answers:")
        for number, offer in enumerate(offers, start=1):
            self.talk.say(f"  {number}. {offer.question}")
        chosen = self.talk.ask("Keep which (numbers, or nothing): ")
        for number in dict.fromkeys(WORD.findall(chosen)):
            if number.isascii() and number.isdigit() and 1 <= int(number) <= len(offers):
                self._save(offers[int(number) - 1].question, [], [], "unanswerable")

    def _save(
        self, question: str, answers: list[str], evidence: list[dict[str, str]], kind: str
    ) -> None:
        name = self._free_id(kind)
        self._ids.add(name)
        self._keys.add(question_key(question))
        self.save(
            {
                "id": name,
                "question": question,
                "answers": answers,
                "answerable": bool(answers),
                "evidence": evidence,
                "kind": kind,
            }
        )
        self.written += 1
        self.talk.say(f"Saved as {name}.")

    def _free_id(self, kind: str) -> str:
        number = 1
        while f"{kind}-{number:02}" in self._ids:
            number += 1
        return f"{kind}-{number:02}"


class _LeaveError(Exception):
    """The person has had enough."""


def passages(corpus: Corpus, seed: int = 0) -> Iterator[Shown]:
    """Every paragraph of some length, in an order that only `seed` decides."""
    shown = [
        Shown(source, paragraph.strip())
        for source in sorted(corpus.texts)
        for paragraph in corpus.texts[source].split("\n\n")
        if len(WORD.findall(paragraph)) >= _LEAST_WORDS
    ]
    random.Random(seed).shuffle(shown)
    return iter(shown)
