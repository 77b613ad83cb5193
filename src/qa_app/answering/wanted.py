"""What a person wants after what was said before, where it is no look-up. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa_app.answering.follow_up import talk_of, written_out
from qa_app.contract import Turn
from qa_app.retrieval.words import STOPWORDS, tokens
from qa_app.understanding import Wanted, understand

_OF_ARTICLES = frozenset(("overview", "articles", "new", "oldest", "mentions"))
_WHICH_ONE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?) )?(?P<which>which|what)(?: one)? (?=(?:is|was) (?:the )?"
    r"(?:newest|latest|most recent|oldest|earliest|first)(?: one)?\W*$)",
    re.IGNORECASE,
)


def wanted_in(wanted: Wanted, history: Sequence[Turn]) -> Wanted:
    """What is wanted, with what a pronoun stands for in its place; a look-up where nobody knows
    what "it" is. After a question about the articles "which is the newest?" asks for one of them.
    """
    if wanted.intent == "lookup":
        one = _WHICH_ONE.match(wanted.question)
        if one is None or understand(talk_of(history).question).intent not in _OF_ARTICLES:
            return wanted
        return understand(f"{one['which']} article {wanted.question[one.end() :]}")
    written = understand(written_out(wanted.question, history))
    if written.about and all(set(tokens(about)) <= STOPWORDS for about in written.about):
        return replace(written, intent="lookup")
    return written
