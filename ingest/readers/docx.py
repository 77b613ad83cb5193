"""Word documents (.docx, .docm, .dotx) -> paragraphs, as they read with all changes accepted.

Left out are what was deleted or struck out, hidden text, comments, headers and footers, tables of
contents.
Macros and links to other files are parts that nobody here opens.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import html, mhtml, properties
from ingest.readers.base import Reading
from ingest.readers.docx_numbers import Numbers
from ingest.readers.docx_text import Styles, Writer
from ingest.readers.package import Package
from vectorstore.model import Dropped

_ORIGIN = "Word document properties"
_EDGE = re.compile(r"(?:header|footer)\d*\.xml")
_MAIN, _INNER = "/officeDocument", "/aFChunk"


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a Word document; notes below it stand at its end.

    Raises:
        UnreadableError: it is damaged, encrypted, built to do harm, or unpacks to too much.
    """
    package = Package(data, limits, "Word document")
    name = _main_part(package)
    body = package.xml(name)
    folder = posixpath.dirname(name)
    styles = package.xml(f"{folder}/styles.xml")
    numbers = Numbers(package.xml(f"{folder}/numbering.xml"), styles)
    writer = Writer(Styles(styles), numbers, lambda id_: _inner(package, name, id_, limits))
    try:
        writer.write(body)
        for kind in ("footnotes", "endnotes"):
            writer.notes(package.xml(f"{folder}/{kind}.xml"), kind)
    except RecursionError:
        raise UnreadableError("a Word document that is nested too deeply to be read") from None
    text = writer.text()
    core = package.xml("docProps/core.xml")
    metadata = properties.in_package(core, "creator", text, writer.title, _ORIGIN)
    edges, remarks = _edges_of_pages(package, folder)
    notes, dropped = (*writer.remarks, *remarks), (*writer.dropped, *edges)
    return Reading(text, metadata, notes, dropped=dropped, captions=tuple(writer.captions))


def _edges_of_pages(package: Package, folder: str) -> tuple[list[Dropped], list[str]]:
    """What stands above and below the text on every page, and remarks on what cannot be read.

    None of it is part of the text, so the text is good without it.
    """
    dropped, remarks = [], []
    for name in sorted(package.names):
        if _EDGE.fullmatch(posixpath.relpath(name, folder or ".")):
            words = Writer(Styles(None), Numbers(None, None))
            try:
                words.write(package.xml(name))
            except (UnreadableError, RecursionError):
                remarks.append(f"{name}, which holds a header or footer, cannot be read")
            else:
                dropped.append(Dropped(words.text(), "header or footer"))
    return dropped, remarks


def _inner(package: Package, main: str, id_: str, limits: Limits) -> str:
    """The text of a document that lies inside of this one (`altChunk`): a page, whole, or any other
    that is read.

    Raises:
        UnreadableError: it is not there, or cannot be read.
    """
    from ingest import readers

    folder, base = posixpath.split(main)
    relations = package.xml(f"{folder}/_rels/{base}.rels")
    for relation in relations if relations is not None else ():
        is_inner = relation.get("Type", "").endswith(_INNER) and relation.get("Id") == id_
        if not is_inner or relation.get("TargetMode") == "External":
            continue
        name = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
        data = package.part(name)
        if data is None:
            break
        kind = readers.kind(name, data)
        if kind in ("html", "mhtml"):
            return html.whole(data) if kind == "html" else mhtml.whole(data)
        if limits.archive_depth <= 0:
            raise UnreadableError("it lies too deep")
        inside = replace(limits, archive_depth=limits.archive_depth - 1)
        return readers.read(name, data, inside).text
    raise UnreadableError("it is not there")


def _main_part(package: Package) -> str:
    """The part that holds the text; most often `word/document.xml`."""
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith(_MAIN) and relation.get("TargetMode") != "External":
            name = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
            if name in package.names:
                return name
    if "word/document.xml" not in package.names:
        raise UnreadableError("a damaged Word document: it has no text part; get the file again")
    return "word/document.xml"
