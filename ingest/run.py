"""Folders into the store: what there is, what has to be done, and doing it.

Each file is read twice: once for its hash, once more if it has to be prepared. So what is held in
memory is one batch of articles, however many there are. A batch is committed as a whole; whatever
stops the run, the store holds complete articles, and the next run goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ingest import roots
from ingest.contents import Contents
from ingest.errors import IngestError, UnreadableError
from ingest.options import IngestOptions, OnProgress, Progress
from ingest.outcomes import Outcomes
from ingest.plan import Plan, plan
from ingest.putting import Putting
from ingest.reading import ReadingProcess
from ingest.report import Outcome, Report
from ingest.survey import Survey, survey, with_label
from ingest.targets import Target, targets
from vectorstore.model import Change, Rename, Root
from vectorstore.store import Store
from vectorstore.writer import Writer

_SAME_FOLDER = 0.5  # of the articles of a lost folder, those that a new one must hold
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
        known = snapshot.roots()
        articles = snapshot.articles()
        run.set_before = snapshot.overrides()
    run.stale = {one.source for one in articles if one.state == "stale"}
    run.sources = {one.source for one in articles}
    wanted = targets(paths, [root.path for root in known])
    with ExitStack() as stack:
        process = stack.enter_context(ReadingProcess(run.options.limits))
        if run.options.dry_run:
            for target in wanted:
                run.rehearse(target, known, process)
            run.say_lost()
            return run.report()
        writer = stack.enter_context(store.write())
        for target in wanted:
            run.carry_out(target, writer, process)
        run.say_lost()
        if not writer.unsettled(run.touched):
            writer.settled()
        report = run.report(writer.embedded)
        if any(file.outcome not in ("unchanged", "skipped") for file in report.files):
            writer.record(_history(report))
    return report


def _history(report: Report) -> dict[str, object]:
    record = report.to_json()
    record["files"] = [file for file in record["files"] if file["outcome"] != "unchanged"]
    return record


@dataclass(slots=True)
class _Run:
    """The state of one ingest."""

    store: Store
    options: IngestOptions
    progress: OnProgress
    stale: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    set_before: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: Outcomes = field(default_factory=Outcomes)
    touched: set[str] = field(default_factory=set)
    found: set[int] = field(default_factory=set)  # roots that have been moved, by their ids
    passages: int = 0
    looked: int = 0
    started: float = field(default_factory=time.monotonic)

    def report(self, embedded: int = 0) -> Report:
        """What has been done so far."""
        return Report(
            generation=self.store.generation(),
            files=self.outcomes.all(),
            passages=self.passages,
            embedded=embedded,
            seconds=time.monotonic() - self.started,
            dry_run=self.options.dry_run,
        )

    def rehearse(self, target: Target, before: Sequence[Root], process: ReadingProcess) -> None:
        """Find out what would be done with a target."""
        root = next((one for one in before if Path(one.path) == target.root), None)
        root = root or self._moved(target, before)
        label = root.label if root else target.root.name if before else ""
        known = self._known(root)
        seen = self._survey(target, label, known)
        steps = self._plan(target, label, known, seen, self._set_anew(label, seen))
        for place, inside in seen.by_file((*steps.added, *steps.changed)):
            try:
                for source, data in self._contents().wanted(place.path, place.file, inside):
                    self._rehearse_one(source, data, source in known, process)
            except UnreadableError as error:
                for source in inside.values():
                    self.outcomes.refuse(source, error, source in known)

    def _rehearse_one(
        self, source: str, data: bytes, is_known: bool, process: ReadingProcess
    ) -> None:
        try:
            notes = process.document(source, data).notes
            outcome: Outcome = "changed" if is_known else "added"
            self.outcomes.say(source, outcome, "; ".join(notes))
        except Exception as error:
            self.outcomes.refuse(source, error, is_known)

    def carry_out(self, target: Target, writer: Writer, process: ReadingProcess) -> None:
        """Bring one target's articles up to date."""
        with self.store.read() as snapshot:
            before = self._moved(target, snapshot.roots())
        if before is not None:
            writer.move_root(before, str(target.root))
        root = writer.root(str(target.root))
        known = writer.known(root)
        seen = self._survey(target, root.label, known)
        anew = self._set_anew(root.label, seen)
        steps = self._plan(target, root.label, known, seen, anew)
        if anew:
            writer.override(anew)
        putting = Putting(
            writer=writer,
            root=root,
            embedder=self.store.embedder,
            process=process,
            contents=self._contents(),
            options=self.options,
            outcomes=self.outcomes,
            progress=self.progress,
            set_by_hand=self.set_before | anew,
            stale=self.stale,
        )
        self._mark(seen, steps, known, putting)
        self._rename(steps.renamed, anew, writer, root)
        moved = [one.new for one in steps.renamed if one.new in anew]
        putting.put(seen, (*steps.added, *steps.changed, *moved), {*known, *moved})
        remove = (*steps.removed, *putting.emptied)
        if remove:
            writer.commit(Change(remove=remove), root)
        self.touched |= {*steps.added, *steps.changed, *remove}
        self.touched |= {name for one in steps.renamed for name in (one.old, one.new)}
        putting.settle(seen, writer.unsettled(self.touched))
        self.passages += putting.passages

    def _moved(self, target: Target, before: Sequence[Root]) -> Root | None:
        """The root that was ingested before and has been moved to where the target is."""
        lost = [root for root in roots.gone(before) if root.id not in self.found]
        if target.file or target.below or not lost or str(target.root) in {r.path for r in before}:
            return None
        here = set(survey(target, "", self._contents(), lambda _: None).hashes.values())
        for root in lost:
            known = set(self._known(root).values())
            if known and len(known & here) >= _SAME_FOLDER * len(known):
                folder = f"{target.root.name}/"
                self.outcomes.say(folder, "renamed", f"the folder was {root.path} before")
                self.found.add(root.id)
                return root
        return None

    def say_lost(self) -> None:
        """Tell of folders that are gone and whose articles still answer."""
        with self.store.read() as snapshot:
            lost = [root for root in roots.gone(snapshot.roots()) if root.id not in self.found]
        for root in lost:
            remedy = roots.remedy(root, self.store.path)
            reason = f"the folder is gone; its articles still answer; {remedy}"
            self.outcomes.say(f"{root.path}/", "skipped", reason)

    def _rename(
        self, renames: Sequence[Rename], anew: Collection[str], writer: Writer, root: Root
    ) -> None:
        """Rename articles; what people have set for them goes along."""
        if not renames:
            return
        by_hand = self.set_before
        moved = {r.new: by_hand[r.old] for r in renames if r.old in by_hand and r.new not in anew}
        if moved:
            writer.override(moved | {r.old: {} for r in renames if r.new in moved})
        writer.commit(Change(rename=tuple(renames)), root)

    def _contents(self) -> Contents:
        return Contents(self.options.limits, self.options.records)

    def _survey(self, target: Target, label: str, known: Mapping[str, str]) -> Survey:
        seen = survey(target, label, self._contents(), self._looking)
        for source in seen.hashes.keys() & (self.sources - known.keys()):
            del seen.hashes[source]
            seen.failed[source] = "an article from another folder has this name; rename the file"
        return seen

    def _set_anew(self, label: str, seen: Survey) -> dict[str, Mapping[str, str]]:
        """The metadata that this ingest sets otherwise than before, by source."""
        table = self.options.overrides
        anew: dict[str, Mapping[str, str]] = {}
        for name, fields in table.fields.items() if table else ():
            source = name if name in seen.hashes else with_label(label, name)
            if source not in seen.hashes:
                if name not in self.sources:
                    self.outcomes.say(name, "skipped", "has metadata set, but there is no article")
            elif fields != self.set_before.get(source, {}):
                anew[source] = fields
        return anew

    def _plan(
        self,
        target: Target,
        label: str,
        known: Mapping[str, str],
        seen: Survey,
        anew: Collection[str],
    ) -> Plan:
        scope = {
            source: sha
            for source, sha in known.items()
            if _inside(target, label, source, seen)
            and source not in seen.failed
            and not seen.is_unseen(source)
        }
        steps = plan(scope, seen.hashes)
        self._guard(target, scope, steps)
        again = {s for s in steps.unchanged if self.options.rebuild or s in anew}
        steps = Plan(
            steps.added,
            (*steps.changed, *sorted(again)),
            steps.removed,
            steps.renamed,
            tuple(source for source in steps.unchanged if source not in again),
        )
        self._foretell(seen, steps)
        return steps

    def _guard(self, target: Target, known: Mapping[str, str], steps: Plan) -> None:
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
            self.outcomes.say(source, "skipped", reason)
        for source in steps.removed:
            self.outcomes.say(source, "removed", seen.left_out.get(source, ""))
        for source, reason in seen.failed.items():
            self.outcomes.say(source, "failed", reason)
        for source in steps.unchanged:
            self.outcomes.say(source, "unchanged")
        for rename in steps.renamed:
            self.outcomes.say(rename.new, "renamed", f"was {rename.old}")

    def _mark(self, seen: Survey, steps: Plan, known: Mapping[str, str], putting: Putting) -> None:
        """Keep the state of articles whose files fail or have become readable again."""
        for source in known:
            if source in seen.failed or seen.is_unseen(source):
                putting.keep_stale(source)
        for source in steps.unchanged:
            if source in self.stale:
                putting.writer.mark_current(source)

    def _known(self, root: Root | None) -> dict[str, str]:
        """The articles of a root and the SHA-256 of their bytes, asked for as a reader."""
        if root is None:
            return {}
        with self.store.read() as snapshot:
            return snapshot.sources_of(root)

    def _looking(self, source: str) -> None:
        self.looked += 1
        self.progress(Progress("looking", self.looked, 0, source))


def _inside(target: Target, label: str, source: str, seen: Survey) -> bool:
    """Whether a known source is one that this target would have found."""
    if target.file is not None:
        return (
            source in seen.hashes
            or source in seen.left_out
            or source.startswith(tuple(seen.containers))
        )
    relative = source.removeprefix(f"{label}/") if label else source
    return not target.below or relative.startswith(f"{target.below}/")
