"""An answer as running text, piece by piece, and where in it each citation stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.contract import Answer, Citation, Done, Event, Sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation in a text: `text[start:end]` rests on it, its marker is `text[marker:after]`."""

    citation: Citation
    start: int
    end: int
    marker: int
    after: int

    def moved(self, by: int) -> Mark:
        """The same in a text that has `by` more characters in front."""
        places = (self.start + by, self.end + by, self.marker + by, self.after + by)
        return Mark(self.citation, *places)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of an answer and what it cites; all pieces, one after the other, are the text."""

    text: str
    marks: tuple[Mark, ...] = ()


class Spoken:
    """Turns the events of an answer into text as they come.

    Attributes:
        text: what was said so far.
        marks: what it cites, placed in the whole of `text`.
        answer: the answer, once it is complete.
    """

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []
        self.answer: Answer | None = None
        self._known: dict[int, Citation] = {}

    @classmethod
    def of(cls, answer: Answer) -> Spoken:
        """All of an answer that is complete."""
        spoken = cls()
        cited = {citation.n: citation for citation in answer.citations}
        for sentence in answer.sentences:
            known = tuple(cited[n] for n in sentence.citations if n in cited)
            spoken.take(Sentence(sentence, known))
        spoken.take(Done(answer))
        return spoken

    def take(self, event: Event) -> Piece | None:
        """What an event adds to the text."""
        piece = None
        match event:
            case Sentence(sentence=sentence, citations=citations):
                self._known |= {citation.n: citation for citation in citations}
                cited = [self._known[n] for n in sentence.citations if n in self._known]
                piece = _cited(" " if self.text else "", sentence.text, cited)
            case Done(answer=answer):
                self.answer = answer
                piece = _abstention(answer) if answer.abstained else _ending(answer, self.text)
        if piece is None or not piece.text:
            return None
        self.marks += [mark.moved(len(self.text)) for mark in piece.marks]
        self.text += piece.text
        return piece


def _cited(before: str, words: str, citations: Sequence[Citation], quoted: bool = False) -> Piece:
    """`words` followed by the markers of what they rest on."""
    text = f"{before}“{words}”" if quoted else before + words
    start, end = len(before), len(text)
    marks = []
    for n, citation in enumerate(citations):
        marker = len(text) + (n == 0)
        text += f"{' ' if n == 0 else ''}[{citation.n}]"
        marks.append(Mark(citation, start, end, marker, len(text)))
    return Piece(text, tuple(marks))


def _joined(*pieces: Piece) -> Piece:
    text, marks = "", list[Mark]()
    for piece in pieces:
        marks += [mark.moved(len(text)) for mark in piece.marks]
        text += piece.text
    return Piece(text, tuple(marks))


def _ending(answer: Answer, said: str) -> Piece:
    """What is left to say after the sentences: how many more there are, where articles disagree."""
    more = answer.answer[len(said) :] if answer.answer.startswith(said) else ""
    known = {citation.n: citation for citation in answer.citations}
    pieces = [Piece(more)]
    for conflict in answer.conflicts:
        pieces.append(Piece(f"\n\nThe articles disagree on {conflict.about}:"))
        for n, value in enumerate(conflict.values):
            cited = [known[value.citation]] if value.citation in known else []
            pieces.append(_cited("; " if n else " ", value.value, cited))
    return _joined(*pieces)


def _abstention(answer: Answer) -> Piece:
    """That the articles do not say it, why, and the closest passages."""
    unsure = answer.outcome == "unsure"
    pieces = [Piece(answer.answer if unsure else f"{answer.answer} {answer.why}".strip())]
    pieces += [Piece(f"\n- {choice}") for choice in answer.choices]
    if answer.closest and not unsure:
        pieces.append(Piece("\n\nWhat comes nearest:"))
    pieces += [_cited("\n\n", one.quote, [one], quoted=True) for one in answer.closest]
    if unsure and answer.why:
        pieces.append(Piece(f"\n\n{answer.why}"))
    return _joined(*pieces)
