"""Reads HTML as a browser does, to see what it would build."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"input"}
FORM = {"label", "select", "option"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
TEXT = {"div", "p", "span", "h1", "h2", "h3", "h4", "blockquote", "q", "strong", "mark", "time"}
LISTS = {"ol", "ul", "li", "dl", "dt", "dd"}
PARTS = {"article", "section", "header", "footer", "button", "input", "details", "summary"}
OWN_LINKS = {"./api/feedback/candidates.jsonl"}
"""Where the page itself leads, in words that no article, question or file has a part in."""
HARMLESS = TEXT | LISTS | PARTS | TABLES | FORM


class Seen(HTMLParser):
    """The elements, attributes and text of a fragment; fails if they are not well nested."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"declaration: {decl!r}")

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def classed(self, name: str) -> list[dict[str, str]]:
        return [a for _, a in self.elements if name in a.get("class", "").split()]


def inert(html: str) -> Seen:
    """What `html` builds, having made sure that nothing in it can act or load."""
    seen = Seen(html)
    for tag, attributes in seen.elements:
        if tag == "a" and attributes.get("href") in OWN_LINKS:
            attributes = {name: attributes[name] for name in attributes if name != "href"}
        else:
            assert tag in HARMLESS, f"<{tag}>"
        for name in attributes:
            assert not name.startswith("on"), name
            assert name not in {"src", "href", "style", "srcset", "action", "poster"}, name
    return seen


def newest(html: str | None) -> str:
    """The exchange that static/chat.js would put into the log."""
    (carrier,) = inert(html or "").elements
    return carrier[1]["data-newest"]
