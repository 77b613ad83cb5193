"""Which conversation each tab shows: decided by what was pressed, not by what arrives last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa_app.conversation import Conversation

MOST = 500
"""So many tabs are remembered; one that is forgotten goes on from what is saved."""

Tab = tuple[str, str]
"""Whose it is, and Gradio's name of the session."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Which conversation an event of the page is about.

    Attributes:
        press: how often the page had left a conversation when it happened.
        conversation: the id of the one it meant; empty for a new one.
    """

    press: int = 0
    conversation: str = ""

    @classmethod
    def of(cls, given: object) -> Meant:
        """From whatever the browser sent."""
        match given:
            case {"press": int(press), "conversation": str(id)} if not isinstance(press, bool):
                return cls(press, id)
        return cls()


@dataclass(frozen=True, slots=True)
class Held:
    """What a tab shows; `new`: the page has not been sent it yet, and `trouble` says why."""

    conversation: Conversation
    press: int = 0
    new: bool = False
    trouble: str = ""


class Tabs:
    """The conversation of each tab.

    The page counts how often it has left a conversation and sends that number with each event.
    Events overtake each other on their way, and a question may come before the press that began
    its conversation, or after one that left it: the number tells.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Tab, Held] = OrderedDict()
        self._reading: OrderedDict[Tab, None] = OrderedDict()

    def read(self, tab: Tab) -> None:
        """Somebody has opened something beside the conversation."""
        with self._lock:
            self._reading[tab] = None
            self._reading.move_to_end(tab)
            while len(self._reading) > MOST:
                self._reading.popitem(last=False)

    def is_reading(self, tab: Tab) -> bool:
        """Whether something was opened in the tab."""
        with self._lock:
            return tab in self._reading

    def at(
        self,
        tab: Tab,
        meant: Meant,
        begin: Callable[[str], tuple[Conversation, str]],
        leave: Callable[[Conversation], None],
    ) -> Held | None:
        """What the tab shows for an event that meant that; None where it has left that since.

        Args:
            begin: the conversation of an id, else a new one, and what is amiss; it is called where
                the press has not been heard of yet, or the tab is not known any more.
            leave: told of the conversation that is left by this.
        """
        known = self._known(tab)
        if known is None or meant.press > known.press:
            conversation, trouble = begin(meant.conversation)
            self.move(tab, meant.press, conversation, leave)
            now = self._known(tab)
            if now is not None and now.conversation.id == conversation.id:
                return replace(now, new=True, trouble=trouble)
            known = now  # another event of this press was sooner
        if known is None or meant.press < known.press:
            return None
        return known

    def move(
        self,
        tab: Tab,
        press: int,
        conversation: Conversation,
        leave: Callable[[Conversation], None],
    ) -> bool:
        """The tab shows this from that press on; False where it has heard of the press before."""
        with self._lock:
            known = self._held.get(tab)
            if known is not None and known.press >= press:
                return False
            self._put(tab, Held(conversation, press))
        if known is not None and known.conversation.id != conversation.id:
            leave(known.conversation)
        return True

    def keep(self, tab: Tab, conversation: Conversation) -> bool:
        """What has become of the conversation; False where the tab shows another one by now."""
        with self._lock:
            known = self._held.get(tab)
            if known is not None and known.conversation.id != conversation.id:
                return False
            self._put(tab, Held(conversation, known.press if known is not None else 0))
            return True

    def shown(self, tab: Tab) -> Conversation | None:
        """What the tab shows, as far as the server knows."""
        known = self._known(tab)
        return known.conversation if known is not None else None

    def _known(self, tab: Tab) -> Held | None:
        with self._lock:
            return self._held.get(tab)

    def _put(self, tab: Tab, held: Held) -> None:
        self._held[tab] = held
        self._held.move_to_end(tab)
        while len(self._held) > MOST:
            self._held.popitem(last=False)
