"""PDF documents for tests, made with fpdf2."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from fpdf import FPDF
from PIL import Image

PROSE = (
    "The two governments signed an agreement on trade and investment after long talks. Officials "
    "said that the new railway would join the port with the capital before the end of the decade. "
    "Farmers in the north hope for better prices, while factories in the south want more workers. "
)


class Pages(FPDF):
    """A document with a running header and a page number, if wanted."""

    def __init__(self, header: str = "", footer: str = "") -> None:
        super().__init__()
        self._texts = header, footer
        self.set_font("Times", size=11)

    def header(self) -> None:
        self._edge(self._texts[0], 8)

    def footer(self) -> None:
        self._edge(self._texts[1], -12)

    def _edge(self, text: str, place: float) -> None:
        if text:
            font = self.font_style, self.font_size_pt
            self.set_y(place)
            self.set_font("Times", size=8)
            self.cell(0, 5, text.replace("#", str(self.page_no())), align="C")
            self.set_font("Times", font[0], font[1])
            self.set_y(18)

    def paragraph(self, text: str, align: str = "J", height: float = 5.2, gap: float = 2.6) -> None:
        self.multi_cell(0, height, text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)

    def lines(self, left: float, top: float, lines: Sequence[str], step: float = 5) -> None:
        for number, line in enumerate(lines):
            self.text(left, top + number * step, line)

    def wrapped(self, text: str, width: float, indent: float = 0) -> list[str]:
        """The lines of a text in a column of this width, the first one shorter."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.get_string_width(longer) > width - (0 if lines[1:] else indent):
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def bytes(self) -> bytes:
        return bytes(self.output())


def made(write: Callable[[Pages], None], **how: str) -> bytes:
    """A document with one page to begin with, written by `write`."""
    pages = Pages(**how)
    pages.add_page()
    write(pages)
    return pages.bytes()


def picture() -> io.BytesIO:
    """A small picture, as of a scanned page."""
    file = io.BytesIO()
    Image.new("L", (40, 60), 200).save(file, "PNG")
    file.seek(0)
    return file


def mapped(cmap: str) -> bytes:
    """A page that says "some words" in a font whose letters mean what the map says.

    There is no table of objects; PDFium finds them without.
    """
    return _raw(
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream("BT /F 12 Tf 20 100 Td (some words) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Odd /ToUnicode 6 0 R >>",
        _stream(f"1 begincodespacerange <00> <FF> endcodespacerange {cmap}"),
    )


def drawn_in(size: float, words: str = "ab", letters: str = "97 /a /b", turned: str = "") -> bytes:
    """A page in a font whose letters are squares of 40 units (Type 3), said to have this size;
    `letters` says what its codes are called.
    """
    return _raw(
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F {size} Tf {turned} 20 100 Td ({words}) Tj ET"),
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 40 40] /FontMatrix [1 0 0 1 0 0] "
        "/CharProcs << /a 6 0 R /b 6 0 R /odd 6 0 R >> /Resources << >> /FirstChar 0 /LastChar 98 "
        f"/Widths [{' '.join(['40'] * 99)}] /Encoding << /Type /Encoding /Differences "
        f"[{letters}] >> >>",
        _stream("40 0 0 0 40 40 d1 0 0 40 40 re f"),
    )


def upside_down(words: str) -> bytes:
    """A page that is turned, written in a font of a size below nothing."""
    return _raw(
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Rotate 180 "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F -12 Tf 14 TL 280 80 Td ({words}) Tj T* ({words}) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    )


def filled(words: str, kind: str) -> bytes:
    """A page that asks for a name, and a field or a remark upon it that holds these words."""
    return _raw(
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [6 0 R] "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        _stream("BT /F 12 Tf 20 150 Td (The name of the keeper:) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        f"<< /Type /Annot /Subtype /{kind} /F 4 /Rect [20 100 220 120] /FT /Tx /T (keeper) "
        f"/V ({words}) /Contents ({words}) >>",
        catalog="/AcroForm << /Fields [6 0 R] >>",
    )


def _raw(*of_page: str, catalog: str = "") -> bytes:
    """A document of these objects, the page, its contents and what these need."""
    pieces = (
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 200] >>",
        *of_page,
    )
    objects = "".join(f"{n} 0 obj\n{piece}\nendobj\n" for n, piece in enumerate(pieces, start=1))
    size = len(pieces) + 1
    return f"%PDF-1.4\n{objects}trailer << /Root 1 0 R /Size {size} >>\n%%EOF\n".encode()


def _stream(data: str) -> str:
    return f"<< /Length {len(data)} >>\nstream\n{data}\nendstream"
