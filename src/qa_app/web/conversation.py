"""One tab's conversation: plain, immutable, capped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa_app.contract import Answer, Citation, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer, a message, or nothing yet.

    Attributes:
        id: unique within the conversation.
        notice: what had changed in the articles since the exchange before.
        limits: what the search was limited to, in words.
        trouble: a message in place of an answer.
    """

    id: str
    question: str
    answer: Answer | None = None
    trouble: str = ""
    notice: str = ""
    limits: str = ""

    @property
    def pending(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answer is None and not self.trouble

    def citation(self, name: str) -> Citation | None:
        """The citation of that number, or the nearest one for "nearest"; None if there is none."""
        if self.answer is None:
            return None
        if name == "nearest":
            return self.answer.nearest
        return next((c for c in self.answer.citations if str(c.n) == name), None)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one tab, oldest first, and the generation it has seen."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    asked: int = 0
    generation: int = -1

    @property
    def dropped(self) -> int:
        """How many of the oldest exchanges are no longer kept."""
        return self.asked - len(self.exchanges)

    def begin(
        self, question: str, keep: int, *, notice: str = "", limits: str = ""
    ) -> Conversation:
        """With a new, pending exchange at the end and no more than `keep` in all."""
        new = Exchange(f"q{self.asked + 1}", question, notice=notice, limits=limits)
        return replace(self, exchanges=(*self.exchanges, new)[-keep:], asked=self.asked + 1)

    def finish(self, answer: Answer | None = None, trouble: str = "") -> Conversation:
        """With the last exchange answered, or a message in place of its answer."""
        last = replace(self.exchanges[-1], answer=answer, trouble=trouble)
        seen = self.generation if answer is None else answer.generation
        return replace(self, exchanges=(*self.exchanges[:-1], last), generation=seen)

    def history(self, exchanges: int) -> tuple[Turn, ...]:
        """The last answered exchanges as turns, oldest first."""
        turns: list[Turn] = []
        for exchange in [e for e in self.exchanges if e.answer is not None][-exchanges:]:
            assert exchange.answer is not None
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.answer)]
        return tuple(turns)

    def exchange(self, id: str) -> Exchange | None:
        """The exchange of that id, if it is still kept."""
        return next((e for e in self.exchanges if e.id == id), None)
