"""Saved conversations beside others that write, what is found in them, and the older file."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa_app.contract import Answer, AnswerSentence, Citation, Done
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.earlier import sentences

ID = "0123456789abcdef"
QUOTE = 'The "Hai Au" carries 77 passengers.'
CITED = Citation(1, "answer/null.md", "Ferries", "2026-01-01", 0, len(QUOTE), QUOTE)
ANSWER = Answer(
    id="a",
    question="How many?",
    searched="How many?",
    answer="Seventy-seven. [1]",
    sentences=(AnswerSentence("Seventy-seven.", (1,), "supported"),),
    citations=(CITED,),
    outcome="answered",
    reason="",
    closest=(),
    confidence=0.9,
    conflicts=(),
    retrieved=(),
    mode="quotes",
    model="",
    generation=1,
)
LINE: dict[str, Any] = {
    "conversation": ID,
    "at": "2020-01-01T00:00:00+00:00",
    "generation": 3,
    "question": "When?",
    "searched": "When?",
    "answer": f"{QUOTE} [1]",
    "abstained": False,
    "citations": [CITED.to_json()],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite"


def asked(question: str, before: Conversation | None = None) -> Conversation:
    """A conversation whose last question has been answered."""
    begun = (before or Conversation(ID)).begin(question, 10)
    return begun.heard(Done(replace(ANSWER, question=question)))


def questions(saved: SavedConversations, id: str = ID) -> list[tuple[str, str]]:
    found = saved.load(id, 99)
    return [(one.id, one.question) for one in found.exchanges] if found else []


def test_nobody_who_reads_waits_for_a_writer(path: Path) -> None:
    SavedConversations(path).keep(asked("One?"))
    with closing(sqlite3.connect(path, timeout=0)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE conversations SET title = 'x'")
        saved = SavedConversations(path)
        assert questions(saved) == [("q1", "One?")]
        assert saved.title(ID) == "One?"
        assert [entry.id for entry in saved.entries(9, search="seventy")] == [ID]
        assert len(list(saved.exchanges())) == 1
        assert saved.changes() > 0


def test_a_writer_does_not_wait_for_anybody_who_reads(path: Path) -> None:
    saved = SavedConversations(path)
    saved.keep(asked("One?"))
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM exchanges").fetchone()
        saved.keep(asked("Two?", asked("One?")))
    assert questions(saved) == [("q1", "One?"), ("q2", "Two?")]


def test_two_tabs_on_one_conversation_lose_nothing(path: Path) -> None:
    saved = SavedConversations(path)
    before = saved.keep(asked("One?"))
    ours, theirs = asked("Ours?", before), asked("Theirs?", before)
    assert saved.keep(ours) == ours
    kept = saved.keep(theirs)
    assert (kept.last.id, kept.last.question, kept.asked) == ("q3", "Theirs?", 3)
    assert kept.begin("Next?", 10).last.id == "q4"
    assert questions(saved) == [("q1", "One?"), ("q2", "Ours?"), ("q3", "Theirs?")]


def test_many_threads_of_many_owners_lose_nothing(path: Path) -> None:
    def keep(number: int) -> None:
        SavedConversations(path).keep(asked(f"{number}?"))

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = questions(SavedConversations(path))
    assert [id for id, _ in kept] == [f"q{number}" for number in range(1, 13)]
    assert {question for _, question in kept} == {f"{number}?" for number in range(12)}


def test_a_file_that_is_taken_away_is_made_anew(path: Path) -> None:
    saved = SavedConversations(path)
    saved.keep(asked("One?"))
    path.rename(path.with_name("elsewhere"))
    assert saved.entries(9) == ()
    saved.keep(asked("Two?"))
    assert questions(saved) == [("q1", "Two?")]


def test_what_was_deleted_goes_with_the_next_change_or_start(path: Path) -> None:
    saved = SavedConversations(path)
    for number, later in enumerate(
        (lambda: saved.rename("x", "y"), SavedConversations(path).changes)
    ):
        saved.keep(asked(f"{number}?"))
        saved.delete(ID)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE conversations SET deleted = '2020-01-01'")
        later()
        assert QUOTE[-20:].encode() not in path.read_bytes()


def test_every_change_is_noticed_by_whoever_asks(path: Path) -> None:
    saved, other = SavedConversations(path), SavedConversations(path)
    assert other.changes() == 0
    seen = [other.changes()]
    for change in (
        lambda: saved.keep(asked("One?")),
        lambda: saved.change(ID, replace(asked("One?").last, verdict="right")),
        lambda: saved.delete(ID),
        lambda: saved.restore(ID),
    ):
        change()
        seen.append(other.changes())
    assert len(set(seen)) == len(seen)
    saved.entries(9)
    assert other.changes() == seen[-1]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("seventy", 1), ("passengers", 1), ('"hai', 1), ('"hai au"', 1), ("MANY", 1),
        ("answer", 0), ("stopped", 0), ("null", 0), ("ferries", 0), ("2026-01-01", 0), ("{", 0),
        ("seventy nowhere", 0), ("seventy second", 1),
    ],
)  # fmt: skip
def test_only_what_was_said_is_searched(path: Path, search: str, found: int) -> None:
    saved = SavedConversations(path)
    saved.keep(asked("Second?", saved.keep(asked("How many?"))))
    assert len(saved.entries(9, search=search)) == found


def test_a_conversation_that_cannot_be_read_is_no_trouble_to_the_search(path: Path) -> None:
    saved = SavedConversations(path)
    saved.keep(asked("One?"))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO exchanges VALUES (?, 2, '{')", (ID,))
        database.execute("INSERT INTO conversations VALUES ('a', 'Empty', '2020', '', '')")
    assert [(e.id, e.exchanges) for e in saved.entries(9, search="seventy")] == [(ID, 2)]
    assert [(e.id, e.exchanges) for e in saved.entries(9, search="empty")] == [("a", 0)]


def brought(path: Path, *lines: object) -> tuple[SavedConversations, Path]:
    old = path.with_name("conversations.jsonl")
    old.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines))
    return SavedConversations(path), old


def test_what_is_only_in_the_older_file_is_brought_over(path: Path) -> None:
    SavedConversations(path).keep(asked("Kept?"))
    known = {**LINE, "question": "Kept?"}
    saved, _ = brought(path, LINE, known, LINE, {**LINE, "conversation": "f" * 16}, "")
    assert questions(saved) == [("q1", "Kept?"), ("q2", "When?"), ("q3", "When?")]
    assert questions(saved, "f" * 16) == [("q1", "When?")]
    assert [entry.id for entry in saved.entries(9)] == [ID, "f" * 16], "the change stays the last"
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    first = saved.load(ID, 2)
    assert first is not None
    answer = first.exchanges[0].answer
    assert answer is not None
    assert answer.citations == (CITED,)
    assert answer.sentences == (AnswerSentence(QUOTE, (1,), "supported"),)


@pytest.mark.parametrize(
    "line",
    [
        {**LINE, "citations": [{"n": 1}]},
        {**LINE, "citations": 5},
        {**LINE, "conversation": "not-an-id"},
        {**LINE, "conversation": None},
        {**LINE, "question": "\ud800"},
        {**LINE, "question": None},
        {"x": 1},
        [1],
        "[" * 100_000,
        '{"conversation": "0123',
    ],
)
def test_a_line_that_cannot_be_brought_over_is_never_lost(
    path: Path, line: object, caplog: pytest.LogCaptureFixture
) -> None:
    saved, old = brought(path, line, LINE)
    before = old.read_bytes()
    with caplog.at_level(logging.WARNING):
        assert questions(saved) == [("q1", "When?")]
    assert old.with_name("conversations.jsonl.old").read_bytes() == before
    assert not old.exists()
    assert "could not be taken over: 1" in caplog.text
    again, _ = brought(path, line)
    assert questions(again) == [("q1", "When?")]
    assert old.with_name("conversations.jsonl.old").read_bytes() == before
    assert old.with_name("conversations.jsonl.old2").exists()


def test_an_answer_of_no_known_generation_is_brought_over(path: Path) -> None:
    saved, old = brought(path, {**LINE, "generation": None})
    found = saved.load(ID, 9)
    assert found is not None
    assert found.generation == -1
    assert not old.exists()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The law [2014] passed. [1] And more", [("The law [2014] passed.", 1), ("And more",)]),
        ("A [1]. B. [2] [1] C [3].", [("A.", 1), ("B.", 2, 1), ("C [3].",)]),
        ("A. [1]. [2]", [("A..", 1, 2)]),
        ("No marker", [("No marker",)]),
        ("", []),
    ],
)
def test_an_answer_is_divided_behind_the_numbers_of_its_citations(
    said: str, expected: list[tuple[Any, ...]]
) -> None:
    assert [(one.text, *one.citations) for one in sentences(said, {1, 2})] == expected
    assert [one.text for one in sentences(said, set())] == ([said] if said else [])
