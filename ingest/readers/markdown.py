"""Markdown -> readable text: what a reader of the rendered page would see, without markup."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.clean import clean_line
from ingest.decode import decode
from ingest.errors import UnreadableError
from ingest.frontmatter import split_front_matter, split_headers
from ingest.raised import CLOSE, OPEN, told
from ingest.readers.base import STRUCK_OUT, Reading
from ingest.readers.numbering import Numbering
from ingest.readers.tables import Cell, table_lines
from ingest.readers.templates import for_readers
from vectorstore.model import Dropped, Field

_HIDDEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S
)
_DEEPEST = 100
_CLOSED = re.compile(r"</\w+\s*>\Z")
_STRUCK = ("del", "s", "strike")
_TAGGED = re.compile(r"<(table|[uod]l|p|div|td|li|sup|del|s)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_AROUND = re.compile(r"<(/?)(?:div|article|section|main|center|td)\b", re.IGNORECASE)
_PROSE = re.compile(r"\s*<[a-z][^>]*>.*<p\b[^>]*>[^<]+</p\s*>", re.IGNORECASE | re.DOTALL)
_CAPTION = re.compile(
    r"<(figcaption)\b[^<>]*>(.*?)(?:</figcaption\s*>|\Z)"
    r"|<(p|div|span|small|em|i|center)\b(?=[^<>]{0,300}\bclass\s{0,9}=[^<>]{0,300}\bcaption\b)"
    r"[^<>]*>(.{0,4000}?)</\3\s*>",
    re.IGNORECASE | re.DOTALL,
)
_END_OF_CAPTION = re.compile(r"</figcaption\b", re.IGNORECASE)
_BROKEN = re.compile(r"(?<![\w*])\*\*(?=[ \u00a0])([^*\n]+\S)\*\*(?![\w*])")  # no parser takes it
_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡])\]?")
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_ITS_TITLE = re.compile(
    r"\{\{-?\s*(?:(?:page|post|frontmatter)\.|\.)title\b[^{}\n]{0,80}\}\}", re.IGNORECASE
)  # as a site's program writes it


def read(data: bytes) -> Reading:
    """Decode `data`, set its front matter apart and reduce the rest to text.

    The first heading of the first level is the title when front matter gives none.

    Raises:
        NotTextError: the bytes are no text.
    """
    decoded = decode(data)
    front = split_front_matter(decoded.text)
    if front.body == decoded.text:
        front = split_headers(decoded.text)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    metadata = front.metadata
    title = metadata.title.value
    body = _ITS_TITLE.sub(lambda _: title, front.body) if title else front.body
    readable = for_readers(body, f"{OPEN}{{}}{CLOSE}".format)
    tokens = parser.parse(readable.text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        # What lies deeper is not among the tokens; as plain text nothing is lost.
        note = "lists or quotations nested too deeply for Markdown; read as plain text"
        return Reading(front.body, metadata, (*decoded.notes, *front.notes, note))
    heading = _title(tokens)
    if heading is not None:
        text = clean_line(_inline(tokens[heading + 1])[0])
        if not metadata.title.value and text:
            metadata = replace(metadata, title=Field(text, "heading"))
        if (author := readable.authors.get(text)) and not metadata.byline.value:
            metadata = replace(metadata, byline=Field(author, "beside the heading"))
        if metadata.title.value == text:
            del tokens[heading : heading + 3]
    writer = _Writer()
    for token in tokens:
        writer.take(token)
    text = "\n\n".join(writer.blocks)
    struck = (Dropped(words, STRUCK_OUT) for words in writer.struck)
    dropped = (*readable.dropped, *struck)
    notes = (*decoded.notes, *front.notes)
    return Reading(text, metadata, notes, dropped=dropped, captions=tuple(writer.captions))


def _title(tokens: list[Token]) -> int | None:
    """The place of the heading that every other text stands under, if there is one."""
    firsts = [
        i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"
    ]
    before = tokens[: firsts[0]] if firsts else []
    early = all(token.type in ("html_block",) or _is_picture(token) for token in before)
    return firsts[0] if firsts and early else None


def _is_picture(token: Token) -> bool:
    return token.type in ("paragraph_open", "paragraph_close") or (
        token.type == "inline" and not _inline(token)[0].strip()
    )


class _Writer:
    """Collects blocks of text from a stream of tokens; the items of a list and the rows of a table
    are lines of one block.

    Attributes:
        struck: the words that were left out because they are struck out.
        captions: the lines that stand below pictures.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.struck: list[str] = []
        self.captions: list[str] = []
        self._depth = 0
        self._rows: list[list[Cell]] | None = None
        self._numbers: list[Numbering | None] = []  # of the lists that are open
        self._marker = ""
        self._fresh = True
        self._hidden = ""  # the HTML element that is open and shows nothing of its content
        self._in_caption = False
        self._below_picture = False
        self._around = 0  # HTML elements around what follows

    def take(self, token: Token) -> None:
        """Add what one token says."""
        if token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
            self._open(token)
        elif token.type in ("bullet_list_close", "ordered_list_close", "table_close"):
            self._close(token)
        elif token.type == "list_item_open":
            numbers = self._numbers[-1]
            self._marker = f"{numbers.next()} " if numbers else ""
        elif token.type == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif token.content or token.children or (self._rows and token.type == "inline"):
            self._content(token)  # an empty cell keeps the others in their columns

    def _open(self, token: Token) -> None:
        self._fresh = self._fresh or self._depth == 0
        self._depth += 1
        if token.type == "table_open":
            self._rows = []
        else:
            start = token.attrGet("start")
            ordered = token.type == "ordered_list_open"
            self._numbers.append(Numbering(1 if start is None else int(start)) if ordered else None)

    def _close(self, token: Token) -> None:
        if token.type != "table_close":
            self._numbers.pop()
        rows, self._rows = (self._rows, None) if token.type == "table_close" else (None, self._rows)
        for line in table_lines(rows, 1) if rows else ():
            self._line(line)
        self._depth -= 1
        self._fresh = self._fresh or self._depth == 0

    def _content(self, token: Token) -> None:
        if token.type in ("inline", "html_block"):
            for mark in _AROUND.finditer(token.content) if "<" in token.content else ():
                self._around = max(0, self._around + (-1 if mark[1] else 1))
        if token.type == "inline":
            words, self._hidden = _inline(token, self._hidden, self.struck)
            below = self._below_picture
            self._below_picture = _is_caption(token, below)
            if words.strip() and (self._in_caption or self._below_picture):
                self.captions += words.split("\n")
            self._below_picture = self._below_picture and not words.strip()
        elif token.type == "html_block" or self._is_page(token):
            words, self._hidden = visible(token.content, self._hidden, self.struck)
            self._caption_in(token.content, words)
        else:
            words = "" if self._hidden else token.content.strip("\n")
        if self._rows:
            self._rows[-1].append(Cell(" ".join(words.split())))
        else:
            self._line(words)

    def _is_page(self, token: Token) -> bool:
        """Whether what is indented like code is a part of a page that was only put there: it holds
        paragraphs of HTML, and HTML is open around it.
        """
        return token.type == "code_block" and self._around > 0 and bool(_PROSE.match(token.content))

    def _caption_in(self, html: str, words: str) -> None:
        """Remember which words of a piece of raw HTML are captions, and whether one goes on."""
        if self._in_caption:
            inner = visible(_END_OF_CAPTION.split(html, maxsplit=1)[0])[0]
            self.captions += inner.split("\n")
            self._in_caption = _END_OF_CAPTION.search(html) is None
        for match in _CAPTION.finditer(html) if "caption" in html.lower() else ():
            self.captions += visible(match[2] or match[4] or "")[0].split("\n")
            self._in_caption = bool(match[1]) and not _END_OF_CAPTION.search(match[0])
        self._below_picture = "<img" in html.lower() and not words.strip()

    def _line(self, words: str) -> None:
        if not words.strip():
            return
        line = self._marker + words
        self._marker = ""
        if self._depth and not self._fresh:
            self.blocks[-1] += "\n" + line
        else:
            self.blocks.append(line)
        self._fresh = self._depth == 0


