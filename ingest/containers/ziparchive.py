"""The files of a ZIP archive. Nothing is written anywhere: members go from memory to memory."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from ingest.containers.member import Member, Names
from ingest.errors import UnreadableError
from ingest.files import check_size
from ingest.names import label
from ingest.readers.budget import Budget
from ingest.readers.kinds import CONTAINERS, SUFFIXES, kind, sniffable
from ingest.readers.package import DAMAGED
from ingest.readers.records import RecordFields

_HEAD = 4096
_ENCRYPTED = 0x1
_IN_UTF8 = 0x800
_HARMLESS = {"": "_", ".": "_", "..": "_"}
_BROKEN = (*DAMAGED, RuntimeError)


def members(data: bytes, budget: Budget, fields: RecordFields, depth: int = 1) -> Iterator[Member]:
    """The files of an archive and of what lies in it, in the order in which they stand.

    Raises:
        UnreadableError: the archive is damaged, holds too many files or unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(f"a damaged ZIP archive ({error}); get it again") from error
    entries = [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
    budget.members(len(entries))
    budget.unpack(sum(entry.file_size for entry in entries if _is_wanted(entry, budget)))
    return _files(archive, entries, _Context(budget, fields, depth))


@dataclass(frozen=True, slots=True)
class _Context:
    """What all files of one archive share."""

    budget: Budget
    fields: RecordFields
    depth: int


def _files(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], context: _Context
) -> Iterator[Member]:
    last = {_path(entry): entry for entry in entries if _excluded(entry) is None}
    names = Names(frozenset(last))
    with archive:
        for entry in entries:
            path = _path(entry)
            if last.get(path) is entry:
                yield from _file(archive, entry, path, context)
            else:
                replaced = "replaced by a later entry of the same name", False
                reason, failed = _excluded(entry) or replaced
                yield Member(names.own(path), reason=reason, failed=failed)


def _file(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, context: _Context
) -> Iterator[Member]:
    """What one entry gives: itself, or what is inside it."""
    try:
        unknown = _of_unknown_type(archive, entry)
        if unknown:
            yield Member(path, reason=unknown)
            return
        found = _unpacked(archive, entry, context.budget)
    except UnreadableError as error:
        yield Member(path, reason=str(error), failed=True)
    except _BROKEN as error:
        yield Member(path, reason=f"damaged inside the archive ({error})", failed=True)
    else:
        yield from _opened(Member(path, found), context)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    check_size(entry.file_size, budget.limits.file_bytes)
    if not _is_wanted(entry, budget):  # what is wanted has been counted before
        budget.unpack(entry.file_size)
    return archive.read(entry)


def _opened(member: Member, context: _Context) -> Iterator[Member]:
    """The member, or its own members when it holds articles itself."""
    from ingest.containers import inside

    try:
        found = kind(member.name, member.data)
    except UnreadableError:
        found = "plain"  # whoever reads it will say what it is
    if found not in CONTAINERS:
        yield member
        return
    depth = context.depth
    if found == "zip" and depth >= context.budget.limits.archive_depth:
        reason = f"an archive inside {depth} others, deeper than is read; unpack it"
        yield Member(member.name, reason=reason, failed=True)
        return
    try:
        for one in inside(member.data, found, context.budget, context.fields, depth + 1):
            yield one.under(member.name)
    except UnreadableError as error:
        yield Member(member.name, reason=str(error), failed=True)


def _is_wanted(entry: zipfile.ZipInfo, budget: Budget) -> bool:
    """Whether an entry will be unpacked, as far as can be told without looking into it."""
    supported = _suffix(entry) in SUFFIXES and entry.file_size <= budget.limits.file_bytes
    return supported and _excluded(entry) is None


def _excluded(entry: zipfile.ZipInfo) -> tuple[str, bool] | None:
    """Why an entry is not even looked into, and whether that is a fault."""
    name = _name(entry)
    unsafe = _unsafe(name)
    if unsafe:
        return f"an unsafe name ('{label(name)}': {unsafe}); rename it and pack it again", True
    parts = PurePosixPath(name).parts
    if parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts):
        return "hidden", False
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode not in (0, stat.S_IFREG):
        return ("a link" if mode == stat.S_IFLNK else "not a file"), False
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted; unpack the archive with its password and ingest the files", True
    return None


def _unsafe(name: str) -> str:
    """What would make a name dangerous wherever it is taken for a path."""
    parts = name.split("/")
    if name.startswith("/") or name[1:2] == ":":
        return "an absolute path"
    if ".." in parts:
        return "it leads out of the archive"
    if "\\" in name:
        return "it holds a backslash"
    if any(unicodedata.category(character) == "Cc" for character in name):
        return "it holds control characters"
    if "" in parts or "." in parts:
        return "a part of it is empty"
    return ""


def _of_unknown_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Why an entry is left out by its type, looking into it where the name does not say."""
    suffix = _suffix(entry)
    if suffix in SUFFIXES:
        return ""
    with archive.open(entry) as file:
        head = file.read(_HEAD)
    return "" if sniffable(head) else f"not a supported type ({label(suffix) or 'no suffix'})"


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(_name(entry)).suffix.lower()


def _path(entry: zipfile.ZipInfo) -> str:
    """The name as a path that leads nowhere else, fit to be shown."""
    parts = _name(entry).replace("\\", "_").replace(":", "_" if _unsafe(_name(entry)) else ":")
    return "/".join(_HARMLESS.get(part, label(part)) for part in parts.split("/"))


def _name(entry: zipfile.ZipInfo) -> str:
    """The name; many programs write UTF-8 without saying so."""
    if entry.flag_bits & _IN_UTF8:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.orig_filename
