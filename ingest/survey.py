"""What there is to ingest: every file of a target and the hash of its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.files import VanishedError, read_whole
from ingest.prepare import digest
from ingest.readers import SUFFIXES
from ingest.targets import Target
from ingest.walk import Found, LeftOut, Step, look, walk


@dataclass(slots=True)
class Survey:
    """The files of one target by source.

    Attributes:
        hashes: of the files that can be read and are not empty.
        left_out: files that are no articles, and why.
        failed: files that should be articles but cannot be read, and why.
        unseen: folders that could not be looked into, each ending in a slash.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)

    def is_unseen(self, source: str) -> bool:
        """Whether nothing is known of this source because its folder could not be looked into."""
        return any(source.startswith(folder) for folder in self.unseen)


def survey(target: Target, label: str, max_bytes: int, on_file: Callable[[str], None]) -> Survey:
    """Walk a target and hash its files; memory does not grow with their size."""
    found = Survey()
    for step in _steps(target):
        source = with_label(label, step.relative)
        if isinstance(step, LeftOut):
            _leave_out(found, source, step)
            continue
        on_file(source)
        try:
            data = read_whole(step.path, max_bytes)
        except VanishedError as gone:
            found.left_out[source] = str(gone)
        except UnreadableError as error:
            found.failed[source] = str(error)
        else:
            _take(found, source, step, data)
    return found


def with_label(label: str, relative: str) -> str:
    """The id of an article: its path in the root, the root's label before it."""
    return f"{label}/{relative}" if label else relative


def _steps(target: Target) -> Iterator[Step]:
    if target.file is not None:
        yield look(target.root, target.file, SUFFIXES)
    else:
        yield from walk(target.root, SUFFIXES, below=target.below, closed=target.closed)


def _leave_out(found: Survey, source: str, step: LeftOut) -> None:
    (found.failed if step.failed else found.left_out)[source] = step.reason
    if step.folder:
        everything = step.relative == "."
        found.unseen.append(source.removesuffix(".") if everything else f"{source}/")


def _take(found: Survey, source: str, step: Found, data: bytes) -> None:
    if not data.strip(b" \t\r\n\f\v\x00\xef\xbb\xbf"):
        found.left_out[source] = "empty"
        return
    found.hashes[source] = digest(data)
    found.paths[source] = step.path
