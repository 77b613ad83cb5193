"""Asking every gold question and keeping what came of it in a folder.

The folder is complete once `summary.json` is there. Until then answers are added as they arrive, so
that a run that was stopped goes on where it was. Nothing that a clock says is in any file but
`timings.jsonl` and `timings.json`: the same answers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from qa_app.contract import Answer
from qa_app.evaluation.contexts import context_row
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError, RunError
from qa_app.evaluation.files import append, mend, read_json, read_lines, write_json, write_lines
from qa_app.evaluation.gold import RemovedEvidence, corpus_problems, refuse, removed_evidence
from qa_app.evaluation.gold_model import GoldQuestion, GoldSet
from qa_app.evaluation.judge import CalibratedJudge
from qa_app.evaluation.measures import cost
from qa_app.evaluation.meta import About, Meta, differences
from qa_app.evaluation.places import Case
from qa_app.evaluation.records import answer_from_row, answer_row, problem_of
from qa_app.evaluation.score import QuestionScore, score_all
from qa_app.evaluation.summary import Summary, summarise
from qa_app.evaluation.wearing import Worn, wear
from vectorstore.errors import QaAppError
from vectorstore.locks import WRITER_PATIENCE, FileLock

Ask = Callable[[GoldQuestion], Answer]
Outcome = tuple[GoldQuestion, Callable[[], Answer]]
Progress = Callable[[int, int], None]

META, ANSWERS, GOLD, SCORES = "meta.json", "answers.jsonl", "gold.jsonl", "scores.jsonl"
SUMMARY, PASSAGES, REMOVED = "summary.json", "passages.jsonl", "removed.jsonl"
TIMINGS, TIMES = "timings.jsonl", "timings.json"
REPORT, MARKDOWN = "report.html", "report.md"
CLOTHES, LOCK = "clothes.json", ".lock"
_RESULTS = (META, ANSWERS, GOLD, SCORES, SUMMARY, PASSAGES, REMOVED, CLOTHES)
_ALL = (*_RESULTS, TIMINGS, TIMES, REPORT, MARKDOWN)


@dataclass(frozen=True)
class Run:
    """A finished run, as its folder holds it.

    Attributes:
        removed: evidence that the cleaning took out of the articles.
        clothes: what became of right answers in other clothes, if that was asked.
    """

    path: Path
    meta: Meta
    gold: GoldSet
    answers: Mapping[str, Answer]
    scores: Sequence[QuestionScore]
    summary: Summary
    timings: Mapping[str, Mapping[str, float]]
    removed: Sequence[RemovedEvidence] = ()
    clothes: Sequence[Worn] = ()

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name


def evaluate(
    ask: Ask,
    gold: GoldSet,
    out_dir: Path,
    *,
    corpus: Corpus,
    about: About | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    resume: bool = True,
    judge: CalibratedJudge | None = None,
    seed: int = 0,
    clothes: bool = False,
) -> Run:
    """Ask every question of `gold` that `out_dir` has no answer to yet, then score them all.

    `progress` is told (answered, total) after every answer. With `resume=False` what the folder
    holds is asked again. With `clothes` every question that was answered rightly is also asked in
    other clothes.

    Raises:
        GoldError: if there are no questions, or neither a text nor a file of `corpus` holds their
            evidence. What only a file holds is in `Run.removed`.
        RunError: if the folder's answers were made with something else, or a question failed; the
            answers so far are kept.
    """
    if not len(gold):
        raise GoldError("no questions, so there is nothing to score")
    refuse(corpus_problems(gold, corpus))
    meta = Meta.of(about or About(), corpus, gold, seed, _judge_of(judge))
    with _alone(out_dir):
        _prepare(out_dir, meta, resume)
        progress = progress or (lambda answered, total: None)
        _ask_missing(ask, gold, out_dir, workers, progress)
        _finish(gold, corpus, out_dir, meta, judge)
        if clothes:
            _ask_dressed(ask, out_dir, corpus, workers, progress)
        return load_run(out_dir)


def new_name(runs: Path) -> str:
    """A name for a run that begins now, which none of the folder has."""
    begun = f"{datetime.now():%Y%m%d-%H%M%S}"
    names = (f"{begun}-{n}" if n > 1 else begun for n in count(1))
    return next(name for name in names if not (runs / name).exists())


@contextmanager
def _alone(out_dir: Path) -> Iterator[None]:
    """Be the only one who puts answers into the folder: at the terminal or from the page."""
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{out_dir}: cannot be made ({error.strerror})") from None
    lock = FileLock(out_dir / LOCK)
    if not lock.acquire(WRITER_PATIENCE):
        raise RunError(f"{out_dir}: is being run elsewhere; wait until that is done, or end it")
    try:
        yield
    finally:
        lock.path.unlink(missing_ok=True)
        lock.release()


def load_run(path: Path) -> Run:
    """The finished run in the folder `path`.

    Raises:
        RunError: if it was not finished, or is not of this version.
    """
    meta = Meta.from_json(read_json(path / META))
    try:
        gold = tuple(GoldQuestion.from_json(row) for row in read_lines(path / GOLD))
        answers = [answer_from_row(row) for row in read_lines(path / ANSWERS)]
        return Run(
            path=path,
            meta=meta,
            gold=GoldSet(gold, tuple(meta.gold["files"])),
            answers={answer.id: answer for answer in answers},
            scores=[QuestionScore.from_json(row) for row in read_lines(path / SCORES)],
            summary=Summary.from_json(read_json(path / SUMMARY)),
            timings=_timings(path),
            removed=[RemovedEvidence(**row) for row in read_lines(path / REMOVED)],
            clothes=[Worn.from_json(row) for row in _if_there(path / CLOTHES)],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{path}: not a run of this version ({error!r})") from None


def _prepare(out_dir: Path, meta: Meta, resume: bool) -> None:
    """Make the folder ready to take answers made with `meta`."""
    if resume and (out_dir / META).exists():
        changed = differences(Meta.from_json(read_json(out_dir / META)), meta)
        if changed:
            raise RunError(
                f"{out_dir} holds answers made with other {', '.join(changed)}; give the run "
                "another name, or ask everything again with --no-resume"
            )
    else:
        for name in _ALL:
            (out_dir / name).unlink(missing_ok=True)
    for name in (ANSWERS, TIMINGS):
        mend(out_dir / name)
    write_json(out_dir / META, meta.to_json())


def _ask_missing(ask: Ask, gold: GoldSet, out_dir: Path, workers: int, progress: Progress) -> None:
    known = {row["id"] for row in read_lines(out_dir / ANSWERS)}
    missing = [question for question in gold if question.id not in known]
    failures: list[str] = []
    progress(len(gold) - len(missing), len(gold))
    with closing(_outcomes(ask, missing, workers)) as arriving:
        for count, (question, outcome) in enumerate(arriving, start=len(gold) - len(missing) + 1):
            failures += _keep(question, outcome, out_dir)
            progress(count, len(gold))
    if failures:
        shown = "\n".join(f"  {each}" for each in failures[:20])
        raise RunError(
            f"{len(failures)} of {len(gold)} questions got no answer; the others are kept in "
            f"{out_dir}, run again to go on:\n{shown}"
        )


def _outcomes(
    ask: Ask, questions: Sequence[GoldQuestion], workers: int
) -> Generator[Outcome, None, None]:
    """Questions with what gives or raises their outcome, as they arrive.

    Closed early, it drops what was not begun.
    """
    if workers <= 1:
        yield from ((question, partial(ask, question)) for question in questions)
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="ask")
    futures = {pool.submit(ask, question): question for question in questions}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result
    finally:
        pool.shutdown(cancel_futures=True)


def _keep(question: GoldQuestion, outcome: Callable[[], Answer], out_dir: Path) -> list[str]:
    """Write the answer down, or say why there is none. Only expected failures are caught."""
    try:
        answer = replace(outcome(), id=question.id)
    except QaAppError as error:
        return [f"{question.id}: {error}"]
    problem = problem_of(answer)
    if problem:
        return [f"{question.id}: {problem}"]
    append(out_dir / TIMINGS, {"id": question.id, "ms": dict(answer.timings_ms)})
    append(out_dir / ANSWERS, answer_row(answer))
    return []


def _finish(
    gold: GoldSet, corpus: Corpus, out_dir: Path, meta: Meta, judge: CalibratedJudge | None
) -> None:
    answers = {row["id"]: answer_from_row(row) for row in read_lines(out_dir / ANSWERS)}
    _refuse_mixture(answers, out_dir)
    verdicts = judge.verdicts(gold, answers) if judge else None
    scores = score_all(gold, answers, corpus, verdicts)
    sorted_gold = sorted(gold, key=lambda each: each.id)
    cases = [Case.of(question, corpus) for question in sorted_gold]
    write_lines(out_dir / ANSWERS, (answer_row(answers[name]) for name in sorted(answers)))
    write_lines(out_dir / GOLD, (case.question.to_json() for case in cases))
    write_lines(
        out_dir / PASSAGES, (context_row(case, answers[case.question.id]) for case in cases)
    )
    removed = removed_evidence(sorted_gold, corpus)
    write_lines(out_dir / REMOVED, (each.to_json() for each in removed))
    write_lines(out_dir / SCORES, (score.to_json() for score in scores))
    write_json(out_dir / TIMES, _times(_timings(out_dir)))
    write_json(out_dir / SUMMARY, summarise(scores, meta.seed).to_json())


def _ask_dressed(ask: Ask, out_dir: Path, corpus: Corpus, workers: int, progress: Progress) -> None:
    run = load_run(out_dir)
    cases = [Case.of(question, corpus) for question in run.gold]
    worn = wear(ask, cases, run.answers, seed=run.meta.seed, workers=workers, progress=progress)
    write_json(out_dir / CLOTHES, [each.to_json() for each in worn])


def _if_there(path: Path) -> Any:
    return read_json(path) if path.exists() else ()


def _judge_of(judge: CalibratedJudge | None) -> dict[str, Any] | None:
    return judge.calibration.to_json() if judge else None


def _refuse_mixture(answers: Mapping[str, Answer], out_dir: Path) -> None:
    generations = {answer.generation for answer in answers.values()}
    if len(generations) > 1:
        raise RunError(
            f"{out_dir}: the articles changed while the questions were asked (generations "
            f"{min(generations)} to {max(generations)}); ask them again with --no-resume"
        )


def _timings(path: Path) -> dict[str, Mapping[str, float]]:
    rows = sorted(read_lines(path / TIMINGS), key=lambda row: str(row["id"]))
    return {row["id"]: row["ms"] for row in rows}


def _times(timings: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    stages = cost.by_stage(timings.values())
    tokens = cost.tokens(timings.values())
    return {
        "ms": {name: spread._asdict() for name, spread in stages.items()},
        "tokens": {name: spread._asdict() for name, spread in tokens.items()},
    }
