"""Rich text (.rtf) -> paragraphs, the notes below it at its end.

Left out are pictures, objects, headers, footers, comments, and what is hidden or struck out.
"""

from __future__ import annotations

import re
from itertools import groupby

from ingest.clean import split_blocks
from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.raised import told
from ingest.readers import properties
from ingest.readers.base import Reading
from ingest.readers.package import Blocks
from ingest.readers.tables import Cell
from ingest.unwrap import is_wrapped
from vectorstore.model import Dropped, Metadata

_ORIGIN = "RTF document information"
_CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_BRACE = re.compile(r"\\[\\{}]|([{}])")
_NO_WORDS = re.compile(r"\{\s*(?:\\\*\s*\\fldinst|\\stylesheet)(?![a-z])")
_NOTE = re.compile(r"\{\s*(?:\\\*\s*)?\\footnote(?![a-z])")
_EDGE = re.compile(r"\{\s*(?:\\\*\s*)?\\(?:header|footer)[lrf]?(?![a-z])")
_NOTE_MARK = re.compile(r"\\(?:super|up\d+)? ?\\chftn(?![a-z]) ?")
_PICTURE = re.compile(r"\\bin(?![\d-])")  # without its length, as Pandoc writes it
_HIDDEN_RUN = re.compile(
    r"\\v(?![a-z0-9])[^{}]{0,4000}?\\v0(?!\d)"
    r"|\\strike(?:d1)?(?![a-z0-9])[^{}]{0,4000}?\\strike(?:d?0)(?!\d)"
)
_HIDDEN = re.compile(r"\\(?=(?:v|deleted|strike|striked1)(?![a-z0-9]))")
_UNSEEN = "hidden or struck out"
_RAISED = re.compile(
    r"\\(?:super|up[1-9]\d?)(?![a-z0-9]) ?(?:\\[a-z]+-?\d* ?)*([^{}\\]{1,20})"
    r"(?=\}|\\nosupersub|\\up0|\\plain)"
)
_STRAY = re.compile(r"(?<![{\\])(?<!\{[\r\n])\\\*(?=\s*\\[a-z])")  # says nothing inside of a group
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_LINE = re.compile(r"\\line(?![a-z]) ?")
_ROW_MARK = "\x7f"  # stands for the end of a cell; no text holds it
_MERGED_MARK = "\x0e"  # stands in a cell that goes on from the row above
_LINE_MARK = "\x0b"  # stands for the end of a line within a paragraph
_BULLET = re.compile(r"\s*(?:[-–—*•·▪‣○●]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")


def read(data: bytes, limits: Limits) -> Reading:
    """The text of an RTF document.

    Raises:
        UnreadableError: it is cut off, or something in it cannot be understood.
    """
    markup = _STRAY.sub("", _PICTURE.sub("", _decoded(data)))
    if "\\bin" not in markup and _end_of_group(markup, 0) is None:
        raise UnreadableError("an RTF document that is cut off; get the file again")
    body, _ = _without(markup, _NO_WORDS)
    body, edges = _without(body, _EDGE)
    body, below = _without(_NOTE_MARK.sub("", body), _NOTE)
    dropped = [Dropped(_words(markup, one), "header or footer") for one in edges]
    body = _without_hidden(body, markup, dropped)
    text = "\n".join(map(told, _text(_prepared(body)).split("\n")))
    lost = text.count("\ufffd")
    notes = (f"{lost} characters could not be read (U+FFFD)",) if lost else ()
    written = _written(text)
    lines = "\n".join(filter(None, (" ".join(_words(markup, one).split()) for one in below)))
    whole = "\n\n".join(filter(None, (written, lines)))
    return Reading(whole, _metadata(markup, written), notes, dropped=tuple(dropped))