def _inline(token: Token, hidden: str = "", struck: list[str] | None = None) -> tuple[str, str]:
    """The words of a paragraph, heading or cell: no marks, links as their text, no pictures.

    Also the HTML element that is still open afterwards and hides what follows, as for `visible`.
    What is struck out is added to `struck`.
    """
    parts: list[str] = []
    children = token.children or []
    for place, child in enumerate(children):
        if child.type == "html_inline":
            hidden = _hides(child.content, hidden)
            if not hidden and _BREAK.match(child.content):
                parts.append("\n")
            elif not hidden and (raised := re.match(r"<(/?)sup\b", child.content, re.IGNORECASE)):
                parts.append(CLOSE if raised[1] else OPEN)
        elif child.type in ("s_open", "s_close"):
            hidden = hidden or "s" if child.type == "s_open" else ""
        elif hidden or child.type == "image":
            if hidden in _STRUCK and child.content and struck is not None:
                struck.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n" if child.type == "hardbreak" else " ")
        elif child.content:
            parts.append(_glued_mark(children, place, parts) or child.content)
    if hidden in _STRUCK:
        hidden = ""  # no paragraph strikes out the next one
    return told(_BROKEN.sub(r"\1", "".join(parts))), hidden


def _is_caption(token: Token, below_picture: bool) -> bool:
    """Whether a paragraph is a picture, or all in italics below one: a caption, if it has words."""
    depth = 0
    for child in token.children or []:
        depth += (child.type == "em_open") - (child.type == "em_close")
        below_picture = below_picture or child.type == "image"
        if child.content.strip() and child.type != "image" and not (depth and below_picture):
            return False
    return below_picture


