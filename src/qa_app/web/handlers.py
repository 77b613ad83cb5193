"""What happens on the page: plain functions from what a tab holds to what it then shows."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qa_app.contract import Citation, Request
from qa_app.conversation import Conversation, Exchange
from qa_app.conversations import IDENTIFIER
from qa_app.web import validate
from qa_app.web.catalogue import Listing
from qa_app.web.render.conversations import Deleted
from qa_app.web.render.conversations import conversations as conversations_panel
from qa_app.web.render.details import FOUND
from qa_app.web.render.limits import limits
from qa_app.web.render.notice import message, notice
from qa_app.web.render.panel import Opened
from qa_app.web.render.transcript import newest, no_articles, transcript
from qa_app.web.running import Running
from qa_app.web.service import BROKEN, Service
from qa_app.web.suggested import FIRST
from vectorstore.errors import QaAppError
from vectorstore.model import Filter

log = logging.getLogger(__name__)
LIST_VIEW = ""
CONVERSATIONS_VIEW = "?conversations"
LISTED = 500
NOT_KEPT = "That conversation is not kept here any more; this is a new one."
LOST = "What this page showed was no longer held here; this is a new conversation."
STILL_ANSWERING = "The last question is still being answered; wait, or stop it."
EMPTY = Listing(-1, ())
NO_FILTERS = ("strictness", "unsaved")
"""What is chosen beside the question and limits no search."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the page, in safe HTML; None leaves a part as it is.

    `live` is the exchange in progress, `transcript` the whole log.
    """

    transcript: str | None = None
    live: str | None = None
    panel: str | None = None
    notice: str | None = None
    message: str | None = None
    question: str | None = None
    conversation: Conversation | None = None
    view: str | None = None


class Handlers:
    """The events of the page, over one service shared by every tab."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._options = service.options
        self._running: dict[str, Running] = {}
        self._saved = service.saved

    def load(self, address: object = "/", user: str = "") -> Shown:
        """A tab has opened, at an address that may name a conversation."""
        opened = self._open(address, user)
        return replace(opened, panel=self._service.list_panel(), view=LIST_VIEW)

    def show(self, conversation: Conversation, trouble: str = "") -> Shown:
        """A conversation in place of whatever the tab shows."""
        listing, broken = self._listing()
        return Shown(
            transcript=self._transcript(conversation, listing),
            notice=self._notice("", listing),
            message=message(broken or trouble),
            conversation=conversation,
        )

    def begin(self, id: str, user: str) -> tuple[Conversation, str]:
        """What a tab goes on with that meant the conversation of that id, and what is amiss.

        It is asked where the server does not know the tab: before it has loaded, after a restart.
        """
        conversation, missing = self._conversation(f"/c/{id}", self._listing()[0], user)
        return conversation, LOST if missing == NOT_KEPT else missing

    def ask(
        self,
        question: object,
        conversation: Conversation,
        filters: dict[str, Any],
        *,
        asker: str = "",
        said: str = "",
    ) -> Iterator[Shown]:
        """A question has been asked: it is shown, then what is heard of its answer.

        Args:
            asker: whose turn to be answered it takes.
            said: what is to be said beside it of the conversation.
        """
        try:
            words = validate.question(question, self._options.max_question)
            wanted = {name: value for name, value in filters.items() if name not in NO_FILTERS}
            chosen = validate.filters(wanted) or Filter()
            strictness = validate.strictness(filters.get("strictness"))
            kept = self._saved.path is not None and filters.get("unsaved") is not True
            listing = self._service.catalogue.current()
            changed = self._service.catalogue.change(conversation.generation)
        except QaAppError as error:
            yield Shown(message=message(str(error)))
            return
        if conversation.id in self._running:
            yield Shown(message=message(STILL_ANSWERING))
            return
        request = Request(
            words,
            conversation.history(self._options.history_turns),
            _ticked(chosen, listing),
            date.today(),
            user=conversation.user,
            strictness=strictness,
            stop=threading.Event(),
        )
        asked = conversation.begin(
            words, self._options.kept_exchanges, notice=changed, limits=limits(chosen)
        )
        yield Shown(
            live=self._newest(asked, kept),
            notice=self._notice("", listing),
            message=message(said),
            question="",
            conversation=asked,
        )
        for heard in self._hear(asked, listing, request, asker):
            if kept and not heard.last.pending:
                heard = self._saved.keep(heard)
            yield Shown(live=self._newest(heard, kept), conversation=heard)

    def _hear(
        self, asked: Conversation, listing: Listing, request: Request, asker: str
    ) -> Iterator[Conversation]:
        """The conversation after every event; the last one is at its end, whatever happened."""
        if not listing.articles:
            yield asked.finish(trouble=no_articles())
            return
        running = self._running[asked.id] = Running(
            lambda ticket: self._service.stream(request, asker, ticket), request.stop
        )
        try:
            for event in running:
                asked = asked.heard(event)
                yield asked
        except QaAppError as error:
            asked = asked.finish(trouble=str(error))
        except Exception:
            log.exception("a question could not be answered")
            asked = asked.finish(trouble=BROKEN)
        finally:
            self._running.pop(asked.id, None)
        if asked.last.answer is None and not running.left:
            yield asked if asked.last.trouble else asked.finish()

    def stop(self, conversation: Conversation, *, left: bool = False) -> None:
        """The question that is being answered is to be answered no further."""
        running = self._running.get(conversation.id)
        if running is not None:
            running.stop(left=left)

    def open_citation(self, event: object, conversation: Conversation) -> Shown:
        """A marker or a card has been clicked; `event` is whatever the browser sent."""
        data = event if isinstance(event, dict) else {}
        exchange = conversation.exchange(str(data.get("exchange", "")))
        name = str(data.get("cite", ""))
        named = self._named(exchange, name) if exchange is not None else {}
        if exchange is None or name not in named:
            return Shown(message=message("That answer is no longer on the page."))
        names = tuple(named)
        opened = Opened(exchange.id, names, tuple(named.values()), names.index(name))
        shown = self._service.article_panel(opened.citation.source, opened)
        return Shown(panel=shown, view=opened.citation.source, message="")

    def _named(self, exchange: Exchange, name: str) -> dict[str, Citation]:
        """What can be opened beside each other: what is cited, or one passage that was found."""
        if not name.startswith(FOUND) or exchange.answer is None:
            return exchange.named
        number = name.removeprefix(FOUND)
        found = exchange.answer.retrieved
        if not number.isdecimal() or not 0 < int(number) <= len(found):
            return {}
        citation = self._service.passage(found[int(number) - 1], exchange.answer.generation)
        return {name: citation} if citation is not None else {}

    def select(self, event: object, conversation: Conversation) -> Shown:
        """Something in the panel has been clicked; `event` is whatever the browser sent."""
        data = event if isinstance(event, dict) else {}
        try:
            match data:
                case {"open": str(id)}:
                    return self._open(f"/c/{id}", conversation.user)
                case {"rename": str(id), "title": str(title)} if validate.clean(title):
                    self._saved.rename(id, validate.clean(title), conversation.user)
                case {"delete": str(id)}:
                    return self._delete(id, conversation)
                case {"restore": str(id)}:
                    self._saved.restore(id, conversation.user)
                case {"conversations": _} | {"rename": _}:
                    pass
                case _:
                    return self._open_article(data.get("source"))
            return Shown(panel=self._conversations(conversation), view=CONVERSATIONS_VIEW)
        except QaAppError as error:
            return Shown(message=message(str(error)))

    def _open_article(self, source: object) -> Shown:
        if not isinstance(source, str) or source == LIST_VIEW:
            return Shown(panel=self._service.list_panel(), view=LIST_VIEW)
        return Shown(panel=self._service.article_panel(source), view=source)

    def _open(self, address: object, user: str) -> Shown:
        """The conversation of that address."""
        conversation, missing = self._conversation(address, self._listing()[0], user)
        return self.show(conversation, missing)

    def _delete(self, id: str, conversation: Conversation) -> Shown:
        deleted = self._saved.delete(id, conversation.user)
        shown = self.clear(conversation.user) if id == conversation.id else Shown()
        panel = self._conversations(shown.conversation or conversation, Deleted(id, deleted))
        return replace(shown, panel=panel, view=CONVERSATIONS_VIEW)

    def _conversations(self, current: Conversation, deleted: Deleted | None = None) -> str:
        entries = self._saved.entries(LISTED, current.user)
        kept = self._saved.path is not None
        return conversations_panel(
            entries, current.id, self._service.serial(), deleted=deleted, kept=kept
        )

    def _conversation(
        self, address: object, listing: Listing, user: str
    ) -> tuple[Conversation, str]:
        """The conversation that an address names, else a new one, and what is amiss."""
        fresh = Conversation(secrets.token_hex(8), generation=listing.generation, user=user)
        id = str(address).rpartition("/c/")[2] if isinstance(address, str) else ""
        if not IDENTIFIER.fullmatch(id):
            return fresh, ""
        try:
            found = self._saved.load(id, self._options.kept_exchanges, user)
        except QaAppError as error:
            return fresh, str(error)
        return (found, "") if found is not None else (fresh, NOT_KEPT)

    def refresh(self, conversation: Conversation, view: str) -> Shown:
        """The page has noticed another generation than the one it knows."""
        listing, trouble = self._listing()
        if listing is EMPTY:
            return Shown(message=message(trouble))
        changed = self._service.catalogue.change(conversation.generation)
        return Shown(
            transcript=None if conversation.exchanges else self._transcript(conversation, listing),
            panel=self._service.list_panel() if view == LIST_VIEW else None,
            notice=self._notice(changed, listing),
        )

    def clear(self, user: str = "") -> Shown:
        """A new conversation."""
        return self._open("/", user)

    def _listing(self) -> tuple[Listing, str]:
        try:
            return self._service.catalogue.current(), ""
        except QaAppError as error:
            return EMPTY, str(error)

    def _transcript(self, conversation: Conversation, listing: Listing) -> str:
        shown = () if listing is EMPTY else self._options.examples[:FIRST]
        judged = self._options.feedback is not None
        kept = self._saved.path is not None
        return transcript(
            conversation,
            len(listing.articles),
            shown,
            judged=judged,
            kept=kept,
            place=str(self._options.store) if self._options.store else "",
            addable=self._options.library is not None,
            standings=self._service.standings(conversation.exchanges),
        )

    def _newest(self, conversation: Conversation, kept: bool) -> str:
        answer = conversation.last.answer
        idle = answer is not None and answer.outcome == "no_question"
        return newest(
            conversation,
            self._options.kept_exchanges,
            self._options.examples[:FIRST] if idle else (),
            judged=self._options.feedback is not None,
            kept=kept,
        )

    def _notice(self, sentence: str, listing: Listing) -> str:
        return notice(sentence, listing.generation, self._options.poll_seconds)


def _ticked(chosen: Filter, listing: Listing) -> Filter:
    """What is ticked on the page, as a filter: a folder is one way to tick all of its articles.

    (A filter itself combines its conditions with *and*: an article beside a folder would be none.)
    """
    if not (chosen.sources and chosen.folders):
        return chosen
    folders = tuple(folder.rstrip("/") + "/" for folder in chosen.folders)
    below = (a.source for a in listing.articles if a.source.startswith(folders))
    return replace(chosen, sources=tuple(dict.fromkeys((*chosen.sources, *below))), folders=())
