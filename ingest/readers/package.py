"""Documents that are ZIP files of XML parts: what is wanted of them, within limits.

Only the parts that are asked for are unpacked. Entities are never expanded, nothing is fetched, and
a part that declares entities is refused: no word processor writes such a thing.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import tables
from ingest.readers.budget import Budget

DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError,
    NotImplementedError,
)  # fmt: skip
"""What is raised for a ZIP file that is broken."""

_DOCTYPE = "<!DOCTYPE"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_PROLOG = 1 << 16  # bytes in which a declaration is looked for; beyond it libxml2's limits hold


class Package:
    """The parts of one document.

    Args:
        what: what to call it in a reason, such as "Word document".

    Raises:
        UnreadableError: it is no ZIP file.
    """

    def __init__(self, data: bytes, limits: Limits, what: str) -> None:
        self._what = what
        self._budget = Budget(limits, len(data))
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except DAMAGED as error:
            raise self._damaged(error) from error
        self.names = frozenset(self._archive.namelist())

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None when there is no such part.

        Raises:
            UnreadableError: it is damaged, encrypted or unpacks to too much.
        """
        if name not in self.names:
            return None
        self._budget.unpack(self._archive.getinfo(name).file_size)
        try:
            return self._archive.read(name)
        except RuntimeError as error:
            raise UnreadableError(
                f"an encrypted {self._what}; remove its password and ingest again"
            ) from error
        except DAMAGED as error:
            raise self._damaged(error) from error

    def xml(self, name: str) -> Any:
        """The root element of a part (`lxml.etree._Element`), or None when there is no such part.

        Raises:
            UnreadableError: as for `part`, or it is not XML, or declares entities.
        """
        from lxml import etree

        data = self.part(name)
        if data is None:
            return None
        if any(_DOCTYPE.encode(encoding) in data[:_PROLOG] for encoding in _ENCODINGS):
            raise UnreadableError(
                f"a {self._what} that declares XML entities, as an entity bomb does"
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> UnreadableError:
        return UnreadableError(f"a damaged {self._what} ({error}); get the file again")


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Blocks:
    """Collects paragraphs; items of a list and rows of a table stay together."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._last = ""

    def add(self, text: str, group: str = "") -> None:
        """Add a paragraph. It follows on the next line when the last one was of the same group."""
        text = text.strip()
        if not text:
            return
        if self._parts:
            self._parts.append("\n" if group and group == self._last else "\n\n")
        self._parts.append(text)
        self._last = group

    def table(self, rows: Sequence[tables.Row], names: int | None = None) -> None:
        """Add a table; `names` rows at its top name the columns, where the document says so."""
        self._last = ""
        for line in tables.table_lines(rows, names):
            self.add(line, "table")
        self._last = ""

    def text(self) -> str:
        """Everything that was added."""
        return "".join(self._parts)
