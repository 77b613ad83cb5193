"""What happens at each event of the page: whose tab it is, what it meant, and what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from qa_app.conversation import Conversation
from qa_app.web.handlers import Handlers, Shown
from qa_app.web.tabs import Held, Meant, Tab, Tabs
from qa_app.web.users import asker_of, user_of

Updates = tuple[Any, ...]


class Events:
    """One method for each event; Gradio calls them with what the page sent and who sent it."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._tabs = Tabs()

    def load(self, address: object, request: gr.Request) -> Updates:
        """A tab has opened."""
        shown = self._handlers.load(address, user_of(request.request))
        if self._tabs.is_reading(_tab(request)):  # sooner than this was heard of
            shown = replace(shown, panel=None, view=None)
        return self._moved(shown, None, request)

    def ask(
        self, question: object, chosen: object, meant: object, request: gr.Request
    ) -> Iterator[Updates]:
        """A question was sent."""
        limits = chosen if isinstance(chosen, dict) else {}
        found = self._held(meant, request)
        if found is None:
            yield _updates(Shown())
            return
        if found.new:
            yield _updates(self._handlers.show(found.conversation, found.trouble))
        for shown in self._handlers.ask(
            question,
            found.conversation,
            limits,
            asker=asker_of(request.request),
            said=found.trouble,
        ):
            kept = shown.conversation
            if kept is not None and not self._tabs.keep(_tab(request), kept):
                return
            yield _updates(shown)

    def ask_example(
        self, meant: object, event: gr.EventData, request: gr.Request
    ) -> Iterator[Updates]:
        """A question of the page's own was pressed."""
        data = event._data if isinstance(event._data, dict) else {}
        yield from self.ask(data.get("question", ""), data.get("chosen"), meant, request)

    def open_citation(self, meant: object, event: gr.EventData, request: gr.Request) -> Updates:
        """A marker was pressed."""
        if (found := self._held(meant, request)) is None:
            return _updates(Shown())
        return self._beside(found, self._handlers.open_citation(event._data, found.conversation))

    def select(self, meant: object, event: gr.EventData, request: gr.Request) -> Updates:
        """Something in the panel was pressed."""
        tab = _tab(request)
        self._tabs.read(tab)
        now = self._tabs.shown(tab) or Conversation(user=tab[0])
        return self._moved(self._handlers.select(event._data, now), meant, request)

    def refresh(self, meant: object, view: str, request: gr.Request) -> Updates:
        """The page has noticed that the articles have changed."""
        if (found := self._held(meant, request)) is None:
            return _updates(Shown())
        return self._beside(found, self._handlers.refresh(found.conversation, view))

    def stop(self, request: gr.Request) -> None:
        """An answer on its way is to end."""
        if (now := self._tabs.shown(_tab(request))) is not None:
            self._handlers.stop(now)

    def leave(self, request: gr.Request) -> None:
        """The tab was closed or loaded anew: nobody waits for its answer any more."""
        if (now := self._tabs.shown(_tab(request))) is not None:
            self._leave(now)

    def clear(self, meant: object, request: gr.Request) -> Updates:
        """A new conversation was begun."""
        return self._moved(self._handlers.clear(_tab(request)[0]), meant, request)

    def _leave(self, conversation: Conversation) -> None:
        self._handlers.stop(conversation, left=True)

    def _held(self, meant: object, request: gr.Request) -> Held | None:
        tab = _tab(request)

        def begin(id: str) -> tuple[Conversation, str]:
            return self._handlers.begin(id, tab[0])

        return self._tabs.at(tab, Meant.of(meant), begin, self._leave)

    def _moved(self, shown: Shown, meant: object, request: gr.Request) -> Updates:
        """What a tab shows after it was led to another conversation, if it was."""
        there, press = shown.conversation, Meant.of(meant).press
        if there is not None and not self._tabs.move(_tab(request), press, there, self._leave):
            # A question that came sooner has begun and shown the new one.
            shown = replace(shown, transcript=None, notice=None, message=None)
        return _updates(shown)

    def _beside(self, found: Held, shown: Shown) -> Updates:
        """What is shown beside a conversation, with that itself where it is new to the page."""
        if found.new:
            there = self._handlers.show(found.conversation, found.trouble)
            said = there.message if found.trouble else shown.message
            shown = replace(there, panel=shown.panel, view=shown.view, message=said)
        return _updates(shown)


def _tab(request: gr.Request) -> Tab:
    """Whose an event is, is what its request says: others may know the name of a session."""
    return user_of(request.request), str(request.session_hash)


def _updates(shown: Shown) -> Updates:
    """`shown` in the order of the outputs."""
    values = (
        shown.transcript, shown.live, shown.panel, shown.notice, shown.message, shown.question,
        shown.view,
    )  # fmt: skip
    return tuple(gr.skip() if value is None else value for value in values)
