"""What is wanted after what was said before."""

from __future__ import annotations

import pytest

from qa_app.answering.wanted import wanted_in
from qa_app.contract import Turn
from qa_app.understanding import understand

OF_ARTICLES = (Turn("user", "What are these articles about?"), Turn("assistant", "Boats. [1]"))
OF_BRIDGES = (Turn("user", "Who built the bridges?"), Turn("assistant", "Ann Lee. [1]"))


@pytest.mark.parametrize(
    ("question", "history", "intent", "about"),
    [
        ("And which one is the newest?", OF_ARTICLES, "new", ()),
        ("Which was the first?", OF_ARTICLES, "oldest", ()),
        ("Which is the newest?", OF_BRIDGES, "lookup", ()),
        ("Which boats are the newest?", OF_ARTICLES, "lookup", ()),
        ("Tell me more about her", OF_BRIDGES, "topic", ("Ann Lee",)),
        ("Tell me more about it", (Turn("user", "Why?"),), "lookup", ("it",)),
        ("When was it built?", OF_BRIDGES, "lookup", ()),
    ],
)
def test_what_was_said_tells_what_is_wanted(
    question: str, history: tuple[Turn, ...], intent: str, about: tuple[str, ...]
) -> None:
    wanted = wanted_in(understand(question), history)
    assert (wanted.intent, wanted.about) == (intent, about)
