"""E-books (EPUB): their chapters in reading order, and what the package says of the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers.base import Reading
from ingest.readers.markup import Line, joined, tag_of, to_lines
from ingest.readers.package import Package
from ingest.readers.web import fields
from ingest.readers.web.tree import struck_out
from ingest.readers.web.xhtml import parse_chapter, parse_xml
from ingest.unwrap import ENDED
from vectorstore.model import Dropped, Field, Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORIGIN = "EPUB metadata"
_DAMAGED = "a damaged EPUB book ({}); get the file again"
_PROTECTED = "an EPUB book under copy protection (DRM); ingest a copy without it"
_CHAPTERS = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbncx+xml+html"))
_FONTS = frozenset(
    ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
)  # scrambles fonts only, which are not read
_FIGURE = re.compile(r"\b(?:fig|illus|image|plate|caption)", re.IGNORECASE)
_PARAGRAPH = 300  # characters
_LISTS = frozenset(("toc", "cover", "title-page", "titlepage", "index", "loi", "lot"))


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a book, its chapters in the order of the spine.

    Raises:
        UnreadableError: the book is damaged, copy-protected, empty or unpacks to too much.
    """
    package = Package(data, limits, "EPUB book")
    path = _package_path(package)
    root = _xml(package, path)
    if root is None:
        raise UnreadableError(_DAMAGED.format("no package document"))
    chapters = list(_chapters(root, posixpath.dirname(path)))
    if _protected(package, {name for name, _ in chapters}):
        raise UnreadableError(_PROTECTED)
    dropped: list[Dropped] = []
    texts = []
    for name, is_list in chapters:
        struck: list[Dropped] = []
        text = _text(package, name, struck)
        if text and is_list(text):
            dropped.append(Dropped(text, "table of contents, cover or index"))
        else:
            texts.append(text)
            dropped += struck
    missing = sum(1 for text in texts if text is None)
    notes = (f"{missing} chapters are missing from the book",) if missing else ()
    text = "\n\n".join(filter(None, texts))
    if not text:
        raise UnreadableError("an EPUB book without text; its pages may be pictures")
    return Reading(text, _metadata(root), notes, dropped=tuple(dropped))


def _xml(package: Package, name: str) -> _Element | None:
    data = package.part(name)
    return None if data is None else parse_xml(data)


def _package_path(package: Package) -> str:
    """Where the package document lies."""
    container = _xml(package, "META-INF/container.xml")
    if container is not None:
        for element in container.iter("{*}rootfile"):
            path = _normal(element.get("full-path") or "", "")
            if path in package.names:
                return path
    return next((name for name in sorted(package.names) if name.endswith(".opf")), "")


def _normal(reference: str, folder: str) -> str:
    """The name in the archive that a reference means."""
    path = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)) if path else ""


def _chapters(root: _Element, folder: str) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """The names of the chapters in reading order, and what tells from its text whether each is a
    table of contents, a cover or the like: one that begins in the middle of a file may not be all
    of it.
    """
    lists = {
        _normal(entry.get("href") or "", folder): "#" in (entry.get("href") or "")
        for entry in root.iter("{*}reference")
        if (entry.get("type") or "").lower() in _LISTS
    }
    items = {item.get("id"): item for item in root.iter("{*}item")}
    for entry in root.iter("{*}itemref"):
        item = items.pop(entry.get("idref"), None)  # a chapter is read once
        if item is None or item.get("media-type", "").lower() not in _CHAPTERS:
            continue
        name = _normal(item.get("href") or "", folder)
        if "nav" in (item.get("properties") or "").split() or lists.get(name) is False:
            yield name, bool
        else:
            yield name, _is_brief if name in lists else lambda text: False


def _is_brief(text: str) -> bool:
    """Whether no line is as long as a paragraph of a book."""
    return all(len(line) < _PARAGRAPH for line in text.split("\n"))


def _protected(package: Package, chapters: set[str]) -> bool:
    """Whether what is to be read is encrypted; scrambled fonts do not count."""
    listed = _xml(package, "META-INF/encryption.xml")
    if listed is None:
        return False
    encrypted = set()
    for entry in listed.iter("{*}EncryptedData"):
        method = entry.find("{*}EncryptionMethod")
        if method is None or method.get("Algorithm") not in _FONTS:
            encrypted |= {unquote(one.get("URI") or "") for one in entry.iter("{*}CipherReference")}
    return bool(encrypted & chapters)


def _text(package: Package, name: str, dropped: list[Dropped]) -> str | None:
    """The text of a chapter, what is struck out apart; None when the book does not have it."""
    data = package.part(name)
    if data is None:
        return None
    if not data.strip():
        return ""
    chapter = parse_chapter(data)
    body = next((element for element in chapter.iter("{*}body")), chapter)
    dropped += struck_out(body)
    return joined(_around_figures(to_lines(body)))


def _around_figures(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a sentence that a figure divides put together before it."""
    whole: list[Line] = []
    for line in lines:
        place = len(whole) - 1
        while place >= 0 and _is_of_figure(whole[place]):
            place -= 1
        divided = 0 <= place < len(whole) - 1 and line.text[:1].islower()
        if divided and not ENDED.search(whole[place].text) and not _is_of_figure(line):
            text = f"{whole[place].text} {line.text}"
            whole[place] = replace(whole[place], text=text)
        else:
            whole.append(line)
    return whole


def _is_of_figure(line: Line) -> bool:
    place = line.place()
    around = (place, *place.iterancestors())
    return any(tag_of(one) == "figure" or _FIGURE.search(one.get("class") or "") for one in around)


def _metadata(root: _Element) -> Metadata:
    """The Dublin Core elements of the package document."""
    return Metadata(
        title=_field(fields.title(_first(root, "title"), ())),
        byline=_field(fields.byline(_creators(root), ())),
        published=_field(next(filter(None, map(fields.published, _dates(root))), "")),
        publisher=_field(fields.publisher(_first(root, "publisher"))),
        language=_field(fields.language(_first(root, "language"))),
    )


def _field(value: str) -> Field:
    return Field(value, _ORIGIN) if value else Field()


def _elements(root: _Element, name: str) -> list[_Element]:
    metadata = next((element for element in root if tag_of(element) == "metadata"), root)
    return [e for e in metadata.iter("{*}" + name) if (e.text or "").strip()]


def _first(root: _Element, name: str) -> str:
    return next((element.text or "" for element in _elements(root, name)), "")


def _attribute(element: _Element, name: str) -> str:
    """An attribute of that name in whatever namespace."""
    values = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(values, "")).lower()


def _creators(root: _Element) -> list[str]:
    people = _elements(root, "creator")
    authors = [one for one in people if _attribute(one, "role") in ("", "aut")]
    return [one.text or "" for one in authors or people]


def _dates(root: _Element) -> list[str]:
    """Dates of publication: said to be that first, then those that say nothing of themselves."""
    dates = _elements(root, "date")
    kinds = [_attribute(element, "event") for element in dates]
    said = [one for one, kind in zip(dates, kinds, strict=True) if "publication" in kind]
    plain = [one for one, kind in zip(dates, kinds, strict=True) if not kind]
    return [one.text or "" for one in said + plain]
