"""What the style sheets inside a page hide, as far as plain selectors say it. Pure.

Only rules for all screens whose selectors are a class, an id or both count: what stands in a media
query, or depends on another element or on a state, may be seen after all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#]-?[_a-z][\w-]*)+)", re.IGNORECASE)
_HIDES = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?|(?:text-indent|left|top)\s*:\s*-\d{4,}px)\s*(?:!|;|\Z)",
    re.IGNORECASE,
)
_STRIKES = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:[^;{}]*\bline-through\b", re.I)
_UNSTRUCK = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:(?![^;{}]*line-through)", re.I)
_SHOWS = re.compile(r"(?<![\w-])(?:display\s*:\s*(?!none)|visibility\s*:\s*visible)", re.IGNORECASE)
_LONGEST = 1_000_000  # characters of style sheets that are looked at


@dataclass(frozen=True, slots=True)
class Selector:
    """What an element must have: a name and an id, where not empty, and all of the classes."""

    tag: str
    id: str
    classes: frozenset[str]

    def matches(self, element: HtmlElement) -> bool:
        """Whether the selector means the element."""
        if self.tag and element.tag != self.tag:
            return False
        if self.id and element.get("id") != self.id:
            return False
        return self.classes <= set((element.get("class") or "").split())


def styled(tree: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The elements that the page's own style sheets hide, and those that they strike out, each in
    document order.
    """
    sheets = [
        style.text or ""
        for style in tree.iter("style")
        if (style.get("media") or "all").lower() in ("all", "screen")
    ]
    rules = _rules(_COMMENT.sub(" ", "\n".join(sheets)[:_LONGEST]))
    hiding, striking = _declaring(rules, _HIDES, _SHOWS), _declaring(rules, _STRIKES, _UNSTRUCK)
    hidden: list[HtmlElement] = []
    struck: list[HtmlElement] = []
    for element in tree.iter("*") if hiding or striking else ():
        names = {element.get("id") or "", *(element.get("class") or "").split()}
        for named, found in ((hiding, hidden), (striking, struck)):
            if any(one.matches(element) for name in names for one in named.get(name, ())):
                found.append(element)
    return hidden, struck


def _declaring(
    rules: Iterable[tuple[str, str]], wanted: re.Pattern[str], other: re.Pattern[str]
) -> dict[str, list[Selector]]:
    """The plain selectors whose last declaration of the two kinds is of the `wanted` one, by a name
    that an element must have.
    """
    found: set[Selector] = set()
    for selectors, declarations in rules:
        is_wanted = wanted.search(declarations) is not None
        if not is_wanted and not other.search(declarations):
            continue
        for written in selectors.split(","):
            match = _SIMPLE.fullmatch(written.strip())
            if match:
                selector = _selector(match)
                found.add(selector) if is_wanted else found.discard(selector)
    named: dict[str, list[Selector]] = {}
    for selector in found:
        named.setdefault(selector.id or min(selector.classes), []).append(selector)
    return named


def _selector(match: re.Match[str]) -> Selector:
    parts = re.findall(r"([.#])([\w-]+)", match[2])
    name = next((part for mark, part in parts if mark == "#"), "")
    classes = frozenset(part for mark, part in parts if mark == ".")
    return Selector((match[1] or "").lower(), name, classes)


def _rules(sheet: str) -> list[tuple[str, str]]:
    """Selectors and declarations of the rules that stand in no other."""
    rules: list[tuple[str, str]] = []
    depth, start, selectors = 0, 0, ""
    for brace in re.finditer(r"[{}]", sheet):
        if brace.group() == "{":
            if depth == 0:
                selectors = sheet[start : brace.start()].rpartition(";")[2].strip()
                start = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    rules.append((selectors, sheet[start : brace.start()]))
                start = brace.end()
    return rules
