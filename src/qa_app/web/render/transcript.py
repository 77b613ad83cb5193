"""The conversation as HTML, and what is shown before it has begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa_app.answering.wording import NO_ARTICLES
from qa_app.conversation import Conversation, Exchange
from qa_app.standing import Kind
from qa_app.web.render import wording
from qa_app.web.render.answer import answer, ask_buttons, partial, searched
from qa_app.web.render.escape import attributes, element, words

NOTHING: Mapping[str, Any] = {}


def transcript(
    conversation: Conversation,
    articles: int,
    examples: Sequence[str] = (),
    *,
    judged: bool = True,
    kept: bool = False,
    place: str = "",
    addable: bool = False,
    standings: Mapping[str, Mapping[str, Kind]] = NOTHING,
) -> str:
    """The log of the conversation; a welcome when nothing has been asked.

    Args:
        judged: whether people can say if an answer is right.
        kept: whether the conversation is saved, and so has an address.
        place: the folder of the store.
        addable: whether files can be added on the page.
        standings: what has become of what the exchanges cite, where it was reopened.
    """
    if not conversation.exchanges:
        inner = welcome(articles, examples, place, saved=kept, addable=addable)
    else:
        inner = _dropped(conversation) + "".join(
            exchange(one, examples, judged=judged, standings=standings.get(one.id, NOTHING))
            for one in conversation.exchanges
        )
    return element(
        "div",
        inner,
        role="log",
        aria_label="Conversation",
        aria_live="polite",
        class_="log",
        data_conversation=conversation.id,
        data_address=_address(conversation, kept),
    )


def _address(conversation: Conversation, kept: bool) -> str:
    return f"c/{conversation.id}" if kept and conversation.exchanges else ""


def newest(
    conversation: Conversation,
    keep: int,
    examples: Sequence[str] = (),
    *,
    judged: bool = True,
    kept: bool = False,
) -> str:
    """The last exchange alone, as an attribute: static/chat.js puts it into the log.

    So an event costs its own exchange and not the whole conversation. (Gradio compares what it is
    given with what is there, and does not look into a <template>.)
    """
    inner = _dropped(conversation) + exchange(conversation.last, examples, judged=judged)
    return element(
        "div",
        "",
        data_conversation=conversation.id,
        data_address=_address(conversation, kept),
        data_keep=keep,
        data_newest=inner,
    )


def no_articles() -> str:
    """What is said when nothing has been ingested."""
    return NO_ARTICLES


def welcome(
    articles: int,
    examples: Sequence[str],
    place: str = "",
    *,
    saved: bool = False,
    addable: bool = False,
) -> str:
    """What a new conversation shows: what this is, and questions to start from.

    Args:
        place: the folder of the store.
        saved: whether answers are kept there.
        addable: whether files can be added on the page.
    """
    if not articles:
        note = words("p", no_articles(), class_="lead") + (_to_articles() if addable else "")
        if place:
            note += element("p", "The store is " + words("code", place), class_="hint")
        hint = words("p", "This page notices by itself when there are some.", class_="hint")
        return element("div", note + hint, class_="welcome")
    head = words("h2", f"Ask your {articles:,} articles." if articles > 1 else "Ask your article.")
    lead = words(
        "p",
        "Every sentence of an answer carries a number. Click it to see the very words it rests on.",
        class_="lead",
    )
    label = words("p", "For example", class_="label") if examples else ""
    wanted = "" if examples else element("div", "", data_wanted="examples")
    kept = words("span", wording.local(place if saved else ""))
    if saved:
        box = f"<input{attributes(type='checkbox', data_saving='', checked='')}>"
        kept += " " + element("label", box + words("span", wording.SAVE), class_="saving")
    kept = element("p", kept, class_="hint local")
    inner = head + lead + kept + label + ask_buttons(examples) + wanted
    return element("div", inner, class_="welcome")


def _to_articles() -> str:
    """The way to where files are dropped; static/library.js follows it."""
    button = words(
        "button", "Add files here", type="button", class_="add", data_tab_name="articles"
    )
    return element("p", button)


def exchange(
    given: Exchange,
    examples: Sequence[str] = (),
    *,
    judged: bool = True,
    standings: Mapping[str, Kind] = NOTHING,
) -> str:
    """A question with its answer, its trouble, or what has come of it so far."""
    parts = [notice_line(given.notice), words("h2", given.question, class_="question", dir="auto")]
    if given.limits:
        label = words("span", "Searched only:", class_="label") + " "
        parts.append(element("p", label + words("span", given.limits), class_="searched"))
    parts.append(searched(given.question, given.searched, given.answer))
    if given.answer is not None:
        parts.append(
            answer(
                given.id,
                given.answer,
                judged=judged,
                limits=given.limits,
                verdict=given.verdict,
                correction=given.correction,
                examples=examples,
                standings=standings,
            )
        )
    elif given.trouble:
        parts.append(words("p", given.trouble, class_="trouble", role="alert") + _retry(given))
    else:
        parts.append(partial(given) + ("" if given.pending else _retry(given)))
    state = "pending" if given.pending else "done"
    return element(
        "article", "".join(parts), class_="exchange", id=given.id, data_state=state, tabindex="-1"
    )


def _retry(given: Exchange) -> str:
    edit = words("button", "Edit", type="button", data_edit=given.question)
    again = words("button", "Retry", type="button", data_ask=given.question)
    return element("p", element("span", again + edit, class_="actions"), class_="answer-foot")


def notice_line(notice: str) -> str:
    """The line between two exchanges that says what changed there; empty for nothing."""
    return words("p", notice, class_="changed") if notice else ""


def _dropped(conversation: Conversation) -> str:
    if not conversation.dropped:
        return ""
    sentence = f"{conversation.dropped:,} earlier questions are no longer shown."
    return words("p", sentence, class_="changed dropped")
