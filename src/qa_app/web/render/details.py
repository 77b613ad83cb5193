"""Below an answer: how it was found, what can be done with it, and what people say of it."""

from __future__ import annotations

import json

from qa_app.contract import Answer
from qa_app.web.render import wording
from qa_app.web.render.confidence import level
from qa_app.web.render.escape import element, text, words
from qa_app.web.render.plain import as_text

FOUND = "found-"
"""Before the number of a passage that was found, so that it is not taken for a citation."""
STEPS = {"retrieve": "searching", "read": "reading", "answer": "answering", "total": "in all"}


def foot(given: Answer, judged: bool, verdict: str = "", correction: str = "") -> str:
    """How sure it is, what can be done with it, and how it was found."""
    made = "" if given.abstained else words("span", _made(given), class_="made")
    inner = _confidence(given) + made + _actions(given)
    if judged:
        inner += _judging(given, verdict, correction)
    return element("footer", inner, class_="answer-foot") + _how(given)


def _actions(given: Answer) -> str:
    copy = words(
        "button", "Copy", type="button", class_="copy", data_copy=as_text(given), aria_live="polite"
    )
    edit = words("button", "Edit", type="button", data_edit=given.question)
    again = words("button", "Retry", type="button", data_ask=given.question)
    return element("span", copy + edit + again, class_="actions")


def _judging(given: Answer, verdict: str, correction: str) -> str:
    """Buttons that carry what was asked and said; static/feedback.js sends it."""
    shown = [{"source": c.source, "quote": c.quote} for c in given.citations or given.closest]
    data = json.dumps(
        {"question": given.searched or given.question, "answer": given.answer, "citations": shown}
    )
    offered = wording.ABSTAINED_VERDICTS if given.abstained else wording.VERDICTS
    buttons = "".join(
        words(
            "button",
            label,
            type="button",
            data_verdict=name,
            aria_pressed="true" if name == verdict else "false",
        )
        for name, label in offered.items()
    )
    said = words("q", correction, class_="corrected", dir="auto") if correction else ""
    return element(
        "span",
        buttons + said,
        class_="judging",
        data_judged=data,
        role="group",
        aria_label="Is it right?",
    )


def _made(given: Answer) -> str:
    if given.mode == "model":
        return f"Written by {given.model}, then checked"
    return wording.VERBATIM


def _confidence(given: Answer) -> str:
    if given.abstained:
        return ""
    sure = level(given.confidence)
    exact = f"The articles hold the answer with a probability of {given.confidence:.2f}"
    dots = '<span class="dots" aria-hidden="true"></span>'
    label = words("span", f"{sure} confidence")
    return element("span", dots + label, class_=f"confidence {sure}", title=exact)


def _how(given: Answer) -> str:
    """The passages with their scores, the times and the model, folded away."""
    rows = "".join(
        element(
            "tr",
            element("td", _open(n, one.source))
            + words("td", f"{one.start:,}–{one.end:,}")
            + words("td", f"{one.score:.3f}"),
        )
        for n, one in enumerate(given.retrieved, start=1)
    )
    head = "".join(words("th", name, scope="col") for name in ("Passage", "Characters", "Score"))
    table = element("table", element("thead", element("tr", head)) + element("tbody", rows))
    parts = [element("div", table, class_="wide")] if rows else []
    facts = [_times(given), f"confidence {given.confidence:.2f}"]
    facts.append(f"model {given.model}" if given.model else "no language model")
    parts.append(element("p", " · ".join(text(fact) for fact in facts if fact), class_="facts"))
    return element("details", words("summary", "How this was found") + "".join(parts), class_="how")


def _open(number: int, source: str) -> str:
    return words(
        "button",
        source,
        type="button",
        class_="path",
        data_cite=f"{FOUND}{number}",
        aria_label=f"Open passage {number}, {source}",
    )


def _times(given: Answer) -> str:
    known = given.timings_ms
    return ", ".join(f"{known[s]:,.0f} ms {label}" for s, label in STEPS.items() if s in known)
