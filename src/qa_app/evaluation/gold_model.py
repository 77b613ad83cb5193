"""Gold question sets: what was asked, what is right, and the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from qa_app.contract import Turn
from qa_app.evaluation.corpus import digest
from qa_app.evaluation.errors import GoldError
from vectorstore.model import Filter

DISAGREEMENT = "disagreement"
"""The kind of a question on which articles give different values; its `answers` are these values,
and all of them must be shown."""

NEEDS_ALL = frozenset({"two-articles", DISAGREEMENT})
"""The kinds whose pieces of evidence are all needed; those of other kinds are alternatives."""

TOGETHER = NEEDS_ALL | {"list", "compare", "overview"}
"""The kinds whose pieces of evidence answer together, though each of them is a good citation."""

BY_EVIDENCE = frozenset({"why", "how", "yesno", "list", "compare", "overview"})
"""The kinds that need no `answers`: what is right is to cite the evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that prove the answer; no words: only the article is known."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a gold question was read from; lines count from 1."""

    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer to it is.

    Attributes:
        answers: alternatives, any of which is right (but see `DISAGREEMENT`); empty when
            `answerable` is false, and where only the evidence tells what is right.
        evidence: what proves it, piece by piece; never empty for an answerable question. The
            pieces are alternatives, unless `needs_all`.
        kind: the name by which results are grouped.
        scope: the only article that may be used, or empty.
        also_supported_by: further articles that hold the answer.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    evidence: tuple[Evidence, ...]
    kind: str
    history: tuple[Turn, ...] = ()
    asked_on: str = ""
    scope: str = ""
    also_supported_by: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(), compare=False)

    @property
    def filters(self) -> Filter:
        """The restriction to ask the question under; empty without a scope."""
        return Filter(sources=(self.scope,)) if self.scope else Filter()

    @property
    def disagreement(self) -> bool:
        """Whether the articles are known to disagree on it."""
        return self.kind == DISAGREEMENT

    @property
    def needs_all(self) -> bool:
        """Whether no piece of its evidence is enough alone."""
        return self.kind in NEEDS_ALL

    @property
    def by_evidence(self) -> bool:
        """Whether its evidence alone, by its words, can tell what is right."""
        return self.kind in BY_EVIDENCE and all(piece.quote for piece in self.evidence)

    @property
    def together(self) -> bool:
        """Whether its pieces of evidence answer together: how many of them are cited counts."""
        return self.kind in TOGETHER

    def error(self, reason: str) -> GoldError:
        """The error that names this question's place."""
        return GoldError(
            f"{self.id}: {reason}" if self.id else reason,
            file=self.origin.file,
            line=self.origin.line,
        )

    def to_json(self) -> dict[str, Any]:
        """The question in the shape of a gold line, without its place."""
        data = asdict(self)
        del data["origin"]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GoldQuestion:
        """The question that `to_json` gave; unlike a gold line it is taken as it is."""
        parts = {
            "answers": tuple(data["answers"]),
            "evidence": tuple(Evidence(**piece) for piece in data["evidence"]),
            "history": tuple(Turn(**turn) for turn in data["history"]),
            "also_supported_by": tuple(data["also_supported_by"]),
        }
        return cls(**{**data, **parts})


@dataclass(frozen=True)
class GoldSet:
    """Questions with unique ids, in the order of their files."""

    questions: tuple[GoldQuestion, ...]
    files: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[GoldQuestion]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    @cached_property
    def sha256(self) -> str:
        """Which questions these are; neither their order nor their file matters."""
        lines = (json.dumps(question.to_json(), sort_keys=True) for question in self.questions)
        return digest(sorted(lines))
