"""Files into the store: the one place where an ingest touches disk and store.

Each file is read twice: once for its hash, once more if it has to be prepared. So what is held in
memory is one batch of articles, however many there are. A batch is committed as a whole; whatever
stops the run, the store holds complete articles, and the next run goes on from there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import IngestError, UnreadableError
from ingest.files import VanishedError, read_whole
from ingest.options import IngestOptions, OnProgress, Progress
from ingest.plan import Plan, plan
from ingest.prepare import EmptyError, Prepared, document, prepare
from ingest.report import FileOutcome, Outcome, Report
from ingest.survey import Survey, survey
from ingest.targets import Target, targets
from vectorstore.errors import QaAppError
from vectorstore.model import Article, Change, Root
from vectorstore.store import Store
from vectorstore.writer import Writer

_log = logging.getLogger(__name__)
_GUARDED = 2  # a single article may go without being asked about


def ingest(
    store: Store,
    paths: Iterable[Path | str],
    options: IngestOptions | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Bring the store up to date with folders and files.

    A file that cannot be read is reported and never stops the others; its earlier version stays,
    marked stale. With `options.dry_run` nothing is written.

    Raises:
        IngestError: a path does not exist, or more than half of a folder's articles would vanish.
        StoreLockedError: another process is writing to the store.
    """
    run = _Run(store, options or IngestOptions(), progress or (lambda _: None))
    with store.read() as snapshot:
        roots = snapshot.roots()
        articles = snapshot.articles()
    run.stale = {one.source for one in articles if one.state == "stale"}
    run.sources = {one.source for one in articles}
    wanted = targets(paths, [root.path for root in roots])
    if run.options.dry_run:
        for target in wanted:
            run.rehearse(target, roots)
        return run.report()
    with store.write() as writer:
        for target in wanted:
            run.carry_out(target, writer)
        report = run.report(writer.embedded)
        if any(file.outcome not in ("unchanged", "skipped") for file in report.files):
            writer.record(_history(report))
    return report


def _history(report: Report) -> dict[str, object]:
    record = report.to_json()
    record["files"] = [file for file in record["files"] if file["outcome"] != "unchanged"]
    return record


@dataclass(slots=True)
class _Batch:
    """Articles waiting to be committed together."""

    articles: list[Article] = field(default_factory=list)
    passages: int = 0


