"""What has been filled into the fields of a PDF page, or typed onto it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdf_lines import Piece, Row

_LARGEST = 12.0  # points, the size of letters in a field; what matters is where they stand
_LONGEST = 1 << 16  # bytes of what one field holds


def with_fields(rows: Sequence[Row], page: Any) -> list[Row]:
    """The rows of a page, with what its fields hold in the row on whose height each stands, or in
    rows of their own.
    """
    found = list(rows)
    for piece, top in _filled(page):
        beside = [n for n, row in enumerate(found) if piece.bottom - 2 <= row[0].bottom < top]
        if beside:
            whole = sorted((*found[beside[0]], piece), key=lambda one: one.left)
            found[beside[0]] = tuple(whole)
        else:
            found.append((piece,))
    return found


def _filled(page: Any) -> Iterator[tuple[Piece, float]]:
    """What the fields and remarks of a page say that can be seen, and where each ends above."""
    unseen = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
    rectangle = pdfium.FS_RECTF()
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        one = pdfium.FPDFPage_GetAnnot(page, place)
        text = "" if pdfium.FPDFAnnot_GetFlags(one) & unseen else _said(page, one)
        if text and pdfium.FPDFAnnot_GetRect(one, rectangle):
            size = min(_LARGEST, rectangle.top - rectangle.bottom)
            edges = rectangle.left, rectangle.right, rectangle.bottom
            yield Piece(text, *edges, size, first=size), rectangle.top
        pdfium.FPDFPage_CloseAnnot(one)


def _said(page: Any, one: Any) -> str:
    """The words of a text field, a choice or a remark typed onto the page; else nothing."""
    buffer = (ctypes.c_ushort * (_LONGEST // 2))()
    kind, form = pdfium.FPDFAnnot_GetSubtype(one), page.formenv
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        length = pdfium.FPDFAnnot_GetStringValue(one, b"Contents", buffer, _LONGEST)
    elif kind == pdfium.FPDF_ANNOT_WIDGET and form and _holds_text(form, one):
        length = pdfium.FPDFAnnot_GetFormFieldValue(form, one, buffer, _LONGEST)
    else:
        return ""
    if not 2 < length <= _LONGEST:
        return ""
    said = bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
    return " ".join(said.split())


def _holds_text(form: Any, one: Any) -> bool:
    return pdfium.FPDFAnnot_GetFormFieldType(form, one) in (
        pdfium.FPDF_FORMFIELD_TEXTFIELD,
        pdfium.FPDF_FORMFIELD_COMBOBOX,
        pdfium.FPDF_FORMFIELD_LISTBOX,
    )
