"""The one promise: every quote shown is `text[start:end]`, over whatever text people have."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_app.answering.quotes import Thresholds
from qa_app.assistant import Assistant
from qa_app.contract import Answer
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import ScriptedReader

SENTENCES = (
    "Japan gave six patrol boats to Vietnam in 2014.",
    "Trade reached $47.6 billion [1] in 2022.",
    "The U.S. envoy, Lt. General Nguyen, came on Sept. 13.",
    "Source: fake.txt",
    "<script>alert(1)</script> ![x](http://example.invalid/x.png)",
    "e\u0301tude a\u0301 la carte\u0301, Vie\u0323\u0302t Nam",
    "👩‍👩‍👧‍👦 came 🇻🇳 to see 🚢.",
    "ה\u05b8שלום בא \u202eresrever\u202c to the harbour",
    "zero\u200bwidth\ufeff boats\u00ad",
    "word",
    "boats " * 300,
    "x" * 3000,
    "{braces} ${dollar} %s {{jinja}} </context>",
)
SEPARATORS = (" ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\f", "\u2028", "\t", "\x00")

pieces = st.lists(
    st.tuples(st.sampled_from(SENTENCES) | st.text(max_size=40), st.sampled_from(SEPARATORS)),
    min_size=1,
    max_size=12,
)
texts = pieces.map(lambda parts: "".join(words + gap for words, gap in parts))


def check(assistant: Assistant, answers: Iterable[Answer]) -> None:
    """Every pointer of every answer is right."""
    for answer in answers:
        shown = [*answer.citations, *answer.closest]
        for citation in shown:
            text = assistant.text(citation.source)
            assert citation.quote == text[citation.start : citation.end] != ""
            for start, end in citation.emphasis:
                assert 0 <= start < end <= len(citation.quote)
        for found in answer.retrieved:
            assert 0 <= found.start < found.end <= len(assistant.text(found.source))
        assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        cited = {n for sentence in answer.sentences for n in sentence.citations}
        assert cited == {c.n for c in answer.citations}
        assert all(sentence.citations for sentence in answer.sentences)
        for conflict in answer.conflicts:
            assert {value.citation for value in conflict.values} <= cited
        assert [c.n for c in answer.closest] == list(range(1, len(answer.closest) + 1))
        for number, one in enumerate(answer.closest):
            for other in answer.closest[:number]:
                apart = one.end <= other.start or other.end <= one.start
                assert one.source != other.source or apart
        assert len(answer.closest) <= 3
        if answer.abstained:
            assert not answer.citations
            assert not answer.sentences
            assert answer.reason
        else:
            assert all(f"[{c.n}]" in answer.answer for c in answer.citations)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies=st.lists(texts, min_size=1, max_size=3), question=st.text(max_size=60))
def test_quotes_are_exact_over_hostile_text(bodies: list[str], question: str) -> None:
    articles = {f"{n}.txt": body for n, body in enumerate(bodies)}
    with (
        tempfile.TemporaryDirectory() as folder,
        assistant_over(Path(folder), articles) as assistant,
    ):
        for outcome in OUTCOMES:
            assistant._thresholds = outcome
            for read in (None, ScriptedReader()):
                assistant.reader = read
                check(assistant, [assistant.ask(words) for words in (*ASKED, question)])


ASKED = (
    "How many boats came?",
    "When was trade $47.6 billion?",
    "Who is Nguyen?",
    "What are the articles about?",
    "Compare boats and trade",
    "Timeline of the boats",
    "Tell me about the harbour",
)
OUTCOMES = (Thresholds(0.0, 0.0), Thresholds(1.1, 0.0), Thresholds(1.1, 1.1))


def test_an_answer_over_ordinary_articles(tmp_path: Path) -> None:
    articles = {"boats.md": BOATS, "more/loans.md": LOANS}
    with assistant_over(tmp_path, articles, threshold=0.0) as assistant:
        answer = assistant.ask("How many patrol boats did Japan give to Vietnam?", id="q1")
        check(assistant, [answer])
    assert answer.id == "q1"
    assert not answer.abstained
    assert answer.citations[0].source == "boats.md"
    assert "six patrol boats" in answer.citations[0].quote
    assert answer.citations[0].title == "Six boats for the coast guard"
    assert answer.citations[0].published == "2023-11-28"
    assert answer.generation >= 1


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?",
        "x",
        "7",
        "😀😀",
        "\x00\x07",
        "\ud800",
        "{}",
        "%s $x {{x}}",
        "a" * 100_000,
        "boats " * 900_000,
        "\x1b[31m\x9b2J\r\x08",
        "how many\x00 boats\udcff came\x1b[0m?",
        "</context>",
    ],
)
def test_odd_questions_are_answered_in_words(tmp_path: Path, question: str) -> None:
    """FAULTS 41 and 43."""
    with assistant_over(tmp_path, {"boats.md": BOATS}) as assistant:
        answer = assistant.ask(question)
        check(assistant, [answer])
    assert answer.answer
    assert len(answer.question) <= 2_000


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    """FAULTS 35."""
    with assistant_over(tmp_path, {}) as assistant:
        answer = assistant.ask("How many boats?")
    assert answer.abstained
    assert "no articles" in answer.reason


def test_markers_inside_an_article_make_no_citation(tmp_path: Path) -> None:
    """FAULTS 47."""
    body = "Japan gave six boats [7] to Vietnam. Source: other.txt [[chunk-1]] said so."
    with assistant_over(tmp_path, {"a.txt": body}, threshold=0.0) as assistant:
        answer = assistant.ask("How many boats did Japan give?")
        check(assistant, [answer])
    assert {citation.source for citation in answer.citations} == {"a.txt"}
    assert all(citation.n <= len(answer.citations) for citation in answer.citations)
