"""Conversations outlive a refresh and a restart, and are gone when they are deleted."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from qa_app.contract import Answer, Citation, Conflict, ConflictValue, Done, Retrieved, Searched
from qa_app.conversation import Conversation, Exchange
from qa_app.conversations import Entry, SavedConversations, SavedError
from qa_app.web import Options, build_app
from qa_app.web.handlers import Handlers
from qa_app.web.render import export
from qa_app.web.render.conversations import Deleted
from qa_app.web.render.conversations import conversations as conversations_panel
from qa_app.web.service import Service
from tests.web.fake_assistant import FakeAssistant, said, unsure
from tests.web.live import HOSTILE
from tests.web.markup import inert, newest

ID = "0123456789abcdef"
QUOTE = "Delivery was planned for 2025."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite"


def rich(assistant: FakeAssistant) -> Answer:
    """An answer with something in every field."""
    one = assistant.cite(1, "vessels.md", QUOTE, ["2025"])
    return said(
        one,
        searched="When is delivery?",
        question="When?",
        conflicts=(Conflict("the year", (ConflictValue("2025", 1),)),),
        retrieved=(Retrieved("vessels.md", 0, 9, 0.5),),
        timings_ms={"total": 1.5},
        generation=7,
    )


def talked(assistant: FakeAssistant, saved: SavedConversations) -> Conversation:
    """A conversation of three exchanges, each kept when it had ended."""
    conversation = Conversation(ID)
    for number, answer in enumerate(
        (rich(assistant), unsure(assistant.cite(1, "vessels.md", QUOTE)))
    ):
        conversation = conversation.begin(f"question {number}", 10, notice="n", limits="l")
        conversation = conversation.heard(Searched("x", ("y",))).heard(Done(answer))
        saved.keep(conversation)
    conversation = conversation.begin("question 2", 10).finish(trouble="It broke.")
    saved.keep(conversation)
    return conversation


def test_a_conversation_comes_back_as_it_was(assistant: FakeAssistant, path: Path) -> None:
    before = talked(assistant, SavedConversations(path))
    after = SavedConversations(path).load(ID, 10)
    assert after is not None
    assert after.exchanges == before.exchanges
    assert (after.id, after.asked, after.generation) == (ID, 3, 1)


def test_only_the_last_ones_are_shown_and_the_numbers_go_on(
    assistant: FakeAssistant, path: Path
) -> None:
    talked(assistant, SavedConversations(path))
    after = SavedConversations(path).load(ID, 2)
    assert after is not None
    assert [exchange.id for exchange in after.exchanges] == ["q2", "q3"]
    assert after.dropped == 1
    assert after.begin("next", 2).last.id == "q4"


def test_the_list_is_by_last_change_and_can_be_renamed(
    assistant: FakeAssistant, path: Path
) -> None:
    saved = SavedConversations(path)
    talked(assistant, saved)
    saved.keep(Conversation("f" * 16).begin("another\n one", 10).finish())
    assert [(e.id, e.title, e.exchanges) for e in saved.entries(9)] == [
        ("f" * 16, "another one", 1),
        (ID, "question 0", 3),
    ]
    saved.rename(ID, "Vessels")
    talked(assistant, saved)
    assert {e.title for e in saved.entries(9)} == {"Vessels", "another one"}
    assert len(saved.entries(1)) == 1


def test_what_is_deleted_is_in_the_file_no_more(assistant: FakeAssistant, path: Path) -> None:
    saved = SavedConversations(path)
    talked(assistant, saved)
    assert QUOTE.encode() in path.read_bytes()
    assert saved.delete(ID) == "question 0"
    assert saved.load(ID, 10) is None
    assert saved.entries(9) == ()
    assert list(saved.exchanges()) == []
    saved.restore(ID)
    assert saved.load(ID, 10) is not None
    saved.delete(ID)
    saved.purge()
    assert QUOTE.encode() in path.read_bytes(), "it can still be had back"
    saved.purge(-1)
    assert QUOTE.encode() not in path.read_bytes()
    saved.restore(ID)
    assert saved.load(ID, 10) is None


def test_nobody_sees_what_is_anothers(assistant: FakeAssistant, path: Path) -> None:
    saved = SavedConversations(path)
    saved.keep(replace(Conversation(ID, user="ann").begin("mine", 10).finish()))
    assert saved.entries(9, "bob") == saved.entries(9) == ()
    assert saved.load(ID, 9, "bob") is None
    assert saved.title(ID, "bob") == saved.delete(ID, "bob") == ""
    saved.rename(ID, "stolen", "bob")
    assert [entry.title for entry in saved.entries(9, "ann")] == ["mine"]
    saved.delete(ID, "ann")
    saved.restore(ID, "bob")
    assert saved.entries(9, "ann") == ()


def test_all_words_looked_for_are_in_what_is_found(assistant: FakeAssistant, path: Path) -> None:
    saved = SavedConversations(path)
    talked(assistant, saved)
    saved.keep(Conversation("f" * 16).begin("Straße und ÖL?", 10).finish())
    for words, found in (("planned QUESTION", 1), ("öl STRASSE", 1), ("planned öl", 0), ("", 2)):
        assert len(saved.entries(9, search=words)) == found, words


def test_a_file_of_before_is_brought_up_to_date(assistant: FakeAssistant, path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, "
            "changed TEXT NOT NULL)"
        )
        database.execute("INSERT INTO conversations VALUES ('a', 'old', '2026-01-01')")
    database.close()
    talked(assistant, SavedConversations(path))
    assert [e.title for e in SavedConversations(path).entries(9)] == ["question 0", "old"]


def test_the_file_is_the_owners_alone(assistant: FakeAssistant, path: Path) -> None:
    talked(assistant, SavedConversations(path))
    with closing(sqlite3.connect(path)) as database:
        database.execute("SELECT * FROM exchanges").fetchone()
        assert len(list(path.parent.iterdir())) > 1
        assert all(one.stat().st_mode & 0o077 == 0 for one in path.parent.iterdir())


def test_without_a_file_nothing_is_kept(assistant: FakeAssistant) -> None:
    saved = SavedConversations(None)
    talked(assistant, saved)
    assert saved.load(ID, 10) is None
    assert saved.entries(9) == ()


def test_a_file_that_cannot_be_written_costs_no_answer(
    assistant: FakeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database" * 1000)
    saved = SavedConversations(broken)
    talked(assistant, saved)
    assert "cannot be saved" in caplog.text
    with pytest.raises(SavedError, match=r"broken\.sqlite"):
        saved.entries(9)
    shown = Handlers(Service(assistant, Options(saved=broken))).load(f"/c/{ID}")
    assert "broken.sqlite" in (shown.message or "")
    assert shown.conversation is not None


def test_an_exchange_of_another_form_is_passed_by(
    assistant: FakeAssistant, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    saved = SavedConversations(path)
    talked(assistant, saved)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE exchanges SET data = '{\"id\": 5}' WHERE number = 2")
    database.close()
    with caplog.at_level(logging.WARNING):
        after = saved.load(ID, 10)
    assert after is not None
    assert [exchange.id for exchange in after.exchanges] == ["q1", "q3"]
    assert "another form" in caplog.text


def handlers(assistant: FakeAssistant, path: Path, **options: Any) -> Handlers:
    return Handlers(Service(assistant, Options(saved=path, **options)))


def test_an_address_brings_the_conversation_back_after_a_restart(
    assistant: FakeAssistant, path: Path
) -> None:
    page = handlers(assistant, path)
    begun = page.load("/").conversation
    assert begun is not None
    assistant.queue.append(rich(assistant))
    shown = list(page.ask("When?", begun, {}))[-1]
    address = inert(shown.live or "").elements[0][1]["data-address"]
    assert address == f"c/{begun.id}"
    again = handlers(assistant, path).load(f"/{address}")
    seen = inert(again.transcript or "")
    assert seen.elements[0][1]["data-address"] == address
    assert QUOTE in seen.text
    assert again.conversation is not None
    assert again.conversation.history(5)[0].text == "When?"
    cite = handlers(assistant, path).open_citation(
        {"exchange": "q1", "cite": "1"}, again.conversation
    )
    assert f">{QUOTE}</mark>" in (cite.panel or "")


@pytest.mark.parametrize("address", [None, 5, "", "/", "/c/", "/c/../../x", f"/c/{ID}0", "/c/ABC"])
def test_any_other_address_begins_anew(
    assistant: FakeAssistant, path: Path, address: object
) -> None:
    talked(assistant, SavedConversations(path))
    shown = handlers(assistant, path).load(address)
    assert shown.conversation is not None
    assert shown.conversation.exchanges == ()
    assert shown.message == ""


def test_a_conversation_that_is_gone_is_said_to_be(assistant: FakeAssistant, path: Path) -> None:
    assert "not kept here any more" in (handlers(assistant, path).load(f"/c/{ID}").message or "")


def test_conversations_are_listed_opened_renamed_and_deleted(
    assistant: FakeAssistant, path: Path
) -> None:
    talked(assistant, SavedConversations(path))
    page = handlers(assistant, path)
    now = Conversation("e" * 16)
    listed = inert(page.select({"conversations": True}, now).panel or "")
    assert [one["data-open"] for one in listed.classed("entry")] == [ID]
    renamed = page.select({"rename": ID, "title": " <b>Vessels</b> "}, now)
    assert "<b>Vessels</b>" in inert(renamed.panel or "").text
    opened = page.select({"open": ID}, now).conversation
    assert opened is not None
    assert len(opened.exchanges) == 3
    deleted = page.select({"delete": ID}, opened)
    assert "Conversations (0)" in inert(deleted.panel or "").text
    assert deleted.conversation is not None, "the one that was shown is gone from the page too"
    assert deleted.conversation.exchanges == ()
    restored = page.select({"restore": ID}, deleted.conversation)
    assert "Conversations (1)" in inert(restored.panel or "").text


def test_leaving_a_conversation_ends_what_it_asked(assistant: FakeAssistant, path: Path) -> None:
    page = handlers(assistant, path)
    begun = page.load("/").conversation
    assert begun is not None
    asking = page.ask("When?", begun, {})
    first = next(asking)
    next(asking)
    assert first.conversation is not None
    page.stop(first.conversation, left=True)
    assert list(asking) == [], "nothing of it is put over the new one"
    fresh = page.clear()
    assert fresh.conversation is not None
    assert 'data-state="done"' in newest(list(page.ask("Else?", fresh.conversation, {}))[-1].live)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_title_made_of_markup_is_inert(words: str) -> None:
    entries = [Entry(words, words, words, 2)]
    inert(conversations_panel(entries, words, "1", deleted=Deleted(words, words)))


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_taken_along_is_inert_too(assistant: FakeAssistant, words: str) -> None:
    cited = Citation(1, words, words, words, 0, len(words), words)
    given = [
        Exchange("q1", words, said(cited, question=words), limits=words),
        Exchange("q2", words, trouble=words),
    ]
    html = export.to_html(words, given)
    inert(html[html.index("<body>") + 6 : html.index("</body>")])
    markdown = export.to_markdown(words, given)
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    for active in ("<script", "<img", "<svg", "<iframe", "<a ", "<style", "<form", "<code"):
        assert active not in rendered
    assert json.loads(json.dumps(export.to_json("1", words, given)))["title"] == words


def test_a_conversation_is_taken_along_by_whoever_it_belongs_to(
    assistant: FakeAssistant, path: Path
) -> None:
    talked(assistant, SavedConversations(path))
    with TestClient(build_app(assistant, Options(saved=path)), base_url="http://127.0.0.1") as page:
        got = page.get(f"/api/conversations/{ID}.json")
        assert got.json()["exchanges"][0]["answer"]["citations"][0]["quote"] == QUOTE
        assert "attachment" in got.headers["content-disposition"]
        assert f"> {QUOTE[:8]}" in page.get(f"/api/conversations/{ID}.md").text
        for name in (f"{ID}.exe", f"{'e' * 16}.md", "..%2f..%2fetc.md", f"{ID[:-1]}.md"):
            assert page.get(f"/api/conversations/{name}").status_code in (403, 404)


def test_the_page_is_served_at_a_conversations_address(client: TestClient) -> None:
    home, there = client.get("/"), client.get(f"/c/{ID}")
    assert '<base href="./" />' in home.text
    assert '<base href="../" />' in there.text
    assert there.headers["content-security-policy"] == home.headers["content-security-policy"]
    for path in (f"/c/{ID}/", "/c/", f"/c/{ID}0", f"/c/{ID.upper()}", f"/c/{ID}/config"):
        assert client.get(path).status_code == 403
    assert client.post(f"/c/{ID}").status_code == 403


def test_an_app_without_a_file_gives_no_address(assistant: FakeAssistant) -> None:
    page = Handlers(Service(assistant, Options()))
    begun = page.load("/").conversation
    assert begun is not None
    shown = list(page.ask("When?", begun, {}))[-1]
    assert inert(shown.live or "").elements[0][1]["data-address"] == ""
    assert build_app(assistant, Options()) is not None


def test_a_tab_that_the_server_has_forgotten_goes_on_from_what_is_saved(
    assistant: FakeAssistant, path: Path
) -> None:
    before = talked(assistant, SavedConversations(path))
    page = handlers(assistant, path)
    assert page.begin(ID, "") == (replace(before, generation=1), "")
    for id, user in ((ID, "bob"), ("e" * 16, ""), ("x", "bob"), ("", "")):
        fresh, trouble = page.begin(id, user)
        assert fresh.exchanges == ()
        assert fresh.id != id
        assert fresh.user == user
        assert ("no longer held" in trouble) == (len(id) == 16), "it says so where there was one"
        log = inert(page.show(fresh, trouble).transcript or "").elements[0][1]
        assert log["data-conversation"] == fresh.id, "its answer has a log to be shown in"


def test_what_is_not_to_be_saved_is_not(assistant: FakeAssistant, path: Path) -> None:
    page = handlers(assistant, path)
    begun = page.load("/").conversation
    assert begun is not None
    shown = list(page.ask("A secret?", begun, {"unsaved": True}))[-1]
    assert inert(shown.live or "").elements[0][1]["data-address"] == ""
    assert not path.exists() or b"A secret?" not in path.read_bytes()
    assert shown.conversation is not None
    assert shown.conversation.last.question == "A secret?", "it is on the page all the same"
    list(page.ask("When?", shown.conversation, {"unsaved": False}))
    after = SavedConversations(path).load(begun.id, 10)
    assert after is not None
    assert [exchange.question for exchange in after.exchanges] == ["When?"]
