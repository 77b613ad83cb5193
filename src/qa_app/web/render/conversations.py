"""The side panel with the saved conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qa_app.conversations import LONGEST_TITLE, Entry
from qa_app.web.render.escape import attributes, element, words
from qa_app.web.render.panel import DOT, close_button, framed

FORMS = {"md": "Markdown", "html": "To print", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class Deleted:
    """A conversation that has just been deleted and can be had back."""

    id: str
    title: str


def conversations(
    entries: Sequence[Entry],
    current: str,
    opened: str,
    *,
    deleted: Deleted | None = None,
    kept: bool = True,
) -> str:
    """Every conversation: open it, rename it, take it along, delete it.

    Args:
        current: the id of the one on the page.
        deleted: what has just been deleted.
        kept: whether conversations are kept at all.
    """
    back = words("button", "All articles", type="button", class_="back", data_list="")
    bar = element("div", back + close_button(), class_="panel-bar")
    heading = words(
        "h2", f"Conversations ({len(entries):,})", tabindex="-1", class_="panel-heading"
    )
    head = element("div", bar, class_="panel-top") + element("header", heading, class_="panel-head")
    undo = _undo(deleted) if deleted is not None and deleted.title else ""
    if not entries:
        said = "Nothing has been asked yet." if kept else "Conversations are not kept here."
        return framed(head + undo + words("p", said, class_="hint"), opened)
    rows = "".join(_row(entry, entry.id == current) for entry in entries)
    listed = element("ul", rows, class_="articles conversations")
    return framed(head + undo + _search() + listed, opened)


def _undo(deleted: Deleted) -> str:
    said = element("span", "Deleted: " + words("q", deleted.title, dir="auto"))
    button = words("button", "Undo", type="button", data_restore=deleted.id)
    return element("p", said + button, class_="undo", role="status")


def _search() -> str:
    tag = attributes(
        type="search",
        class_="find",
        placeholder="Find in questions and answers",
        aria_label="Find a conversation by words of its questions and answers",
        autocomplete="off",
        data_find_conversations="",
    )
    return f"<input{tag}>"


def _row(entry: Entry, current: bool) -> str:
    count = f"{entry.exchanges:,} question{'' if entry.exchanges == 1 else 's'}"
    title = words("span", entry.title, class_="entry-title", dir="auto")
    meta = element("span", _when(entry.changed) + DOT + words("span", count), class_="entry-meta")
    open_it = element(
        "button",
        title + meta,
        type="button",
        class_="entry",
        data_open=entry.id,
        aria_current="true" if current else None,
    )
    rename = words(
        "button", "Rename", type="button", data_rename=entry.id, data_longest=LONGEST_TITLE
    )
    delete = words("button", "Delete", type="button", data_delete=entry.id)
    tools = element("span", rename + _export(entry.id) + delete, class_="entry-tools")
    return element("li", open_it + tools)


def _when(changed: str) -> str:
    """Day and time, as the clock of this machine had it."""
    try:
        then = datetime.fromisoformat(changed).astimezone()
    except ValueError:
        return words("span", changed)
    return words("time", f"{then.day} {then:%B %Y}, {then:%H:%M}", datetime=changed)


def _export(id: str) -> str:
    buttons = "".join(
        words("button", label, type="button", data_export=f"{id}.{form}")
        for form, label in FORMS.items()
    )
    return element("details", words("summary", "Export") + element("div", buttons), class_="export")
