"""The model answer: written by a language model, each sentence shown when it is supported."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from qa_app.answering.quotes import Said
from qa_app.answering.reading import Reading
from qa_app.contract import Sentence
from qa_app.generation.base import (
    Allowance,
    ChatModel,
    Finish,
    Message,
    ModelError,
    estimate,
)
from qa_app.generation.drafts import Draft, DraftReader, without_thinking
from qa_app.generation.judging import Judged, judge
from qa_app.generation.loading import load
from qa_app.generation.prompting import NO_ANSWER, Told, tell
from qa_app.generation.written import Written
from qa_app.prompts import PromptError
from qa_app.retrieval.search import Retrieval
from qa_app.settings import Settings
from qa_app.verification import entailment

_REPAIRS = 3
_SURROGATE = re.compile("[\ud800-\udfff]")
Heard = Callable[[Judged, bool], None]
"""Told of every sentence that a model wrote, and whether it is a repaired one."""


def writer(settings: Settings) -> Writer | None:
    """The writer with the model of the settings; None where none is named.

    Raises:
        ModelError: the model cannot be there.
    """
    model = load(settings)
    return Writer(model, settings) if model is not None else None


class Writer:
    """Answers with a language model. May be shared by threads.

    Attributes:
        heard: called with each sentence that was judged, for those who measure.
    """

    def __init__(self, model: ChatModel, settings: Settings) -> None:
        self.model = model
        self.heard: Heard | None = None
        self._settings = settings
        self._entailment = entailment.load(settings.entailment, threads=settings.threads or None)

    def warm_up(self) -> None:
        """Load the models now rather than with the first question."""
        self.model.warm_up()
        if self._entailment is not None:
            self._entailment.probability("Ready.", "Ready.")

    def stream(
        self, found: Retrieval, read: Reading, quoted: Said, stop: threading.Event | None
    ) -> Generator[Sentence, None, Said]:
        """Each sentence as soon as it is known to be supported; returns the whole.

        Args:
            quoted: the quotes answer. It is what is left where the model writes nothing that is
                supported, or cannot be asked; what it says of disagreements is kept.
            stop: set when nobody waits for the answer any more.
        """
        settings = self._settings
        allowance = Allowance.of(
            settings.model_tokens, settings.model_seconds, settings.model_silence, stop
        )
        written = Written(found, read, quoted, self.model.name)
        prompts: list[str] = []
        trouble = ""
        try:
            told = tell(found, read, self.model, allowance.tokens, settings.prompts)
            prompts.append(told.prompt)
            yield from self._write(told, allowance, written, prompts)
        except (ModelError, PromptError) as error:
            trouble = str(error)
        yield from written.end(trouble)
        return replace(written.said(), model=self.model.name, prompt=", ".join(prompts))

    def _write(
        self, told: Told, allowance: Allowance, written: Written, prompts: list[str]
    ) -> Generator[Sentence, None, None]:
        """What passes is shown at once, until a sentence fails; the others then wait for their
        turn, so that the order stays. A repair adds its prompt to `prompts`.
        """
        waiting: list[Judged] = []
        thinks = False
        for draft in self._drafts(told.messages, len(told.excerpts), allowance):
            if draft is None:
                thinks = True
                waiting.clear()
                written.forget()
                continue
            if _is_no_answer(draft):
                written.refused = True
                continue
            judged = self._judged(draft, told, repaired=False)
            if waiting or judged.support == "unsupported" or written.objection(judged):
                waiting.append(judged)
            else:
                yield from written.add(judged)
        repairs = _REPAIRS
        for judged in waiting:
            reason = written.objection(judged)
            if reason and repairs and not allowance.spent:
                repairs -= 1
                if told.repair_prompt.id not in prompts:
                    prompts.append(told.repair_prompt.id)
                judged = self._repaired(judged, reason, told, allowance, thinks) or judged
            yield from written.add(judged)

    def _repaired(
        self, judged: Judged, reason: str, told: Told, allowance: Allowance, thinks: bool
    ) -> Judged | None:
        messages = told.repair(judged.draft.text, reason)
        for draft in self._drafts(messages, len(told.excerpts), allowance, thinks):
            if draft is not None:
                return None if _is_no_answer(draft) else self._judged(draft, told, repaired=True)
        return None

    def _judged(self, draft: Draft, told: Told, *, repaired: bool) -> Judged:
        judged = judge(draft, told.excerpts, self._entailment)
        if self.heard is not None:
            self.heard(judged, repaired)
        return judged

    def _drafts(
        self,
        messages: Sequence[Message],
        passages: int,
        allowance: Allowance,
        thinks: bool = False,
    ) -> Iterator[Draft | None]:
        """The sentences of one call, None where those until then were its thinking; a last one
        that was cut off is none.
        """
        reader, finish = DraftReader(passages), Finish()
        pieces = self.model.stream(messages, allowance, finish)
        said: list[str] = []
        try:
            for piece in without_thinking(_noted(pieces, said), thinks):
                if piece is None:
                    reader = DraftReader(passages)
                    yield None
                else:
                    yield from reader.feed(piece)
            for draft in reader.close():
                if draft.ended or not finish.cut:
                    yield draft
        finally:
            close = getattr(pieces, "close", None)  # first of all, so that it writes no more
            if close is not None:
                close()
            allowance.tokens -= self._tokens("".join(said))

    def _tokens(self, text: str) -> int:
        try:
            return self.model.count(text) if text else 0
        except ModelError:
            return estimate(text)


def _noted(pieces: Iterator[str], said: list[str]) -> Iterator[str]:
    """The pieces, half characters that no text may hold replaced; each is also put into `said`, the
    thinking too: it was paid for.
    """
    for piece in pieces:
        said.append(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", piece))
        yield said[-1]


def _is_no_answer(draft: Draft) -> bool:
    return draft.text.strip("*_.!\"'“” ").casefold() == NO_ANSWER.casefold()
