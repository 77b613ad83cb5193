"""The conversation as HTML, and what is shown before it has begun."""

from __future__ import annotations

from collections.abc import Sequence

from qa_app import prompts
from qa_app.web.conversation import Conversation, Exchange
from qa_app.web.render.answer import answer
from qa_app.web.render.escape import element, words

SEARCHING = "Reading the articles…"


def transcript(
    conversation: Conversation,
    articles: int,
    examples: Sequence[str] = (),
    *,
    judged: bool = True,
) -> str:
    """The log of the conversation; a welcome when nothing has been asked."""
    if not conversation.exchanges:
        inner = welcome(articles, examples)
    else:
        inner = _dropped(conversation) + "".join(
            exchange(one, judged=judged) for one in conversation.exchanges
        )
    return element(
        "div", inner, role="log", aria_label="Conversation", aria_live="polite", class_="log"
    )


def no_articles() -> str:
    """What is said when nothing has been ingested."""
    return prompts.text("no-articles")


def welcome(articles: int, examples: Sequence[str]) -> str:
    """What a new conversation shows: what this is, and questions to start from."""
    if not articles:
        note = words("p", no_articles(), class_="lead")
        hint = words("p", "This page notices by itself when there are some.", class_="hint")
        return element("div", note + hint, class_="welcome")
    count = f"{articles:,} article" + ("s" if articles != 1 else "")
    head = words("h2", f"Ask a question of {count}.")
    lead = words(
        "p",
        "Every sentence of an answer carries a number. Click it to see the very words it rests on.",
        class_="lead",
    )
    return element("div", head + lead + _examples(examples), class_="welcome")


def _examples(examples: Sequence[str]) -> str:
    if not examples:
        return ""
    items = "".join(
        element("li", words("button", q, type="button", data_ask=q, class_="example", dir="auto"))
        for q in examples
    )
    label = words("p", "For example", class_="label")
    return label + element("ul", items, class_="examples", aria_label="Example questions")


def exchange(given: Exchange, *, judged: bool = True) -> str:
    """A question with its answer, its trouble, or a sign that it is being worked on."""
    parts = [notice_line(given.notice), words("h3", given.question, class_="question", dir="auto")]
    if given.limits:
        label = '<span class="label">Searched only:</span> '
        parts.append(element("p", label + words("span", given.limits), class_="searched"))
    if given.answer is not None:
        parts.append(answer(given.id, given.answer, judged=judged))
    elif given.trouble:
        parts.append(words("p", given.trouble, class_="trouble", role="alert"))
    else:
        dots = '<span class="pulse" aria-hidden="true"></span>'
        parts.append(element("p", dots + words("span", SEARCHING), class_="pending"))
    state = "pending" if given.pending else "done"
    return element(
        "article", "".join(parts), class_="exchange", id=given.id, data_state=state, tabindex="-1"
    )


def notice_line(notice: str) -> str:
    """The line between two exchanges that says what changed there; empty for nothing."""
    return words("p", notice, class_="changed") if notice else ""


def _dropped(conversation: Conversation) -> str:
    if not conversation.dropped:
        return ""
    sentence = f"{conversation.dropped:,} earlier questions are no longer shown."
    return words("p", sentence, class_="changed")
