"""HTML that is safe by construction: whatever is not markup already is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# XML and HTML have no way to write these characters down.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_VOID = frozenset({"meta", "input", "br"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child = str | int | float | None | Iterable["Child"]


def el(name: str, /, *children: Child, **attributes: str | float | bool | None) -> Html:
    """An element. Attributes that are `None` or false are left out, true ones have no value.

    A trailing underscore is dropped (`class_`), other underscores are hyphens (`stroke_width`).
    """
    shown = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(children)}</{name}>")


def join(children: Child) -> Html:
    """The children one after the other; what is not `Html` is escaped."""
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, str | int | float):
        return Html(escape(_UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", str(children))))
    return Html("".join(join(child) for child in children))


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return f' {name}="{escape(_UNWRITABLE.sub("", text))}"'
