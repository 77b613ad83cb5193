"""What was asked and not found, the same things together."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from qa_app import gaps as module
from qa_app.conversation import Exchange
from qa_app.gaps import ALIKE, Gap, gaps
from qa_app.retrieval.words import search_terms, stem
from tests.web.fake_assistant import nothing, said, unsure


def test_questions_about_the_same_are_one_gap() -> None:
    asked = [
        Exchange(
            "q1", "Who built the ferry to Haiphong?", nothing("Who built the ferry to Haiphong?")
        ),
        Exchange("q2", "What is the budget?", nothing("What is the budget?")),
        Exchange("q3", "who built the Haiphong ferry", nothing("who built the Haiphong ferry")),
        Exchange("q4", "Ferry to Haiphong: who built it?", unsure()),
        Exchange("q5", "When?", said(question="When?")),
        Exchange("q6", "Where is it?", trouble="broke"),
        Exchange("q7", "What is the budget?", nothing("What is the budget?"), limits="one article"),
        Exchange("q8", "And the mayor?", nothing("And the mayor?"), verdict="right"),
    ]
    asked[3] = Exchange("q4", asked[3].question, unsure_of(asked[3].question))
    assert gaps(asked) == [
        Gap(
            (
                "Ferry to Haiphong: who built it?",
                "who built the Haiphong ferry",
                "Who built the ferry to Haiphong?",
            ),
            3,
            1,
        ),
        Gap(("What is the budget?",), 1, 0),
    ]
    assert gaps([]) == []


def unsure_of(question: str):
    return replace(unsure(), question=question, searched=question)


def plainly(exchanges: list[Exchange]) -> list[Gap]:
    """Each question held against all groups before it: what the quick way has to come to."""
    groups: list[tuple[frozenset[str], list[Exchange]]] = []
    for exchange in exchanges:
        terms = frozenset(map(stem, search_terms(exchange.question)))
        for known, members in groups:
            if terms and len(terms & known) >= ALIKE * len(terms | known):
                members.append(exchange)
                break
        else:
            groups.append((terms, [exchange]))
    found = [
        Gap(tuple(dict.fromkeys(one.question for one in reversed(members))), len(members), 0)
        for _, members in groups
    ]
    return sorted(found, key=lambda gap: -gap.times)


def test_the_quick_way_finds_the_same_groups() -> None:
    words = ["bridge", "ferry", "harbour", "cost", "mayor", "opening", "length", "port", "what"]
    for seed in range(20):
        chance = random.Random(seed)
        asked = [" ".join(chance.sample(words, chance.randint(0, 6))) for _ in range(80)]
        exchanges = [Exchange(f"q{n}", each, nothing(each)) for n, each in enumerate(asked)]
        assert gaps(exchanges) == plainly(exchanges), seed


def test_a_question_is_held_against_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    class Counted(frozenset[str]):
        def __and__(self, other: object) -> frozenset[str]:
            nonlocal compared
            compared += 1
            return frozenset(self).__and__(frozenset(other))  # type: ignore[call-overload]

    monkeypatch.setattr(module, "frozenset", Counted, raising=False)
    number = 2_000
    asked = [f"What did bridge number{n} over river{n} cost" for n in range(number)]
    found = gaps([Exchange(f"q{n}", each, nothing(each)) for n, each in enumerate(asked)])
    assert len(found) == number
    assert compared < 5 * number, "all against all would be two million"
