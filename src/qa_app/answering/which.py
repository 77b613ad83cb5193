"""A follow-up that fits two persons or bodies alike is asked back, where both have an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa_app.answering.follow_up import refers_back, resolve, talk_of
from qa_app.answering.quotes import Said
from qa_app.answering.replacing import of_another
from qa_app.contract import Turn

_SORTS = ("person", "thing")
_NAMES = frozenset("he him his she her hers it its".split())


def meanings(question: str, history: Sequence[Turn]) -> tuple[tuple[str, str], ...]:
    """The two persons or bodies that a pronoun of a follow-up fits alike, each with the question
    that it makes; none where the conversation speaks more of one of them, or of several.
    """
    talk = talk_of(history)
    if not refers_back(question) or of_another(question, talk.question):
        return ()
    first, taken = resolve(question, talk)
    for pronoun, meant in taken.items():
        one = next((s for s in talk.subjects.values() if s.text == meant), None)
        if one is None or one.sort not in _SORTS or pronoun not in _NAMES:
            continue
        rest = {key: s for key, s in talk.subjects.items() if s is not one}
        alike = [s for s in rest.values() if replace(s, text=meant) == one]
        second, also = resolve(question, replace(talk, subjects=rest))
        if len(alike) == 1 and also == {pronoun: alike[0].text} and _apart(meant, alike[0].text):
            return (meant, first), (alike[0].text, second)
    return ()


def _apart(a: str, b: str) -> bool:
    """Whether neither name is a part of the other, as "GDP" is of "nominal GDP"."""
    first, second = set(a.lower().split()), set(b.lower().split())
    return not (first <= second or second <= first)


def asked_back(
    said: Said, question: str, history: Sequence[Turn], ask: Callable[[str], Said]
) -> Said:
    """Which of two is meant, with what comes closest for each. What is said already, where that is
    clear, only one of the two has an answer, or one passage answers both.

    Args:
        said: the answer to one of them.
        ask: what is said to a question that stands alone.
    """
    told = [(name, text, ask(text)) for name, text in meanings(question, history)]
    if not told or any(one.outcome != "answered" for _, _, one in told):
        return said
    places = [{(c.source, c.start, c.end) for c in one.citations} for _, _, one in told]
    if set.intersection(*places):
        return said
    return replace(
        said,
        answer=f"Do you mean {' or '.join(name for name, _, _ in told)}?",
        sentences=(),
        citations=(),
        conflicts=(),
        outcome="unsure",
        reason="The conversation named both alike, and the articles have an answer for each.",
        closest=tuple(replace(one.citations[0], n=n) for n, (_, _, one) in enumerate(told, 1)),
        choices=tuple(text for _, text, _ in told),
    )
