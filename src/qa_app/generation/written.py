"""A model answer as it grows: supported sentences, their citations, and what is said beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from qa_app.answering.citing import cite
from qa_app.answering.emphasis import emphasis
from qa_app.answering.quotes import Said
from qa_app.answering.reading import Reading
from qa_app.answering.sentences import leans_back
from qa_app.contract import AnswerSentence, Citation, Sentence
from qa_app.generation.judging import Judged, Place
from qa_app.retrieval.search import Retrieval

_WHOLE = 0.9
_REFERS_BACK = "it refers back to a sentence that is not there"
# What may stand before the subject: "However, the …", "In May 1950 the …", "Founded in 1950, it …".
# A name in it is what the subject points to, unless it only says where or when.
_LEAD = re.compile(
    r"[\"'“‘(]*(?:(?:And|But|So|Then|Also|Yet|Still)\s+)?(?:"
    r"(?i:in|on|at|by|since|until|from|during|near|for)\s+(?:"
    r"[^,]{1,40},|(?:the\s+)?(?:(?:\d\w*|[A-Z]\w+)(?:\s+(?=[\dA-Z])|\b)){1,3}|(?:the\s+)?[a-z]+\b)"
    r"|[A-Za-z][^,A-Z]{0,80},)?\s*"
    r"(?=(?i:the|this|that|these|those|he|she|it|they|his|her|hers|its|their|both|such)\b)"
)
_DEFINITE = re.compile(r"[Tt]he\s+(?![A-Z])")
# "the president of France", "the painter Edvard Munch was": the name says which one is meant.
_IS = r"(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should)\b"
_NAMED = re.compile(
    rf"[Tt]he\s+(?:(?!{_IS})[\w'’-]+\s+){{1,4}}?"
    rf"(?:of\s+(?:the\s+)?(?:[a-z-]+\s+)?[A-Z]|(?:[A-Z][\w.'’-]*\s+)+{_IS})"
)


class Written:
    """Takes judged sentences in order, and gives those that may be shown.

    A sentence that is only partly supported waits until one is fully: an answer of which nothing is
    sure is none.

    Attributes:
        refused: whether the model said that the passages do not answer.
    """

    def __init__(self, found: Retrieval, read: Reading, quoted: Said, model: str) -> None:
        self.refused = False
        self._found = found
        self._read = read
        self._quoted = quoted
        self._model = model
        self._held: list[Judged] = []
        self._before: Judged | None = None
        self._dropped: list[str] = []
        self._sentences: list[AnswerSentence] = []
        self._citations: list[Citation] = []
        self._note = ""
        self._mode: Literal["quotes", "model"] = "quotes"

    def objection(self, judged: Judged) -> str:
        """Why a sentence cannot come next, or ""."""
        if judged.support == "unsupported":
            return judged.reason
        if not _points_back(judged.draft.text):
            return ""
        before = self._before
        if before is None:
            return _REFERS_BACK if self._dropped else ""
        # With a second article on either side it might point to something else.
        return "" if before.sources == judged.sources else _REFERS_BACK

    def forget(self) -> None:
        """What has not been shown yet was no part of the answer."""
        self.refused, self._held = False, []
        if not self._sentences:
            self._before = None

    def add(self, judged: Judged) -> Iterator[Sentence]:
        """The sentences that may be shown now that this one has been judged."""
        reason = self.objection(judged)
        said = {one.text for one in self._sentences} | {one.draft.text for one in self._held}
        if not reason and judged.draft.text in said:
            return  # said already
        if reason:
            self._dropped.append(reason)
            self._before = None
            return
        self._before = judged
        self._held.append(judged)
        if self._sentences or judged.support == "supported":
            for one in self._held:
                yield self._shown(one)
            self._held = []

    def end(self, trouble: str) -> Iterator[Sentence]:
        """What is still to be said: the sides of a disagreement, and the quotes where the model
        did not come to an end.

        Args:
            trouble: why the model could not be asked or broke off, or "".
        """
        written = bool(self._sentences)
        self._mode = "model" if written else "quotes"
        self._note = self._told(trouble, written=written)
        if not written:
            for sentence in self._quoted.sentences:
                yield self._quote(sentence)
        elif trouble:
            for sentence in self._quoted.sentences:
                if not all(self._covering(n) for n in sentence.citations):
                    yield self._quote(sentence)
        for conflict in self._quoted.conflicts:
            for value in conflict.values:
                if not self._covering(value.citation):
                    yield from self._quote_of(value.citation)

    def _told(self, trouble: str, *, written: bool) -> str:
        if trouble and written:
            return f"The model did not finish: {trouble}. The rest is quoted."
        if trouble:
            return f"The model gave no answer: {trouble}. The answer is quoted."
        if written:
            count = len(self._dropped)
            if not count:
                return ""
            sentences = "A sentence" if count == 1 else f"{count} sentences"
            were = "was" if count == 1 else "were"
            return f"{sentences} that the articles do not support {were} left out."
        if self.refused:
            return "The model found no answer in the passages; the answer is quoted."
        return "Nothing that the model wrote is supported by the articles; the answer is quoted."

    def said(self) -> Said:
        """The whole answer; `end` has come before."""
        conflicts = tuple(
            replace(
                conflict,
                values=tuple(
                    replace(value, citation=self._covering(value.citation))
                    for value in conflict.values
                ),
            )
            for conflict in self._quoted.conflicts
        )
        text = " ".join(
            f"{one.text} {''.join(f'[{n}]' for n in one.citations)}" for one in self._sentences
        )
        return replace(
            self._quoted,
            answer=text,
            sentences=tuple(self._sentences),
            citations=tuple(self._citations),
            conflicts=conflicts,
            mode=self._mode,
            note=self._note,
        )

    def _shown(self, judged: Judged) -> Sentence:
        numbers = dict.fromkeys(self._number(self._citation(place)) for place in judged.places)
        return self._append(AnswerSentence(judged.draft.text, tuple(numbers), judged.support))

    def _append(self, sentence: AnswerSentence) -> Sentence:
        before = {n for one in self._sentences for n in one.citations}
        self._sentences.append(sentence)
        new = [n for n in sentence.citations if n not in before]
        return Sentence(sentence, tuple(self._citations[n - 1] for n in new))

    def _citation(self, place: Place) -> Citation:
        """The citation of a place, the words of it that the sentence rests on marked. A sentence
        that repeats it rests on all of it: there the answering words are.
        """
        passage = place.excerpt.ranked.candidate.passage
        start = place.span.start
        marked = [(one.start - start, one.end - start) for one in place.words]
        if sum(end - start for start, end in marked) >= _WHOLE * len(place.text):
            marked = [
                (moved + first, moved + last)
                for sentence in self._read.sentences
                for moved in [sentence.span.start - start]
                if sentence.passage.id == passage.id
                and start <= sentence.span.start
                and sentence.span.end <= place.span.end
                for first, last in emphasis(self._found.query.text, sentence)
            ]
        return cite(0, passage, place.span, self._found, marked)

    def _number(self, citation: Citation) -> int:
        """Its number in this answer; what is cited for the first time is given the next one."""
        for at, known in enumerate(self._citations):
            if (known.source, known.start, known.end) == (
                citation.source,
                citation.start,
                citation.end,
            ):
                both = _united((*known.emphasis, *citation.emphasis))
                self._citations[at] = replace(known, emphasis=both)
                return known.n
        self._citations.append(replace(citation, n=len(self._citations) + 1))
        return len(self._citations)

    def _quote(self, sentence: AnswerSentence) -> Sentence:
        """A sentence of the quotes answer, its citations numbered as they are here."""
        cited = [self._quoted.citations[n - 1] for n in sentence.citations]
        return self._append(replace(sentence, citations=tuple(map(self._number, cited))))

    def _quote_of(self, number: int) -> Iterator[Sentence]:
        for sentence in self._quoted.sentences:
            if number in sentence.citations:
                yield self._quote(sentence)
                return

    def _covering(self, number: int) -> int:
        """The number here of a citation that holds the words of one of the quotes answer, or 0."""
        wanted = self._quoted.citations[number - 1]
        return next(
            (
                known.n
                for known in self._citations
                if known.source == wanted.source
                and known.start <= wanted.start
                and wanted.end <= known.end
            ),
            0,
        )


def _united(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches in order, those that meet as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _points_back(text: str) -> bool:
    """Whether only what comes before tells of whom or what a sentence speaks: its subject is a
    pronoun, or "the company" without a name.
    """
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    bare = _DEFINITE.match(rest) is not None and _NAMED.match(rest) is None
    return bare or leans_back(text) or leans_back(rest)
