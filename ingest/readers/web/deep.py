"""Pages whose elements lie thousands deep, made shallow enough for libxml2."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from ingest.readers.web.hidden import hides

_DEEPEST = 100
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # elements without an end


def flattened(text: str) -> str:
    """`text` without the elements that lie more than 100 deep; what they hold is kept.

    What a hidden one among them holds is left out.
    """
    flattener = _Flattener()
    flattener.feed(text)
    flattener.close()
    return "".join(flattener.parts)


class _Flattener(HTMLParser):
    """Writes a page again, tag by tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._open: list[str] = []
        self._hidden_from = 0  # the depth at which a hidden element began

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the tag if it lies high enough."""
        if tag in _VOID:
            self._write(self.get_starttag_text() or "")
            return
        self._open.append(tag)
        if not self._hidden_from and hides(tag, {name: value or "" for name, value in attrs}):
            self._hidden_from = len(self._open)
        shallow = len(self._open) <= _DEEPEST
        self._write((self.get_starttag_text() or "") if shallow else " ")

    def handle_endtag(self, tag: str) -> None:
        """Close the element if it is open, and with it all that is open inside."""
        if tag not in self._open[-_DEEPEST:]:
            return
        while self._open:
            last = self._open.pop()
            if len(self._open) < _DEEPEST:
                self._write(f"</{last}>")
            if len(self._open) < self._hidden_from:
                self._hidden_from = 0
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Write text as it is."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Leave a named character to libxml2."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Leave a numbered character to libxml2."""
        self._write(f"&#{escape(name)};")

    def _write(self, text: str) -> None:
        if not self._hidden_from:
            self.parts.append(text)
