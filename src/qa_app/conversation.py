"""One tab's conversation: plain, immutable, capped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa_app.contract import Answer, Citation, Done, Event, Found, Searched, Sentence, Turn

CLOSEST = "closest-"
"""Before the number of a passage that comes closest, so that it is not taken for a citation."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it so far: events, then an answer, a message, or a stop.

    Attributes:
        id: unique within the conversation.
        notice: what had changed in the articles since the exchange before.
        limits: what the search was limited to, in words.
        searched, found, sentences: what has been heard of the answer until now.
        trouble: a message in place of an answer.
        stopped: whether it ended before there was an answer.
        verdict, correction: what somebody said of the answer, and what would be right.
    """

    id: str
    question: str
    answer: Answer | None = None
    trouble: str = ""
    notice: str = ""
    limits: str = ""
    searched: Searched | None = None
    found: int | None = None
    sentences: tuple[Sentence, ...] = ()
    stopped: bool = False
    verdict: str = ""
    correction: str = ""

    @property
    def pending(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answer is None and not self.trouble and not self.stopped

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited: by the answer, or by the sentences that have come so far."""
        if self.answer is not None:
            return self.answer.citations
        come = {citation.n: citation for one in self.sentences for citation in one.citations}
        return tuple(come.values())

    @property
    def named(self) -> dict[str, Citation]:
        """What can be opened, in order, each under the name that the page calls it by."""
        found = {str(citation.n): citation for citation in self.citations}
        closest = self.answer.closest if self.answer is not None else ()
        return found | {f"{CLOSEST}{citation.n}": citation for citation in closest}

    def citation(self, name: str) -> Citation | None:
        """The citation of that number, or the closest passage "closest-1"; None if unknown."""
        return self.named.get(name)

    def heard(self, event: Event) -> Exchange:
        """With what an event says."""
        match event:
            case Searched():
                return replace(self, searched=event)
            case Found():
                return replace(self, found=len(event.passages))
            case Sentence():
                return replace(self, sentences=(*self.sentences, event))
            case Done():
                return replace(self, answer=event.answer)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one tab, oldest first, the generation it has seen, and whose it is."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    asked: int = 0
    generation: int = -1
    user: str = ""

    @property
    def dropped(self) -> int:
        """How many of the oldest exchanges are no longer kept."""
        return self.asked - len(self.exchanges)

    @property
    def last(self) -> Exchange:
        """The newest exchange."""
        return self.exchanges[-1]

    def begin(
        self, question: str, keep: int, *, notice: str = "", limits: str = ""
    ) -> Conversation:
        """With a new, pending exchange at the end and no more than `keep` in all."""
        new = Exchange(f"q{self.asked + 1}", question, notice=notice, limits=limits)
        return replace(self, exchanges=(*self.exchanges, new)[-keep:], asked=self.asked + 1)

    def heard(self, event: Event) -> Conversation:
        """With what an event says of the last exchange."""
        seen = event.answer.generation if isinstance(event, Done) else self.generation
        return replace(self._with(self.last.heard(event)), generation=seen)

    def finish(self, *, trouble: str = "") -> Conversation:
        """With the last exchange ended without an answer: in trouble, or else stopped."""
        return self._with(replace(self.last, trouble=trouble, stopped=not trouble))

    def _with(self, last: Exchange) -> Conversation:
        return replace(self, exchanges=(*self.exchanges[:-1], last))

    def history(self, exchanges: int) -> tuple[Turn, ...]:
        """The last answered exchanges as turns, oldest first."""
        answered = [(e.question, e.answer) for e in self.exchanges if e.answer is not None]
        turns: list[Turn] = []
        for question, answer in answered[-exchanges:]:
            turns += [Turn("user", question), Turn("assistant", answer.answer)]
        return tuple(turns)

    def exchange(self, id: str) -> Exchange | None:
        """The exchange of that id, if it is still kept."""
        return next((e for e in self.exchanges if e.id == id), None)