@dataclass(slots=True)
class _Run:
    """The state of one ingest."""

    store: Store
    options: IngestOptions
    progress: OnProgress
    stale: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    files: dict[str, FileOutcome] = field(default_factory=dict)
    passages: int = 0
    looked: int = 0
    started: float = field(default_factory=time.monotonic)

    def report(self, embedded: int = 0) -> Report:
        """What has been done so far."""
        return Report(
            generation=self.store.generation(),
            files=tuple(self.files[source] for source in sorted(self.files)),
            passages=self.passages,
            embedded=embedded,
            seconds=time.monotonic() - self.started,
            dry_run=self.options.dry_run,
        )

    def rehearse(self, target: Target, roots: Sequence[Root]) -> None:
        """Find out what would be done with a target."""
        root = next((one for one in roots if Path(one.path) == target.root), None)
        label = root.label if root else target.root.name if roots else ""
        known = self._known_to_readers(root, roots) if root else {}
        seen, steps = self._plan(target, label, known)
        for source in (*steps.added, *steps.changed):
            try:
                data = read_whole(seen.paths[source], self.options.max_bytes)
                notes = document(source, data).notes
                outcome: Outcome = "changed" if source in known else "added"
                self._say(source, outcome, "; ".join(notes))
            except Exception as error:
                self._refused(source, error, source in known)

    def carry_out(self, target: Target, writer: Writer) -> None:
        """Bring one target's articles up to date."""
        root = writer.root(str(target.root))
        known = writer.known(root)
        seen, steps = self._plan(target, root.label, known)
        self._mark(seen, steps, known, writer)
        emptied = self._put(seen, steps, known, writer, root)
        remove = (*steps.removed, *emptied)
        if remove or steps.renamed:
            writer.commit(Change(remove=remove, rename=steps.renamed), root)

    def _plan(self, target: Target, label: str, known: dict[str, str]) -> tuple[Survey, Plan]:
        seen = survey(target, label, self.options.max_bytes, self._looking)
        for source in seen.hashes.keys() & (self.sources - known.keys()):
            del seen.hashes[source]
            seen.failed[source] = "an article from another folder has this name; rename the file"
        scope = {
            source: sha
            for source, sha in known.items()
            if _inside(target, label, source, seen)
            and source not in seen.failed
            and not seen.is_unseen(source)
        }
        steps = plan(scope, seen.hashes)
        self._guard(target, scope, steps)
        if self.options.rebuild:
            steps = Plan(
                steps.added, (*steps.changed, *steps.unchanged), steps.removed, steps.renamed
            )
        self._foretell(seen, steps)
        return seen, steps

    def _guard(self, target: Target, known: dict[str, str], steps: Plan) -> None:
        """Stop before an unmounted disk looks like a thousand deleted articles."""
        gone = len(steps.removed)
        if self.options.allow_mass_delete or gone < _GUARDED or 2 * gone <= len(known):
            return
        raise IngestError(
            f"{target.root / target.below}: {gone} of {len(known)} articles are no longer there;"
            " nothing was changed. If they were really deleted, run again with --allow-mass-delete"
        )

    def _foretell(self, seen: Survey, steps: Plan) -> None:
        """Outcomes that are certain before anything is read again."""
        for source, reason in seen.left_out.items():
            self._say(source, "skipped", reason)
        for source in steps.removed:
            self._say(source, "removed", seen.left_out.get(source, ""))
        for source, reason in seen.failed.items():
            self._say(source, "failed", reason)
        for source in steps.unchanged if not self.options.rebuild else ():
            self._say(source, "unchanged")
        for rename in steps.renamed:
            self._say(rename.new, "renamed", f"was {rename.old}")

    def _mark(self, seen: Survey, steps: Plan, known: dict[str, str], writer: Writer) -> None:
        """Keep the state of articles whose files fail or have become readable again."""
        for source in known:
            if source in seen.failed or seen.is_unseen(source):
                self._keep_stale(source, writer)
        for source in steps.unchanged:
            if source in self.stale:
                writer.mark_current(source)

    def _keep_stale(self, source: str, writer: Writer) -> None:
        if source not in self.stale:
            writer.mark_stale(source)
        file = self.files.get(source)
        if file is not None and file.outcome == "failed":
            self._say(source, "failed", f"{file.reason}; its earlier version still answers")

    def _put(
        self, seen: Survey, steps: Plan, known: dict[str, str], writer: Writer, root: Root
    ) -> list[str]:
        """Prepare and commit new and changed articles; known ones that are empty now come back."""
        emptied: list[str] = []
        batch = _Batch()
        sources = sorted((*steps.added, *steps.changed))
        for done, source in enumerate(sources):
            self._tell(done, len(sources), source, writer)
            prepared = self._prepared(seen.paths[source], source, known, emptied, writer)
            if prepared is None:
                continue
            batch.articles.append(prepared.article)
            batch.passages += len(prepared.article.passages)
            outcome: Outcome = "changed" if source in known else "added"
            self._say(source, outcome, "; ".join(prepared.notes))
            if batch.passages >= self.options.batch_passages:
                self._commit(batch, writer, root, done + 1, len(sources))
                batch = _Batch()
        self._commit(batch, writer, root, len(sources), len(sources))
        return emptied

    def _prepared(
        self, path: Path, source: str, known: dict[str, str], emptied: list[str], writer: Writer
    ) -> Prepared | None:
        try:
            data = read_whole(path, self.options.max_bytes)
            return prepare(source, data, self.options.passages, self.store.embedder)
        except Exception as error:
            self._refused(source, error, source in known)
            if source in known and isinstance(error, EmptyError):
                emptied.append(source)
            elif source in known and not isinstance(error, VanishedError):
                self._keep_stale(source, writer)
        return None

    def _refused(self, source: str, error: Exception, is_known: bool) -> None:
        """Report a file that cannot become an article; faults of the store are not the file's."""
        if isinstance(error, EmptyError):
            self._say(source, "removed" if is_known else "skipped", str(error))
        elif isinstance(error, VanishedError):  # the next run will see what became of it
            self._say(source, "skipped", str(error))
        elif isinstance(error, UnreadableError):
            self._say(source, "failed", str(error))
        elif isinstance(error, QaAppError):
            raise error
        else:
            _log.warning("%s could not be prepared", source, exc_info=error)
            self._say(source, "failed", f"could not be prepared ({type(error).__name__}: {error})")

    def _commit(self, batch: _Batch, writer: Writer, root: Root, done: int, total: int) -> None:
        if not batch.articles:
            return
        texts = [passage.embedded for one in batch.articles for passage in one.passages]
        for some in _slices(texts, self.options.batch_passages):
            writer.embed(some)
            self._tell(done - 1, total, batch.articles[-1].source, writer)
        writer.commit(Change(put=tuple(batch.articles)), root)
        for article in batch.articles:
            if article.source in self.stale:
                writer.mark_current(article.source)
        self.passages += batch.passages
        self._tell(done, total, batch.articles[-1].source, writer)

    def _known_to_readers(self, root: Root, roots: Sequence[Root]) -> dict[str, str]:
        others = tuple(f"{one.label}/" for one in roots if one.label and one.id != root.id)
        mine = f"{root.label}/" if root.label else ""
        with self.store.read() as snapshot:
            return {
                one.source: one.sha256
                for one in snapshot.articles()
                if one.source.startswith(mine) and (mine or not one.source.startswith(others))
            }

    def _say(self, source: str, outcome: Outcome, reason: str = "") -> None:
        self.files[source] = FileOutcome(source, outcome, reason)

    def _looking(self, source: str) -> None:
        self.looked += 1
        self.progress(Progress("looking", self.looked, 0, source))

    def _tell(self, done: int, total: int, source: str, writer: Writer) -> None:
        self.progress(Progress("ingesting", done, total, source, self.passages, writer.embedded))


def _inside(target: Target, label: str, source: str, seen: Survey) -> bool:
    """Whether a known source is one that this target would have found."""
    if target.file is not None:
        return source in seen.hashes or source in seen.left_out
    relative = source.removeprefix(f"{label}/") if label else source
    return not target.below or relative.startswith(f"{target.below}/")


def _slices(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
