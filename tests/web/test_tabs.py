"""Which conversation a tab shows, in whatever order what it sent arrives."""

from __future__ import annotations

import pytest

from qa_app.conversation import Conversation
from qa_app.web import tabs as module
from qa_app.web.tabs import MOST, Meant, Tab, Tabs

TAB: Tab = ("ann", "session")
OLD = Conversation("a" * 16, user="ann")


class Begun:
    """Conversations that are begun, and those that are left."""

    def __init__(self) -> None:
        self.left: list[str] = []
        self.asked: list[str] = []

    def begin(self, id: str) -> tuple[Conversation, str]:
        self.asked.append(id)
        return Conversation(id or f"new {len(self.asked)}"), ""

    def leave(self, conversation: Conversation) -> None:
        self.left.append(conversation.id)


def test_a_question_after_the_press_begins_what_the_press_was_to_begin() -> None:
    tabs, seen = Tabs(), Begun()
    tabs.move(TAB, 0, OLD, seen.leave)
    asked = tabs.at(TAB, Meant(1), seen.begin, seen.leave)
    assert asked is not None
    assert (asked.conversation.id, asked.new) == ("new 1", True)
    assert seen.left == [OLD.id], "the answer that is on its way there ends"
    assert not tabs.move(TAB, 1, Conversation("late"), seen.leave), "the press came too late"
    assert not tabs.keep(TAB, OLD), "and so does what was heard of the old one"
    again = tabs.at(TAB, Meant(1, "new 1"), seen.begin, seen.leave)
    assert again is not None
    assert (again.conversation.id, again.new) == ("new 1", False)


def test_a_question_from_before_the_press_does_not_come_into_the_new_one() -> None:
    tabs, seen = Tabs(), Begun()
    tabs.move(TAB, 0, OLD, seen.leave)
    tabs.move(TAB, 1, Conversation("new"), seen.leave)
    assert tabs.at(TAB, Meant(0, OLD.id), seen.begin, seen.leave) is None
    assert tabs.shown(TAB) == Conversation("new")
    assert seen.asked == []


def test_a_question_before_the_page_has_loaded_is_where_the_page_goes_on() -> None:
    tabs, seen = Tabs(), Begun()
    asked = tabs.at(TAB, Meant(0, "kept"), seen.begin, seen.leave)
    assert asked is not None
    assert asked.new
    assert not tabs.move(TAB, 0, Conversation("by the load"), seen.leave)
    assert tabs.keep(TAB, asked.conversation.begin("When?", 9))
    shown = tabs.shown(TAB)
    assert shown is not None
    assert (shown.id, shown.asked) == ("kept", 1)


def test_others_and_what_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    tabs, seen = Tabs(), Begun()
    for number in range(3):
        tabs.move(("ann", str(number)), 5, OLD, seen.leave)
    assert tabs.shown(("ann", "0")) is None
    assert tabs.shown(("bob", "2")) is None, "a session belongs to whoever began it"
    assert tabs.keep(("ann", "0"), OLD), "an answer goes on"


@pytest.mark.parametrize(
    "given", [None, 5, "x", [], {}, {"press": True, "conversation": ""}, {"press": 1}]
)
def test_whatever_a_browser_sends(given: object) -> None:
    assert Meant.of(given) == Meant()
    assert Meant.of({"press": 3, "conversation": "x", "more": 1}) == Meant(3, "x")


def test_a_tab_is_known_to_read_once_it_has_opened_something() -> None:
    tabs = Tabs()
    assert not tabs.is_reading(("", "a"))
    tabs.read(("", "a"))
    assert tabs.is_reading(("", "a"))
    assert not tabs.is_reading(("ann", "a"))
    for n in range(MOST):
        tabs.read(("", str(n)))
    assert not tabs.is_reading(("", "a"))
