"""What an ingest does to words that somebody relies on."""

import json
from pathlib import Path

import pytest

from ingest import IngestOptions, PassageOptions, ingest
from qa_app import conversations, feedback
from qa_app.cited import CitedWords, Lost, lost, relied_on, summary
from qa_app.contract import Answer, Citation, Done
from qa_app.conversation import Conversation
from qa_app.conversations import SavedConversations
from qa_app.settings import load_settings
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore.errors import QaAppError
from vectorstore.store import Store

OPTIONS = IngestOptions(passages=PassageOptions(target_tokens=24), allow_mass_delete=True)
FIRST = "A headline\n\nThe bridge has four lanes. It was opened in May.\n\nIt is painted green."


pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(
        tmp_path / "store", FakeEmbedder(), create=True, indexes=MemoryIndexes()
    ) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(FIRST)
    (root / "b.txt").write_text(FIRST.replace("bridge", "tunnel"))
    ingest(store, [root], OPTIONS)
    return root


def _words(source: str, quote: str) -> CitedWords:
    return CitedWords("gold.jsonl: 1", "How many lanes?", source, quote)


LANES = "The bridge has four lanes."


def _after(store, folder, *cited):
    return lost(store, ingest(store, [folder], OPTIONS), cited)


def test_words_that_have_changed_are_lost_and_others_are_not(store, folder):
    (folder / "a.txt").write_text(FIRST.replace("four", "six"))
    green = _words("a.txt", "It is painted green.")
    assert _after(store, folder, _words("a.txt", LANES), green) == (
        Lost(_words("a.txt", LANES), "changed"),
    )


def test_words_that_moved_within_their_article_are_not_lost(store, folder):
    (folder / "a.txt").write_text(FIRST.replace("The bridge", "Much is new. The bridge"))
    assert _after(store, folder, _words("a.txt", LANES)) == ()


def test_an_article_that_is_gone_takes_its_words_along(store, folder):
    (folder / "a.txt").unlink()
    assert _after(store, folder, _words("a.txt", LANES)) == (
        Lost(_words("a.txt", LANES), "deleted"),
    )


def test_a_renamed_article_keeps_its_words(store, folder):
    (folder / "a.txt").rename(folder / "z.txt")
    assert _after(store, folder, _words("a.txt", LANES)) == ()


def test_articles_that_did_not_change_are_not_looked_at(store, folder):
    (folder / "b.txt").unlink()
    assert _after(store, folder, _words("a.txt", "words that never stood there")) == ()


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([], ""),
        (["changed"], "1 cited passage changed"),
        (["changed"] * 3 + ["deleted"], "3 cited passages changed, 1 was deleted"),
        (["deleted"] * 2, "2 cited passages were deleted"),
        (["deleted"], "1 cited passage was deleted"),
    ],
)
def test_the_summary(outcomes, said):
    assert summary(Lost(_words("a.txt", "x"), outcome) for outcome in outcomes) == said


def _answer() -> Answer:
    citation = Citation(1, "a.txt", "A headline", "", 12, 38, LANES)
    return Answer(
        id="", question="How many lanes?", searched="How many lanes?", answer=f"{LANES} [1]",
        sentences=(), citations=(citation,), outcome="answered", reason="", closest=(),
        confidence=0.9, conflicts=(), retrieved=(), mode="quotes", model="", generation=1,
    )  # fmt: skip


def test_conversations_judgements_and_gold_sets_are_gone_through(tmp_path):
    store = tmp_path / "store"
    store.mkdir()
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        json.dumps(
            {
                "id": "q1",
                "question": "Which colour?",
                "answers": ["green"],
                "answerable": True,
                "evidence": [{"source": "a.txt", "quote": "It is painted green."}],
                "kind": "fact",
            }
        )
    )
    asked = Conversation("0" * 16, user="ann").begin("How many lanes?", 9).heard(Done(_answer()))
    SavedConversations(store / conversations.FILE).keep(asked)
    said = feedback.Feedback("Q?", "A", "up", citations=(feedback.Cited("b.txt", "words"),))
    feedback.keep(store / feedback.FILE, said)
    found = list(relied_on(load_settings(store=store, gold=(gold,))))
    assert found == [
        CitedWords("conversations", "How many lanes?", "a.txt", LANES),
        CitedWords("feedback", "Q?", "b.txt", "words"),
        CitedWords("gold.jsonl: q1", "Which colour?", "a.txt", "It is painted green."),
    ]


def test_a_gold_set_that_is_not_there_is_named(tmp_path):
    with pytest.raises(QaAppError, match=r"nowhere\.jsonl"):
        list(relied_on(load_settings(store=tmp_path, gold=(tmp_path / "nowhere.jsonl",))))
