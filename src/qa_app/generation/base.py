"""What a language model is to the rest of the program, and what one answer may cost."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Literal, Protocol

from vectorstore.errors import QaAppError

_TICK = 0.1
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]")
_BLANK = re.compile(r" (?=[A-Za-z])")
_LETTERS_PER_TOKEN = 2.5
_CHARACTERS_PER_TOKEN = 12


class ModelError(QaAppError):
    """A language model cannot be used, or gave up; the message never holds what it answered.

    Attributes:
        again: whether the same call may succeed when it is made again.
        wait: seconds that the server asks to wait before that, or None.
    """

    def __init__(self, message: str, *, again: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.again = again
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the model."""

    role: Literal["system", "user"]
    text: str


@dataclass
class Allowance:
    """What one answer may cost; all of its calls draw on it.

    Attributes:
        tokens: the most that the model may still write.
        until: the time, as `time.monotonic` tells it, at which the answer has to be there.
        silence: seconds without a word after which a model is given up.
        stop: set by whoever does not wait for the answer any more.
    """

    tokens: int
    until: float
    silence: float
    stop: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def of(
        cls, tokens: int, seconds: float, silence: float, stop: threading.Event | None
    ) -> Allowance:
        """An allowance that begins now."""
        until = time.monotonic() + seconds
        return cls(tokens, until, silence, stop or threading.Event())

    @property
    def spent(self) -> bool:
        """Whether nothing more may be asked."""
        return self.stop.is_set() or self.tokens <= 0 or time.monotonic() >= self.until


@dataclass
class Finish:
    """How a model came to its end; `cut` where it was stopped in the middle of a sentence."""

    cut: bool = False


class ChatModel(Protocol):
    """Writes, told by messages. May be shared by threads."""

    name: str

    def context(self) -> int:
        """The tokens that it reads, what it is told and what it writes together."""
        ...

    def count(self, text: str) -> int:
        """The tokens of a text, never too few."""
        ...

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, finish: Finish
    ) -> Iterator[str]:
        """What it writes, piece by piece; it may be closed at any time.

        Raises:
            ModelError: it cannot be reached, refuses, or breaks off.
        """
        ...

    def warm_up(self) -> None:
        """Load now what would be loaded with the first question."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def estimate(text: str) -> int:
    """Tokens of a text where the model does not tell: never fewer than the common tokenizers make
    of it, in English prose about twice as many. Only letters that make no word may take more.

    A word takes one for every two and a half letters, and whatever else there is (digits, signs,
    line ends, letters beyond ASCII) one for every byte, which is the most that a tokenizer that
    works on bytes makes of it.
    """
    words = [len(word) for word in _WORD.findall(text)]
    other = len(text.encode("utf-8", "replace")) - sum(words) - len(_BLANK.findall(text))
    return sum(math.ceil(word / _LETTERS_PER_TOKEN) for word in words) + other + 1


def pumped(
    make: Callable[[threading.Event], Iterator[str]],
    name: str,
    allowance: Allowance,
    finish: Finish,
) -> Iterator[str]:
    """The pieces that `make` gives, made in a thread of their own and waited for within limits.

    However long a library blocks, a stop is heard within a tenth of a second. `make` is given an
    event that is set when nobody listens any more, and is expected to end at its next piece.

    Raises:
        ModelError: nothing came for too long, or what `make` raises.
    """
    ended, heard = threading.Event(), SimpleQueue[str | BaseException | None]()

    def run() -> None:
        try:
            for piece in make(ended):
                if ended.is_set():
                    break
                heard.put(piece)
        except BaseException as error:  # handed to whoever listens
            heard.put(error)
        finally:
            heard.put(None)

    threading.Thread(target=run, name="model", daemon=True).start()
    room = allowance.tokens * _CHARACTERS_PER_TOKEN
    try:
        while (piece := _next(heard, name, allowance)) is not None:
            room -= len(piece)
            if room < 0:  # it does not keep to the budget that it was given
                finish.cut = True
                return
            yield piece
    finally:
        ended.set()


def _next(
    heard: SimpleQueue[str | BaseException | None], name: str, allowance: Allowance
) -> str | None:
    patience = time.monotonic() + allowance.silence
    while True:
        if allowance.stop.is_set():
            raise ModelError(f"{name} was stopped")
        if time.monotonic() >= allowance.until:  # also while it goes on speaking
            raise ModelError(f"{name} took too long")
        try:
            piece = heard.get(timeout=_TICK)
        except Empty:
            piece = ""
        if isinstance(piece, BaseException):
            raise piece
        if piece is None or piece:
            return piece
        if time.monotonic() >= patience:
            raise ModelError(f"{name} said nothing for {allowance.silence:g} seconds")
