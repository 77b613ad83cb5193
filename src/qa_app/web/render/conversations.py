"""The side panel with the saved conversations."""

from __future__ import annotations

from collections.abc import Sequence

from qa_app.web.render.escape import day, element, words
from qa_app.web.render.panel import close_button, framed
from qa_app.web.saved import LONGEST_TITLE, Entry


def conversations(entries: Sequence[Entry], current: str, opened: str) -> str:
    """Every conversation: open it, rename it, delete it."""
    back = words("button", "All articles", type="button", class_="back", data_list="")
    bar = element("div", back + close_button(), class_="panel-bar")
    heading = words(
        "h2", f"Conversations ({len(entries):,})", tabindex="-1", class_="panel-heading"
    )
    head = element("header", bar + heading, class_="panel-head")
    if not entries:
        note = words("p", "Nothing has been asked yet, or nothing is kept.", class_="hint")
        return framed(head + note, opened)
    rows = "".join(_row(entry, entry.id == current) for entry in entries)
    return framed(head + element("ul", rows, class_="conversations"), opened)


def _row(entry: Entry, current: bool) -> str:
    count = f"{entry.exchanges:,} question{'' if entry.exchanges == 1 else 's'}"
    title = words("span", entry.title, class_="entry-title", dir="auto")
    dot = '<span class="dot" aria-hidden="true"> · </span>'
    meta = element(
        "span", day(entry.changed[:10]) + dot + words("span", count), class_="entry-meta"
    )
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
    return element("li", open_it + element("span", rename + delete, class_="entry-tools"))
