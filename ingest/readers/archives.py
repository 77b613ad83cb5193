"""What a ZIP file really is: many kinds of documents are ZIP files inside."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from io import BytesIO

from ingest.errors import UnreadableError

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {
    "spreadsheet": "an OpenDocument spreadsheet",
    "presentation": "an OpenDocument presentation",
    "graphics": "an OpenDocument drawing",
    "formula": "an OpenDocument formula",
    "database": "an OpenDocument database",
    "chart": "an OpenDocument chart",
}
_OFFICE_FOLDERS = {
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "visio/": "a Visio drawing",
}
_LONGEST_TYPE = 200  # bytes of the entry that names the type


def inside(data: bytes) -> str:
    """`docx`, `odt`, `epub`, or `zip` for an archive that is nothing but an archive.

    Raises:
        UnreadableError: the archive is damaged, or a kind of document that is not read.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = _declared(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise UnreadableError(
            f"a damaged ZIP archive or office document ({error}); get the file again"
        ) from error
    return _by_type(declared) or _by_names(names)


def _declared(archive: zipfile.ZipFile) -> str:
    """The type that the archive gives itself, empty when it cannot be read."""
    try:
        with archive.open("mimetype") as entry:
            return entry.read(_LONGEST_TYPE).decode("ascii", "replace").strip()
    except (RuntimeError, zipfile.BadZipFile, OSError, NotImplementedError):
        return ""


def _by_type(declared: str) -> str:
    if declared == "application/epub+zip":
        return "epub"
    if not declared.startswith(_OPEN_DOCUMENT):
        return ""
    family = declared.removeprefix(_OPEN_DOCUMENT)
    if family.startswith("text"):
        return "odt"
    what = _OPEN_KINDS.get(family.split("-")[0], "an OpenDocument file of another kind")
    raise _not_read(what)


def _by_names(names: Collection[str]) -> str:
    if "[Content_Types].xml" in names:
        return _office(names)
    if "META-INF/container.xml" in names:
        return "epub"
    if {"content.xml", "META-INF/manifest.xml"} <= set(names):
        return "odt"
    if "AndroidManifest.xml" in names:
        raise _not_read("an Android package")
    if "META-INF/MANIFEST.MF" in names:
        raise _not_read("a Java archive")
    if any(name.endswith(".dist-info/WHEEL") for name in names):
        raise _not_read("a Python package")
    return "zip"


def _office(names: Collection[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "docx"
    for folder, what in _OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            raise _not_read(what)
    raise _not_read("an office document of an unknown kind")


def _not_read(what: str) -> UnreadableError:
    return UnreadableError(f"{what}, which is not read; save it as a text document or PDF")


def looks_like_document(head: bytes) -> bool:
    """Whether the first bytes of a ZIP file are those of a word processor's or an e-book's."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    declared = (b"mimetypeapplication/epub+zip", b"mimetypeapplication/vnd.oasis.opendocument.text")
    return b"word/" in head or any(one in head for one in declared)
