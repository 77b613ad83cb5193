"""A whole conversation to take along: Markdown, a page to print, JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qa_app.contract import Answer, Citation
from qa_app.conversation import Exchange
from qa_app.web.render.escape import day, element, text, words
from qa_app.web.render.plain import reference

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~$@:+-])")
STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 12pt/1.5 Georgia, serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; break-after: avoid; }
blockquote { margin: 0.3rem 0 0.8rem; padding-left: 0.8rem; border-left: 2px solid #999; }
p, blockquote, li { overflow-wrap: anywhere; white-space: pre-line; }
.small { font: 10pt/1.4 sans-serif; color: #444; }
"""


def to_json(id: str, title: str, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """The conversation as plain data; every answer in the shape of the contract."""
    return {"id": id, "title": title, "exchanges": [_exchange(one) for one in exchanges]}


def _exchange(given: Exchange) -> dict[str, Any]:
    answer = given.answer.to_json() if given.answer is not None else None
    data: dict[str, Any] = {"question": given.question, "answer": answer}
    for name in ("limits", "trouble", "stopped", "verdict", "correction"):
        if getattr(given, name):
            data[name] = getattr(given, name)
    return data


def to_markdown(title: str, exchanges: Sequence[Exchange]) -> str:
    """The conversation as Markdown; nothing of a question or an article becomes markup."""
    lines = [f"# {_plain(title)}", ""]
    for one in exchanges:
        lines += [f"## {_plain(one.question)}", ""]
        if one.limits:
            lines += [f"Searched only: {_plain(one.limits)}", ""]
        if one.answer is None:
            lines += [_plain(one.trouble or "Stopped."), ""]
            continue
        lines += [_said(one.answer), ""]
        for citation in _shown(one.answer):
            lines += [f"{citation.n}\\. {_plain(reference(citation))}", ""]
            lines += [f"> {_plain(line)}" for line in citation.quote.splitlines()]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _said(answer: Answer) -> str:
    said = re.sub(r"\\\[(\d+)\\\]", r"[\1]", _plain(answer.answer))
    return f"{said}\n\n{_plain(answer.why)}" if answer.why else said


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def _shown(answer: Answer) -> Sequence[Citation]:
    return answer.closest if answer.abstained else answer.citations


def to_html(title: str, exchanges: Sequence[Exchange]) -> str:
    """The conversation as a page of its own, to be printed; it loads nothing."""
    body = words("h1", title) + "".join(_section(one) for one in exchanges)
    head = f'<meta charset="utf-8">{words("title", title)}<style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _section(given: Exchange) -> str:
    parts = [words("h2", given.question, dir="auto")]
    if given.limits:
        parts.append(words("p", f"Searched only: {given.limits}", class_="small"))
    if given.answer is None:
        parts.append(words("p", given.trouble or "Stopped."))
        return element("section", "".join(parts))
    parts.append(words("p", given.answer.answer, dir="auto"))
    if given.answer.why:
        parts.append(words("p", given.answer.why, dir="auto"))
    items = "".join(_source(citation) for citation in _shown(given.answer))
    return element("section", "".join(parts) + items)


def _source(citation: Citation) -> str:
    name = f"[{citation.n}] {citation.title or citation.source}"
    page = f", page {citation.page}" if citation.page else ""
    where = f"{text(name)}, {day(citation.published)}, {text(citation.source + page)}"
    return element("p", where, class_="small") + words("blockquote", citation.quote, dir="auto")
