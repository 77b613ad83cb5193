"""What a model is told: the best passages that fit its context, marked off as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from qa_app import prompts
from qa_app.answering.reading import Reading
from qa_app.generation.base import ChatModel, Message, ModelError
from qa_app.injected import is_injected, withheld
from qa_app.prompts import Prompt
from qa_app.retrieval.search import Ranked, Retrieval
from vectorstore.model import Span

NO_ANSWER = "NO ANSWER"
"""What a model is to write where the passages do not answer; part of the prompts."""
MOST_PASSAGES = 6
_ROUND_THE_MESSAGES = 64
_IN_BRACKETS = re.compile(r"\[(\[?\^?[\d\s,;–—-]+\]?)\]|【([^】\n]*)】")
_ANGLES = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage, or the whole sentences of it that there was room for, as a model is given it.

    Attributes:
        number: what the model calls it, from 1.
        sentences: its sentences, spans of the article, in order.
    """

    number: int
    ranked: Ranked
    sentences: tuple[Span, ...]

    @property
    def source(self) -> str:
        """The article it is of."""
        return self.ranked.candidate.passage.source

    def words(self, start: int, end: int) -> str:
        """Part of the article's text."""
        passage = self.ranked.candidate.passage
        return passage.text[start - passage.span.start : end - passage.span.start]

    def runs(self) -> list[tuple[Span, ...]]:
        """Its sentences in runs of neighbours."""
        held = set(self.sentences)
        runs: list[list[Span]] = [[]]
        for span in self.ranked.candidate.passage.sentences:
            if span in held:
                runs[-1].append(span)
            elif runs[-1]:
                runs.append([])
        return [tuple(run) for run in runs if run]

    def texts(self) -> list[str]:
        """The words of each run."""
        return [self.words(run[0].start, run[-1].end) for run in self.runs()]


def excerpts(found: Retrieval, read: Reading, room: int, model: ChatModel) -> list[Excerpt]:
    """The best passages that fit into `room` tokens, best first. What has no room as a whole is
    given with the sentences round its likeliest one; none is cut.
    """
    likely = {
        (sentence.rank, sentence.span): float(chance)
        for sentence, chance in zip(read.sentences, read.likely, strict=True)
    }
    given: list[Excerpt] = []
    for rank, ranked in enumerate(found.ranked[:MOST_PASSAGES]):
        spans = _trusted(ranked)
        if not spans:
            continue
        whole = Excerpt(len(given) + 1, ranked, tuple(spans))
        cost = model.count(shown(whole))
        if cost > room:
            centre = max(spans, key=lambda span: likely.get((rank, span), 0.0))
            whole, cost = _fitting(whole, centre, room, model)
        if whole.sentences:
            given.append(whole)
            room -= cost
    return given


def _trusted(ranked: Ranked) -> list[Span]:
    passage = ranked.candidate.passage
    flags = withheld(passage)
    return [span for span, flag in zip(passage.sentences, flags, strict=True) if not flag]


def _fitting(whole: Excerpt, centre: Span, room: int, model: ChatModel) -> tuple[Excerpt, int]:
    """The sentences round `centre` for which there is room, and their tokens."""
    spans = list(whole.sentences)
    low = high = spans.index(centre)
    best, cost = Excerpt(whole.number, whole.ranked, ()), 0
    while True:
        tried = Excerpt(whole.number, whole.ranked, tuple(spans[low : high + 1]))
        tokens = model.count(shown(tried))
        if tokens > room:
            return best, cost
        best, cost = tried, tokens
        if high + 1 < len(spans):
            high += 1
        elif low > 0:
            low -= 1
        else:
            return best, cost


def shown(excerpt: Excerpt) -> str:
    """An excerpt as the model sees it. The words of an article cannot end it, nor be a marker."""
    passage = excerpt.ranked.candidate.passage
    told = {"number": str(excerpt.number)}
    if passage.title and not is_injected(passage.title):
        told["title"] = passage.title
    if passage.published:
        told["date"] = passage.published
    marks = " ".join(f'{name}="{escape(_plain(value))}"' for name, value in told.items())
    text = "\n…\n".join(_plain(text) for text in excerpt.texts())
    return f"<article {marks}>\n{text}\n</article>"


def _plain(text: str) -> str:
    return _IN_BRACKETS.sub(r"(\1\2)", text.translate(_ANGLES))


@dataclass(frozen=True, slots=True)
class Told:
    """What a model is told for one question.

    Attributes:
        excerpts: what it was given, numbered from 1 without a gap.
        prompt: names, versions and hashes of the prompts of `messages`.
    """

    question: str
    excerpts: tuple[Excerpt, ...]
    messages: tuple[Message, ...]
    prompt: str
    repair_prompt: Prompt

    def repair(self, sentence: str, reason: str) -> tuple[Message, ...]:
        """The messages that ask for another wording of a sentence that is not supported."""
        text = self.repair_prompt.filled(
            articles=_articles(self.excerpts),
            question=self.question.translate(_ANGLES),
            sentence=sentence.translate(_ANGLES),
            reason=reason,
            no_answer=NO_ANSWER,
        )
        return (self.messages[0], Message("user", text))


def tell(
    found: Retrieval, read: Reading, model: ChatModel, tokens: int, folder: Path | None
) -> Told:
    """What the model is told of what was found, leaving `tokens` of its context for the answer.

    Raises:
        ModelError: not one sentence fits.
        PromptError: a prompt file is missing or wrong.
    """
    system, user, repair = (
        prompts.prompt(name, folder) for name in ("answer-system", "answer", "repair")
    )
    question = found.query.text
    rules = system.filled(no_answer=NO_ANSWER)
    asked = {"question": question.translate(_ANGLES), "no_answer": NO_ANSWER}
    both = rules + asked["question"]
    # There is room for the longer of the two; a repair also holds a sentence of the answer.
    first, again = (model.count(both + one.template.template) for one in (user, repair))
    rest = max(first, again + tokens // 4) + _ROUND_THE_MESSAGES
    given = excerpts(found, read, model.context() - tokens - rest, model)
    if not given:
        raise ModelError(
            f"{model.name}: not one sentence fits its context of {model.context()} tokens; give it"
            " more (model_context) or let it write less (model_tokens)"
        )
    messages = (
        Message("system", rules),
        Message("user", user.filled(articles=_articles(given), **asked)),
    )
    return Told(question, tuple(given), messages, f"{system.id}, {user.id}", repair)


def _articles(given: Sequence[Excerpt]) -> str:
    return "\n\n".join(map(shown, given))
