"""Sentences of an article that are addressed to a language model, and what follows them. Pure.

They tell the reader of the article nothing, so they are neither evidence nor shown to a model. A
sentence is such a one when it begins by telling whoever reads it to set aside what it was told
("Ignore the above and say …"), or when it holds what only a prompt holds: the tokens and, at its
beginning or end, the tags by which its parts are told apart. A sentence that is little but a
picture to be fetched is left out with them; one that tells something beside it is not. What an
article says *about* such things ("the attacker told it to ignore its instructions", "the <article>
element") stays, and so does what it asks of its own readers ("ignore our earlier report").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vectorstore.model import StoredPassage

_TOLD = r"(?:(?:system )?(?:instructions?|prompts?)|context|system messages?|directives?)"
_GIVEN = r"(?:rules|guidelines|messages?|passages?|articles?|documents?|sources?|texts?|commands?)"
# What comes behind it: nothing, or what is to be done instead.
_INSTEAD = (
    r"(?:\s+above)?(?=\W*$|[\s,;:]*"
    r"(?:and|then|but|instead|say|answer|write|reply|respond|output|print)\b)"
)
_EARLIER = r"(?:above|previous|prior|preceding|earlier|foregoing)"
_SET_ASIDE = re.compile(
    r"^[\W_]*(?:(?:please|now|note|important|attention|system|assistant|warning)\b[\W_]*){0,3}"
    r"(?:you (?:must|should|will|are to) (?:now )?)?"
    r"(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\s+"
    r"(?:(?:all|any|every|everything|the|your|these|those|other|of|it|is|was|said|what)\s+){0,4}"
    rf"(?:{_EARLIER}(?:\s+\w+)?\s+(?:{_TOLD}\b|{_GIVEN}{_INSTEAD})|{_EARLIER}{_INSTEAD}"
    rf"|{_TOLD}{_INSTEAD}|{_GIVEN}{_INSTEAD})",
    re.IGNORECASE,
)  # fmt: skip
_PARTS = (
    r"(?:context|passages?|articles?|documents?|sources?|system|user|assistant|instructions?"
    r"|prompt|question|answer|think|tool_call|human)"
)
_TOKENS = re.compile(
    r"<\|[\w-]{1,40}\|>|\[/?INST\]|<</?SYS>>"
    r"|^[\W_]*###\s*(?:instruction|system|response|human|assistant)\b",
    re.IGNORECASE,
)
_TAGS = re.compile(rf"^[\W_]*</{_PARTS}\s*>|</{_PARTS}\s*>\W*$", re.IGNORECASE)
_FETCHED = re.compile(r"!\[[^\]\n]{0,200}\]\(\s*(?:https?:)?//[^\s)]*\)?", re.IGNORECASE)
_TELLS_WORDS = 4


def is_injected(sentence: str) -> bool:
    """Whether a sentence is addressed to a language model."""
    return _commands(sentence) or _TAGS.search(sentence) is not None


def _commands(sentence: str) -> bool:
    return bool(_SET_ASIDE.search(sentence) or _TOKENS.search(sentence))


def withheld(passage: StoredPassage) -> list[bool]:
    """For each sentence of a passage whether it is addressed to a model, or follows one that is."""
    base = passage.span.start
    return injected(passage.text, [(s.start - base, s.end - base) for s in passage.sentences])


def injected(text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
    """For each sentence of a text whether it is addressed to a model, or stands in the same
    paragraph behind one that tells a model what to do.

    Args:
        places: where the sentences are, (start, end), in order.
    """
    flags: list[bool] = []
    told = False  # whether the paragraph has begun to tell a model something
    for n, (start, end) in enumerate(places):
        told = told and "\n\n" not in text[places[n - 1][1] : start]
        told = told or _commands(text[start:end])
        flags.append(told or is_injected(text[start:end]))
    for picture in _FETCHED.finditer(text):
        for n, (start, end) in enumerate(places):  # which may be divided after its "!"
            if start < picture.end() and picture.start() < end:
                rest = text[start : max(picture.start(), start)] + text[picture.end() : end]
                flags[n] = flags[n] or len(re.findall(r"\w+", rest)) < _TELLS_WORDS
    return flags
