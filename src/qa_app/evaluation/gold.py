"""Loading gold question sets, and holding them against the articles they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.gold_lines import files_of, read_lines
from qa_app.evaluation.gold_model import Evidence, GoldQuestion, GoldSet, Origin
from qa_app.evaluation.locate import locate

__all__ = [
    "Evidence",
    "GoldQuestion",
    "GoldSet",
    "GoldSetError",
    "Origin",
    "corpus_problems",
    "load_gold",
    "refuse",
]


class GoldSetError(GoldError):
    """Several problems at once, a line each; `problems` holds them."""

    def __init__(self, problems: Sequence[GoldError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


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
            that stands twice, no question at all, and, when `corpus` is given, evidence that it
            does not hold. All problems are named, each with its file and line.
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


def _problems_of(question: GoldQuestion, corpus: Corpus) -> Iterator[GoldError]:
    named = {piece.source for piece in question.evidence} | set(question.also_supported_by)
    named |= {question.scope} if question.scope else set()
    for source in sorted(named - set(corpus.texts)):
        yield question.error(f"unknown source {source!r}: the corpus has no such article")
    for piece in question.evidence:
        text = corpus.texts.get(piece.source)
        if text is not None and piece.quote and locate(piece.quote, text) is None:
            yield question.error(f"evidence is not in {piece.source}: {_short(piece.quote)!r}")


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _names(files: Sequence[Path]) -> str:
    return ", ".join(str(file) for file in files)