def _glued_mark(children: list[Token], place: int, before: list[str]) -> str:
    """The mark of a note, raised, where a link is only a number glued to a word: `1987[3]`."""
    content = children[place].content
    is_link = place and children[place - 1].type == "link_open"
    glued = bool(before) and not before[-1][-1:].isspace()
    return f"{OPEN}{content}{CLOSE}" if is_link and glued and _MARK.fullmatch(content) else ""


def _hides(tag: str, hidden: str) -> str:
    """The element whose content is not shown after this tag, if any."""
    if hidden:
        return "" if tag.lower().startswith(f"</{hidden}") else hidden
    match = re.match(r"<(script|style|template|noscript|del|s|strike)\b", tag, re.IGNORECASE)
    return match[1].lower() if match else ""


def visible(html: str, hidden: str = "", struck: list[str] | None = None) -> tuple[str, str]:
    """The text that a piece of raw HTML shows, and the element that hides what comes after it.

    What is struck out is added to `struck`.
    """
    if hidden:
        closing = re.search(rf"</{hidden}\b[^>]*>", html, re.IGNORECASE)
        if closing is None:
            return "", hidden
        html = html[closing.end() :]
    last = deque(_HIDDEN.finditer(html), maxlen=1)
    hidden = ""
    if last and last[0][1] and not _CLOSED.search(last[0].group()):
        hidden = last[0][1].lower()
    html = _HIDDEN.sub("", html)
    if _TAGGED.search(html):
        return _shown(html, struck), hidden
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip(), hidden


def _shown(html: str, struck: list[str] | None) -> str:
    from ingest.readers.markup import to_text
    from ingest.readers.web.tree import parse_page, struck_out

    try:
        tree = parse_page(html)
    except UnreadableError:
        return ""
    if struck is not None:
        struck += [one.text for one in struck_out(tree)]
    return to_text(tree)
