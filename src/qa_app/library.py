"""The articles of a store looked after from the page: added, read again, taken out.

What is added lies in a folder of the store's own and goes through the same reader, with the same
limits, as any file. One thing is done at a time, in a thread of its own, so that questions are
answered meanwhile.
"""

from __future__ import annotations

import logging
import os
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ingest.errors import UnreadableError
from ingest.options import IngestOptions, Progress
from ingest.originals import locate
from ingest.report import FileOutcome, Report
from ingest.run import ingest
from vectorstore.errors import QaAppError
from vectorstore.model import Change, Ingest, Root
from vectorstore.store import Store

log = logging.getLogger(__name__)
FOLDER = "uploads"
COMING = ".coming"
LONGEST_NAME = 200
"""Bytes of a file name; most file systems take 255, and some are added while it arrives."""

_BEFORE = ".before."
"""Between the number of an arrival and the name of the file that it is to replace."""
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


class LibraryError(QaAppError):
    """A file cannot be taken in, or an article cannot be taken out."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done, or was done last.

    Attributes:
        state: `idle` before anything was done; `running`; `done`; `failed`, with `trouble`.
        doing: in words, what it is.
        progress: how far it is, of how many, and at which article.
        files: what became of each file, when it is done.
    """

    state: Literal["idle", "running", "done", "failed"] = "idle"
    doing: str = ""
    progress: Progress | None = None
    files: tuple[FileOutcome, ...] = field(default=())
    trouble: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


