"""Folders that were ingested: which of them are gone, and taking one out with its articles."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError
from vectorstore.model import Change, Finding, Root
from vectorstore.snapshot import Snapshot
from vectorstore.store import Store

DEFAULT_STORE = Path(".qa-app")
"""The store that a command means which names none."""


@dataclass(frozen=True, slots=True)
class Held:
    """A root and the ids of its articles."""

    root: Root
    sources: tuple[str, ...]


def is_gone(root: Root) -> bool:
    """Whether there is no such folder any more; one that may not be looked at is there."""
    try:
        return not stat.S_ISDIR(os.stat(root.path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def gone(roots: Iterable[Root]) -> list[Root]:
    """Those of the roots that are gone."""
    return [root for root in roots if is_gone(root)]


def remedy(root: Root, store: Path) -> str:
    """What to do about a root of this store that is gone."""
    import shlex

    words = ["qa-app", "sources", "forget", root.path]
    if store != DEFAULT_STORE:
        words += ["--store", str(store)]
    return (
        "mount its disk, ingest the folder from where it is now, or drop it with"
        f" `{shlex.join(words)}`"
    )


def findings(store: Store) -> tuple[Finding, ...]:
    """A warning for each root that is gone, as `doctor` lists them."""
    with store.read() as snapshot:
        lost = gone(snapshot.roots())
        held = {root.path: len(snapshot.sources_of(root)) for root in lost}
    return tuple(
        Finding(
            "root-gone",
            "warning",
            f"the folder {root.path} is gone and still answers, with {counted(held[root.path])}",
            remedy(root, store.path),
        )
        for root in lost
    )


def source_of(snapshot: Snapshot, named: str) -> str:
    """The id of the article that a person means by its id or by the path of its file.

    What is neither comes back as it is.
    """
    if snapshot.article(named) is not None:
        return named
    paths = [Path(os.path.abspath(named)), Path(named).resolve()]
    for root in snapshot.roots():
        for path in paths:
            if path.is_relative_to(root.path):
                inside = path.relative_to(root.path).as_posix()
                for source in (f"{root.label}/{inside}" if root.label else inside, inside):
                    if snapshot.article(source) is not None:
                        return source
    return named


def find(store: Store, named: str) -> Held:
    """The root that a person means: by its path, also a relative one, or else by its label.

    Raises:
        IngestError: no such folder was ingested, and it names those that were; or two are called
            so, one by its path and one by its label.
    """
    label = named.rstrip("/")
    with store.read() as snapshot:
        roots = snapshot.roots()
        paths = {root.path: root for root in roots}
        meant = (named, label, os.path.abspath(named), str(Path(named).resolve()))
        by_path = next((paths[path] for path in meant if path in paths), None)
        by_label = next((root for root in roots if root.label and root.label == label), None)
        if by_path and by_label and by_path != by_label:
            raise IngestError(
                f"{named}: is the path of {by_path.path}, and the articles of {by_label.path} are"
                f" called {label}/…; write the whole path of the one that is meant"
            )
        root = by_path or by_label
        if root:
            return Held(root, tuple(snapshot.sources_of(root)))
    known = ", ".join(paths) or "none"
    raise IngestError(f"{named}: no folder of this path was ingested; ingested were: {known}")


def forget(store: Store, path: str) -> Held:
    """Take a folder that was ingested out of the store, with all its articles.

    Returns:
        The root and the articles that it had.

    Raises:
        IngestError: no folder of this path was ingested.
        StoreLockedError: another process is writing to the store.
    """
    with store.write() as writer:
        held = find(store, path)
        writer.commit(Change(remove=held.sources), held.root)
        writer.forget_root(held.root)
    return held


def counted(count: int) -> str:
    """So many articles, in words."""
    return "1 article" if count == 1 else f"{count} articles"
