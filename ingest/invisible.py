"""Characters that nobody sees: which are dropped, and which a script or an emoji needs.

Text for people holds them by accident, text against people on purpose: hidden instructions in the
tag block, reversed words, words cut in two so that no search finds them.
"""

from __future__ import annotations

import re
import unicodedata

# Scripts in which the joiners U+200C and U+200D change the letters beside them.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18aa"
    "\ua840-\ua87f\ua8e0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
# What may stand at either side of the joiner inside an emoji: symbols, skin tones, the emoji form.
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_JOINERS = re.compile("[\u200c\u200d]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_JOINS = re.compile(f"[{_JOINING}]")
_IS_EMOJI = re.compile(f"[{_EMOJI}]")
_TAKES_SELECTOR = re.compile(f"[#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139{_EMOJI}\u3400-\u9fff]")

_DROPPED = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800\ufffc")
_VISIBLE_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_MAX_MARKS = 6  # combining marks on one letter; Vietnamese has two, Hebrew with accents up to five


def strip_invisible(text: str, keep: str = "") -> str:
    """`text` without control, format and other invisible characters, surrogates and noncharacters.

    Kept are the newline, joiners between letters that need them and inside emoji, and one
    variation selector after a character that takes it. Surrogate pairs become the character meant.
    The characters in `keep` stay in any case.
    """
    if text.isascii():
        return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]+", "", text)
    text = _SURROGATES.sub(
        lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text
    )
    table = {ord(character): None for character in set(text) - set(keep) if _is_dropped(character)}
    text = text.translate(table) if table else text
    text = _SELECTORS.sub(_selector, text)
    return _JOINERS.sub(_joiner, text)


def cap_marks(text: str) -> str:
    """`text` with at most six combining marks in a row."""
    if text.isascii():
        return text
    marks = "".join(sorted(c for c in set(text) if unicodedata.category(c) in ("Mn", "Me")))
    if not marks:
        return text
    one = f"[{re.escape(marks)}]"
    return re.sub(f"({one}{{{_MAX_MARKS}}}){one}+", r"\1", text)


def _is_dropped(character: str) -> bool:
    if character in _DROPPED:
        return True
    category = unicodedata.category(character)
    if category == "Cf":
        return character not in _VISIBLE_FORMAT and character not in "\u200c\u200d"
    if category == "Cn":
        return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return category == "Cs" or (category == "Cc" and character != "\n")


def _selector(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    return match.group()[0] if before and _TAKES_SELECTOR.match(before) else ""


def _joiner(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    after = match.string[match.end() : match.end() + 1]
    if not before or not after:
        return ""
    if _JOINS.match(before) and _JOINS.match(after):
        return match.group()[0]
    emoji = _IS_EMOJI.match(before) and _IS_EMOJI.match(after)
    return "\u200d" if emoji and "\u200d" in match.group() else ""
