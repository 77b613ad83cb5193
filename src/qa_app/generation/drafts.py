"""What a model writes as sentences with the numbers they cite, as soon as each is whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import sentences
from qa_app.generation.markers import Code, Marker, MarkerParser

_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]*_]*$")
_MARK = re.compile(r"[.!?…。！？]")
_LEAD = re.compile(r"^(?:(?:[-*•–]|\d{1,2}[.)]|#{1,6}|>)\s+)+")
_STRONG = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_THINKING = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_THOUGHT = re.compile(r"<(/)think(?:ing)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, its markers taken out.

    Attributes:
        numbers: the passages it cites, each once, in its order; only ones that there are.
        unknown: whether it also cited what there is not.
        code: whether it is a block of code.
        ended: whether it has an end mark; one without may have been cut off.
    """

    text: str
    numbers: tuple[int, ...] = ()
    unknown: bool = False
    code: bool = False
    ended: bool = True


class DraftReader:
    """Reads a stream of text into drafts. How the text was divided makes no difference.

    Args:
        passages: how many passages there are; they are numbered from 1.
    """

    def __init__(self, passages: int) -> None:
        self._passages = passages
        self._markers = MarkerParser()
        self._text = ""
        self._cited: list[tuple[int, tuple[int, ...]]] = []

    def feed(self, text: str) -> Iterator[Draft]:
        """The sentences that are whole after `text`."""
        for piece in self._markers.feed(text):
            yield from self._take(piece)

    def close(self) -> Iterator[Draft]:
        """The rest."""
        for piece in self._markers.close():
            yield from self._take(piece)
        yield from self._paragraph()

    def _take(self, piece: str | Marker | Code) -> Iterator[Draft]:
        match piece:
            case Marker(numbers):
                # "word [1] word" leaves one blank, "word [1]." none.
                self._text = self._text.rstrip(" ") + (" " if self._text.endswith(" ") else "")
                self._cited.append((len(self._text), numbers))
            case Code(text, block):
                if block:
                    yield from self._paragraph()
                    yield Draft(text, code=True)
                else:
                    self._text += text
            case "\n":
                yield from self._paragraph()
            case character:
                yield from self._character(character)

    def _character(self, character: str) -> Iterator[Draft]:
        if character in ".,;:!?)" and self._cited and self._cited[-1][0] >= len(self._text):
            self._text = self._text.rstrip(" ")
        word_ends = character.isspace() and self._text[-1:].strip() != ""
        self._text += character
        if word_ends and _MARK.search(self._text[:-1]):
            yield from self._whole()

    def _whole(self) -> Iterator[Draft]:
        """The sentences behind which another word has been read."""
        spans = sentences(self._text)
        if len(spans) < 2:
            return
        cut = spans[-1].start
        if not self._text[cut:].strip() or not any(c.isalnum() for c in self._text[cut:]):
            return
        yield from self._drafts(cut)

    def _paragraph(self) -> Iterator[Draft]:
        yield from self._drafts(len(self._text))
        self._text, self._cited = "", []

    def _drafts(self, cut: int) -> Iterator[Draft]:
        """The sentences that end before `cut`, which are then forgotten."""
        text, rest = self._text[:cut], self._text[cut:]
        spans = sentences(text)
        numbers: list[list[int]] = [[] for _ in spans]
        later = []
        for at, cited in self._cited:
            if at > cut or (at == cut and rest):
                later.append((at - cut, cited))
            elif spans:
                before = [n for n, span in enumerate(spans) if span.start < at]
                numbers[before[-1] if before else 0].extend(cited)
        self._text, self._cited = rest, later
        for span, cited_here in zip(spans, numbers, strict=True):
            draft = self._draft(text[span.start : span.end], cited_here)
            if draft is not None:
                yield draft

    def _draft(self, text: str, cited: list[int]) -> Draft | None:
        plain = " ".join(_STRONG.sub("", _LEAD.sub("", text)).split())
        if not any(character.isalnum() for character in plain):
            return None
        known = tuple(dict.fromkeys(n for n in cited if 0 < n <= self._passages))
        unknown = any(not 0 < n <= self._passages for n in cited)
        return Draft(plain, known, unknown, ended=bool(_ENDED.search(plain)))


def without_thinking(pieces: Iterator[str], begun: bool = False) -> Iterator[str | None]:
    """A stream without the thinking that some models write down before their answer.

    Args:
        begun: whether the model is known to begin in the middle of its thinking, because its chat
            template has opened it.

    Yields:
        Text; None where it turns out that all the text until then was thinking.
    """
    held, thinking = "", begun
    for piece in pieces:
        held += piece
        while held:
            found = (_THOUGHT if thinking else _THINKING).search(held)
            if found is not None:
                if not thinking:
                    yield None if found.group(1) else held[: found.start()]
                thinking = not found.group(1)
                held = held[found.end() :]
                continue
            keep = _half_tag(held)
            if not thinking and len(held) > keep:
                yield held[: len(held) - keep]
            held = held[len(held) - keep :] if keep else ""
            break
    if held and not thinking:
        yield held


def _half_tag(text: str) -> int:
    """How many characters at the end of a text may be the start of a tag."""
    at = text.rfind("<", max(0, len(text) - 12))
    return len(text) - at if at >= 0 and ">" not in text[at:] else 0
