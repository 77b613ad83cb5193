"""Evaluations from the page: gold files, one run at a time in a thread of its own, the kept runs.

A run lies where `qa-app eval` keeps its own, and is the same: it can be stopped and gone on with,
and read and compared at the terminal. Questions of the chat are answered meanwhile.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qa_app.library import Stopped, checked
from vectorstore.errors import QaAppError

if TYPE_CHECKING:
    from qa_app.assistant import Assistant
    from qa_app.evaluation import Run
    from qa_app.evaluation.compare import Comparison

log = logging.getLogger(__name__)
FOLDER = "gold"
"""In the store, where gold files from the page are put."""
LARGEST = 16_000_000
"""Bytes of a gold file that is added."""
STOPPED = "Stopped; the answers so far are kept, and the run can be gone on with."


class EvaluatingError(QaAppError):
    """A run cannot be begun or shown, or a gold file cannot be used."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is being evaluated, or was last.

    Attributes:
        state: `idle` before anything was done; `running`; `done`; `stopped`; `failed`.
        run: the name of the run.
        gold: the gold file.
        answered, total: how far it is.
        trouble: why it failed, or that it was stopped.
    """

    state: Literal["idle", "running", "done", "stopped", "failed"] = "idle"
    run: str = ""
    gold: str = ""
    answered: int = 0
    total: int = 0
    trouble: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Kept:
    """A run that is kept; `right` is the share that was right, None where it was not finished."""

    name: str
    at: str
    gold: tuple[str, ...]
    questions: int
    right: float | None


class Evaluations:
    """The evaluations of one assistant. May be shared by threads.

    Args:
        assistant: whose answers are measured.
        runs: where runs are kept, each in a folder.
        gold: a folder with gold files; it need not be there.
        uploads: where gold files that are added go.
    """

    def __init__(self, assistant: Assistant, runs: Path, gold: Path, uploads: Path) -> None:
        self._assistant = assistant
        self._runs = runs
        self._folders = (gold, uploads)
        self._lock = threading.Lock()
        self._work = Work()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._ended = False

    @property
    def folder(self) -> Path:
        """Where runs are kept."""
        return self._runs

    def work(self) -> Work:
        """What is being evaluated, or was last."""
        with self._lock:
            return self._work

    def gold(self) -> tuple[str, ...]:
        """The gold files there are, by name; of two of one name it is the one that was added."""
        return tuple(sorted(self._gold()))

    def _gold(self) -> dict[str, Path]:
        found = (path for folder in self._folders for path in sorted(folder.glob("*.jsonl")))
        return {path.name: path for path in found if path.is_file()}

    def add(self, name: str, content: bytes) -> str:
        """Put a gold file beside the others; one of that name that was added before is replaced.

        Returns:
            What it is called.

        Raises:
            EvaluatingError: it is no JSON Lines file by its name, or cannot be written.
            LibraryError: its name is no plain file name.
            GoldError: a line is no gold question; every such line is named.
        """
        from qa_app.evaluation.errors import GoldError
        from qa_app.evaluation.gold import Origin, refuse
        from qa_app.evaluation.gold_lines import parse_line

        name = checked(name)
        if not name.endswith(".jsonl"):
            raise EvaluatingError(f"{name}: a gold file is JSON Lines and ends in .jsonl")
        problems = []
        for number, line in enumerate(content.split(b"\n"), start=1):
            try:
                if line.strip():
                    parse_line(line, Origin(name, number))
            except GoldError as error:
                problems.append(error)
        refuse(problems)
        folder = self._folders[-1]
        if (self._folders[0] / name).is_file():
            raise EvaluatingError(f"{name}: is the name of a gold file of {self._folders[0]}")
        coming = folder / f".{name}.{threading.get_ident()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            coming.write_bytes(content)
            coming.replace(folder / name)
        except OSError as error:
            coming.unlink(missing_ok=True)
            raise EvaluatingError(f"{folder / name}: cannot be kept ({error.strerror})") from None
        return name

    def runs(self) -> tuple[Kept, ...]:
        """The runs that are kept, the newest first; what is no run is passed by."""
        from qa_app.evaluation.run import META

        found = [path for path in self._runs.glob("*") if (path / META).is_file()]
        found.sort(key=lambda path: (path / META).stat().st_mtime, reverse=True)
        return tuple(kept for kept in map(_kept, found) if kept is not None)

    def start(self, gold: str) -> None:
        """Ask every question of a gold file, into a new run.

        Raises:
            EvaluatingError: there is no such file, another run is not done yet, or the extra
                `eval` is not installed.
        """
        from qa_app.evaluation.run import new_name

        self._begin(gold, new_name(self._runs))

    def go_on(self, name: str) -> None:
        """Ask what a run that was stopped has no answer to.

        Raises:
            EvaluatingError: there is no such run, its gold file is gone, or another one is not
                done yet.
        """
        kept = self._one(name)
        if kept.right is not None or len(kept.gold) != 1:
            raise EvaluatingError(f"{name}: is finished, or was not begun here")
        self._begin(kept.gold[0], name)

    def missing(self) -> str:
        """What has to be installed before anything can be evaluated, in words; else ""."""
        from qa_app.evaluation import extras
        from qa_app.evaluation.errors import MissingExtraError

        try:
            extras.require()
        except MissingExtraError as error:
            return str(error)
        return ""

    def _begin(self, gold: str, name: str) -> None:
        if missing := self.missing():
            raise EvaluatingError(missing)
        path = self._gold().get(gold)
        if path is None:
            raise EvaluatingError(f"{gold}: there is no such gold file any more; add it again")
        with self._lock:
            if self._ended or self._work.state == "running":
                raise EvaluatingError(f"The run {self._work.run} is not done yet; try again then.")
            self._stop.clear()
            self._work = Work("running", name, gold)
            self._thread = threading.Thread(
                target=self._run, args=(path, name), name="evaluation", daemon=True
            )
            self._thread.start()

    def _run(self, gold: Path, name: str) -> None:
        try:
            self._evaluate(gold, name)
            ended: dict[str, Any] = {"state": "done"}
        except Stopped:
            ended = {"state": "stopped", "trouble": STOPPED}
        except QaAppError as error:
            ended = {"state": "failed", "trouble": str(error)}
        except Exception:
            log.exception("the evaluation %s failed", name)
            ended = {"state": "failed", "trouble": "Something went wrong; the terminal says what."}
        with self._lock:
            self._work = replace(self._work, **ended)

    def _evaluate(self, gold: Path, name: str) -> None:
        from qa_app.evaluation import Corpus, evaluate, load_gold
        from qa_app.evaluation.asking import about, asker, files_of
        from qa_app.evaluation.files import read_json
        from qa_app.evaluation.report.page import write_report
        from qa_app.evaluation.run import META

        begun = self._runs / name / META
        known = read_json(begun) if begun.is_file() else {}
        if known.get("judge"):
            raise EvaluatingError(f"{name}: was begun with a judge; go on with it at the terminal")
        corpus = Corpus.of(self._assistant, files_of(self._assistant))
        run = evaluate(
            asker(self._assistant),
            load_gold([gold], corpus),
            self._runs / name,
            corpus=corpus,
            about=about(self._assistant),
            progress=self._tell,
            seed=known.get("seed", 0),
        )
        write_report(run)

    def _tell(self, answered: int, total: int) -> None:
        with self._lock:
            self._work = replace(self._work, answered=answered, total=total)
        if self._stop.is_set() and answered < total:
            raise Stopped

    def stop(self) -> None:
        """End the run after the question that is being asked; what was answered is kept."""
        self._stop.set()

    def end(self, seconds: float = 20.0) -> None:
        """End the run as `stop` does, wait for it, and begin no other."""
        with self._lock:
            self._ended = True
        self.stop()
        if self._thread is not None:
            self._thread.join(seconds)

    def report(self, name: str) -> str:
        """The report of a run, as the HTML page that it is.

        Raises:
            EvaluatingError: there is no such run.
            RunError: it was not finished, or cannot be read.
        """
        from qa_app.evaluation.report.page import page

        return page(self._load(name))

    def compare(self, first: str, second: str) -> Comparison:
        """The second run held against the first.

        Raises:
            EvaluatingError: there is no such run.
            RunError: one was not finished, or cannot be read.
            CompareError: they asked other questions, or of other articles.
        """
        from qa_app.evaluation import compare

        return compare(self._load(first), self._load(second))

    def _load(self, name: str) -> Run:
        from qa_app.evaluation import load_run

        return load_run(self._runs / self._one(name).name)

    def _one(self, name: str) -> Kept:
        """The run of that name: what is not in the list is not looked for."""
        for path in self._runs.glob("*"):
            if path.name == name and (kept := _kept(path)) is not None:
                return kept
        raise EvaluatingError(f"There is no run {name[:80]!r} in {self._runs}.")


def _kept(path: Path) -> Kept | None:
    from qa_app.evaluation.files import read_json
    from qa_app.evaluation.run import META, SUMMARY
    from qa_app.evaluation.summary import Summary

    try:
        gold = read_json(path / META)["gold"]
        finished = (path / SUMMARY).is_file()
        summary = Summary.from_json(read_json(path / SUMMARY)) if finished else None
        right = summary.measures["right"].value if summary is not None else None
        at = datetime.fromtimestamp((path / META).stat().st_mtime)
        return Kept(
            path.name, f"{at:%Y-%m-%d %H:%M}", tuple(gold["files"]), int(gold["questions"]), right
        )
    except (QaAppError, OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("%s: is no run of this version and is passed by (%s)", path, error)
        return None