def _decoded(data: bytes) -> str:
    """The markup; bytes beyond ASCII, which should not be there, in the document's code page."""
    match = _CODEPAGE.search(data[:4096])
    try:
        return data.decode(f"cp{match[1].decode()}" if match else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _text(markup: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(markup, errors="replace")
    except (ValueError, LookupError, OverflowError) as error:
        raise UnreadableError(f"a damaged RTF document ({error}); save it anew") from error
    return text


def _words(markup: str, group: str) -> str:
    """The words of a group of the markup, read in the document's code page and fonts."""
    codepage = re.search(r"\\ansicpg\d+", markup)
    fonts = markup.find("{\\fonttbl")
    table = markup[fonts : _end_of_group(markup, fonts)] if fonts >= 0 else ""
    inner = re.sub(r"\A\{\s*(?:\\\*\s*)?\\[a-z]+-?\d* ?|\}\Z", "", group)
    return _text(f"{{\\rtf1{codepage[0] if codepage else ''}{table} {inner}}}").strip()


def _prepared(markup: str) -> str:
    """The markup with raised characters, cells and lines marked."""
    markup = markup.replace("{\\pntext", "{\\listtext")
    markup = _RAISED.sub(r"\\'05\1\\'06", markup)
    if "\\clvmrg" in markup:
        markup = "\\trowd".join(map(_merged, markup.split("\\trowd")))
    return _LINE.sub(r"\\'0b", _CELL.sub(r"\\'7f", markup))


def _merged(row: str) -> str:
    """A row of a table, with a mark in each cell that goes on from the row above."""
    forms = row.split("\\cellx")[:-1]
    parts = re.split(r"(?=\\cell(?![a-z]))", row)
    marks = ["\\'0e" * ("\\clvmrg" in form) for form in forms[: len(parts) - 1]]
    marks += [""] * (len(parts) - len(marks))
    return "".join(map(str.__add__, parts, marks))


def _without(markup: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    """The markup without the groups that begin so, and these."""
    parts: list[str] = []
    groups: list[str] = []
    place = 0
    for match in pattern.finditer(markup):
        if match.start() >= place:
            parts.append(markup[place : match.start()])
            place = _end_of_group(markup, match.start()) or len(markup)
            groups.append(markup[match.start() : place])
    return "".join([*parts, markup[place:]]), groups


def _without_hidden(body: str, markup: str, dropped: list[Dropped]) -> str:
    """The body without what is hidden or struck out, which is added to what is dropped."""
    groups = [f"{{{match[0]}}}" for match in _HIDDEN_RUN.finditer(body)]
    body = _HIDDEN_RUN.sub(" ", body)
    for match in _HIDDEN.finditer(body):
        end = _end_of_group(body, match.start(), depth=1)
        groups.append(f"{{{body[match.start() : end]}")
    dropped += [Dropped(_words(markup, group), _UNSEEN) for group in groups]
    return _HIDDEN.sub(r"\\*\\", body)


def _end_of_group(markup: str, start: int, depth: int = 0) -> int | None:
    """Where the group ends that begins at or after `start`, or with a depth the one around it; None
    when it does not end.
    """
    for match in _BRACE.finditer(markup, start):
        if match[1] == "{":
            depth += 1
        elif match[1] == "}":
            depth -= 1
            if depth <= 0:
                return match.end()
    return None


def _written(text: str) -> str:
    """Lines as paragraphs; those that were wrapped stay together, for cleaning to join them."""
    blocks = Blocks()
    for run in split_blocks([line.strip(" ") for line in text.split("\n")]):
        if is_wrapped(run):
            blocks.add("\n".join(run))
            continue
        for is_row, lines in groupby(run, key=lambda line: _ROW_MARK in line):
            if is_row:
                rows: list[list[Cell]] = []
                for line in lines:
                    rows.append(_cells(line, rows[-1] if rows else []))
                blocks.table(rows)
                continue
            for line in lines:
                blocks.add(line.replace(_LINE_MARK, "\n"), "list" if _BULLET.match(line) else "")
    return blocks.text()


def _cells(line: str, above: list[Cell]) -> list[Cell]:
    texts = [" ".join(text.split()) for text in line.split(_ROW_MARK)]
    if texts and not texts[-1]:
        texts.pop()
    over = [cell.text for cell in above]
    over += [""] * (len(texts) - len(over))
    return [
        Cell(before if _MERGED_MARK in text else text)
        for text, before in zip(texts, over, strict=False)
    ]


def _metadata(markup: str, text: str) -> Metadata:
    title, author = (_information(markup, name) for name in ("title", "author"))
    return properties.metadata(title, author, text[:2000], _ORIGIN)


def _information(markup: str, name: str) -> str:
    """A field of the document information."""
    start = re.search(rf"\{{\\{name}(?![a-z])", markup)
    end = _end_of_group(markup, start.start()) if start else None
    if start is None or end is None:
        return ""
    return _words(markup, markup[start.start() : end])
