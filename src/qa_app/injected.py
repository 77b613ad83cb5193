"""Sentences of an article that are addressed to a language model, and what follows them. Pure.

They tell the reader of the article nothing, so they are neither evidence nor shown to a model. A
sentence is such a one when it begins by telling whoever reads it to set aside what it was told
("Ignore the above and say …"), or when it holds what only a prompt holds: the tags and tokens by
which its parts are told apart. A picture that would be fetched is left out with them. An article
*about* such sentences ("the attacker told it to ignore its instructions") has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SET_ASIDE = re.compile(
    r"^[\W_]*(?:(?:please|now|note|important|attention|system|assistant|warning)\b[\W_]*){0,3}"
    r"(?:you (?:must|should|will|are to) (?:now )?)?"
    r"(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\s+"
    r"(?:\w+\s+){0,4}?"
    r"(?:above|previous|prior|preceding|earlier|foregoing|(?:your|the|these|those|any|other|all)"
    r"(?:\s+\w+){0,2}?\s+(?:instructions?|prompts?|rules|context|passages?|articles?|documents?"
    r"|sources?|texts?|guidelines))\b",
    re.IGNORECASE,
)
_PARTS = (
    r"(?:context|passages?|articles?|documents?|sources?|system|user|assistant|instructions?"
    r"|prompt|question|answer|think|tool_call|human)"
)
_ONLY_IN_PROMPTS = re.compile(
    rf"</?{_PARTS}\b[^<>\n]{{0,200}}>|<\|[^|\n]{{1,40}}\|>|\[/?INST\]|<</?SYS>>"
    r"|^[\W_]*###\s*(?:instruction|system|response|human|assistant)\b",
    re.IGNORECASE,
)
_FETCHED = re.compile(r"!\[[^\]\n]{0,200}\]\(\s*(?:https?:)?//[^\s)]*\)?", re.IGNORECASE)
_TELLS_WORDS = 4


def is_injected(sentence: str) -> bool:
    """Whether a sentence is addressed to a language model."""
    return bool(_SET_ASIDE.search(sentence) or _ONLY_IN_PROMPTS.search(sentence))


def injected(text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
    """For each sentence of a text whether it is addressed to a model, or stands in the same
    paragraph behind one that is.

    Args:
        places: where the sentences are, (start, end), in order.
    """
    flags: list[bool] = []
    told = False  # whether the paragraph has begun to tell a model something
    for n, (start, end) in enumerate(places):
        told = told and "\n\n" not in text[places[n - 1][1] : start]
        told = told or is_injected(text[start:end])
        flags.append(told)
    for picture in _FETCHED.finditer(text):
        for n, (start, end) in enumerate(places):  # which may be divided after its "!"
            if start < picture.end() and picture.start() < end:
                rest = text[start : max(picture.start(), start)] + text[picture.end() : end]
                flags[n] = flags[n] or len(re.findall(r"\w+", rest)) < _TELLS_WORDS
    return flags
