"""Which elements of a page its reader does not see. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

STRUCK = frozenset(("del", "s", "strike"))
"""Elements that strike out what they hold."""

INVISIBLE = (
    frozenset(
        "title script style template noscript noframes noembed svg head object embed applet iframe"
        " canvas audio video map select datalist button textarea input dialog annotation"
        " annotation-xml rp".split()
    )
    | STRUCK
)
"""Elements whose content is no text of the page, or not text that it says, or struck out."""

_ZERO = r"0*\.?0+(?:\.0*)?(?:px|pt|em|rem|%)?"
_OFF = r"-\d{3,}(?:\.\d+)?\s*(?:px|em|rem|pt|%|vw)"
_LINE_THROUGH = r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through[^;]{0,40}?"
_STYLE = re.compile(
    rf"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    rf"|(?:font-size|opacity|max-height|max-width)\s*:\s*{_ZERO}"
    rf"|(?:text-indent|left|top|right|margin-left)\s*:\s*{_OFF}"
    rf"|content-visibility\s*:\s*hidden|{_LINE_THROUGH})\s*(?:!\s*important\s*)?(?:;|\Z)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?\b|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only"
    " screenreader-only element-invisible u-visually-hidden is-visually-hidden a11y-hidden"
    " show-for-sr offscreen assistive-text".split()
)  # for people who listen to a page; what is inside says what an icon shows
_ROOTS = frozenset(("html", "body"))  # which pages hide until their scripts have run


def strikes(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes strikes out its content."""
    return tag in STRUCK or re.search(_LINE_THROUGH, attributes.get("style", ""), re.I) is not None


def hides(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes shows nothing of its content."""
    if tag in _ROOTS:
        return False
    if tag in INVISIBLE:
        return not (tag == "dialog" and "open" in attributes)
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    if _CLASSES & set(attributes.get("class", "").lower().split()):
        return True
    style = attributes.get("style", "")
    return bool(style) and _STYLE.search(style.strip()) is not None
