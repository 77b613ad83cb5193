"""UTF-8 that was once read as Windows-1252 and saved again: `donâ€™t`.

Only lines in which ftfy sees such damage are touched, and only the wrong encoding is undone.
"""

from __future__ import annotations


def repaired(text: str) -> str:
    """`text` with broken encoding undone where it is beyond doubt."""
    if text.isascii():
        return text
    lines = text.split("\n")
    if not any(_suspicious(line) for line in lines):
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return "\n".join(
        str(fix_encoding(line)) if _suspicious(line) and is_bad(line) else line for line in lines
    )


def _suspicious(line: str) -> bool:
    """Every repairable sequence begins with one of the lead bytes of UTF-8, read as Latin."""
    return not line.isascii() and any(lead in line for lead in "ÂÃÅÄâãðÎÏÐÑ×ØÙÚ")
