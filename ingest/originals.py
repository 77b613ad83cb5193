"""The file that an article was read from, as long as it holds what was read.

An article's id leads to its file on the way that a walk of its folder takes, and to no other. What
is opened is given out only if its digest is that of the article: a file that somebody has put in
its place, at whatever moment, has changed and is never shown.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from ingest.contents import Contents
from ingest.errors import UnreadableError
from ingest.files import VanishedError, open_plain
from ingest.names import label
from ingest.prepare import digest
from ingest.readers import markers, records
from ingest.survey import Place
from ingest.walk import listed
from vectorstore.model import Root

View = Literal["text", "pdf", "other"]
"""How an original can be looked at: as its characters, as pages, or only by another program."""

_HEAD = 1 << 14
_BLOCK = 1 << 20
_PACKED = b"PK\x03\x04"


class ChangedError(UnreadableError):
    """The file is there, and what was read is not in it any more."""


@dataclass(frozen=True, slots=True)
class Original:
    """What an article was read from; `file` is at its beginning.

    Whoever has it closes the file, or reads it to its end with `blocks`, which does so.
    """

    file: BinaryIO
    sha256: str
    size: int
    view: View

    def blocks(self) -> Iterator[bytes]:
        """The bytes, a megabyte at a time.

        Raises:
            ChangedError: instead of the last ones, where they are not the article's any more
                because somebody has written into the file meanwhile.
        """
        taken, left, held = hashlib.sha256(), self.size, b""
        with self.file:
            while block := self.file.read(min(_BLOCK, left)):
                if held:
                    yield held
                taken.update(block)
                left -= len(block)
                held = block
        if taken.hexdigest() != self.sha256:
            raise ChangedError("changed")
        yield held


def locate(root: Root, source: str) -> Place:
    """Where the article of that id lies: a file below the root, and the name inside it, if any.

    Raises:
        VanishedError: there is no such file.
        UnreadableError: what is there is not a file that is read.
    """
    relative = source.removeprefix(f"{root.label}/") if root.label else source
    parts = relative.split("/")
    path = Path(root.path)
    try:
        for number, part in enumerate(parts, start=1):
            path = _entry(path, part)
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                mode = _followed(path, Path(root.path))
            elif stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise UnreadableError("not a file any more")
            inside = "/".join(parts[number:])
            return Place(path, source.removesuffix(f"/{inside}") if inside else source, inside)
    except (FileNotFoundError, NotADirectoryError):
        raise VanishedError("gone") from None
    except OSError as error:
        raise UnreadableError(f"cannot be looked at: {error.strerror or error}") from error
    raise UnreadableError("a folder now")


def _entry(folder: Path, part: str) -> Path:
    """What the id of an article calls so in a folder; names that cannot be shown are escaped."""
    path = folder / part
    if part not in ("", ".", "..") and label(part) == part and os.path.lexists(path):
        return path
    for name, entry in listed(folder):
        if name == part:
            return Path(entry.path)
    raise FileNotFoundError


def _followed(path: Path, root: Path) -> int:
    """The mode of what a link leads to; a walk follows one to a file inside its root only."""
    try:
        target = path.resolve(strict=True)
    except RuntimeError:
        raise UnreadableError("a link that leads to itself") from None
    if not target.is_relative_to(root):
        raise UnreadableError("a link out of the folder")
    return target.stat().st_mode


def open_original(place: Place, sha256: str, contents: Contents) -> Original:
    """The article's own bytes: of its file, or of what it is inside that.

    Raises:
        VanishedError: the file is gone.
        ChangedError: it holds something else than what was read.
        UnreadableError: it cannot be opened, and why.
    """
    if place.inside:
        data = _member(place, sha256, contents)
        return Original(BytesIO(data), sha256, len(data), _view(place.inside, data[:_HEAD]))
    file = open_plain(place.path, contents.limits.file_bytes)
    try:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ChangedError("changed")
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        view = _view(place.path.name, file.read(_HEAD))
        file.seek(0)
    except OSError as error:
        file.close()
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error
    except BaseException:
        file.close()
        raise
    return Original(file, sha256, size, view)


def _member(place: Place, sha256: str, contents: Contents) -> bytes:
    data = contents.read(place.path)
    try:
        for member in contents.members(place.file, data) or ():
            if member.name == place.inside and digest(member.data) == sha256:
                return member.data
    except UnreadableError as error:
        raise ChangedError(str(error)) from error
    raise ChangedError("changed")


def _view(name: str, head: bytes) -> View:
    """How an article that has been read can be looked at, by how it begins."""
    if head.startswith((_PACKED, records.MARK)):
        return "other"
    marked = markers.by_beginning(head, PurePosixPath(name).suffix.lower())
    if marked == "pdf":
        return "pdf"
    return "text" if marked in ("", "html", "eml") else "other"
