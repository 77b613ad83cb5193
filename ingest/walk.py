"""A root folder -> the files below it that may be articles, and why the others are left out.

Nothing outside the root is ever opened: a link is followed only when it leads to a plain file
inside the root, and a folder is entered only through its own name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.files import read_head
from ingest.names import label
from ingest.readers.kinds import sniffable

_KINDS = {
    stat.S_IFIFO: "a named pipe, not a file",
    stat.S_IFSOCK: "a socket, not a file",
    stat.S_IFCHR: "a device, not a file",
    stat.S_IFBLK: "a device, not a file",
    stat.S_IFDIR: "a folder, not a file",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read. `relative` is its id within the root, fit to be shown."""

    relative: str
    path: Path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not read. `failed` tells a fault from a choice.

    `folder` is true when nothing is known of the files below it, so that they must not be taken
    for removed.
    """

    relative: str
    reason: str
    failed: bool = False
    folder: bool = False


Step = Found | LeftOut


def walk(
    root: Path, suffixes: Collection[str], *, below: str = "", closed: Collection[Path] = ()
) -> Iterator[Step]:
    """Everything below `root`, sorted by name within each folder, the same order every time.

    Args:
        root: an existing folder, its links already resolved.
        suffixes: lower-case suffixes of files that can be read, such as `.txt`.
        below: only this folder of the root, as a path relative to it.
        closed: folders that are not entered because they are ingested on their own.
    """
    pending: list[tuple[str, Path]] = [(below, root / below)]
    while pending:
        prefix, folder = pending.pop()
        try:
            entries = listed(folder)
        except OSError as error:
            yield LeftOut(prefix or ".", _trouble(error), failed=True, folder=True)
            continue
        folders: list[tuple[str, Path]] = []
        for name, entry in entries:
            relative = str(PurePosixPath(prefix, name)) if prefix else name
            step = _look(root, relative, entry, suffixes)
            if step is None:
                path = Path(entry.path)
                if path not in closed:
                    folders.append((relative, path))
            else:
                yield step
        pending.extend(reversed(folders))


def look(root: Path, path: Path, suffixes: Collection[str]) -> Step:
    """What one named file would be in a walk of `root`."""
    name = path.relative_to(root)
    relative = "/".join(label(part) for part in name.parts)
    hidden = next((part for part in name.parts if part.startswith(".")), None)
    if hidden is not None:
        return LeftOut(relative, "hidden")
    for entry_name, entry in listed(path.parent):
        if entry.name == path.name:
            relative = str(PurePosixPath(relative).parent / entry_name)
            return _look(root, relative, entry, suffixes) or LeftOut(relative, "a folder")
    return LeftOut(relative, "there is no such file", failed=True)


def listed(folder: Path) -> list[tuple[str, os.DirEntry[str]]]:
    """The entries of a folder with their labels, sorted; no label stands twice.

    Raises:
        OSError: it cannot be looked into.
    """
    with os.scandir(folder) as scan:
        entries = sorted(scan, key=lambda entry: os.fsencode(entry.name))
    plain = {entry.name for entry in entries}
    listed: list[tuple[str, os.DirEntry[str]]] = []
    for entry in entries:
        name = label(entry.name)
        while name != entry.name and name in plain:
            name += "~"
        plain.add(name)
        listed.append((name, entry))
    return listed


def _look(
    root: Path, relative: str, entry: os.DirEntry[str], suffixes: Collection[str]
) -> Step | None:
    """The step for one entry, or None for a folder to go into."""
    if entry.name.startswith("."):
        return LeftOut(relative, "hidden")
    try:
        if entry.is_symlink():
            return _link(root, relative, Path(entry.path), suffixes)
        mode = entry.stat(follow_symlinks=False).st_mode
    except FileNotFoundError:
        return LeftOut(relative, "gone before it could be read")
    except OSError as error:
        return LeftOut(relative, _trouble(error), failed=True)
    if stat.S_ISDIR(mode):
        return None
    return _file(relative, Path(entry.path), mode, suffixes)


def _link(root: Path, relative: str, path: Path, suffixes: Collection[str]) -> Step:
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return LeftOut(relative, "a link to nothing")
    except (RuntimeError, OSError):
        return LeftOut(relative, "a link that leads to itself or cannot be followed")
    if not target.is_relative_to(root):
        return LeftOut(relative, "a link out of the folder")
    if stat.S_ISDIR(mode):
        return LeftOut(relative, "a link to a folder; its files are read where they are")
    return _file(relative, path, mode, suffixes)


def _file(relative: str, path: Path, mode: int, suffixes: Collection[str]) -> Step:
    if not stat.S_ISREG(mode):
        return LeftOut(relative, _KINDS.get(stat.S_IFMT(mode), "not a file"))
    suffix = path.suffix.lower()
    if suffix not in suffixes and not _is_document(path):
        return LeftOut(relative, f"not a supported type ({label(suffix) or 'no suffix'})")
    return Found(relative, path)


def _is_document(path: Path) -> bool:
    """Whether a file of another name begins like a document, such as a page saved as `.php`."""
    try:
        return sniffable(read_head(path))
    except OSError:
        return False


def _trouble(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
