"""Loading gold question sets, and holding them against the articles they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.evidence import places_of, stands_in_file
from qa_app.evaluation.gold_lines import files_of, read_lines
from qa_app.evaluation.gold_model import Evidence, GoldQuestion, GoldSet, Origin

__all__ = [
    "Evidence",
    "GoldQuestion",
    "GoldSet",
    "GoldSetError",
    "Origin",
    "RemovedEvidence",
    "corpus_problems",
    "load_gold",
    "refuse",
    "removed_evidence",
]


class GoldSetError(GoldError):
    """Several problems at once, a line each; `problems` holds them."""

    def __init__(self, problems: Sequence[GoldError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class RemovedEvidence:
    """Evidence that the cleaning took out of its article: a finding about the cleaning."""

    id: str
    source: str
    quote: str

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.id}: not in the text of {self.source}, but in its file: {_short(self.quote)}"


def refuse(problems: Iterable[GoldError]) -> None:
    """Raise what was found, if anything was.

    Raises:
        GoldError: the one problem, or a `GoldSetError` naming all of them.
    """
    found = tuple(problems)
    if len(found) == 1:
        raise found[0]
    if found:
        raise GoldSetError(found)


def load_gold(paths: Path | Sequence[Path], corpus: Corpus | None = None) -> GoldSet:
    """The questions of the given files, and of every `*.jsonl` in the given folders.

    Raises:
        GoldError: for a file that cannot be read, any line that is not a gold question, an id
            that stands twice, no question at all, and, when `corpus` is given, evidence that
            stands neither in its texts nor in its files. All problems are named, each with its
            file and line.
    """
    files = files_of([paths] if isinstance(paths, Path) else paths)
    questions, problems = read_lines(files)
    refuse(problems)
    if not questions:
        raise GoldError("no questions, so there is nothing to score", file=_names(files))
    if corpus is not None:
        refuse(corpus_problems(questions, corpus))
    return GoldSet(tuple(questions), tuple(file.name for file in files))


def corpus_problems(questions: Iterable[GoldQuestion], corpus: Corpus) -> list[GoldError]:
    """What the questions say of `corpus` that does not hold."""
    return [problem for question in questions for problem in _problems_of(question, corpus)]


def removed_evidence(questions: Iterable[GoldQuestion], corpus: Corpus) -> list[RemovedEvidence]:
    """Evidence that stands in a file of `corpus` and not in the text that was made of it."""
    return [
        RemovedEvidence(question.id, piece.source, piece.quote)
        for question in questions
        for piece in question.evidence
        if piece.quote
        and piece.source in corpus.texts
        and not places_of(piece.quote, corpus.texts[piece.source])
        and stands_in_file(piece.quote, corpus.as_file(piece.source))
    ]


def _problems_of(question: GoldQuestion, corpus: Corpus) -> Iterator[GoldError]:
    named = {piece.source for piece in question.evidence} | set(question.also_supported_by)
    named |= {question.scope} if question.scope else set()
    for source in sorted(named - set(corpus.texts)):
        yield question.error(f"unknown source {source!r}: the corpus has no such article")
    for piece in question.evidence:
        text = corpus.texts.get(piece.source)
        if text is None or not piece.quote or places_of(piece.quote, text):
            continue
        if not stands_in_file(piece.quote, corpus.as_file(piece.source)):
            yield question.error(f"evidence is not in {piece.source}: {_short(piece.quote)!r}")


def _short(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _names(files: Sequence[Path]) -> str:
    return ", ".join(str(file) for file in files)
