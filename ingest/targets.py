"""The paths that a person gave -> roots, and what of each root is to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError


@dataclass(frozen=True, slots=True)
class Target:
    """A root, or one folder or one file of it.

    Attributes:
        below: only this folder of the root, relative to it; empty for all.
        file: only this file; then nothing is ever taken for removed.
        closed: folders inside that are roots themselves and looked at on their own.
    """

    root: Path
    below: str = ""
    file: Path | None = None
    closed: frozenset[Path] = frozenset()


def targets(paths: Iterable[Path | str], known_roots: Iterable[str]) -> list[Target]:
    """What to look at, outer folders first, nothing twice.

    A folder inside a root that is known, or given here too, belongs to that root; a file belongs to
    the innermost such root, or else makes its folder a root. Known roots inside a given folder
    stay roots and are looked at as well.

    Raises:
        IngestError: a path does not exist or cannot be looked at.
    """
    roots = [Path(root) for root in known_roots]
    resolved = [_resolved(Path(path)) for path in paths]
    folders = sorted((path for path in resolved if path.is_dir()), key=lambda p: len(p.parts))
    found: list[Target] = []
    for folder in folders:
        root = _root_of(folder, roots) or folder
        inside = [known for known in roots if known != root and known.is_relative_to(folder)]
        if root not in roots:
            roots.append(root)
        below = folder.relative_to(root).as_posix()
        for one in (Target(root, "" if below == "." else below), *map(Target, inside)):
            if not any(_covers(other, one) for other in found):
                found.append(one)
    for file in (path for path in resolved if not path.is_dir()):
        root = _root_of(file.parent, roots) or file.parent
        if root not in roots:
            roots.append(root)
        one = Target(root, file=file)
        if not any(_covers(other, one) for other in found):
            found.append(one)
    return [_closing(target, roots) for target in found]


def _resolved(path: Path) -> Path:
    """The path without links in its folders; a link as its last part stays, unless to a folder."""
    try:
        if path.is_dir():
            return _utf8(path.resolve(strict=True))
        if not path.is_symlink() and not path.exists():
            raise IngestError(
                f"{path}: there is no such file or folder; is the disk that holds it mounted?"
            )
        return _utf8(path.parent.resolve(strict=True) / path.name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise IngestError(f"{path}: cannot be looked at ({reason})") from error


def _utf8(path: Path) -> Path:
    folder = path if path.is_dir() else path.parent
    try:
        str(folder).encode("utf-8")
    except UnicodeEncodeError:
        raise IngestError(
            f"{str(folder)!a}: the folder's name is not UTF-8; rename it first"
        ) from None
    return path


def _root_of(folder: Path, roots: Sequence[Path]) -> Path | None:
    """The innermost root whose walk comes to this folder."""
    around = [
        root
        for root in roots
        if folder.is_relative_to(root)
        and not any(part.startswith(".") for part in folder.relative_to(root).parts)
    ]
    return max(around, key=lambda root: len(root.parts), default=None)


def _covers(other: Target, one: Target) -> bool:
    if other.root != one.root:
        return False
    if one.file is not None:
        return other.file == one.file or (
            other.file is None and one.file.is_relative_to(other.root / other.below)
        )
    return other.file is None and Path(one.below).is_relative_to(Path(other.below))


def _closing(target: Target, roots: Iterable[Path]) -> Target:
    inside = frozenset(r for r in roots if r != target.root and r.is_relative_to(target.root))
    return Target(target.root, target.below, target.file, inside)
