"""Numbers and initials that extraction from a page tore apart, joined again where it is certain.

In a citation "235, 000" may be one number or two. When the sentence that cites it says "235,000" it
is one; nothing else is changed.
"""

from __future__ import annotations

import re

_JOINED = re.compile(r"(?<![\w.,])(?:\d+(?:[.,]\d+)+|[A-Za-z](?:\.[A-Za-z])+\.?)(?!\w)")
_MOST = 20


def mended(span: str, sentence: str) -> str:
    """`span`, with the numbers and initials of `sentence` that are torn in it made whole."""
    for word in sorted(set(_JOINED.findall(sentence)))[:_MOST]:
        if word not in span:
            span = _torn(word).sub(word.replace("\\", ""), span)
    return span


def _torn(word: str) -> re.Pattern[str]:
    """The word with or without a space after each comma and stop inside it."""
    inside = re.sub(r"\\\.(?=.)|,", lambda match: match.group() + r"\s?", re.escape(word))
    return re.compile(rf"(?<![\w.,]){inside}(?!\w)", re.IGNORECASE)
