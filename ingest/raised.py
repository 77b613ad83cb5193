"""Raised characters: the mark of a note is left out, a power or an ordinal stays readable. Pure.

`1998³` written as two runs of text is neither 19983 nor a sentence that ends at 1998. What is
raised is a power after a unit, a variable, a ten or beside a sign of calculation; letters that
belong to the word (`4th`) stay; other numbers, symbols and brackets mark a note.
"""

from __future__ import annotations

import re
from unicodedata import normalize

OPEN, CLOSE = "\x05", "\x06"
"""Around what is raised, in a line of which `told` is to say what it means."""

_BETWEEN = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_UP = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉", "0123456789+-=()ni0123456789")
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[kdcmµnμ]?m|km|ft|in|yd|mi|s|sec|h|[cmk]?g|[A-Za-z]|[αβγδεθλμπρστφχψω])$"
)
_PRODUCT = re.compile(r"[=+×·*/−]\s?[A-Za-z]{2,3}$")
_NUMBER = re.compile(r"(?<![\d.,])([\d.,]*\d)$")
_NOTE = re.compile(
    r"\W*(?:\d{1,3}|[a-z]|[ivx]{1,4}|note \d{1,3}|n \d{1,3})"
    r"(?:\s*[,;–-]\s*(?:\d{1,3}|[a-z]))*\W*|[*†‡§¶#\u2020-\u2023]+",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"[+\-−–]?\d{1,4}|[+\-−–]?[a-z]|[a-z0-9] ?[+\-−–] ?[a-z0-9]", re.IGNORECASE)
_CHARGE = re.compile(r"\d{0,2}[+\-−–]")
_SIGN_AFTER = re.compile(r"\s*[=<>≤≥≈]")
_FRACTION = re.compile(r"[⁄∕/]([\d₀-₉]{1,3})(?!\d)")
_FORMULA = re.compile(r"[)\]]$")
_WORD = re.compile(r"[^\W\d_]{3,}[\"'”’»)\]]*$")
_ITALIC = re.compile("[\U0001d400-\U0001d7ff]")  # letters of formulas
_NEAR = 80  # characters around a mark that say what it means
_UNICODE = re.compile(r"(?<=[^\W_]|[.,;:!?”’»\")\]])[⁰¹²³⁴⁵⁶⁷⁸⁹]++(?:[,–][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*+(?![⁺⁻])")


def raised(before: str, mark: str, after: str, *, linked: bool = False) -> str:
    """What is written for a raised `mark`: nothing for a note, else the mark as it can be read.

    Args:
        before: the text of the line up to it.
        after: the text that follows it.
        linked: whether it is a link, as marks of notes are and powers hardly ever.
    """
    mark = " ".join(_ITALIC.sub(lambda one: normalize("NFKC", one[0]), mark).split())
    before, after = before[-_NEAR:], after[:_NEAR]
    if not mark:
        return ""
    if _is_above(mark, after):
        return f" {mark}" if before[-1:].isdigit() else mark
    if not before.strip():  # a note itself, which begins with its mark
        return mark if mark[-1:] in ").:]" else f"{mark} "
    if linked and _NOTE.fullmatch(mark):
        return ""
    if mark.isalpha() and before[-1].isdigit() and after[:1].isdigit():  # 10h30
        return mark
    if _is_power(before, mark, after):
        up = mark.replace(" ", "").translate(_UP)
        if not any(character.isascii() for character in up):
            return up
        return f"^{mark}" if mark.lstrip("+-−–").isalnum() else f"^({mark})"
    return "" if _is_note(before, mark) else mark


def _is_above(mark: str, after: str) -> bool:
    """Whether a mark is the number above the stroke of a fraction."""
    below = _FRACTION.match(after)
    return below is not None and mark.isdigit() and int(mark) < int(below[1].translate(_DOWN))


def told(line: str) -> str:
    """The line with what stands between `OPEN` and `CLOSE` left out or made readable."""
    if OPEN not in line:
        return line
    return _BETWEEN.sub(_told, line.replace(CLOSE + OPEN, ""))


def _told(match: re.Match[str]) -> str:
    start, end = match.span()
    before = _BETWEEN.sub("", match.string[max(0, start - 2 * _NEAR) : start])
    return raised(before, match[1], match.string[end : end + _NEAR])


def without_note_marks(line: str) -> str:
    """`line` without the raised numbers of Unicode that mark notes; powers stay as they are."""
    return _UNICODE.sub(_unless_note, line)


def _unless_note(match: re.Match[str]) -> str:
    line, mark = match.string, match.group()
    before = line[max(0, match.start() - _NEAR) : match.start()]
    after = line[match.end() : match.end() + _NEAR]
    return mark if raised(before, mark.translate(_DOWN), after) else ""


def _is_power(before: str, mark: str, after: str) -> bool:
    if _CHARGE.fullmatch(mark):
        return True
    if not _EXPONENT.fullmatch(mark) or before[-1].isspace():
        return False
    if mark[0] in "+-−–":
        return True
    number = _NUMBER.search(before)
    if number is None:
        if _FORMULA.search(before):
            return not _WORD.search(before)
        if mark in ("n", "k"):
            return re.search(r"(?<![^\W\d_])[a-z]$", before) is not None
        powers = _UNIT.search(before) or _PRODUCT.search(before)
        return mark[0].isdigit() and mark != "1" and powers is not None
    if mark[0].isalpha():
        return mark[0] in "nkxyt" and len(number[1]) <= 2
    if number[1] == "10" or (len(number[1]) == 1 and mark != "1"):
        return True
    return _SIGN_AFTER.match(after) is not None


def _is_note(before: str, mark: str) -> bool:
    if not _NOTE.fullmatch(mark):
        return mark[:1] in "[(" and mark[-1:] in "])"
    bare = mark.strip("[]() ")
    if len(bare) == 1 and bare.isalpha():  # 1er, n°, XIXe; a note after a word
        after_word = before[-1].islower() and _WORD.search(before) is not None
        after_number = bare not in "aeoº" and before[-1].isdigit()
        return bare != mark or after_word or after_number
    return not bare.isalpha() or bare != mark
