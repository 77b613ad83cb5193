"""What there is to ingest: every article of a target and the hash of its bytes.

A file is an article, or holds several (an archive, a file of records); these are told apart here,
so that each of them is added, changed, renamed and removed on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.containers import Member
from ingest.contents import Contents
from ingest.errors import UnreadableError
from ingest.files import VanishedError
from ingest.prepare import digest
from ingest.readers import SUFFIXES
from ingest.targets import Target
from ingest.walk import LeftOut, Step, look, walk

_NOTHING = b" \t\r\n\f\v\x00\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article is: a file, by its path and its source, and the name inside it, if any."""

    path: Path
    file: str
    inside: str = ""


@dataclass(slots=True)
class Survey:
    """The articles of one target by source.

    Attributes:
        hashes: of the articles that can be read and are not empty.
        places: where each of them is.
        left_out: files that are no articles, and why.
        failed: files that should be articles but cannot be read, and why.
        unseen: folders and containers that could not be looked into, each ending in a slash.
        containers: files that hold several articles, each ending in a slash.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)

    def is_unseen(self, source: str) -> bool:
        """Whether nothing is known of this source because its folder could not be looked into."""
        return source not in self.hashes and source.startswith(tuple(self.unseen))

    def by_file(self, sources: Iterable[str]) -> Iterator[tuple[Place, dict[str, str]]]:
        """The files that hold these articles, in order; for each its articles by name inside."""
        wanted: dict[str, dict[str, str]] = {}
        for source in sorted(sources):
            place = self.places[source]
            wanted.setdefault(place.file, {})[place.inside] = source
        for file, inside in wanted.items():
            yield Place(self.places[next(iter(inside.values()))].path, file), inside


def survey(
    target: Target, label: str, contents: Contents, on_file: Callable[[str], None]
) -> Survey:
    """Walk a target and hash its articles; memory does not grow with their size."""
    found = Survey()
    for step in _steps(target):
        source = with_label(label, step.relative)
        if isinstance(step, LeftOut):
            _leave_out(found, source, step)
            continue
        on_file(source)
        _look_into(found, source, step.path, contents)
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


def _look_into(found: Survey, source: str, path: Path, contents: Contents) -> None:
    try:
        data = contents.read(path)
        members = contents.members(source, data)
    except VanishedError as gone:
        found.left_out[source] = str(gone)
    except UnreadableError as error:
        found.failed[source] = str(error)
        found.unseen.append(f"{source}/")  # it may have been a container before
    else:
        if members is None:
            _take(found, source, Place(path, source), data)
        else:
            _take_members(found, source, path, members)


def _take(found: Survey, source: str, place: Place, data: bytes) -> None:
    if not data.strip(_NOTHING):
        found.left_out[source] = "empty"
        return
    found.hashes[source] = digest(data)
    found.places[source] = place


def _take_members(found: Survey, source: str, path: Path, members: Iterator[Member]) -> None:
    found.containers.append(f"{source}/")
    taken = 0
    try:
        for member in members:
            taken += 1
            inner = f"{source}/{member.name}"
            if member.reason:
                (found.failed if member.failed else found.left_out)[inner] = member.reason
            else:
                _take(found, inner, Place(path, source, member.name), member.data)
    except UnreadableError as error:
        found.failed[source] = str(error)
        found.unseen.append(f"{source}/")
    else:
        if not taken:
            found.left_out[source] = "holds no articles"
