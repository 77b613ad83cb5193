"""PDF documents -> paragraphs, with marks where the pages begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import (
    pdf_fields,
    pdf_furniture,
    pdf_layout,
    pdf_lines,
    pdf_paragraphs,
    properties,
)
from ingest.readers.base import Reading
from ingest.readers.pdf_lines import Row
from vectorstore.model import Dropped, Metadata

_PASSWORD, _SECURITY = 4, 5  # what PDFium calls these failures
_TAIL = 4096  # bytes that hold the end mark of every complete file
_NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x01\x03-\x08\x0e-\x1f]")
_MOSTLY_LOST = 0.3  # of all characters
_FEW_LINES, _MANY = 3, 0.1  # of a page: more of them are out of order
_FURNITURE = "running header, footer or page number"
_ORIGIN = "PDF document information"


@dataclass(frozen=True, slots=True)
class _Pages:
    """The lines of the pages, and the numbers of pages that are pictures or could not be read."""

    rows: tuple[tuple[Row, ...], ...]
    pictures: tuple[int, ...]
    broken: tuple[int, ...]


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a PDF document, without running headers, footers and page numbers.

    The date in its document information is that of the file and no date of publication.

    Raises:
        UnreadableError: it is encrypted, damaged, cut off, only pictures, or has too many pages.
    """
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise UnreadableError("a PDF document that is cut off; get the file again")
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.pages:
            raise UnreadableError(
                f"a PDF document of {count:,} pages, more than the limit of {limits.pages:,};"
                " divide it or raise the limit"
            )
        pages = _read_pages(document, count)
        metadata = _metadata(document, pages)
    finally:
        document.close()
    _refuse_empty(pages, count)
    lost = _lost_letters(pages)
    kept = pdf_furniture.without_furniture(pages.rows)
    text = pdf_paragraphs.text_of([pdf_layout.in_order(rows) for rows in kept])
    return Reading(text, metadata, _notes(pages, lost), count, dropped=_furniture(pages, kept))


def _furniture(pages: _Pages, kept: Sequence[Sequence[Row]]) -> tuple[Dropped, ...]:
    """The lines of the pages that are not kept."""
    stay = {id(row) for rows in kept for row in rows}
    gone = (row for rows in pages.rows for row in rows if id(row) not in stay)
    return tuple(Dropped(pdf_furniture.text_of(row), _FURNITURE) for row in gone)


def _opened(data: bytes) -> Any:
    # Some failures say nothing; what this one says stands then, not what an earlier file met.
    pdfium.FPDF_LoadMemDocument64(b" ", 1, None)
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise UnreadableError(
                "a PDF document that is encrypted; remove its password and ingest again"
            ) from error
        raise UnreadableError(f"a damaged PDF document ({error}); get the file again") from error
    if not len(document):
        document.close()
        raise UnreadableError("a damaged PDF document without pages; get the file again")
    return document


def _read_pages(document: Any, count: int) -> _Pages:
    found: list[tuple[Row, ...]] = []
    pictures, broken = [], []
    for number in range(1, count + 1):
        rows: Sequence[Row] = ()
        try:
            page = document[number - 1]
            rows = pdf_fields.with_fields(pdf_lines.rows(page), page)
            if not rows and pdf_lines.has_picture(page):
                pictures.append(number)
            page.close()
        except pypdfium2.PdfiumError:
            broken.append(number)
        found.append(tuple(rows))
    return _Pages(tuple(found), tuple(pictures), tuple(broken))


def _refuse_empty(pages: _Pages, count: int) -> None:
    if any(pages.rows):
        return
    if pages.broken:
        raise UnreadableError("a damaged PDF document, no page of which can be read")
    if pages.pictures:
        what = "1 scanned page" if count == 1 else f"{count:,} scanned pages"
        raise UnreadableError(f"a PDF of {what} without text; make it searchable (OCR) first")


def _lost_letters(pages: _Pages) -> int:
    """How many characters have no known letter.

    Raises:
        UnreadableError: most have none.
    """
    texts = [piece.text for rows in pages.rows for row in rows for piece in row]
    lost = sum(len(_NO_LETTER.findall(text)) for text in texts)
    if lost > _MOSTLY_LOST * sum(map(len, texts)):
        raise UnreadableError(
            "a PDF document whose letters cannot be told, only their shapes;"
            " make it searchable (OCR) first"
        )
    return lost


def _notes(pages: _Pages, lost: int) -> tuple[str, ...]:
    notes = []
    mixed = [number for number, rows in enumerate(pages.rows, start=1) if _are_mixed(rows)]
    if mixed:
        notes.append(f"{_listed(mixed)} drawn out of order; what is said there may be mixed up")
    if pages.pictures:
        notes.append(
            f"{_listed(pages.pictures)} without text, a picture; make it searchable (OCR) first"
        )
    if pages.broken:
        notes.append(f"{_listed(pages.broken)} damaged and left out")
    if lost:
        what = "1 character has" if lost == 1 else f"{lost:,} characters have"
        notes.append(f"{what} no known letter")
    return tuple(notes)


def _are_mixed(rows: Sequence[Row]) -> bool:
    """Whether many lines of a page hold words that stand at different heights."""
    torn = sum(
        any(abs(one.bottom - other.bottom) > one.size for one, other in pairwise(row))
        for row in rows
    )
    return torn > max(_FEW_LINES, _MANY * len(rows))


def _listed(numbers: Sequence[int]) -> str:
    """`page 3` or `pages 3, 5-7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {named}" if len(numbers) == 1 else f"pages {named}"


def _metadata(document: Any, pages: _Pages) -> Metadata:
    given = document.get_metadata_dict()
    first = next((rows for rows in pages.rows if rows), ())
    beginning = " ".join(pdf_furniture.text_of(row) for row in first)
    return properties.metadata(given.get("Title", ""), given.get("Author", ""), beginning, _ORIGIN)