class Library:
    """The articles of one store. May be shared by threads."""

    def __init__(self, store: Store, options: IngestOptions) -> None:
        self._store = store
        self._options = options
        self._lock = threading.Lock()
        self._work = Work()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._clear()

    def _clear(self) -> None:
        """Drop what an earlier run left half done; a file that was to be replaced comes back."""
        coming = self.folder / COMING
        if coming.is_symlink() or not coming.is_dir() or not any(coming.iterdir()):
            return
        try:
            with self._store.write():  # whoever else serves this store is not adding just now
                for left in sorted(coming.iterdir()):
                    _, _, name = left.name.partition(_BEFORE)
                    if name:
                        left.replace(self.folder / name)
                        log.warning("%s: adding it was cut short; the earlier file is back", name)
                    else:
                        left.unlink()
        except (QaAppError, OSError) as error:
            log.warning("%s: what is left there is not cleared (%s)", coming, error)

    @property
    def folder(self) -> Path:
        """Where what is added lies."""
        return self._store.path / FOLDER

    @property
    def largest(self) -> int:
        """Bytes that a file may have."""
        return self._options.limits.file_bytes

    def work(self) -> Work:
        """What is being done, or was done last."""
        with self._lock:
            return self._work

    def history(self) -> Sequence[Ingest]:
        """What was done before, the newest first."""
        with self._store.read() as snapshot:
            return snapshot.ingests()

    def places(self, sources: Iterable[str]) -> dict[str, str]:
        """For every one of these articles the folder it is from; empty for the store's own."""
        own = str(self.folder.resolve())
        with self._store.read() as snapshot:
            roots = [(root.path, snapshot.sources_of(root)) for root in snapshot.roots()]
        found = {source: path for path, held in roots for source in held if path != own}
        return {source: found.get(source, "") for source in sources}

    def receive(self, name: str) -> Path:
        """A fresh file for the bytes of `name` to be written to, before `take_in`.

        Raises:
            LibraryError: `name` is not the plain name of a file, or the folder is not one.
        """
        checked(name)
        coming = self.folder / COMING
        for folder in (self.folder, coming):
            if folder.is_symlink():
                raise LibraryError(f"{folder} is a link; nothing is added there")
        try:
            coming.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = coming / f"{os.urandom(8).hex()}"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        except OSError as error:
            raise LibraryError(f"{coming}: {error.strerror}; nothing is added") from None
        return path

    def take_in(self, arrived: Sequence[tuple[str, Path]]) -> None:
        """Put files that have arrived among the articles; one of the same name is replaced.

        A file that cannot be read leaves no trace, and what it was to replace stays.

        Raises:
            LibraryError: two of them have one name, or something else is being done.
        """
        names = Counter(checked(name) for name, _ in arrived)
        twice = next((name for name, times in names.items() if times > 1), None)
        if twice is not None:
            raise LibraryError(
                f"{twice}: {names[twice]} files have this name; nothing was added."
                " Rename them, or add one after the other to replace it"
            )
        self._begin(f"Adding {_count(arrived)}", lambda: self._take_in(arrived))

    def _take_in(self, arrived: Sequence[tuple[str, Path]]) -> Report:
        before: dict[Path, Path | None] = {}
        try:
            for name, path in arrived:
                place = self._place(name)
                before[place] = self._put_aside(place, path)
                path.replace(place)
            report = ingest(self._store, list(before), self._options, self._tell)
        except BaseException:
            self._take_back(before, before)
            for _, path in arrived:
                path.unlink(missing_ok=True)
            raise
        failed = self._failed(before, report)
        back = [place for place in failed if before[place] is not None]
        self._take_back(before, failed)
        for aside in before.values():
            if aside is not None:
                aside.unlink(missing_ok=True)
        if not back:
            return report
        # The articles of the files that are back are what they were: none is removed, none stale.
        ingest(self._store, back, self._options, self._tell)
        return replace(report, files=tuple(map(_not_replaced, report.files)))

    def _place(self, name: str) -> Path:
        place = self.folder / checked(name)
        if place.is_symlink() or place.is_dir():
            raise LibraryError(f"{name}: is a link or a folder there; nothing was added")
        return place

    def _put_aside(self, place: Path, coming: Path) -> Path | None:
        """The file that was there so far, under another name."""
        if not place.exists():
            return None
        aside = coming.with_name(f"{coming.name}{_BEFORE}{place.name}")
        place.replace(aside)
        return aside

    def _failed(self, places: Iterable[Path], report: Report) -> list[Path]:
        """The files of which no article came."""
        good = ("added", "changed", "unchanged", "renamed")
        with self._store.read() as snapshot:
            came = {
                _path(snapshot.root_of(file.source), file.source)
                for file in report.files
                if file.outcome in good
            }
        return [place for place in places if place.parent.resolve() / place.name not in came]

    def _take_back(self, before: dict[Path, Path | None], failed: Iterable[Path]) -> None:
        for place in failed:
            aside = before[place]
            if aside is not None:
                aside.replace(place)
            else:
                place.unlink(missing_ok=True)

    def read_again(self, sources: Sequence[str] = ()) -> None:
        """Look at all folders for what has changed; these articles are prepared anew in any case.

        Raises:
            LibraryError: something else is being done.
        """
        doing = f"Reading {_count(sources)} again" if sources else "Looking for changes"
        self._begin(doing, lambda: self._read_again(sources))

    def _read_again(self, sources: Sequence[str]) -> Report:
        with self._store.read() as snapshot:
            roots = snapshot.roots()
            paths = {source: _path(snapshot.root_of(source), source) for source in sources}
        if not sources:
            there = [root.path for root in roots if Path(root.path).is_dir()]
            return ingest(self._store, there, self._options, self._tell)
        missing = [source for source, path in paths.items() if path is None]
        if missing:
            raise LibraryError(f"{missing[0]}: its file is not there any more; look for changes")
        anew = replace(self._options, rebuild=True)
        return ingest(self._store, [path for path in paths.values() if path], anew, self._tell)

    def take_out(self, source: str) -> None:
        """Remove an article; a file that was added here goes too, one elsewhere stays.

        One of several articles in a file that was added here is not removed: the file would go, and
        the others with it.

        Raises:
            LibraryError: something else is being done.
        """
        self._begin(f"Removing {source}", lambda: self._take_out(source))

    def _take_out(self, source: str) -> Report:
        with self._store.write() as writer:
            with self._store.read() as snapshot:
                root = snapshot.root_of(source)
                if root is None:
                    raise LibraryError(f"{source}: there is no such article")
                known = snapshot.sources_of(root)
            path = _path(root, source)
            own = Path(root.path) == self.folder.resolve()
            beside = sum(path == _path(root, other) for other in known) if own and path else 1
            if path is not None and beside > 1:
                raise LibraryError(
                    f"{source}: is one of {beside} articles in {path.name}, and they would all go;"
                    f" nothing was removed. Add {path.name} again without it, or, to remove them"
                    f" all, delete {path} and look for changes"
                )
            generation = writer.commit(Change(remove=(source,)), root)
            files = (FileOutcome(source, "removed"),)
            report = Report(generation, files)
            writer.record(report.to_json())
        if own and path is not None and path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)
        return report

    def stop(self, seconds: float = 20.0) -> None:
        """End what is being done, cleanly, and do nothing more."""
        self._stopping = True
        if self._thread is not None:
            self._thread.join(seconds)

    def _begin(self, doing: str, work: Callable[[], Report]) -> None:
        with self._lock:
            if self._stopping or self._work.state == "running":
                raise LibraryError(
                    f"{self._work.doing or 'Ending'} is not done yet; try again then"
                )
            self._work = Work("running", doing)
            self._thread = threading.Thread(
                target=self._run, args=(work, doing), name="library", daemon=True
            )
            self._thread.start()

    def _run(self, work: Callable[[], Report], doing: str) -> None:
        try:
            done = Work("done", doing, files=work().files)
        except QaAppError as error:
            done = Work("failed", doing, trouble=str(error))
        except Stopped:
            done = Work("failed", doing, trouble="stopped before it was done")
        except Exception:
            log.exception("%s failed", doing)
            done = Work("failed", doing, trouble="Something went wrong; the terminal says what.")
        with self._lock:
            self._work = done

    def _tell(self, progress: Progress) -> None:
        if self._stopping:
            raise Stopped
        with self._lock:
            self._work = replace(self._work, progress=progress)


def _not_replaced(file: FileOutcome) -> FileOutcome:
    if file.outcome != "removed":
        return file
    return replace(file, outcome="failed", reason="holds no text; the file before it stays")


class Stopped(Exception):  # noqa: N818 (no error: somebody wanted it)
    """The work is to end; what is committed stays."""


def checked(name: str) -> str:
    """A name that is that of a file in one folder and of nothing else.

    Raises:
        LibraryError: it leads elsewhere, is hidden, too long, or not a name.
    """
    plain = unicodedata.normalize("NFC", name)
    bad = (
        not plain.strip()
        or plain.startswith(".")
        or any(char in "/\\:" or unicodedata.category(char) in _UNSEEN for char in plain)
        or len(plain.encode("utf-8", "replace")) > LONGEST_NAME
    )
    if bad:
        shown = "".join(char if char.isprintable() else "?" for char in plain[:60])
        raise LibraryError(f"{shown!r} is no plain file name; rename the file and add it again")
    return plain


def _path(root: Root | None, source: str) -> Path | None:
    """The file of an article, for a part of an archive the archive; None where it is gone."""
    try:
        return locate(root, source).path if root is not None else None
    except UnreadableError:
        return None


def _count(things: Sequence[object]) -> str:
    return "one article" if len(things) == 1 else f"{len(things)} articles"
